#include "unit/in_arena.h"

#include "base/tag.h"

// A name out of order, or one longer than the search expects, would not find itself.
static void every_name_finds_its_tag(void **state)
{
    (void)state;
    for (int i = DC_TAG_unknown + 1; i < DC_N_TAGS; i++) {
        const dc_str name = dc_tag_name((dc_tag)i);
        assert_true(name.len > 0);
        assert_int_equal(dc_tag_of(name), i);
        char upper[32];
        for (size_t k = 0; k < name.len; k++)
            upper[k] = dc_is_alpha(name.p[k]) ? (char)(name.p[k] & ~0x20) : name.p[k];
        assert_int_equal(dc_tag_of((dc_str){upper, name.len}), i);
        if (i > DC_TAG_unknown + 1)
            assert_true(strcmp(dc_tag_name((dc_tag)(i - 1)).p, name.p) < 0);
    }
}

static void other_names_are_unknown(void **state)
{
    (void)state;
    static const char *const names[] = {"",     "x",          "h7",          "di",   "divx",
                                        "zzzz", "my-element", "blockquotee", "\xC3", "d\0v"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(dc_tag_of(dc_str_of(names[i])), DC_TAG_unknown);
    assert_int_equal(dc_tag_of(DC_STR("div\0")), DC_TAG_unknown);
    assert_int_equal(dc_tag_of(DC_STR_NONE), DC_TAG_unknown);
    char longer[5000];
    memset(longer, 'a', sizeof longer);
    assert_int_equal(dc_tag_of((dc_str){longer, sizeof longer}), DC_TAG_unknown);
    assert_text(dc_tag_name(DC_TAG_none), "");
    assert_text(dc_tag_name(DC_TAG_unknown), "");
    assert_int_equal(dc_tag_flags(DC_TAG_none), 0);
    assert_int_equal(dc_tag_flags(DC_TAG_unknown), 0);
}

// HTML Standard, section 13.1.2: void elements, raw text elements, escapable raw text elements.
static void flags_as_the_standard_has_them(void **state)
{
    (void)state;
    static const char *const voids[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                        "input", "link", "meta", "source", "track", "wbr"};
    for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
        assert_true(dc_tag_flags(dc_tag_of(dc_str_of(voids[i]))) & DC_TAG_VOID);
    assert_false(dc_tag_flags(DC_TAG_div) & DC_TAG_VOID);
    assert_true(dc_tag_flags(DC_TAG_script) & DC_TAG_RAW);
    assert_true(dc_tag_flags(DC_TAG_style) & DC_TAG_RAW);
    assert_true(dc_tag_flags(DC_TAG_title) & DC_TAG_RCDATA);
    assert_true(dc_tag_flags(DC_TAG_textarea) & DC_TAG_RCDATA);
    assert_true(dc_tag_flags(DC_TAG_span) & DC_TAG_INLINE);
    assert_false(dc_tag_flags(DC_TAG_p) & DC_TAG_INLINE);
    assert_false(dc_tag_is_heading(DC_TAG_hr));
    assert_false(dc_tag_is_heading(DC_TAG_head));
    assert_true(dc_tag_is_heading(DC_TAG_h1) && dc_tag_is_heading(DC_TAG_h6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_finds_its_tag),
        cmocka_unit_test(other_names_are_unknown),
        cmocka_unit_test(flags_as_the_standard_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
