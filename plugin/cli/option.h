// The table of options: reading, environment, help and advice all come from it.
#ifndef DC_CLI_OPTION_H
#define DC_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum dc_option_kind {
    DC_OPTION_FLAG,    // int32_t, counts how often it was given
    DC_OPTION_CHOICE,  // int32_t, one of choices
    DC_OPTION_COUNT,   // uint64_t, min to max
    DC_OPTION_TIMES,   // the same, from 0
    DC_OPTION_SIZE,    // uint64_t bytes, min to max
    DC_OPTION_SPACE,   // the same, from 0
    DC_OPTION_SECONDS, // uint64_t milliseconds, min to max
    DC_OPTION_PAUSE,   // the same, from 0
    DC_OPTION_STRING,  // const char *
    DC_OPTION_NAMES    // dc_names, one for each time it was given
} dc_option_kind;

// The first of a list is the default.
typedef struct dc_choice {
    const char *name; // NULL ends a list
    int32_t value;
} dc_choice;

typedef struct dc_option {
    const char *name;
    char letter; // or 0
    dc_option_kind kind;
    size_t place;         // in dc_settings
    const char *argument; // as the help shows it; NULL for flags
    const char *env;      // variable with the default, or NULL
    const char *help;
    bool is_rare;         // --help=all alone shows it
    const char *optional; // of a flag: a value that may follow "=", and makes the flag 2; or NULL
    const dc_choice *choices;
    uint64_t min, max;
    bool (*is_valid)(const char *value); // of strings and names, or NULL
    const char *expected;                // what is_valid wants
} dc_option;

// The word of an option's value, "md"; NULL when it has no such choice.
const char *dc_choice_name(const char *option, int32_t value);

extern const dc_option dc_options[];
extern const size_t dc_n_options;

#endif
