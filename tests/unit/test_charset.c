// Encodings: HTML Standard, section 13.2.3 (the input byte stream); Encoding Standard.
#include "unit/in_arena.h"

#include "base/utf8.h"
#include "html/charset.h"
#include "html/encoding.h"
#include "html/prescan.h"

#include <stdio.h>

#define U_FFFD "\xEF\xBF\xBD"

// A page in a block of its own size, so that a read past the end is seen.
static dc_str page_of(dc_arena *arena, dc_str s)
{
    char *p = dc_arena_alloc(arena, s.len);
    if (s.len)
        memcpy(p, s.p, s.len);
    return (dc_str){p, s.len};
}

static dc_charset decoded(dc_arena *arena, dc_str bytes, const char *content_type)
{
    dc_charset c = {0};
    assert_int_equal(dc_charset_decode(arena, page_of(arena, bytes), dc_str_of(content_type), &c),
                     DECANT_OK);
    assert_non_null(c.utf8.p);
    assert_int_equal(dc_utf8_valid(c.utf8), c.utf8.len);
    return c;
}

typedef struct page {
    dc_str bytes;
    const char *content_type;
    const char *name;
    int32_t source;
    dc_str text;
} page;

#define P(bytes, http, name, source, text)                                                         \
    {                                                                                              \
        {bytes, sizeof(bytes) - 1}, http, name, DECANT_CHARSET_##source,                           \
        {                                                                                          \
            text, sizeof(text) - 1                                                                 \
        }                                                                                          \
    }

static const page pages[] = {
    // Byte order marks win over everything, and are not part of the text.
    P("\xEF\xBB\xBF<p>\xC3\xA9", NULL, "UTF-8", BOM, "<p>\xC3\xA9"),
    P("\xEF\xBB\xBF\xE9", "text/html; charset=latin1", "UTF-8", BOM, U_FFFD),
    P("\xFF\xFE<\0p\0>\0\xE9\0", "text/html; charset=utf-8", "UTF-16LE", BOM, "<p>\xC3\xA9"),
    P("\xFE\xFF\0<\0p\0>\xD8\x3D\xDE\x00", NULL, "UTF-16BE", BOM, "<p>\xF0\x9F\x98\x80"),
    P("\xFF\xFE", NULL, "UTF-16LE", BOM, ""),
    P("\xEF\xBB", NULL, "windows-1252", DEFAULT, "ï»"), // half a mark is none
    // HTTP.
    P("\xE9", "text/html; charset=ISO-8859-1", "windows-1252", HTTP, "\xC3\xA9"),
    P("\xE9", "text/html;Charset=\"windows-1251\"", "windows-1251", HTTP, "\xD0\xB9"),
    P("\xE9", "text/html; x=\"a;charset=koi8-r\"; charset=cp1251", "windows-1251", HTTP,
      "\xD0\xB9"),
    P("\xE9", "text/html; x-charset=koi8-r; charset = cp1251 ; y=z", "windows-1251", HTTP,
      "\xD0\xB9"),
    P("\xE9", "text/html; charset='cp1251', text/html", "windows-1251", HTTP, "\xD0\xB9"),
    P("\xE9", "text/html; charset=nonsense", "windows-1252", DEFAULT, "\xC3\xA9"),
    P("\xE9", "text/html; charset=", "windows-1252", DEFAULT, "\xC3\xA9"),
    P("\xE9", "text/html; charset", "windows-1252", DEFAULT, "\xC3\xA9"),
    P("\xE9", "text/html; charset=\"cp1251", "windows-1251", HTTP, "\xD0\xB9"),
    P("\xE9", "charset=cp1251", "windows-1252", DEFAULT, "\xC3\xA9"),
    P("<meta charset=koi8-r>\xE9", "text/html; charset=cp1251", "windows-1251", HTTP,
      "<meta charset=koi8-r>\xD0\xB9"),
    P("<meta charset=cp1251>\xE9", "text/html; charset=nonsense", "windows-1251", META,
      "<meta charset=cp1251>\xD0\xB9"),
    P("<\0p\0>\0", "text/html; charset=utf-16", "UTF-16LE", HTTP, "<p>"),
    // UTF-16 without a NUL is a lie.
    P("<p>\xC3\xA9", "text/html; charset=utf-16", "UTF-8", UTF8, "<p>\xC3\xA9"),
    // meta. Obeyed where few bytes speak against it, but not when all of a page is valid UTF-8.
    P("<meta charset=latin1>\xC3\xA9", NULL, "windows-1252", META,
      "<meta charset=latin1>\xC3\x83\xC2\xA9"),
    P("<meta charset=gb2312>新华社北京四", NULL, "UTF-8", UTF8,
      "<meta charset=gb2312>新华社北京四"),
    P("déjà vu, élèves, forêts, été", "text/html; charset=iso-8859-1", "UTF-8", UTF8,
      "déjà vu, élèves, forêts, été"),
    P("àéàéàé\xFF", "text/html; charset=latin1", "windows-1252", HTTP, "Ã Ã©Ã Ã©Ã Ã©ÿ"),
    P("<meta charset=utf-8>\xC3\xA9", NULL, "UTF-8", META, "<meta charset=utf-8>\xC3\xA9"),
    // A few errors in UTF-8 become U+FFFD; when they are the rule it is not UTF-8.
    P("<meta charset=utf-8>\xC3\xA9\xC3\xA9\xFF", NULL, "UTF-8", META,
      "<meta charset=utf-8>\xC3\xA9\xC3\xA9" U_FFFD),
    P("<meta charset=utf-8>caf\xE9 \x93x\x94", NULL, "windows-1252", DEFAULT,
      "<meta charset=utf-8>caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D"),
    P("caf\xE9", "text/html; charset=utf-8", "windows-1252", DEFAULT, "caf\xC3\xA9"),
    P("\xC3\xA9 cut\xE2\x82", "text/html; charset=utf-8", "UTF-8", HTTP, "\xC3\xA9 cut" U_FFFD),
    P(U_FFFD "\xC3\xA9\xFF", NULL, "UTF-8", UTF8, U_FFFD "\xC3\xA9" U_FFFD),
    // Undeclared.
    P("", NULL, "UTF-8", UTF8, ""),
    P("ascii", NULL, "UTF-8", UTF8, "ascii"),
    P("\xE2\x82\xAC", NULL, "UTF-8", UTF8, "\xE2\x82\xAC"),
    P("caf\xE9", NULL, "windows-1252", DEFAULT, "caf\xC3\xA9"),
    P("\x80\x81\x9F\xFF", NULL, "windows-1252", DEFAULT, "\xE2\x82\xAC\xC2\x81\xC5\xB8\xC3\xBF"),
    P("a\0b", NULL, "UTF-8", UTF8, "a\0b"),
    P("<\0h\0t\0\xE9\0", NULL, "UTF-16LE", DEFAULT, "<ht\xC3\xA9"),
    P("\0<\0!\0\xE9", NULL, "UTF-16BE", DEFAULT, "<!\xC3\xA9"),
    P("<\0h\0t", NULL, "UTF-8", UTF8, "<\0h\0t"), // an odd number of bytes
    // What the standard makes of special labels.
    P("\xE9x", "text/html; charset=x-user-defined", "x-user-defined", HTTP, "\xEF\x9F\xA9x"),
    P("\x1B(any thing", "text/html; charset=hz-gb-2312", "replacement", HTTP, U_FFFD),
    P("", "text/html; charset=replacement", "replacement", HTTP, ""),
};

ARENA_TEST(the_order_of_the_standard)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const page *p = &pages[i];
        const dc_charset c = decoded(arena, p->bytes, p->content_type);
        if (strcmp(c.name, p->name) != 0 || c.source != p->source || !dc_str_eq(c.utf8, p->text))
            print_error("page %zu: %s from %d: %.*s\n", i, c.name, c.source, (int)c.utf8.len,
                        c.utf8.p);
        assert_string_equal(c.name, p->name);
        assert_int_equal(c.source, p->source);
        assert_true(dc_str_eq(c.utf8, p->text));
    }
}

// HTML Standard, 13.2.3.2: "prescan a byte stream to determine its encoding".
static const struct {
    const char *bytes;
    const char *name; // NULL: nothing found
} prescans[] = {
    {"<meta charset=koi8-r>", "KOI8-R"},
    {"<META CHARSET = \"Koi8-R\" >", "KOI8-R"},
    {"<meta charset='koi8-r'/>", "KOI8-R"},
    {"<meta/charset=koi8-r>", "KOI8-R"},
    {"<meta\tcharset=koi8-r\n>", "KOI8-R"},
    {"<meta name=x charset=koi8-r>", "KOI8-R"},
    {"<meta charset=\" koi8-r \">", "KOI8-R"},
    {"<meta charset=koi8-r/>", NULL}, // the slash belongs to the value
    {"<metacharset=koi8-r>", NULL},
    {"<meta =charset=koi8-r>", NULL}, // the first '=' belongs to the name
    {"<meta charset==koi8-r>", NULL},
    {"<meta charset>", NULL},
    {"<meta charset=>", NULL},
    {"<meta charset=\"\">", NULL},
    {"<meta charset=koi8-r", NULL}, // not closed
    {"<meta charset=\"koi8-r>", NULL},
    {"<meta charset=koi8-r ", NULL},
    {"<meta charset=unknown><meta charset=koi8-r>", "KOI8-R"},
    {"<meta charset=koi8-r><meta charset=cp1251>", "KOI8-R"},
    {"<meta charset=koi8-r charset=cp1251>", "KOI8-R"},
    // http-equiv and content need each other.
    {"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "KOI8-R"},
    {"<meta content='text/html; charset=koi8-r' http-equiv=content-type>", "KOI8-R"},
    {"<meta content='text/html; charset=koi8-r'>", NULL},
    {"<meta http-equiv=refresh content='0; charset=koi8-r'>", NULL},
    {"<meta http-equiv=refresh http-equiv=content-type content='charset=koi8-r'>", NULL},
    {"<meta http-equiv=content-type content='charset=cp1251' charset=koi8-r>", "KOI8-R"},
    {"<meta charset=koi8-r content='charset=cp1251'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset=cp1251' charset=unknown>", NULL},
    // The value of content.
    {"<meta http-equiv=content-type content=charset=koi8-r>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset koi8; charset = koi8-r;x'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset=\"koi8-r\"'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset=\"koi8-r'>", NULL},
    {"<meta http-equiv=content-type content=\"charset='koi8-r'\">", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset=koi8-r x'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset='>", NULL},
    {"<meta http-equiv=content-type content='charset'>", NULL},
    {"<meta http-equiv=content-type content='xcharset=koi8-r'>", "KOI8-R"},
    // ASCII was read, so it is not UTF-16.
    {"<meta charset=utf-16>", "UTF-8"},
    {"<meta charset=utf-16be>", "UTF-8"},
    {"<meta charset=x-user-defined>", "windows-1252"},
    // Comments, tags and the rest are passed over.
    {"<!-- <meta charset=cp1251> --><meta charset=koi8-r>", "KOI8-R"},
    {"<!--><meta charset=koi8-r>-->", "KOI8-R"},
    {"<!---><meta charset=koi8-r>", "KOI8-R"},
    {"<!-- <meta charset=koi8-r>", NULL},
    {"<a title='<meta charset=cp1251>'><meta charset=koi8-r>", "KOI8-R"},
    {"<a title=><meta charset=koi8-r>", "KOI8-R"},
    {"</a title='<meta charset=cp1251>'><meta charset=koi8-r>", "KOI8-R"},
    {"<a/title='<meta charset=koi8-r>'>", NULL}, // the tag's name runs to '>' or a blank
    {"<!doctype '<meta charset=koi8-r>'>", NULL},
    {"<!x><?y><//z><meta charset=koi8-r>", "KOI8-R"},
    {"< meta charset=cp1251><meta charset=koi8-r>", "KOI8-R"},
    {"<1><meta charset=koi8-r>", "KOI8-R"},
    {"<", NULL},
    {"</", NULL},
    {"<m", NULL},
    {"<meta", NULL},
    {"<meta ", NULL},
    {"<!", NULL},
    {"<!-", NULL},
    {"<!--", NULL},
    {"<!--->", NULL},
    {"", NULL},
    // "Get an XML encoding".
    {"<?xml version='1.0' encoding='koi8-r'?>", "KOI8-R"},
    {"<?xml encoding = \"koi8-r\"?><p>", "KOI8-R"},
    {"<?xml encoding='utf-16'?>", "UTF-8"},
    {"<?xml encoding=koi8-r?>", NULL},
    {"<?xml encoding='koi8-r ' ?>", NULL},
    {"<?xml encoding='koi8-r?>'", NULL},
    {"<?xml encoding='koi8-r'", NULL},
    {"<?xml?> encoding='koi8-r'>", NULL},
    {" <?xml encoding='koi8-r'?>", NULL},
    {"<?xml encoding='cp1251'?><meta charset=koi8-r>", "KOI8-R"},
};

ARENA_TEST(the_prescan_of_the_standard)
{
    for (size_t i = 0; i < sizeof prescans / sizeof *prescans; i++) {
        const dc_encoding *e = dc_prescan(page_of(arena, dc_str_of(prescans[i].bytes)));
        const char *name = e ? e->name : "none";
        if (strcmp(name, prescans[i].name ? prescans[i].name : "none") != 0)
            print_error("%s gave %s\n", prescans[i].bytes, name);
        assert_string_equal(name, prescans[i].name ? prescans[i].name : "none");
    }
}

// The meta element ends at exactly byte len; a high byte follows it.
static dc_str page_with_meta_at(dc_arena *arena, size_t len)
{
    const dc_str meta = DC_STR("<meta charset=koi8-r>");
    char *p = dc_arena_alloc(arena, len + 3);
    memset(p, ' ', len - meta.len);
    memcpy(p + len - meta.len, meta.p, meta.len);
    memcpy(p + len, "\xC3\xA9", 2); // valid as UTF-8 too
    p[len + 2] = '\xE9';            // and this is not
    return (dc_str){p, len + 3};
}

ARENA_TEST(the_prescan_reads_1024_bytes)
{
    dc_str bytes = page_with_meta_at(arena, 1024);
    assert_string_equal(decoded(arena, bytes, NULL).name, "KOI8-R");
    bytes = page_with_meta_at(arena, 1025);
    bytes.len--;
    assert_string_equal(decoded(arena, bytes, NULL).name, "UTF-8");
}

// Browsers start again when they find it later; nothing is lost by that where it is UTF-8 anyway.
ARENA_TEST(a_late_meta_counts_when_the_page_is_not_utf8)
{
    const dc_charset c = decoded(arena, page_with_meta_at(arena, 1025), NULL);
    assert_string_equal(c.name, "KOI8-R");
    assert_int_equal(c.source, DECANT_CHARSET_META);
    assert_string_equal(decoded(arena, page_with_meta_at(arena, 65536), NULL).name, "KOI8-R");
    assert_string_equal(decoded(arena, page_with_meta_at(arena, 65537), NULL).name, "UTF-8");
}

ARENA_TEST(valid_utf8_is_not_copied)
{
    const dc_str bytes = DC_STR("\xEF\xBB\xBF<p>\xC3\xA9");
    dc_charset c;
    const size_t spent = dc_arena_spent(arena);
    assert_int_equal(dc_charset_decode(arena, bytes, DC_STR_NONE, &c), DECANT_OK);
    assert_ptr_equal(c.utf8.p, bytes.p + 3);
    assert_int_equal(dc_charset_decode(arena, dc_str_from(bytes, 3), DC_STR_NONE, &c), DECANT_OK);
    assert_ptr_equal(c.utf8.p, bytes.p + 3);
    assert_int_equal(dc_charset_decode(arena, DC_STR("ascii"), DC_STR("a; charset=l1"), &c),
                     DECANT_OK);
    assert_int_equal(dc_arena_spent(arena), spent);
    assert_int_equal(dc_charset_decode(arena, DC_STR_NONE, DC_STR_NONE, &c), DECANT_OK);
    assert_text(c.utf8, "");
}

static void labels_mean_what_the_standard_says(void **state)
{
    (void)state;
    assert_string_equal(dc_charset_name(DC_STR("latin1")), "windows-1252");
    assert_string_equal(dc_charset_name(DC_STR(" \t\r\n\fISO_8859-9:1989 ")), "windows-1254");
    assert_string_equal(dc_charset_name(DC_STR("TIS-620")), "windows-874");
    assert_string_equal(dc_charset_name(DC_STR("cseucpkdfmtjapanese")), "EUC-JP");
    assert_null(dc_charset_name(DC_STR("")));
    assert_null(dc_charset_name(DC_STR("  ")));
    assert_null(dc_charset_name(DC_STR("\vutf-8"))); // VT is no white space here
    assert_null(dc_charset_name(DC_STR("utf-8\0")));
    assert_null(dc_charset_name(DC_STR("utf-7")));
    assert_null(dc_charset_name(DC_STR("cseucpkdfmtjapanese2")));
    assert_null(dc_charset_name(DC_STR("utf\xE2\x80\x93"
                                       "8")));
    char longer[5000];
    memset(longer, 'x', sizeof longer);
    assert_null(dc_charset_name((dc_str){longer, sizeof longer}));
}

// Every label of the list finds the row it stands in.
static void every_label_is_found(void **state)
{
    (void)state;
    FILE *in = fopen(DECANT_TABLES "/encodings.tsv", "r");
    assert_non_null(in);
    char line[1024];
    size_t n = 0;
    while (fgets(line, sizeof line, in)) {
        if (line[0] == '#')
            continue;
        char *label = strrchr(line, '\t') + 1;
        *strchr(line, '\t') = '\0';
        dc_str rest = dc_str_of(label);
        dc_str token;
        for (; dc_str_token(&rest, &token); n++) {
            assert_non_null(dc_encoding_of(token));
            assert_string_equal(dc_encoding_of(token)->name, line);
        }
        assert_string_equal(dc_charset_name(dc_str_of(line)), line); // the name is a label too
    }
    fclose(in);
    assert_int_equal(n, 228);
}

// One sample in each encoding: the byte values are those of the Encoding Standard's indexes.
static const struct {
    const char *label;
    const char *bytes;
    const char *text;
} samples[] = {
    {"ibm866", "\x8F\xE0\xA8\xA2\xA5\xE2 \xF2", "Привет Є"},
    {"iso-8859-2", "\xA1\xE8\x80", "Ąč\xC2\x80"},
    {"iso-8859-3", "\xA1\xA5x", "Ħ" U_FFFD "x"},
    {"iso-8859-4", "\xE0\xBF", "āŋ"},
    {"iso-8859-5", "\xBF\xE0\xD8\xD2\xD5\xE2", "Привет"},
    {"iso-8859-6", "\xD3\xE4\xC7\xE5\xC0", "سلام" U_FFFD},
    {"iso-8859-7", "\xC3\xE5\xE9\xDC \xA4", "Γειά €"},
    {"iso-8859-8", "\xF9\xEC\xE5\xED", "שלום"},
    {"iso-8859-8-i", "\xF9\xEC\xE5\xED", "שלום"},
    {"iso-8859-10", "\xBD\xFF", "―ĸ"},
    {"iso-8859-13", "\xC0\xFF", "Ą’"},
    {"iso-8859-14", "\xD0\xA1", "ŴḂ"},
    {"iso-8859-15", "\xA4\xBD", "€œ"},
    {"iso-8859-16", "\xAA\xDE", "ȘȚ"},
    {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4\xA3", "Приветё"},
    {"koi8-u", "\xA4\xA6\xA7\xAD", "єіїґ"},
    {"macintosh", "\x8E\xD2\xDB\xFF", "é“€ˇ"},
    {"windows-874", "\xCA\xC7\xD1\xCA\x80\x81\xDB", "สวัส€\xC2\x81" U_FFFD},
    {"windows-1250", "\x9A\xB9\x81", "šą\xC2\x81"},
    {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2\x98", "Привет\xC2\x98"},
    {"windows-1252", "\x93x\x94\x9D", "“x”\xC2\x9D"},
    {"windows-1253", "\xC3\xE5\xE9\xDC\xAA", "Γειά" U_FFFD},
    {"windows-1254", "\xDD\xFE\xF0", "İşğ"},
    {"windows-1255", "\xF9\xEC\xE5\xED\x80", "שלום€"},
    {"windows-1256", "\xD3\xE1\xC7\xE3", "سلام"},
    {"windows-1257", "\xE0\xFE", "ąž"},
    {"windows-1258", "\xFE\xD0", "₫Đ"},
    {"x-mac-cyrillic", "\x8F\xF0\xA2", "ПрҐ"},
    {"gb2312", "\xC4\xE3\xBA\xC3\x80", "你好€"},
    {"gbk", "\x81\x40\xC4\xE3", "丂你"},
    {"gb18030", "\x81\x30\x81\x30\x94\x39\xDA\x33", "\xC2\x80💩"},
    {"big5", "\xA7\x41\xA6\x6E", "你好"},
    {"big5", "\x88\x62\x41", "Ê̄A"},
    {"big5", "\x88\x66", "Ê"},
    {"euc-jp", "\xA4\xB3\xA4\xF3\x8E\xB1\x8F\xB0\xA1\xAD\xA1", "こんｱ丂①"},
    {"iso-2022-jp", "\x1B$B$3$s\x1B(BA", "こんA"},
    {"iso-2022-jp", "\x1B$@-!\n\x1B(J~\x1B(I1\x1B(B", "①\n~ｱ"},
    {"shift_jis", "\x82\xB1\x82\xF1\xB1\x87\x40\x5C", "こんｱ①\\"},
    {"euc-kr", "\xBE\xC8\xB3\xE7\x8C\x63", "안녕똠"},
};

ARENA_TEST(every_encoding_decodes)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char content_type[64];
        snprintf(content_type, sizeof content_type, "text/html; charset=%s", samples[i].label);
        const dc_charset c = decoded(arena, dc_str_of(samples[i].bytes), content_type);
        if (!dc_str_eq(c.utf8, dc_str_of(samples[i].text)))
            print_error("%s: %.*s\n", samples[i].label, (int)c.utf8.len, c.utf8.p);
        assert_true(dc_str_eq(c.utf8, dc_str_of(samples[i].text)));
    }
}

// What cannot be decoded becomes U+FFFD, and never takes mark-up with it.
static const page broken[] = {
    P("\x81<p>\x82\xB1", "a; charset=shift_jis", "Shift_JIS", HTTP, U_FFFD "<p>こ"),
    P("\x82", "a; charset=shift_jis", "Shift_JIS", HTTP, U_FFFD),
    P("\xFD\xFF<p>", "a; charset=shift_jis", "Shift_JIS", HTTP, U_FFFD "<p>"),
    P("\xC4<p>\xC4\xE3", "a; charset=gbk", "GBK", HTTP, U_FFFD "<p>你"),
    P("\xFF\xC4\xE3\xC4", "a; charset=gbk", "GBK", HTTP, U_FFFD "你" U_FFFD),
    P("\xA7<p>\xA7\x41", "a; charset=big5", "Big5", HTTP, U_FFFD "<p>你"),
    P("\xBE<p>\xBE\xC8", "a; charset=euc-kr", "EUC-KR", HTTP, U_FFFD "<p>안"),
    P("\xA4<p>\xA4\xB3", "a; charset=euc-jp", "EUC-JP", HTTP, U_FFFD "<p>こ"),
    P("\x1B$B$3\xFF$s\x1B(BA", "a; charset=iso-2022-jp", "ISO-2022-JP", HTTP, "こ" U_FFFD "んA"),
    P("\x1B$B$3<p>\x1B(B\x1B$$\xFF", "a; charset=iso-2022-jp", "ISO-2022-JP", HTTP,
      "こ腫" U_FFFD U_FFFD "$$" U_FFFD),
    P("\x1B$B$\x1B(B\x1B(I1\x7F\x1B", "a; charset=iso-2022-jp", "ISO-2022-JP", HTTP,
      U_FFFD "ｱ" U_FFFD U_FFFD),
    P("\xFE\xFF\xD8\x00\0a\xDC\x00\0b\xD8", NULL, "UTF-16BE", BOM, U_FFFD "a" U_FFFD "b" U_FFFD),
    P("\xFE\xFF\0a\xD8\x00", NULL, "UTF-16BE", BOM, "a" U_FFFD),
    // The converter holds the letter back in case a mark follows: it must not be lost nor
    // overtaken.
    P("\xE0\xFF\xE0", "a; charset=cp1255", "windows-1255", HTTP, "א" U_FFFD "א"),
    P("a", "a; charset=cp1258", "windows-1258", HTTP, "a"),
    P("\xE0", "a; charset=cp1258", "windows-1258", HTTP, "à"),
};

ARENA_TEST(broken_bytes_become_replacement_characters)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const page *p = &broken[i];
        const dc_charset c = decoded(arena, p->bytes, p->content_type);
        if (!dc_str_eq(c.utf8, p->text))
            print_error("%zu %s: %.*s\n", i, c.name, (int)c.utf8.len, c.utf8.p);
        assert_true(dc_str_eq(c.utf8, p->text));
    }
}

// Noise in every encoding: valid UTF-8 comes out, not much larger, from always the same noise.
ARENA_TEST(noise_in_every_encoding)
{
    char noise[3001];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1664525 + 1013904223;
        noise[i] = (char)(x >> 24);
    }
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char content_type[64];
        snprintf(content_type, sizeof content_type, "text/html; charset=%s", samples[i].label);
        for (size_t len = sizeof noise - 4; len <= sizeof noise; len++) {
            const dc_charset c = decoded(arena, (dc_str){noise, len}, content_type);
            assert_true(c.utf8.len >= len / 4 && c.utf8.len <= 3 * len);
        }
    }
}

// Every byte wrong, and much of it: work and memory stay in proportion.
ARENA_TEST(a_page_of_nothing_but_errors)
{
    enum { SIZE = 1 << 18 };
    char *p = dc_arena_alloc(arena, SIZE);
    memset(p, 0xFF, SIZE);
    const size_t spent = dc_arena_spent(arena);
    const dc_charset c = decoded(arena, (dc_str){p, SIZE}, "a; charset=gbk");
    assert_int_equal(c.utf8.len, 3 * SIZE);
    assert_true(dc_arena_spent(arena) - spent < 16 * (size_t)SIZE);
}

// The converter is a foreign object: a page that runs out of memory half way must not lose it.
static void decode_large(dc_arena *arena)
{
    static char bytes[100000];
    memset(bytes, 0xE0, sizeof bytes);
    dc_charset c;
    dc_charset_decode(arena, (dc_str){bytes, sizeof bytes}, DC_STR("a; charset=cp1251"), &c);
}

static void out_of_budget_leaks_nothing(void **state)
{
    (void)state;
    for (size_t budget = 64; budget < 1 << 17; budget += 4096)
        assert_int_equal(in_arena_run(budget, decode_large), DECANT_E_BUDGET);
    assert_int_equal(in_arena_run(1 << 20, decode_large), DECANT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_standard),
        cmocka_unit_test(the_prescan_of_the_standard),
        cmocka_unit_test(the_prescan_reads_1024_bytes),
        cmocka_unit_test(a_late_meta_counts_when_the_page_is_not_utf8),
        cmocka_unit_test(valid_utf8_is_not_copied),
        cmocka_unit_test(labels_mean_what_the_standard_says),
        cmocka_unit_test(every_label_is_found),
        cmocka_unit_test(every_encoding_decodes),
        cmocka_unit_test(broken_bytes_become_replacement_characters),
        cmocka_unit_test(noise_in_every_encoding),
        cmocka_unit_test(a_page_of_nothing_but_errors),
        cmocka_unit_test(out_of_budget_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
