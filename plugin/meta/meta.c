#include "meta/meta.h"

#include "blocks/build.h"
#include "meta/declared.h"
#include "meta/language.h"
#include "meta/microdata.h"
#include "meta/person.h"
#include "meta/shown.h"
#include "meta/title.h"

// Dates and authors that are less sure are not printed: null is better than a guess.
#define LEAST_SURE 0.5F

// How readily a kind of page has a date and an author of its own: a shop's page or a list of
// articles has neither, whatever it shows and, less so, its head says.
static const struct prior {
    const char *type;
    float shown;
    float declared;
    float author;
} priors[] = {
    {"article", 1.0F, 1.0F, 1.0F},         {"collection", 0.5F, 0.5F, 0.6F},
    {"documentation", 0.55F, 0.55F, 0.7F}, {"forum", 1.0F, 1.0F, 1.0F},
    {"listing", 0.53F, 0.58F, 0.6F},       {"product", 0.5F, 0.5F, 0.6F},
    {"service", 0.55F, 0.55F, 0.6F},
};

typedef struct reader {
    const dc_meta_input *in;
    const dc_tree *tree;
    dc_candidates all;
    dc_title_parts title;
    dc_day_order order;
    bool is_standing;
    dc_shown_days days;
    char url_day[DC_DAY_LEN + 1]; // "" when the address has none
} reader;

static bool is_type(const reader *r, const char *type)
{
    return dc_str_eq(dc_str_of(r->in->page_type), dc_str_of(type));
}

// The text of a heading: lines apart, without the names of its pictures.
static dc_str heading_text(const dc_tree *tree, uint32_t node)
{
    dc_buf out = dc_buf_in(tree->arena, UINT32_MAX);
    for (uint32_t i = node; i < tree->nodes[node].end; i++) {
        const dc_tag tag = dc_node_tag(tree, i);
        if (tag == DC_TAG_none)
            dc_buf_add(&out, dc_node_text(tree, i));
        else if (dc_tag_flags(tag) & (DC_TAG_SKIP | DC_TAG_FOREIGN))
            i = tree->nodes[i].end - 1;
        else if (tag == DC_TAG_br || !(dc_tag_flags(tag) & DC_TAG_INLINE))
            dc_buf_char(&out, ' ');
    }
    return dc_clean_spaces(tree->arena, dc_buf_str(&out));
}

static void read_titles(reader *r)
{
    enum { MOST_HEADINGS = 32 }; // empty ones included: they may hold each other
    uint32_t n = 0;
    for (uint32_t i = 1; i < r->tree->n; i++) {
        const dc_tag tag = dc_node_tag(r->tree, i);
        if (tag == DC_TAG_title && !r->title.element.p && dc_is_title(r->tree, i)) {
            r->title.element = dc_clean_spaces(r->tree->arena, dc_tree_text(r->tree, i));
        } else if (tag == DC_TAG_h1 && r->title.n_h1 < DC_TITLE_H1S && n++ < MOST_HEADINGS) {
            r->title.h1[r->title.n_h1] = heading_text(r->tree, i);
            r->title.n_h1 += r->title.h1[r->title.n_h1].len > 0;
        }
    }
}

// The first value that was added for a field.
static dc_str first_of(const dc_candidates *all, int32_t field)
{
    for (uint32_t i = 0; i < all->n; i++)
        if (all->v[i].field == field)
            return all->v[i].value;
    return DC_STR_NONE;
}

static dc_str surest_of(const dc_candidates *all, int32_t field)
{
    const dc_candidate *best = NULL;
    for (uint32_t i = 0; i < all->n; i++)
        if (all->v[i].field == field && (!best || all->v[i].confidence > best->confidence))
            best = &all->v[i];
    return best ? best->value : DC_STR_NONE;
}

static void add_titles(reader *r, dc_str headline)
{
    const char *source;
    r->title.headline = headline;
    r->title.has_slogans = is_type(r, "service") || is_type(r, "collection");
    r->title.declared = surest_of(&r->all, DECANT_FIELD_TITLE);
    r->title.site = surest_of(&r->all, DECANT_FIELD_SITE);
    const dc_str best = dc_title_best(&r->title, &source);
    dc_candidates_add(&r->all, DECANT_FIELD_TITLE, best, source, 0.9F);
    if (r->title.n_h1)
        dc_candidates_add(&r->all, DECANT_FIELD_TITLE, r->title.h1[0], "h1", 0.5F);
    dc_candidates_add(&r->all, DECANT_FIELD_TITLE, headline, "json-ld", 0.55F);
    dc_candidates_add(&r->all, DECANT_FIELD_TITLE, r->title.element, "title", 0.45F);
}

// The days and names of the first post are those of a discussion.
static void add_post(reader *r)
{
    const dc_comments *posts = r->in->posts;
    char day[DC_DAY_LEN + 1];
    if (!posts || posts->n == 0)
        return;
    const dc_str name = dc_str_trim(posts->v[0].author);
    if (name.len && name.len < 60)
        dc_candidates_add(&r->all, DECANT_FIELD_AUTHOR, name, "post", 0.86F);
    if (dc_declared_date(posts->v[0].date, r->order, day))
        dc_candidates_add(&r->all, DECANT_FIELD_DATE, dc_str_of(day), "post", 0.82F);
}

static void add_url_date(reader *r)
{
    const dc_str urls[] = {r->in->blocks->url, first_of(&r->all, DECANT_FIELD_CANONICAL)};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        dc_date date;
        if (!urls[i].p || !dc_date_in_url(urls[i], &date))
            continue;
        dc_date_print(&date, r->url_day);
        dc_candidates_add(&r->all, DECANT_FIELD_DATE, dc_str_of(r->url_day), "url", 0.7F);
    }
}

// WordPress marks pages that stand outside of its stream of posts. What their head says of dates
// tells when they were set up.
static bool is_standing_page(const dc_tree *tree)
{
    for (uint32_t i = 1; i < tree->n; i++)
        if (dc_node_tag(tree, i) == DC_TAG_body) {
            dc_str classes = dc_node_attr(tree, i, DC_STR("class"));
            for (dc_str token; dc_str_token(&classes, &token);)
                if (dc_str_istarts(token, DC_STR("page-id-")))
                    return true;
            return false;
        }
    return false;
}

static const struct prior *prior_of(dc_str type)
{
    for (size_t i = 0; i < sizeof priors / sizeof *priors; i++)
        if (dc_str_eq(type, dc_str_of(priors[i].type)))
            return &priors[i];
    return &priors[0];
}

// Whether the address is that of a site's front page.
static bool is_front_page(const reader *r)
{
    const dc_str declared = first_of(&r->all, DECANT_FIELD_CANONICAL);
    const dc_str url = r->in->blocks->url.p ? r->in->blocks->url : declared;
    const size_t host = dc_str_find(url, DC_STR("://"));
    if (host == DC_STR_NPOS || dc_str_find(url, DC_STR("%")) != DC_STR_NPOS)
        return false;
    const size_t slash = dc_str_find(dc_str_from(url, host + 3), DC_STR("/"));
    return slash == DC_STR_NPOS || host + 3 + slash + 1 == url.len;
}

// One day alone right at the heading is the page's own, whatever it looks like. Front pages and
// pages that show several further down are lists.
static const struct prior *prior_of_dates(const reader *r, const struct prior *prior)
{
    const dc_shown_days *days = &r->days;
    const bool may_be_article = !is_type(r, "product");
    if (!days->is_at_heading && (days->n > 2 || is_front_page(r)) && prior->shown > 0.9F)
        return prior_of(DC_STR("listing"));
    if (days->is_in_reach && days->n == 1 && may_be_article && !is_front_page(r))
        return prior_of(DC_STR("article"));
    return prior;
}

static void weigh_date(const reader *r, const struct prior *prior, bool is_forum, dc_candidate *c)
{
    if (r->in->max_date.len && strncmp(c->value.p, r->in->max_date.p, DC_DAY_LEN) > 0)
        c->confidence = 0;
    // The lines of a discussion are full of dates: most are those of answers.
    if (is_forum && dc_candidate_is_shown(c))
        c->confidence *= 0.92F;
    // Several days around the heading are those of other pages, or of parts.
    if (!is_forum && r->days.n > 2 && dc_candidate_is_shown(c))
        c->confidence -= 0.015F;
    if (r->is_standing && !dc_candidate_is_shown(c) && c->confidence < 0.75F)
        c->confidence *= 0.6F;
    // What has its day in its address is a post, whatever it looks like.
    if (!dc_str_eq(c->value, dc_str_of(r->url_day)))
        c->confidence *= dc_candidate_is_shown(c) ? prior->shown : prior->declared;
}

// The surest day of a field that the page shows, or that its head declares.
static const dc_candidate *surest_day(const reader *r, int32_t field, bool is_shown)
{
    const dc_candidate *best = NULL;
    for (uint32_t i = 0; i < r->all.n; i++) {
        const dc_candidate *c = &r->all.v[i];
        if (c->field == field && dc_candidate_is_shown(c) == is_shown &&
            (!best || c->confidence > best->confidence))
            best = c;
    }
    return best;
}

static int32_t number_of(dc_str day)
{
    dc_date date;
    return dc_date_find(day, DC_DAY_FIRST, &date) ? dc_date_number(&date) : 0;
}

// A page was not published after the day that it shows. And when the two are a day apart, the head
// has Greenwich's day, and the reader sees the page's own.
static void prefer_shown_day(reader *r, bool is_forum)
{
    const dc_candidate *declared = surest_day(r, DECANT_FIELD_DATE, false);
    const float least = is_forum ? 0.8F : 0.84F;
    if (!declared)
        return;
    for (uint32_t i = 0; i < r->all.n; i++) {
        dc_candidate *c = &r->all.v[i];
        if (c->field == DECANT_FIELD_DATE && dc_candidate_is_shown(c) && c->confidence >= least &&
            c->confidence < declared->confidence &&
            number_of(c->value) <= number_of(declared->value) + 1)
            c->confidence = declared->confidence + 0.005F;
    }
}

// Where the reader sees no day but that of the last change, it is the one to know the page by. And
// a page is not published after it was changed.
static void prefer_shown_change(reader *r)
{
    const float least = 0.8F;
    const dc_candidate *declared = surest_day(r, DECANT_FIELD_DATE, false);
    const dc_candidate *day = surest_day(r, DECANT_FIELD_DATE, true);
    const dc_candidate *change = surest_day(r, DECANT_FIELD_MODIFIED, true);
    if (!declared || !change || change->confidence < least)
        return;
    if (!day || day->confidence < least || number_of(change->value) < number_of(declared->value))
        dc_candidates_add(&r->all, DECANT_FIELD_DATE, change->value, change->source,
                          declared->confidence + 0.005F);
}

static void weigh(reader *r)
{
    const dc_comments *posts = r->in->posts;
    const bool is_forum = is_type(r, "forum") || (posts && posts->n > 1);
    r->is_standing = is_standing_page(r->tree);
    const struct prior *prior = prior_of(is_forum ? DC_STR("forum") : dc_str_of(r->in->page_type));
    const struct prior *of_dates = prior_of_dates(r, prior);
    for (uint32_t i = 0; i < r->all.n; i++) {
        dc_candidate *c = &r->all.v[i];
        if (c->field == DECANT_FIELD_DATE) {
            weigh_date(r, of_dates, is_forum, c);
        } else if (c->field == DECANT_FIELD_AUTHOR) {
            // Names of the site are no authors as long as there is another.
            c->confidence *= prior->author * (dc_str_ieq(c->value, r->title.site) ? 0.75F : 1.0F);
        }
    }
    prefer_shown_day(r, is_forum);
    prefer_shown_change(r);
}

static dc_str best(const dc_candidates *all, int32_t field, float least)
{
    const dc_candidate *c = dc_candidates_best(all, field);
    return c && c->confidence >= least ? c->value : DC_STR_NONE;
}

static dc_str joined(const dc_candidates *all, int32_t field)
{
    dc_buf out = dc_buf_in(all->arena, SIZE_MAX / 2);
    for (uint32_t i = 0; i < all->n; i++)
        if (all->v[i].field == field) {
            if (out.len)
                dc_buf_add(&out, DC_STR("; "));
            dc_buf_add(&out, all->v[i].value);
        }
    const dc_str s = dc_buf_str(&out);
    return s.len ? (dc_str){dc_arena_copy(all->arena, s), s.len} : DC_STR_NONE;
}

static void choose(const dc_candidates *all, dc_meta *out)
{
    out->title = best(all, DECANT_FIELD_TITLE, 0);
    out->author = best(all, DECANT_FIELD_AUTHOR, LEAST_SURE);
    out->date = best(all, DECANT_FIELD_DATE, LEAST_SURE);
    out->modified = best(all, DECANT_FIELD_MODIFIED, LEAST_SURE);
    out->site = best(all, DECANT_FIELD_SITE, 0);
    out->description = best(all, DECANT_FIELD_DESCRIPTION, 0);
    out->canonical = best(all, DECANT_FIELD_CANONICAL, 0);
    out->image = best(all, DECANT_FIELD_IMAGE, 0);
    out->language = best(all, DECANT_FIELD_LANGUAGE, 0);
    out->licence = best(all, DECANT_FIELD_LICENCE, LEAST_SURE);
    out->tags = joined(all, DECANT_FIELD_TAG);
}

void dc_meta_read(const dc_meta_input *in, dc_meta *out)
{
    *out = (dc_meta){.title = DC_STR_NONE};
    reader r = {.in = in, .tree = in->tree, .all = {.arena = in->tree->arena}};
    const dc_str language = dc_str_trim(dc_node_attr(in->tree, 0, DC_STR("lang")));
    r.order = dc_day_order_of(language);
    dc_jsonld jsonld = {.source = "json-ld", .trust = 1};
    dc_jsonld microdata = {.source = "microdata", .trust = 0.97F};
    dc_declared_read(in->tree, r.order, &jsonld, &r.all);
    dc_microdata_read(in->tree, in->blocks, &microdata);
    const dc_str headline = dc_declared_jsonld(&jsonld, r.order, &r.all);
    const dc_str marked = dc_declared_jsonld(&microdata, r.order, &r.all);
    dc_candidates_add(&r.all, DECANT_FIELD_TITLE, marked, "microdata", 0.55F);
    read_titles(&r);
    add_titles(&r, headline);
    dc_declared_language(language, "lang", 0.8F, &r.all);
    dc_language_add(in->blocks, in->verdicts, surest_of(&r.all, DECANT_FIELD_LANGUAGE), &r.all);
    r.order = dc_day_order_of(surest_of(&r.all, DECANT_FIELD_LANGUAGE));
    const dc_shown shown = {.blocks = in->blocks,
                            .verdicts = in->verdicts,
                            .order = r.order,
                            .title = surest_of(&r.all, DECANT_FIELD_TITLE),
                            .element = r.title.element.len ? r.title.element : r.title.declared};
    add_url_date(&r);
    r.days = dc_shown_read(&shown, &r.all);
    add_post(&r);
    weigh(&r);
    dc_candidates_sort(&r.all);
    choose(&r.all, out);
    out->candidates = r.all;
}
