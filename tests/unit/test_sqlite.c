// decant.so as an SQLite extension, through SQLite's C interface.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#define ARTICLE                                                                                    \
    "<!doctype html><title>On tides</title><h1>On tides</h1><p>The sea comes in twice a day and "  \
    "goes out again, and nobody on the island has ever thought of asking it why it does so.</p>"   \
    "<p>The ferry waits for it all the same, and so does everybody who has a train to catch on "   \
    "the other side of the sound.</p>"

// ---- SQLite on an allocator that can be told to fail
// ----------------------------------------------

static sqlite3_mem_methods memory; // SQLite's own
static size_t n_until_failure;     // 0: none

static int must_fail(void)
{
    return n_until_failure > 0 && --n_until_failure == 0;
}

static void *failing_malloc(int size)
{
    return must_fail() ? NULL : memory.xMalloc(size);
}

static void *failing_realloc(void *p, int size)
{
    return must_fail() ? NULL : memory.xRealloc(p, size);
}

static int group_setup(void **state)
{
    (void)state;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory) != SQLITE_OK)
        return 1;
    sqlite3_mem_methods failing = memory;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK ? 0 : 1;
}

// ---- statements
// -----------------------------------------------------------------------------------

static sqlite3 *open_with(const char *first_sql)
{
    sqlite3 *db;
    char *error = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, first_sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL),
                     SQLITE_OK);
    if (sqlite3_load_extension(db, DECANT_MODULE, NULL, &error) != SQLITE_OK)
        fail_msg("%s", error);
    return db;
}

static int setup(void **state)
{
    *state = open_with("");
    return 0;
}

// Whatever SQLite was given is given back.
static int teardown(void **state)
{
    if (sqlite3_close(*state) != SQLITE_OK)
        return 1;
    if (sqlite3_memory_used() != 0)
        print_error("%lld bytes are left\n", (long long)sqlite3_memory_used());
    return sqlite3_memory_used() != 0;
}

// Runs a statement: rows as lines, columns with bars between, NULL as "-". Returns SQLite's code.
static int run(sqlite3 *db, const char *sql, char *out, size_t cap)
{
    sqlite3_stmt *statement;
    size_t len = 0;
    out[0] = '\0';
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0, n = sqlite3_column_count(statement); i < n; i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            len += (size_t)snprintf(out + len, cap - len, "%s%s", text ? text : "-",
                                    i + 1 < n ? "|" : "\n");
            assert_true(len < cap);
        }
    const int final = sqlite3_finalize(statement);
    return final == SQLITE_OK && code == SQLITE_DONE ? SQLITE_OK : final;
}

static void expect(sqlite3 *db, const char *sql, const char *wanted)
{
    char found[8192];
    if (run(db, sql, found, sizeof found) != SQLITE_OK)
        fail_msg("%s\n%s", sql, sqlite3_errmsg(db));
    if (strcmp(found, wanted) != 0)
        fail_msg("%s\nwanted %sfound  %s", sql, wanted, found);
}

static void expect_failure(sqlite3 *db, const char *sql, int code, const char *message)
{
    char found[8192];
    const int answer = run(db, sql, found, sizeof found);
    if (answer != code)
        fail_msg("%s\nwanted %d, found %d %s", sql, code, answer, found);
    if (!strstr(sqlite3_errmsg(db), message))
        fail_msg("%s\nwanted %s\nfound  %s", sql, message, sqlite3_errmsg(db));
}

// ---- functions
// ------------------------------------------------------------------------------------

static void test_text(void **state)
{
    expect(*state,
           "select decant_text('" ARTICLE "') like '%The sea comes in%\n\nThe ferry waits%'",
           "1\n");
    expect(*state, "select decant_text(cast('" ARTICLE "' as blob)) = decant_text('" ARTICLE "')",
           "1\n");
    expect(*state, "select decant_text('" ARTICLE "', 'https://example.org/') like '%ferry%'",
           "1\n");
    expect(*state, "select typeof(decant_text('" ARTICLE "'))", "text\n");
    expect(*state, "select typeof(decant_text(42))", "text\n");
}

static void test_nothing_in(void **state)
{
    expect(*state, "select decant_text(NULL), decant_text(NULL, 'https://example.org/')", "-|-\n");
    expect(*state, "select decant_json(NULL), decant_clean_text(NULL)", "-|-\n");
    expect(*state, "select quote(decant_text('')), quote(decant_text(x''))", "''|''\n");
    expect(*state, "select quote(decant_text('<html>')), quote(decant_text(' '))", "''|''\n");
    expect(*state, "select quote(decant_clean_text('')), quote(decant_clean_text(x''))",
           "''|X''\n");
    expect(*state, "select decant_text('" ARTICLE "', NULL) = decant_text('" ARTICLE "', '')",
           "1\n");
}

// What stands in a TEXT was decoded by whoever put it there; the page's own word counts for a BLOB.
static void test_encoding(void **state)
{
    static const char sql[] =
        "with p(html) as (select '<meta charset=iso-8859-1>' || replace('" ARTICLE "', 'sea', "
        "'mer à marée')) select decant_text(html) like '%mer à marée%' from p";
    expect(*state, sql, "1\n");
    expect(
        *state,
        "with p(html) as (select cast('<meta charset=iso-8859-1><h1>Bord de mer</h1><p>Le fleuve "
        "entre dans la ville le matin, et les bateaux le suivent sans se presser, chaf' as blob) "
        "|| x'E9') select decant_text(cast(html as blob)) like '%chafé%' from p",
        "1\n");
    sqlite3 *wide = open_with("pragma encoding = 'UTF-16le'");
    expect(wide, sql, "1\n");
    expect(wide, "select json_extract(decant_json('" ARTICLE "'), '$.status')", "ok\n");
    expect(wide, "select count(*) > 1 from decant_blocks('" ARTICLE "')", "1\n");
    assert_int_equal(sqlite3_close(wide), SQLITE_OK);
}

static void test_json(void **state)
{
    expect(*state,
           "select json_extract(j, '$.schema'), json_extract(j, '$.status'), json_extract(j, "
           "'$.error'), json_extract(j, '$.url') from "
           "(select decant_json('" ARTICLE "', 'https://example.org/tides') as j)",
           "1|ok|-|https://example.org/tides\n");
    expect(*state, "select json_extract(decant_json('" ARTICLE "'), '$.url')", "-\n");
    expect(*state, "select json_extract(decant_json('" ARTICLE "'), '$.text') like '%ferry waits%'",
           "1\n");
    expect(*state, "select json_extract(decant_json('<html>'), '$.status')", "empty\n");
    expect(*state, "select instr(decant_json('" ARTICLE "'), char(10))", "0\n"); // one line, no end
    expect(*state, "select json_extract(json_array(decant_json('\" ARTICLE \"')), '$[0].status')",
           "ok\n");
}

// One page that is none does not end a query over many.
static void test_json_of_failures(void **state)
{
    static const char *const pages[] = {"''", "x''", "x'89504E470D0A1A0A0000000D49484452'",
                                        "zeroblob(70000000)"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "select json_extract(j, '$.status'), length(json_extract(j, '$.error')) > 0, "
                 "json_extract(j, '$.url') from "
                 "(select decant_json(%s, 'https://example.org/') as j)",
                 pages[i]);
        expect(*state, sql, "error|1|https://example.org/\n");
    }
}

static void test_failures(void **state)
{
    expect_failure(*state, "select decant_text(x'89504E470D0A1A0A0000000D49484452')", SQLITE_ERROR,
                   "decant: ");
    expect_failure(*state, "select decant_text(zeroblob(70000000))", SQLITE_ERROR, "decant: ");
    expect_failure(*state, "select decant_clean_text(zeroblob(70000000))", SQLITE_ERROR,
                   "decant: ");
    expect_failure(*state, "select * from decant_blocks(zeroblob(70000000))", SQLITE_ERROR,
                   "decant: ");
    expect_failure(*state, "select decant_text()", SQLITE_ERROR, "number of arguments");
    expect_failure(*state, "select decant_text(1, 2, 3)", SQLITE_ERROR, "number of arguments");
}

static void test_sqlite_length_limit(void **state)
{
    sqlite3_limit(*state, SQLITE_LIMIT_LENGTH, 120);
    expect_failure(*state, "select decant_json('<p>Ebb and flow.')", SQLITE_TOOBIG, "too big");
    expect_failure(*state,
                   "select length(decant_text(x) || x) from (select '<p>Ebb' as x) where "
                   "decant_json(x) is not null",
                   SQLITE_TOOBIG, "too big");
}

static void test_huge(void **state)
{
    expect(*state,
           "select length(decant_text('<h1>Words</h1><p>' || replace(hex(zeroblob(1000000)), '00', "
           "'word '))) between 4999990 and 5000100",
           "1\n");
}

static void test_clean_text(void **state)
{
    expect(
        *state,
        "select decant_clean_text('Ebb at noon.' || char(10) || 'You must be logged in to post a "
        "comment.' || char(10))",
        "Ebb at noon.\n\n");
    expect(*state, "select typeof(decant_clean_text('a')), typeof(decant_clean_text(x'61'))",
           "text|blob\n");
    expect(*state, "select hex(decant_clean_text(x'6100620D0AFF'))", "6100620D0AFF\n");
}

// Usable where SQLite asks for more than a function: indexes, generated columns, untrusted schemas.
static void test_in_a_schema(void **state)
{
    expect(*state, "pragma trusted_schema = off", "");
    expect(*state,
           "create table pages(id integer primary key, html, text as (decant_text(html)) stored)",
           "");
    expect(*state, "create index words on pages(decant_text(html))", "");
    expect(*state, "create view parts as select id, idx from pages, decant_blocks(html)", "");
    expect(*state, "insert into pages(html) values ('" ARTICLE "'), (NULL)", "");
    expect(*state, "select text like '%ferry%' from pages order by id", "1\n-\n");
    expect(*state, "select id, count(*) > 1 from parts group by id", "1|1\n");
}

// ---- the table
// ------------------------------------------------------------------------------------

static void test_blocks(void **state)
{
    expect(*state,
           "select group_concat(distinct typeof(idx)), group_concat(distinct typeof(label)), "
           "group_concat(distinct typeof(reason)), group_concat(distinct typeof(score)), "
           "group_concat(distinct typeof(words)), group_concat(distinct typeof(path)), "
           "group_concat(distinct typeof(text)) from decant_blocks('" ARTICLE "')",
           "integer|text|text|real|integer|text|text\n");
    expect(*state,
           "select idx, text like 'The %' from decant_blocks('" ARTICLE
           "') order by idx desc limit 2",
           "2|1\n1|1\n");
    expect(*state,
           "select count(*) from decant_blocks('" ARTICLE "') where label not in ('content', "
           "'comment', 'boilerplate') or score not between 0 and 1",
           "0\n");
    expect(*state, "select count(*) from decant_blocks('" ARTICLE "', 'https://example.org/')",
           "3\n");
    expect(*state, "select rowid from decant_blocks('" ARTICLE "') where idx = 2", "2\n");
}

static void test_blocks_of_nothing(void **state)
{
    expect(*state, "select count(*) from decant_blocks(NULL)", "0\n");
    expect(*state, "select count(*) from decant_blocks('')", "0\n");
    expect(*state, "select count(*) from decant_blocks(x'')", "0\n");
    expect(*state, "select count(*) from decant_blocks('<html>')", "0\n");
}

static void test_blocks_arguments(void **state)
{
    expect_failure(*state, "select * from decant_blocks", SQLITE_ERROR,
                   "a page is missing: decant_blocks(html [, url])");
    expect_failure(*state, "select * from decant_blocks()", SQLITE_ERROR, "a page is missing");
    expect_failure(*state, "select * from decant_blocks where input_html > 'a'", SQLITE_ERROR,
                   "a page is missing");
    expect_failure(*state, "select * from decant_blocks('a', 'b', 'c')", SQLITE_ERROR,
                   "too many arguments");
    expect(*state, "select count(*) from decant_blocks where input_html = '" ARTICLE "'", "3\n");
    expect(*state,
           "select count(*) from decant_blocks where input_html in ('" ARTICLE "', '<p>Ebb')",
           "4\n");
    expect(*state,
           "select distinct input_html, input_url from decant_blocks('<p>Ebb', "
           "'https://example.org/')",
           "<p>Ebb|https://example.org/\n");
    expect(*state, "select distinct input_url from decant_blocks('<p>Ebb')", "-\n");
    expect(*state, "select count(*) from decant_blocks('<p>Ebb') where input_html = '<p>Flow'",
           "0\n");
}

#define PAGES                                                                                      \
    "with p(id, html) as (values (1, '<p>Ebb'), (2, NULL), (3, '<p>Ebb<p>Flow<p>Slack'), (4, "     \
    "'')) "

static void test_blocks_join(void **state)
{
    expect(*state, PAGES "select id, idx, text from p, decant_blocks(p.html) order by id, idx",
           "1|0|Ebb\n3|0|Ebb\n3|1|Flow\n3|2|Slack\n");
    expect(*state, PAGES "select id, text from p left join decant_blocks(p.html) order by id, idx",
           "1|Ebb\n2|-\n3|Ebb\n3|Flow\n3|Slack\n4|-\n");
    // The page is written first, and known last.
    expect(*state, PAGES "select id, text from decant_blocks(p.html) b, p where id = 1", "1|Ebb\n");
    expect(*state,
           PAGES "select id, (select count(*) from decant_blocks(p.html)) from p order by id",
           "1|1\n2|0\n3|3\n4|0\n");
    expect(*state,
           PAGES
           "select a.idx, b.idx from p, decant_blocks(p.html) a, decant_blocks(p.html) b where "
           "id = 3 and a.idx < b.idx order by 1, 2",
           "0|1\n0|2\n1|2\n");
    expect_failure(*state, PAGES "select * from decant_blocks(p.html) b cross join p", SQLITE_ERROR,
                   "");
    expect_failure(*state,
                   "select count(*) from (select '<p>Ebb' as html union all select x'00FF00FF') p, "
                   "decant_blocks(p.html)",
                   SQLITE_ERROR, "decant: ");
}

// ---- memory
// ---------------------------------------------------------------------------------------

// Each allocation that SQLite makes for a statement fails once: the statement ends with
// SQLITE_NOMEM, or SQLite managed without. What is lost then is missing in teardown, or is found by
// the leak sanitizer.
static void test_every_allocation_fails(void **state)
{
    static const char *const statements[] = {
        "select decant_text('" ARTICLE "', 'https://example.org/')",
        "select decant_text(cast(x'3C703E456262' as text) || '')",
        "select decant_json('" ARTICLE "', 'https://example.org/')",
        "select decant_json('', 'https://example.org/')",
        "select decant_clean_text('" ARTICLE "')",
        "select decant_clean_text('')",
        "select decant_text(zeroblob(40))",
        "select idx, label, reason, path, text, input_html, input_url from decant_blocks('" ARTICLE
        "', 'https://example.org/')",
        "select * from decant_blocks",
        "select * from decant_blocks(zeroblob(40))",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        char wanted[8192], found[8192];
        const int success = run(*state, statements[i], wanted, sizeof wanted);
        size_t n_failed = 0;
        for (size_t n = 1;; n++) {
            n_until_failure = n;
            const int code = run(*state, statements[i], found, sizeof found);
            const int is_over = n_until_failure > 0;
            n_until_failure = 0;
            n_failed += code == SQLITE_NOMEM;
            if (code != SQLITE_NOMEM && (code != success || strcmp(found, wanted) != 0))
                fail_msg("%s\nallocation %zu fails: %d %s", statements[i], n, code, found);
            if (is_over)
                break;
            assert_true(n < 2000);
        }
        assert_true(n_failed > 0);
    }
}

static void test_loading_fails(void **state)
{
    for (size_t n = 1;; n++) {
        sqlite3 *db;
        char *error = NULL;
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
        n_until_failure = n;
        const int code = sqlite3_load_extension(db, DECANT_MODULE, NULL, &error);
        const int is_over = n_until_failure > 0;
        n_until_failure = 0;
        sqlite3_free(error);
        if (code == SQLITE_OK)
            expect(db, "select count(*) from decant_blocks('<p>Ebb')", "1\n");
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        if (is_over)
            break;
        assert_true(n < 500);
    }
    expect(*state, "select decant_text('<p>Ebb') is not null", "1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_in, setup, teardown),
        cmocka_unit_test_setup_teardown(test_encoding, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_of_failures, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failures, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sqlite_length_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_huge, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clean_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_in_a_schema, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks_of_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks_arguments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks_join, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_allocation_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(test_loading_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, group_setup, NULL);
}
