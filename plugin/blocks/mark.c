#include "blocks/mark.h"

#include "html/attr.h"

bool dc_is_marking(dc_tag tag)
{
    switch (tag) {
    case DC_TAG_a:
    case DC_TAG_b:
    case DC_TAG_cite:
    case DC_TAG_code:
    case DC_TAG_del:
    case DC_TAG_dfn:
    case DC_TAG_em:
    case DC_TAG_i:
    case DC_TAG_ins:
    case DC_TAG_kbd:
    case DC_TAG_mark:
    case DC_TAG_s:
    case DC_TAG_samp:
    case DC_TAG_strike:
    case DC_TAG_strong:
    case DC_TAG_sub:
    case DC_TAG_sup:
    case DC_TAG_tt:
    case DC_TAG_u:
    case DC_TAG_var:
        return true;
    default:
        return false;
    }
}

static bool is_replaced(const dc_mark *mark)
{
    return mark->tag == DC_TAG_img || mark->tag == DC_TAG_source || mark->tag == DC_TAG_hr;
}

uint32_t dc_marker_open(dc_marker *m, const dc_mark *mark)
{
    *dc_vec_push(m->arena, &m->marks) = *mark;
    return (uint32_t)m->marks.n - 1;
}

void dc_marker_close(dc_marker *m, uint32_t number, size_t at)
{
    dc_mark *mark = &m->marks.v[number];
    mark->len = at > mark->at ? (uint32_t)at - mark->at : 0;
}

void dc_marker_end_block(dc_marker *m, size_t len)
{
    size_t n = m->n_old;
    for (size_t i = m->n_old; i < m->marks.n; i++) {
        dc_mark *mark = &m->marks.v[i];
        if (len == 0) {
            if (!is_replaced(mark))
                continue;
            mark->is_alone = true;
            mark->at = 0;
        } else if (!mark->is_alone) {
            // The blank that a mark ends in may be one that the block does not keep.
            mark->at = mark->at < len ? mark->at : (uint32_t)len;
            mark->len = mark->len < len - mark->at ? mark->len : (uint32_t)len - mark->at;
        }
        m->marks.v[n++] = *mark;
    }
    m->marks.n = n;
    m->n_old = n;
}

dc_str dc_list_attr(const dc_blocks *blocks, uint32_t list, dc_str name)
{
    return blocks->lists ? dc_attrs_find(&blocks->lists[list], name) : DC_STR_NONE;
}
