#include "progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

dc_progress dc_progress_begin(const dc_voice *voice)
{
    return (dc_progress){.voice = voice, .begun_ms = now_ms()};
}

uint64_t dc_progress_ms(const dc_progress *p)
{
    return now_ms() - p->begun_ms;
}

static void add(char *text, size_t cap, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(char *text, size_t cap, const char *format, ...)
{
    const size_t len = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + len, cap - len, format, args);
    va_end(args);
}

static void add_bytes(char *text, size_t cap, double bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB"};
    size_t unit = 0;
    for (; bytes >= 1000 && unit + 1 < sizeof units / sizeof *units; unit++)
        bytes /= 1000;
    add(text, cap, ", %.*f %s/s", unit ? 1 : 0, bytes, units[unit]);
}

static void add_time(char *text, size_t cap, double seconds)
{
    enum { MOST_S = 360000 };
    if (seconds > MOST_S)
        return;
    const unsigned s = (unsigned)(seconds + 0.5);
    if (s < 120)
        add(text, cap, ", %u s left", s);
    else if (s < 7200)
        add(text, cap, ", %u min left", s / 60);
    else
        add(text, cap, ", %u h %u min left", s / 3600, s / 60 % 60);
}

static void describe(const dc_standing *s, double seconds, char *text, size_t cap)
{
    const uint64_t ended = s->done + s->failed;
    const double rate = seconds > 0 ? (double)ended / seconds : 0;
    add(text, cap, "%llu", (unsigned long long)(s->done + s->earlier));
    if (s->total)
        add(text, cap, " of %llu", (unsigned long long)s->total);
    add(text, cap, " done, %llu failed, %.1f/s", (unsigned long long)s->failed, rate);
    if (s->bytes && seconds > 0)
        add_bytes(text, cap, (double)s->bytes / seconds);
    if (s->hosts)
        add(text, cap, ", %u host%s", (unsigned)s->hosts, s->hosts > 1 ? "s" : "");
    if (ended && s->total > s->earlier + ended)
        add_time(text, cap, (double)(s->total - s->earlier - ended) / rate);
}

void dc_progress_show(dc_progress *p, const dc_standing *standing)
{
    enum { REDRAW_MS = 200 };
    const uint64_t now = now_ms();
    if (!p->voice->has_progress || (p->drawn_ms && now - p->drawn_ms < REDRAW_MS))
        return;
    char text[160] = "";
    describe(standing, (double)(now - p->begun_ms) / 1000, text, sizeof text);
    dc_say_progress(p->voice, text);
    p->drawn_ms = now;
    p->is_drawn = true;
}

void dc_progress_clear(dc_progress *p)
{
    if (p->is_drawn)
        dc_say_progress(p->voice, "");
    p->is_drawn = false;
}
