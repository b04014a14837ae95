// The page as a whole: the same for all its blocks.
#include "clean/groups.h"
#include "clean/tokens.h"
#include "clean/view.h"

// What is the same for all blocks is read of the first.
#define ALL(name, x) DC_PUT(out, name, 0, x)

// Elements whose share of the words is a feature.
typedef enum part { MAIN, ARTICLE, FORM, LIST, N_PARTS } part;

static part part_of(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_main:
        return MAIN;
    case DC_TAG_article:
        return ARTICLE;
    case DC_TAG_form:
        return FORM;
    case DC_TAG_ul:
    case DC_TAG_ol:
        return LIST;
    default:
        return N_PARTS;
    }
}

// Counts of elements, and of boxes whose names speak of a kind of page; words under elements, of
// those in each other once.
static void put_counts(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    uint32_t tags[DC_N_TAGS] = {0};
    uint32_t comments = 0;
    uint32_t shop[4] = {0};
    uint32_t words[N_PARTS] = {0};
    uint32_t end[N_PARTS] = {0}; // of the last that was counted
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const dc_box *box = &b->boxes[i];
        const part which = part_of(box->tag);
        tags[box->tag]++;
        if (which < N_PARTS && i >= end[which]) {
            words[which] += dc_box_sum(view->sums.words, box);
            end[which] = box->end;
        }
        comments += (view->tokens[i] & (DC_TOKEN_AREA | DC_TOKEN_ROOT | DC_TOKEN_ITEM)) != 0;
        for (uint32_t k = 0; k < 4; k++)
            shop[k] += (view->groups[i] & (uint32_t)DC_GROUP_PRODUCT << k) != 0;
    }
    const float all = (float)view->sums.words[b->n];
    ALL(x_wmain, dc_ratio((float)words[MAIN], all));
    ALL(x_warticle, dc_ratio((float)words[ARTICLE], all));
    ALL(x_wform, dc_ratio((float)words[FORM], all));
    ALL(x_wlist, dc_ratio((float)words[LIST], all));
    ALL(pg_cprod, dc_lg(shop[0]));
    ALL(pg_cprice, dc_lg(shop[1]));
    ALL(pg_crev, dc_lg(shop[2]));
    ALL(pg_ccart, dc_lg(shop[3]));
    ALL(pg_article, dc_lg(tags[DC_TAG_article]));
    ALL(pg_h2, dc_lg(tags[DC_TAG_h2]));
    ALL(pg_h3, dc_lg(tags[DC_TAG_h3]));
    ALL(pg_p, dc_lg(tags[DC_TAG_p]));
    ALL(pg_li, dc_lg(tags[DC_TAG_li]));
    ALL(pg_img, dc_lg(b->boxes[0].n_images));
    ALL(pg_input, dc_lg(b->boxes[0].n_inputs));
    ALL(pg_ccomment, dc_lg(comments));
}

static void put_text(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const float words = (float)view->sums.words[b->n];
    uint32_t shorts = 0;
    uint32_t digits = 0;
    uint32_t chars = 0;
    uint32_t foreign = 0;
    uint32_t hashed = 0;
    uint32_t questions = 0;
    uint32_t prices = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const dc_letters *l = &view->letters[i];
        shorts += l->shorts;
        digits += l->digits;
        chars += l->chars;
        foreign += l->foreign;
        hashed += l->n_words;
        questions += l->questions;
        prices += l->prices;
    }
    ALL(pg_nb, dc_lg(b->n));
    ALL(pg_w, dc_lg(view->sums.words[b->n]));
    ALL(pg_ld, dc_ratio((float)view->sums.links[b->n], words));
    ALL(pg_pws, dc_ratio((float)view->sums.prose[b->n], words));
    ALL(pg_pw, dc_lg(view->sums.prose[b->n]));
    ALL(pg_wpb, dc_ratio(words, (float)b->n));
    ALL(pg_price, dc_lg(prices));
    ALL(pg_h, dc_ratio((float)view->sums.headings[b->n], (float)b->n));
    ALL(pg_short, dc_ratio((float)shorts, (float)hashed));
    ALL(pg_dig, dc_ratio((float)digits, (float)chars));
    ALL(pg_foreign, dc_ratio((float)foreign, (float)chars));
    ALL(pg_q, dc_lg(questions));
    ALL(pg_maxw, view->longest == UINT32_MAX ? 0 : dc_lg(b->v[view->longest].words));
}

static void put_parts(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const dc_box *main = &b->boxes[view->main[1]];
    const float in_main = (float)dc_box_sum(view->sums.words, main);
    uint32_t card_n = 0;
    for (uint32_t i = 0; i < view->n_siblings; i++) {
        const dc_siblings *s = &view->siblings[i];
        if (s->n >= 3 && !s->is_chrome && s->images * 2 > s->n && s->n > card_n)
            card_n = s->n;
    }
    ALL(pg_mcld, dc_ratio((float)dc_box_sum(view->sums.links, main), in_main));
    ALL(pg_card, dc_lg(card_n));
}

void dc_features_page(const dc_view *view, dc_features *out)
{
    const uint32_t hints = view->blocks->hints;
    if (out->n == 0)
        return;
    put_counts(view, out);
    put_text(view, out);
    put_parts(view, out);
    ALL(pg_hint_article, (hints & DC_HINT_ARTICLE) != 0);
    ALL(pg_hint_product, (hints & DC_HINT_PRODUCT) != 0);
    ALL(pg_hint_list, (hints & DC_HINT_LIST) != 0);
    ALL(pg_hint_forum, (hints & DC_HINT_FORUM) != 0);
    ALL(pg_hint_faq, (hints & DC_HINT_FAQ) != 0);
    ALL(pg_hint_org, (hints & DC_HINT_ORG) != 0);
    ALL(pg_hint_tech, (hints & DC_HINT_TECH) != 0);
}
