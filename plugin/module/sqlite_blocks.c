// decant_blocks(html [, url]): a table with a row for each text block of a page, kept or dropped.
#include "sqlite.h"

#include <string.h>

SQLITE_EXTENSION_INIT3

enum { IDX, LABEL, REASON, SCORE, WORDS, PATH, TEXT, HTML, URL };

// The hidden columns are the arguments. Their names keep clear of those that a table of pages has.
static const char schema[] =
    "CREATE TABLE blocks(idx INTEGER, label TEXT, reason TEXT, score REAL, "
    "words INTEGER, path TEXT, text TEXT, input_html HIDDEN, input_url HIDDEN)";

typedef struct cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *html; // the arguments, for whoever reads the hidden columns
    sqlite3_value *url;  // NULL when there was none
    decant_page *page;   // NULL without rows
    size_t i;
    size_t n;
    decant_block row;
} cursor;

static int fail(sqlite3_vtab *table, const char *message)
{
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("decant: %s", message);
    return table->zErrMsg ? SQLITE_ERROR : SQLITE_NOMEM;
}

static int blocks_connect(sqlite3 *db, void *aux, int n_args, const char *const *args,
                          sqlite3_vtab **out, char **error)
{
    (void)aux, (void)n_args, (void)args, (void)error;
    const int code = sqlite3_declare_vtab(db, schema);
    if (code != SQLITE_OK)
        return code;
    sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
    *out = sqlite3_malloc(sizeof **out);
    if (!*out)
        return SQLITE_NOMEM;
    memset(*out, 0, sizeof **out);
    return SQLITE_OK;
}

static int blocks_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

// The page must be known before the first row. In a join it may come from another table: an order
// of tables that would ask for its blocks first is refused, and SQLite tries another.
static int blocks_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    int found[] = {-1, -1}; // constraints that give html and url
    int refused[] = {0, 0};
    for (int i = 0; i < info->nConstraint; i++) {
        const int which = info->aConstraint[i].iColumn - HTML;
        if (which < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (info->aConstraint[i].usable)
            found[which] = i;
        else
            refused[which] = 1;
    }
    if ((found[0] < 0 && refused[0]) || (found[1] < 0 && refused[1]))
        return SQLITE_CONSTRAINT;
    if (found[0] < 0)
        return fail(table, "a page is missing: decant_blocks(html [, url])");
    for (int which = 0, n = 0; which < 2; which++) {
        if (found[which] < 0)
            continue;
        info->aConstraintUsage[found[which]].argvIndex = ++n;
        info->aConstraintUsage[found[which]].omit = 1;
    }
    info->estimatedCost = 1e5; // a page is parsed: worth doing as seldom as can be
    info->estimatedRows = 100;
    return SQLITE_OK;
}

static int blocks_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    cursor *c = sqlite3_malloc(sizeof *c);
    if (!c)
        return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    *out = &c->base;
    return SQLITE_OK;
}

static void clear(cursor *c)
{
    decant_page_free(c->page);
    sqlite3_value_free(c->html);
    sqlite3_value_free(c->url);
    *c = (cursor){.base = c->base};
}

static int blocks_close(sqlite3_vtab_cursor *base)
{
    clear((cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

static void read_row(cursor *c)
{
    c->row = (decant_block)DECANT_BLOCK_INIT;
    if (c->i < c->n)
        decant_page_block(c->page, c->i, &c->row);
}

static int blocks_filter(sqlite3_vtab_cursor *base, int n_known, const char *name, int n_args,
                         sqlite3_value **args)
{
    (void)n_known, (void)name;
    cursor *c = (cursor *)base;
    clear(c);
    c->html = sqlite3_value_dup(args[0]);
    c->url = n_args > 1 ? sqlite3_value_dup(args[1]) : NULL;
    if (!c->html || (n_args > 1 && !c->url))
        return SQLITE_NOMEM;
    if (sqlite3_value_type(c->html) == SQLITE_NULL)
        return SQLITE_OK;
    decant_error error;
    const decant_status status = dc_sql_extract(c->html, c->url, &c->page, &error);
    if (status == DECANT_E_EMPTY_INPUT)
        return SQLITE_OK;
    if (status == DECANT_E_NOMEM)
        return SQLITE_NOMEM;
    if (status != DECANT_OK)
        return fail(base->pVtab, error.message);
    c->n = decant_page_block_count(c->page);
    read_row(c);
    return SQLITE_OK;
}

static int blocks_next(sqlite3_vtab_cursor *base)
{
    cursor *c = (cursor *)base;
    c->i++;
    read_row(c);
    return SQLITE_OK;
}

static int blocks_eof(sqlite3_vtab_cursor *base)
{
    const cursor *c = (const cursor *)base;
    return c->i >= c->n;
}

static int blocks_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const cursor *)base)->i;
    return SQLITE_OK;
}

static const char *label_name(int32_t label)
{
    static const char *const names[] = {"content", "comment", "boilerplate"};
    return label >= 0 && label <= DECANT_BOILERPLATE ? names[label] : NULL;
}

static void path_column(const cursor *c, sqlite3_context *sql)
{
    const size_t len = decant_page_block_path(c->page, c->i, NULL, 0);
    char *path = sqlite3_malloc64(len + 1);
    if (!path) {
        sqlite3_result_error_nomem(sql);
        return;
    }
    decant_page_block_path(c->page, c->i, path, len + 1);
    sqlite3_result_text64(sql, path, len, sqlite3_free, SQLITE_UTF8);
}

// The page may be gone before SQLite is done with the value: strings are copied.
static int blocks_column(sqlite3_vtab_cursor *base, sqlite3_context *sql, int column)
{
    const cursor *c = (const cursor *)base;
    switch (column) {
    case IDX:
        sqlite3_result_int64(sql, (sqlite3_int64)c->i);
        break;
    case LABEL:
        sqlite3_result_text(sql, label_name(c->row.label), -1, SQLITE_STATIC);
        break;
    case REASON:
        sqlite3_result_text(sql, c->row.reason, -1, SQLITE_TRANSIENT);
        break;
    case SCORE:
        sqlite3_result_double(sql, (double)c->row.score);
        break;
    case WORDS:
        sqlite3_result_int64(sql, c->row.words);
        break;
    case PATH:
        path_column(c, sql);
        break;
    case TEXT:
        sqlite3_result_text64(sql, c->row.text, c->row.text_len, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case HTML:
        sqlite3_result_value(sql, c->html);
        break;
    case URL:
        if (c->url)
            sqlite3_result_value(sql, c->url);
        break;
    }
    return SQLITE_OK;
}

// Without xCreate the table exists only as a function: nothing to create, nothing in the schema.
static const sqlite3_module blocks = {
    .xConnect = blocks_connect,
    .xDisconnect = blocks_disconnect,
    .xBestIndex = blocks_best_index,
    .xOpen = blocks_open,
    .xClose = blocks_close,
    .xFilter = blocks_filter,
    .xNext = blocks_next,
    .xEof = blocks_eof,
    .xColumn = blocks_column,
    .xRowid = blocks_rowid,
};

int dc_sql_add_blocks(sqlite3 *db)
{
    return sqlite3_create_module_v2(db, "decant_blocks", &blocks, NULL, NULL);
}
