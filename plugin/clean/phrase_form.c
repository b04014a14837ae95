#include "clean/phrase_form.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "clean/edge.h"
#include "clean/normalize.h"
#include "clean/start.h"

static const dc_str name_mark = {"{name}", 6};

// Any number is one, the text of a link stays.
static bool normalize(dc_str text, char *room, dc_str *out)
{
    static const dc_str number = {"{n}", 3};
    static const dc_str link = {"{link:", 6};
    char plain[1024];
    size_t len = 0;
    size_t n_links = 0;
    while (text.len && len < sizeof plain) {
        const bool is_number = dc_str_starts(text, number);
        const bool is_link = dc_str_starts(text, link);
        const bool is_link_end = n_links && text.p[0] == '}';
        n_links += is_link;
        n_links -= is_link_end;
        if (!is_link && !is_link_end)
            plain[len++] = is_number ? '1' : text.p[0];
        text = dc_str_from(text, is_number ? number.len : is_link ? link.len : 1);
    }
    dc_normal normal;
    if (text.len || !dc_normalize((dc_str){plain, len}, &normal))
        return false;
    memcpy(room, normal.text, normal.len);
    *out = (dc_str){room, normal.len};
    return true;
}

static size_t count_words(dc_str s)
{
    size_t words = 0;
    dc_str word;
    while (dc_str_token(&s, &word))
        words += !dc_str_eq(word, DC_STR("#"));
    return words;
}

static bool is_spaced(dc_str s)
{
    while (s.len) {
        uint32_t code;
        s = dc_str_from(s, dc_utf8_decode(s.p, s.p + s.len, &code));
        if (dc_is_unspaced(code))
            return false;
    }
    return true;
}

size_t dc_phrase_form_words(const dc_phrase_form *form)
{
    if (!is_spaced(form->head) || !is_spaced(form->tail))
        return DC_PHRASE_STRONG_WORDS;
    return count_words(form->head) + count_words(form->tail);
}

static size_t last_name_end(dc_str text)
{
    size_t end = 0;
    for (size_t at; (at = dc_str_find(dc_str_from(text, end), name_mark)) != DC_STR_NPOS;)
        end += at + name_mark.len;
    return end;
}

dc_phrase_fault dc_phrase_form_read(dc_str text, dc_strength strength, dc_phrase_form *out)
{
    const size_t at = dc_str_find(text, name_mark);
    out->is_open = at != DC_STR_NPOS;
    out->head = out->tail = DC_STR_NONE;
    if (!normalize((dc_str){text.p, out->is_open ? at : text.len}, out->room[0], &out->head))
        return DC_PHRASE_TOO_LONG;
    if (out->is_open &&
        !normalize(dc_str_from(text, last_name_end(text)), out->room[1], &out->tail))
        return DC_PHRASE_TOO_LONG;
    if (out->head.len + out->tail.len == 0)
        return DC_PHRASE_EMPTY;
    if (out->is_open && (out->head.len ? out->head : out->tail).len < DC_EDGE_LEN)
        return DC_PHRASE_NO_EDGE;
    // A call to action of one or two words stands in too many texts to prove anything alone.
    if (strength == DC_PROVES_STRONG && dc_phrase_form_words(out) < DC_PHRASE_STRONG_WORDS)
        return DC_PHRASE_TOO_SHORT;
    return DC_PHRASE_FINE;
}

const char *dc_phrase_fault_text(dc_phrase_fault fault)
{
    static const char *const texts[DC_N_PHRASE_FAULTS] = {
        [DC_PHRASE_FINE] = "",
        [DC_PHRASE_TOO_LONG] = "the phrase is too long",
        [DC_PHRASE_EMPTY] = "the phrase has no words",
        [DC_PHRASE_NO_EDGE] = "too little stands before or behind {name}",
        [DC_PHRASE_TOO_SHORT] = "a strong phrase has three words or more",
    };
    return texts[fault];
}

// A login word may stand before another phrase, as what stands before a name does.
static void set_start(dc_phrase_row *row, dc_str head)
{
    const bool is_more = row->shape == DC_PHRASE_HEAD || row->family == DC_FAMILY_login_button;
    if (row->shape == DC_PHRASE_TAIL || (head.len < DC_START_LEN && !is_more))
        return;
    row->start_len = (uint8_t)(head.len < DC_LONG_START_LEN ? head.len : DC_LONG_START_LEN);
    row->start =
        dc_phrase_start(head.p, row->start_len < DC_START_LEN ? row->start_len : DC_START_LEN);
    if (head.len >= DC_START_LEN)
        row->long_start = dc_long_start(head.p, row->start_len);
}

dc_phrase_row dc_phrase_row_of(const dc_phrase_form *form, dc_family family, dc_strength strength,
                               uint32_t rank)
{
    const dc_str head = form->head;
    const dc_str tail = form->tail;
    dc_phrase_row row = {.rank = rank, .family = (uint8_t)family, .strength = (uint8_t)strength};
    if (!form->is_open) {
        row.shape = DC_PHRASE_WHOLE;
        row.hash = dc_hash(head);
    } else if (head.len) {
        row.shape = DC_PHRASE_HEAD;
        row.hash = dc_hash(head);
        row.edge = (uint16_t)dc_edge(head.p);
        row.tail_len = (uint32_t)tail.len;
        row.tail_hash = tail.len ? dc_hash(tail) : 0;
    } else {
        row.shape = DC_PHRASE_TAIL;
        row.hash = dc_hash(tail);
        row.edge = (uint16_t)dc_edge(tail.p + tail.len - DC_EDGE_LEN);
    }
    set_start(&row, head);
    return row;
}

bool dc_phrase_row_is_same(const dc_phrase_row *a, const dc_phrase_row *b)
{
    return a->shape == b->shape && a->hash == b->hash && a->tail_hash == b->tail_hash;
}

static int order(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

int dc_phrase_row_order(const void *pa, const void *pb)
{
    const dc_phrase_row *a = pa;
    const dc_phrase_row *b = pb;
    if (a->shape != b->shape)
        return order(a->shape, b->shape);
    if (a->hash != b->hash)
        return order(a->hash, b->hash);
    if (a->tail_len != b->tail_len)
        return order(b->tail_len, a->tail_len); // the longer tail is the closer match
    if (a->tail_hash != b->tail_hash)
        return order(a->tail_hash, b->tail_hash);
    return order(a->rank, b->rank);
}
