// Content codings: whole, cut, broken, one within another, and bombs; in pieces of every size.
#include "fetch/decode.h"

#include "support/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MIB = 1 << 20 };

typedef struct decoded {
    decant_status status;
    decant_error error;
    dc_buf out;
} decoded;

static decoded decode(const char *codings, const void *bytes, size_t len, size_t piece, size_t max)
{
    decoded d = {.out = dc_buf_on(dc_mem_hook(NULL), max)};
    dc_decode *decoder = dc_decode_new(dc_mem_hook(NULL), dc_str_of(codings), &d.out, &d.error);
    if (!decoder) {
        d.status = d.error.code;
        return d;
    }
    for (size_t at = 0; at < len && d.status == DECANT_OK; at += piece) {
        const size_t n = len - at < piece ? len - at : piece;
        d.status = dc_decode_write(decoder, (dc_str){(const char *)bytes + at, n}, &d.error);
    }
    if (d.status == DECANT_OK)
        d.status = dc_decode_end(decoder, &d.error);
    dc_decode_free(decoder);
    assert_int_equal(d.status, d.error.code);
    return d;
}

// The text that all tests pack: long enough for several chunks, and not too even.
static char *make_text(size_t len)
{
    char *text = malloc(len + 1);
    uint32_t seed = 1;
    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525 + 1013904223;
        text[i] = (char)('a' + (seed >> 24) % 26);
    }
    text[len] = '\0';
    return text;
}

static const struct {
    const char *name;
    pack_coding pack;
} codings[] = {
    {"gzip", PACK_GZIP},       {"x-gzip", PACK_GZIP}, {"GZIP", PACK_GZIP}, {"deflate", PACK_ZLIB},
    {"deflate", PACK_DEFLATE}, {"br", PACK_BROTLI},   {"zstd", PACK_ZSTD}, {" br ", PACK_BROTLI},
};

enum { N_CODINGS = sizeof codings / sizeof *codings };

static void whole_in_pieces(void **state)
{
    static const size_t pieces[] = {1, 7, 4096, MIB};
    enum { LEN = 100000 };
    char *text = make_text(LEN);
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        size_t len;
        unsigned char *bytes = pack(codings[i].pack, text, LEN, &len);
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            decoded d = decode(codings[i].name, bytes, len, pieces[k], MIB);
            assert_int_equal(d.status, DECANT_OK);
            assert_int_equal(d.out.len, LEN);
            assert_memory_equal(d.out.p, text, LEN);
            dc_buf_free(&d.out);
        }
        free(bytes);
    }
    free(text);
}

static void plain_passes_through(void **state)
{
    static const char *const none[] = {"", "identity", "identity, identity", " , "};
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        decoded d = decode(none[i], "<p>plain", 8, 3, MIB);
        assert_int_equal(d.status, DECANT_OK);
        assert_string_equal(dc_buf_str(&d.out).p, "<p>plain");
        dc_buf_free(&d.out);
    }
}

// Wherever the data are cut, that is seen.
static void cut_anywhere(void **state)
{
    enum { LEN = 3000 };
    char *text = make_text(LEN);
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        size_t len;
        unsigned char *bytes = pack(codings[i].pack, text, LEN, &len);
        for (size_t cut = 1; cut < len; cut += cut < 32 || cut + 32 > len ? 1 : 97) {
            decoded d = decode(codings[i].name, bytes, cut, 500, MIB);
            if (d.status != DECANT_E_TRUNCATED)
                fail_msg("%s cut at %zu of %zu: %s", codings[i].name, cut, len,
                         decant_status_name(d.status));
            dc_buf_free(&d.out);
        }
        free(bytes);
    }
    free(text);
}

static void nothing_is_not_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        decoded d = decode(codings[i].name, "", 0, 1, MIB);
        assert_int_equal(d.status, DECANT_OK);
        assert_int_equal(d.out.len, 0);
        dc_buf_free(&d.out);
    }
}

static void empty_text_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        size_t len;
        unsigned char *bytes = pack(codings[i].pack, "", 0, &len);
        decoded d = decode(codings[i].name, bytes, len, 1, MIB);
        assert_int_equal(d.status, DECANT_OK);
        assert_int_equal(d.out.len, 0);
        dc_buf_free(&d.out);
        free(bytes);
    }
}

static void broken_data_are_told(void **state)
{
    static const char plain[] = "<!doctype html><p>not compressed at all";
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        decoded d = decode(codings[i].name, plain, sizeof plain - 1, 5, MIB);
        assert_true(d.status == DECANT_E_DECODE || d.status == DECANT_E_TRUNCATED);
        dc_buf_free(&d.out);
    }
    // A checksum that does not fit.
    size_t len;
    char *text = make_text(3000);
    unsigned char *bytes = pack(PACK_GZIP, text, 3000, &len);
    bytes[len - 6] ^= 1;
    decoded d = decode("gzip", bytes, len, 1000, MIB);
    assert_int_equal(d.status, DECANT_E_DECODE);
    assert_string_equal(d.error.message, "the gzip data are broken");
    dc_buf_free(&d.out);
    free(bytes);
    free(text);
}

static void unknown_and_too_many(void **state)
{
    (void)state;
    decoded d = decode("gzip, rot13", "x", 1, 1, MIB);
    assert_int_equal(d.status, DECANT_E_DECODE);
    assert_string_equal(d.error.message,
                        "content coding rot13 is not known, only gzip, deflate, br, zstd are");
    d = decode("gzip,gzip,gzip,gzip", "x", 1, 1, MIB);
    assert_int_equal(d.status, DECANT_E_DECODE);
    assert_string_equal(d.error.message, "more than 3 content codings in one another");
    d = decode("a-name-of-a-coding-that-is-much-longer-than-any-message-should-be", "x", 1, 1, MIB);
    assert_int_equal(d.status, DECANT_E_DECODE);
}

static void one_within_another(void **state)
{
    enum { LEN = 60000 };
    static const size_t pieces[] = {1, 1000, MIB};
    char *text = make_text(LEN);
    size_t n1, n2, n3;
    unsigned char *inner = pack(PACK_DEFLATE, text, LEN, &n1);
    unsigned char *middle = pack(PACK_ZSTD, inner, n1, &n2);
    unsigned char *outer = pack(PACK_GZIP, middle, n2, &n3);
    (void)state;
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        decoded d = decode("deflate, zstd, gzip", outer, n3, pieces[k], MIB);
        assert_int_equal(d.status, DECANT_OK);
        assert_int_equal(d.out.len, LEN);
        assert_memory_equal(d.out.p, text, LEN);
        dc_buf_free(&d.out);
    }
    // The wrong order, and the inner one cut while the outer is whole.
    decoded d = decode("gzip, zstd, deflate", outer, n3, 1000, MIB);
    assert_int_equal(d.status, DECANT_E_DECODE);
    dc_buf_free(&d.out);
    size_t n;
    unsigned char *cut = pack(PACK_BROTLI, inner, n1 / 2, &n);
    d = decode("deflate, br", cut, n, 1000, MIB);
    assert_int_equal(d.status, DECANT_E_TRUNCATED);
    dc_buf_free(&d.out);
    free(cut);
    free(outer);
    free(middle);
    free(inner);
    free(text);
}

static void limit_on_what_comes_out(void **state)
{
    enum { LEN = 50000 };
    char *text = make_text(LEN);
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        size_t len;
        unsigned char *bytes = pack(codings[i].pack, text, LEN, &len);
        decoded d = decode(codings[i].name, bytes, len, 4096, LEN - 1);
        assert_int_equal(d.status, DECANT_E_TOO_LARGE);
        assert_string_equal(d.error.message, "the body is larger than the limit of 49999 bytes");
        dc_buf_free(&d.out);
        d = decode(codings[i].name, bytes, len, 4096, LEN);
        assert_int_equal(d.status, DECANT_OK);
        dc_buf_free(&d.out);
        free(bytes);
    }
    decoded d = decode("", text, LEN, 4096, LEN - 1);
    assert_int_equal(d.status, DECANT_E_TOO_LARGE);
    dc_buf_free(&d.out);
    free(text);
}

static void bombs_stop_early(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_CODINGS; i++) {
        size_t len;
        unsigned char *bytes = pack_blank(codings[i].pack, 16, &len);
        decoded d = decode(codings[i].name, bytes, len, 1024, (size_t)64 * MIB);
        assert_int_equal(d.status, DECANT_E_TOO_LARGE);
        assert_non_null(strstr(d.error.message, "more than 200 times"));
        assert_in_range(d.out.len, 0, 2 * MIB);
        dc_buf_free(&d.out);
        free(bytes);
    }
}

// Small pages may compress as well as they like.
static void ratio_counts_from_a_mebibyte(void **state)
{
    size_t len;
    unsigned char *bytes = pack_blank(PACK_BROTLI, 1, &len);
    (void)state;
    assert_in_range(len, 1, MIB / 1000);
    decoded d = decode("br", bytes, len, 100, 2 * MIB);
    assert_int_equal(d.status, DECANT_OK);
    assert_int_equal(d.out.len, MIB);
    dc_buf_free(&d.out);
    free(bytes);
}

// The middle is large, the wire and the end are small.
static void bomb_within(void **state)
{
    size_t n1, n2;
    unsigned char *inner = pack_blank(PACK_GZIP, 1, &n1);
    const size_t many = 16 * MIB / n1 + 1; // members of 1 MiB each, each alike: they compress well
    unsigned char *members = malloc(many * n1);
    for (size_t i = 0; i < many; i++)
        memcpy(members + i * n1, inner, n1);
    unsigned char *bytes = pack(PACK_ZSTD, members, many * n1, &n2);
    decoded d = decode("gzip, zstd", bytes, n2, 100, (size_t)64 * MIB);
    (void)state;
    assert_int_equal(d.status, DECANT_E_TOO_LARGE);
    assert_in_range(d.out.len, 0, 3 * MIB);
    dc_buf_free(&d.out);
    free(bytes);
    free(members);
    free(inner);
}

// A layer that is within the ratio, yet larger than the limit, though little comes out in the end.
static void layers_have_the_limit_too(void **state)
{
    enum { SKIPPED = 100000 };
    static const unsigned char skippable[4] = {0x50, 0x2a, 0x4d, 0x18}; // RFC 8878, section 3.1.2
    const uint32_t skipped = SKIPPED;
    char *text = make_text(SKIPPED);
    size_t n1, n2;
    unsigned char *frame = pack(PACK_ZSTD, "text", 4, &n1);
    unsigned char *frames = malloc(8 + SKIPPED + n1);
    (void)state;
    memcpy(frames, skippable, 4);
    for (int i = 0; i < 4; i++)
        frames[4 + i] = (unsigned char)(skipped >> (8 * i));
    memcpy(frames + 8, text, SKIPPED);
    memcpy(frames + 8 + SKIPPED, frame, n1);
    unsigned char *bytes = pack(PACK_GZIP, frames, 8 + SKIPPED + n1, &n2);
    decoded d = decode("zstd, gzip", bytes, n2, 1000, MIB);
    assert_int_equal(d.status, DECANT_OK);
    assert_string_equal(dc_buf_str(&d.out).p, "text");
    dc_buf_free(&d.out);
    d = decode("zstd, gzip", bytes, n2, 1000, SKIPPED / 2);
    assert_int_equal(d.status, DECANT_E_TOO_LARGE);
    dc_buf_free(&d.out);
    free(bytes);
    free(frames);
    free(frame);
    free(text);
}

static void members_and_frames_follow_one_another(void **state)
{
    static const pack_coding kinds[] = {PACK_GZIP, PACK_ZSTD};
    static const char *const names[] = {"gzip", "zstd"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        size_t a, b;
        unsigned char *first = pack(kinds[i], "first ", 6, &a),
                      *second = pack(kinds[i], "second", 6, &b);
        unsigned char *both = malloc(a + b);
        memcpy(both, first, a);
        memcpy(both + a, second, b);
        for (size_t piece = 1; piece <= a + b; piece++) {
            decoded d = decode(names[i], both, a + b, piece, MIB);
            assert_int_equal(d.status, DECANT_OK);
            assert_string_equal(dc_buf_str(&d.out).p, "first second");
            dc_buf_free(&d.out);
        }
        decoded d = decode(names[i], both, a + b - 1, 3, MIB);
        assert_int_equal(d.status, DECANT_E_TRUNCATED);
        dc_buf_free(&d.out);
        free(both);
        free(first);
        free(second);
    }
}

static void padding_is_ignored(void **state)
{
    size_t len;
    unsigned char *bytes = pack(PACK_GZIP, "text", 4, &len);
    unsigned char *padded = calloc(1, len + 512);
    (void)state;
    memcpy(padded, bytes, len);
    decoded d = decode("gzip", padded, len + 512, 5, MIB);
    assert_int_equal(d.status, DECANT_OK);
    assert_string_equal(dc_buf_str(&d.out).p, "text");
    dc_buf_free(&d.out);
    free(padded);
    free(bytes);
}

static void undeclared_gzip(void **state)
{
    size_t len;
    unsigned char *bytes = pack(PACK_GZIP, "<p>text", 7, &len);
    (void)state;
    for (size_t piece = 1; piece <= len; piece++) {
        decoded d = decode("", bytes, len, piece, MIB);
        assert_int_equal(d.status, DECANT_OK);
        assert_string_equal(dc_buf_str(&d.out).p, "<p>text");
        dc_buf_free(&d.out);
    }
    decoded d = decode("", bytes, len - 3, 100, MIB);
    assert_int_equal(d.status, DECANT_E_TRUNCATED);
    dc_buf_free(&d.out);
    // Data that were declared are decoded once, not twice.
    size_t twice_len;
    unsigned char *twice = pack(PACK_BROTLI, bytes, len, &twice_len);
    d = decode("br", twice, twice_len, 100, MIB);
    assert_int_equal(d.status, DECANT_OK);
    assert_int_equal(d.out.len, len);
    dc_buf_free(&d.out);
    free(twice);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_in_pieces),
        cmocka_unit_test(plain_passes_through),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(nothing_is_not_cut),
        cmocka_unit_test(empty_text_is_whole),
        cmocka_unit_test(broken_data_are_told),
        cmocka_unit_test(unknown_and_too_many),
        cmocka_unit_test(one_within_another),
        cmocka_unit_test(limit_on_what_comes_out),
        cmocka_unit_test(bombs_stop_early),
        cmocka_unit_test(ratio_counts_from_a_mebibyte),
        cmocka_unit_test(bomb_within),
        cmocka_unit_test(layers_have_the_limit_too),
        cmocka_unit_test(members_and_frames_follow_one_another),
        cmocka_unit_test(padding_is_ignored),
        cmocka_unit_test(undeclared_gzip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
