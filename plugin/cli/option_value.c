#include "option_value.h"

#include "heap.h"
#include "suggest.h"
#include "usage.h"

#include <string.h>
#include <strings.h>

typedef struct unit {
    const char *name;
    uint64_t factor;
} unit;

static const unit sizes[] = {{"", 1},
                             {"b", 1},
                             {"k", (uint64_t)1 << 10},
                             {"kb", (uint64_t)1 << 10},
                             {"kib", (uint64_t)1 << 10},
                             {"m", (uint64_t)1 << 20},
                             {"mb", (uint64_t)1 << 20},
                             {"mib", (uint64_t)1 << 20},
                             {"g", (uint64_t)1 << 30},
                             {"gb", (uint64_t)1 << 30},
                             {"gib", (uint64_t)1 << 30}};
static const unit times[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000}, {"h", 3600000}};
static const unit counts[] = {{"", 1}};

typedef struct number_kind {
    const unit *units;
    size_t n_units;
    const char *expected;
} number_kind;

#define N(array) (sizeof(array) / sizeof *(array))

static const number_kind number_kinds[] = {
    [DC_OPTION_COUNT] = {counts, N(counts), "a number from 1 to 256"},
    [DC_OPTION_TIMES] = {counts, N(counts), "a number from 0 to 10"},
    [DC_OPTION_SIZE] = {sizes, N(sizes), "a size from 1 byte to 512M, such as 512k or 10M"},
    [DC_OPTION_SPACE] = {sizes, N(sizes), "a size such as 500M or 20G, or 0 for no limit"},
    [DC_OPTION_SECONDS] = {times, N(times), "a time from 0.001 to 86400 seconds, such as 2.5"},
    [DC_OPTION_PAUSE] = {times, N(times), "a time from 0 to 3600 seconds, such as 0.5"},
};

// Digits with at most three decimals, then a unit. Decimals are thousandths, so 0.5M is exact.
static bool read_number(const char *s, const number_kind *kind, uint64_t *out)
{
    const uint64_t most = (uint64_t)1 << 40; // above any limit, and far from overflow below
    uint64_t thousandths = 0;
    if (*s < '0' || *s > '9')
        return false;
    for (; *s >= '0' && *s <= '9'; s++) {
        thousandths = thousandths * 10 + (uint64_t)(*s - '0') * 1000;
        if (thousandths > most)
            return false;
    }
    if (*s == '.') {
        s++;
        for (uint64_t place = 100; *s >= '0' && *s <= '9'; s++, place /= 10)
            thousandths += place * (uint64_t)(*s - '0');
    }
    for (size_t i = 0; i < kind->n_units; i++)
        if (strcasecmp(s, kind->units[i].name) == 0) {
            if (thousandths > UINT64_MAX / kind->units[i].factor)
                return false;
            thousandths *= kind->units[i].factor;
            *out = thousandths / 1000;
            return thousandths % 1000 == 0 || kind->n_units > 1;
        }
    return false;
}

static bool set_number(const dc_option *option, const char *where, const char *value, uint64_t *out)
{
    const number_kind *kind = &number_kinds[option->kind];
    uint64_t number = 0;
    if (read_number(value, kind, &number) && number >= option->min && number <= option->max) {
        *out = number;
        return true;
    }
    dc_usage_error("%s: '%s' is not %s", where, value, kind->expected);
    return false;
}

static const char *choice_at(const void *ctx, size_t i)
{
    return ((const dc_choice *)ctx)[i].name;
}

static bool set_choice(const dc_option *option, const char *where, const char *value, int32_t *out)
{
    char all[128] = "";
    size_t n = 0;
    for (const dc_choice *c = option->choices; c->name; c++, n++) {
        if (strcmp(c->name, value) == 0) {
            *out = c->value;
            return true;
        }
        if (n)
            strncat(all, ", ", sizeof all - strlen(all) - 1);
        strncat(all, c->name, sizeof all - strlen(all) - 1);
    }
    const char *near = dc_suggest(value, strlen(value), choice_at, option->choices, n);
    if (near)
        dc_usage_error("%s: '%s' is not one of %s; did you mean '%s'?", where, value, all, near);
    else
        dc_usage_error("%s: '%s' is not one of %s", where, value, all);
    return false;
}

// A flag of the command line has no value; a variable has one.
static bool set_flag(const dc_option *option, const char *where, const char *value, int32_t *out)
{
    static const char *const yes[] = {"1", "true", "yes", "on"};
    static const char *const no[] = {"0", "false", "no", "off"};
    if (!value) {
        (*out)++;
        return true;
    }
    if (option->optional) {
        *out = 2;
        if (strcmp(value, option->optional) != 0)
            dc_usage_error("%s: '%s' is not %s", where, value, option->optional);
        return strcmp(value, option->optional) == 0;
    }
    for (size_t i = 0; i < N(yes); i++) {
        if (strcasecmp(value, yes[i]) == 0 || strcasecmp(value, no[i]) == 0) {
            *out = strcasecmp(value, yes[i]) == 0;
            return true;
        }
    }
    dc_usage_error("%s: '%s' is not 1 or 0", where, value);
    return false;
}

static void add_name(dc_names *names, const char *name)
{
    names->v = dc_heap_grow(names->v, names->n, &names->cap, sizeof *names->v);
    names->v[names->n++] = name;
}

static bool check_words(const dc_option *option, const char *where, const char *value)
{
    if (!option->is_valid || option->is_valid(value))
        return true;
    dc_usage_error("%s: '%s' is not %s", where, value, option->expected);
    return false;
}

bool dc_option_set(const dc_option *option, const char *where, const char *value, dc_settings *out)
{
    void *place = (char *)out + option->place;
    switch (option->kind) {
    case DC_OPTION_FLAG:
        return set_flag(option, where, value, place);
    case DC_OPTION_CHOICE:
        return set_choice(option, where, value, place);
    case DC_OPTION_COUNT:
    case DC_OPTION_TIMES:
    case DC_OPTION_SIZE:
    case DC_OPTION_SPACE:
    case DC_OPTION_SECONDS:
    case DC_OPTION_PAUSE:
        return set_number(option, where, value, place);
    case DC_OPTION_STRING:
        if (!check_words(option, where, value))
            return false;
        *(const char **)place = value;
        return true;
    case DC_OPTION_NAMES:
        if (!check_words(option, where, value))
            return false;
        add_name(place, value);
        return true;
    }
    return false;
}
