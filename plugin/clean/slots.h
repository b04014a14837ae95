// Prompts by their parts: must + log in + to + post + comment, in any order, and nothing else.
// Catches the endless variants of one sentence that no list of phrases holds.
#ifndef DC_CLEAN_SLOTS_H
#define DC_CLEAN_SLOTS_H

#include "clean/family.h"
#include "clean/start.h"

enum {
    DC_SLOT_NEED = 1 << 0,     // must, need, please, only
    DC_SLOT_LOGIN = 1 << 1,    // log in, signed in
    DC_SLOT_REGISTER = 1 << 2, // register, member
    DC_SLOT_LINK = 1 << 3,     // to, in order to, before, can
    DC_SLOT_POST = 1 << 4,     // post, leave, write
    DC_SLOT_COMMENT = 1 << 5,
    DC_SLOT_REPLY = 1 << 6,
    DC_SLOT_FILL = 1 << 7, // words that may stand between: you, a, the, or
};

// X(name in plugin/data/slots.tsv, bit)
#define DC_SLOTS(X)                                                                                \
    X(need, DC_SLOT_NEED)                                                                          \
    X(login, DC_SLOT_LOGIN)                                                                        \
    X(register, DC_SLOT_REGISTER)                                                                  \
    X(link, DC_SLOT_LINK)                                                                          \
    X(post, DC_SLOT_POST)                                                                          \
    X(comment, DC_SLOT_COMMENT)                                                                    \
    X(reply, DC_SLOT_REPLY)                                                                        \
    X(fill, DC_SLOT_FILL)

// By which the languages are found that have a word which begins so: of all its bytes, or of the
// first DC_SLOT_WORD of a longer one; of the first DC_SLOT_STEM where that is a stem; of one
// character in scripts without blanks.
enum { DC_SLOT_WORD = 8, DC_SLOT_STEM = 4, DC_SLOT_CHARACTER = 3, DC_N_SLOT_KEYS = 1 << 13 };

static inline unsigned dc_slot_key(const char *p, size_t len)
{
    return dc_phrase_start(p, len) % DC_N_SLOT_KEYS;
}

// The family that one sentence in normal form belongs to by its parts, or DC_FAMILY_none.
dc_family dc_slots_match(dc_str sentence);

// False only if no sentence that begins so is one of slots. is_all: nothing follows.
bool dc_slots_may_match(dc_str start, bool is_all);

#endif
