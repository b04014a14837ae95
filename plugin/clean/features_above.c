// What a block stands in: the distance to the nearest box of each kind.
#include "clean/groups.h"
#include "clean/tokens.h"
#include "clean/view.h"

enum { FAR = 25 };

// X(feature) of distances, in the order of dc_above.d
#define KINDS(X)                                                                                   \
    X(an_article)                                                                                  \
    X(an_main)                                                                                     \
    X(an_aside)                                                                                    \
    X(an_nav)                                                                                      \
    X(an_footer)                                                                                   \
    X(an_header)                                                                                   \
    X(an_form)                                                                                     \
    X(an_list)                                                                                     \
    X(an_table)                                                                                    \
    X(an_figure)                                                                                   \
    X(an_section)                                                                                  \
    X(an_dl)                                                                                       \
    X(an_quote)                                                                                    \
    X(an_button)                                                                                   \
    X(an_link)                                                                                     \
    X(an_p)                                                                                        \
    X(an_li)                                                                                       \
    X(an_dialog)                                                                                   \
    X(an_tab)                                                                                      \
    X(an_itemprop)                                                                                 \
    X(cl_mneg) X(cl_mpos) X(cl_cookie) X(cl_related) X(cl_comment) X(cl_meta) X(cl_side) X(cl_toc)

enum {
#define X(name) KIND_##name,
    KINDS(X)
#undef X
        N_KINDS
};

typedef struct above {
    uint8_t d[N_KINDS];
    uint8_t lists;
} above;

static uint32_t kinds_of_tag(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_article:
        return 1u << KIND_an_article;
    case DC_TAG_main:
        return 1u << KIND_an_main;
    case DC_TAG_aside:
        return 1u << KIND_an_aside;
    case DC_TAG_nav:
        return 1u << KIND_an_nav;
    case DC_TAG_footer:
        return 1u << KIND_an_footer;
    case DC_TAG_header:
        return 1u << KIND_an_header;
    case DC_TAG_form:
        return 1u << KIND_an_form;
    case DC_TAG_ul:
    case DC_TAG_ol:
        return 1u << KIND_an_list;
    case DC_TAG_table:
        return 1u << KIND_an_table;
    case DC_TAG_figure:
        return 1u << KIND_an_figure;
    case DC_TAG_section:
        return 1u << KIND_an_section;
    case DC_TAG_dl:
        return 1u << KIND_an_dl;
    case DC_TAG_pre:
    case DC_TAG_blockquote:
        return 1u << KIND_an_quote;
    case DC_TAG_button:
    case DC_TAG_select:
        return 1u << KIND_an_button;
    case DC_TAG_a:
        return 1u << KIND_an_link;
    case DC_TAG_p:
        return 1u << KIND_an_p;
    case DC_TAG_li:
        return 1u << KIND_an_li;
    case DC_TAG_dialog:
        return 1u << KIND_an_dialog;
    default:
        return 0;
    }
}

static uint32_t kinds_of_role(dc_str role)
{
    static const struct {
        const char *role;
        uint32_t kinds;
    } rows[] = {
        {"article", 1u << KIND_an_article},
        {"main", 1u << KIND_an_main},
        {"complementary", 1u << KIND_an_aside},
        {"navigation", 1u << KIND_an_nav},
        {"contentinfo", 1u << KIND_an_footer},
        {"banner", 1u << KIND_an_header},
        {"dialog", 1u << KIND_an_dialog},
        {"alertdialog", 1u << KIND_an_dialog},
        {"tab", 1u << KIND_an_tab},
        {"tabpanel", 1u << KIND_an_tab},
        {"button", 1u << KIND_an_button},
        {"search", 1u << KIND_an_form},
        {"menu", 1u << KIND_an_nav},
    };
    for (size_t i = 0; role.len && i < sizeof rows / sizeof *rows; i++)
        if (dc_str_ieq(role, dc_str_of(rows[i].role)))
            return rows[i].kinds;
    return 0;
}

static uint32_t kinds_of_groups(uint32_t groups, uint32_t tokens)
{
    enum {
        BAD = DC_GROUP_NAV | DC_GROUP_FOOTER | DC_GROUP_HEADER | DC_GROUP_SIDE | DC_GROUP_RELATED |
              DC_GROUP_SHARE | DC_GROUP_COOKIE | DC_GROUP_ADVERT | DC_GROUP_NEWSLETTER |
              DC_GROUP_LOGIN | DC_GROUP_CHROME,
        COMMENT = DC_TOKEN_ROOT | DC_TOKEN_AREA | DC_TOKEN_FORM | DC_TOKEN_ITEM | DC_TOKEN_WIDGET
    };
    uint32_t kinds = 0;
    kinds |= groups & BAD ? 1u << KIND_cl_mneg : 0;
    kinds |= groups & DC_GROUP_CONTENT ? 1u << KIND_cl_mpos : 0;
    kinds |= groups & DC_GROUP_COOKIE ? 1u << KIND_cl_cookie : 0;
    kinds |= groups & DC_GROUP_RELATED ? 1u << KIND_cl_related : 0;
    kinds |= groups & DC_GROUP_META ? 1u << KIND_cl_meta : 0;
    kinds |= groups & DC_GROUP_SIDE ? 1u << KIND_cl_side : 0;
    kinds |= groups & DC_GROUP_TOC ? 1u << KIND_cl_toc : 0;
    kinds |= tokens & COMMENT ? 1u << KIND_cl_comment : 0;
    return kinds;
}

// Boxes without blocks are passed over: nothing asks for them.
static above *climb(const dc_view *view)
{
    const dc_blocks *b = view->blocks;
    above *all = dc_arena_alloc(view->arena, b->n_boxes * sizeof *all);
    memset(&all[0], FAR, sizeof all[0]);
    all[0].lists = 0;
    for (uint32_t i = 1; i < b->n_boxes; i++) {
        const dc_box *box = &b->boxes[i];
        if (box->first == box->last)
            continue;
        all[i] = all[box->parent];
        for (uint32_t k = 0; k < N_KINDS; k++)
            all[i].d[k] = (uint8_t)(all[i].d[k] + (all[i].d[k] < FAR));
        uint32_t kinds = kinds_of_tag(box->tag) | kinds_of_role(box->facts->role) |
                         kinds_of_groups(view->groups[i], view->tokens[i]);
        if (box->facts->itemprop.len)
            kinds |= 1u << KIND_an_itemprop;
        for (; kinds; kinds &= kinds - 1)
            all[i].d[__builtin_ctz(kinds)] = 0;
        if (all[i].d[KIND_an_list] == 0 && all[i].lists < FAR)
            all[i].lists++;
    }
    return all;
}

void dc_features_above(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const above *all = climb(view);
    for (uint32_t i = 0; i < b->n; i++) {
        const above *a = &all[b->v[i].box];
        const uint32_t flags = b->boxes[b->v[i].box].flags;
        bool in_link = false;
        for (uint32_t k = b->v[i].span; k < b->v[i].span + b->v[i].n_spans; k++)
            in_link |= b->spans[k].tag == DC_TAG_a && b->spans[k].len == b->v[i].text.len;
#define X(name) DC_PUT(out, name, i, a->d[KIND_##name]);
        KINDS(X)
#undef X
        if (in_link)
            DC_PUT(out, an_link, i, -1);
        DC_PUT(out, an_nul, i, a->lists);
        DC_PUT(out, an_bad, i,
               (a->d[KIND_an_nav] < FAR) + (a->d[KIND_an_footer] < FAR) +
                   (a->d[KIND_an_aside] < FAR) + (a->d[KIND_an_header] < FAR) +
                   (a->d[KIND_an_form] < FAR));
        DC_PUT(out, fl_hidden, i, (flags & (DC_IS_HIDDEN | DC_IS_SR_ONLY)) != 0);
        DC_PUT(out, fl_aria, i, (flags & DC_IS_ARIA_HIDDEN) != 0);
        DC_PUT(out, fl_noscript, i, (flags & (DC_IS_NOSCRIPT | DC_IS_TEMPLATE)) != 0);
        DC_PUT(out, fl_closed, i, (flags & DC_IS_CLOSED) != 0);
    }
}
