// Blocks: where text is cut, what is left out, what is counted.
#include "support/pagetest.h"

// Blocks as "tag|text" lines.
static dc_str lines_of(dc_arena *arena, const dc_blocks *blocks)
{
    dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
    for (uint32_t i = 0; i < blocks->n; i++) {
        dc_buf_add(&out, blocks->boxes[blocks->v[i].box].name);
        dc_buf_char(&out, '|');
        dc_buf_add(&out, blocks->v[i].text);
        dc_buf_char(&out, '\n');
    }
    return dc_buf_str(&out);
}

typedef struct block_case {
    const char *html;
    const char *lines;
} block_case;

static const block_case cases[] = {
    // White space of every kind is one blank; a line break is kept, two end the block.
    {"<p> a\n\t b&nbsp;&#8194;c </p>", "p|a b c\n"},
    {"<p>a<br>b<br> <br>c", "p|a\nb\np|c\n"},
    {"<p>a<br><br><br>b<hr>c", "p|a\np|b\nbody|c\n"},
    // What is not text: controls, soft hyphens, zero-width blanks, bidi overrides. Joiners are
    // spelling.
    {"<p>so&shy;ft ze&#x200B;ro b&#x202E;idi &#x1;x", "p|soft zero bidi x\n"},
    {"<p>\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "p|\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\n"},
    {"<p>...<p>* * *<p>a", "p|a\n"},
    // Inline elements do not cut, block-level ones do, wherever they stand.
    {"<p>a <b>b</b><i> c</i>d", "p|a b cd\n"},
    {"<div>a<p>b</p>c</div>", "div|a\np|b\ndiv|c\n"},
    {"<a href=x>head<div>card</div>foot</a>", "a|head\ndiv|card\na|foot\n"},
    {"<x-card>a<span>b</span></x-card>c", "x-card|ab\nbody|c\n"},
    {"<ul><li>a<li>b<ul><li>c</ul></ul>", "li|a\nli|b\nli|c\n"},
    {"<select><option>a<option>b</select><button>c</button>", "option|a\noption|b\nbutton|c\n"},
    {"<table><tr><th>a<td>b</table>", "th|a\ntd|b\n"},
    {"<p>by <span>A<meta itemprop=x content=y> B</span>", "p|by A B\n"},
    // Content that is no text.
    {"<p>a<script>b</script><style>c</style><svg><text>d</text></svg><iframe>e</iframe>f",
     "p|af\n"},
    {"<video>no video</video><object>no</object><textarea>t</textarea><p>a", "p|a\n"},
    {"<head><title>t</title></head><body><p>a", "p|a\n"},
    // Hidden inline text goes; hidden blocks stay, with a flag.
    {"<p>a<span class='x sr-only'>b</span><span style='display : none'>c</span>d", "p|ad\n"},
    {"<div hidden>a</div><p>b", "div|a\np|b\n"},
    {"<noscript><p>a</noscript><template><p>b</template>", "p|a\np|b\n"},
    // In pre white space counts, line breaks too; line ends at its borders do not.
    {"<pre>\n  a\n\n\tb  c<br>d\n</pre>", "pre|  a\n\n\tb  c\nd\n"},
    {"<pre><code><span>a</span>\n<span>b</span></code></pre>", "pre|a\nb\n"},
    {"<p>&lt;b&gt; &amp;amp; &notit; &copy &#x80;",
     "p|<b> &amp; \xC2\xACit; \xC2\xA9 \xE2\x82\xAC\n"},
};

static void all_cases(dc_arena *arena)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dc_blocks blocks = blocks_of(arena, cases[i].html);
        assert_string_equal(lines_of(arena, &blocks).p, cases[i].lines);
    }
}

static void test_cases(void **state)
{
    (void)state;
    with_arena(all_cases);
}

static void title_of_page(dc_arena *arena)
{
    const dc_blocks blocks = blocks_of(
        arena, "<p>a<svg><g><title>icon</title></g><desc><b>x</b></desc></svg><title>Page</title>");
    assert_string_equal(blocks.title.p, "Page");
}

static void test_title(void **state)
{
    (void)state;
    with_arena(title_of_page);
}

// Text is taken many bytes at once: blanks and others are told wherever they stand.
static void at_every_place(dc_arena *arena)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {{" ", " "},
                {"  ", " "},
                {"\n\t ", " "},
                {"\x7F", ""},
                {"\xC2\xAD", ""},
                {"\xC3\xA9", "\xC3\xA9"},
                {" \xC3\xA9", " \xC3\xA9"},
                {" \xC2\xAD ", " "}};
    enum { LONGEST = 40 };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        for (int before = 1; before < LONGEST; before++) {
            dc_buf html = dc_buf_in(arena, 256);
            dc_buf expected = dc_buf_in(arena, 256);
            dc_buf_add(&html, DC_STR("<p>"));
            for (int i = 0; i < before; i++) {
                dc_buf_char(&html, 'x');
                dc_buf_char(&expected, 'x');
            }
            dc_buf_add(&html, dc_str_of(rows[r].in));
            dc_buf_add(&expected, dc_str_of(rows[r].out));
            dc_buf_add(&html, DC_STR("ends here and there"));
            dc_buf_add(&expected, DC_STR("ends here and there"));
            const dc_blocks blocks = blocks_of(arena, dc_buf_str(&html).p);
            assert_int_equal(blocks.n, 1);
            assert_string_equal(blocks.v[0].text.p, dc_buf_str(&expected).p);
        }
}

static void test_places(void **state)
{
    (void)state;
    with_arena(at_every_place);
}

static void counts(dc_arena *arena)
{
    const dc_blocks b = blocks_of(
        arena,
        "<p>one <a href=x>two three</a> four<p>\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\xA7"
        "<p><a href=y>a b<br><br>c d e</a>");
    assert_int_equal(b.n, 4);
    assert_int_equal(b.v[0].words, 4);
    assert_int_equal(b.v[0].link_words, 2);
    assert_int_equal(b.v[1].words,
                     2); // half the characters where words have no blanks between them
    assert_int_equal(b.v[2].link_words, 2);
    assert_int_equal(b.v[3].link_words, 3);
    assert_int_equal(b.v[0].n_spans, 1);
    const dc_span *span = &b.spans[b.v[0].span];
    assert_int_equal(span->at, 4);
    assert_int_equal(span->len, 9);
    assert_true(dc_str_eq(span->facts->href, DC_STR("x")));
}

static void test_counts(void **state)
{
    (void)state;
    with_arena(counts);
}

static uint32_t box_named(const dc_blocks *b, const char *id)
{
    for (uint32_t i = 0; i < b->n_boxes; i++)
        if (dc_str_eq(b->boxes[i].facts->id, dc_str_of(id)))
            return i;
    fail_msg("no box with id %s", id);
    return 0;
}

static void boxes(dc_arena *arena)
{
    const dc_blocks b = blocks_of(
        arena,
        "<div id=a class=' One two\ttwo '><p>1<div id=b hidden><p>2<img src=x><input></div></div>"
        "<noscript id=c><p>3</noscript><details id=d><summary>4</summary>5</details>");
    const dc_box *a = &b.boxes[box_named(&b, "a")];
    const dc_box *inner = &b.boxes[box_named(&b, "b")];
    assert_int_equal(a->last - a->first, 2);
    assert_int_equal(inner->last - inner->first, 1);
    assert_true(dc_box_within(&b, box_named(&b, "b"), box_named(&b, "a")));
    assert_false(dc_box_within(&b, box_named(&b, "a"), box_named(&b, "b")));
    assert_int_equal(a->facts->n_classes, 3);
    assert_true(dc_str_eq(a->facts->classes[0], DC_STR("One")));
    assert_true(inner->flags & DC_IS_HIDDEN);
    assert_true(b.boxes[b.v[1].box].flags & DC_IS_HIDDEN); // inherited
    assert_false(a->flags & DC_IS_HIDDEN);
    assert_int_equal(a->n_images, 1);
    assert_int_equal(a->n_inputs, 1);
    assert_true(b.boxes[box_named(&b, "c")].flags & DC_IS_NOSCRIPT);
    assert_true(b.boxes[box_named(&b, "d")].flags & DC_IS_CLOSED);
    assert_int_equal(dc_box_above(&b, b.v[0].box, DC_TAG_div), box_named(&b, "a"));
    assert_int_equal(dc_box_above(&b, b.v[0].box, DC_TAG_table), UINT32_MAX);
}

static void test_boxes(void **state)
{
    (void)state;
    with_arena(boxes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),  cmocka_unit_test(test_title), cmocka_unit_test(test_places),
        cmocka_unit_test(test_counts), cmocka_unit_test(test_boxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
