// Verdicts on answers and pages together, and what the options leave out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <decant/decant.h>

#include <string.h>

#define PARAGRAPH                                                                                  \
    "<p>The sea comes in twice a day and goes out again, and nobody on the island has ever asked " \
    "why it does so, for the table on the wall of the harbour office tells them when.</p>"
#define ARTICLE "<title>On tides</title><h1>On tides</h1>" PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH
#define LITTLE "<title>harbour.example</title><p>One second.</p>"
#define ASKED "https://harbour.example/2024/05/on-tides"

typedef struct row {
    int32_t status;
    const char *head; // without its status line
    const char *url;  // where it led
    const char *html;
    const char *verdict;
    const char *evidence; // NULL: none
} row;

static const row rows[] = {
    {200, "", ASKED, ARTICLE, "ok", NULL},
    {0, "", ASKED, ARTICLE, "ok", NULL},
    {200, "Server: cloudflare\r\n", ASKED, ARTICLE, "ok", NULL},
    // Services say what they did.
    {403, "CF-Mitigated: challenge\r\n", ASKED, LITTLE, "challenge",
     "HTTP 403; CF-Mitigated: challenge"},
    {200, "cf-mitigated: challenge\r\n", ASKED, ARTICLE, "challenge", "cf-mitigated: challenge"},
    {202, "x-amzn-waf-action: challenge\r\n", ASKED, LITTLE, "challenge",
     "x-amzn-waf-action: challenge"},
    {403, "x-datadome: protected\r\n", ASKED, LITTLE, "challenge",
     "HTTP 403; x-datadome: protected"},
    {200, "x-datadome: protected\r\n", ASKED, ARTICLE, "ok", NULL},
    {403, "Server: AkamaiGHost\r\n", ASKED, "<h1>Access Denied</h1>", "blocked",
     "HTTP 403; Server: AkamaiGHost"},
    {200, "Server: AkamaiGHost\r\n", ASKED, ARTICLE, "ok", NULL},
    {200, "X-Note: cf-mitigated: challenge\r\n", ASKED, ARTICLE, "ok", NULL},
    {200, "cf-mitigated-not: challenge\r\n", ASKED, ARTICLE, "ok", NULL},
    // Status, alone and with words.
    {403, "", ASKED, LITTLE, "blocked", "HTTP 403"},
    {401, "", ASKED, LITTLE, "blocked", "HTTP 401"},
    {402, "", ASKED, LITTLE, "paywall", "HTTP 402"},
    {429, "Retry-After: 60\r\n", ASKED, LITTLE, "blocked", "HTTP 429; Retry-After: 60"},
    {451, "", ASKED, LITTLE, "blocked", "HTTP 451"},
    {503, "", ASKED, "<title>Just a moment...</title><p>One second.</p>", "challenge",
     "HTTP 503; Just a moment..."},
    {503, "", ASKED, ARTICLE, "ok", NULL},
    {404, "", ASKED, "<title>Page not found</title><h1>Page not found</h1>", "ok", NULL},
    {200, "", ASKED, "<title>Page not found</title><h1>Page not found</h1>", "soft-404",
     "Page not found"},
    // Mark-up of challenges counts where there is little else.
    {200, "", ASKED, LITTLE "<script src=\"/_Incapsula_Resource?a\"></script>", "challenge",
     "_Incapsula_Resource"},
    {200, "", ASKED, LITTLE "<div id=\"px-captcha\"></div>", "challenge", "id=\"px-captcha\""},
    {200, "", ASKED,
     ARTICLE PARAGRAPH PARAGRAPH "<script src=\"/cdn-cgi/challenge-platform/scripts/jsd/main.js\">"
                                 "</script>",
     "ok", NULL},
    // Redirects.
    {200, "", "https://harbour.example/", ARTICLE, "soft-404",
     "redirected to https://harbour.example/"},
    {200, "", "https://harbour.example/404?from=x", ARTICLE, "soft-404",
     "redirected to https://harbour.example/404?from=x"},
    {200, "", "https://harbour.example/login?next=x", LITTLE, "blocked",
     "redirected to https://harbour.example/login?next=x"},
    {200, "", "https://harbour.example/sorry/index?x", LITTLE, "challenge",
     "redirected to https://harbour.example/sorry/index?x"},
    {200, "", "https://www.harbour.example/2024/05/on-tides", ARTICLE, "ok", NULL},
    {200, "", "https://harbour.example/tides/", ARTICLE, "ok", NULL},
    // Shells.
    {200, "", ASKED, "<title>On tides</title><div id=root></div><script src=a.js></script>",
     "needs-js", "nothing in <div id=\"root\">"},
    {200, "", ASKED, "<title>On tides</title><div id=root></div>", "empty", NULL},
    {200, "", ASKED, "<title>On tides</title><div id=x></div><script src=a.js></script>", "empty",
     NULL},
};

static void check(const row *r)
{
    char head[200] = "HTTP/1.1 200 OK\r\n";
    strcat(strcat(head, r->head), "\r\n");
    decant_options o = DECANT_OPTIONS_INIT;
    o.input = ASKED;
    o.url = r->url;
    o.http_status = r->status;
    o.http_head = head;
    o.http_head_len = strlen(head);
    decant_page *page;
    assert_int_equal(decant_extract(&o, r->html, strlen(r->html), &page, NULL), DECANT_OK);
    const char *evidence;
    size_t len;
    const char *verdict = decant_page_verdict(page, &evidence, &len);
    if (strcmp(verdict, r->verdict) == 0 || (!r->evidence && !evidence)) // no text at all is empty
        assert_true(!evidence == !r->evidence);
    else
        fail_msg("%d %s %s: %s, not %s", r->status, r->head, r->html, verdict, r->verdict);
    if (evidence && (len != strlen(r->evidence) || memcmp(evidence, r->evidence, len) != 0))
        fail_msg("%.*s, not %s", (int)len, evidence, r->evidence);
    const int is_wall = strcmp(verdict, "challenge") == 0 || strcmp(verdict, "blocked") == 0;
    if (is_wall)
        assert_true(decant_page_is_empty(page));
    decant_page_free(page);
}

static void answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

// A caller with the header of an earlier version has no such fields.
static void older_callers(void **state)
{
    (void)state;
    decant_options o = DECANT_OPTIONS_INIT;
    o.struct_size = offsetof(decant_options, http_status);
    o.http_status = 403;
    decant_page *page;
    assert_int_equal(decant_extract(&o, ARTICLE, sizeof ARTICLE - 1, &page, NULL), DECANT_OK);
    assert_string_equal(decant_page_verdict(page, NULL, NULL), "ok");
    decant_page_free(page);
}

// Nothing else of a page depends on its metadata.
static void without_meta(void **state)
{
    (void)state;
    static const char html[] = "<html lang=en><title>Tides</title><meta name=author content='Ann "
                               "Lee'><h1>Tides</h1><p>By Ann Lee, 3 May 2024<p>The sea comes in "
                               "twice a day and goes out again, and nobody has ever asked why.";
    for (uint32_t no_meta = 0; no_meta <= 1; no_meta++) {
        decant_options options = DECANT_OPTIONS_INIT;
        options.no_meta = no_meta;
        decant_page *out;
        assert_int_equal(decant_extract(&options, html, sizeof html - 1, &out, NULL), DECANT_OK);
        decant_meta meta = DECANT_META_INIT;
        assert_int_equal(decant_page_meta(out, &meta), DECANT_OK);
        assert_int_equal(!meta.title && !meta.author && !meta.date && !meta.language, no_meta);
        assert_int_equal(decant_page_candidate_count(out) == 0, no_meta);
        assert_non_null(strstr(decant_page_text(out, NULL), "nobody has ever asked why"));
        decant_page_free(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(older_callers),
        cmocka_unit_test(without_meta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
