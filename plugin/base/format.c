#include "base/format.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct message {
    char *out;
    size_t len;
    size_t cap;
    bool is_cut;
} message;

static void put_char(message *m, char c)
{
    if (m->len + 1 < m->cap)
        m->out[m->len++] = (unsigned char)c < 0x20 || c == 0x7f ? '?' : c;
    else
        m->is_cut = true;
}

// What comes from outside may hold anything. The message is valid UTF-8, and U+0080 to U+009F,
// which drive a terminal as C0 controls do, are as unwelcome as those.
static void put_string(message *m, const char *s)
{
    const char *end = s ? s + strlen(s) : s;
    while (s < end && !m->is_cut) {
        uint32_t code;
        const size_t n = dc_utf8_decode(s, end, &code);
        if (dc_utf8_valid((dc_str){s, n}) != n || (code >= 0x80 && code < 0xA0))
            put_char(m, '?');
        else
            for (size_t i = 0; i < n; i++)
                put_char(m, s[i]);
        s += n;
    }
}

static void put_number(message *m, uint64_t n)
{
    char digits[20];
    size_t i = 0;
    do
        digits[i++] = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    while (i)
        put_char(m, digits[--i]);
}

static void put_signed(message *m, int n)
{
    if (n < 0)
        put_char(m, '-');
    put_number(m, n < 0 ? 0u - (unsigned)n : (unsigned)n);
}

__attribute__((format(printf, 2, 0))) static void put_formatted(message *m, const char *f,
                                                                va_list args)
{
    for (; *f; f++) {
        if (*f != '%') {
            put_char(m, *f);
            continue;
        }
        switch (*++f) {
        case '\0':
            return; // a lone % at the end
        case 's':
            put_string(m, va_arg(args, const char *));
            break;
        case 'u':
            put_number(m, va_arg(args, unsigned));
            break;
        case 'd':
            put_signed(m, va_arg(args, int));
            break;
        case 'c':
            put_char(m, (char)va_arg(args, int));
            break;
        case 'z':
            f++; // the u of %zu
            put_number(m, va_arg(args, size_t));
            break;
        default:
            put_char(m, *f);
        }
    }
}

// A cut message ends in "...", and never inside a UTF-8 sequence.
static void finish(message *m)
{
    if (m->is_cut) {
        size_t at = m->cap - 4;
        while (at && (m->out[at] & 0xC0) == 0x80)
            at--;
        memcpy(m->out + at, "...", 3);
        m->len = at + 3;
    }
    m->out[m->len] = '\0';
}

void dc_format(char *out, size_t cap, const char *format, va_list args)
{
    message m = {out, 0, cap, false};
    put_formatted(&m, format, args);
    finish(&m);
}

void dc_format_hex(uint64_t n, char out[DC_HEX_LEN])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < DC_HEX_LEN; i++)
        out[i] = digits[n >> (60 - 4 * i) & 15];
}
