// The tables that the lexicon is looked up in.
#ifndef DC_CLEAN_PHRASE_ROWS_H
#define DC_CLEAN_PHRASE_ROWS_H

#include "base/hash.h"
#include "clean/edge.h"
#include "clean/start.h"

typedef struct dc_whole_row {
    uint64_t hash;
    uint8_t family;
    uint8_t strength;
} dc_whole_row;

// A phrase with {name} in it: known words, anything, known words. When nothing is known before the
// name, the hash is of what follows it.
typedef struct dc_open_row {
    uint64_t hash;
    uint64_t tail_hash;
    uint16_t tail_len; // 0: the name ends the line
    uint8_t family;
    uint8_t strength;
} dc_open_row;

// What a line is looked at for.
typedef enum dc_glance_for {
    DC_FOR_BLOCK, // any phrase
    DC_FOR_LINE,  // phrases that prove something in plain text: weak ones and stronger
    DC_FOR_TAIL,  // strong ones that may be cut off the end of a line
    DC_FOR_HEAD,  // those with a name behind known words
    DC_N_GLANCES
} dc_glance_for;

// How these phrases begin and end.
typedef struct dc_glance_sets {
    const uint64_t *starts;
    const uint64_t *short_starts;
    const uint64_t *tail_edges; // of the last bytes of those that begin with a name
    unsigned short_lengths;     // a bit for each length of short_starts
} dc_glance_sets;

// The lengths, a bit each, at which a phrase shorter than DC_START_LEN may end in the first bytes:
// before and behind blanks and beside what is not ASCII.
static inline unsigned dc_boundaries(uint64_t first)
{
    static const uint64_t ones = 0x0101010101010101u;
    const uint64_t blank = first ^ ones * ' ';
    const uint64_t feed = first ^ ones * '\n';
    // A byte is zero where subtracting one borrows; a few more bits do no harm.
    const uint64_t any = (blank - ones) | (feed - ones) | first;
    const uint64_t bits = (any >> 7 & ones) * 0x0102040810204080u >> 56;
    return (unsigned)(bits | bits << 1);
}

// Rows sorted by hash. Borrowed.
typedef struct dc_phrase_table dc_phrase_table;
struct dc_phrase_table {
    const dc_whole_row *wholes;
    const dc_open_row *heads;
    const dc_open_row *tails;
    size_t n_wholes;
    size_t n_heads;
    size_t n_tails;
    const uint64_t *whole_bits;  // of the hashes of wholes
    const uint64_t *long_starts; // of all that have DC_START_LEN bytes or more
    dc_glance_sets glances[DC_N_GLANCES];
};

// Whether a phrase of DC_START_LEN bytes or more begins so and may end there, if not in the first
// DC_LONG_START_LEN ones. All of the line is there, or as many bytes.
static inline bool dc_has_long_start(const dc_phrase_table *t, uint64_t first, const char *p,
                                     size_t len)
{
    const size_t most = len < DC_LONG_START_LEN ? len : DC_LONG_START_LEN;
    const uint64_t second = dc_first_bytes(p + DC_START_LEN, len - DC_START_LEN);
    unsigned lengths = dc_boundaries(first) | dc_boundaries(second) << DC_START_LEN | 1u << most;
    lengths &= (2u << most) - (1u << DC_START_LEN);
    for (; lengths; lengths &= lengths - 1) {
        const unsigned n = (unsigned)__builtin_ctz(lengths);
        if (dc_has_start(t->long_starts, dc_long_start_of(first, second, n)))
            return true;
    }
    return false;
}

typedef enum dc_glance {
    DC_GLANCE_NO,
    DC_GLANCE_FIRST, // of the first DC_START_LEN bytes, but not of what follows them
    DC_GLANCE_YES
} dc_glance;

// Whether one of the phrases begins like p, of which len bytes are there, and may end there if it
// is short. is_all: nothing follows.
static inline dc_glance dc_find_start(const dc_phrase_table *t, dc_glance_for what, const char *p,
                                      size_t len, bool is_all)
{
    const dc_glance_sets *sets = &t->glances[what];
    const uint64_t first = dc_first_bytes(p, len);
    dc_glance found = DC_GLANCE_NO;
    unsigned lengths = sets->short_lengths;
    if (len >= DC_START_LEN) {
        if (dc_has_start(sets->starts, dc_start_of(first, DC_START_LEN)))
            found = DC_GLANCE_FIRST;
        const bool is_enough = is_all || len >= DC_LONG_START_LEN;
        if (found && (!is_enough || dc_has_long_start(t, first, p, len)))
            return DC_GLANCE_YES;
        lengths &= dc_boundaries(first);
    } else {
        lengths &= (dc_boundaries(first) | 1u << len) & ((2u << len) - 1);
    }
    for (; lengths; lengths &= lengths - 1) {
        const unsigned n = (unsigned)__builtin_ctz(lengths);
        if (dc_has_start(sets->short_starts, dc_start_of(first, n)))
            return DC_GLANCE_YES;
    }
    return found;
}

enum { DC_N_WHOLE_BITS = 1 << 18 };

static inline unsigned dc_whole_bit(uint64_t hash)
{
    return (unsigned)(hash >> 46);
}

// False only if there is no row of that hash in wholes.
static inline bool dc_may_be_whole(const dc_phrase_table *t, uint64_t hash)
{
    const unsigned bit = dc_whole_bit(hash);
    return t->whole_bits[bit / 64] >> bit % 64 & 1;
}

#endif
