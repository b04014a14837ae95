#include "outcome.h"

#include "exits.h"

#include <stdio.h>
#include <string.h>

typedef struct loss_row {
    decant_status code;
    dc_loss loss;
} loss_row;

static const loss_row losses[] = {
    {DECANT_E_TOO_LARGE, DC_LOSS_LIMIT},
    {DECANT_E_BUDGET, DC_LOSS_LIMIT},
    {DECANT_E_DEADLINE, DC_LOSS_LIMIT},
    {DECANT_E_HEADERS, DC_LOSS_LIMIT},
    {DECANT_E_EMPTY_INPUT, DC_LOSS_EMPTY},
    {DECANT_E_ENCODING, DC_LOSS_UNREADABLE},
    {DECANT_E_NOT_HTML, DC_LOSS_UNREADABLE},
    {DECANT_E_NOT_FOUND, DC_LOSS_UNREADABLE},
    {DECANT_E_ACCESS, DC_LOSS_UNREADABLE},
    {DECANT_E_IO, DC_LOSS_UNREADABLE},
    {DECANT_E_NO_PAGES, DC_LOSS_UNREADABLE},
    {DECANT_E_URL, DC_LOSS_UNREADABLE},
    {DECANT_E_CONTENT_TYPE, DC_LOSS_UNREADABLE},
    {DECANT_E_POLICY, DC_LOSS_NETWORK},
    {DECANT_E_RESOLVE, DC_LOSS_NETWORK},
    {DECANT_E_CONNECT, DC_LOSS_NETWORK},
    {DECANT_E_TLS, DC_LOSS_NETWORK},
    {DECANT_E_TIMEOUT, DC_LOSS_NETWORK},
    {DECANT_E_PROTOCOL, DC_LOSS_NETWORK},
    {DECANT_E_TRUNCATED, DC_LOSS_NETWORK},
    {DECANT_E_HTTP_STATUS, DC_LOSS_NETWORK},
    {DECANT_E_REDIRECTS, DC_LOSS_NETWORK},
    {DECANT_E_DECODE, DC_LOSS_NETWORK},
    {DECANT_E_NETWORK, DC_LOSS_NETWORK},
    {DECANT_E_ROBOTS, DC_LOSS_NETWORK},
};

dc_loss dc_loss_of(decant_status code)
{
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        if (losses[i].code == code)
            return losses[i].loss;
    return DC_LOSS_OTHER;
}

uint64_t dc_outcome_lost(const dc_outcome *o)
{
    uint64_t n = 0;
    for (int i = 0; i < DC_N_LOSSES; i++)
        n += o->lost[i];
    return n;
}

int dc_outcome_exit(const dc_outcome *o)
{
    static const int exits[] = {[DC_LOSS_EMPTY] = DC_EXIT_NOTHING,
                                [DC_LOSS_NETWORK] = DC_EXIT_NETWORK,
                                [DC_LOSS_UNREADABLE] = DC_EXIT_UNREADABLE,
                                [DC_LOSS_LIMIT] = DC_EXIT_LIMIT,
                                [DC_LOSS_OTHER] = DC_EXIT_NOTHING};
    const uint64_t lost = dc_outcome_lost(o);
    if (o->n_ok)
        return lost ? DC_EXIT_SOME : DC_EXIT_OK;
    for (int i = 0; i < DC_N_LOSSES; i++)
        if (lost && o->lost[i] == lost)
            return exits[i];
    return DC_EXIT_NOTHING;
}

// The reason that most dropped blocks share.
static const char *main_reason(const decant_page *page, size_t n)
{
    enum { LOOKED_AT = 200 };
    const char *reasons[LOOKED_AT];
    size_t counts[LOOKED_AT] = {0};
    size_t n_reasons = 0;
    size_t best = 0;
    for (size_t i = 0; i < n && i < LOOKED_AT; i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        const char *reason = block.reason ? block.reason : "";
        size_t at = 0;
        while (at < n_reasons && strcmp(reasons[at], reason) != 0)
            at++;
        if (at == n_reasons)
            reasons[n_reasons++] = reason;
        if (++counts[at] > counts[best])
            best = at;
    }
    return n_reasons ? reasons[best] : "";
}

// What to try when the page is not the one that was asked for.
static const char *advice(const char *verdict)
{
    static const char *const rows[][2] = {
        {"blocked", "the site refuses; try later, or save the page from a browser"},
        {"challenge", "the site wants to see a human; save the page from a browser"},
        {"needs-js", "scripts make its text; save the page from a browser"},
        {"paywall", "its text is for subscribers; save the page from a browser that is logged in"},
        {"soft-404", "there is no such page; check the address"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i][0], verdict) == 0)
            return rows[i][1];
    return "decant explain shows its blocks";
}

void dc_outcome_reason(const decant_page *page, char *out, size_t cap)
{
    const size_t n = decant_page_block_count(page);
    const size_t n_comments = decant_page_comment_count(page);
    const char *evidence;
    size_t evidence_len;
    const char *verdict = decant_page_verdict(page, &evidence, &evidence_len);
    if (evidence)
        snprintf(out, cap, "%s (\"%.*s\"): %s", verdict, (int)evidence_len, evidence,
                 advice(verdict));
    else if (n == 0)
        snprintf(out, cap,
                 "no text on the page; it may be made by scripts: save it from a browser");
    else if (n_comments)
        snprintf(out, cap, "no main text, but %zu comment%s (--comments separate prints them)",
                 n_comments, n_comments > 1 ? "s" : "");
    else
        snprintf(out, cap,
                 "no main text: %zu block%s dropped, mostly as %s; decant explain shows them, "
                 "--focus recall keeps more",
                 n, n > 1 ? "s" : "", main_reason(page, n));
}
