#include "html/tag_end.h"

#include "base/chunk.h"

#include <stddef.h>

// Bits as in Langdale and Lemire, "Parsing gigabytes of JSON per second", VLDB Journal 28 (2019):
// what is within quotes is known for a whole block at once, and without a branch for each quote.
#ifdef DC_HAS_CHUNKS
typedef struct tag_bits {
    uint64_t quotes;
    uint64_t apostrophes;
    uint64_t equals;
    uint64_t closes;
    uint64_t gaps; // blanks, controls, "/"
} tag_bits;

// What a block needs to know of the one before.
typedef struct carry {
    uint64_t within; // all ones if it ended within quotes
    uint64_t equals; // its last byte is "=" outside of quotes,
    uint64_t edge;   // or one after which "=" does not stand between a name and a value
} carry;

// Each bit is set that has an odd number of ones at and below it: from an opening quote to the byte
// before its closing one.
static inline uint64_t parity(uint64_t x)
{
    x ^= x << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    return x ^ x << 32;
}

// The bits of ">" outside of quotes; *odd are those of all that is not as usual.
static inline uint64_t closes_in(const tag_bits *b, carry *c, uint64_t *odd)
{
    const uint64_t within = parity(b->quotes) ^ c->within;
    const uint64_t equals = b->equals & ~within;
    const uint64_t edges = b->gaps | b->equals | b->quotes;
    *odd = (b->apostrophes & ~within) | ((b->quotes & within) ^ (equals << 1 | c->equals)) |
           (equals & (edges << 1 | c->edge));
    *c = (carry){0 - (within >> 63), equals >> 63, edges >> 63};
    return b->closes & ~within;
}

static inline const char *narrow_end(const char *p, const char *end)
{
    carry c = {.edge = 1};
    for (; end - p >= 64; p += 64) {
        const dc_chunk x = dc_chunk_at(p);
        const tag_bits bits = {dc_chunk_where(x, '"'), dc_chunk_where(x, '\''),
                               dc_chunk_where(x, '='), dc_chunk_where(x, '>'),
                               dc_chunk_up_to(x, ' ') | dc_chunk_where(x, '/')};
        uint64_t odd;
        const uint64_t closes = closes_in(&bits, &c, &odd);
        if (odd & (closes ^ (closes - 1))) // up to the first close
            return NULL;
        if (closes)
            return p + __builtin_ctzll(closes);
    }
    return NULL;
}

DC_WIDE static const char *wide_end(const char *p, const char *end)
{
    carry c = {.edge = 1};
    for (; end - p >= 64; p += 64) {
        const dc_wide_chunk x = dc_wide_chunk_at(p);
        const tag_bits bits = {dc_wide_chunk_where(x, '"'), dc_wide_chunk_where(x, '\''),
                               dc_wide_chunk_where(x, '='), dc_wide_chunk_where(x, '>'),
                               dc_wide_chunk_up_to(x, ' ') | dc_wide_chunk_where(x, '/')};
        uint64_t odd;
        const uint64_t closes = closes_in(&bits, &c, &odd);
        if (odd & (closes ^ (closes - 1)))
            return NULL;
        if (closes)
            return p + __builtin_ctzll(closes);
    }
    return NULL;
}

const char *dc_usual_tag_end(const char *p, const char *end, bool is_wide)
{
    return is_wide ? wide_end(p, end) : narrow_end(p, end);
}
#else
const char *dc_usual_tag_end(const char *p, const char *end, bool is_wide)
{
    (void)p, (void)end, (void)is_wide;
    return NULL;
}
#endif
