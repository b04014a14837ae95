#include "html/skeleton.h"

#include "base/utf8.h"

// Run n is written as one code point of planes 4 to 16, without the last two of each, which are not
// characters, and without those that lead a pair: the rest is 850,918 runs, enough for all but
// monsters.
enum {
    PLANE = 65534,
    FIRST = DC_SKELETON_FIRST,
    LEADS = 1024,
    SINGLES = (0x110000 - FIRST) / 65536 * PLANE - LEADS,
};

void dc_skeleton_more(dc_skeleton *out, size_t len)
{
    size_t cap = out->cap ? out->cap * 2 : 8192;
    while (cap - out->len < len)
        cap *= 2;
    out->p = dc_arena_grow(out->scratch, out->p, out->cap, cap);
    out->cap = cap;
}

static void add_letter(dc_skeleton *out, uint32_t n)
{
    const uint32_t code = FIRST + n + 2 * (n / PLANE);
    char *to = dc_skeleton_room(out, 4);
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
}

static uint32_t read_letter(const char **p, const char *end)
{
    uint32_t code;
    *p += dc_utf8_decode(*p, end, &code);
    return code - FIRST - (code - FIRST) / 65536 * 2;
}

static void add_number(dc_skeleton *out, uint32_t n)
{
    if (n >= SINGLES) {
        n -= SINGLES;
        add_letter(out, SINGLES + n / SINGLES % LEADS);
        n %= SINGLES;
    }
    add_letter(out, n);
}

bool dc_skeleton_number_at(const char **p, const char *end, uint32_t *n)
{
    if ((unsigned char)**p < DC_SKELETON_LEAD)
        return false;
    *n = read_letter(p, end);
    if (*n >= SINGLES)
        *n = SINGLES + (*n - SINGLES) * SINGLES + read_letter(p, end);
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
