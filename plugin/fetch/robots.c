#include "fetch/robots.h"

#include "base/buf.h"

enum {
    LINE_MAX_LEN = 2083 * 8, // of a line; its rest is dropped, as Google's parser does
    PATH_MAX_LEN = 3 * 8192, // a URL with every byte encoded
    BUDGET = 4 << 20,        // bytes compared for one path
    DELAY_MAX_S = 86400,
};

typedef struct rule {
    dc_str pattern; // normalised, in text
    bool is_allow;
    bool has_star;
} rule;

struct dc_robots {
    const decant_allocator *hook;
    dc_buf text;
    rule *rules; // the longest first; of equal ones those that allow
    size_t n;
    size_t cap;
    uint32_t delay_ms;
};

// ---- paths -------------------------------------------------------------------------------------

static int hex_of(char c)
{
    if (dc_is_digit(c))
        return c - '0';
    const char lower = dc_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    return dc_is_alpha((char)c) || dc_is_digit((char)c) || (c && strchr("-._~", c));
}

static void add_coded(dc_buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    dc_buf_char(out, '%');
    dc_buf_char(out, digits[c >> 4]);
    dc_buf_char(out, digits[c & 15]);
}

// One spelling for what is one path (section 2.2.2): octets outside ASCII are percent-encoded, with
// capitals; encoded unreserved characters are decoded; in the query so are ":" and "/", which the
// RFC's table takes for the same as their codes. In a path, "*" and "$" are characters like others,
// which a pattern can only name by their codes.
static void normalise(dc_str s, bool is_pattern, dc_buf *out)
{
    bool is_query = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        const bool is_coded =
            c == '%' && i + 2 < s.len && hex_of(s.p[i + 1]) >= 0 && hex_of(s.p[i + 2]) >= 0;
        is_query |= c == '?';
        if (is_coded) {
            c = (unsigned char)(hex_of(s.p[i + 1]) * 16 + hex_of(s.p[i + 2]));
            i += 2;
        }
        const bool is_plain_in_query = is_query && (c == ':' || c == '/');
        if (is_coded ? is_unreserved(c) || is_plain_in_query
                     : c > ' ' && c < 0x7f && (is_pattern || (c != '*' && c != '$')))
            dc_buf_char(out, (char)c);
        else
            add_coded(out, c);
    }
}

// ---- the file ----------------------------------------------------------------------------------

typedef struct parser {
    dc_robots *robots;
    dc_str agent;
    bool is_named; // groups that name us exist: those of "*" do not count
    // Of the group being read.
    bool in_agents; // its user-agent lines go on
    bool counts;
    bool is_first; // only looking for our name
} parser;

// Lines end with CR, LF or both.
static bool next_line(dc_str *rest, dc_str *line)
{
    if (rest->len == 0)
        return false;
    size_t n = 0;
    while (n < rest->len && rest->p[n] != '\n' && rest->p[n] != '\r')
        n++;
    *line = (dc_str){rest->p, n < LINE_MAX_LEN ? n : LINE_MAX_LEN};
    *rest = dc_str_from(*rest, n < rest->len ? n + 1 : n);
    return true;
}

// "key: value # comment". False when it is no such line.
static bool split(dc_str line, dc_str *key, dc_str *value)
{
    const char *hash = line.len ? memchr(line.p, '#', line.len) : NULL;
    if (hash)
        line.len = (size_t)(hash - line.p);
    const char *colon = line.len ? memchr(line.p, ':', line.len) : NULL;
    if (!colon)
        return false;
    const size_t at = (size_t)(colon - line.p);
    *key = dc_str_trim((dc_str){line.p, at});
    *value = dc_str_trim(dc_str_from(line, at + 1));
    return true;
}

// A product token: the leading letters, "_" and "-".
static dc_str token_of(dc_str value)
{
    size_t n = 0;
    while (n < value.len && (dc_is_alpha(value.p[n]) || value.p[n] == '_' || value.p[n] == '-'))
        n++;
    return (dc_str){value.p, n};
}

static void take_agent(parser *p, dc_str value)
{
    const bool is_star =
        value.len > 0 && value.p[0] == '*' && (value.len == 1 || dc_is_space(value.p[1]));
    const bool is_ours = p->agent.len > 0 && dc_str_ieq(token_of(value), p->agent);
    if (!p->in_agents)
        p->counts = false;
    p->in_agents = true;
    p->counts |= p->is_named ? is_ours : is_star;
}

static void look_for_name(parser *p, dc_str value)
{
    p->is_named |= p->agent.len > 0 && dc_str_ieq(token_of(value), p->agent);
}

static bool grow(dc_robots *r)
{
    const size_t cap = r->cap ? r->cap * 2 : 64;
    rule *rules = dc_mem_resize(r->hook, r->rules, r->cap * sizeof *rules, cap * sizeof *rules);
    if (!rules)
        return false;
    r->rules = rules;
    r->cap = cap;
    return true;
}

// An empty pattern matches nothing: "Disallow:" allows all, which is what happens without it.
static bool take_rule(parser *p, dc_str value, bool is_allow)
{
    dc_robots *r = p->robots;
    p->in_agents = false;
    if (!p->counts || value.len == 0)
        return true;
    if (r->n == r->cap && !grow(r))
        return false;
    const size_t start = r->text.len;
    normalise(value, true, &r->text);
    if (dc_buf_status(&r->text) != DECANT_OK)
        return false;
    // Where the text lies is known once it is complete: offsets until then.
    r->rules[r->n++] = (rule){{NULL, r->text.len - start}, is_allow, false};
    return true;
}

// Seconds, with at most three decimals.
static uint64_t thousandths_of(dc_str value)
{
    uint64_t n = 0;
    size_t i = 0;
    for (; i < value.len && dc_is_digit(value.p[i]) && n < DELAY_MAX_S; i++)
        n = n * 10 + (uint64_t)(value.p[i] - '0');
    n *= 1000;
    if (i < value.len && value.p[i] == '.')
        for (uint64_t place = 100; place && ++i < value.len && dc_is_digit(value.p[i]); place /= 10)
            n += place * (uint64_t)(value.p[i] - '0');
    return n;
}

static void take_delay(parser *p, dc_str value)
{
    const uint64_t delay_ms = thousandths_of(value);
    p->in_agents = false;
    if (p->counts && delay_ms > p->robots->delay_ms)
        p->robots->delay_ms = (uint32_t)delay_ms;
}

static bool take_line(parser *p, dc_str key, dc_str value)
{
    const bool is_agent = dc_str_ieq(key, DC_STR("user-agent"));
    if (is_agent && p->is_first)
        look_for_name(p, value);
    else if (is_agent)
        take_agent(p, value);
    else if (p->is_first)
        return true;
    else if (dc_str_ieq(key, DC_STR("allow")))
        return take_rule(p, value, true);
    else if (dc_str_ieq(key, DC_STR("disallow")))
        return take_rule(p, value, false);
    else if (dc_str_ieq(key, DC_STR("crawl-delay")))
        take_delay(p, value);
    return true; // other records belong to no group (section 2.2.4)
}

static bool read_lines(parser *p, dc_str text, bool is_first)
{
    dc_str line, key, value;
    p->is_first = is_first;
    if (dc_str_starts(text, DC_STR("\xEF\xBB\xBF")))
        text = dc_str_from(text, 3);
    while (next_line(&text, &line))
        if (split(line, &key, &value) && !take_line(p, key, value))
            return false;
    return true;
}

static bool goes_before(const rule *a, const rule *b)
{
    return a->pattern.len != b->pattern.len ? a->pattern.len > b->pattern.len
                                            : a->is_allow && !b->is_allow;
}

// Heap sort: no recursion, and no input makes it slow.
static void sift(rule *rules, size_t at, size_t n)
{
    const rule moved = rules[at];
    for (size_t child; (child = at * 2 + 1) < n; at = child) {
        if (child + 1 < n && goes_before(&rules[child], &rules[child + 1]))
            child++;
        if (!goes_before(&moved, &rules[child]))
            break;
        rules[at] = rules[child];
    }
    rules[at] = moved;
}

static void sort(rule *rules, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift(rules, i, n);
    for (size_t i = n; i-- > 1;) {
        const rule first = rules[0];
        rules[0] = rules[i];
        rules[i] = first;
        sift(rules, 0, i);
    }
}

static void place_patterns(dc_robots *r)
{
    const char *at = dc_buf_str(&r->text).p;
    for (size_t i = 0; i < r->n; i++) {
        dc_str *pattern = &r->rules[i].pattern;
        pattern->p = at;
        at += pattern->len;
        r->rules[i].has_star = memchr(pattern->p, '*', pattern->len) != NULL;
    }
}

dc_robots *dc_robots_parse(const decant_allocator *hook, dc_str text, dc_str agent)
{
    dc_robots *r = dc_mem_zero(hook, 1, sizeof *r);
    if (!r)
        return NULL;
    r->hook = hook;
    r->text = dc_buf_on(hook, text.len * 3 + 1);
    parser p = {.robots = r, .agent = agent};
    if (!read_lines(&p, text, true) || !read_lines(&p, text, false)) {
        dc_robots_free(r);
        return NULL;
    }
    place_patterns(r);
    sort(r->rules, r->n);
    return r;
}

void dc_robots_free(dc_robots *r)
{
    if (!r)
        return;
    dc_buf_free(&r->text);
    dc_mem_free(r->hook, r->rules, r->cap * sizeof *r->rules);
    dc_mem_free(r->hook, r, sizeof *r);
}

size_t dc_robots_size(const dc_robots *r)
{
    return r ? sizeof *r + r->text.cap + r->cap * sizeof *r->rules : 0;
}

// ---- matching ----------------------------------------------------------------------------------

// Where needle first lies in s: bytes looked at are counted.
static size_t seek(dc_str s, dc_str needle, size_t *spent)
{
    size_t at = 0;
    while (at + needle.len <= s.len) {
        const char *hit = memchr(s.p + at, needle.p[0], s.len - needle.len - at + 1);
        if (!hit) {
            *spent += s.len - at;
            return DC_STR_NPOS;
        }
        const size_t start = (size_t)(hit - s.p);
        size_t n = 1;
        while (n < needle.len && hit[n] == needle.p[n])
            n++;
        *spent += start - at + n;
        if (n == needle.len)
            return start;
        if (*spent > BUDGET)
            return DC_STR_NPOS;
        at = start + 1;
    }
    return DC_STR_NPOS;
}

// The parts between stars are taken where they first fit: going back never helps, since what
// follows may lie anywhere behind. The last part may be bound to the end.
static bool matches_stars(dc_str pattern, dc_str path, size_t *spent)
{
    const bool is_bound = pattern.p[pattern.len - 1] == '$';
    bool is_start = true;
    pattern.len -= is_bound;
    while (pattern.len) {
        const char *star = memchr(pattern.p, '*', pattern.len);
        const dc_str part = {pattern.p, star ? (size_t)(star - pattern.p) : pattern.len};
        pattern = dc_str_from(pattern, part.len + (star != NULL));
        const bool is_last = !star;
        if (part.len > path.len)
            return false;
        if (is_start && !dc_str_starts(path, part))
            return false;
        if (is_last && is_bound) // a part that is the start as well has no star before it
            return dc_str_eq(dc_str_from(path, path.len - part.len), part) &&
                   (!is_start || path.len == part.len);
        if (part.len > 0) {
            const size_t at = is_start ? 0 : seek(path, part, spent);
            if (at == DC_STR_NPOS)
                return false;
            path = dc_str_from(path, at + part.len);
        }
        is_start = false;
    }
    return !is_bound || !is_start || path.len == 0;
}

static bool matches(const rule *r, dc_str path, size_t *spent)
{
    const dc_str pattern = r->pattern;
    *spent += 1;
    if (r->has_star)
        return matches_stars(pattern, path, spent);
    if (pattern.p[pattern.len - 1] == '$')
        return dc_str_eq(path, (dc_str){pattern.p, pattern.len - 1});
    return dc_str_starts(path, pattern);
}

bool dc_robots_allows(const dc_robots *r, dc_str path)
{
    size_t spent = 0;
    bool is_allowed = true;
    if (r->n == 0 || dc_str_eq(path, DC_STR("/robots.txt"))) // section 2.2.2: always allowed
        return true;
    dc_buf plain = dc_buf_on(r->hook, PATH_MAX_LEN);
    normalise(path, false, &plain);
    const dc_str p = dc_buf_str(&plain);
    const bool is_known = dc_buf_status(&plain) == DECANT_OK;
    for (size_t i = 0; i < r->n && spent <= BUDGET; i++)
        if (matches(&r->rules[i], p, &spent)) {
            is_allowed = r->rules[i].is_allow;
            break;
        }
    dc_buf_free(&plain);
    return is_known && spent <= BUDGET && is_allowed;
}

uint32_t dc_robots_delay_ms(const dc_robots *r)
{
    return r->delay_ms;
}
