#include "pipeline/journal.h"

#include "base/mem.h"
#include "base/status.h"
#include "pipeline/system.h"

#include <errno.h>
#include <sqlite3.h>

enum { CLAIM, IS_DONE, NOTE, ARCHIVE, NOTE_ARCHIVE, N_STATEMENTS };

static const char *const statements[N_STATEMENTS] = {
    [CLAIM] = "INSERT OR IGNORE INTO claimed VALUES (?1)",
    [IS_DONE] = "SELECT input, code, http_status, message, verdict, evidence FROM done"
                " WHERE input = ?1",
    [ARCHIVE] = "SELECT length FROM archive WHERE path = ?1",
    [NOTE_ARCHIVE] = "INSERT OR REPLACE INTO archive VALUES (?1, ?2)",
    [NOTE] = "INSERT INTO done VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
             " ON CONFLICT (input) DO UPDATE SET file = ?2, bytes = ?3, code = ?4,"
             " http_status = ?5, message = ?6, verdict = ?7, evidence = ?8",
};

struct dc_journal {
    const decant_allocator *hook;
    sqlite3 *db;
    sqlite3_stmt *stmt[N_STATEMENTS];
};

// Exclusive: one process at a time, and no shared memory that a network drive does not have. FULL:
// a commit is on disk when it returns.
static const char setup[] = "PRAGMA locking_mode = EXCLUSIVE;"
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA temp_store = MEMORY;"
                            "BEGIN EXCLUSIVE;"
                            "CREATE TABLE IF NOT EXISTS run (settings TEXT NOT NULL);"
                            "CREATE TABLE IF NOT EXISTS done ("
                            " input TEXT PRIMARY KEY, file TEXT UNIQUE, bytes INTEGER NOT NULL,"
                            " code INTEGER NOT NULL, http_status INTEGER NOT NULL, message TEXT,"
                            " verdict TEXT, evidence TEXT"
                            ") WITHOUT ROWID;"
                            "CREATE TABLE IF NOT EXISTS archive ("
                            " path TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;"
                            "COMMIT;"
                            "CREATE TEMP TABLE claimed (input TEXT PRIMARY KEY) WITHOUT ROWID;";

static decant_status fail(const dc_journal *j, decant_error *error)
{
    static const char journal[] = "the journal of the folder";
    switch (sqlite3_errcode(j->db)) {
    case SQLITE_NOMEM:
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    case SQLITE_BUSY:
        return dc_fail(error, DECANT_E_IO, "the folder is in use by another run");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return dc_fail(error, DECANT_E_ACCESS, "the journal of the folder cannot be written");
    case SQLITE_FULL:
        return dc_fail_errno(error, "cannot be written", journal, ENOSPC);
    case SQLITE_IOERR:
        return dc_fail(error, DECANT_E_IO, "%s cannot be written: %s", journal,
                       sqlite3_errmsg(j->db));
    default:
        return dc_fail(error, DECANT_E_IO, "the journal of the folder: %s", sqlite3_errmsg(j->db));
    }
}

static decant_status run(dc_journal *j, const char *sql, decant_error *error)
{
    return sqlite3_exec(j->db, sql, NULL, NULL, NULL) == SQLITE_OK ? DECANT_OK : fail(j, error);
}

// One step of a statement whose parameters are bound. Returns SQLite's code.
static int step(sqlite3_stmt *stmt)
{
    const int code = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return code;
}

// The first run writes its settings down, later ones compare.
static decant_status check_settings(dc_journal *j, const char *settings, decant_error *error)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(j->db, "SELECT settings FROM run", -1, &stmt, NULL) != SQLITE_OK)
        return fail(j, error);
    decant_status status = DECANT_OK;
    const int code = sqlite3_step(stmt);
    const char *had = code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (had && strcmp(had, settings) != 0)
        status = dc_fail(error, DECANT_E_INVALID, "the folder was begun with \"%s\", not \"%s\"",
                         had, settings);
    sqlite3_finalize(stmt);
    if (code != SQLITE_DONE)
        return code == SQLITE_ROW ? status : fail(j, error);
    if (sqlite3_prepare_v2(j->db, "INSERT INTO run VALUES (?1)", -1, &stmt, NULL) != SQLITE_OK)
        return fail(j, error);
    sqlite3_bind_text(stmt, 1, settings, -1, SQLITE_STATIC);
    if (step(stmt) != SQLITE_DONE)
        status = fail(j, error);
    sqlite3_finalize(stmt);
    return status;
}

decant_status dc_journal_open(const decant_allocator *hook, const char *path, const char *settings,
                              dc_journal **out, decant_error *error)
{
    *out = NULL;
    dc_journal *j = dc_mem_zero(hook, 1, sizeof *j);
    if (!j)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    j->hook = hook;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    decant_status status = DECANT_OK;
    if (sqlite3_open_v2(path, &j->db, flags, NULL) != SQLITE_OK)
        status = fail(j, error);
    if (status == DECANT_OK)
        status = run(j, setup, error);
    if (status == DECANT_OK)
        status = check_settings(j, settings, error);
    for (int i = 0; status == DECANT_OK && i < N_STATEMENTS; i++)
        if (sqlite3_prepare_v3(j->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &j->stmt[i],
                               NULL) != SQLITE_OK)
            status = fail(j, error);
    if (status != DECANT_OK) {
        dc_journal_close(j);
        return status;
    }
    *out = j;
    return DECANT_OK;
}

void dc_journal_close(dc_journal *j)
{
    if (!j)
        return;
    for (int i = 0; i < N_STATEMENTS; i++)
        sqlite3_finalize(j->stmt[i]);
    sqlite3_close(j->db);
    dc_mem_free(j->hook, j, sizeof *j);
}

static void read_text(sqlite3_stmt *stmt, int column, char *out, size_t cap)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    const size_t len = text ? strlen(text) : 0;
    memcpy(out, text ? text : "", len < cap ? len : cap - 1);
}

static void read_failure(sqlite3_stmt *stmt, decant_error *out)
{
    *out = (decant_error){.code = sqlite3_column_int(stmt, 1),
                          .http_status = sqlite3_column_int(stmt, 2)};
    read_text(stmt, 3, out->message, sizeof out->message);
    read_text(stmt, 4, out->verdict, sizeof out->verdict);
    read_text(stmt, 5, out->evidence, sizeof out->evidence);
}

decant_status dc_journal_claim(dc_journal *j, const char *input, int32_t *state,
                               decant_error *failure, decant_error *error)
{
    sqlite3_bind_text(j->stmt[CLAIM], 1, input, -1, SQLITE_STATIC);
    if (step(j->stmt[CLAIM]) != SQLITE_DONE)
        return fail(j, error);
    if (sqlite3_changes(j->db) == 0) {
        *state = DECANT_STORE_TWICE;
        return DECANT_OK;
    }
    sqlite3_stmt *stmt = j->stmt[IS_DONE];
    sqlite3_bind_text(stmt, 1, input, -1, SQLITE_STATIC);
    const int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        read_failure(stmt, failure);
    *state = code == SQLITE_ROW ? DECANT_STORE_DONE : DECANT_STORE_NEW;
    const decant_status status =
        code == SQLITE_ROW || code == SQLITE_DONE ? DECANT_OK : fail(j, error);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return status;
}

decant_status dc_journal_begin(dc_journal *j, decant_error *error)
{
    return run(j, "BEGIN IMMEDIATE", error);
}

decant_status dc_journal_note(dc_journal *j, const char *input, const char *file, size_t len,
                              const decant_error *failure, decant_error *error)
{
    sqlite3_stmt *stmt = j->stmt[NOTE];
    sqlite3_bind_text(stmt, 1, input, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, file, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 3, (sqlite3_int64)len);
    sqlite3_bind_int(stmt, 4, failure ? failure->code : DECANT_OK);
    sqlite3_bind_int(stmt, 5, failure ? failure->http_status : 0);
    sqlite3_bind_text(stmt, 6, failure ? failure->message : NULL, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 7, failure ? failure->verdict : NULL, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 8, failure ? failure->evidence : NULL, -1, SQLITE_STATIC);
    return step(stmt) == SQLITE_DONE ? DECANT_OK : fail(j, error);
}

decant_status dc_journal_archive(dc_journal *j, const char *path, uint64_t *length, bool *is_known,
                                 decant_error *error)
{
    sqlite3_stmt *stmt = j->stmt[ARCHIVE];
    sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    const int code = sqlite3_step(stmt);
    *is_known = code == SQLITE_ROW;
    *length = *is_known ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
    const decant_status status = *is_known || code == SQLITE_DONE ? DECANT_OK : fail(j, error);
    sqlite3_reset(stmt);
    return status;
}

decant_status dc_journal_note_archive(dc_journal *j, const char *path, uint64_t length,
                                      decant_error *error)
{
    sqlite3_stmt *stmt = j->stmt[NOTE_ARCHIVE];
    sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, (sqlite3_int64)length);
    return step(stmt) == SQLITE_DONE ? DECANT_OK : fail(j, error);
}

decant_status dc_journal_end(dc_journal *j, bool is_kept, decant_error *error)
{
    const decant_status status = is_kept ? run(j, "COMMIT", error) : DECANT_OK;
    if (!is_kept || status != DECANT_OK)
        sqlite3_exec(j->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

decant_status dc_journal_count(dc_journal *j, decant_store_counts *out, decant_error *error)
{
    static const char sql[] = "SELECT count(*), count(nullif(code, 0)) FROM done";
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(j->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return fail(j, error);
    decant_status status = DECANT_OK;
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        out->done = (uint64_t)sqlite3_column_int64(stmt, 0);
        out->failed = (uint64_t)sqlite3_column_int64(stmt, 1);
    } else {
        status = fail(j, error);
    }
    sqlite3_finalize(stmt);
    return status;
}

decant_status dc_journal_failures(dc_journal *j, decant_store_failure_fn each, void *ctx,
                                  decant_error *error)
{
    static const char sql[] =
        "SELECT input, code, http_status, message, verdict, evidence FROM done"
        " WHERE code <> 0 ORDER BY input";
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(j->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return fail(j, error);
    decant_status status = DECANT_OK;
    int code;
    while (status == DECANT_OK && (code = sqlite3_step(stmt)) != SQLITE_DONE) {
        decant_error failure;
        if (code == SQLITE_ROW)
            read_failure(stmt, &failure);
        if (code != SQLITE_ROW)
            status = fail(j, error);
        else if (each(ctx, (const char *)sqlite3_column_text(stmt, 0), &failure))
            status = dc_fail(error, DECANT_E_CANCELLED, "stopped");
    }
    sqlite3_finalize(stmt);
    return status;
}
