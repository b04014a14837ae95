#include "html/context.h"

// White space opens formatting that is due, so it may only be left out where none can be. In a
// cell, or when blocks were opened inside and not closed, counting does not tell.
static void track_formats(dc_context *c, dc_tag tag, bool is_start)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (flags & DC_TAG_BARRIER) {
        c->is_tangled |= c->n_formats > 0;
        c->is_marked |= c->n_templates && tag != DC_TAG_template;
    }
    if (!(flags & DC_TAG_FORMAT))
        return;
    if (is_start) {
        if (c->n_formats == 0)
            c->at_depth = c->nesting.n;
        c->n_formats++;
        c->n_open[tag]++;
    } else if (c->n_open[tag]) {
        c->n_formats--;
        c->n_open[tag]--;
        c->is_tangled |= c->n_formats == 0 && c->nesting.n != c->at_depth - 1;
    }
}

// Elements of svg and math that may hold HTML.
static bool is_point(dc_str name)
{
    static const char *const points[] = {
        "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (dc_str_ieq(name, dc_str_of(points[i])))
            return true;
    return false;
}

// End tags do not reach out of such an element: once it holds one itself, svg and math may be open
// for longer than it looks.
static void track_point(dc_context *c, dc_str name, bool is_start)
{
    if (!c->n_foreign)
        return;
    if (c->point.len && (is_start || !dc_str_ieq(name, c->point)))
        c->is_odd = c->is_doubtful = true;
    c->point = is_start && is_point(name) ? name : DC_STR("");
}

void dc_context_start(dc_context *c, dc_tag tag, dc_str name, bool is_self_closing)
{
    track_point(c, name, true);
    c->is_started = true;
    c->has_head |= tag != DC_TAG_html;
    c->in_columns = tag == DC_TAG_col || tag == DC_TAG_colgroup;
    track_formats(c, tag, true);
    switch (tag) {
    case DC_TAG_button:
        c->n_open[tag]++;
        break;
    case DC_TAG_table:
        c->n_tables++;
        break;
    case DC_TAG_noscript:
        c->n_noscripts++;
        break;
    case DC_TAG_pre:
    case DC_TAG_listing:
    case DC_TAG_textarea:
        c->n_pre++;
        break;
    case DC_TAG_select:
        c->in_select = true;
        break;
    case DC_TAG_col:
    case DC_TAG_colgroup:
        c->is_odd |= c->is_doubtful;
        break;
    case DC_TAG_template:
        c->n_templates += !c->n_foreign;
        c->is_odd |= c->in_select;
        c->is_doubtful = true;
        break;
    case DC_TAG_frameset:
        c->is_odd = true;
        c->is_doubtful = true;
        break;
    case DC_TAG_svg:
    case DC_TAG_math:
        c->n_foreign += !is_self_closing;
        c->n_maths += tag == DC_TAG_math && !is_self_closing;
        break;
    default:
        break;
    }
}

void dc_context_end(dc_context *c, dc_tag tag, dc_str name)
{
    track_point(c, name, false);
    c->in_columns &= tag == DC_TAG_col; // which ends nothing
    track_formats(c, tag, false);
    if (tag == DC_TAG_pre || tag == DC_TAG_listing || tag == DC_TAG_textarea)
        c->n_pre -= c->n_pre > 0;
    else if (tag == DC_TAG_select)
        c->in_select = false;
    else if (tag == DC_TAG_svg)
        c->n_foreign -= c->n_foreign > c->n_maths;
    else if (tag == DC_TAG_math && c->n_maths) {
        c->n_foreign--;
        c->n_maths--;
    } else if (tag == DC_TAG_table)
        c->n_tables -= c->n_tables > 0;
    else if (tag == DC_TAG_noscript)
        c->n_noscripts -= c->n_noscripts > 0;
    else if (tag == DC_TAG_template)
        c->n_templates -= c->n_templates > 0;
}

// What is certain inside of an element: all where any flow content may stand, little in a table,
// and nothing where the tree builder ignores tags.
void dc_context_enter(dc_context *c, const dc_fragment *fragment)
{
    const dc_tag tag = dc_tag_of(fragment->name);
    c->is_started = c->has_head = true;
    const bool is_foreign = fragment->space != DC_SPACE_HTML;
    c->n_foreign = is_foreign;
    c->n_maths = fragment->space == DC_SPACE_MATH;
    c->is_doubtful = c->is_odd = is_foreign;
    switch (is_foreign ? DC_TAG_none : tag) {
    case DC_TAG_html:
        c->has_head = false;
        c->is_doubtful = c->is_odd = true;
        break;
    case DC_TAG_head:
    case DC_TAG_frameset:
    case DC_TAG_template:
    case DC_TAG_select:
    case DC_TAG_optgroup:
    case DC_TAG_option:
    case DC_TAG_colgroup:
        c->is_doubtful = c->is_odd = true;
        break;
    case DC_TAG_table:
    case DC_TAG_caption:
    case DC_TAG_tbody:
    case DC_TAG_thead:
    case DC_TAG_tfoot:
    case DC_TAG_tr:
    case DC_TAG_td:
    case DC_TAG_th:
        c->n_tables = 1;
        c->is_doubtful = true;
        break;
    case DC_TAG_pre:
    case DC_TAG_listing:
        c->n_pre = 1;
        c->has_body = true;
        break;
    default:
        c->has_body = !is_foreign;
        break;
    }
}
