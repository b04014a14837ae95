#include "base/str.h"

bool dc_str_ieq(dc_str a, dc_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (dc_lower(a.p[i]) != dc_lower(b.p[i]))
            return false;
    return true;
}

bool dc_str_starts(dc_str s, dc_str prefix)
{
    return s.len >= prefix.len && dc_str_eq((dc_str){s.p, prefix.len}, prefix);
}

bool dc_str_istarts(dc_str s, dc_str prefix)
{
    return s.len >= prefix.len && dc_str_ieq((dc_str){s.p, prefix.len}, prefix);
}

size_t dc_str_find(dc_str s, dc_str needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        const char *hit = memchr(s.p + i, needle.p[0], s.len - needle.len - i + 1);
        if (!hit)
            return DC_STR_NPOS;
        i = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.len) == 0)
            return i;
    }
    return DC_STR_NPOS;
}

size_t dc_str_ifind(dc_str s, dc_str needle)
{
    if (needle.len == 0)
        return 0;
    const char first = dc_lower(needle.p[0]);
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (dc_lower(s.p[i]) == first && dc_str_ieq((dc_str){s.p + i, needle.len}, needle))
            return i;
    return DC_STR_NPOS;
}

dc_str dc_str_trim(dc_str s)
{
    while (s.len && dc_is_space(s.p[0]))
        s = dc_str_from(s, 1);
    while (s.len && dc_is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

bool dc_str_token(dc_str *rest, dc_str *token)
{
    *rest = dc_str_trim(*rest);
    if (rest->len == 0)
        return false;
    size_t n = 0;
    while (n < rest->len && !dc_is_space(rest->p[n]))
        n++;
    *token = (dc_str){rest->p, n};
    *rest = dc_str_from(*rest, n);
    return true;
}
