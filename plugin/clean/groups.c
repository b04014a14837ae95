#include "clean/groups.h"

#include "clean/names.h"

// Words of class and id tokens, sorted: two letters at least.
static const dc_word_row words[] = {
    {"ad", DC_GROUP_ADVERT},
    {"ads", DC_GROUP_ADVERT},
    {"advert", DC_GROUP_ADVERT},
    {"advertisement", DC_GROUP_ADVERT},
    {"adverts", DC_GROUP_ADVERT},
    {"alert", DC_GROUP_CHROME},
    {"aside", DC_GROUP_SIDE},
    {"author", DC_GROUP_META},
    {"authorbox", DC_GROUP_AUTHOR},
    {"banner", DC_GROUP_ADVERT},
    {"breadcrumb", DC_GROUP_NAV},
    {"breadcrumbs", DC_GROUP_NAV},
    {"byline", DC_GROUP_META},
    {"cart", DC_GROUP_CHROME | DC_GROUP_CART},
    {"colophon", DC_GROUP_FOOTER},
    {"consent", DC_GROUP_COOKIE},
    {"cookie", DC_GROUP_COOKIE},
    {"cookies", DC_GROUP_COOKIE},
    {"copyright", DC_GROUP_FOOTER},
    {"crumb", DC_GROUP_NAV},
    {"crumbs", DC_GROUP_NAV},
    {"drawer", DC_GROUP_NAV},
    {"dropdown", DC_GROUP_NAV},
    {"facet", DC_GROUP_NAV},
    {"facets", DC_GROUP_NAV},
    {"filter", DC_GROUP_NAV},
    {"filters", DC_GROUP_NAV},
    {"flyout", DC_GROUP_NAV},
    {"footer", DC_GROUP_FOOTER},
    {"gdpr", DC_GROUP_COOKIE},
    {"hamburger", DC_GROUP_NAV},
    {"header", DC_GROUP_HEADER},
    {"lightbox", DC_GROUP_CHROME},
    {"login", DC_GROUP_LOGIN},
    {"mailchimp", DC_GROUP_NEWSLETTER},
    {"masthead", DC_GROUP_HEADER},
    {"megamenu", DC_GROUP_NAV},
    {"menu", DC_GROUP_NAV},
    {"meta", DC_GROUP_META},
    {"minicart", DC_GROUP_CHROME},
    {"modal", DC_GROUP_CHROME},
    {"nav", DC_GROUP_NAV},
    {"navbar", DC_GROUP_NAV},
    {"navbox", DC_GROUP_NAV},
    {"navigation", DC_GROUP_NAV},
    {"newsletter", DC_GROUP_NEWSLETTER},
    {"noprint", DC_GROUP_CHROME},
    {"offcanvas", DC_GROUP_NAV},
    {"onetrust", DC_GROUP_COOKIE},
    {"outbrain", DC_GROUP_RELATED},
    {"overlay", DC_GROUP_CHROME},
    {"pager", DC_GROUP_CHROME},
    {"pagination", DC_GROUP_CHROME},
    {"popup", DC_GROUP_CHROME},
    {"price", DC_GROUP_PRICE},
    {"prices", DC_GROUP_PRICE},
    {"printfooter", DC_GROUP_FOOTER},
    {"product", DC_GROUP_PRODUCT},
    {"products", DC_GROUP_PRODUCT},
    {"promo", DC_GROUP_ADVERT},
    {"recommend", DC_GROUP_RELATED},
    {"recommendation", DC_GROUP_RELATED},
    {"recommendations", DC_GROUP_RELATED},
    {"recommended", DC_GROUP_RELATED},
    {"recs", DC_GROUP_RELATED},
    {"related", DC_GROUP_RELATED},
    {"review", DC_GROUP_REVIEW},
    {"reviews", DC_GROUP_REVIEW},
    {"search", DC_GROUP_CHROME},
    {"share", DC_GROUP_SHARE},
    {"sharedaddy", DC_GROUP_SHARE},
    {"sharing", DC_GROUP_SHARE},
    {"sidebar", DC_GROUP_SIDE},
    {"signin", DC_GROUP_LOGIN},
    {"signup", DC_GROUP_NEWSLETTER},
    {"skip", DC_GROUP_CHROME},
    {"skiplink", DC_GROUP_CHROME},
    {"social", DC_GROUP_SHARE},
    {"socials", DC_GROUP_SHARE},
    {"sponsor", DC_GROUP_ADVERT},
    {"sponsored", DC_GROUP_ADVERT},
    {"subscribe", DC_GROUP_NEWSLETTER},
    {"subscription", DC_GROUP_NEWSLETTER},
    {"taboola", DC_GROUP_RELATED},
    {"tags", DC_GROUP_META},
    {"toast", DC_GROUP_CHROME},
    {"toc", DC_GROUP_TOC},
    {"toolbar", DC_GROUP_CHROME},
    {"topbar", DC_GROUP_HEADER},
    {"widget", DC_GROUP_SIDE},
    {"widgets", DC_GROUP_SIDE},
};

void dc_group_sieve(dc_word_sieve *out)
{
    dc_word_sieve_make(words, sizeof words / sizeof *words, out);
}

// What the words of a token say.
static uint32_t groups_of_token(dc_str token, const dc_word_sieve *sieve)
{
    uint32_t groups = 0;
    if (!token.len)
        return 0;
    const char *const end = token.p + token.len;
    for (const char *p = token.p; p < end;) {
        if (!dc_is_alpha(*p)) {
            p++;
            continue;
        }
        const char *const from = p;
        do
            p++;
        while (dc_word_goes_on(p, end));
        if (p - from > 1)
            groups |= dc_word_row_sift(words, sizeof words / sizeof *words,
                                       (dc_str){from, (size_t)(p - from)}, sieve);
    }
    return groups;
}

static uint32_t group_of_role(dc_str role)
{
    static const struct {
        const char *role;
        uint32_t group;
    } rows[] = {
        {"navigation", DC_GROUP_NAV},     {"menu", DC_GROUP_NAV},
        {"menubar", DC_GROUP_NAV},        {"banner", DC_GROUP_HEADER},
        {"contentinfo", DC_GROUP_FOOTER}, {"complementary", DC_GROUP_SIDE},
        {"review", DC_GROUP_REVIEW},      {"reviews", DC_GROUP_REVIEW},
        {"search", DC_GROUP_CHROME},      {"dialog", DC_GROUP_CHROME},
        {"alertdialog", DC_GROUP_CHROME}, {"toolbar", DC_GROUP_CHROME},
        {"main", DC_GROUP_CONTENT},       {"article", DC_GROUP_CONTENT},
    };
    for (size_t i = 0; role.len && i < sizeof rows / sizeof *rows; i++)
        if (dc_str_ieq(role, dc_str_of(rows[i].role)))
            return rows[i].group;
    return 0;
}

static uint32_t group_of_tag(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_nav:
    case DC_TAG_menu:
        return DC_GROUP_NAV;
    case DC_TAG_footer:
        return DC_GROUP_FOOTER;
    case DC_TAG_header:
        return DC_GROUP_HEADER;
    case DC_TAG_aside:
        return DC_GROUP_SIDE;
    case DC_TAG_dialog:
    case DC_TAG_search:
        return DC_GROUP_CHROME;
    case DC_TAG_form:
    case DC_TAG_select:
    case DC_TAG_button:
        return DC_GROUP_FORM;
    case DC_TAG_main:
    case DC_TAG_article:
        return DC_GROUP_CONTENT;
    default:
        return 0;
    }
}

uint32_t dc_groups_of(const dc_box *box, const dc_word_sieve *sieve)
{
    if (box->tag == DC_TAG_html || box->tag == DC_TAG_body)
        return 0;
    uint32_t groups = group_of_tag(box->tag) | group_of_role(box->facts->role);
    for (uint32_t i = 0; i < box->facts->n_classes; i++)
        groups |= groups_of_token(box->facts->classes[i], sieve);
    groups |= groups_of_token(box->facts->id, sieve);
    if (box->tag == DC_TAG_unknown)
        groups |= groups_of_token(box->name, sieve);
    return groups;
}
