#include "html/charset.h"

#include "base/utf8.h"
#include "html/decoder.h"
#include "html/prescan.h"

enum { PRESCAN = 1024, LATE_PRESCAN = 64 << 10 };

typedef struct finding {
    const dc_encoding *encoding; // NULL: nothing found
    int32_t source;
    size_t skip; // bytes of the byte order mark
} finding;

static dc_str head_of(dc_str bytes, size_t len)
{
    return (dc_str){bytes.p, bytes.len < len ? bytes.len : len};
}

static finding from_bom(dc_str bytes)
{
    static const struct {
        dc_str mark;
        dc_str label;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, {"utf-8", 5}},
        {{"\xFE\xFF", 2}, {"utf-16be", 8}},
        {{"\xFF\xFE", 2}, {"utf-16le", 8}},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (dc_str_starts(bytes, marks[i].mark))
            return (finding){dc_encoding_of(marks[i].label), DECANT_CHARSET_BOM, marks[i].mark.len};
    return (finding){0};
}

// Takes the next "name=value" off the parameters of a Content-Type.
static bool take_parameter(dc_str *rest, dc_str *name, dc_str *value)
{
    const char *semicolon = rest->len ? memchr(rest->p, ';', rest->len) : NULL;
    if (!semicolon)
        return false;
    *rest = dc_str_from(*rest, (size_t)(semicolon - rest->p) + 1);
    size_t n = 0;
    while (n < rest->len && rest->p[n] != '=' && rest->p[n] != ';')
        n++;
    *name = dc_str_trim((dc_str){rest->p, n});
    *value = DC_STR("");
    if (n == rest->len || rest->p[n] == ';') {
        *rest = dc_str_from(*rest, n);
        return true;
    }
    *rest = dc_str_trim(dc_str_from(*rest, n + 1));
    const char quote = rest->len ? rest->p[0] : '\0';
    const bool is_quoted = quote == '"' || quote == '\'';
    n = is_quoted;
    while (n < rest->len && (is_quoted ? rest->p[n] != quote : !memchr(";,", rest->p[n], 2)))
        n++;
    *value = (dc_str){rest->p + is_quoted, n - is_quoted};
    *rest = dc_str_from(*rest, n);
    return true;
}

static finding from_http(dc_str bytes, dc_str content_type)
{
    dc_str name;
    dc_str value;
    while (take_parameter(&content_type, &name, &value)) {
        if (!dc_str_ieq(name, DC_STR("charset")))
            continue;
        const dc_encoding *e = dc_encoding_of(value);
        const dc_str head = head_of(bytes, PRESCAN);
        if (e && e->kind == DC_ENCODING_UTF16 && head.len && !memchr(head.p, '\0', head.len))
            e = NULL; // mark-up in UTF-16 is full of NULs
        return (finding){e, DECANT_CHARSET_HTTP, 0};
    }
    return (finding){0};
}

// Editors save pages as UTF-16 without a mark. '<' and the letter behind it give it away; browsers
// go by "<?x" only, but no other reading of these bytes is text.
static finding from_nuls(dc_str bytes)
{
    if (bytes.len < 4 || bytes.len % 2)
        return (finding){0};
    const char *p = bytes.p;
    if (p[0] == '<' && !p[1] && p[2] && !p[3])
        return (finding){dc_encoding_of(DC_STR("utf-16le")), DECANT_CHARSET_DEFAULT, 0};
    if (!p[0] && p[1] == '<' && !p[2] && p[3])
        return (finding){dc_encoding_of(DC_STR("utf-16be")), DECANT_CHARSET_DEFAULT, 0};
    return (finding){0};
}

static finding from_meta(dc_str bytes, size_t limit)
{
    return (finding){dc_prescan(head_of(bytes, limit)), DECANT_CHARSET_META, 0};
}

static finding outside(dc_str bytes, dc_str content_type)
{
    const finding f = from_bom(bytes);
    return f.encoding ? f : from_http(bytes, content_type);
}

static finding declared(dc_str bytes, dc_str content_type)
{
    finding f = outside(bytes, content_type);
    if (!f.encoding)
        f = from_nuls(bytes);
    if (!f.encoding)
        f = from_meta(bytes, PRESCAN);
    return f;
}

// True for valid UTF-8 and for UTF-8 with damage: text in another encoding hardly ever forms
// sequences by chance, and damage hardly ever hits every second character.
static bool is_mostly_utf8(dc_str s)
{
    size_t good = 0;
    size_t bad = 0;
    const char *end = s.p + s.len;
    for (const char *p = s.p; p < end;) {
        if (!(*p & 0x80)) {
            p++;
            continue;
        }
        uint32_t code;
        const size_t n = dc_utf8_decode(p, end, &code);
        const bool is_bad = code == DC_REPLACEMENT && dc_utf8_valid((dc_str){p, n}) != n;
        good += !is_bad;
        bad += is_bad;
        p += n;
    }
    return bad <= good;
}

// Pages that were saved or moved to UTF-8 keep what they declared before. Text in another encoding
// forms sequences by chance once or twice ("Bush hid the facts"), not all over a page.
static bool is_utf8_by_far(dc_str bytes)
{
    enum { FEWEST = 6 };
    size_t n = 0;
    for (size_t i = 0; i < bytes.len && n < FEWEST; i++)
        n += ((unsigned char)bytes.p[i] & 0xC0) == 0xC0;
    return n == FEWEST && dc_utf8_valid(bytes) == bytes.len;
}

static finding undeclared(dc_str bytes)
{
    finding f = {dc_encoding_of(DC_STR("utf-8")), DECANT_CHARSET_UTF8, 0};
    if (dc_utf8_valid(bytes) == bytes.len)
        return f;
    // Browsers find a meta element behind the first 1,024 bytes while parsing, and start again
    // ("changing the encoding while parsing").
    const finding late = from_meta(bytes, LATE_PRESCAN);
    return late.encoding ? late : f;
}

// What is said to be UTF-8, or not said to be anything, is decoded as what it is; so is UTF-8 that
// is said to be something else.
static decant_status decode(dc_arena *arena, dc_str bytes, finding f, dc_charset *out)
{
    const bool is_said = f.encoding->kind == DC_ENCODING_UTF8 && f.source != DECANT_CHARSET_BOM;
    if (is_said && dc_utf8_valid(bytes) == bytes.len) { // most pages: they are what they become
        *out = (dc_charset){.utf8 = bytes, .name = f.encoding->name, .source = f.source};
        return DECANT_OK;
    }
    if (is_said && !is_mostly_utf8(bytes))
        f = (finding){dc_encoding_of(DC_STR("windows-1252")), DECANT_CHARSET_DEFAULT, 0};
    else if (f.encoding->kind != DC_ENCODING_UTF8 && f.encoding->kind != DC_ENCODING_UTF16 &&
             is_utf8_by_far(bytes))
        f = (finding){dc_encoding_of(DC_STR("utf-8")), DECANT_CHARSET_UTF8, 0};
    out->name = f.encoding->name;
    out->source = f.source;
    return dc_decode(arena, f.encoding, dc_str_from(bytes, f.skip), &out->utf8);
}

decant_status dc_charset_decode(dc_arena *arena, dc_str bytes, dc_str content_type, dc_charset *out)
{
    if (bytes.len == 0)
        bytes = DC_STR("");
    finding f = declared(bytes, content_type);
    if (!f.encoding)
        f = undeclared(bytes);
    return decode(arena, bytes, f, out);
}

decant_status dc_charset_decode_text(dc_arena *arena, dc_str bytes, dc_str content_type,
                                     dc_charset *out)
{
    if (bytes.len == 0)
        bytes = DC_STR("");
    finding f = outside(bytes, content_type);
    if (!f.encoding)
        f = (finding){dc_encoding_of(DC_STR("utf-8")), DECANT_CHARSET_UTF8, 0};
    return decode(arena, bytes, f, out);
}

const char *dc_charset_name(dc_str label)
{
    const dc_encoding *e = dc_encoding_of(label);
    return e ? e->name : NULL;
}
