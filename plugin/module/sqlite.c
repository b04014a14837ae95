// decant.so as an SQLite extension: decant_text(), decant_json(), decant_clean_text().
#include "sqlite.h"

#include <limits.h>

// The table of SQLite's functions. The name and the variable are SQLite's rule for extensions; it
// is written once, when the module is loaded.
SQLITE_EXTENSION_INIT1

// 3.31: SQLITE_INNOCUOUS. The string builder used below is older.
#define OLDEST_SQLITE 3031000

// Lets json_array() and others take the result for JSON rather than for a string that holds JSON.
#define JSON_SUBTYPE 'J'

#ifdef SQLITE_RESULT_SUBTYPE
#define JSON_FLAGS SQLITE_RESULT_SUBTYPE
#else
#define JSON_FLAGS 0
#endif

typedef struct value {
    const char *p;
    size_t len;
    int type;
} value;

// False when out of memory.
static int value_of(sqlite3_value *v, value *out)
{
    // The order matters: asking for the text may convert the value, and so change its length.
    out->type = sqlite3_value_type(v);
    out->p = out->type == SQLITE_BLOB ? sqlite3_value_blob(v) : (const char *)sqlite3_value_text(v);
    out->len = (size_t)sqlite3_value_bytes(v);
    return out->p != NULL || (out->type == SQLITE_BLOB && out->len == 0);
}

static decant_status out_of_memory(decant_error *error)
{
    *error = (decant_error){.code = DECANT_E_NOMEM};
    return DECANT_E_NOMEM;
}

decant_status dc_sql_extract(sqlite3_value *html, sqlite3_value *url, decant_page **out,
                             decant_error *error)
{
    decant_options options = DECANT_OPTIONS_INIT;
    value page;
    *out = NULL;
    if (!value_of(html, &page))
        return out_of_memory(error);
    if (page.type != SQLITE_BLOB)
        options.content_type = "text/html; charset=utf-8";
    if (url && sqlite3_value_type(url) != SQLITE_NULL) {
        options.url = (const char *)sqlite3_value_text(url);
        if (!options.url)
            return out_of_memory(error);
        if (options.url[0] == '\0')
            options.url = NULL;
        options.input = options.url;
    }
    return decant_extract(&options, page.p ? page.p : "", page.len, out, error);
}

static void fail(sqlite3_context *sql, const decant_error *error)
{
    if (error->code == DECANT_E_NOMEM) {
        sqlite3_result_error_nomem(sql);
        return;
    }
    char *message = sqlite3_mprintf("decant: %s", error->message);
    if (message)
        sqlite3_result_error(sql, message, -1);
    else
        sqlite3_result_error_nomem(sql);
    sqlite3_free(message);
}

static int append(void *ctx, const char *bytes, size_t len)
{
    if (len > INT_MAX)
        return 1;
    sqlite3_str_append(ctx, bytes, (int)len);
    return sqlite3_str_errcode(ctx);
}

// Ends out, which SQLite's own length limit may have stopped. The bytes go to the caller, with
// sqlite3_free(), or NULL when the failure has been reported.
static char *finish(sqlite3_context *sql, sqlite3_str *out, decant_status status,
                    const decant_error *error, size_t *len)
{
    const int code = sqlite3_str_errcode(out);
    *len = (size_t)sqlite3_str_length(out);
    char *bytes = sqlite3_str_finish(out);
    if (status != DECANT_OK && status != DECANT_E_SINK) {
        fail(sql, error);
    } else if (code == SQLITE_TOOBIG || (code == SQLITE_OK && status == DECANT_E_SINK)) {
        sqlite3_result_error_toobig(sql);
    } else {
        if (!bytes && code == SQLITE_OK) // nothing was written
            bytes = sqlite3_mprintf("");
        if (bytes)
            return bytes;
        sqlite3_result_error_nomem(sql);
    }
    sqlite3_free(bytes);
    return NULL;
}

static sqlite3_value *second(int n_args, sqlite3_value **args)
{
    return n_args > 1 ? args[1] : NULL;
}

static void sql_text(sqlite3_context *sql, int n_args, sqlite3_value **args)
{
    if (sqlite3_value_type(args[0]) == SQLITE_NULL)
        return;
    decant_page *page;
    decant_error error;
    const decant_status status = dc_sql_extract(args[0], second(n_args, args), &page, &error);
    if (status == DECANT_E_EMPTY_INPUT) { // a column without a page is no reason to stop a query
        sqlite3_result_text(sql, "", 0, SQLITE_STATIC);
        return;
    }
    if (status != DECANT_OK) {
        fail(sql, &error);
        return;
    }
    size_t len;
    const char *text = decant_page_text(page, &len);
    sqlite3_result_text64(sql, text, len, SQLITE_TRANSIENT, SQLITE_UTF8);
    decant_page_free(page);
}

// A failure that the bytes of the page alone decide. It is then as good a result as any, and has a
// record of its own, as in every other output of JSON lines.
static int has_record(decant_status status)
{
    switch (status) {
    case DECANT_E_TOO_LARGE:
    case DECANT_E_BUDGET:
    case DECANT_E_ENCODING:
    case DECANT_E_NOT_HTML:
    case DECANT_E_EMPTY_INPUT:
        return 1;
    default:
        return 0;
    }
}

static void sql_json(sqlite3_context *sql, int n_args, sqlite3_value **args)
{
    if (sqlite3_value_type(args[0]) == SQLITE_NULL)
        return;
    decant_page *page;
    decant_error error;
    sqlite3_value *const url = second(n_args, args);
    decant_status status = dc_sql_extract(args[0], url, &page, &error);
    decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
    options.format = DECANT_JSONL;
    sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(sql));
    if (status == DECANT_OK) {
        status = decant_render(page, &options, append, out, &error);
    } else if (has_record(status)) {
        const char *name = url ? (const char *)sqlite3_value_text(url) : NULL;
        const decant_error failure = error;
        status = decant_render_failure(name, name, &failure, &options, append, out, &error);
    }
    decant_page_free(page);

    size_t len;
    char *json = finish(sql, out, status, &error, &len);
    if (!json)
        return;
    if (len > 0 && json[len - 1] == '\n') // ends a line of a file; a value is not one
        len--;
    sqlite3_result_text64(sql, json, len, sqlite3_free, SQLITE_UTF8);
    sqlite3_result_subtype(sql, JSON_SUBTYPE);
}

// Gives back the type it got: the bytes of a BLOB may be UTF-16, or nothing that SQL calls text.
static void sql_clean_text(sqlite3_context *sql, int n_args, sqlite3_value **args)
{
    (void)n_args;
    value text;
    if (sqlite3_value_type(args[0]) == SQLITE_NULL)
        return;
    if (!value_of(args[0], &text)) {
        sqlite3_result_error_nomem(sql);
        return;
    }
    decant_error error;
    sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(sql));
    const decant_status status =
        decant_clean_text(NULL, text.p ? text.p : "", text.len, append, out, &error);
    size_t len;
    char *bytes = finish(sql, out, status, &error, &len);
    if (!bytes)
        return;
    if (text.type == SQLITE_BLOB)
        sqlite3_result_blob64(sql, bytes, len, sqlite3_free);
    else
        sqlite3_result_text64(sql, bytes, len, sqlite3_free, SQLITE_UTF8);
}

static const struct {
    const char *name;
    int n_args;
    int flags;
    void (*call)(sqlite3_context *sql, int n_args, sqlite3_value **args);
} functions[] = {
    {"decant_clean_text", 1, 0, sql_clean_text},
    {"decant_json", 1, JSON_FLAGS, sql_json},
    {"decant_json", 2, JSON_FLAGS, sql_json},
    {"decant_text", 1, 0, sql_text},
    {"decant_text", 2, 0, sql_text},
};

// The name that SQLite makes from "decant.so".
DECANT_API int sqlite3_decant_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

int sqlite3_decant_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    if (sqlite3_libversion_number() < OLDEST_SQLITE) {
        *error =
            sqlite3_mprintf("decant needs SQLite 3.31 or later; this is %s", sqlite3_libversion());
        return SQLITE_ERROR;
    }
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < sizeof functions / sizeof *functions; i++)
        code = sqlite3_create_function_v2(db, functions[i].name, functions[i].n_args,
                                          flags | functions[i].flags, NULL, functions[i].call, NULL,
                                          NULL, NULL);
    return code == SQLITE_OK ? dc_sql_add_blocks(db) : code;
}
