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
    const uint64_t *tail_edges; // NULL: not those that begin with a name
    unsigned short_lengths;     // a bit for each length of short_starts
} dc_glance_sets;

// Whether one of the phrases begins like p, of which len bytes are there.
static inline bool dc_has_any_start(const dc_glance_sets *sets, const char *p, size_t len)
{
    const uint64_t first = dc_first_bytes(p, len);
    if (len >= DC_START_LEN && dc_has_start(sets->starts, dc_start_of(first, DC_START_LEN)))
        return true;
    for (size_t n = 1; n < DC_START_LEN && n <= len; n++)
        if (sets->short_lengths >> n & 1 && dc_has_start(sets->short_starts, dc_start_of(first, n)))
            return true;
    return false;
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
    const uint64_t *tail_edges; // of the last bytes of tails
    const uint64_t *whole_bits; // of the hashes of wholes
    dc_glance_sets glances[DC_N_GLANCES];
};

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
