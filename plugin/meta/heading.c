#include "meta/heading.h"

static bool is_title(const dc_heading_signs *s, dc_str text)
{
    return text.len >= 8 && dc_str_ifind(s->element, text) != DC_STR_NPOS;
}

// What the title element says besides the title is the name of the site.
static bool is_plain_title(const dc_heading_signs *s, uint32_t block)
{
    const dc_block *b = &s->blocks->v[block];
    return b->link_words == 0 && is_title(s, b->text) &&
           dc_str_ifind(s->title, b->text) != DC_STR_NPOS;
}

// A heading may hold a line above the title: its day, its section.
static bool holds_title(const dc_heading_signs *s, dc_str text)
{
    const dc_str title = s->title;
    return title.len >= 8 && text.len <= title.len + 40 && dc_str_ifind(text, title) != DC_STR_NPOS;
}

// The heading above the first paragraph that is kept; the number of blocks if there is none.
static uint32_t heading_of_text(const dc_heading_signs *s)
{
    enum { TEXT = 20, NOT_FAR = 6 };
    for (uint32_t i = 0; i < s->blocks->n; i++) {
        if (s->kept_words[i + 1] - s->kept_words[i] < TEXT)
            continue;
        for (uint32_t k = i; k > 0 && k + NOT_FAR > i; k--)
            if (dc_heading_level(s->blocks, k - 1) && dc_heading_level(s->blocks, k - 1) < 4)
                return k - 1;
        break;
    }
    return s->blocks->n;
}

// The block of the page's heading, the best of these, the first of equals: a first-level heading
// that is the title, another heading that is, a first-level heading that holds it, the longest
// first-level heading that the title element holds, another block that the title holds, the heading
// of the first text, a first-level heading, a block that is kept.
uint32_t dc_heading_find(const dc_heading_signs *s)
{
    const uint32_t first = heading_of_text(s);
    uint32_t head = 0;
    size_t most = 0;
    for (uint32_t i = 0; i < s->blocks->n; i++) {
        const dc_str text = s->blocks->v[i].text;
        const uint32_t level = dc_heading_level(s->blocks, i);
        const bool is_kept = s->kept_words[i + 1] > s->kept_words[i];
        size_t rank = is_kept ? 1 : 0;
        if (level && dc_str_ieq(text, s->title))
            rank = level == 1 ? SIZE_MAX : SIZE_MAX - 1;
        else if (level == 1 && holds_title(s, text))
            rank = SIZE_MAX - 2;
        else if (level == 1 && is_title(s, text))
            rank = 5 + text.len;
        else if (is_plain_title(s, i))
            rank = 4;
        else if (level == 1)
            rank = i < first ? 3 : 1;
        else if (i == first)
            rank = 2;
        if (rank > most) {
            most = rank;
            head = i;
        }
    }
    return head;
}
