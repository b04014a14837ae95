#include "progress.h"

#include <stdio.h>
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

void dc_progress_show(dc_progress *p, uint64_t done, uint64_t failed)
{
    enum { REDRAW_MS = 200 };
    const uint64_t now = now_ms();
    if (!p->voice->has_progress || (p->drawn_ms && now - p->drawn_ms < REDRAW_MS))
        return;
    const double seconds = (double)(now - p->begun_ms) / 1000;
    const double rate = seconds > 0 ? (double)(done + failed) / seconds : 0;
    char text[96];
    snprintf(text, sizeof text, "%llu done, %llu failed, %.1f/s", (unsigned long long)done,
             (unsigned long long)failed, rate);
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
