#include "base/tag.h"

enum { LONGEST = 10, PADDED = 16 };

typedef struct tag_row {
    char name[PADDED]; // with NULs behind it, so that rows compare as a whole
    uint8_t len;
} tag_row;

static const tag_row rows[DC_N_TAGS] = {[DC_TAG_none] = {"", 0},
                                        [DC_TAG_unknown] = {"", 0},
#define X(name, flags) [DC_TAG_##name] = {#name, sizeof(#name) - 1},
                                        DC_TAGS(X)
#undef X
};

const uint16_t dc_tag_flag_table[DC_N_TAGS] = {
#define X(name, flags) [DC_TAG_##name] = flags,
    DC_TAGS(X)
#undef X
};

// The first tag of each letter, and where the last letter's end.
static const uint8_t first[27] = {
    DC_TAG_a,    DC_TAG_b,     DC_TAG_canvas, DC_TAG_data, DC_TAG_em,  DC_TAG_fieldset,
    DC_TAG_h1,   DC_TAG_h1,    DC_TAG_i,      DC_TAG_kbd,  DC_TAG_kbd, DC_TAG_label,
    DC_TAG_main, DC_TAG_nav,   DC_TAG_object, DC_TAG_p,    DC_TAG_q,   DC_TAG_rb,
    DC_TAG_s,    DC_TAG_table, DC_TAG_u,      DC_TAG_var,  DC_TAG_wbr, DC_TAG_xmp,
    DC_N_TAGS,   DC_N_TAGS,    DC_N_TAGS};

_Static_assert(DC_N_TAGS <= UINT8_MAX, "tags fit in a byte");

// Tried before the others of their letter: most tags of most pages.
enum { USUAL = 4 };
static const uint8_t usual[26][USUAL] = {
    ['b' - 'a'] = {DC_TAG_br, DC_TAG_button},
    ['d' - 'a'] = {DC_TAG_div},
    ['f' - 'a'] = {DC_TAG_figure},
    ['h' - 'a'] = {DC_TAG_h2, DC_TAG_h3},
    ['i' - 'a'] = {DC_TAG_img, DC_TAG_i, DC_TAG_input},
    ['l' - 'a'] = {DC_TAG_li, DC_TAG_link},
    ['m' - 'a'] = {DC_TAG_meta},
    ['p' - 'a'] = {DC_TAG_p},
    ['s' - 'a'] = {DC_TAG_span, DC_TAG_strong, DC_TAG_script, DC_TAG_svg},
    ['t' - 'a'] = {DC_TAG_td, DC_TAG_tr, DC_TAG_time},
    ['u' - 'a'] = {DC_TAG_ul},
};

// n bytes as a number, the first one lowest.
static inline uint64_t bytes_of(const char *p, size_t n)
{
    uint64_t bytes = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&bytes, p, n);
#else
    for (size_t i = 0; i < n; i++)
        bytes |= (uint64_t)(unsigned char)p[i] << 8 * i;
#endif
    return bytes;
}

// The same of up to eight bytes, in loads of fixed size.
static inline uint64_t packed(const char *p, size_t n)
{
    if (n >= 8)
        return bytes_of(p, 8);
    if (n >= 4)
        return bytes_of(p, 4) | bytes_of(p + n - 4, 4) << 8 * (n - 4);
    if (n >= 2)
        return bytes_of(p, 2) | bytes_of(p + n - 2, 2) << 8 * (n - 2);
    return bytes_of(p, 1);
}

// All eight bytes at once: those from "A" to "Z" get the bit that makes them lower case.
static inline uint64_t lowered(uint64_t x)
{
    const uint64_t each = 0x0101010101010101;
    const uint64_t seven = x & 0x7F * each;
    const uint64_t from_a = seven + (0x80 - 'A') * each;
    const uint64_t past_z = seven + (0x7F - 'Z') * each;
    return x | ((from_a & ~past_z & ~x & 0x80 * each) >> 2);
}

typedef struct tag_key {
    uint64_t front;
    uint64_t back; // of names of more than eight letters
    size_t len;
} tag_key;

static inline bool is_name(size_t tag, const tag_key *key)
{
    const tag_row *row = &rows[tag];
    return bytes_of(row->name, 8) == key->front && bytes_of(row->name + 8, 8) == key->back &&
           row->len == key->len; // NUL is no padding
}

dc_tag dc_tag_of(dc_str name)
{
    if (name.len == 0 || name.len > LONGEST || !dc_is_alpha(name.p[0]))
        return DC_TAG_unknown;
    const tag_key key = {.front = lowered(packed(name.p, name.len)),
                         .back = name.len > 8 ? lowered(packed(name.p + 8, name.len - 8)) : 0,
                         .len = name.len};
    const size_t letter = (size_t)(dc_lower(name.p[0]) - 'a');
    for (size_t i = 0; i < USUAL && usual[letter][i]; i++)
        if (is_name(usual[letter][i], &key))
            return (dc_tag)usual[letter][i];
    for (size_t tag = first[letter]; tag < first[letter + 1]; tag++)
        if (is_name(tag, &key))
            return (dc_tag)tag;
    return DC_TAG_unknown;
}

dc_str dc_tag_name(dc_tag tag)
{
    return (dc_str){rows[tag].name, rows[tag].len};
}
