// Prompts leave plain text, and nothing else does.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "clean/plain.h"

#include <jansson.h>
#include <stdio.h>
#include <zlib.h>

#define PROSE "The council approved the plan on Tuesday.\nWork will start in May.\n"
#define PROMPT "You must be logged in to post a comment"

static int take(void *ctx, const char *bytes, size_t len)
{
    dc_buf_append(ctx, bytes, len);
    return 0;
}

static dc_buf clean(dc_str in)
{
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    decant_error error;
    if (decant_clean_text(NULL, in.p, in.len, take, &out, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(dc_buf_status(&out), DECANT_OK);
    return out;
}

static void check(const char *name, dc_str in, dc_str wanted)
{
    dc_buf out = clean(in);
    if (!dc_str_eq(dc_buf_str(&out), wanted))
        fail_msg("%s: got \"%.*s\", expected \"%.*s\"", name, (int)out.len, dc_buf_str(&out).p,
                 (int)wanted.len, wanted.p);
    dc_buf again = clean(dc_buf_str(&out));
    if (!dc_str_eq(dc_buf_str(&again), wanted))
        fail_msg("%s: a second time takes more", name);
    dc_buf_free(&again);
    dc_buf_free(&out);
}

typedef struct pair {
    const char *in;
    const char *out; // NULL: as it came
} pair;

static void check_all(const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(pairs[i].in, dc_str_of(pairs[i].in),
              dc_str_of(pairs[i].out ? pairs[i].out : pairs[i].in));
}

#define CHECK(...)                                                                                 \
    check_all((const pair[]){__VA_ARGS__}, sizeof((const pair[]){__VA_ARGS__}) / sizeof(pair))

static void test_nothing_to_do(void **state)
{
    (void)state;
    CHECK({"", NULL}, {"\n", NULL}, {"\n\n\n", NULL}, {PROSE, NULL}, {"No end of line", NULL},
          {"a\rb\r\n\rc", NULL}, {"\xEF\xBB\xBF", NULL}, {"\xEF\xBB\xBF" PROSE, NULL});
}

static void test_strong(void **state)
{
    (void)state;
    CHECK({PROMPT, ""}, {PROSE PROMPT, PROSE}, {PROSE PROMPT "\n", PROSE},
          {PROSE PROMPT " Login\n", PROSE}, {PROSE "Log in " PROMPT "\n", PROSE},
          {PROSE PROMPT "\nA second article.\n", PROSE "A second article.\n"},
          {PROSE PROMPT ". " PROMPT ".\n", PROSE}, {PROSE "\t \n" PROMPT "\n\n", PROSE "\t \n\n"},
          {PROSE "   " PROMPT "  \n", PROSE}, {PROSE "## " PROMPT "\n", PROSE},
          {PROSE "Du musst angemeldet sein, um einen Kommentar abzugeben.\n", PROSE},
          {PROSE "Для отправки комментария вам необходимо авторизоваться.\n", PROSE},
          {PROSE "要发表评论,您必须先登录。\n", PROSE},
          {PROSE "댓글을 달기 위해서는 로그인해야합니다.\n", PROSE});
}

static void test_line_ends(void **state)
{
    (void)state;
    CHECK({"One.\r\n" PROMPT "\r\nTwo.\r\n", "One.\r\nTwo.\r\n"},
          {"One.\r" PROMPT "\rTwo.\r", "One.\rTwo.\r"},
          {"One.\n" PROMPT "\r\rTwo.", "One.\n\rTwo."},
          {"One.\u2028" PROMPT "\u2028Two.", "One.\u2028Two."},
          {"\xEF\xBB\xBF" PROMPT "\n", "\xEF\xBB\xBF"}, {"One.\r\n" PROMPT "\r", "One.\r\n"});
}

static void test_quoted_or_code(void **state)
{
    (void)state;
    CHECK({PROSE "    " PROMPT "\n", NULL}, {PROSE "\t" PROMPT "\n", NULL},
          {PROSE "  \t" PROMPT "\n", NULL}, {PROSE "> " PROMPT "\n", NULL},
          {PROSE "\"" PROMPT ".\"\n", NULL}, {PROSE "“" PROMPT "”.\n", NULL},
          {PROSE "'" PROMPT "',\n", NULL}, {PROSE "// " PROMPT "\n", NULL},
          {PROSE "» " PROMPT "\n", PROSE}, {PROSE "The page said " PROMPT ".\n", NULL},
          {PROSE "    alert(1);  The end. " PROMPT "\n", NULL});
}

static void test_fences(void **state)
{
    (void)state;
    CHECK({PROSE "```\n" PROMPT "\n```\n" PROMPT "\n", PROSE "```\n" PROMPT "\n```\n"},
          {PROSE "~~~ text\n" PROMPT "\n```\n" PROMPT "\n~~~~ \n" PROMPT "\n",
           PROSE "~~~ text\n" PROMPT "\n```\n" PROMPT "\n~~~~ \n"},
          {PROSE "```\n" PROMPT "\n", NULL}, {PROSE "```a``` b\n" PROMPT "\n", PROSE "```a``` b\n"},
          {PROSE "```\nThe end. " PROMPT "\n", NULL},
          {PROSE "```\n" PROMPT "\n```not the end\n" PROMPT "\n", NULL});
}

static void test_first_line(void **state)
{
    (void)state;
    CHECK({PROMPT "\nreaders saw for three days.\n", NULL},
          {"\n\n" PROMPT "\n\nreaders saw for three days.\n", NULL},
          {"Leave a Reply\n" PROMPT "\nThe story.\n", "Leave a Reply\nThe story.\n"},
          {PROMPT "\nName\n", ""}, {PROMPT "\n" PROMPT "\n", ""}, {PROMPT "\n\n", "\n"});
}

static void test_medium(void **state)
{
    (void)state;
    CHECK({PROSE "Comments are closed.\n", PROSE}, {PROSE "12 Comments\n\n", PROSE "\n"},
          {PROSE "Comments are closed.\nMore prose.\n", NULL},
          {PROSE "Leave a Reply\n\n" PROMPT "\nMore prose.\n", PROSE "\nMore prose.\n"},
          {PROSE PROMPT "\nComments are closed.\nMore prose.\n", PROSE "More prose.\n"},
          {PROSE "12 Comments\nLeave a Reply\nCancel reply\n" PROMPT "\nMore prose.\n",
           PROSE "More prose.\n"},
          {PROSE "12 Comments\nLeave a Reply\nComments are closed\n", PROSE},
          {PROSE "Leave a comment!\n", PROSE},
          {PROSE "What do you think? Leave a comment!\n", NULL},
          {PROSE "What do you think? Leave a comment!\n" PROMPT "\n",
           PROSE "What do you think? Leave a comment!\n"},
          {PROSE "Share this\n", NULL}, {PROSE "Share this\nComments are closed\n", PROSE});
}

static void test_listing(void **state)
{
    (void)state;
    CHECK({"Tides\n12 Comments\nFerries\n3 Comments\nLighthouses\n5 Comments\n", NULL},
          {"Tides\n12 Comments\nFerries\n3 Comments\n", NULL},
          {PROSE "12 Comments\n" PROMPT "\n" PROSE "3 Comments\n", PROSE PROSE},
          {"1 Comment\n" PROSE PROSE PROSE "12 Comments\n" PROSE PROSE PROSE "3 Comments\n", NULL},
          {PROSE "12 Comments\n" PROSE PROSE PROSE "12 Comments\n",
           PROSE "12 Comments\n" PROSE PROSE PROSE});
}

static void test_weak(void **state)
{
    (void)state;
    CHECK({PROSE "Name\nEmail\nWebsite\n", NULL}, {PROSE "Leave a Reply\nName\nEmail\n", NULL},
          {PROSE PROMPT "\nName\nEmail\n", PROSE},
          {PROSE "Name\n\nEmail\n" PROMPT "\n", PROSE "\n"},
          {PROSE "Leave a Reply\nName *\nEmail *\nWebsite\n" PROMPT "\nAfterword.\n",
           PROSE "Afterword.\n"},
          {PROSE PROMPT "\nAnd then.\nName\n", PROSE "And then.\nName\n"});
    // Within eight lines of the strong one.
    CHECK({PROSE PROMPT "\nName\nName\nName\nName\nName\nName\nName\nName\nName\n", PROSE "Name\n"},
          {PROSE "Name\nName\nName\nName\nName\nName\nName\nName\nName\n" PROMPT, PROSE "Name\n"},
          {PROSE
           "Comments are closed\nName\nName\nName\nName\nName\nName\nName\nName\nName\n" PROMPT,
           PROSE "Comments are closed\nName\n"});
}

static void test_run(void **state)
{
    (void)state;
    CHECK({PROSE "Cookie settings\nAccept all cookies\nMore prose.\n", PROSE "More prose.\n"},
          {PROSE "Cookie settings\nMore prose.\n", NULL});
}

static void test_glued(void **state)
{
    (void)state;
    CHECK({"The end. " PROMPT " Login\n", "The end.\n"}, {"The end." PROMPT "\r\n", "The end.\r\n"},
          {"The end.  " PROMPT ".  \nNext.\n", "The end.\nNext.\n"},
          {"He said “no.” " PROMPT, "He said “no.”"}, {"Why? " PROMPT, "Why?"},
          {"The end. " PROMPT ". " PROMPT ".", "The end."},
          {"The end. " PROMPT ". Login", "The end."},
          {"The end. You must be <a href=\"https://x.example/a.php?b=1\">logged in</a> to post a "
           "comment.\n",
           "The end.\n"},
          {"The end. You must be [logged in](https://x.example/a.php) to post a comment.\n",
           "The end.\n"},
          {"終わり。コメントを投稿するにはログインしてください。\n", "終わり。\n"});
    CHECK({"The end " PROMPT, NULL}, {"The end. \"" PROMPT, NULL},
          {"The end. Your email address will not be published.\n", NULL},
          {"He said: \"Sorry. " PROMPT ".\"", NULL}, {"print(\"Sorry. " PROMPT "\")\n", NULL},
          {"s = 'Sorry. " PROMPT "';\n", NULL}, {"The end. Comments are closed.\nMore.\n", NULL},
          {"The end. Leave a comment.\n", NULL},
          {"The end. " PROMPT ". Users were angry.\n", NULL});
}

static void test_long_line(void **state)
{
    (void)state;
    dc_buf in = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    while (in.len < 300000)
        dc_buf_add(&in, DC_STR("word. "));
    const size_t len = in.len - 1;
    dc_buf_add(&in, DC_STR(PROMPT));
    check("long line", dc_buf_str(&in), (dc_str){in.p, len});
    check("long line without", (dc_str){in.p, len}, (dc_str){in.p, len});
    dc_buf_free(&in);
}

typedef struct follower {
    size_t from; // of the first removal
    size_t end;  // of the last
} follower;

static bool follow(void *ctx, const dc_removal *removal)
{
    follower *f = ctx;
    if (f->end)
        assert_int_equal(removal->at, f->end);
    else
        f->from = removal->at;
    f->end = removal->at + removal->len;
    return true;
}

// More lines than are remembered: the newest of them still go.
static void test_long_wait(void **state)
{
    (void)state;
    enum { LINES = 2000, AT_LEAST = 100 };
    dc_buf in = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    dc_buf_add(&in, DC_STR(PROSE));
    for (int i = 0; i < LINES; i++)
        dc_buf_add(&in, DC_STR("Comments are closed\n"));
    dc_buf_add(&in, DC_STR(PROMPT "\n"));
    follower f = {0, 0};
    assert_true(dc_plain_clean(dc_buf_str(&in), NULL, follow, &f));
    assert_int_equal(f.end, in.len);
    assert_in_range(f.from, sizeof PROSE, in.len - AT_LEAST * sizeof "Comments are closed");
    dc_buf_free(&in);
}

static void test_any_bytes(void **state)
{
    (void)state;
    check("latin 1", DC_STR("Caf\xE9.\n\xFF\xFE\x80\n" PROMPT "\n"),
          DC_STR("Caf\xE9.\n\xFF\xFE\x80\n"));
    check("latin 1 phrase",
          DC_STR("Caf\xE9.\nDebes iniciar sesi\xF3n para publicar un comentario.\n"),
          DC_STR("Caf\xE9.\n"));
    check("nul", DC_STR("One.\0Two.\n" PROMPT "\n\0"), DC_STR("One.\0Two.\n\0"));
    check("cut off", DC_STR("One.\xE3\x81\n" PROMPT), DC_STR("One.\xE3\x81\n"));
}

static dc_buf as_utf16(dc_str ascii, bool is_big)
{
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    dc_buf_append(&out, is_big ? "\xFE\xFF" : "\xFF\xFE", 2);
    for (size_t i = 0; i < ascii.len; i++) {
        const char unit[] = {is_big ? '\0' : ascii.p[i], is_big ? ascii.p[i] : '\0'};
        dc_buf_append(&out, unit, 2);
    }
    return out;
}

static void test_utf16(void **state)
{
    (void)state;
    static const pair pairs[] = {{PROSE PROMPT, PROSE},
                                 {"One.\r\n" PROMPT "\r\nTwo.\r\n", "One.\r\nTwo.\r\n"},
                                 {"The end. " PROMPT " Login\n", "The end.\n"},
                                 {PROSE "\t" PROMPT "\n", PROSE "\t" PROMPT "\n"},
                                 {PROMPT "\n", ""}};
    for (size_t i = 0; i < 2 * sizeof pairs / sizeof *pairs; i++) {
        dc_buf in = as_utf16(dc_str_of(pairs[i / 2].in), i % 2);
        dc_buf out = as_utf16(dc_str_of(pairs[i / 2].out), i % 2);
        check(pairs[i / 2].in, dc_buf_str(&in), dc_buf_str(&out));
        dc_buf_free(&in);
        dc_buf_free(&out);
    }
    // Half a unit, with nothing behind it that may be read.
    char *half = dc_mem_alloc(dc_mem_hook(NULL), 5);
    memcpy(half,
           "\xFF\xFE"
           "a\0b",
           5);
    check("half a unit", (dc_str){half, 5}, (dc_str){half, 5});
    dc_mem_free(dc_mem_hook(NULL), half, 5);
    static const char lone[] = "\xFF\xFE\x00\xD8\n\x00\x3D\xD8\x00\xDE\n\x00\x00\xDC";
    check("surrogates", (dc_str){lone, sizeof lone - 1}, (dc_str){lone, sizeof lone - 1});
}

static bool note(void *ctx, const dc_removal *removal)
{
    dc_buf *out = ctx;
    dc_buf_number(out, removal->at);
    dc_buf_char(out, '+');
    dc_buf_number(out, removal->len);
    dc_buf_char(out, ' ');
    dc_buf_add(out, dc_str_of(removal->reason));
    dc_buf_char(out, '\n');
    return removal->family != DC_FAMILY_n_comments;
}

static void test_reasons(void **state)
{
    (void)state;
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), 1000);
    assert_true(dc_plain_clean(
        DC_STR("End. " PROMPT "\nMore.\nLeave a Reply\nName\n\n" PROMPT "\n"), NULL, note, &out));
    assert_string_equal(dc_buf_str(&out).p, "4+40 prompt.login_to_comment.glued\n"
                                            "51+14 prompt.leave_reply\n"
                                            "65+5 prompt.field_name\n"
                                            "71+40 prompt.login_to_comment\n");
    assert_false(dc_plain_clean(DC_STR(PROSE "12 Comments\n" PROMPT "\n"), NULL, note, &out));
    dc_buf_free(&out);
}

static int refuse(void *ctx, const char *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    return ++*(int *)ctx;
}

static void test_failures(void **state)
{
    (void)state;
    decant_error error;
    int calls = 0;
    const char text[] = PROSE PROMPT "\n" PROSE;
    assert_int_equal(decant_clean_text(NULL, text, sizeof text - 1, refuse, &calls, &error),
                     DECANT_E_SINK);
    assert_int_equal(error.code, DECANT_E_SINK);
    assert_int_equal(calls, 1);
    assert_int_equal(decant_clean_text(NULL, text, 5, NULL, NULL, &error), DECANT_E_INVALID);
    assert_int_equal(decant_clean_text(NULL, NULL, 5, refuse, &calls, &error), DECANT_E_INVALID);
    decant_options options = DECANT_OPTIONS_INIT;
    options.max_bytes = 4;
    assert_int_equal(decant_clean_text(&options, text, 5, refuse, &calls, NULL),
                     DECANT_E_TOO_LARGE);
    options.struct_size = 2;
    assert_int_equal(decant_clean_text(&options, text, 4, refuse, &calls, NULL), DECANT_E_INVALID);
    assert_int_equal(calls, 1);
}

// ---- in pieces --------------------------------------------------------------------------------

static void expect_in_pieces(dc_str in, size_t first, size_t size)
{
    dc_buf whole = clean(in);
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    decant_text_stream *stream;
    assert_int_equal(decant_text_stream_new(NULL, take, &out, &stream, NULL), DECANT_OK);
    for (size_t at = 0, n = first; at < in.len; at += n, n = size) {
        n = n < in.len - at ? n : in.len - at;
        // A piece of its own: a sanitizer sees what is read behind it.
        char *piece = dc_mem_alloc(dc_mem_hook(NULL), n ? n : 1);
        memcpy(piece, in.p + at, n);
        assert_int_equal(decant_text_stream_feed(stream, piece, n, NULL), DECANT_OK);
        dc_mem_free(dc_mem_hook(NULL), piece, n ? n : 1);
    }
    assert_int_equal(decant_text_stream_finish(stream, NULL), DECANT_OK);
    decant_text_stream_free(stream);
    if (!dc_str_eq(dc_buf_str(&out), dc_buf_str(&whole)))
        fail_msg("cut at %zu, then every %zu: %zu bytes, %zu when whole", first, size, out.len,
                 whole.len);
    dc_buf_free(&out);
    dc_buf_free(&whole);
}

static void test_every_cut(void **state)
{
    (void)state;
#define DC_STR_INIT(s)                                                                             \
    {                                                                                              \
        s, sizeof(s) - 1                                                                           \
    }
    static const dc_str texts[] = {
        {"", 0},
        DC_STR_INIT("\xEF\xBB\xBF" PROSE PROMPT "\r\n\r\nName\r\nEmail\r\n" PROMPT "\r" PROSE
                    "It\xE2\x80\x99s over. " PROMPT "\xE2\x80\xA8" PROSE "12 Comments\n\n\n"),
        DC_STR_INIT(PROMPT "\nLeave a Reply\n" PROMPT "\n"),
        DC_STR_INIT(PROMPT "\n\n" PROSE "```\n" PROMPT "\n```\n" PROMPT),
        DC_STR_INIT("\xFF\xFE"
                    "E\0n\0d\0.\0\r\0\n\0R\0e\0p\0l\0y\0\n\0L\0e\0a\0v\0e\0 \0a\0 \0"
                    "R\0e\0p\0l\0y\0\r\0\n\0"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t first = 0; first <= texts[i].len; first++)
            expect_in_pieces(texts[i], first, SIZE_MAX);
        for (size_t size = 1; size < 9; size++)
            expect_in_pieces(texts[i], size, size);
    }
}

static void fill(dc_buf *out, const char *s, size_t len)
{
    const size_t end = out->len + len;
    while (out->len < end)
        dc_buf_add(out, dc_str_of(s));
}

// Lines, runs of blanks and code longer than what is remembered, with prompts behind and before.
static void test_long_pieces(void **state)
{
    (void)state;
    static const char *const fillers[] = {"blue herring ",   " ",        "\n",
                                          "Leave a Reply\n", "a\n\n\n",  "\t\xC2\xA0",
                                          "- \xE2\x80\x94 ", "Name\n \n"};
    for (size_t i = 0; i < 2 * (sizeof fillers / sizeof *fillers); i++) {
        dc_buf in = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
        dc_buf_add(&in, i % 2 ? DC_STR(PROSE "Leave a Reply\n") : DC_STR("Leave a Reply\n"));
        for (int n = 0; n < 3; n++) {
            fill(&in, fillers[i / 2], (size_t)(30 + 50 * n) << 10);
            dc_buf_add(&in, DC_STR("The end. " PROMPT "\n" PROMPT "\nComments\n"));
        }
        fill(&in, fillers[i / 2], 700 << 10);
        dc_buf_add(&in, DC_STR("12 Comments\n"));
        static const size_t sizes[] = {1009, 64 << 10, 65535, 300001};
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            expect_in_pieces(dc_buf_str(&in), 7, sizes[k]);
        dc_buf_free(&in);
    }
}

static void test_stream_failures(void **state)
{
    (void)state;
    decant_text_stream *stream;
    int calls = 0;
    assert_int_equal(decant_text_stream_new(NULL, NULL, NULL, &stream, NULL), DECANT_E_INVALID);
    assert_null(stream);
    decant_options options = DECANT_OPTIONS_INIT;
    options.max_bytes = 10;
    assert_int_equal(decant_text_stream_new(&options, refuse, &calls, &stream, NULL), DECANT_OK);
    assert_int_equal(decant_text_stream_feed(stream, "123456789", 9, NULL), DECANT_OK);
    assert_int_equal(decant_text_stream_feed(stream, "12", 2, NULL), DECANT_E_TOO_LARGE);
    assert_int_equal(decant_text_stream_finish(stream, NULL), DECANT_E_TOO_LARGE);
    decant_text_stream_free(stream);
    assert_int_equal(calls, 0);
    assert_int_equal(decant_text_stream_new(NULL, refuse, &calls, &stream, NULL), DECANT_OK);
    assert_int_equal(decant_text_stream_feed(stream, "one\n", 4, NULL), DECANT_E_SINK);
    assert_int_equal(decant_text_stream_feed(stream, "two\n", 4, NULL), DECANT_E_SINK);
    assert_int_equal(calls, 1);
    decant_text_stream_free(stream);
    assert_int_equal(decant_text_stream_new(NULL, refuse, &calls, &stream, NULL), DECANT_OK);
    assert_int_equal(decant_text_stream_finish(stream, NULL), DECANT_OK);
    assert_int_equal(decant_text_stream_feed(stream, "two\n", 4, NULL), DECANT_E_INVALID);
    decant_text_stream_free(stream);
    decant_text_stream_free(NULL);
}

static int note_removal(void *ctx, const decant_removal *r)
{
    dc_buf *out = ctx;
    dc_buf_number(out, r->at);
    dc_buf_char(out, '+');
    dc_buf_number(out, r->len);
    dc_buf_char(out, ' ');
    dc_buf_add(out, dc_str_of(r->family));
    dc_buf_char(out, ' ');
    dc_buf_add(out, dc_str_of(r->reason));
    dc_buf_char(out, '\n');
    return 0;
}

static void test_told_of_removals(void **state)
{
    (void)state;
    dc_buf told = dc_buf_on(dc_mem_hook(NULL), 1000);
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), 1000);
    decant_options options = DECANT_OPTIONS_INIT;
    options.removed = note_removal;
    options.removed_ctx = &told;
    const dc_str text = DC_STR("End. " PROMPT "\nMore.\n" PROMPT "\n");
    assert_int_equal(decant_clean_text(&options, text.p, text.len, take, &out, NULL), DECANT_OK);
    assert_string_equal(dc_buf_str(&told).p, "4+40 login_to_comment prompt.login_to_comment.glued\n"
                                             "51+40 login_to_comment prompt.login_to_comment\n");
    dc_buf_free(&told);
    dc_buf_free(&out);
}

// ---- the cases and texts of the corpus, where it is
// -----------------------------------------------

enum { LINE = 8 << 20 };
static char room[LINE];

static gzFile open_or_skip(const char *name)
{
    gzFile file = gzopen(name, "rb"); // reads plain files too
    if (!file) {
        print_message("skipped: no %s\n", name);
        skip();
    }
    return file;
}

static json_t *next_object(gzFile file)
{
    if (!gzgets(file, room, LINE))
        return NULL;
    json_error_t error;
    json_t *object = json_loads(room, 0, &error);
    if (!object)
        fail_msg("%s", error.text);
    return object;
}

static dc_str text_of(const json_t *object, const char *key)
{
    const json_t *s = json_object_get(object, key);
    return (dc_str){json_string_value(s), json_string_length(s)};
}

static unsigned six_bits(char c)
{
    const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return (unsigned)(strchr(digits, c) - digits);
}

static dc_str bytes_of(const json_t *object, const char *key, char *out)
{
    const dc_str s = text_of(object, key);
    size_t len = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < s.len && s.p[i] != '='; i++) {
        bits = bits << 6 | six_bits(s.p[i]);
        if (i % 4)
            out[len++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    return (dc_str){out, len};
}

static void test_corpus_cases(void **state)
{
    (void)state;
    static const char *const names[] = {DECANT_CORPUS "/comments/plain-cases.jsonl",
                                        DECANT_CORPUS "/comments/plain-cases-bytes.jsonl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        gzFile file = gzopen(names[i], "rb");
        if (!file)
            if (!file)
                file = open_or_skip(names[i]);
        for (json_t *o; (o = next_object(file)); json_decref(o)) {
            char in[4096];
            char out[4096];
            const char *id = text_of(o, "id").p;
            if (json_object_get(o, "input_b64"))
                check(id, bytes_of(o, "input_b64", in), bytes_of(o, "expected_b64", out));
            else
                check(id, text_of(o, "input"), text_of(o, "expected"));
        }
        gzclose(file);
    }
}

// Texts that people called the content of their pages hardly ever hold a prompt.
static void test_corpus_texts(void **state)
{
    (void)state;
    enum { MOST_CHANGED = 3 };
    gzFile file = open_or_skip(DECANT_CORPUS "/wcxb-dev/ground-truth.jsonl.gz");
    int n_changed = 0;
    for (json_t *o; (o = next_object(file)); json_decref(o)) {
        const dc_str text = text_of(json_object_get(o, "ground_truth"), "main_content");
        dc_buf out = clean(text);
        n_changed += out.len != text.len;
        dc_buf_free(&out);
    }
    gzclose(file);
    assert_in_range(n_changed, 0, MOST_CHANGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_strong),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_quoted_or_code),
        cmocka_unit_test(test_fences),
        cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_medium),
        cmocka_unit_test(test_listing),
        cmocka_unit_test(test_weak),
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_glued),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_long_wait),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_long_pieces),
        cmocka_unit_test(test_stream_failures),
        cmocka_unit_test(test_told_of_removals),
        cmocka_unit_test(test_corpus_cases),
        cmocka_unit_test(test_corpus_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
