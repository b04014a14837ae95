#include "clean/wall.h"

#include <decant/decant.h>

// An article may speak of captchas, and many a page has a word for readers without JavaScript: only
// a page that says little else is a wall. The limits are words of the whole page and of its text.
typedef struct wall_row {
    const char *verdict;
    const char *phrase; // ASCII case does not matter
    bool is_title;      // looked for at the beginning of the title, else in blocks
    bool hides_text;
    uint16_t most_words;      // of the page
    uint16_t most_text_words; // of its text
} wall_row;

#define TITLE(verdict, phrase, hides, page, text)                                                  \
    {                                                                                              \
        verdict, phrase, true, hides, page, text                                                   \
    }
#define BLOCK(verdict, phrase, hides, page, text)                                                  \
    {                                                                                              \
        verdict, phrase, false, hides, page, text                                                  \
    }

// The most certain first.
static const wall_row walls[] = {
    BLOCK("challenge", "checking if the site connection is secure", true, 150, 150),
    BLOCK("challenge", "checking your browser before", true, 150, 150),
    BLOCK("challenge", "complete the security check", true, 200, 200),
    BLOCK("challenge", "confirm that you are human", true, 150, 150),
    BLOCK("challenge", "confirm you are human", true, 150, 150),
    BLOCK("challenge", "enable javascript and cookies to continue", true, 150, 150),
    BLOCK("challenge", "needs to review the security of your connection", true, 150, 150),
    BLOCK("challenge", "unusual traffic from your", true, 200, 200),
    BLOCK("challenge", "verify that you are human", true, 150, 150),
    BLOCK("challenge", "verify that you are not a robot", true, 150, 150),
    BLOCK("challenge", "verify you are human", true, 150, 150),
    BLOCK("challenge", "verify you're not a robot", true, 150, 150),
    BLOCK("challenge", "verifying you are human", true, 150, 150),
    TITLE("challenge", "are you a robot", true, 150, 150),
    TITLE("challenge", "attention required!", true, 200, 200),
    TITLE("challenge", "ddos-guard", true, 150, 150),
    TITLE("challenge", "human verification", true, 150, 150),
    TITLE("challenge", "just a moment...", true, 150, 150),
    TITLE("challenge", "robot check", true, 150, 150),
    BLOCK("blocked", "have permission to access", true, 120, 120),
    BLOCK("blocked", "not available in your country", true, 120, 120),
    BLOCK("blocked", "not available in your region", true, 120, 120),
    BLOCK("blocked", "the request could not be satisfied", true, 120, 120),
    BLOCK("blocked", "you have been blocked", true, 250, 250),
    BLOCK("blocked", "your ip address has been blocked", true, 150, 150),
    BLOCK("blocked", "your request has been blocked", true, 150, 150),
    TITLE("blocked", "access denied", true, 120, 120),
    TITLE("blocked", "access to this page has been denied", true, 200, 200),
    TITLE("blocked", "request blocked", true, 120, 120),
    BLOCK("needs-js", "enable javascript", true, 120, 24),
    BLOCK("needs-js", "javascript is disabled", true, 120, 24),
    BLOCK("needs-js", "javascript is required", true, 120, 24),
    BLOCK("needs-js", "javascript to run this app", true, 120, 24),
    BLOCK("needs-js", "requires javascript", true, 120, 24),
    BLOCK("needs-js", "turn on javascript", true, 120, 24),
    TITLE("soft-404", "404", false, 400, 80),
    TITLE("soft-404", "error 404", false, 400, 80),
    TITLE("soft-404", "nothing found", false, 400, 80),
    TITLE("soft-404", "page introuvable", false, 400, 80),
    TITLE("soft-404", "page not found", false, 400, 80),
    TITLE("soft-404", "seite nicht gefunden", false, 400, 80),
    BLOCK("soft-404", "the page you are looking for does not exist", false, 400, 80),
    BLOCK("soft-404", "the page you requested could not be found", false, 400, 80),
    BLOCK("soft-404", "this page doesn't exist", false, 400, 80),
    BLOCK("paywall", "continue reading with a subscription", false, 2000, 250),
    BLOCK("paywall", "subscribe now to continue reading", false, 2000, 250),
    BLOCK("paywall", "subscribe to continue reading", false, 2000, 250),
    BLOCK("paywall", "subscribe to keep reading", false, 2000, 250),
    BLOCK("paywall", "subscribe to read the full", false, 2000, 250),
    BLOCK("paywall", "this article is for subscribers only", false, 2000, 250),
    BLOCK("paywall", "this content is for subscribers only", false, 2000, 250),
};

enum { LONGEST_NOTICE = 80, MOST_WORDS = 2000 };

static dc_str in_blocks(const dc_blocks *blocks, dc_str phrase)
{
    for (uint32_t i = 0; i < blocks->n; i++) {
        const dc_block *b = &blocks->v[i];
        // A notice is short; a paragraph that quotes one is not.
        const size_t at = b->words <= LONGEST_NOTICE ? dc_str_ifind(b->text, phrase) : DC_STR_NPOS;
        // Many a page has such a note on its comments alone.
        if (at != DC_STR_NPOS && dc_str_ifind(b->text, DC_STR("comment")) == DC_STR_NPOS)
            return (dc_str){b->text.p + at, phrase.len};
    }
    return DC_STR_NONE;
}

static dc_str in_title(const dc_blocks *blocks, dc_str phrase)
{
    const dc_str title = dc_str_trim(blocks->title);
    return dc_str_istarts(title, phrase) ? (dc_str){title.p, phrase.len} : DC_STR_NONE;
}

dc_wall dc_wall_find(const dc_blocks *blocks, const dc_verdict *verdicts)
{
    uint32_t words = 0;
    uint32_t text_words = 0;
    for (uint32_t i = 0; i < blocks->n && words <= MOST_WORDS; i++) {
        words += blocks->v[i].words;
        text_words += verdicts[i].label == DECANT_CONTENT ? blocks->v[i].words : 0;
    }
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
        const wall_row *row = &walls[i];
        if (words > row->most_words || text_words > row->most_text_words)
            continue;
        const dc_str phrase = dc_str_of(row->phrase);
        const dc_str found = row->is_title ? in_title(blocks, phrase) : in_blocks(blocks, phrase);
        if (found.p)
            return (dc_wall){row->verdict, found, row->hides_text};
    }
    return (dc_wall){0};
}
