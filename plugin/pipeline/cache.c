#include "pipeline/cache.h"

#include "base/format.h"
#include "base/hash.h"
#include "base/status.h"
#include "fetch/header.h"
#include "pipeline/freshness.h"
#include "pipeline/shelf.h"
#include "pipeline/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUSY_MS = 5000, MOST_BODY = 64 << 20, KEY_MAX = 9000, BYTES = 1 << 30 };
enum { FIND, KEEP, RENEW, USE, FORGET, TOTAL, OLDEST, KNOWN, N_STATEMENTS };

// ?1 is the place of a key, ?2 the key: two that meet at one place have one file, too.
static const char *const statements[N_STATEMENTS] = {
    [FIND] = ("SELECT etag, last_modified, content_type, head, len, hash, fresh_until FROM answer"
              " WHERE place = ?1 AND key = ?2"),
    [KEEP] = ("INSERT OR REPLACE INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
              " (SELECT ifnull(max(used), 0) + 1 FROM answer))"),
    [RENEW] = "UPDATE answer SET fresh_until = ?3 WHERE place = ?1 AND key = ?2",
    [USE] = ("UPDATE answer SET used = (SELECT max(used) + 1 FROM answer)"
             " WHERE place = ?1 AND key = ?2"),
    [FORGET] = "DELETE FROM answer WHERE place = ?1",
    [TOTAL] = "SELECT bytes FROM total",
    [OLDEST] = "SELECT place FROM answer ORDER BY used LIMIT 1",
    [KNOWN] = "SELECT 1 FROM answer WHERE place = ?1",
};

// Several runs may use it at once. A cache that loses its last seconds has lost nothing.
static const char setup[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"
    "PRAGMA recursive_triggers = ON;" // what is replaced is deleted
    "CREATE TABLE IF NOT EXISTS answer ("
    " place INTEGER PRIMARY KEY, key TEXT NOT NULL,"
    " etag TEXT, last_modified TEXT, content_type TEXT, head BLOB,"
    " len INTEGER NOT NULL, hash INTEGER NOT NULL, fresh_until INTEGER NOT NULL,"
    " size INTEGER NOT NULL, used INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS answer_used ON answer (used);"
    "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY, bytes INTEGER NOT NULL);"
    "INSERT OR IGNORE INTO total VALUES (1, 0);"
    "CREATE TRIGGER IF NOT EXISTS answer_came AFTER INSERT ON answer"
    " BEGIN UPDATE total SET bytes = bytes + new.size; END;"
    "CREATE TRIGGER IF NOT EXISTS answer_went AFTER DELETE ON answer"
    " BEGIN UPDATE total SET bytes = bytes - old.size; END;";

struct decant_cache {
    const decant_allocator *hook;
    dc_log log;
    int dir;
    sqlite3 *db;
    sqlite3_stmt *stmt[N_STATEMENTS];
    uint64_t policy; // hash of what answers depend on
    dc_buf key;      // of the URL at hand
    uint64_t max_bytes;
    bool is_swept; // of what dead runs left, by this one
    bool is_off;   // it cannot be written any more, and that was said
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

// The policy and the URL, whose host is in lower case and whose fragment is gone.
static dc_str key_of(decant_cache *c, const char *url)
{
    char policy[DC_HEX_LEN];
    dc_format_hex(c->policy, policy);
    c->key.len = 0;
    dc_buf_append(&c->key, policy, sizeof policy);
    dc_buf_char(&c->key, ' ');
    dc_buf_add(&c->key, dc_str_of(url));
    return dc_buf_str(&c->key);
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
static bool step(decant_cache *c, int which)
{
    const int code = sqlite3_step(c->stmt[which]);
    sqlite3_reset(c->stmt[which]);
    sqlite3_clear_bindings(c->stmt[which]);
    if (code != SQLITE_DONE && code != SQLITE_BUSY)
        turn_off(c, sqlite3_errmsg(c->db));
    return code == SQLITE_DONE;
}

// The number that a statement finds. Returns false when it finds none.
static bool ask(decant_cache *c, int which, int64_t *out)
{
    const bool is_found = sqlite3_step(c->stmt[which]) == SQLITE_ROW;
    *out = is_found ? sqlite3_column_int64(c->stmt[which], 0) : 0;
    sqlite3_reset(c->stmt[which]);
    return is_found;
}

static void bind(sqlite3_stmt *stmt, int place, dc_str text)
{
    if (text.p)
        sqlite3_bind_text(stmt, place, text.p, (int)text.len, SQLITE_STATIC);
}

static sqlite3_stmt *bind_key(decant_cache *c, int which, dc_str key)
{
    sqlite3_bind_int64(c->stmt[which], 1, (sqlite3_int64)dc_shelf_place(key));
    bind(c->stmt[which], 2, key);
    return c->stmt[which];
}

// ---- room --------------------------------------------------------------------------------------

static bool is_known(void *ctx, uint64_t place)
{
    decant_cache *c = ctx;
    int64_t one;
    sqlite3_bind_int64(c->stmt[KNOWN], 1, (sqlite3_int64)place);
    return ask(c, KNOWN, &one);
}

// A row comes before its file and goes after it: a run that is killed leaves a row without a file,
// which is fetched again, and its bytes are counted. A file without a row is left when the system
// itself went down, or the database was thrown away.
static void sweep(decant_cache *c)
{
    dc_shelf_sweep(c->dir, is_known, c);
}

static bool drop(decant_cache *c, int64_t place)
{
    dc_shelf_remove(c->dir, (uint64_t)place);
    sqlite3_bind_int64(c->stmt[FORGET], 1, place);
    return step(c, FORGET);
}

// What was not used for the longest time goes.
static void make_room(decant_cache *c)
{
    int64_t bytes, place;
    while (ask(c, TOTAL, &bytes) && (uint64_t)bytes > c->max_bytes) {
        if (!c->is_swept)
            sweep(c);
        c->is_swept = true;
        if (!ask(c, OLDEST, &place) || !drop(c, place))
            return;
    }
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

// Whoever was compiled with an older header has a smaller struct.
static decant_cache_options known_part(const decant_cache_options *options)
{
    decant_cache_options o = {0};
    if (options && options->struct_size >= offsetof(decant_cache_options, max_bytes))
        memcpy(&o, options, options->struct_size < sizeof o ? options->struct_size : sizeof o);
    return o;
}

static void tidy(decant_cache *c)
{
    int64_t place;
    if (!ask(c, OLDEST, &place))
        sweep(c);
    make_room(c);
}

decant_status dc_cache_open(const decant_cache_options *options, decant_cache **out,
                            decant_error *error)
{
    const decant_cache_options o = known_part(options);
    dc_error_clear(error);
    if (!out || !o.path || !*o.path)
        return dc_fail(error, DECANT_E_INVALID, "a cache needs a path");
    *out = NULL;
    const decant_allocator *hook = dc_mem_hook(o.allocator);
    decant_cache *c = dc_mem_zero(hook, 1, sizeof *c);
    if (!c)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    c->hook = hook;
    c->dir = -1;
    c->key = dc_buf_on(hook, KEY_MAX);
    c->max_bytes = o.max_bytes ? o.max_bytes : BYTES;
    const decant_status status = open_folder(c, o.path, error);
    if (status != DECANT_OK) {
        dc_cache_close(c);
        return status;
    }
    tidy(c);
    *out = c;
    return DECANT_OK;
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
    sqlite3_stmt *stmt = bind_key(c, FIND, key);
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

static bool read_body(const decant_cache *c, dc_str key, size_t len, uint64_t hash, dc_cached *out)
{
    dc_str body;
    if (!dc_shelf_read(c->dir, key, len, &out->body, &body))
        return false;
    out->response.body = body.p;
    out->response.body_len = body.len;
    return dc_hash(body) == hash;
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

static bool find(decant_cache *c, const char *url, bool only_fresh, dc_cached *out)
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

bool dc_cache_find(decant_cache *c, const char *url, bool only_fresh, dc_cached *out)
{
    if (!find(c, url, only_fresh, out))
        return false;
    bind_key(c, USE, dc_buf_str(&c->key));
    step(c, USE);
    return true;
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
    const bool is_whole = find(c, url, false, &cached);
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

// On the disk: its file, and its row.
static uint64_t size_of(dc_str key, const decant_response *r)
{
    return dc_shelf_size(key, r->body_len) + key.len + r->head_len;
}

static bool write_row(decant_cache *c, dc_str key, const decant_response *r, int64_t fresh_until)
{
    const dc_str head = {r->head, r->head_len};
    sqlite3_stmt *stmt = bind_key(c, KEEP, key);
    bind(stmt, 3, dc_header_of(head, DC_STR("ETag")));
    bind(stmt, 4, dc_header_of(head, DC_STR("Last-Modified")));
    bind(stmt, 5, dc_str_of(r->content_type));
    sqlite3_bind_blob(stmt, 6, head.p, (int)head.len, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 7, (sqlite3_int64)r->body_len);
    sqlite3_bind_int64(stmt, 8, (sqlite3_int64)dc_hash((dc_str){r->body, r->body_len}));
    sqlite3_bind_int64(stmt, 9, fresh_until);
    sqlite3_bind_int64(stmt, 10, (sqlite3_int64)size_of(key, r));
    return step(c, KEEP);
}

void dc_cache_keep(decant_cache *c, const decant_response *r)
{
    const int64_t now = (int64_t)time(NULL);
    const dc_str head = {r->head, r->head_len};
    const dc_freshness f = dc_freshness_of(head, now);
    const bool can_ask =
        dc_header_of(head, DC_STR("ETag")).p || dc_header_of(head, DC_STR("Last-Modified")).p;
    const dc_str key = key_of(c, r->url);
    decant_error error;
    if (c->is_off || r->http_status != 200 || !f.is_storable || dc_buf_status(&c->key) != DECANT_OK)
        return;
    if (!can_ask && f.seconds == 0)
        return;
    if (size_of(key, r) > c->max_bytes) {
        dc_cache_forget(c, r->url);
        return;
    }
    if (!write_row(c, key, r, now + f.seconds))
        return;
    make_room(c);
    if (dc_shelf_write(c->dir, key, (dc_str){r->body, r->body_len}, &error) == DECANT_OK)
        return;
    drop(c, (int64_t)dc_shelf_place(key));
    turn_off(c, error.message);
}

void dc_cache_renew(decant_cache *c, const decant_response *r)
{
    const int64_t now = (int64_t)time(NULL);
    const dc_freshness f = dc_freshness_of((dc_str){r->head, r->head_len}, now);
    sqlite3_bind_int64(bind_key(c, RENEW, key_of(c, r->url)), 3, now + f.seconds);
    step(c, RENEW);
}

void dc_cache_forget(decant_cache *c, const char *url)
{
    drop(c, (int64_t)dc_shelf_place(key_of(c, url)));
}
