#include "clean/label.h"

#include "base/hash.h"
#include "clean/when.h"

// "Location" of "Location: North End"; p NULL for other lines. A line that tells a whole date,
// "Posted: Mon Jan 03, 2022", is none.
static dc_str label_of(const dc_block *block)
{
    enum { MOST_WORDS = 8, SHORTEST = 5, LONGEST = 32, WHOLE_DATE = 3 };
    const size_t colon = dc_str_find(block->text, DC_STR(":"));
    const bool has_label = colon != DC_STR_NPOS && colon >= SHORTEST && colon <= LONGEST;
    if (!has_label || block->words > MOST_WORDS || colon + 1 == block->text.len)
        return (dc_str){0};
    uint32_t n_numbers = 0;
    for (size_t i = 0; i + 1 < block->text.len; i++) {
        const bool is_digit = dc_is_digit(block->text.p[i]);
        if (is_digit && i < colon)
            return (dc_str){0};
        n_numbers += is_digit && !dc_is_digit(block->text.p[i + 1]);
    }
    n_numbers += dc_is_digit(block->text.p[block->text.len - 1]);
    const bool is_date = n_numbers >= WHOLE_DATE - 1 && dc_says_when(block->text);
    return is_date ? (dc_str){0} : (dc_str){block->text.p, colon};
}

// labels->n when there is none.
static uint32_t find(const dc_labels *labels, uint64_t hash)
{
    uint32_t i = 0;
    while (i < labels->n && labels->v[i].hash != hash)
        i++;
    return i;
}

void dc_label_note(dc_labels *labels, const dc_block *block, uint32_t post)
{
    const dc_str text = label_of(block);
    if (!text.len)
        return;
    const uint64_t hash = dc_hash(text);
    const uint32_t i = find(labels, hash);
    if (i < labels->n)
        labels->v[i].is_repeated |= labels->v[i].post != post;
    else if (labels->n < DC_MOST_LABELS)
        labels->v[labels->n++] = (dc_label){.hash = hash, .post = post};
}

bool dc_label_is_repeated(const dc_labels *labels, const dc_block *block)
{
    const dc_str text = label_of(block);
    const uint32_t i = text.len ? find(labels, dc_hash(text)) : labels->n;
    return i < labels->n && labels->v[i].is_repeated;
}
