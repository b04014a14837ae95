#include "html/decoder.h"

#include "base/latin.h"
#include "base/utf8.h"
#include "html/iso2022jp.h"

#include <errno.h>
#include <iconv.h>

enum { SPARE = 64 };

#define NO_CONVERTER ((iconv_t)-1)

typedef struct converter {
    iconv_t cd;
    dc_encoding_kind kind;
    bool has_euro; // 0x80 is the euro sign, as in every GBK in use
    dc_str in;
    dc_buf out;
} converter;

// No encoding gives more than three bytes for one, nor does U+FFFD.
static size_t largest(size_t len)
{
    return len > SIZE_MAX / 4 ? SIZE_MAX - 1 : len * 3 + 2 * SPARE;
}

static dc_str finish(dc_arena *arena, dc_buf *out)
{
    const dc_str s = dc_buf_str(out);
    dc_arena_trim(arena, out->p, out->cap, s.len + 1);
    return s;
}

static dc_str decode_utf8(dc_arena *arena, dc_str bytes)
{
    if (dc_utf8_valid(bytes) == bytes.len)
        return bytes;
    dc_buf out = dc_buf_in(arena, largest(bytes.len));
    dc_buf_room(&out, bytes.len + bytes.len / 8);
    dc_utf8_repair(bytes, &out);
    return finish(arena, &out);
}

static uint32_t user_defined(unsigned char byte)
{
    return byte < 0x80 ? byte : 0xF780u + (byte - 0x80u);
}

static dc_str decode_bytes(dc_arena *arena, dc_str bytes, uint32_t (*code_of)(unsigned char byte))
{
    size_t high = 0;
    for (size_t i = 0; i < bytes.len; i++)
        high += (unsigned char)bytes.p[i] >= 0x80;
    if (high == 0)
        return bytes;
    dc_buf out = dc_buf_in(arena, largest(bytes.len));
    char *to = dc_buf_room(&out, bytes.len + 2 * high);
    for (size_t i = 0; to && i < bytes.len; i++)
        to += dc_utf8_encode(code_of((unsigned char)bytes.p[i]), to);
    out.len = to ? (size_t)(to - out.p) : 0;
    return finish(arena, &out);
}

// Runs iconv over in, or over nothing at all: then it gives what it still holds back. (The
// converters of windows-1255, windows-1258 and Big5 wait for a combining mark.)
static int convert(converter *c, bool is_flush)
{
    for (;;) {
        char *to = dc_buf_room(&c->out, c->in.len + c->in.len / 2 + SPARE);
        if (!to)
            return 0;
        char *from = (char *)c->in.p; // iconv does not write to it
        size_t left = c->in.len;
        size_t room = c->out.cap - c->out.len - 1;
        const size_t r = is_flush ? iconv(c->cd, NULL, NULL, &to, &room)
                                  : iconv(c->cd, &from, &left, &to, &room);
        const int why = r == (size_t)-1 ? errno : 0;
        c->out.len = (size_t)(to - c->out.p);
        c->in = (dc_str){from, left};
        if (why != E2BIG)
            return why;
    }
}

// How many bytes the meaningless sequence at the front takes. In the multi-byte encodings the
// standard's decoders eat the byte behind a lead byte unless it is ASCII, so that no tag is eaten.
static size_t bad_length(const converter *c)
{
    const size_t len = c->in.len;
    const unsigned char *p = (const unsigned char *)c->in.p;
    if (c->kind == DC_ENCODING_UTF16 && len > 1)
        return 2;
    const bool is_multi = c->kind == DC_ENCODING_MULTI || c->kind == DC_ENCODING_ESCAPE;
    if (is_multi && len > 1 && p[0] > 0x80 && p[0] < 0xFF && p[1] >= 0x80)
        return 2;
    return 1;
}

static uint32_t bad_meaning(const converter *c)
{
    const unsigned char byte = (unsigned char)c->in.p[0];
    if (c->kind == DC_ENCODING_SINGLE && byte >= 0x80 && byte <= 0x9F)
        return byte; // the standard's tables have C1 controls where iconv's have holes
    if (c->has_euro && byte == 0x80)
        return 0x20AC;
    return DC_REPLACEMENT;
}

static void step_over(converter *c)
{
    convert(c, true); // what iconv holds back comes before this
    char utf8[4];
    const size_t n = dc_utf8_encode(bad_meaning(c), utf8);
    dc_buf_append(&c->out, utf8, n);
    c->in = dc_str_from(c->in, bad_length(c));
}

static void close_converter(void *object)
{
    converter *c = object;
    if (c->cd != NO_CONVERTER)
        iconv_close(c->cd);
    c->cd = NO_CONVERTER;
}

static decant_status decode_iconv(dc_arena *arena, const dc_encoding *encoding, dc_str bytes,
                                  dc_str *utf8)
{
    converter *c = dc_arena_alloc(arena, sizeof *c);
    *c = (converter){.cd = NO_CONVERTER,
                     .kind = encoding->kind,
                     .has_euro = strcmp(encoding->iconv, "GB18030") == 0,
                     .in = bytes,
                     .out = dc_buf_in(arena, largest(bytes.len))};
    dc_arena_on_free(arena, close_converter, c); // first, since it may leave by a jump
    c->cd = iconv_open("UTF-8", encoding->iconv);
    if (c->cd == NO_CONVERTER && c->kind != DC_ENCODING_ESCAPE)
        c->cd = iconv_open("UTF-8", encoding->name); // an iconv other than glibc's
    if (c->cd == NO_CONVERTER)
        return DECANT_E_ENCODING;
    while (c->in.len)
        if (convert(c, false) != 0 && c->in.len)
            step_over(c);
    convert(c, true);
    close_converter(c);
    if (dc_buf_status(&c->out) != DECANT_OK)
        return DECANT_E_ENCODING;
    *utf8 = finish(arena, &c->out);
    return DECANT_OK;
}

decant_status dc_decode(dc_arena *arena, const dc_encoding *encoding, dc_str bytes, dc_str *utf8)
{
    if (bytes.len == 0) {
        *utf8 = DC_STR("");
        return DECANT_OK;
    }
    switch (encoding->kind) {
    case DC_ENCODING_UTF8:
        *utf8 = decode_utf8(arena, bytes);
        return DECANT_OK;
    case DC_ENCODING_LATIN:
        *utf8 = decode_bytes(arena, bytes, dc_windows_1252);
        return DECANT_OK;
    case DC_ENCODING_USER:
        *utf8 = decode_bytes(arena, bytes, user_defined);
        return DECANT_OK;
    case DC_ENCODING_NONE:
        *utf8 = DC_STR("\xEF\xBF\xBD");
        return DECANT_OK;
    case DC_ENCODING_ESCAPE:
        return decode_iconv(arena, encoding, dc_iso2022jp_to_euc(arena, bytes), utf8);
    default:
        return decode_iconv(arena, encoding, bytes, utf8);
    }
}
