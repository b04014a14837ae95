// Messages for whoever runs the library: it never prints by itself.
#ifndef DC_BASE_LOG_H
#define DC_BASE_LOG_H

#include <decant/decant.h>

typedef struct dc_log {
    decant_log_fn fn; // NULL: nobody listens
    void *ctx;
} dc_log;

// One line. Formats as dc_fail().
void dc_log_say(const dc_log *log, int32_t level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
