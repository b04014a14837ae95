// The lines that go to standard error, one for each thing to say.
#ifndef DC_CLI_MESSAGE_H
#define DC_CLI_MESSAGE_H

#include "settings.h"

enum { DC_MESSAGE_SIZE = 2048 };

// How this run speaks. Does not change while it runs, so any thread may use it.
typedef struct dc_voice {
    bool is_quiet;
    int verbose;
    bool has_color;
    bool has_progress; // a progress line may stand where a message goes
} dc_voice;

dc_voice dc_voice_of(const dc_settings *settings);

// Where an input stands, for messages: its line in a list, and its name. list and name may be NULL.
typedef struct dc_place {
    const char *list;
    uint64_t line;
    const char *name;
} dc_place;

// "decant: LIST:LINE: NAME: TEXT".
void dc_say_error(const dc_voice *voice, const dc_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same, unless -q.
void dc_say(const dc_voice *voice, const dc_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same with -v; level 2 with -vv.
void dc_say_note(const dc_voice *voice, int level, const dc_place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A progress line, rewritten in place; an empty text takes it away.
void dc_say_progress(const dc_voice *voice, const char *text);

// Control characters become '?': names come from anywhere, and terminals obey them.
void dc_message_clean(char *text);

#endif
