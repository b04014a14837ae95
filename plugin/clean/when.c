#include "clean/when.h"

#include "base/utf8.h"

#include <string.h>

enum { LONGEST_LINE = 160, MOST_JOINED = 3 };

// Words between bars, by their first letter.
typedef struct by_letter {
    const char *ascii[26];
    const char *others;
} by_letter;

// First letters of the months' names, in small letters. They count beside a number only.
static const by_letter months = {
    .ascii =
        {
            ['a' - 'a'] = "abr|ago|agu|ağu|apr|aug|août|avr",
            ['c' - 'a'] = "cze",
            ['d' - 'a'] = "dec|dez|dic|dis|déc",
            ['e' - 'a'] = "eki|ene|eyl",
            ['f' - 'a'] = "feb|fev|fév",
            ['g' - 'a'] = "gen|giu|gru",
            ['h' - 'a'] = "haz",
            ['j' - 'a'] = "jan|jui|jul|jun",
            ['k' - 'a'] = "kas|kwi",
            ['l' - 'a'] = "lip|lis|lug|lut",
            ['m' - 'a'] = "mag|mai|maj|mar|may|maa|mei|mrt|mär",
            ['n' - 'a'] = "nis|nov",
            ['o' - 'a'] = "oca|oct|okt|ott|out",
            ['p' - 'a'] = "paź",
            ['s' - 'a'] = "sep|set|sie|sty",
            ['t' - 'a'] = "tem",
            ['w' - 'a'] = "wrz",
        },
    .others = "şub|авг|апр|дек|июл|июн|мар|мая|ноя|окт|сен|фев|янв|серп|трав"
              "|лист|жовт|груд|січ|лют|берез|квіт|черв|лип|верес",
};

// Words that make a number a time that has passed.
static const by_letter ago = {
    .ascii =
        {
            ['a' - 'a'] = "ago|acum",
            ['f' - 'a'] = "fa",
            ['g' - 'a'] = "geleden",
            ['h' - 'a'] = "hace|há",
            ['i' - 'a'] = "il y a",
            ['l' - 'a'] = "lalu",
            ['p' - 'a'] = "před",
            ['s' - 'a'] = "siden|sedan|sitten",
            ['t' - 'a'] = "temu|trước",
            ['v' - 'a'] = "vor",
        },
    .others = "önce|назад|тому|πριν|قبل|منذ|לפני",
};

// The same in scripts without blanks between words.
static const char *const unspaced[] = {"前", "전"};

// Days that need no number.
static const by_letter days = {
    .ascii =
        {
            ['a' - 'a'] = "aujourd'hui|ayer",
            ['b' - 'a'] = "bugün",
            ['d' - 'a'] = "dziś|dün",
            ['g' - 'a'] = "gestern|gisteren",
            ['h' - 'a'] = "heute|hier|hoy|hoje",
            ['i' - 'a'] = "ieri",
            ['o' - 'a'] = "oggi|ontem",
            ['t' - 'a'] = "today",
            ['v' - 'a'] = "vandaag",
            ['w' - 'a'] = "wczoraj",
            ['y' - 'a'] = "yesterday",
        },
    .others = "сегодня|вчера",
};

// Days of the week, short and long, in small letters.
static const char *const weekdays[] = {
    "mon",       "tue",       "wed",       "thu",        "fri",      "sat",         "sun",
    "mo",        "di",        "mi",        "do",         "fr",       "sa",          "so",
    "lun",       "mar",       "mer",       "jeu",        "ven",      "dim",         "dom",
    "monday",    "tuesday",   "wednesday", "thursday",   "friday",   "saturday",    "sunday",
    "montag",    "dienstag",  "mittwoch",  "donnerstag", "freitag",  "samstag",     "sonntag",
    "sonnabend", "lundi",     "mardi",     "mercredi",   "jeudi",    "vendredi",    "samedi",
    "dimanche",  "lunes",     "martes",    "miércoles",  "jueves",   "viernes",     "sábado",
    "domingo",   "lunedì",    "martedì",   "mercoledì",  "giovedì",  "venerdì",     "sabato",
    "domenica",  "segunda",   "terça",     "quarta",     "quinta",   "sexta",       "понедельник",
    "вторник",   "среда",     "четверг",   "пятница",    "суббота",  "воскресенье", "maandag",
    "dinsdag",   "woensdag",  "donderdag", "vrijdag",    "zaterdag", "zondag",      "poniedziałek",
    "wtorek",    "środa",     "czwartek",  "piątek",     "sobota",   "niedziela",   "måndag",
    "tisdag",    "onsdag",    "torsdag",   "fredag",     "lördag",   "söndag",      "mandag",
    "tirsdag",   "lørdag",    "søndag",    "pazartesi",  "salı",     "çarşamba",    "perşembe",
    "cuma",      "cumartesi", "pazar"};

// A line in small letters, cut into what words and numbers say.
typedef struct line {
    char text[LONGEST_LINE + 1];
    size_t len;
    unsigned n_numbers;
    bool has_month;
    bool has_ago;     // or a day such as "today"
    bool is_unspaced; // has a letter of a script without blanks
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

static bool is_letter(char c)
{
    return dc_is_alpha(c) || (unsigned char)c >= 0x80;
}

// Whether one of the words begins the text, and where it must be whole, no letter follows.
static bool has_word(const by_letter *words, const char *text, bool is_whole)
{
    const bool is_ascii = !(*text & 0x80);
    if (is_ascii && !dc_is_alpha(*text))
        return false;
    const char *p = is_ascii ? words->ascii[dc_lower(*text) - 'a'] : words->others;
    while (p) {
        size_t n = 0;
        while (p[n] && p[n] != '|' && p[n] == text[n])
            n++;
        if ((!p[n] || p[n] == '|') && !(is_whole && is_letter(text[n])))
            return true;
        p = strchr(p + n, '|');
        p = p ? p + 1 : NULL;
    }
    return false;
}

static bool is_year(const char *digits, size_t n)
{
    return n == 4 && (strncmp(digits, "19", 2) == 0 || strncmp(digits, "20", 2) == 0);
}

static void read_word(line *l, const char *word)
{
    l->has_month |= has_word(&months, word, false);
    l->has_ago |= has_word(&ago, word, true) || has_word(&days, word, true);
}

static void read_words(line *l)
{
    for (size_t i = 0; i < l->len;) {
        const size_t begin = i;
        if (dc_is_digit(l->text[i])) {
            while (dc_is_digit(l->text[i]))
                i++;
            l->n_numbers++;
        } else if (is_letter(l->text[i])) {
            read_word(l, l->text + begin);
            while (is_letter(l->text[i]))
                i++;
        } else {
            i++;
        }
    }
    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced && l->is_unspaced; i++)
        l->has_ago |= strstr(l->text, unspaced[i]) != NULL;
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

static void fold(dc_str text, line *l)
{
    for (const char *p = text.p, *end = text.p + text.len; p < end && l->len < LONGEST_LINE - 4;) {
        if (*p > 0) {
            l->text[l->len++] = dc_lower(*p++);
            continue;
        }
        uint32_t code;
        p += dc_utf8_decode(p, end, &code);
        l->is_unspaced |= code >= 0x3000;
        l->len += dc_utf8_encode(code ? small(code) : ' ', l->text + l->len);
    }
    l->text[l->len] = '\0';
}

// "8d", "17h", "6 mo.", "2dEdited": all that some systems print.
static bool is_short_age(dc_str s)
{
    enum { LONGEST_AGE = 16, MOST_DIGITS = 3 };
    static const char *const units[] = {"min", "mo", "hr", "yr", "s", "m", "h", "d", "w", "y"};
    size_t n = 0;
    while (n < s.len && dc_is_digit(s.p[n]))
        n++;
    if (n == 0 || n > MOST_DIGITS || s.len > LONGEST_AGE)
        return false;
    dc_str rest = dc_str_trim(dc_str_from(s, n));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (dc_str_starts(rest, dc_str_of(units[i]))) {
            rest = dc_str_trim(dc_str_from(rest, strlen(units[i])));
            return rest.len == 0 || dc_str_ieq(rest, DC_STR(".")) ||
                   dc_str_istarts(rest, DC_STR("edited"));
        }
    return false;
}

bool dc_says_when(dc_str text)
{
    enum { LONGEST_DAY = 24 };
    if (text.len < 2 || text.len > LONGEST_LINE)
        return false;
    if (dc_is_digit(text.p[0]) && is_short_age(text))
        return true;
    const bool has_number = dc_str_has_digit(text);
    if (!has_number && text.len > LONGEST_DAY)
        return false;
    line l;
    l.len = l.n_numbers = 0;
    l.has_month = l.has_ago = l.is_unspaced = false;
    fold(text, &l);
    if (!has_number) // "Yesterday", but not "today's"
        return has_word(&days, l.text, true) && !strchr(l.text, '\'');
    read_words(&l);
    if (l.has_month || l.has_ago)
        return true;
    if (l.is_unspaced && strstr(l.text, "年") && strstr(l.text, "月"))
        return true;
    return has_joined(&l, ".", 3) || has_joined(&l, "/-", 3) || has_joined(&l, ":", 2);
}

bool dc_is_weekday(dc_str word)
{
    enum { LONGEST_WEEKDAY = 24 };
    while (word.len && (word.p[word.len - 1] == ',' || word.p[word.len - 1] == '.')) // "Di.,"
        word.len--;
    if (word.len == 0 || word.len > LONGEST_WEEKDAY)
        return false;
    line l;
    l.len = 0;
    l.is_unspaced = false;
    fold(word, &l);
    for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        if (strcmp(l.text, weekdays[i]) == 0)
            return true;
    return false;
}
