#include "pipeline/cache.h"

#include "base/hash.h"
#include "base/status.h"
#include "fetch/header.h"
#include "pipeline/freshness.h"
#include "pipeline/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h> // rename(), no streams
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_SIZE = 32, BUSY_MS = 5000, MOST_BODY = 64 << 20, KEY_MAX = 9000 };
enum { FIND, KEEP, RENEW, FORGET, N_STATEMENTS };

#define MAGIC "decant cache 1\n"

static const char *const statements[N_STATEMENTS] = {
    [FIND] = ("SELECT etag, last_modified, content_type, head, len, hash, fresh_until FROM answer"
              " WHERE key = ?1"),
    [KEEP] = "INSERT OR REPLACE INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [RENEW] = "UPDATE answer SET fresh_until = ?2 WHERE key = ?1",
    [FORGET] = "DELETE FROM answer WHERE key = ?1",
};

// Several runs may use it at once. A cache that loses its last seconds has lost nothing.
static const char setup[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS answer ("
    " key TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, content_type TEXT, head BLOB,"
    " len INTEGER NOT NULL, hash INTEGER NOT NULL, fresh_until INTEGER NOT NULL) WITHOUT ROWID;";

struct decant_cache {
    const decant_allocator *hook;
    dc_log log;
    int dir;
    sqlite3 *db;
    sqlite3_stmt *stmt[N_STATEMENTS];
    uint64_t policy; // hash of what answers depend on
    dc_buf key;      // of the URL at hand
    bool is_off;     // it cannot be written any more, and that was said
};

// ---- keys --------------------------------------------------------------------------------------

static uint64_t mixed(uint64_t hash, const char *text)
{
    const uint64_t both[2] = {hash, dc_hash(dc_str_of(text ? text : ""))};
    return dc_hash((dc_str){(const char *)both, sizeof both});
}

void dc_cache_use(decant_cache *c, const decant_fetch_options *fetch)
{
    c->log = (dc_log){fetch->log, fetch->log_ctx};
    c->policy =
        mixed(mixed((uint64_t)(fetch->allow_private != 0), fetch->user_agent), fetch->proxy);
    for (size_t i = 0; i < fetch->n_headers; i++)
        c->policy = mixed(c->policy, fetch->headers[i]);
}

static void add_hex(dc_buf *out, uint64_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4)
        dc_buf_char(out, digits[n >> shift & 15]);
}

// The policy and the URL, whose host is in lower case and whose fragment is gone.
static dc_str key_of(decant_cache *c, const char *url)
{
    c->key.len = 0;
    add_hex(&c->key, c->policy);
    dc_buf_char(&c->key, ' ');
    dc_buf_add(&c->key, dc_str_of(url));
    return dc_buf_str(&c->key);
}

static void name_body(dc_str key, char out[NAME_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    const uint64_t hash = dc_hash(key);
    for (int i = 0; i < 16; i++)
        out[i] = digits[hash >> (60 - 4 * i) & 15];
    memcpy(out + 16, ".body", 6);
}

// ---- the database ------------------------------------------------------------------------------

static bool open_db(decant_cache *c, const char *path)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool is_good = sqlite3_open_v2(path, &c->db, flags, NULL) == SQLITE_OK &&
                   sqlite3_busy_timeout(c->db, BUSY_MS) == SQLITE_OK &&
                   sqlite3_exec(c->db, setup, NULL, NULL, NULL) == SQLITE_OK;
    for (int i = 0; is_good && i < N_STATEMENTS; i++)
        is_good = sqlite3_prepare_v3(c->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                     &c->stmt[i], NULL) == SQLITE_OK;
    return is_good;
}

static void close_db(decant_cache *c)
{
    for (int i = 0; i < N_STATEMENTS; i++) {
        sqlite3_finalize(c->stmt[i]);
        c->stmt[i] = NULL;
    }
    sqlite3_close(c->db);
    c->db = NULL;
}

static bool is_broken_db(const decant_cache *c)
{
    const int code = sqlite3_errcode(c->db);
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

// A database that is none is thrown away: all it can cost is fetching again.
static decant_status open_or_renew(decant_cache *c, const char *path, decant_error *error)
{
    if (open_db(c, path))
        return DECANT_OK;
    if (is_broken_db(c)) {
        close_db(c);
        unlinkat(c->dir, "cache.db", 0);
        unlinkat(c->dir, "cache.db-wal", 0);
        unlinkat(c->dir, "cache.db-shm", 0);
        if (open_db(c, path))
            return DECANT_OK;
    }
    return dc_fail(error, DECANT_E_IO, "the cache cannot be opened: %s", sqlite3_errmsg(c->db));
}

static void turn_off(decant_cache *c, const char *why)
{
    if (!c->is_off)
        dc_log_say(&c->log, DECANT_LOG_WARNING, "the cache takes nothing any more: %s", why);
    c->is_off = true;
}

// One step of a statement that changes something.
static void step(decant_cache *c, int which)
{
    const int code = sqlite3_step(c->stmt[which]);
    sqlite3_reset(c->stmt[which]);
    sqlite3_clear_bindings(c->stmt[which]);
    if (code != SQLITE_DONE && code != SQLITE_BUSY)
        turn_off(c, sqlite3_errmsg(c->db));
}

// ---- opening -----------------------------------------------------------------------------------

static decant_status open_folder(decant_cache *c, const char *path, decant_error *error)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return dc_fail_errno(error, "cannot be made", path, errno);
    c->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (c->dir < 0)
        return dc_fail_errno(error, "cannot be opened", path, errno);
    dc_buf name = dc_buf_on(c->hook, 1 << 20);
    dc_buf_add(&name, dc_str_of(path));
    dc_buf_add(&name, DC_STR("/cache.db"));
    const decant_status status = dc_buf_status(&name) == DECANT_OK
                                     ? open_or_renew(c, dc_buf_str(&name).p, error)
                                     : dc_fail(error, DECANT_E_NOMEM, "out of memory");
    dc_buf_free(&name);
    return status;
}

decant_status dc_cache_open(const decant_cache_options *options, decant_cache **out,
                            decant_error *error)
{
    dc_error_clear(error);
    if (!out || !options || options->struct_size < sizeof *options || !options->path ||
        !*options->path)
        return dc_fail(error, DECANT_E_INVALID, "a cache needs a path");
    *out = NULL;
    const decant_allocator *hook = dc_mem_hook(options->allocator);
    decant_cache *c = dc_mem_zero(hook, 1, sizeof *c);
    if (!c)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    c->hook = hook;
    c->dir = -1;
    c->key = dc_buf_on(hook, KEY_MAX);
    const decant_status status = open_folder(c, options->path, error);
    if (status != DECANT_OK)
        dc_cache_close(c);
    else
        *out = c;
    return status;
}

void dc_cache_close(decant_cache *c)
{
    if (!c)
        return;
    close_db(c);
    if (c->dir >= 0)
        close(c->dir);
    dc_buf_free(&c->key);
    dc_mem_free(c->hook, c, sizeof *c);
}

// ---- finding -----------------------------------------------------------------------------------

static sqlite3_stmt *find_row(decant_cache *c, dc_str key)
{
    sqlite3_stmt *stmt = c->stmt[FIND];
    sqlite3_bind_text(stmt, 1, key.p, (int)key.len, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        return stmt;
    sqlite3_reset(stmt);
    return NULL;
}

static void copy_text(sqlite3_stmt *stmt, int column, char *out, size_t cap)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    const size_t len = text ? strlen(text) : 0;
    if (len >= cap) // a part of it would be another one
        return;
    memcpy(out, text ? text : "", len + 1);
}

static bool read_file(const decant_cache *c, const char *name, dc_buf *out)
{
    enum { PIECE = 64 << 10 };
    const int fd = openat(c->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
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

// A file says whose body it has: names are hashes, and hashes can be made to meet.
static bool read_body(const decant_cache *c, dc_str key, size_t len, uint64_t hash, dc_cached *out)
{
    char name[NAME_SIZE];
    name_body(key, name);
    if (!read_file(c, name, &out->body))
        return false;
    const dc_str all = dc_buf_str(&out->body);
    const size_t front = sizeof MAGIC - 1 + key.len + 1;
    if (all.len != front + len || memcmp(all.p, MAGIC, sizeof MAGIC - 1) != 0 ||
        memcmp(all.p + sizeof MAGIC - 1, key.p, key.len) != 0 || all.p[front - 1] != '\n')
        return false;
    out->response.body = all.p + front;
    out->response.body_len = len;
    return dc_hash(dc_str_from(all, front)) == hash;
}

static bool read_row(const decant_cache *c, sqlite3_stmt *stmt, dc_str key, dc_cached *out)
{
    const char *type = (const char *)sqlite3_column_text(stmt, 2);
    dc_buf_add(&out->type, dc_str_of(type ? type : ""));
    dc_buf_append(&out->head, sqlite3_column_blob(stmt, 3), (size_t)sqlite3_column_bytes(stmt, 3));
    const sqlite3_int64 len = sqlite3_column_int64(stmt, 4);
    if (len < 0 || len > MOST_BODY ||
        !read_body(c, key, (size_t)len, (uint64_t)sqlite3_column_int64(stmt, 5), out))
        return false;
    out->response.struct_size = sizeof out->response;
    out->response.http_status = 200;
    out->response.content_type = type ? dc_buf_str(&out->type).p : NULL;
    out->response.head = dc_buf_str(&out->head).p;
    out->response.head_len = out->head.len;
    out->response.address = "";
    return dc_buf_status(&out->type) == DECANT_OK && dc_buf_status(&out->head) == DECANT_OK;
}

bool dc_cache_find(decant_cache *c, const char *url, bool only_fresh, dc_cached *out)
{
    *out = (dc_cached){.head = dc_buf_on(c->hook, MOST_BODY),
                       .body = dc_buf_on(c->hook, MOST_BODY + KEY_MAX + (1 << 20)),
                       .type = dc_buf_on(c->hook, MOST_BODY)};
    const dc_str key = key_of(c, url);
    sqlite3_stmt *stmt = find_row(c, key);
    if (!stmt)
        return false;
    bool is_found = false;
    if (!only_fresh || sqlite3_column_int64(stmt, 6) > (sqlite3_int64)time(NULL))
        is_found = read_row(c, stmt, key, out);
    sqlite3_reset(stmt);
    out->response.url = is_found ? url : NULL;
    return is_found;
}

void dc_cached_free(dc_cached *cached)
{
    dc_buf_free(&cached->head);
    dc_buf_free(&cached->body);
    dc_buf_free(&cached->type);
}

// Whoever asks must be able to do with "not modified".
int dc_cache_validators(void *cache, const char *url, decant_validators *out)
{
    decant_cache *c = cache;
    dc_cached cached;
    const bool is_whole = dc_cache_find(c, url, false, &cached);
    dc_cached_free(&cached);
    sqlite3_stmt *stmt = is_whole ? find_row(c, key_of(c, url)) : NULL;
    if (!stmt)
        return 0;
    copy_text(stmt, 0, out->etag, sizeof out->etag);
    copy_text(stmt, 1, out->last_modified, sizeof out->last_modified);
    sqlite3_reset(stmt);
    return *out->etag || *out->last_modified;
}

// ---- keeping -----------------------------------------------------------------------------------

static bool write_body(decant_cache *c, dc_str key, const decant_response *r)
{
    char name[NAME_SIZE];
    char part[NAME_SIZE + 24];
    decant_error error;
    name_body(key, name);
    memcpy(part, name, 16);
    memcpy(part + 16, ".part", 5);
    uint64_t pid = (uint64_t)getpid(); // another run may write the same one
    size_t n = 21;
    for (; pid; pid /= 10)
        part[n++] = (char)('0' + pid % 10);
    part[n] = '\0';
    const int fd =
        openat(c->dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool is_good = fd >= 0;
    if (!is_good)
        dc_fail_errno(&error, "cannot be made", part, errno);
    is_good = is_good && dc_write_all(fd, MAGIC, sizeof MAGIC - 1, part, &error) == DECANT_OK &&
              dc_write_all(fd, key.p, key.len, part, &error) == DECANT_OK &&
              dc_write_all(fd, "\n", 1, part, &error) == DECANT_OK &&
              dc_write_all(fd, r->body, r->body_len, part, &error) == DECANT_OK;
    if (fd >= 0)
        close(fd);
    if (is_good && renameat(c->dir, part, c->dir, name) != 0) {
        dc_fail_errno(&error, "cannot be renamed", part, errno);
        is_good = false;
    }
    if (!is_good) {
        unlinkat(c->dir, part, 0);
        turn_off(c, error.message);
    }
    return is_good;
}

static void bind(sqlite3_stmt *stmt, int place, dc_str text)
{
    if (text.p)
        sqlite3_bind_text(stmt, place, text.p, (int)text.len, SQLITE_STATIC);
}

void dc_cache_keep(decant_cache *c, const decant_response *r)
{
    const int64_t now = (int64_t)time(NULL);
    const dc_str head = {r->head, r->head_len};
    const dc_freshness f = dc_freshness_of(head, now);
    const dc_str etag = dc_header_of(head, DC_STR("ETag"));
    const dc_str modified = dc_header_of(head, DC_STR("Last-Modified"));
    const dc_str key = key_of(c, r->url);
    if (c->is_off || r->http_status != 200 || !f.is_storable || dc_buf_status(&c->key) != DECANT_OK)
        return;
    if ((!etag.p && !modified.p && f.seconds == 0) || !write_body(c, key, r))
        return;
    sqlite3_stmt *stmt = c->stmt[KEEP];
    bind(stmt, 1, key);
    bind(stmt, 2, etag);
    bind(stmt, 3, modified);
    bind(stmt, 4, dc_str_of(r->content_type));
    sqlite3_bind_blob(stmt, 5, head.p, (int)head.len, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 6, (sqlite3_int64)r->body_len);
    sqlite3_bind_int64(stmt, 7, (sqlite3_int64)dc_hash((dc_str){r->body, r->body_len}));
    sqlite3_bind_int64(stmt, 8, now + f.seconds);
    step(c, KEEP);
}

void dc_cache_renew(decant_cache *c, const decant_response *r)
{
    const int64_t now = (int64_t)time(NULL);
    const dc_freshness f = dc_freshness_of((dc_str){r->head, r->head_len}, now);
    sqlite3_stmt *stmt = c->stmt[RENEW];
    bind(stmt, 1, key_of(c, r->url));
    sqlite3_bind_int64(stmt, 2, now + f.seconds);
    step(c, RENEW);
}

void dc_cache_forget(decant_cache *c, const char *url)
{
    bind(c->stmt[FORGET], 1, key_of(c, url));
    step(c, FORGET);
}
