// Verdicts on whole pages: walls are told from pages that speak of walls.
#include "support/pagetest.h"

#include "clean/clean.h"

#define PARAGRAPH                                                                                  \
    "<p>The sea comes in twice a day and goes out again, and nobody on the island has ever asked " \
    "why it does so, for the table on the wall of the harbour office tells them when.</p>"
#define FIVE PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH
#define TEN FIVE FIVE

typedef struct row {
    const char *verdict; // NULL: an ordinary page
    const char *html;
} row;

static const row rows[] = {
    {"challenge", "<title>Just a moment...</title><h1>harbour.example</h1><p>One second.</p>"},
    {"challenge", "<title>harbour.example</title><h2>Checking your browser before accessing "
                  "harbour.example.</h2><p>This takes five seconds.</p>"},
    {"challenge", "<title>Harbour</title><noscript><div>Enable JavaScript and cookies to continue"
                  "</div></noscript>"},
    {"challenge", "<title>Sorry</title><p>Our systems have detected unusual traffic from your "
                  "computer network.</p>"},
    {"blocked", "<title>Access Denied</title><h1>Access Denied</h1><p>Reference 18.2f</p>"},
    {"blocked", "<title>Harbour</title><h1>Sorry, you have been blocked</h1><p>You are unable to "
                "access harbour.example</p>"},
    {"needs-js", "<title>Harbour</title><noscript>You need to enable JavaScript to run this app."
                 "</noscript><div id=root></div>"},
    {"soft-404", "<title>Page not found - Harbour</title><h1>Oops</h1><p>Nothing is here.</p>"},
    {"soft-404", "<title>404 | Harbour</title><h1>404</h1><p>Try the search.</p>"},
    {"paywall", "<title>On tides</title><h1>On tides</h1>" PARAGRAPH
                "<div>Subscribe to continue reading</div>"},
    {NULL, "<title>On tides</title><h1>On tides</h1>" FIVE},
    {NULL, "<title>Just a moment in time</title><h1>Just a moment in time</h1>" PARAGRAPH},
    {NULL, "<title>How walls work</title><h1>How walls work</h1>" TEN
           "<p>Verify you are human, says the page.</p>"},
    {NULL, "<title>404 islands</title><h1>404 islands</h1>" FIVE},
    {NULL,
     "<title>On tides</title><h1>On tides</h1><noscript>Please enable JavaScript for comments."
     "</noscript>" FIVE},
    {NULL, "<title>On tides</title><h1>On tides</h1>" TEN "<div>Subscribe to continue reading"
           "</div>"},
};

static void walls(dc_arena *arena)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dc_blocks blocks = blocks_of(arena, rows[i].html);
        dc_cleaned c;
        dc_clean(arena, &blocks, DC_FOCUS_BALANCED, NULL, &c);
        const char *got = c.wall.verdict ? c.wall.verdict : "none";
        const char *want = rows[i].verdict ? rows[i].verdict : "none";
        if (strcmp(got, want) != 0)
            fail_msg("%s is %s, not %s", rows[i].html, got, want);
        assert_true(!rows[i].verdict == !c.wall.evidence.p);
        for (uint32_t k = 0; c.wall.hides_text && k < blocks.n; k++)
            assert_int_equal(c.verdicts[k].label, DECANT_BOILERPLATE);
    }
}

static void test_walls(void **state)
{
    (void)state;
    with_arena(walls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_walls)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
