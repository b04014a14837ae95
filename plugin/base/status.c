#include "base/status.h"

#include "base/format.h"

#include <stdarg.h>

typedef struct status_row {
    decant_status code;
    const char *name;
    const char *text;
} status_row;

#define ROW(name, text)                                                                            \
    {                                                                                              \
        DECANT_##name, #name, text                                                                 \
    }

static const status_row rows[] = {
    ROW(OK, "success"),
    ROW(E_INVALID, "an argument or option value is out of range"),
    ROW(E_NOMEM, "out of memory"),
    ROW(E_TOO_LARGE, "larger than the limit"),
    ROW(E_BUDGET, "the page spent its memory budget"),
    ROW(E_DEADLINE, "the page spent its time budget"),
    ROW(E_INTERNAL, "internal error"),
    ROW(E_ENCODING, "the bytes cannot be read as text"),
    ROW(E_NOT_HTML, "not a page: the data is binary"),
    ROW(E_EMPTY_INPUT, "the input is empty"),
    ROW(E_NOT_FOUND, "no such file or directory"),
    ROW(E_ACCESS, "permission denied"),
    ROW(E_IO, "reading or writing failed"),
    ROW(E_NO_PAGES, "the directory holds no pages"),
    ROW(E_SINK, "the output was stopped"),
    ROW(E_URL, "not a URL that can be fetched"),
    ROW(E_POLICY, "refused by policy"),
    ROW(E_RESOLVE, "the host name does not resolve"),
    ROW(E_CONNECT, "no connection"),
    ROW(E_TLS, "certificate or TLS failure"),
    ROW(E_TIMEOUT, "time limit reached"),
    ROW(E_PROTOCOL, "the response is not valid HTTP"),
    ROW(E_TRUNCATED, "the response ended early"),
    ROW(E_HTTP_STATUS, "the server answered with an error"),
    ROW(E_CONTENT_TYPE, "the content type is not a page"),
    ROW(E_REDIRECTS, "too many redirects"),
    ROW(E_HEADERS, "the headers are larger than the limit"),
    ROW(E_DECODE, "the content coding is broken or unknown"),
    ROW(E_NETWORK, "network failure"),
    ROW(E_CANCELLED, "stopped"),
    ROW(E_ROBOTS, "robots.txt forbids it"),
};

static const status_row *row_of(decant_status code)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return &rows[i];
    return NULL;
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

bool dc_error_is_temporary(const decant_error *error)
{
    static const int32_t passing[] = {408, 425, 429, 500, 502, 503, 504};
    switch (error->code) {
    case DECANT_E_RESOLVE:
    case DECANT_E_CONNECT:
    case DECANT_E_TIMEOUT:
    case DECANT_E_TRUNCATED:
    case DECANT_E_NETWORK:
    case DECANT_E_CANCELLED:
        return true;
    case DECANT_E_HTTP_STATUS:
        for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
            if (passing[i] == error->http_status)
                return true;
        return false;
    default:
        return false;
    }
}

int decant_error_is_temporary(const decant_error *error)
{
    return dc_error_is_temporary(error);
}
