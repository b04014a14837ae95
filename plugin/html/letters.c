#include "html/letters.h"

#include <string.h>

// Nothing in such an element can close anything outside. Formatting elements count as open only
// where counting is sure, because equal ones close each other.
static bool is_inline(const dc_context *c, dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & DC_TAG_INLINE) || (flags & (DC_TAG_VOID | DC_TAG_OPTIONAL)))
        return false;
    if (tag == DC_TAG_ruby || tag == DC_TAG_picture)
        return false;
    return !(flags & DC_TAG_FORMAT) || (!c->is_tangled && !c->n_open[tag] && !c->drops_formatting);
}

bool dc_letters_may_begin(dc_letters *letters, const dc_context *context, dc_tag tag,
                          const char *at)
{
    if (letters->next_failed < letters->n_failed && letters->failed[letters->next_failed] == at) {
        letters->next_failed++;
        return false;
    }
    return context->has_body && dc_context_is_plain(context) && is_inline(context, tag);
}

// True if an element of that tag is open and no two of it may be.
static bool repeats(const dc_letters *letters, dc_tag tag)
{
    for (uint32_t i = 0; i < letters->n && (dc_tag_flags(tag) & DC_TAG_FORMAT); i++)
        if (letters->open[i] == tag)
            return true;
    return false;
}

dc_letter_fit dc_letters_fit(const dc_letters *letters, const dc_context *context, dc_tag tag)
{
    if (!is_inline(context, tag))
        return DC_LETTER_NOT;
    return letters->n == DC_DEEPEST_LETTER || repeats(letters, tag) ? DC_LETTER_TOO_DEEP
                                                                    : DC_LETTER_FITS;
}

const char *dc_letters_fail(dc_letters *letters, bool all)
{
    letters->n_failed = all ? letters->n : 1;
    memcpy(letters->failed, letters->at, letters->n_failed * sizeof *letters->at);
    letters->next_failed = letters->n = 0;
    return letters->failed[0];
}
