// String views: bytes that somebody else owns.
#ifndef DC_BASE_STR_H
#define DC_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct dc_str {
    const char *p;
    size_t len;
} dc_str;

#define DC_STR(literal) ((dc_str){"" literal, sizeof(literal) - 1})
#define DC_STR_NONE ((dc_str){NULL, 0})

static inline dc_str dc_str_of(const char *s)
{
    return s ? (dc_str){s, strlen(s)} : DC_STR_NONE;
}

static inline bool dc_str_eq(dc_str a, dc_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

// The part from byte `from` (at most len) on.
static inline dc_str dc_str_from(dc_str s, size_t from)
{
    return (dc_str){from ? s.p + from : s.p, s.len - from}; // p may be NULL
}

// HTML's ASCII white space: tab, LF, FF, CR, space.
static inline bool dc_is_space(char c)
{
    const uint64_t spaces = 1ULL << '\t' | 1ULL << '\n' | 1ULL << '\f' | 1ULL << '\r' | 1ULL << ' ';
    return (unsigned char)c <= ' ' && (spaces >> c & 1); // most bytes are above
}

static inline char dc_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static inline bool dc_is_alpha(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool dc_is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

// Equality without regard to ASCII case: never the locale's idea of case.
bool dc_str_ieq(dc_str a, dc_str b);
bool dc_str_starts(dc_str s, dc_str prefix);
bool dc_str_istarts(dc_str s, dc_str prefix);

#define DC_STR_NPOS ((size_t)-1)

// Offset of the first occurrence, or DC_STR_NPOS. The second form ignores ASCII case.
size_t dc_str_find(dc_str s, dc_str needle);
size_t dc_str_ifind(dc_str s, dc_str needle);

// Whether one of n words, of two bytes or more, is in s, whatever the case of ASCII letters.
bool dc_str_has_any(dc_str s, const char *const *words, size_t n);

bool dc_str_has_digit(dc_str s);

// Without white space at both ends.
dc_str dc_str_trim(dc_str s);

// Takes the next token that is separated by ASCII white space off *rest; false when none is left.
static inline bool dc_str_token(dc_str *rest, dc_str *token)
{
    if (rest->len == 0)
        return false;
    const char *p = rest->p;
    const char *end = p + rest->len;
    while (p < end && dc_is_space(*p))
        p++;
    const char *from = p;
    while (p < end && !dc_is_space(*p))
        p++;
    *token = (dc_str){from, (size_t)(p - from)};
    *rest = (dc_str){p, (size_t)(end - p)};
    return token->len > 0;
}

#endif
