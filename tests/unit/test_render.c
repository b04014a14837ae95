// Text and JSON as printed.
#include "support/pagetest.h"

#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"

typedef struct text_case {
    const char *html;
    const char *text;
} text_case;

static const text_case cases[] = {
    {"<p>a<p>b", "a\n\nb"},
    {"<p>a<br>b", "a\nb"},
    {"<ul><li>a<li>b</ul><p>c", "- a\n- b\n\nc"},
    {"<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"},
    {"<ul><li>a<br>b</ul>", "- a\n  b"},
    {"<ul><li><p>a<p>b</ul>", "- a\n\n  b"},
    {"<ol><li>a</ol><ul><li>b</ul>", "- a\n\n- b"},
    {"<dl><dt>t<dd>d</dl>", "t\nd"},
    {"<table><tr><th>a<th>b<tr><td>1<td>2</table>x", "a\tb\n1\t2\n\nx"},
    {"<table><tr><td>a<br>b<td>c</table>", "a b\tc"},
    {"<table><tr><td><p>long<p>cell</table>", "long\n\ncell"},
    {"<pre>  a\n\tb</pre>", "  a\n\tb"},
    {"<p>a<pre>b</pre><pre>c</pre>", "a\n\nb\n\nc"},
    {"<h1>a</h1><blockquote>b</blockquote>", "a\n\nb"},
};

static dc_verdict *all_content(dc_arena *arena, const dc_blocks *blocks)
{
    dc_verdict *verdicts = dc_arena_zero(arena, blocks->n, sizeof *verdicts);
    for (uint32_t i = 0; i < blocks->n; i++)
        verdicts[i].label = DECANT_CONTENT;
    return verdicts;
}

static void texts(dc_arena *arena)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dc_blocks blocks = blocks_of(arena, cases[i].html);
        dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
        dc_render_text(&blocks, all_content(arena, &blocks), false, &out);
        assert_string_equal(dc_buf_str(&out).p, cases[i].text);
    }
}

static void test_texts(void **state)
{
    (void)state;
    with_arena(texts);
}

static void labels(dc_arena *arena)
{
    const dc_blocks blocks = blocks_of(arena, "<p>a<p>b<p>c");
    dc_verdict *verdicts = all_content(arena, &blocks);
    verdicts[0].label = DECANT_BOILERPLATE;
    verdicts[1].label = DECANT_COMMENT;
    dc_buf without = dc_buf_in(arena, SIZE_MAX / 2);
    dc_render_text(&blocks, verdicts, false, &without);
    assert_string_equal(dc_buf_str(&without).p, "c");
    dc_buf with = dc_buf_in(arena, SIZE_MAX / 2);
    dc_render_text(&blocks, verdicts, true, &with);
    assert_string_equal(dc_buf_str(&with).p, "b\n\nc");
}

static void test_labels(void **state)
{
    (void)state;
    with_arena(labels);
}

// An image amid the text is of it even if its caption is not, unless a rule says what it is.
static void figures(dc_arena *arena)
{
    static const struct {
        const char *reason;
        const char *md;
    } rows[] = {{"low-score", "a\n\n![](https://isle.example/i.png)\n\nb\n"},
                {"chrome.advert", "a\n\nb\n"}};
    dc_blocks blocks = blocks_of(
        arena, "<p>a</p><figure><img src=/i.png><figcaption>c</figcaption></figure><p>b</p>");
    blocks.url = DC_STR("https://isle.example/");
    dc_verdict *verdicts = all_content(arena, &blocks);
    const dc_record record = {.status = "ok"};
    verdicts[1].label = DECANT_BOILERPLATE;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        verdicts[1].reason = rows[i].reason;
        const dc_doc doc = {.hook = dc_mem_hook(NULL),
                            .blocks = &blocks,
                            .verdicts = verdicts,
                            .record = &record,
                            .has_images = true};
        dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
        assert_int_equal(dc_render_markdown(&doc, &out), DECANT_OK);
        assert_string_equal(dc_buf_str(&out).p, rows[i].md);
    }
}

static void test_figures(void **state)
{
    (void)state;
    with_arena(figures);
}

static void comments(dc_arena *arena)
{
    dc_comment v[] = {{.author = DC_STR("Ann"), .date = DC_STR("1 May"), .text = DC_STR("first")},
                      {.author = DC_STR("Bob"), .text = DC_STR("second"), .depth = 1},
                      {.text = DC_STR("third")}};
    const dc_comments all = {v, 3};
    dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
    dc_render_comments(&all, &out);
    assert_string_equal(dc_buf_str(&out).p, "Ann, 1 May:\nfirst\n\nBob:\nsecond\n\nthird");
}

static void test_comments(void **state)
{
    (void)state;
    with_arena(comments);
}

static dc_str json_of(dc_arena *arena, const dc_record *record, bool is_line)
{
    dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
    dc_render_json(record, is_line, &out);
    return dc_buf_str(&out);
}

static void json(dc_arena *arena)
{
    dc_comment v[] = {{.author = DC_STR("Ann"), .text = DC_STR("x"), .depth = 2}};
    const dc_comments all = {v, 1};
    const dc_record record = {.input = DC_STR("a.html"),
                              .status = "ok",
                              .title = DC_STR("\"q\" \\ \t\n\x01\x7F\xC2\x85\xE2\x80\xA8\xFF é"),
                              .verdict = "ok",
                              .confidence = 0.98765,
                              .degraded = "none",
                              .text = DC_STR("t"),
                              .comments = &all};
    assert_string_equal(
        json_of(arena, &record, true).p,
        "{\"schema\":1,\"input\":\"a.html\",\"status\":\"ok\",\"error\":null,\"url\":null,"
        "\"canonical\":null,\"title\":\"\\\"q\\\" \\\\ "
        "\\t\\n\\u0001\\u007f\\u0085\\u2028\xEF\xBF\xBD é\","
        "\"author\":null,\"date\":null,\"site\":null,\"description\":null,\"image\":null,"
        "\"language\":null,\"page_type\":null,\"verdict\":\"ok\",\"confidence\":0.99,"
        "\"degraded\":\"none\",\"text\":\"t\",\"comments\":[{\"author\":\"Ann\",\"date\":null,"
        "\"depth\":2,\"text\":\"x\"}]}\n");
    const dc_record failed = {.input = DC_STR("b"), .status = "error", .confidence = -1};
    assert_true(
        dc_str_find(json_of(arena, &failed, false),
                    DC_STR("\n  \"confidence\": null,\n  \"degraded\": null,\n  \"text\": null,"
                           "\n  \"comments\": []\n}\n")) != DC_STR_NPOS);
}

static void test_json(void **state)
{
    (void)state;
    with_arena(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),   cmocka_unit_test(test_labels),
        cmocka_unit_test(test_figures), cmocka_unit_test(test_comments),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
