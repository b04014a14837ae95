#include "clean/area.h"
#include "clean/tokens.h"

// On a forum the posts are the text, so nothing may be taken for a comment area there: three posts
// of a known system, or a declaration in JSON-LD, make a forum. A declaration by microdata alone
// does not: pages of frequent questions carry the same.
dc_page_kind dc_kind_of(const dc_blocks *blocks, const uint32_t *tokens)
{
    enum { POSTS = 3 };
    uint32_t n_posts = 0;
    uint32_t n_bodies = 0;
    bool is_product = false;
    for (uint32_t i = 0; i < blocks->n_boxes; i++) {
        const dc_box *box = &blocks->boxes[i];
        if (tokens[i] & DC_TOKEN_FORUM)
            return DC_PAGE_FORUM;
        if (box->facts->itemtype.len)
            is_product |=
                dc_str_ifind(box->facts->itemtype, DC_STR("schema.org/Product")) != DC_STR_NPOS;
        else if (box->last > box->first) {
            n_posts += (tokens[i] & DC_TOKEN_POST) != 0;
            n_bodies += (tokens[i] & DC_TOKEN_POST_BODY) != 0;
        }
    }
    if (n_posts >= POSTS || n_bodies >= POSTS || (blocks->hints & DC_HINT_FORUM))
        return DC_PAGE_FORUM;
    return is_product ? DC_PAGE_PRODUCT : DC_PAGE_OTHER;
}
