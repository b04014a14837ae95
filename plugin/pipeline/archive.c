#include "pipeline/archive.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/status.h"
#include "pipeline/system.h"
#include "pipeline/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define QUOTE(x) #x
#define JOINED(a, b, c) QUOTE(a) "." QUOTE(b) "." QUOTE(c)
#define SOFTWARE "decant/" JOINED(DECANT_VERSION_MAJOR, DECANT_VERSION_MINOR, DECANT_VERSION_PATCH)

enum { PIECE = 64 << 10, LEVEL = 6, GZIP = 15 + 16 };

struct decant_archive {
    const decant_allocator *hook;
    char *path;
    int fd;
    uint64_t length; // of whole records
    uint64_t random[2];
    uint64_t n_stamps;
    z_stream z;
    bool has_z;
    unsigned char *piece;
    decant_error failure; // the first one; nothing is written after it
};

static decant_status no_memory(decant_error *error)
{
    return dc_fail(error, DECANT_E_NOMEM, "out of memory");
}

// ---- reading what is there ---------------------------------------------------------------------

typedef struct scan {
    decant_archive *a;
    uint64_t at;    // in the file
    uint64_t whole; // behind the last member that is complete
    bool is_other;  // this is not a WARC file
} scan;

static bool begins_as_warc(const unsigned char *p, size_t n)
{
    static const char begin[] = "WARC/1.";
    const size_t len = n < sizeof begin - 1 ? n : sizeof begin - 1;
    return memcmp(p, begin, len) == 0;
}

// Unpacks what stands in the buffer. Returns false when a member is broken.
static bool scan_piece(scan *s, z_stream *z, unsigned char *out)
{
    while (z->avail_in) {
        const uInt before = z->avail_in;
        const bool is_begin = z->total_out == 0;
        z->next_out = out;
        z->avail_out = PIECE;
        const int code = inflate(z, Z_NO_FLUSH);
        s->at += before - z->avail_in;
        const size_t n = PIECE - z->avail_out;
        if (s->whole == 0 && is_begin && n && !begins_as_warc(out, n))
            s->is_other = true;
        if (s->is_other || (code != Z_OK && code != Z_STREAM_END))
            return false;
        if (code == Z_STREAM_END) {
            s->whole = s->at;
            inflateReset(z);
        }
    }
    return true;
}

static bool is_gzip(const unsigned char *p, size_t n)
{
    return n < 2 ? n == 0 || p[0] == 0x1f : p[0] == 0x1f && p[1] == 0x8b;
}

static decant_status scan_file(scan *s, z_stream *z, unsigned char *in, unsigned char *out,
                               decant_error *error)
{
    for (uint64_t offset = 0;;) {
        const ssize_t n = pread(s->a->fd, in, PIECE, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return dc_fail_errno(error, "cannot be read", s->a->path, errno);
        if (offset == 0 && !is_gzip(in, (size_t)n))
            s->is_other = true;
        if (n == 0 || s->is_other)
            return DECANT_OK;
        offset += (uint64_t)n;
        z->next_in = in;
        z->avail_in = (uInt)n;
        if (!scan_piece(s, z, out))
            return DECANT_OK;
    }
}

// A run that was killed may have left half a record at the end.
static decant_status repair(decant_archive *a, decant_error *error)
{
    scan s = {.a = a};
    z_stream z = {0};
    unsigned char *in = dc_mem_alloc(a->hook, PIECE);
    unsigned char *out = dc_mem_alloc(a->hook, PIECE);
    decant_status status = no_memory(error);
    if (in && out && inflateInit2(&z, GZIP) == Z_OK) {
        status = scan_file(&s, &z, in, out, error);
        inflateEnd(&z);
    }
    if (in)
        dc_mem_free(a->hook, in, PIECE);
    if (out)
        dc_mem_free(a->hook, out, PIECE);
    if (status == DECANT_OK && s.is_other)
        return dc_fail(error, DECANT_E_INVALID, "%s: is there, and is no WARC file", a->path);
    return status == DECANT_OK ? dc_archive_cut(a, s.whole, error) : status;
}

// ---- opening -----------------------------------------------------------------------------------

static decant_status open_file(decant_archive *a, decant_error *error)
{
    a->fd = open(a->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (a->fd < 0)
        return dc_fail_errno(error, "cannot be opened", a->path, errno);
    struct stat st;
    if (fstat(a->fd, &st) != 0 || !S_ISREG(st.st_mode))
        return dc_fail(error, DECANT_E_INVALID, "%s: not a file", a->path);
    if (flock(a->fd, LOCK_EX | LOCK_NB) != 0)
        return dc_fail(error, DECANT_E_IO, "%s: in use by another run", a->path);
    return repair(a, error);
}

static void read_random(decant_archive *a)
{
    const int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    a->random[0] = (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 32;
    a->random[1] = (uint64_t)now.tv_nsec;
    if (fd < 0)
        return;
    (void)!read(fd, a->random, sizeof a->random);
    close(fd);
}

decant_status dc_archive_open(const decant_archive_options *options, decant_archive **out,
                              decant_error *error)
{
    dc_error_clear(error);
    if (!out || !options || options->struct_size < sizeof *options || !options->path ||
        !*options->path)
        return dc_fail(error, DECANT_E_INVALID, "an archive needs a path");
    *out = NULL;
    const decant_allocator *hook = dc_mem_hook(options->allocator);
    decant_archive *a = dc_mem_zero(hook, 1, sizeof *a);
    if (!a)
        return no_memory(error);
    a->hook = hook;
    a->fd = -1;
    const size_t size = strlen(options->path) + 1;
    a->path = dc_mem_alloc(hook, size);
    a->piece = dc_mem_alloc(hook, PIECE);
    decant_status status = DECANT_OK;
    if (a->path)
        memcpy(a->path, options->path, size);
    a->has_z = a->path && a->piece &&
               deflateInit2(&a->z, LEVEL, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    status = a->has_z ? open_file(a, error) : no_memory(error);
    if (status != DECANT_OK) {
        dc_archive_close(a);
        return status;
    }
    read_random(a);
    *out = a;
    return DECANT_OK;
}

void dc_archive_close(decant_archive *a)
{
    if (!a)
        return;
    if (a->fd >= 0)
        close(a->fd);
    if (a->has_z)
        deflateEnd(&a->z);
    if (a->path)
        dc_mem_free(a->hook, a->path, strlen(a->path) + 1);
    if (a->piece)
        dc_mem_free(a->hook, a->piece, PIECE);
    dc_mem_free(a->hook, a, sizeof *a);
}

const char *dc_archive_path(const decant_archive *a)
{
    return a->path;
}

uint64_t dc_archive_length(const decant_archive *a)
{
    return a->length;
}

// ---- writing -----------------------------------------------------------------------------------

decant_status dc_archive_cut(decant_archive *a, uint64_t length, decant_error *error)
{
    struct stat st;
    if (fstat(a->fd, &st) != 0)
        return dc_fail_errno(error, "cannot be read", a->path, errno);
    if ((uint64_t)st.st_size < length)
        return dc_fail(error, DECANT_E_INVALID, "%s: records of earlier runs are gone", a->path);
    if ((uint64_t)st.st_size > length && ftruncate(a->fd, (off_t)length) != 0)
        return dc_fail_errno(error, "cannot be written", a->path, errno);
    a->length = length;
    return lseek(a->fd, (off_t)length, SEEK_SET) < 0
               ? dc_fail_errno(error, "cannot be written", a->path, errno)
               : DECANT_OK;
}

static decant_status write_member(decant_archive *a, dc_str record, uint64_t *end,
                                  decant_error *error)
{
    deflateReset(&a->z);
    a->z.next_in = (unsigned char *)record.p; // zlib does not write there
    size_t left = record.len;
    int code = Z_OK;
    while (code != Z_STREAM_END) {
        if (a->z.avail_in == 0) {
            const size_t more = left < (1u << 30) ? left : 1u << 30;
            a->z.avail_in = (uInt)more;
            left -= more;
        }
        a->z.next_out = a->piece;
        a->z.avail_out = PIECE;
        code = deflate(&a->z, left ? Z_NO_FLUSH : Z_FINISH);
        const size_t n = PIECE - a->z.avail_out;
        const decant_status status = dc_write_all(a->fd, (const char *)a->piece, n, a->path, error);
        if (status != DECANT_OK)
            return status;
        *end += n;
    }
    return DECANT_OK;
}

// All or nothing: what has been written of a record that does not fit is taken off again.
static void write_record(decant_archive *a, dc_buf *record)
{
    uint64_t end = a->length;
    decant_status status = dc_buf_status(record);
    if (status != DECANT_OK)
        no_memory(&a->failure);
    else
        status = write_member(a, dc_buf_str(record), &end, &a->failure);
    if (status == DECANT_OK)
        a->length = end;
    else
        dc_archive_cut(a, a->length, NULL);
    record->len = 0;
}

static dc_warc_stamp next_stamp(decant_archive *a)
{
    struct timespec now;
    dc_warc_stamp stamp;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed[3] = {a->random[0], a->random[1], a->n_stamps++};
    const uint64_t high = dc_hash((dc_str){(const char *)seed, sizeof seed});
    seed[2] = high;
    const uint64_t low = dc_hash((dc_str){(const char *)seed, sizeof seed});
    dc_warc_stamp_make(high, low, now.tv_sec, &stamp);
    return stamp;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void dc_archive_add(decant_archive *a, const decant_exchange *exchange)
{
    if (a->failure.code != DECANT_OK)
        return;
    dc_buf record = dc_buf_on(a->hook, SIZE_MAX / 2);
    if (a->length == 0) {
        const dc_warc_stamp info = next_stamp(a);
        dc_warc_info(&info, base_name(a->path), SOFTWARE, &record);
        write_record(a, &record);
    }
    const dc_warc_stamp answer = next_stamp(a);
    const dc_warc_stamp request = next_stamp(a);
    if (a->failure.code == DECANT_OK) {
        dc_warc_response(&answer, exchange, &record);
        write_record(a, &record);
    }
    if (a->failure.code == DECANT_OK && exchange->request_len) {
        dc_warc_request(&request, &answer, exchange, &record);
        write_record(a, &record);
    }
    dc_buf_free(&record);
}

decant_status dc_archive_status(const decant_archive *a, decant_error *error)
{
    if (a->failure.code != DECANT_OK && error)
        *error = a->failure;
    return a->failure.code;
}

decant_status dc_archive_sync(decant_archive *a, decant_error *error)
{
    if (a->failure.code == DECANT_OK && fsync(a->fd) != 0)
        dc_fail_errno(&a->failure, "cannot be written", a->path, errno);
    return dc_archive_status(a, error);
}
