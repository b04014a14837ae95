#include "base/entity.h"
#include "html/cursor.h"
#include "html/scanner.h"

static void emit_blank(dc_scanner *s, const char *from, const char *to)
{
    if (from == to)
        return;
    if (!s->context.n_pre) {
        dc_emit(s, " ", 1);
        return;
    }
    for (const char *p = from; p < to;) {
        char decoded[8];
        size_t n;
        const size_t used = *p == '&' ? dc_entity_decode(p, to, false, decoded, &n) : 1;
        dc_emit(s, p, used); // a reference as it is: that to a CR is no line end
        p += used;
    }
}

// NUL is tree construction's business as well: it is dropped in HTML and replaced in svg.
void dc_emit_text(dc_scanner *s, const char *from, const char *to, bool has_nul)
{
    s->is_after_block = false;
    if ((dc_skeleton_in_text(s->out) || dc_letters_in_one(&s->letters)) && !has_nul) {
        dc_skeleton_run(s->out, from, to, DC_RUN_TEXT);
        return;
    }
    while (from < to) {
        const char *nul = has_nul ? memchr(from, '\0', (size_t)(to - from)) : NULL;
        const char *stop = nul ? nul : to;
        const char *text = dc_leading_blank(from, stop);
        emit_blank(s, from, text);
        dc_skeleton_run(s->out, text, stop, DC_RUN_TEXT);
        if (nul)
            dc_emit(s, "", 1);
        from = nul ? nul + 1 : to;
    }
}

// True for a numeric reference that gumbo could read as one of our code points: those of planes 4
// to 16, and numbers so long that they overflow in it.
static bool is_reference_to_run(const char *p, const char *to, size_t *used)
{
    if (to - p < 3 || p[0] != '&' || p[1] != '#')
        return false;
    enum { SHORTEST = 12 }; // that overflows: "&#4294967296"
    char decoded[8];
    size_t n;
    const size_t len = dc_entity_decode(p, to, false, decoded, &n);
    if (len == 0 || ((unsigned char)*decoded < DC_SKELETON_LEAD && len < SHORTEST))
        return false;
    *used = len;
    return true;
}

void dc_emit_verbatim(dc_scanner *s, const char *from, const char *to)
{
    for (const char *p = from; p < to;) {
        size_t used = (size_t)(to - p) < 4 ? (size_t)(to - p) : 4;
        if ((unsigned char)*p >= DC_SKELETON_LEAD || is_reference_to_run(p, to, &used)) {
            dc_emit(s, "\xEF\xBF\xBD", 3);
            p += used;
        } else {
            const char *stop = p + 1;
            while (stop < to && *stop != '&' && (unsigned char)*stop < DC_SKELETON_LEAD)
                stop++;
            dc_emit(s, p, (size_t)(stop - p));
            p = stop;
        }
    }
}

// NUL in raw text becomes U+FFFD.
void dc_emit_raw(dc_scanner *s, const char *from, const char *to)
{
    while (from < to) {
        const char *nul = memchr(from, '\0', (size_t)(to - from));
        dc_skeleton_run(s->out, from, nul ? nul : to, DC_RUN_RAW);
        if (nul)
            dc_emit(s, "\xEF\xBF\xBD", 3);
        from = nul ? nul + 1 : to;
    }
}
