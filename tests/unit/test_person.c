// Names of authors: what leads to them, where they end, and what is none.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "meta/person.h"

static void check(const char *text, const char *expected)
{
    const dc_str name = dc_person_name(dc_str_of(text));
    const bool is_same = expected ? name.p && dc_str_eq(name, dc_str_of(expected)) : !name.p;
    if (!is_same)
        fail_msg("%s: %.*s", text, (int)name.len, name.p ? name.p : "");
}

static void test_names(void **state)
{
    (void)state;
    check("Ann Lee", "Ann Lee");
    check("By Ann Lee", "Ann Lee");
    check("by: Ann Lee, May 3, 2024", "Ann Lee");
    check("Written by Ann Lee on Friday", "Ann Lee");
    check("Von Änne Köhler und Bo Ek | 3. Mai 2024", "Änne Köhler und Bo Ek");
    check("Par Anne d'Arc", "Anne d'Arc");
    check("Escrito por Ana López", "Ana López");
    check("Автор: Анна Ли", "Анна Ли");
    check("作者：王小明", "王小明");
    check("ÉCRIT PAR Anne Lys", "Anne Lys");
    check(" - Ann Lee, ", "Ann Lee");
}

static void test_nobodies(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "admin",
        "Written By",
        "https://a.example/ann",
        "ann@mail.example",
        "{{author}}",
        "12345",
        "undefined",
        "by",
        "3. Mai 2024",
        "No Author",
        "www.a.example",
        "this is a whole sentence about many things that nobody is called",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], NULL);
}

static void test_kinds(void **state)
{
    (void)state;
    assert_true(dc_person_is_likely(DC_STR("Ludwig van der Berg")));
    assert_true(dc_person_is_likely(DC_STR("Élise Ångström")));
    assert_false(dc_person_is_likely(DC_STR("Read more")));
    assert_false(dc_person_is_likely(DC_STR("Ann")));
    assert_false(dc_person_is_likely(DC_STR("Top 10 Tips")));
    assert_true(dc_person_is_handle(DC_STR("ann.lee")));
    assert_false(dc_person_is_handle(DC_STR("Ann")));
    assert_false(dc_person_is_handle(DC_STR("Ann Lee")));
    assert_true(dc_person_is_label(DC_STR("Written by")));
    assert_true(dc_person_is_label(DC_STR("AUTOR:")));
    assert_false(dc_person_is_label(DC_STR("")));
    assert_false(dc_person_is_label(DC_STR("Ann")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_nobodies),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
