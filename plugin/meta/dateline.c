#include "meta/dateline.h"

enum { LONGEST_PLACE = 48, LONGEST = 80 };

static bool is_name(dc_str word)
{
    static const char *const small[] = {"a", "am", "an", "de", "den", "der", "di", "la", "of"};
    const char c = word.p[0];
    if ((c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || c == '(' || c == '/')
        return true;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (dc_str_eq(word, dc_str_of(small[i])))
            return true;
    return false;
}

// Names alone, up to a bracket, a comma or "den": "Berlin, ", "Frankfurt am Main (", "". Sets
// *is_marked where a date is announced so.
static bool is_place(dc_str text, bool *is_marked)
{
    text = dc_str_trim(text);
    const char last = text.len ? text.p[text.len - 1] : ' ';
    dc_str word = DC_STR("");
    for (dc_str rest = text; dc_str_token(&rest, &word);)
        if (!is_name(word))
            return false;
    *is_marked = last == '(' || dc_str_eq(word, DC_STR("den"));
    return text.len == 0 || *is_marked || last == ',';
}

// What parts a dateline from its text. A sentence may go on behind the rest.
static bool ends_here(dc_str text, bool is_marked)
{
    static const char *const marks[] = {")", "–", "—", " - ", ":", "/", "|", "(", "\n"};
    const dc_str rest = {text.p, text.len < 4 ? text.len : 4};
    if (is_marked && rest.len && rest.p[0] == '.')
        return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const dc_str mark = dc_str_of(marks[i]);
        const bool is_there =
            dc_str_starts(rest, mark) ||
            (dc_str_starts(rest, DC_STR(" ")) && dc_str_starts(dc_str_from(rest, 1), mark));
        if (is_there)
            return true;
    }
    return false;
}

bool dc_dateline_find(dc_str text, dc_day_order order, dc_date *out)
{
    bool is_marked;
    const dc_str start = {text.p, text.len < LONGEST ? text.len : LONGEST};
    if (!dc_date_find(start, order, out) || out->at > LONGEST_PLACE ||
        !is_place((dc_str){text.p, out->at}, &is_marked))
        return false;
    const dc_str rest = dc_str_trim(dc_str_from(text, out->at + out->len));
    return rest.len ? ends_here(dc_str_from(text, out->at + out->len), is_marked) : out->at > 0;
}
