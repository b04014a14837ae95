#include "render/link.h"

#include "base/utf8.h"
#include "blocks/spaces.h"

enum { LONGEST_URL = 8192 };

static const char hex[] = "0123456789ABCDEF";

// What may stand in an address as it is. The rest is percent-encoded: brackets and blanks would end
// a link in some format, and nothing that is not ASCII is safe in all.
static bool is_plain(char c)
{
    return dc_is_alpha(c) || dc_is_digit(c) || (c && strchr("-._~:/?#@!$&'*+,;=%", c));
}

static bool is_hex(char c)
{
    return dc_is_digit(c) || (dc_lower(c) >= 'a' && dc_lower(c) <= 'f');
}

static void put_encoded(dc_buf *out, char c)
{
    const unsigned char u = (unsigned char)c;
    const char code[3] = {'%', hex[u >> 4], hex[u & 15]};
    dc_buf_append(out, code, sizeof code);
}

// Host names of other scripts stay readable, if all of their characters can be seen.
static bool put_host(dc_buf *out, dc_str s)
{
    size_t len;
    for (const char *p = s.p, *end = s.p + s.len; p < end; p += len) {
        if (dc_char_kind_at(p, end, &len) != DC_CHAR_PLAIN ||
            (len == 1 && !is_plain(*p) && *p != '[' && *p != ']'))
            return false;
        dc_buf_append(out, p, len);
    }
    return true;
}

// Bytes of a scheme and its colon, 0 without one.
static size_t scheme_len(dc_str s)
{
    if (!s.len || !dc_is_alpha(s.p[0]))
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        if (s.p[i] == ':')
            return i + 1;
        if (!dc_is_alpha(s.p[i]) && !dc_is_digit(s.p[i]) && !strchr("+-.", s.p[i]))
            return 0;
    }
    return 0;
}

static bool is_web(dc_str s)
{
    return dc_str_istarts(s, DC_STR("http://")) || dc_str_istarts(s, DC_STR("https://"));
}

// As a browser reads an attribute that holds a URL: blanks around it and tabs and line ends in it
// are not there.
static dc_str stripped(dc_str s, char *room)
{
    size_t n = 0;
    s = dc_str_trim(s);
    for (size_t i = 0; i < s.len && n < LONGEST_URL; i++)
        if ((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7F)
            room[n++] = s.p[i];
    return (dc_str){room, n};
}

static bool put_safe(dc_buf *out, dc_str url)
{
    size_t at = 0;
    if (is_web(url)) {
        at = scheme_len(url) + 2;
        for (size_t i = 0; i < at; i++)
            dc_buf_char(out, dc_lower(url.p[i]));
        size_t end = at;
        while (end < url.len && !strchr("/?#\\", url.p[end]))
            end++;
        if (end == at || url.p[end - 1] == ':' || !put_host(out, (dc_str){url.p + at, end - at}))
            return false;
        at = end;
    }
    bool has_fragment = false;
    for (; at < url.len; at++) {
        const char c = url.p[at];
        const bool is_stray =
            (c == '#' && has_fragment) ||
            (c == '%' && !(at + 2 < url.len && is_hex(url.p[at + 1]) && is_hex(url.p[at + 2])));
        has_fragment |= c == '#';
        if (is_plain(c) && !is_stray)
            dc_buf_char(out, c);
        else if (url.p[at] == '\\')
            dc_buf_char(out, '/');
        else
            put_encoded(out, url.p[at]);
    }
    return true;
}

static dc_str resolved(dc_linker *l, dc_str reference)
{
    CURLU *url = l->base ? curl_url_dup(l->base) : NULL;
    char *text = NULL;
    l->url.len = 0;
    const bool is_fine = url && put_safe(&l->url, reference) && !dc_buf_status(&l->url) &&
                         curl_url_set(url, CURLUPART_URL, dc_buf_str(&l->url).p, 0) == CURLUE_OK &&
                         curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK;
    l->url.len = 0;
    const bool is_safe = is_fine && is_web(dc_str_of(text)) && put_safe(&l->url, dc_str_of(text));
    curl_free(text);
    curl_url_cleanup(url);
    return is_safe ? dc_buf_str(&l->url) : DC_STR_NONE;
}

dc_str dc_linker_url(dc_linker *l, dc_str reference)
{
    char room[LONGEST_URL];
    if (!reference.p || reference.len > LONGEST_URL)
        return DC_STR_NONE;
    const dc_str s = stripped(reference, room);
    const size_t scheme = scheme_len(s);
    if (s.len == 0)
        return DC_STR_NONE;
    if (!scheme || (dc_str_istarts(s, DC_STR("http")) && !is_web(s)))
        return resolved(l, s);
    const bool is_mail = dc_str_istarts(s, DC_STR("mailto:")) && s.len > scheme;
    l->url.len = 0;
    return (is_mail || is_web(s)) && put_safe(&l->url, s) ? dc_buf_str(&l->url) : DC_STR_NONE;
}

// The page's own address, then its base element, which may be relative to it.
void dc_linker_begin(dc_linker *l, const dc_blocks *blocks, const decant_allocator *hook)
{
    *l = (dc_linker){.blocks = blocks, .url = dc_buf_on(hook, 4 * LONGEST_URL)};
    for (int i = 0; i < 2; i++) {
        const dc_str from = i ? blocks->base : blocks->url;
        const dc_str url = from.p ? dc_linker_url(l, from) : DC_STR_NONE;
        if (!url.p || !is_web(url))
            continue;
        CURLU *base = curl_url();
        if (base && curl_url_set(base, CURLUPART_URL, url.p, 0) == CURLUE_OK) {
            curl_url_cleanup(l->base);
            l->base = base;
        } else {
            curl_url_cleanup(base);
        }
    }
}

void dc_linker_end(dc_linker *l)
{
    curl_url_cleanup(l->base);
    dc_buf_free(&l->url);
}

// ---- images ----

// The candidate of a srcset with the largest width or density.
static dc_str largest(dc_str set)
{
    dc_str best = DC_STR_NONE;
    double most = -1;
    if (!set.len)
        return best;
    const char *end = set.p + set.len;
    for (const char *p = set.p; p < end;) {
        while (p < end && (dc_is_space(*p) || *p == ','))
            p++;
        const char *from = p;
        while (p < end && !dc_is_space(*p))
            p++;
        dc_str url = {from, (size_t)(p - from)};
        double size = 1;
        if (url.len && url.p[url.len - 1] == ',') {
            url.len--;
        } else {
            while (p < end && dc_is_space(*p))
                p++;
            double n = 0;
            for (; p < end && dc_is_digit(*p) && n < 1e6; p++)
                n = n * 10 + (*p - '0');
            size = n > 0 ? n : 1;
            while (p < end && *p != ',')
                p++;
        }
        if (url.len && size > most) {
            most = size;
            best = url;
        }
    }
    return best;
}

static bool is_placeholder(dc_str src)
{
    return src.len == 0 || dc_str_istarts(src, DC_STR("data:")) ||
           dc_str_istarts(src, DC_STR("about:"));
}

// Widths and heights of one or two pixels: counters and spacers.
static bool is_pixel(const dc_blocks *blocks, uint32_t list)
{
    static const char *const names[] = {"width", "height"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dc_str size = dc_str_trim(dc_list_attr(blocks, list, dc_str_of(names[i])));
        if (size.len && size.p[0] >= '0' && size.p[0] <= '2' &&
            (size.len == 1 || !(dc_is_digit(size.p[1]) || size.p[1] == '%')))
            return true;
    }
    return false;
}

static dc_str from_list(dc_linker *l, uint32_t list, bool is_image)
{
    static const struct {
        const char *name;
        bool is_set;
        bool is_of_image; // src of a source element belongs to audio
    } places[] = {{"data-src", false, true},      {"data-lazy-src", false, true},
                  {"data-original", false, true}, {"data-lazy", false, true},
                  {"data-srcset", true, false},   {"data-lazy-srcset", true, false},
                  {"src", false, true},           {"srcset", true, false},
                  {"data-url", false, true}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i].is_of_image && !is_image)
            continue;
        dc_str value = dc_list_attr(l->blocks, list, dc_str_of(places[i].name));
        if (value.p && places[i].is_set)
            value = largest(value);
        if (!value.p || is_placeholder(dc_str_trim(value)))
            continue;
        const dc_str url = dc_linker_url(l, value);
        if (url.p && is_web(url))
            return url;
    }
    return DC_STR_NONE;
}

dc_str dc_linker_image(dc_linker *l, uint32_t mark)
{
    const dc_mark *marks = l->blocks->marks;
    if (is_pixel(l->blocks, marks[mark].list))
        return DC_STR_NONE;
    dc_str url = from_list(l, marks[mark].list, true);
    uint32_t first = mark;
    while (first && marks[first - 1].tag == DC_TAG_source && mark - first < 16)
        first--;
    for (uint32_t i = first; i < mark && !url.p; i++)
        url = from_list(l, marks[i].list, false);
    return url;
}
