#include "html/cursor.h"

#include "base/entity.h"

// White space in front of text is tree construction's business (it stays outside of body and
// tables), so it goes to gumbo: as one blank, or whole where it will be shown. A reference to a
// blank counts too.
const char *dc_leading_blank(const char *p, const char *end)
{
    for (;;) {
        while (p < end && dc_is_space(*p))
            p++;
        if (p == end || *p != '&')
            return p;
        char decoded[8];
        size_t n;
        const size_t used = dc_entity_decode(p, end, false, decoded, &n);
        if (used == 0 || n != 1 || !dc_is_space(decoded[0]))
            return p;
        p += used;
    }
}
