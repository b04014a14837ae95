#include "clean/when.h"

#include "base/utf8.h"

#include <string.h>

enum { LONGEST_LINE = 160, MOST_JOINED = 3 };

// First letters of the months' names, in small letters. They count beside a number only.
static const char *const months[] = {
    "abr",  "ago",  "agu",  "ağu", "apr", "aug",   "août", "avr",  "cze", "dec",   "dez",  "dic",
    "dis",  "déc",  "eki",  "ene", "eyl", "feb",   "fev",  "fév",  "gen", "giu",   "gru",  "haz",
    "jan",  "jui",  "jul",  "jun", "kas", "kwi",   "lip",  "lis",  "lug", "lut",   "mag",  "mai",
    "maj",  "mar",  "may",  "maa", "mei", "mrt",   "mär",  "nis",  "nov", "oca",   "oct",  "okt",
    "ott",  "out",  "paź",  "sep", "set", "sie",   "sty",  "tem",  "wrz", "şub",   "авг",  "апр",
    "дек",  "июл",  "июн",  "мар", "мая", "ноя",   "окт",  "сен",  "фев", "янв",   "серп", "трав",
    "лист", "жовт", "груд", "січ", "лют", "берез", "квіт", "черв", "лип", "верес",
};

// Words that make a number a time that has passed.
static const char *const ago[] = {
    "ago",    "geleden", "önce", "temu", "назад",  "тому", "siden", "sedan",
    "sitten", "vor",     "hace", "há",   "il y a", "fa",   "lalu",  "trước",
    "πριν",   "před",    "acum", "前",   "전",     "قبل",  "منذ",   "לפני",
};

// Days that need no number.
static const char *const days[] = {
    "today", "yesterday", "heute",   "gestern", "aujourd'hui", "hier",    "hoy",
    "ayer",  "ieri",      "oggi",    "hoje",    "ontem",       "vandaag", "gisteren",
    "dziś",  "wczoraj",   "сегодня", "вчера",   "bugün",       "dün",
};

// A line in small letters, cut into what words and numbers say.
typedef struct line {
    char text[LONGEST_LINE + 1];
    size_t len;
    unsigned n_numbers;
    bool has_month;
    bool has_year;
} line;

// ASCII and the capitals of the scripts above; others stay.
static uint32_t small(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)dc_lower((char)c);
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F) ||
        (c >= 0x391 && c <= 0x3A9))
        return c + 32;
    return c;
}

static bool begins_month(const char *word)
{
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strncmp(word, months[i], strlen(months[i])) == 0)
            return true;
    return false;
}

static bool is_year(const char *digits, size_t n)
{
    return n == 4 && (strncmp(digits, "19", 2) == 0 || strncmp(digits, "20", 2) == 0);
}

static void read_words(line *l)
{
    for (size_t i = 0; i < l->len;) {
        const size_t begin = i;
        const bool is_number = dc_is_digit(l->text[i]);
        const bool is_word = (unsigned char)l->text[i] >= 0x80 || dc_is_alpha(l->text[i]);
        if (is_number) {
            while (dc_is_digit(l->text[i]))
                i++;
            l->n_numbers++;
            l->has_year |= is_year(l->text + begin, i - begin);
        } else if (is_word) {
            l->has_month |= begins_month(l->text + begin);
            while ((unsigned char)l->text[i] >= 0x80 || dc_is_alpha(l->text[i]))
                i++;
        } else {
            i++;
        }
    }
}

// Two or three numbers of one or two digits (or a year) joined by one of the marks: "3.5.24",
// "2024-05-03", "14:05".
static bool has_joined(const line *l, const char *marks, unsigned needed)
{
    unsigned n = 0;
    for (size_t i = 0; i < l->len;) {
        if (!dc_is_digit(l->text[i])) {
            n = 0;
            i++;
            continue;
        }
        const size_t begin = i;
        while (dc_is_digit(l->text[i]))
            i++;
        const bool fits = i - begin <= 2 || is_year(l->text + begin, i - begin);
        n = fits ? n + 1 : MOST_JOINED + 1;
        const bool goes_on = l->text[i] && strchr(marks, l->text[i]) && dc_is_digit(l->text[i + 1]);
        if (!goes_on && n >= needed && n <= MOST_JOINED)
            return true;
        n = goes_on ? n : 0;
        i += goes_on;
    }
    return false;
}

// As a word of its own, where the script has words.
static bool has_word(const line *l, const char *word)
{
    const size_t n = strlen(word);
    const bool is_unspaced = (unsigned char)word[0] >= 0xE3;
    for (const char *at = l->text; (at = strstr(at, word)) != NULL; at += n) {
        const bool begins =
            at == l->text || !(dc_is_alpha(at[-1]) || (unsigned char)at[-1] >= 0x80);
        const bool ends = !(dc_is_alpha(at[n]) || (unsigned char)at[n] >= 0x80);
        if (is_unspaced || (begins && ends))
            return true;
    }
    return false;
}

static bool has_one_of(const line *l, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (has_word(l, words[i]))
            return true;
    return false;
}

static bool has_digit(dc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (dc_is_digit(s.p[i]))
            return true;
    return false;
}

bool dc_says_when(dc_str text)
{
    enum { LONGEST_DAY = 24 };
    if (text.len < 3 || text.len > LONGEST_LINE || (text.len > LONGEST_DAY && !has_digit(text)))
        return false;
    line l = {.len = 0};
    for (const char *p = text.p, *end = text.p + text.len; p < end;) {
        uint32_t code;
        p += dc_utf8_decode(p, end, &code);
        l.len += dc_utf8_encode(code ? small(code) : ' ', l.text + l.len);
        if (l.len > LONGEST_LINE - 4)
            break;
    }
    l.text[l.len] = '\0';
    read_words(&l);
    if (l.n_numbers == 0)
        return l.len <= LONGEST_DAY && !strchr(l.text, '\'') &&
               has_one_of(&l, days, sizeof days / sizeof *days);
    if (l.has_month && (l.has_year || l.n_numbers >= 1))
        return true;
    if (strstr(l.text, "年") && strstr(l.text, "月"))
        return true;
    if (has_joined(&l, ".", 3) || has_joined(&l, "/-", 3) || has_joined(&l, ":", 2))
        return true;
    return has_one_of(&l, ago, sizeof ago / sizeof *ago) ||
           has_one_of(&l, days, sizeof days / sizeof *days);
}
