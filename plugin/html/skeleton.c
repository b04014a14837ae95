#include "html/skeleton.h"

#include "base/utf8.h"

// Run n is written as one code point of planes 15 and 16, without their last two, which are not
// characters, and without those that lead a pair: the rest is 130,000 runs, enough for all but
// monsters.
enum {
    PLANE = 65534,
    FIRST_15 = 0xF0000,
    FIRST_16 = 0x100000,
    LEADS = 1024,
    FIRST_LEAD = FIRST_16 + PLANE - LEADS,
    SINGLES = 2 * PLANE - LEADS,
};

void dc_skeleton_more(dc_skeleton *out, size_t len)
{
    size_t cap = out->cap ? out->cap * 2 : 8192;
    while (cap - out->len < len)
        cap *= 2;
    out->p = dc_arena_grow(out->scratch, out->p, out->cap, cap);
    out->cap = cap;
}

// All are of four bytes.
static void add_code(dc_skeleton *out, uint32_t code)
{
    char *to = dc_skeleton_room(out, 4);
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
}

static void add_number(dc_skeleton *out, uint32_t n)
{
    if (n < PLANE)
        add_code(out, FIRST_15 + n);
    else if (n < SINGLES)
        add_code(out, FIRST_16 + (n - PLANE));
    else {
        n -= SINGLES;
        add_code(out, FIRST_LEAD + n / PLANE % LEADS);
        add_code(out, FIRST_15 + n % PLANE);
    }
}

bool dc_skeleton_number_at(const char **p, const char *end, uint32_t *n)
{
    const unsigned char lead = (unsigned char)**p;
    if (lead != 0xF3 && lead != 0xF4)
        return false;
    uint32_t code;
    *p += dc_utf8_decode(*p, end, &code);
    if (code >= FIRST_LEAD) {
        uint32_t low;
        *p += dc_utf8_decode(*p, end, &low);
        *n = SINGLES + (code - FIRST_LEAD) * PLANE + (low - FIRST_15);
    } else {
        *n = code >= FIRST_16 ? code - FIRST_16 + PLANE : code - FIRST_15;
    }
    return true;
}

void dc_skeleton_stub(dc_skeleton *out, uint32_t list)
{
    dc_skeleton_add(out, " ", 1);
    add_number(out, list);
}

void dc_skeleton_number(dc_skeleton *out, uint32_t run)
{
    add_number(out, run);
    out->text_end = out->len;
}

// Boxes that follow each other without anything between them share a tag.
static bool add_stub(dc_skeleton *out, uint32_t run)
{
    if (out->stub_end == out->len && out->len > 0)
        return false;
    *dc_vec_push(out->scratch, &out->starts) =
        (dc_start){.at = (uint32_t)out->len, .attrs = run, .tag = DC_TAG_none};
    dc_skeleton_add(out, "<hr>", 4);
    out->stub_end = out->len;
    return true;
}

void dc_skeleton_fold(dc_skeleton *out, const dc_skeleton_mark *mark, bool is_box)
{
    out->len = mark->len;
    out->text_end = mark->text_end;
    out->stub_end = mark->stub_end;
    out->starts.n = mark->n_starts;
    bool is_letter = !is_box && !dc_skeleton_in_text(out);
    if (is_letter)
        dc_skeleton_number(out, mark->n_runs);
    if (is_box)
        is_letter = add_stub(out, mark->n_runs);
    out->runs.v[mark->n_runs].is_letter = is_letter;
    dc_skeleton_add_run(out, NULL, 0, DC_RUN_CLOSE, DC_TAG_none, false);
}
