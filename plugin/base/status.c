#include "base/status.h"

#include "base/format.h"

#include <stdarg.h>

typedef struct status_row {
    decant_status code;
    const char *name;
    const char *text;
    dc_severity severity;
} status_row;

#define ROW(name, severity, text)                                                                  \
    {                                                                                              \
        DECANT_##name, #name, text, DC_SEVERITY_##severity                                         \
    }

static const status_row rows[] = {
    ROW(OK, NONE, "success"),
    ROW(E_INVALID, RUN, "an argument or option value is out of range"),
    ROW(E_NOMEM, RUN, "out of memory"),
    ROW(E_TOO_LARGE, PAGE, "larger than the limit"),
    ROW(E_BUDGET, PAGE, "the page spent its memory budget"),
    ROW(E_DEADLINE, PAGE, "the page spent its time budget"),
    ROW(E_INTERNAL, PAGE, "internal error"),
    ROW(E_ENCODING, PAGE, "the bytes cannot be read as text"),
    ROW(E_NOT_HTML, PAGE, "not a page: the data is binary"),
    ROW(E_EMPTY_INPUT, PAGE, "the input is empty"),
    ROW(E_NOT_FOUND, PAGE, "no such file or directory"),
    ROW(E_ACCESS, PAGE, "permission denied"),
    ROW(E_IO, PAGE, "reading or writing failed"),
    ROW(E_NO_PAGES, PAGE, "the directory holds no pages"),
    ROW(E_SINK, RUN, "the output was stopped"),
    ROW(E_URL, PAGE, "not a URL that can be fetched"),
    ROW(E_POLICY, PAGE, "refused by policy"),
    ROW(E_RESOLVE, PAGE, "the host name does not resolve"),
    ROW(E_CONNECT, PAGE, "no connection"),
    ROW(E_TLS, PAGE, "certificate or TLS failure"),
    ROW(E_TIMEOUT, PAGE, "time limit reached"),
    ROW(E_PROTOCOL, PAGE, "the response is not valid HTTP"),
    ROW(E_TRUNCATED, PAGE, "the response ended early"),
    ROW(E_HTTP_STATUS, PAGE, "the server answered with an error"),
    ROW(E_CONTENT_TYPE, PAGE, "the content type is not a page"),
    ROW(E_REDIRECTS, PAGE, "too many redirects"),
    ROW(E_HEADERS, PAGE, "the headers are larger than the limit"),
    ROW(E_DECODE, PAGE, "the content coding is broken or unknown"),
    ROW(E_NETWORK, PAGE, "network failure"),
    ROW(E_CANCELLED, RUN, "stopped"),
    ROW(E_ROBOTS, PAGE, "robots.txt forbids it"),
};

static const status_row *row_of(decant_status code)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return &rows[i];
    return NULL;
}

dc_severity dc_status_severity(decant_status code)
{
    const status_row *row = row_of(code);
    return row ? row->severity : DC_SEVERITY_RUN;
}

const char *decant_status_name(decant_status code)
{
    const status_row *row = row_of(code);
    if (!row)
        return "UNKNOWN";
    return code == DECANT_OK ? row->name : row->name + 2; // without "E_"
}

const char *decant_status_text(decant_status code)
{
    const status_row *row = row_of(code);
    return row ? row->text : "unknown status";
}

decant_status dc_fail(decant_error *error, decant_status code, const char *format, ...)
{
    if (!error)
        return code;
    dc_error_clear(error);
    error->code = code;
    va_list args;
    va_start(args, format);
    dc_format(error->message, sizeof error->message, format, args);
    va_end(args);
    return code;
}

void dc_error_clear(decant_error *error)
{
    if (error)
        memset(error, 0, sizeof *error);
}
