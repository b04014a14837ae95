// What a block stands in: the distance to the nearest box of each kind.
#include "clean/groups.h"
#include "clean/view.h"

enum { FAR = 25 };

// Kinds of boxes, by bit.
enum {
    KIND_MAIN,
    KIND_FOOTER,
    KIND_FIGURE,
    KIND_NAV,
    KIND_ASIDE,
    KIND_HEADER,
    KIND_FORM,
    KIND_CHROME,  // a name of navigation, footer, advert and so on
    KIND_CONTENT, // a name of the main part
    N_KINDS
};

// As many bytes as one vector has: they are counted up together.
typedef struct above {
    uint8_t d[16];
} above;
_Static_assert(N_KINDS <= sizeof(above), "a distance for each kind");

static uint32_t kinds_of_tag(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_main:
        return 1u << KIND_MAIN;
    case DC_TAG_footer:
        return 1u << KIND_FOOTER;
    case DC_TAG_figure:
        return 1u << KIND_FIGURE;
    case DC_TAG_nav:
        return 1u << KIND_NAV;
    case DC_TAG_aside:
        return 1u << KIND_ASIDE;
    case DC_TAG_header:
        return 1u << KIND_HEADER;
    case DC_TAG_form:
        return 1u << KIND_FORM;
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
        {"main", 1u << KIND_MAIN},          {"complementary", 1u << KIND_ASIDE},
        {"navigation", 1u << KIND_NAV},     {"menu", 1u << KIND_NAV},
        {"contentinfo", 1u << KIND_FOOTER}, {"banner", 1u << KIND_HEADER},
        {"search", 1u << KIND_FORM},
    };
    for (size_t i = 0; role.len && i < sizeof rows / sizeof *rows; i++)
        if (dc_str_ieq(role, dc_str_of(rows[i].role)))
            return rows[i].kinds;
    return 0;
}

static uint32_t kinds_of_groups(uint32_t groups)
{
    enum {
        CHROME = DC_GROUP_NAV | DC_GROUP_FOOTER | DC_GROUP_HEADER | DC_GROUP_SIDE |
                 DC_GROUP_RELATED | DC_GROUP_SHARE | DC_GROUP_COOKIE | DC_GROUP_ADVERT |
                 DC_GROUP_NEWSLETTER | DC_GROUP_LOGIN | DC_GROUP_CHROME
    };
    return (groups & CHROME ? 1u << KIND_CHROME : 0) |
           (groups & DC_GROUP_CONTENT ? 1u << KIND_CONTENT : 0);
}

// Boxes without blocks are passed over: nothing asks for them.
static const above *climb(const dc_view *view)
{
    const dc_blocks *b = view->blocks;
    above *all = dc_arena_alloc(view->arena, b->n_boxes * sizeof *all);
    memset(&all[0], FAR, sizeof all[0]);
    for (uint32_t p = 1; p < view->n_places; p++) {
        const dc_place *at = &view->places[p];
        above *here = &all[at->box];
        for (size_t k = 0; k < sizeof here->d; k++) {
            const uint8_t d = all[at->parent].d[k];
            here->d[k] = (uint8_t)(d + (d < FAR));
        }
        const uint32_t groups = view->groups[at->box];
        uint32_t kinds = kinds_of_tag(at->tag) | kinds_of_groups(groups);
        if (groups || at->tag == DC_TAG_body) // a box with a role has groups
            kinds |= kinds_of_role(b->boxes[at->box].facts->role);
        for (; kinds; kinds &= kinds - 1)
            here->d[__builtin_ctz(kinds)] = 0;
    }
    return all;
}

void dc_features_above(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const above *all = climb(view);
    for (uint32_t i = 0; i < b->n; i++) {
        const uint8_t *d = all[b->v[i].box].d;
        const uint32_t flags = b->boxes[b->v[i].box].flags;
        DC_PUT(out, an_main, i, d[KIND_MAIN]);
        DC_PUT(out, an_footer, i, d[KIND_FOOTER]);
        DC_PUT(out, an_figure, i, d[KIND_FIGURE]);
        DC_PUT(out, cl_mneg, i, d[KIND_CHROME]);
        DC_PUT(out, cl_mpos, i, d[KIND_CONTENT]);
        DC_PUT(out, an_bad, i,
               (d[KIND_NAV] < FAR) + (d[KIND_FOOTER] < FAR) + (d[KIND_ASIDE] < FAR) +
                   (d[KIND_HEADER] < FAR) + (d[KIND_FORM] < FAR));
        DC_PUT(out, fl_hidden, i, (flags & (DC_IS_HIDDEN | DC_IS_SR_ONLY)) != 0);
        DC_PUT(out, fl_aria, i, (flags & DC_IS_ARIA_HIDDEN) != 0);
    }
}
