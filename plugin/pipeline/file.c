#include "pipeline/file.h"

#include "base/status.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static decant_status fail_errno(decant_error *error, int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return dc_fail(error, DECANT_E_NOT_FOUND, "no such file or directory");
    case EACCES:
    case EPERM:
        return dc_fail(error, DECANT_E_ACCESS, "permission denied");
    case EISDIR:
        return dc_fail(error, DECANT_E_IO, "is a directory, expected a file");
    case EMFILE:
    case ENFILE:
        return dc_fail(error, DECANT_E_IO, "too many open files");
    case ENAMETOOLONG:
        return dc_fail(error, DECANT_E_NOT_FOUND, "the name is too long for a file");
    default:
        return dc_fail(error, DECANT_E_IO, "reading failed: system error %d", code);
    }
}

static decant_status too_large(decant_error *error, size_t max)
{
    return dc_fail(error, DECANT_E_TOO_LARGE, "larger than the limit of %zu bytes", max);
}

static decant_status read_all(int fd, size_t max, dc_buf *out, decant_error *error)
{
    enum { PIECE = 64 << 10 };
    for (;;) {
        char *to = dc_buf_room(out, PIECE);
        if (!to)
            return dc_buf_status(out) == DECANT_E_TOO_LARGE
                       ? too_large(error, max)
                       : dc_fail(error, DECANT_E_NOMEM, "out of memory");
        const ssize_t n = read(fd, to, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(error, errno);
        if (n == 0)
            return DECANT_OK;
        out->len += (size_t)n;
        if (out->len > max)
            return too_large(error, max);
    }
}

decant_status dc_file_read(const char *path, size_t max, dc_buf *out, decant_error *error)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_errno(error, errno);
    struct stat info;
    decant_status status;
    if (fstat(fd, &info) != 0)
        status = fail_errno(error, errno);
    else if (S_ISDIR(info.st_mode))
        status = fail_errno(error, EISDIR);
    else if (S_ISREG(info.st_mode) && (uint64_t)info.st_size > max)
        status = too_large(error, max);
    else
        status = read_all(fd, max, out, error);
    close(fd);
    return status;
}
