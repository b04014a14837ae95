#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ERASE_LINE "\r\033[K"

static bool is_wanted(int32_t when, bool is_likely)
{
    return when == DC_WHEN_ALWAYS || (when == DC_WHEN_AUTO && is_likely);
}

dc_voice dc_voice_of(const dc_settings *s)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    const bool is_terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
    return (dc_voice){.is_quiet = s->is_quiet > 0,
                      .verbose = s->is_quiet ? 0 : s->verbose,
                      .has_color = is_wanted(s->color, is_terminal && !(no_color && *no_color)),
                      .has_progress = !s->is_quiet && is_wanted(s->progress, is_terminal)};
}

void dc_message_clean(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p; p++) {
        const bool is_c1 = *p == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F;
        if (*p < 0x20 || *p == 0x7F || is_c1)
            *p = '?';
        if (is_c1)
            p[1] = '?';
    }
}

static const char *spoken(const char *name)
{
    if (strcmp(name, "-") == 0)
        return "standard input";
    return *name ? name : "''";
}

// Long names keep their head: the message behind it must fit as well.
static void put_place(char *out, size_t cap, const dc_place *place)
{
    enum { NAME_SHOWN = 600 };
    *out = '\0';
    if (!place)
        return;
    size_t len = 0;
    if (place->list)
        len = (size_t)snprintf(out, cap, "%.*s:%llu: ", NAME_SHOWN, spoken(place->list),
                               (unsigned long long)place->line);
    if (!place->name)
        return;
    const char *name = spoken(place->name);
    const char *more = strlen(name) > NAME_SHOWN ? "..." : "";
    snprintf(out + len, cap - len, "%.*s%s: ", NAME_SHOWN, name, more);
}

// One call of fputs for a line, so that lines of several threads do not mix.
static void say(const dc_voice *voice, const char *style, const dc_place *place, const char *format,
                va_list args)
{
    char where[DC_MESSAGE_SIZE];
    char text[DC_MESSAGE_SIZE];
    char line[2 * DC_MESSAGE_SIZE + 64];
    put_place(where, sizeof where, place);
    vsnprintf(text, sizeof text, format, args);
    dc_message_clean(where);
    dc_message_clean(text);
    snprintf(line, sizeof line, "%s%s%s%s%s%s\n", voice->has_progress ? ERASE_LINE : "",
             voice->has_color ? style : "", "decant:", voice->has_color ? "\033[m " : " ", where,
             text);
    fputs(line, stderr);
}

void dc_say_error(const dc_voice *voice, const dc_place *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(voice, "\033[1;31m", place, format, args);
    va_end(args);
}

void dc_say(const dc_voice *voice, const dc_place *place, const char *format, ...)
{
    if (voice->is_quiet)
        return;
    va_list args;
    va_start(args, format);
    say(voice, "\033[1;33m", place, format, args);
    va_end(args);
}

void dc_say_note(const dc_voice *voice, int level, const dc_place *place, const char *format, ...)
{
    if (voice->verbose < level)
        return;
    va_list args;
    va_start(args, format);
    say(voice, "\033[2m", place, format, args);
    va_end(args);
}

void dc_say_progress(const dc_voice *voice, const char *text)
{
    if (!voice->has_progress)
        return;
    fprintf(stderr, ERASE_LINE "%s", text);
    fflush(stderr);
}
