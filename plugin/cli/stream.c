#include "stream.h"

#include "heap.h"
#include "slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 256 << 10 }; // bytes

static decant_status fail_large(uint64_t limit, decant_error *error)
{
    return dc_error_set(error, DECANT_E_TOO_LARGE, "larger than the limit of %llu bytes",
                        (unsigned long long)limit);
}

static bool is_larger(int fd, uint64_t limit)
{
    struct stat st;
    return limit && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size > limit;
}

static decant_status feed_all(int fd, uint64_t limit, decant_text_stream *stream, char *piece,
                              uint64_t *n_read, decant_error *error)
{
    for (;;) {
        const ssize_t got = read(fd, piece, PIECE);
        if (got == 0)
            return decant_text_stream_finish(stream, error);
        if (got < 0)
            return dc_error_of_errno(errno, error);
        *n_read += (uint64_t)got;
        if (limit && *n_read > limit)
            return fail_large(limit, error);
        const decant_status status = decant_text_stream_feed(stream, piece, (size_t)got, error);
        if (status != DECANT_OK)
            return status;
    }
}

decant_status dc_stream_text(const char *path, uint64_t limit, const decant_options *options,
                             decant_write_fn write, void *ctx, uint64_t *n_read,
                             decant_error *error)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    const int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    *n_read = 0;
    if (fd < 0)
        return dc_error_of_errno(errno, error);
    decant_text_stream *stream = NULL;
    char *piece = NULL;
    decant_status status = DECANT_OK;
    if (is_larger(fd, limit))
        status = fail_large(limit, error);
    if (status == DECANT_OK)
        status = decant_text_stream_new(options, write, ctx, &stream, error);
    if (status == DECANT_OK) {
        piece = dc_heap_resize(NULL, PIECE, 1);
        status = feed_all(fd, limit, stream, piece, n_read, error);
    }
    dc_heap_free(piece);
    decant_text_stream_free(stream);
    if (!is_stdin)
        close(fd);
    return status;
}
