#include "slurp.h"

#include "heap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

decant_status dc_error_set(decant_error *error, decant_status code, const char *format, ...)
{
    memset(error, 0, sizeof *error);
    error->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return code;
}

decant_status dc_error_of_errno(int number, decant_error *error)
{
    switch (number) {
    case ENOENT:
        return dc_error_set(error, DECANT_E_NOT_FOUND, "%s",
                            decant_status_text(DECANT_E_NOT_FOUND));
    case EACCES:
    case EPERM:
        return dc_error_set(error, DECANT_E_ACCESS, "%s", decant_status_text(DECANT_E_ACCESS));
    case EINTR:
        return dc_error_set(error, DECANT_E_CANCELLED, "%s",
                            decant_status_text(DECANT_E_CANCELLED));
    case EISDIR:
        return dc_error_set(error, DECANT_E_IO, "is a directory");
    default:
        return dc_error_set(error, DECANT_E_IO, "%s", strerror(number));
    }
}

static decant_status read_all(int fd, size_t limit, char **bytes, size_t *len, decant_error *error)
{
    size_t cap = (size_t)64 << 10;
    char *buf = dc_heap_resize(NULL, cap, 1);
    size_t n = 0;
    for (;;) {
        if (n == cap) {
            cap *= 2;
            buf = dc_heap_resize(buf, cap, 1);
        }
        const ssize_t got = read(fd, buf + n, cap - n);
        if (got == 0)
            break;
        if (got < 0) {
            dc_heap_free(buf);
            return dc_error_of_errno(errno, error);
        }
        n += (size_t)got;
        if (n > limit) {
            dc_heap_free(buf);
            return dc_error_set(error, DECANT_E_TOO_LARGE, "larger than the limit of %zu bytes",
                                limit);
        }
    }
    *bytes = buf;
    *len = n;
    return DECANT_OK;
}

decant_status dc_slurp(const char *path, size_t limit, char **bytes, size_t *len,
                       decant_error *error)
{
    *bytes = NULL;
    *len = 0;
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, limit, bytes, len, error);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return dc_error_of_errno(errno, error);
    const decant_status status = read_all(fd, limit, bytes, len, error);
    close(fd);
    return status;
}
