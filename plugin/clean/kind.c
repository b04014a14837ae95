#include "clean/area.h"
#include "clean/tokens.h"

// On a forum the posts are the text, so nothing may be taken for a comment area there: three posts
// of a known system, or a declaration, make a forum.
dc_page_kind dc_kind_of(const dc_blocks *blocks, const uint32_t *tokens)
{
    enum { POSTS = 3 };
    uint32_t n_posts = 0;
    for (uint32_t i = 0; i < blocks->n_boxes; i++) {
        if (tokens[i] & DC_TOKEN_FORUM)
            return DC_PAGE_FORUM;
        n_posts +=
            (tokens[i] & DC_TOKEN_POST) != 0 && blocks->boxes[i].last > blocks->boxes[i].first;
    }
    return n_posts >= POSTS ? DC_PAGE_FORUM : DC_PAGE_OTHER;
}
