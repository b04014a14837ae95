// The decision: comment areas, page kinds, tables, and what structure says.
#include "support/pagetest.h"

#include "clean/clean.h"
#include "clean/comment_word.h"
#include "clean/groups.h"
#include "clean/tokens.h"
#include "clean/when.h"
#include "clean/word_row.h"

#define ARTICLE                                                                                    \
    "<h1>On tides and islands</h1>"                                                                \
    "<p>The sea comes in twice a day and goes out again, and nobody on the island asks why it "    \
    "does.</p>"                                                                                    \
    "<p>Fishermen keep a table on the wall of the harbour office, and children learn it by "       \
    "heart.</p>"                                                                                   \
    "<p>When the moon is full the causeway stays dry for an hour longer, which is when the post "  \
    "comes.</p>"

typedef struct cleaned {
    dc_blocks blocks;
    dc_cleaned result;
} cleaned;

static cleaned clean(dc_arena *arena, const char *html)
{
    cleaned c = {.blocks = blocks_of(arena, html)};
    dc_clean(arena, &c.blocks, DC_FOCUS_BALANCED, NULL, &c.result);
    return c;
}

static const dc_verdict *verdict_of(const cleaned *c, const char *beginning)
{
    for (uint32_t i = 0; i < c->blocks.n; i++)
        if (dc_str_starts(c->blocks.v[i].text, dc_str_of(beginning)))
            return &c->result.verdicts[i];
    fail_msg("no block begins with \"%s\"", beginning);
    return NULL;
}

static void assert_kept(const cleaned *c, const char *beginning)
{
    const dc_verdict *v = verdict_of(c, beginning);
    if (v->label != DECANT_CONTENT)
        fail_msg("\"%s\" was dropped: %s", beginning, v->reason);
}

static void assert_dropped(const cleaned *c, const char *beginning, const char *reason)
{
    const dc_verdict *v = verdict_of(c, beginning);
    assert_int_not_equal(v->label, DECANT_CONTENT);
    if (reason)
        assert_string_equal(v->reason, reason);
}

static void structure(dc_arena *arena)
{
    const cleaned c =
        clean(arena,
              "<title>On tides and islands | The Harbour</title><body>"
              "<nav><a href=/>Start</a> <a href=/b>Boats</a></nav><main><article>" ARTICLE
              "</article></main><aside class=sidebar><h3>Weather</h3><p>Rain.</p></aside>"
              "<div class=cookie-banner><p>We use cookies to make this site work for you.</p></div>"
              "<footer><p>The Harbour, Quay 1.</p></footer>");
    assert_kept(&c, "The sea");
    assert_kept(&c, "When the moon");
    assert_dropped(&c, "Start", "chrome.navigation");
    assert_dropped(&c, "Rain.", "chrome.sidebar");
    assert_dropped(&c, "We use cookies", "chrome.cookie");
    assert_dropped(&c, "The Harbour", "chrome.footer");
    assert_true(c.result.confidence > .5f && c.result.confidence <= 1);
}

static void test_structure(void **state)
{
    (void)state;
    with_arena(structure);
}

static void wordpress(dc_arena *arena)
{
    const cleaned c = clean(
        arena,
        "<body class='single comments-open'><article class=has-comments>" ARTICLE "</article>"
        "<div id=comments class=comments-area><h2 class=comments-title>2 thoughts on tides</h2>"
        "<ol class=comment-list><li id=comment-1 class='comment depth-1'><article "
        "class=comment-body id=div-comment-1>"
        "<footer class=comment-meta><div class='comment-author vcard'><b class=fn>Ann</b> <span "
        "class=says>says:</span></div>"
        "<div class=comment-metadata><a href=#comment-1><time datetime=2024-05-01>May 1, "
        "2024</time></a></div></footer>"
        "<div class=comment-content><p>My aunt lived there.</p><p>She never asked either.</p></div>"
        "<div class=reply><a class=comment-reply-link href=#>Reply</a></div></article>"
        "<ol class=children><li id=comment-2 class='comment depth-2'><article class=comment-body>"
        "<footer class=comment-meta><b class=fn>Bob</b></footer>"
        "<div class=comment-content><p>Nor did mine.</p></div></article></li></ol></li></ol>"
        "<div id=respond class=comment-respond><h3>Leave a word</h3>"
        "<p class=must-log-in>Only members may write here.</p></div></div>");
    assert_kept(&c, "The sea");
    assert_dropped(&c, "2 thoughts", "area.token");
    assert_dropped(&c, "Only members", "form.comment");
    assert_dropped(&c, "Reply", "action.reply-vote");
    assert_int_equal(verdict_of(&c, "My aunt")->label, DECANT_COMMENT);
    assert_int_equal(c.result.comments.n, 2);
    const dc_comment *first = &c.result.comments.v[0];
    assert_string_equal(first->author.p, "Ann");
    assert_string_equal(first->date.p, "May 1, 2024");
    assert_string_equal(first->text.p, "My aunt lived there.\n\nShe never asked either.");
    assert_int_equal(first->depth, 0);
    assert_string_equal(c.result.comments.v[1].author.p, "Bob");
    assert_int_equal(c.result.comments.v[1].depth, 1);
}

static void test_wordpress(void **state)
{
    (void)state;
    with_arena(wordpress);
}

static void embeds(dc_arena *arena)
{
    const cleaned c =
        clean(arena, "<main>" ARTICLE "</main><div id=disqus_thread>Loading the thread.</div>"
                     "<ul class=recentcomments><li>Cy on Storms and how to like them</ul>");
    assert_kept(&c, "Fishermen");
    assert_dropped(&c, "Loading", "area.embed-root");
    assert_dropped(&c, "Cy on", "area.widget");
    assert_int_equal(c.result.comments.n, 0);
}

static void test_embeds(void **state)
{
    (void)state;
    with_arena(embeds);
}

// Names that only look like comments: proof is missing, or the text itself is inside.
static void vetoes(dc_arena *arena)
{
    const cleaned inside = clean(arena, "<div id=comments>" ARTICLE "</div>");
    assert_kept(&inside, "The sea");
    const cleaned bare =
        clean(arena, "<div class=comments><p>A tide table is a list of times and of heights, "
                     "printed for one harbour and one year.</p></div>" ARTICLE);
    assert_false(
        dc_str_starts(dc_str_of(verdict_of(&bare, "A tide table")->reason), DC_STR("area.")));
    const cleaned code =
        clean(arena, ARTICLE "<pre><span class=comment># post a comment</span>\nrun()</pre>");
    const dc_str why = dc_str_of(verdict_of(&code, "# post")->reason);
    assert_false(dc_str_starts(why, DC_STR("area.")) || dc_str_starts(why, DC_STR("prompt.")));
}

static void test_vetoes(void **state)
{
    (void)state;
    with_arena(vetoes);
}

static void forum(dc_arena *arena)
{
    const cleaned c =
        clean(arena, "<h1>Which boat?</h1>"
                     "<div class='post comment' id=comment-1><div class=postbody>I need a boat "
                     "that two can row, for still water.</div></div>"
                     "<div class='post comment' id=comment-2><div class=postbody>Take a dinghy. "
                     "They are cheap, and they float well.</div></div>"
                     "<div class='post comment' id=comment-3><div class=postbody>Or a punt, if you "
                     "can stand. Mine has lasted for years.</div></div>");
    assert_int_equal(c.result.kind, DC_PAGE_FORUM);
    assert_kept(&c, "I need");
    assert_kept(&c, "Take a dinghy");
    assert_kept(&c, "Or a punt");
    assert_int_equal(c.result.comments.n, 0);
}

static void test_forum(void **state)
{
    (void)state;
    with_arena(forum);
}

#define SAID(head, words) "<div class=note>" head "<p>" words "</p></div>"

// Heads of comments without a telling name, each with its own way to say who and when.
static void heads(dc_arena *arena)
{
    const cleaned c = clean(
        arena, "<main>" ARTICLE "<h3>7 comments</h3>" SAID("<p>Ann - 3 May 2024</p>",
                                                           "My aunt lived there, on the far side.")
                   SAID("<p>Posted by: Bob Lee at December 18, 2023 05:48</p>",
                        "And it still is like that today.")
                       SAID("<p>Cy Twill</p><p>Wed, 12/03/2025 - 02:42</p>",
                            "The causeway is older than the post.")
                           SAID("<p>Dora</p><p>8d</p>", "Nobody asks because all of them know.")
                               SAID("<p>Eva Maria schrieb am 3. Mai 2024:</p>",
                                    "Das ist bei uns genauso gewesen.")
                                   SAID("<p>3 hours ago</p>", "No name, and yet something to say.")
                                       SAID("<p>Fritz says:</p><p>May 4, 2024</p>",
                                            "Tables on walls are the best tables.") "</main>");
    static const struct {
        const char *author;
        const char *date;
    } rows[] = {{"Ann", "3 May 2024"},
                {"Bob Lee", "December 18, 2023 05:48"},
                {"Cy Twill", "Wed, 12/03/2025 - 02:42"},
                {"Dora", "8d"},
                {"Eva Maria", "3. Mai 2024"},
                {NULL, "3 hours ago"},
                {"Fritz", "May 4, 2024"}};
    assert_kept(&c, "The sea");
    assert_dropped(&c, "7 comments", "area.shape");
    assert_int_equal(c.result.comments.n, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dc_comment *said = &c.result.comments.v[i];
        if (rows[i].author)
            assert_string_equal(said->author.p, rows[i].author);
        else
            assert_null(said->author.p);
        assert_string_equal(said->date.p, rows[i].date);
    }
}

static void test_heads(void **state)
{
    (void)state;
    with_arena(heads);
}

// Dated siblings that are no comments: stories with linked titles, reviews, a ticker.
static void no_comments(dc_arena *arena)
{
    const cleaned stories = clean(
        arena,
        "<main>" ARTICLE "<h3>Comments</h3>" SAID(
            "<h4><a href=/1>The dredger is back at its berth</a></h4><p>3 May 2024</p>",
            "It has a new pump and new paint.")
            SAID("<h4><a href=/2>A seal sleeps on the old slip</a></h4><p>2 May 2024</p>",
                 "Please do not feed it any fish.")
                SAID("<h4><a href=/3>Visitors pay at the new machine</a></h4><p>1 May 2024</p>",
                     "It takes coins, and cards as well.") "</main>");
    assert_int_equal(stories.result.comments.n, 0);
    const cleaned ticker = clean(
        arena, "<main>" ARTICLE SAID("<p>14:05</p>", "The ferry has left with forty cars.")
                   SAID("<p>14:35</p>", "It is back, the wind is too strong.")
                       SAID("<p>15:10</p>", "All crossings are off until the morning.") "</main>");
    assert_int_equal(ticker.result.comments.n, 0);
}

static void test_no_comments(void **state)
{
    (void)state;
    with_arena(no_comments);
}

static uint32_t groups_of_class(const char *token)
{
    const dc_str classes[] = {dc_str_of(token)};
    const dc_facts facts = {.classes = classes, .n_classes = 1};
    const dc_box box = {.tag = DC_TAG_div, .facts = &facts};
    dc_word_sieve sieve;
    dc_group_sieve(&sieve);
    return dc_groups_of(&box, &sieve);
}

static uint32_t tokens_of_class(const char *token)
{
    const dc_str classes[] = {dc_str_of(token)};
    const dc_facts facts = {.classes = classes, .n_classes = 1};
    return dc_tokens_of(&facts, DC_STR("div"), NULL);
}

static void test_tables(void **state)
{
    (void)state;
    assert_int_equal(groups_of_class("site-footer"), DC_GROUP_FOOTER);
    assert_int_equal(groups_of_class("SiteNav"), DC_GROUP_NAV);
    assert_int_equal(groups_of_class("ad"), DC_GROUP_ADVERT);
    assert_int_equal(groups_of_class("widgets"), DC_GROUP_SIDE);
    assert_int_equal(groups_of_class("adorable"), 0);
    assert_int_equal(tokens_of_class("Comments-Area"), DC_TOKEN_ROOT);
    assert_int_equal(tokens_of_class("js-answer"), DC_TOKEN_POST);
    assert_int_equal(tokens_of_class("xf"), DC_TOKEN_FORUM);
    assert_int_equal(tokens_of_class("has-comments"), 0);
    assert_int_equal(tokens_of_class("comments-open"), 0);
    const dc_facts ids[] = {{.id = DC_STR("li-comment-12")}, {.id = DC_STR("comment-policy")}};
    assert_int_equal(dc_tokens_of(&ids[0], DC_STR("li"), NULL), DC_TOKEN_ITEM);
    assert_int_equal(dc_tokens_of(&ids[1], DC_STR("li"), NULL), 0);
}

#define POST(n, who, words)                                                                        \
    "<div id=p" n " class='post bg1'><dl class=postprofile><dt><a class=username href=#>" who      \
    "</a></dt><dd class=profile-rank>Deckhand</dd></dl><div class=postbody><p class=author>by "    \
    "<a class=username href=#>" who "</a> &raquo; <time>May " n                                    \
    ", 2024</time></p><div class=content>" words "</div><div class=signature>Afloat.</div>"        \
    "<div class=back2top><a href=#top>Top</a></div></div></div>"

// Posts are content whatever they look like, in page order; what stands around them is not.
static void posts(dc_arena *arena)
{
    const cleaned c =
        clean(arena, "<body id=phpbb><h1>Oak</h1>" POST("1", "Ann", "Short.")
                         POST("2", "Bob", "It is <b>sour</b>.<blockquote>Short.</blockquote>")
                             POST("3", "Ann", "Thanks."));
    assert_int_equal(c.result.kind, DC_PAGE_FORUM);
    assert_string_equal(verdict_of(&c, "It is sour")->reason, "kept.forum");
    const cleaned q =
        clean(arena, "<body class=question-page><h1>How is oak bleached?</h1>"
                     "<div class='question js-question'><div class=js-post-body><p>Mine went grey."
                     "</div><ul class=comments-list><li class='comment js-comment'><div class="
                     "comment-body><span class=comment-copy>How old is it?</span></div></ul></div>"
                     "<div class='answer js-answer'><div class=js-post-body><p>With peroxide.</div>"
                     "</div>");
    assert_int_equal(q.result.kind, DC_PAGE_FORUM);
    assert_string_equal(verdict_of(&q, "With peroxide.")->reason, "kept.forum");
    assert_string_equal(verdict_of(&q, "How old is it?")->reason, "kept.remark");
    assert_kept(&c, "Thanks.");
    assert_dropped(&c, "Deckhand", "meta.author-date");
    assert_dropped(&c, "Afloat.", "meta.author-date");
    assert_dropped(&c, "Top", "meta.author-date");
    assert_int_equal(c.result.comments.n, 0);
    assert_int_equal(c.result.posts.n, 3);
    const dc_comment *second = &c.result.posts.v[1];
    assert_string_equal(second->author.p, "Bob");
    assert_string_equal(second->date.p, "May 2, 2024");
    assert_string_equal(second->text.p, "It is sour.\n\nShort.");
    assert_int_equal(second->depth, 0);
}

static void test_posts(void **state)
{
    (void)state;
    with_arena(posts);
}

static void copies(dc_arena *arena)
{
    const cleaned c = clean(
        arena, "<main>" ARTICLE "<div><div><p>The sea comes in twice a day and goes out again, "
               "and nobody on the island asks why it does.</p></div></div></main>");
    uint32_t n = 0;
    for (uint32_t i = 0; i < c.blocks.n; i++)
        n += c.result.verdicts[i].label == DECANT_CONTENT &&
             dc_str_starts(c.blocks.v[i].text, DC_STR("The sea"));
    assert_int_equal(n, 1);
}

static void test_copies(void **state)
{
    (void)state;
    with_arena(copies);
}

// Names that sites make up: the last telling word behind the comments gives the role.
static void test_comment_words(void **state)
{
    (void)state;
    static const struct {
        const char *token;
        uint32_t means;
    } rows[] = {
        {"cssShareBarCommentsListCommentText", DC_TOKEN_HINT | DC_TOKEN_BODY},
        {"article-comments__itemAuthor", DC_TOKEN_HINT | DC_TOKEN_AUTHOR},
        {"mbKommentarTimestamp", DC_TOKEN_HINT | DC_TOKEN_DATE},
        {"allCommentsArea", DC_TOKEN_HINT},
        {"BlogItem-comments", DC_TOKEN_HINT},
        {"userCommentlist", DC_TOKEN_HINT},
        {"RepeaterComments_MtnForumComment_43", DC_TOKEN_HINT | DC_TOKEN_ITEM},
        {"leserbrief_inner", DC_TOKEN_HINT},
        {"yorum-formu-write", DC_TOKEN_HINT | DC_TOKEN_FORM},
        {"writeYourComment", DC_TOKEN_HINT | DC_TOKEN_FORM},
        {"customer-reviews-comments", DC_TOKEN_REVIEW},
        {"has-comments-open", 0},
        {"noComments", 0},
        {"comments-count", 0},
        {"commentary", 0},
        {"recommended", 0},
        {"commerce-text", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dc_str classes[] = {dc_str_of(rows[i].token)};
        const dc_facts facts = {.classes = classes, .n_classes = 1};
        if (dc_comment_words(&facts) != rows[i].means)
            fail_msg("%s: %x", rows[i].token, dc_comment_words(&facts));
    }
}

static void test_when(void **state)
{
    (void)state;
    static const char *const dates[] = {"May 3, 2024",
                                        "3 mai 2024",
                                        "03.05.24 - 18:05 Uhr",
                                        "2024-05-03",
                                        "3/5/2024",
                                        "14:05",
                                        "3 hours ago",
                                        "vor 3 Tagen",
                                        "hace 2 años",
                                        "il y a 4 jours",
                                        "2024年5月3日",
                                        "3日前",
                                        "Ann - 3 May '24",
                                        "3 ЯНВАРЯ 2024",
                                        "Gestern",
                                        "14 kwietnia 2020",
                                        "Ontem às 14:05",
                                        "8d",
                                        "17h",
                                        "6dEdited",
                                        "3 mo."};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (!dc_says_when(dc_str_of(dates[i])))
            fail_msg("\"%s\" is a date", dates[i]);
    static const char *const others[] = {
        "",          "Ann",        "12 comments",  "Windows 10",
        "3.5 cm",    "Mary Major", "May I come?",  "1/2 cup of milk",
        "Chapter 4", "vor Ort",    "+49 30 12345", "Version 2.0.1.9"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (dc_says_when(dc_str_of(others[i])))
            fail_msg("\"%s\" is no date", others[i]);
}

static void table_words(void **state)
{
    (void)state;
    static const dc_word_row rows[] = {{"a", 1},         {"comment", 2},    {"comment-", 3},
                                       {"comment-a", 4}, {"comment-ab", 5}, {"comment-b", 6},
                                       {"commenta", 7},  {"d", 8}};
    enum { N = sizeof rows / sizeof *rows };
    dc_word_sieve sieve;
    dc_word_sieve_make(rows, N, &sieve);
    for (size_t i = 0; i < 2 * N; i++) {
        const dc_str word = dc_str_of(rows[i % N].word);
        assert_int_equal(dc_word_row_find(rows, N, word), rows[i % N].means);
        assert_int_equal(dc_word_row_sift(rows, N, word, &sieve), rows[i % N].means);
    }
    assert_int_equal(dc_word_row_sift(rows, N, DC_STR("b"), &sieve), 0);
    assert_int_equal(dc_word_row_find(rows, N, DC_STR("COMMENT-AB")), 5);
    static const dc_str others[] = {
        {"", 0},  {"b", 1},   {"comment\0", 8},   {"comment-c", 9}, {"comment-abc", 11},
        {"e", 1}, {"a\0", 2}, {"comment-a\0", 10}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(dc_word_row_find(rows, N, others[i]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure), cmocka_unit_test(test_wordpress),
        cmocka_unit_test(test_embeds),    cmocka_unit_test(test_vetoes),
        cmocka_unit_test(test_forum),     cmocka_unit_test(test_posts),
        cmocka_unit_test(test_tables),    cmocka_unit_test(test_copies),
        cmocka_unit_test(test_heads),     cmocka_unit_test(test_no_comments),
        cmocka_unit_test(test_when),      cmocka_unit_test(test_comment_words),
        cmocka_unit_test(table_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
