#include "html/letters.h"

static const dc_open *last(const dc_letters *l)
{
    return l->n ? &l->open[l->n - 1] : NULL;
}

// Formatting elements that were closed by force are due: the next letter opens them again. So does
// an inline element, and a box where some are keeps its tags.
static bool is_nothing_due(const dc_letters *l, const dc_context *c)
{
    return dc_letters_in_one(l) || (!c->is_tangled && c->n_formats == l->n_formats);
}

// A box in an inline element may close a paragraph that this one stands in, and both with it.
static bool may_close(const dc_letters *l)
{
    return l->n && (last(l)->in_p || !last(l)->in_box);
}

bool dc_is_letter(const dc_letters *l, const dc_context *c, dc_tag tag)
{
    switch (tag) {
    case DC_TAG_br:
    case DC_TAG_img:
    case DC_TAG_wbr:
        return dc_context_is_plain(c);
    case DC_TAG_area:
    case DC_TAG_embed:
    case DC_TAG_input:
    case DC_TAG_param:
    case DC_TAG_source:
    case DC_TAG_track:
        return dc_letters_in_one(l);
    case DC_TAG_hr:
        return dc_letters_in_one(l) && !may_close(l);
    default:
        return false;
    }
}

// Nothing in such an element can close anything outside. Formatting elements count as open only
// where counting is sure, because equal ones close each other; buttons likewise.
static bool is_inline(const dc_context *c, dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    switch (tag) {
    case DC_TAG_audio:
    case DC_TAG_canvas:
    case DC_TAG_legend:
    case DC_TAG_map:
    case DC_TAG_noscript:
    case DC_TAG_video:
        return true;
    case DC_TAG_button:
        return !c->n_open[tag];
    case DC_TAG_ruby:
        return false;
    default:
        break;
    }
    if (!(flags & DC_TAG_INLINE) || (flags & (DC_TAG_VOID | DC_TAG_OPTIONAL)))
        return false;
    return !(flags & DC_TAG_FORMAT) || (!c->is_tangled && !c->n_open[tag] && !c->drops_formatting);
}

// An item closes the one before it, and a heading that it stands in: not where it stands directly
// in its list, and not in another box.
static bool stands_well(const dc_letters *l, dc_tag tag)
{
    const dc_tag in = l->n ? last(l)->tag : DC_TAG_none;
    switch (tag) {
    case DC_TAG_li:
        return in == DC_TAG_ul || in == DC_TAG_ol;
    case DC_TAG_dd:
    case DC_TAG_dt:
        return in == DC_TAG_dl;
    default:
        return !dc_tag_is_heading(tag) || (l->n && !dc_tag_is_heading(in));
    }
}

static void push(dc_letters *l, dc_skeleton *out, const dc_open *open, uint32_t list)
{
    dc_skeleton_slot(out, open->tag, list);
    l->n_formats += (dc_tag_flags(open->tag) & DC_TAG_FORMAT) != 0;
    l->open[l->n++] = *open;
}

static void begin_box(dc_letters *l, const dc_context *c, dc_skeleton *out, dc_tag tag,
                      uint32_t list)
{
    if (may_close(l) || !stands_well(l, tag))
        dc_letters_lose(l);
    const bool is_letter = is_nothing_due(l, c) && stands_well(l, tag);
    push(l, out,
         &(dc_open){.mark = dc_skeleton_mark_now(out),
                    .tag = tag,
                    .is_box = true,
                    .in_box = true,
                    .in_p = tag == DC_TAG_p},
         list);
    if (!is_letter)
        dc_letters_keep_tags(l);
}

// From inside of a button no paragraph outside is seen.
static void begin_inline(dc_letters *l, dc_skeleton *out, dc_tag tag, uint32_t list)
{
    const bool is_button = tag == DC_TAG_button;
    push(l, out,
         &(dc_open){.mark = dc_skeleton_mark_now(out),
                    .tag = tag,
                    .in_box = is_button || (l->n && last(l)->in_box),
                    .in_p = !is_button && l->n && last(l)->in_p},
         list);
}

void dc_letters_begin(dc_letters *l, const dc_context *c, dc_skeleton *out, dc_tag tag,
                      uint32_t list)
{
    const bool is_box = dc_tag_flags(tag) & DC_TAG_BOX;
    const bool is_known =
        !l->is_off && c->has_body && dc_context_is_plain(c) && (is_box || is_inline(c, tag));
    if (!is_known || l->n == DC_DEEPEST_LETTER)
        dc_letters_lose(l);
    if (is_known && is_box)
        begin_box(l, c, out, tag, list);
    else if (is_known)
        begin_inline(l, out, tag, list);
}

bool dc_letters_end(dc_letters *l, dc_skeleton *out)
{
    const dc_open *open = &l->open[--l->n];
    l->n_formats -= (dc_tag_flags(open->tag) & DC_TAG_FORMAT) != 0;
    const bool is_letter = l->n >= l->n_tags;
    if (is_letter)
        dc_skeleton_fold(out, &open->mark, open->is_box);
    else
        dc_letters_keep_tags(l);
    return is_letter;
}
