#include "html/picture.h"

#include "html/cursor.h"
#include "html/rawtext.h"

const char *dc_picture_end(const char *p, const char *end, bool is_wide)
{
    const char *unused;
    const dc_attr_step step = dc_skip_tag(&p, end, &unused, is_wide);
    if (step != DC_ATTR_CLOSE)
        return step == DC_ATTR_SELF ? p : NULL;
    for (bool in_title = false;;) {
        p = dc_next_markup(p, end, &(bool){false});
        if (end - p < 3)
            return NULL;
        if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            p = dc_raw_comment_end(p, end);
            continue;
        }
        const bool is_end = p[1] == '/';
        const dc_str name = dc_name_at(p + 1 + is_end, end);
        if (name.len == 0 || !dc_is_alpha(*name.p))
            return NULL;
        const dc_tag tag = dc_tag_of(name);
        p = name.p + name.len;
        if (dc_skip_tag(&p, end, &unused, is_wide) == DC_ATTR_CUT)
            return NULL;
        if (in_title != (is_end && tag == DC_TAG_title)) // HTML in a title, or no end of it
            return NULL;
        in_title = tag == DC_TAG_title && !is_end;
        if (tag == DC_TAG_svg)
            return is_end ? p : NULL;
        if (tag != DC_TAG_unknown && tag != DC_TAG_title && tag != DC_TAG_style &&
            tag != DC_TAG_image)
            return NULL;
        if (dc_str_ieq(name, DC_STR("desc")) || dc_str_ieq(name, DC_STR("foreignObject")))
            return NULL;
    }
}
