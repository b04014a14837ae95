#include "base/log.h"

#include "base/format.h"

void dc_log_say(const dc_log *log, int32_t level, const char *format, ...)
{
    if (!log || !log->fn)
        return;
    char line[DECANT_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    dc_format(line, sizeof line, format, args);
    va_end(args);
    log->fn(log->ctx, level, line);
}
