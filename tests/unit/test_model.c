// The learned cleaner's parts: words and tokens, the tables, the trees, the decision.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clean/copies.h"
#include "clean/decide.h"
#include "clean/model.h"
#include "clean/names.h"
#include "clean/settled.h"
#include "unit/in_arena.h"

#include <stdio.h>
#include <string.h>

static dc_letters letters_of(const char *text)
{
    dc_letters out;
    uint32_t hashes[DC_WORDS_MAX];
    dc_words_read(dc_str_of(text), &out, hashes);
    return out;
}

static void test_letters(void **state)
{
    (void)state;
    const dc_letters prose = letters_of("The mill is old. It has 3 wheels, and none turns!");
    assert_int_equal(prose.n_words, 11);
    assert_int_equal(prose.sentences, 2);
    assert_int_equal(prose.digits, 1);
    assert_int_equal(prose.shorts, 4); // is, old, has, and: others have capitals or are longer
    assert_true(prose.ends_sentence);
    assert_int_equal(letters_of("From $12 to 7€").prices, 2);
    assert_false(letters_of("Read more").ends_sentence);
    assert_true(letters_of("He said “no.”").ends_sentence);
    const dc_letters chinese = letters_of("他没有伞。人们问他。");
    assert_int_equal(chinese.sentences, 2);
    assert_int_equal(chinese.n_words, 8);
}

static void test_same_word(void **state)
{
    (void)state;
    uint32_t a[DC_WORDS_MAX];
    uint32_t b[DC_WORDS_MAX];
    dc_letters letters;
    dc_words_read(DC_STR("Вода 123 ÄRGER"), &letters, a);
    dc_words_read(DC_STR("вода 7 ärger"), &letters, b);
    assert_memory_equal(a, b, 3 * sizeof *a);
    assert_int_equal(a[1], DC_WORD_NUMBER);
    assert_int_not_equal(a[0], a[2]);
}

static void test_tokens(void **state)
{
    (void)state;
    uint32_t hashes[DC_WORDS_MAX];
    dc_letters letters;
    uint32_t tokens[DC_TOKENS_MAX];
    dc_words_read(DC_STR("Add 2 to cart"), &letters, hashes);
    // Words, beginning, pairs, all of it.
    assert_int_equal(dc_word_tokens(hashes, letters.n_words, tokens), 3 + 1 + 3 + 1);
    assert_int_equal(dc_word_tokens(hashes, 0, tokens), 0);
}

static void test_find(void **state)
{
    (void)state;
    // Two bits of bucket: 00, 01, 10, 11.
    static const dc_token_entry entries[] = {
        {7, 10, 1}, {9, 20, 2}, {7, 30, 3}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {4, 4, 4},
        {7, 40, 1}, {8, 50, 2}, {0},        {0},       {0},       {0}};
    static const uint16_t buckets[] = {0, 2, 2, 3, 9};
    const dc_token_table table = {entries, buckets, 2};
    const uint32_t hashes[] = {8u << 14,
                               7u << 14,
                               9u << 14,
                               1u << 30 | 7u << 14,
                               2u << 30 | 7u << 14,
                               2u << 30,
                               3u << 30 | 7u << 14,
                               3u << 30 | 8u << 14,
                               3u << 30 | 9u << 14};
    static const uint8_t scores[] = {10, 20, 30, 40, 50};
    dc_token_entry found[9];
    assert_int_equal(dc_token_find(&table, hashes, 9, found), 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(found[i].score, scores[i]);
}

// A tree of three tests, features 0 to 2, leaves 1 to 4:
//   f0 < 1 ? (f1 < 1 ? 1 : 2) : (f2 < 1 ? 3 : 4)
enum { ONE = 0x3F80, TWO = 0x4000, THREE = 0x4040, FOUR = 0x4080 };
static const dc_forest_node nodes[] = {{ONE, 0, 0, 2}, {ONE, 1, 0, 1}, {ONE, 2, 2, 1}};
static const dc_forest_tree trees[] = {{0, 3}};
static const dc_half_float leaves[] = {ONE, TWO, THREE, FOUR};
static const dc_forest forest = {trees, 1, nodes, leaves, .5f, 3};

static void walk(dc_arena *arena)
{
    enum { ROWS = 39, STRIDE = 2 * DC_FOREST_LANES };
    float v[3 * STRIDE] = {0};
    for (uint32_t i = 0; i < ROWS; i++)
        for (uint32_t f = 0; f < 3; f++)
            v[f * STRIDE + i] = (float)(i >> f & 1) * 2;
    float out[STRIDE];
    dc_forest_sum(arena, &forest, v, STRIDE, ROWS, out);
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint32_t leaf = i & 1 ? (i & 4 ? 4 : 3) : (i & 2 ? 2 : 1);
        assert_float_equal(out[i], (float)leaf + .5f, 1e-6);
    }
}

static void test_forest(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, walk), DECANT_OK);
}

// Rows of whose text the first trees are sure are spared the others: for plain rows every tree says
// the same, for others the first trees say yes and no in turn.
static dc_half_float leaf_of(uint32_t tree, bool is_plain)
{
    enum { YES = 0x3D00, NO = 0xBD00 }; // +- 1 / 32
    return is_plain || tree % 2 || tree >= DC_FOREST_FIRST ? YES : NO;
}

static void sum_cascade(dc_arena *arena)
{
    enum { ROWS = 100, STRIDE = 4 * DC_FOREST_LANES, TREES = DC_FOREST_FIRST + 50 };
    dc_forest_tree many_trees[TREES];
    dc_forest_node many_nodes[TREES];
    dc_half_float many_leaves[TREES * 2];
    for (uint32_t t = 0; t < TREES; t++) {
        many_trees[t] = (dc_forest_tree){0, 1};
        many_nodes[t] = (dc_forest_node){ONE, 0, 0, 1};
        many_leaves[t * 2] = leaf_of(t, true);
        many_leaves[t * 2 + 1] = leaf_of(t, false);
    }
    const dc_forest many = {many_trees, TREES, many_nodes, many_leaves, 0, 1};
    float v[STRIDE] = {0};
    for (uint32_t i = 0; i < ROWS; i++)
        v[i] = i % 3 == 1 ? 0 : 2;
    float out[STRIDE];
    dc_forest_sum(arena, &many, v, STRIDE, ROWS, out);
    for (uint32_t i = 0; i < ROWS; i++)
        assert_float_equal(
            out[i], (v[i] > 0 ? 50 / 32.f : DC_FOREST_FIRST / 32.f * DC_FOREST_GROWTH), 1e-4);
}

static void test_cascade(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, sum_cascade), DECANT_OK);
}

static void test_logs(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3u << 19; i += 1 + i / 4096) {
        const double exact = log1p((double)i);
        assert_true(fabs((double)dc_lg(i) - exact) <= exact * 1e-7);
    }
}

static void test_size(void **state)
{
    (void)state;
    const dc_model *m = &dc_model_shipped;
    const dc_token_table *tables[] = {&m->tables.names, &m->tables.words};
    const dc_forest *forests[] = {&m->types, &m->blocks};
    size_t size = DC_N_FEATURES * sizeof(float) + sizeof dc_logs;
    for (int i = 0; i < 2; i++) {
        size += (((size_t)1 << tables[i]->bits) + 1) * sizeof(uint16_t);
        size += tables[i]->buckets[1u << tables[i]->bits] * sizeof(dc_token_entry);
        size += forests[i]->n_trees * (sizeof(dc_forest_tree) + sizeof(dc_half_float));
        for (uint32_t t = 0; t < forests[i]->n_trees; t++)
            size += forests[i]->trees[t].n * (sizeof(dc_forest_node) + sizeof(dc_half_float));
    }
    printf("tables and trees: %zu bytes\n", size);
    assert_true(size <= 250 * 1024);
}

// Boxes 1 and 2 below box 0, a block of `words` words in each.
static dc_box boxes[] = {{.parent = 0}, {.parent = 0}, {.parent = 0}, {.parent = 1}};

static void decide(dc_arena *arena)
{
    dc_block blocks[] = {
        {.text = DC_STR("one"), .box = 1, .words = 100},
        {.text = DC_STR("two"), .box = 2, .words = 100},
        {.text = DC_STR("one"), .box = 3, .words = 100},
        {.text = DC_STR("three"), .box = 2, .words = 10},
    };
    const dc_blocks all = {.boxes = boxes, .n_boxes = 4, .v = blocks, .n = 4};
    const float p[] = {.97f, .5f, .95f, .3f};
    const dc_odds odds = {.text = p};
    dc_choice_of_blocks choice;
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.keeps[0]);
    assert_false(choice.keeps[2]); // the same text under another parent
    assert_true(choice.expected_f1 > .5f && choice.expected_f1 <= 1);
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_PRECISION, &choice);
    assert_false(choice.keeps[1]);
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_RECALL, &choice);
    assert_true(choice.keeps[1] && choice.keeps[3]);
    const int8_t settled[] = {DC_DROPPED, DC_OPEN, DC_KEPT_IN_DOUBT, DC_KEPT};
    dc_decide(arena, &all, &odds, settled, DC_FOCUS_PRECISION, &choice);
    assert_false(choice.keeps[0]);
    assert_true(choice.keeps[2] && choice.keeps[3]);
    const dc_odds article = {.text = p, .article = .9f};
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_BALANCED, &choice);
    const float threshold = choice.threshold;
    dc_decide(arena, &all, &article, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.threshold >= .5f && choice.threshold > threshold);
    const float shell[] = {.01f, .01f, .01f, .01f};
    const dc_odds empty = {.text = shell};
    const int8_t post[] = {DC_KEPT_IN_DOUBT, DC_KEPT, DC_OPEN, DC_OPEN};
    dc_decide(arena, &all, &empty, post, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[0]);
    assert_true(choice.keeps[1]);
    const float low[] = {.02f, .05f, .9f, .05f};
    const dc_odds thread = {.text = low};
    const int8_t posts[] = {DC_POST, DC_POST, DC_OPEN, DC_KEPT_IN_DOUBT};
    dc_decide(arena, &all, &thread, posts, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[0]); // below half of the best line of its post
    assert_true(choice.keeps[1]);
    assert_false(choice.keeps[3]);
    dc_decide(arena, &all, &empty, NULL, DC_FOCUS_BALANCED, &choice);
    for (int i = 0; i < 4; i++)
        assert_false(choice.keeps[i]);
}

static void test_decide(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, decide), DECANT_OK);
}

// html > div > p, ul > li li, p; table > tr > td td
static void decide_wholes(dc_arena *arena)
{
    dc_box page[] = {
        {.tag = DC_TAG_html, .end = 10, .first = 0, .last = 6},
        {.tag = DC_TAG_div, .parent = 0, .end = 7, .first = 0, .last = 4},
        {.tag = DC_TAG_p, .parent = 1, .end = 3, .first = 0, .last = 1},
        {.tag = DC_TAG_ul, .parent = 1, .end = 6, .first = 1, .last = 3},
        {.tag = DC_TAG_li, .parent = 3, .end = 5, .first = 1, .last = 2},
        {.tag = DC_TAG_li, .parent = 3, .end = 6, .first = 2, .last = 3},
        {.tag = DC_TAG_p, .parent = 1, .end = 7, .first = 3, .last = 4},
        {.tag = DC_TAG_table, .parent = 0, .end = 10, .first = 4, .last = 6},
        {.tag = DC_TAG_td, .parent = 7, .end = 9, .first = 4, .last = 5},
        {.tag = DC_TAG_td, .parent = 7, .end = 10, .first = 5, .last = 6},
    };
    dc_block blocks[] = {
        {.text = DC_STR("before"), .box = 2, .words = 90},
        {.text = DC_STR("a"), .box = 4, .words = 4},
        {.text = DC_STR("b"), .box = 5, .words = 4},
        {.text = DC_STR("after"), .box = 6, .words = 90},
        {.text = DC_STR("c"), .box = 8, .words = 2},
        {.text = DC_STR("d"), .box = 9, .words = 2},
    };
    const dc_blocks all = {.boxes = page, .n_boxes = 10, .v = blocks, .n = 6};
    float p[] = {.99f, .5f, .4f, .99f, .7f, .2f};
    const dc_odds article = {.text = p, .article = .9f};
    const dc_odds other = {.text = p, .article = .5f};
    dc_choice_of_blocks choice;
    dc_decide(arena, &all, &article, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.threshold > .5f);
    assert_true(choice.keeps[1] && choice.keeps[2]); // in the middle of text
    assert_true(choice.keeps[5]);                    // beside a cell that is kept
    const int8_t settled[] = {DC_OPEN, DC_OPEN, DC_DROPPED, DC_OPEN, DC_OPEN, DC_DROPPED};
    dc_decide(arena, &all, &article, settled, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.keeps[1]);
    assert_false(choice.keeps[2] || choice.keeps[5]);
    blocks[1].link_words = blocks[2].link_words = 3;
    dc_decide(arena, &all, &other, NULL, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[1] || choice.keeps[2]); // links to elsewhere
    dc_decide(arena, &all, &article, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.keeps[1] && choice.keeps[2]); // but in an article what it speaks of
    p[3] = p[5] = .1f;
    dc_decide(arena, &all, &article, NULL, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[1] || choice.keeps[2]); // links behind the text
    assert_false(choice.keeps[5]);
    blocks[1].link_words = blocks[2].link_words = 0;
    dc_decide(arena, &all, &other, NULL, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[1] || choice.keeps[2]); // behind the text
    dc_decide(arena, &all, &article, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.keeps[1] && choice.keeps[2]); // an article may end with a list
}

static void test_decide_wholes(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, decide_wholes), DECANT_OK);
}

#define LINE_A "An adviser calls you back within one working day"
#define LINE_B "Letters are read by two people before they go"

// Two plans that share a line, the second with one of its own, and the first again for narrow
// screens.
static void drop_copies(dc_arena *arena)
{
    dc_facts narrow = {.flags = 0};
    dc_facts wide = {.flags = 0};
    dc_box page[] = {
        {.tag = DC_TAG_body, .end = 10, .first = 0, .last = 6},
        {.tag = DC_TAG_ul, .parent = 0, .end = 4, .first = 0, .last = 2},
        {.tag = DC_TAG_li, .parent = 1, .end = 3, .first = 0, .last = 1},
        {.tag = DC_TAG_li, .parent = 1, .end = 4, .first = 1, .last = 2},
        {.tag = DC_TAG_ul, .parent = 0, .end = 7, .first = 2, .last = 4},
        {.tag = DC_TAG_li, .parent = 4, .end = 6, .first = 2, .last = 3},
        {.tag = DC_TAG_li, .parent = 4, .end = 7, .first = 3, .last = 4},
        {.tag = DC_TAG_ul, .parent = 0, .end = 10, .first = 4, .last = 6},
        {.tag = DC_TAG_li, .parent = 7, .end = 9, .first = 4, .last = 5},
        {.tag = DC_TAG_li, .parent = 7, .end = 10, .first = 5, .last = 6},
    };
    for (int i = 0; i < 10; i++)
        page[i].facts = i < 7 ? &wide : &narrow;
    dc_block blocks[] = {
        {.text = DC_STR(LINE_A), .box = 2, .words = 9},
        {.text = DC_STR(LINE_B), .box = 3, .words = 9},
        {.text = DC_STR(LINE_A), .box = 5, .words = 9},
        {.text = DC_STR("Two rounds of changes"), .box = 6, .words = 4},
        {.text = DC_STR(LINE_A), .box = 8, .words = 9},
        {.text = DC_STR(LINE_B), .box = 9, .words = 9},
    };
    const dc_blocks all = {.boxes = page, .n_boxes = 10, .v = blocks, .n = 6};
    bool keeps[] = {true, true, true, true, true, true};
    bool copies[6] = {false};
    dc_copies_drop(arena, &all, false, keeps, copies);
    assert_true(keeps[0] && keeps[1] && keeps[2] && keeps[3]);
    assert_true(copies[4] && copies[5] && !keeps[4] && !keeps[5]);
}

enum { FAR_APART = 30 };

// A line that stands twice, far apart in boxes that look the same, and once more with the line
// behind it.
static void keep_recurring(dc_arena *arena)
{
    static char names[FAR_APART][4];
    dc_facts facts = {.flags = 0};
    dc_box page[1 + 2 * FAR_APART];
    dc_block blocks[FAR_APART];
    page[0] = (dc_box){.tag = DC_TAG_body, .end = 1 + 2 * FAR_APART, .last = FAR_APART};
    page[0].facts = &facts;
    for (uint32_t i = 0; i < FAR_APART; i++) {
        const uint32_t box = 1 + 2 * i;
        page[box] = (dc_box){.tag = DC_TAG_div, .end = box + 2, .first = i, .last = i + 1};
        page[box + 1] =
            (dc_box){.tag = DC_TAG_p, .parent = box, .end = box + 2, .first = i, .last = i + 1};
        page[box].facts = page[box + 1].facts = &facts;
        snprintf(names[i], sizeof names[i], "%u", i);
        blocks[i] = (dc_block){.text = dc_str_of(names[i]), .box = box + 1, .words = 9};
    }
    blocks[1].text = blocks[9].text = blocks[25].text = DC_STR(LINE_A);
    const dc_blocks all = {
        .boxes = page, .n_boxes = 1 + 2 * FAR_APART, .v = blocks, .n = FAR_APART};
    bool keeps[FAR_APART];
    bool copies[FAR_APART] = {false};
    memset(keeps, true, sizeof keeps);
    dc_copies_drop(arena, &all, false, keeps, copies);
    assert_false(keeps[9]); // too near
    assert_true(keeps[25]);
    memset(keeps, true, sizeof keeps);
    dc_copies_drop(arena, &all, true, keeps, copies);
    assert_true(keeps[9] && keeps[25]); // documentation
    blocks[2].text = blocks[26].text = DC_STR(LINE_B);
    memset(keeps, true, sizeof keeps);
    dc_copies_drop(arena, &all, false, keeps, copies);
    assert_false(keeps[25] || keeps[26]); // a part of the page that stands twice
}

static void test_copies(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, drop_copies), DECANT_OK);
    assert_int_equal(in_arena_run(0, keep_recurring), DECANT_OK);
}

// An article with a table of contents, a sample of code and a note, and a note beside it.
static void decide_articles(dc_arena *arena)
{
    dc_box page[] = {
        {.tag = DC_TAG_html, .end = 10, .first = 0, .last = 7},
        {.tag = DC_TAG_div, .parent = 0, .end = 9, .first = 0, .last = 6},
        {.tag = DC_TAG_ul, .parent = 1, .end = 4, .first = 0, .last = 1},
        {.tag = DC_TAG_li, .parent = 2, .end = 4, .first = 0, .last = 1},
        {.tag = DC_TAG_h2, .parent = 1, .end = 5, .first = 1, .last = 2},
        {.tag = DC_TAG_p, .parent = 1, .end = 6, .first = 2, .last = 3},
        {.tag = DC_TAG_pre, .parent = 1, .end = 7, .first = 3, .last = 4, .flags = DC_IS_PRE},
        {.tag = DC_TAG_p, .parent = 1, .end = 8, .first = 4, .last = 5},
        {.tag = DC_TAG_p, .parent = 1, .end = 9, .first = 5, .last = 6},
        {.tag = DC_TAG_p, .parent = 0, .end = 10, .first = 6, .last = 7},
    };
    dc_block blocks[] = {
        {.text = DC_STR("of eight words, to be long enough for it"), .box = 3, .words = 9},
        {.text = DC_STR("of eight words, to be long enough for it"), .box = 4, .words = 9},
        {.text = DC_STR("a paragraph"), .box = 5, .words = 90},
        {.text = DC_STR("code"), .box = 6, .words = 20},
        {.text = DC_STR("another paragraph"), .box = 7, .words = 90},
        {.text = DC_STR("a note"), .box = 8, .words = 20},
        {.text = DC_STR("a note from elsewhere"), .box = 9, .words = 20},
    };
    const dc_blocks all = {.boxes = page, .n_boxes = 10, .v = blocks, .n = 7};
    float p[] = {.99f, .9f, .99f, .1f, .99f, .5f, .5f};
    dc_odds odds = {.text = p, .article = .9f};
    dc_choice_of_blocks choice;
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_BALANCED, &choice);
    assert_true(choice.threshold > .5f);
    assert_true(choice.copies[0] && choice.keeps[1]); // the heading, not its entry
    assert_true(choice.keeps[3]);                     // code between paragraphs
    assert_true(choice.keeps[5]);                     // among the paragraphs
    assert_false(choice.keeps[6]);
    odds.article = .5f;
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[5]);
    p[3] = .01f;
    blocks[5].link_words = 15;
    odds.article = .9f;
    dc_decide(arena, &all, &odds, NULL, DC_FOCUS_BALANCED, &choice);
    assert_false(choice.keeps[3] || choice.keeps[5]);
}

static void test_decide_articles(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, decide_articles), DECANT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters), cmocka_unit_test(test_same_word),
        cmocka_unit_test(test_tokens),  cmocka_unit_test(test_find),
        cmocka_unit_test(test_forest),  cmocka_unit_test(test_cascade),
        cmocka_unit_test(test_logs),    cmocka_unit_test(test_size),
        cmocka_unit_test(test_decide),  cmocka_unit_test(test_decide_wholes),
        cmocka_unit_test(test_copies),  cmocka_unit_test(test_decide_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
