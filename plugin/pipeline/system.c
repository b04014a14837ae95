#include "pipeline/system.h"

#include "base/status.h"

#include <errno.h>
#include <unistd.h>

decant_status dc_fail_errno(decant_error *error, const char *what, const char *name, int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
    case EROFS:
        return dc_fail(error, DECANT_E_ACCESS, "%s %s: permission denied", name, what);
    case ENOSPC:
    case EDQUOT:
        return dc_fail(error, DECANT_E_IO, "%s %s: the disk is full", name, what);
    case EFBIG:
        return dc_fail(error, DECANT_E_IO, "%s %s: the file would be larger than allowed", name,
                       what);
    case ENOENT:
        return dc_fail(error, DECANT_E_NOT_FOUND, "%s %s: no such directory", name, what);
    case ENOTDIR:
        return dc_fail(error, DECANT_E_IO, "%s %s: not a directory", name, what);
    case EMFILE:
    case ENFILE:
        return dc_fail(error, DECANT_E_IO, "%s %s: too many open files", name, what);
    default:
        return dc_fail(error, DECANT_E_IO, "%s %s: system error %d", name, what, number);
    }
}

decant_status dc_write_all(int fd, const char *p, size_t len, const char *name, decant_error *error)
{
    while (len) {
        const ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return dc_fail_errno(error, "cannot be written", name, errno);
        p += n;
        len -= (size_t)n;
    }
    return DECANT_OK;
}
