#include "clean/names.h"

#include "clean/token_hash.h"

enum { MOST_CLASSES = 12, LONGEST = 40, SHORT_WORD = 3, LONG_WORD = 20 };

// In small letters, each run of digits as one 0: "post-123" and "post-7" are the same.
static uint32_t hash_of(unsigned char kind, dc_str s)
{
    uint32_t hash = dc_token_add(DC_TOKEN_SEED, kind);
    const char *const end = s.p + (s.len < LONGEST ? s.len : LONGEST);
    for (const char *p = s.p; p < end; p++) {
        if (!dc_is_digit(*p)) {
            hash = dc_token_add(hash, (unsigned char)dc_lower(*p));
            continue;
        }
        hash = dc_token_add(hash, '0');
        while (end - p > 1 && dc_is_digit(p[1]))
            p++;
    }
    return dc_token_finish(hash);
}

typedef struct names {
    uint32_t *out;
    uint32_t n;
} names;

static void push(names *to, uint32_t hash)
{
    if (to->n < DC_NAMES_MAX)
        to->out[to->n++] = hash;
}

// Words of a token. *whole: a hash of the bytes so far, to which the token's are added as by
// hash_of().
static inline void read_token(names *to, dc_str token, uint32_t *whole)
{
    const char *const end = token.p + (token.len < LONGEST ? token.len : LONGEST);
    uint32_t all = *whole;
    for (const char *p = token.p; p < end;) {
        if (dc_is_alpha(*p)) {
            uint32_t hash = dc_token_add(DC_TOKEN_SEED, '~');
            const char *const from = p;
            do {
                hash = dc_token_add(hash, (unsigned char)(*p | 0x20));
                all = dc_token_add(all, (unsigned char)(*p | 0x20));
                p++;
            } while (dc_word_goes_on(p, end));
            if (p - from >= SHORT_WORD && p - from <= LONG_WORD)
                push(to, dc_token_finish(hash));
            continue;
        }
        all = dc_token_add(all, dc_is_digit(*p) ? '0' : (unsigned char)*p);
        while (dc_is_digit(*p) && end - p > 1 && dc_is_digit(p[1]))
            p++;
        p++;
    }
    *whole = all;
}

static void push_words(names *to, dc_str token)
{
    uint32_t unused = 0;
    if (token.len)
        read_token(to, token, &unused);
}

// Elements that are everywhere say nothing.
static bool is_common(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_div:
    case DC_TAG_span:
    case DC_TAG_p:
    case DC_TAG_li:
    case DC_TAG_ul:
    case DC_TAG_a:
    case DC_TAG_section:
    case DC_TAG_td:
    case DC_TAG_tr:
        return true;
    default:
        return false;
    }
}

// The class itself stands before its words.
static void push_class(names *to, dc_str token, uint64_t *sum)
{
    const uint32_t at = to->n;
    push(to, 0);
    uint32_t hash = dc_token_add(DC_TOKEN_SEED, '.');
    read_token(to, token, &hash);
    hash = dc_token_finish(hash);
    *sum += hash * 0x9E3779B97F4A7C15u;
    if (at < to->n)
        to->out[at] = hash;
}

uint32_t dc_names_of(const dc_box *box, uint32_t out[DC_NAMES_MAX], uint64_t *signature)
{
    names to = {out, 0};
    const dc_facts *facts = box->facts;
    const uint32_t name = hash_of('<', box->name);
    uint64_t sum = 0;
    if (!is_common(box->tag))
        push(&to, name);
    if (facts->role.len)
        push(&to, hash_of('@', facts->role));
    for (uint32_t i = 0; i < facts->n_classes && i < MOST_CLASSES; i++)
        push_class(&to, facts->classes[i], &sum);
    push_words(&to, facts->id);
    *signature = (sum ^ name) * 0xBF58476D1CE4E5B9u | 1;
    return box->tag == DC_TAG_html || box->tag == DC_TAG_body ? 0 : to.n;
}
