#include "clean/slots.h"

#include "base/utf8.h"

typedef struct slot_row {
    const char *text;
    uint8_t len;
    uint8_t language;
    uint8_t slot;
    bool is_prefix;
} slot_row;

#include "clean/slots.inc" // n_languages, slot_rows sorted by text, slot_languages

enum {
    MOST_WORDS = 16,
    FEWEST_WORDS = 3,
    LONGEST_TOKEN = 36, // bytes: twelve characters of an unspaced script
};

static bool is_start(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

// The first of the rows [low, high), which begin alike, whose byte at `at` is c or more.
static size_t first_from(size_t low, size_t high, size_t at, unsigned c)
{
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if ((unsigned char)slot_rows[middle].text[at] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Byte by byte fewer rows begin like the word.
static void look_up_word(dc_str word, uint8_t slots[n_languages])
{
    size_t low = 0;
    size_t high = sizeof slot_rows / sizeof slot_rows[0];
    for (size_t at = 0; at < word.len && low < high; at++) {
        const unsigned c = (unsigned char)word.p[at];
        const bool is_whole = at + 1 == word.len;
        low = first_from(low, high, at, c);
        high = first_from(low, high, at, c + 1);
        for (; low < high && slot_rows[low].len == at + 1; low++)
            if (is_whole || (slot_rows[low].is_prefix && is_start(word.p[at + 1])))
                slots[slot_rows[low].language] |= slot_rows[low].slot;
    }
}

static dc_family family_of(unsigned seen)
{
    if (!(seen & (DC_SLOT_LOGIN | DC_SLOT_REGISTER)) || !(seen & (DC_SLOT_NEED | DC_SLOT_LINK)))
        return DC_FAMILY_none;
    if (!(seen & (DC_SLOT_COMMENT | DC_SLOT_REPLY)))
        return DC_FAMILY_none;
    if (!(seen & DC_SLOT_LOGIN))
        return DC_FAMILY_register_to_comment;
    return seen & DC_SLOT_COMMENT ? DC_FAMILY_login_to_comment : DC_FAMILY_login_to_reply;
}

// A language lives as long as each word had a slot in it: most sentences are dead after two words.
static dc_family match_words(dc_str sentence)
{
    uint8_t seen[n_languages] = {0};
    bool is_dead[n_languages] = {false};
    size_t alive = n_languages;
    dc_str word;
    while (alive && dc_str_token(&sentence, &word)) {
        uint8_t slots[n_languages] = {0};
        look_up_word(word, slots);
        for (size_t i = 0; i < n_languages; i++) {
            alive -= !slots[i] && !is_dead[i];
            is_dead[i] = is_dead[i] || !slots[i];
            seen[i] |= slots[i];
        }
    }
    for (size_t i = 0; i < n_languages; i++)
        if (!is_dead[i] && family_of(seen[i]))
            return family_of(seen[i]);
    return DC_FAMILY_none;
}

// Those whose rows begin with the first character of s, which is of a script without blanks.
static uint32_t languages_of_character(dc_str s)
{
    return slot_languages[dc_slot_key(s.p, DC_SLOT_CHARACTER)];
}

// Whether a row of any language begins s, or may do so when more of it comes.
static bool may_begin_with_token(dc_str s, bool is_all)
{
    size_t low = 0;
    size_t high = sizeof slot_rows / sizeof slot_rows[0];
    for (size_t at = 0; at < s.len; at++) {
        const unsigned c = (unsigned char)s.p[at];
        low = first_from(low, high, at, c);
        high = first_from(low, high, at, c + 1);
        if (low == high || slot_rows[low].len == at + 1)
            return low < high;
    }
    return !is_all;
}

// The longest token of that language at the start of s, and its slots; 0 when there is none.
static size_t longest_token(dc_str s, size_t language, uint8_t *slot)
{
    size_t low = 0;
    size_t high = sizeof slot_rows / sizeof slot_rows[0];
    size_t len = 0;
    for (size_t at = 0; at < s.len && at < LONGEST_TOKEN && low < high; at++) {
        const unsigned c = (unsigned char)s.p[at];
        low = first_from(low, high, at, c);
        high = first_from(low, high, at, c + 1);
        for (; low < high && slot_rows[low].len == at + 1; low++)
            if (slot_rows[low].language == language) {
                *slot = slot_rows[low].slot;
                len = at + 1;
            }
    }
    return len;
}

static dc_family match_unspaced(dc_str sentence, size_t language)
{
    enum { MOST_TOKENS = 24 };
    unsigned seen = 0;
    for (size_t tokens = 0; sentence.len; tokens++) {
        uint8_t slot = 0;
        const size_t len = longest_token(sentence, language, &slot);
        if (!len || tokens == MOST_TOKENS)
            return DC_FAMILY_none;
        seen |= slot;
        sentence = dc_str_from(sentence, len);
    }
    return family_of(seen);
}

// Links are shorter and prose is longer: neither is looked up.
static bool has_length(dc_str sentence)
{
    size_t words = 1;
    for (size_t i = 0; i < sentence.len && words <= MOST_WORDS; i++)
        words += dc_is_space(sentence.p[i]);
    return words >= FEWEST_WORDS && words <= MOST_WORDS;
}

// How many of the first bytes, of which len are there, stand before a blank or line feed; no more
// than DC_START_LEN.
static inline size_t word_len(uint64_t first, size_t len)
{
    static const uint64_t ones = 0x0101010101010101u;
    const uint64_t blank = first ^ ones * ' ';
    const uint64_t feed = first ^ ones * '\n';
    // A byte is zero where subtracting one borrows; the lowest such bit is right.
    const uint64_t found = (((blank - ones) & ~blank) | ((feed - ones) & ~feed)) & ones << 7;
    const size_t n = found ? (size_t)__builtin_ctzll(found) / 8 : DC_START_LEN;
    return n < len ? n : len;
}

// The languages that may have a row for the first word of *rest, a bit each, and what stands behind
// the word. A word that is not all there may be of any language.
static inline uint32_t languages_of_word(dc_str *rest, bool is_all)
{
    const uint64_t first = dc_first_bytes(rest->p, rest->len);
    const size_t len = word_len(first, rest->len);
    size_t end = len;
    while (end < rest->len && rest->p[end] != ' ' && rest->p[end] != '\n')
        end++;
    *rest = dc_str_from(*rest, end);
    if (len < DC_SLOT_WORD && !rest->len && !is_all)
        return UINT32_MAX;
    uint32_t languages = slot_languages[dc_start_of(first, len) % DC_N_SLOT_KEYS];
    if (len >= DC_SLOT_STEM)
        languages |= slot_languages[dc_start_of(first, DC_SLOT_STEM) % DC_N_SLOT_KEYS];
    return languages;
}

static inline bool is_unspaced_start(dc_str s)
{
    enum { FIRST_BYTE = 0xE0 }; // of characters of these scripts
    uint32_t first;
    if ((unsigned char)s.p[0] < FIRST_BYTE)
        return false;
    dc_utf8_decode(s.p, s.p + s.len, &first);
    return dc_is_unspaced(first);
}

bool dc_slots_may_match(dc_str start, bool is_all)
{
    uint32_t languages = UINT32_MAX;
    if (start.len == 0)
        return !is_all;
    if (is_unspaced_start(start))
        return start.len < DC_SLOT_CHARACTER ||
               (languages_of_character(start) && may_begin_with_token(start, is_all));
    size_t words = 0;
    while (languages && start.len) {
        languages &= languages_of_word(&start, is_all);
        start = dc_str_from(start, start.len ? 1 : 0);
        words++;
    }
    if (is_all && words < FEWEST_WORDS)
        return false;
    return languages;
}

dc_family dc_slots_match(dc_str sentence)
{
    if (sentence.len == 0 || !dc_slots_may_match(sentence, true))
        return DC_FAMILY_none;
    if (!is_unspaced_start(sentence))
        return has_length(sentence) ? match_words(sentence) : DC_FAMILY_none;
    const uint32_t languages = languages_of_character(sentence);
    for (size_t i = 0; i < n_languages; i++) {
        const dc_family family = languages >> i & 1 ? match_unspaced(sentence, i) : DC_FAMILY_none;
        if (family)
            return family;
    }
    return DC_FAMILY_none;
}
