#include "pipeline/shelf.h"

#include "base/format.h"
#include "base/hash.h"
#include "pipeline/system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h> // rename(), no streams
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DIGITS = DC_HEX_LEN, NAME_SIZE = DIGITS + 6, PART_SIZE = DIGITS + 5 + 21, BLOCK = 4096 };
enum { OLD_S = 3600 };

#define MAGIC "decant cache 1\n"
#define BODY ".body"
#define PART ".part"

uint64_t dc_shelf_place(dc_str key)
{
    return dc_hash(key);
}

// MAGIC, the key and a line end stand before the body.
static size_t front_of(dc_str key)
{
    return sizeof MAGIC - 1 + key.len + 1;
}

uint64_t dc_shelf_size(dc_str key, size_t body_len)
{
    const uint64_t len = (uint64_t)front_of(key) + body_len;
    return (len + BLOCK - 1) / BLOCK * BLOCK;
}

static void name_body(uint64_t place, char out[NAME_SIZE])
{
    dc_format_hex(place, out);
    memcpy(out + DIGITS, BODY, sizeof BODY);
}

// Another run may write the same one.
static void name_part(uint64_t place, char out[PART_SIZE])
{
    size_t n = DIGITS + sizeof PART - 1;
    dc_format_hex(place, out);
    memcpy(out + DIGITS, PART, sizeof PART - 1);
    for (uint64_t pid = (uint64_t)getpid(); pid; pid /= 10)
        out[n++] = (char)('0' + pid % 10);
    out[n] = '\0';
}

static decant_status write_part(int dir, const char *name, dc_str key, dc_str body,
                                decant_error *error)
{
    const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    const int fd = openat(dir, name, flags, 0666);
    if (fd < 0)
        return dc_fail_errno(error, "cannot be made", name, errno);
    decant_status status = dc_write_all(fd, MAGIC, sizeof MAGIC - 1, name, error);
    if (status == DECANT_OK)
        status = dc_write_all(fd, key.p, key.len, name, error);
    if (status == DECANT_OK)
        status = dc_write_all(fd, "\n", 1, name, error);
    if (status == DECANT_OK)
        status = dc_write_all(fd, body.p, body.len, name, error);
    close(fd);
    return status;
}

decant_status dc_shelf_write(int dir, dc_str key, dc_str body, decant_error *error)
{
    char name[NAME_SIZE], part[PART_SIZE];
    name_body(dc_shelf_place(key), name);
    name_part(dc_shelf_place(key), part);
    decant_status status = write_part(dir, part, key, body, error);
    if (status == DECANT_OK && renameat(dir, part, dir, name) != 0)
        status = dc_fail_errno(error, "cannot be renamed", part, errno);
    if (status != DECANT_OK)
        unlinkat(dir, part, 0);
    return status;
}

static bool read_file(int dir, const char *name, dc_buf *out)
{
    enum { PIECE = 64 << 10 };
    const int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? -1 : 1;
    while (n > 0) {
        char *to = dc_buf_room(out, PIECE);
        n = to ? read(fd, to, PIECE) : -1;
        if (n > 0)
            out->len += (size_t)n;
    }
    if (fd >= 0)
        close(fd);
    return n == 0;
}

bool dc_shelf_read(int dir, dc_str key, size_t body_len, dc_buf *all, dc_str *body)
{
    char name[NAME_SIZE];
    const size_t front = front_of(key);
    name_body(dc_shelf_place(key), name);
    if (!read_file(dir, name, all))
        return false;
    const dc_str s = dc_buf_str(all);
    if (s.len != front + body_len || memcmp(s.p, MAGIC, sizeof MAGIC - 1) != 0 ||
        memcmp(s.p + sizeof MAGIC - 1, key.p, key.len) != 0 || s.p[front - 1] != '\n')
        return false;
    *body = dc_str_from(s, front);
    return true;
}

void dc_shelf_remove(int dir, uint64_t place)
{
    char name[NAME_SIZE];
    name_body(place, name);
    unlinkat(dir, name, 0);
}

// The place that a name begins with, and *rest behind it; false when it begins otherwise.
static bool read_place(const char *name, uint64_t *place, const char **rest)
{
    *place = 0;
    for (int i = 0; i < DIGITS; i++) {
        const char c = name[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
        *place = *place << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *rest = name + DIGITS;
    return true;
}

static bool is_old(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_mtime + OLD_S < time(NULL);
}

void dc_shelf_sweep(int dir, bool (*is_known)(void *ctx, uint64_t place), void *ctx)
{
    const int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (const struct dirent *e; (e = readdir(d));) {
        const char *rest;
        uint64_t place;
        if (!read_place(e->d_name, &place, &rest))
            continue;
        const bool is_lost = strcmp(rest, BODY) == 0 && !is_known(ctx, place);
        const bool is_half = strncmp(rest, PART, sizeof PART - 1) == 0 && is_old(dir, e->d_name);
        if (is_lost || is_half)
            unlinkat(dir, e->d_name, 0);
    }
    closedir(d);
}
