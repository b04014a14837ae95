#include "meta/date.h"

#include "base/utf8.h"

#include <utf8proc.h>

enum { LONGEST = 200, MOST_TOKENS = 64, LONGEST_WORD = 48, FIRST_YEAR = 1990, LAST_YEAR = 2100 };

// Names of the months in small letters. The first three letters of one, or more, are a name, too;
// not of those behind the bar, which would be words of other languages ("led", "pro").
static const char *const months[12] = {
    "january januar janvier enero janeiro gennaio januari stycznia styczeń января январь "
    "ocak يناير जनवरी jänner | ledna leden ianuarie ιανουαρίου ιανουάριος gener січня януари "
    "januára január tammikuuta",
    "february februar février fevrier febrero fevereiro febbraio februari lutego luty "
    "февраля февраль şubat فبراير फ़रवरी फरवरी feber | února únor februarie φεβρουαρίου "
    "φεβρουάριος febrer лютого февруари februára február helmikuuta",
    "march märz mars marzo março marco maart mrt marca marzec марта март mart مارس मार्च "
    "maret maerz | března březen marts martie μαρτίου μάρτιος березня március maaliskuuta",
    "april avril abril aprile kwietnia kwiecień апреля апрель nisan أبريل ابريل अप्रैल "
    "| dubna duben aprilie απριλίου απρίλιος квітня април apríla április huhtikuuta",
    "may mai mayo maio maggio mei maja maj мая май mayıs مايو मई | května květen μαΐου μάιος "
    "maig травня mája május toukokuuta",
    "june juni juin junio junho giugno czerwca czerwiec июня июнь haziran يونيو जून | června "
    "červen iunie ιουνίου ιούνιος juny червня юни júna június kesäkuuta",
    "july juli juillet julio julho luglio lipca lipiec июля июль temmuz يوليو जुलाई "
    "| července červenec iulie ιουλίου ιούλιος juliol липня юли júla július heinäkuuta",
    "august août aout agosto augustus sierpnia sierpień августа август ağustos أغسطس अगस्त "
    "agustus | srpna srpen augusti αυγούστου αύγουστος agost серпня augusta augusztus "
    "elokuuta",
    "september septembre septiembre setembro settembre września wrzesień сентября сентябрь "
    "eylül سبتمبر सितंबर सितम्बर setiembre | září septembrie σεπτεμβρίου σεπτέμβριος вересня "
    "септември septembra szeptember syyskuuta",
    "october oktober octobre octubre outubro ottobre października październik октября "
    "октябрь ekim أكتوبر अक्टूबर अक्तूबर | října říjen octombrie οκτωβρίου οκτώβριος жовтня "
    "октомври októbra október lokakuuta",
    "november novembre noviembre novembro listopada listopad ноября ноябрь kasım نوفمبر "
    "नवंबर नवम्बर nopember | listopadu noiembrie νοεμβρίου νοέμβριος листопада ноември "
    "novembra marraskuuta",
    "december dezember décembre decembre diciembre dezembro dicembre grudnia grudzień "
    "декабря декабрь aralık ديسمبر दिसंबर दिसम्बर desember | prosince prosinec decembrie "
    "δεκεμβρίου δεκέμβριος грудня декември decembra joulukuuta",
};

// Words that stand between the parts of a date.
static const char *const fillers[] = {"of", "de",  "del", "the",  "st",  "nd",   "rd",   "th",
                                      "er", "den", "di",  "ngày", "năm", "года", "года", "г",
                                      "of", "e",   "el",  "le",   "te",  "ª",    "º"};

typedef enum kind { NUMBER, WORD, MARK } kind;

typedef struct token {
    kind kind;
    uint32_t mark; // MARK: its code point
    int value;     // NUMBER; WORD: its month, 0 for none
    uint32_t n;    // digits or letters
    size_t at;     // bytes
    size_t end;
    bool is_attached; // nothing stands between it and the token before
} token;

typedef struct line {
    dc_str text;
    token v[MOST_TOKENS];
    uint32_t n;
    bool has_year; // of four digits
} line;

static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0x966, 0xFF10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

// 年 月 日 and the Korean syllables stand between numbers, as marks do.
static bool is_unit(uint32_t c)
{
    return c == 0x5E74 || c == 0x6708 || c == 0x65E5 || c == 0xB144 || c == 0xC6D4 || c == 0xC77C;
}

static bool is_letter(uint32_t c)
{
    return digit_of(c) < 0 && !is_unit(c) && c != '_' && dc_is_word(c);
}

// Whether the word is a name in the list, or at least its first three letters.
static bool names_month(const char *list, const char *word, size_t len, uint32_t letters)
{
    bool may_be_short = letters >= 3;
    while (*list) {
        size_t n = strcspn(list, " ");
        may_be_short &= *list != '|';
        if (n >= len && (n == len || may_be_short) && memcmp(list, word, len) == 0)
            return true;
        list += n;
        list += *list == ' ';
    }
    return false;
}

static int month_of(const char *word, size_t len, uint32_t letters)
{
    if (letters < 2)
        return 0;
    for (int i = 0; i < 12; i++)
        if (names_month(months[i], word, len, letters))
            return i + 1;
    return 0;
}

static bool is_filler(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (strlen(fillers[i]) == len && memcmp(fillers[i], word, len) == 0)
            return true;
    return false;
}

// The letters of a word in small letters; 0 for one that is longer than those in the lists.
static size_t lower_word(const char *p, size_t n, char out[LONGEST_WORD + 4])
{
    const char *end = p + n;
    size_t len = 0;
    while (p < end && len < LONGEST_WORD) {
        uint32_t c;
        if ((unsigned char)*p < 0x80) {
            out[len++] = dc_lower(*p++);
            continue;
        }
        p += dc_utf8_decode(p, end, &c);
        len += dc_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + len);
    }
    return len < LONGEST_WORD ? len : 0;
}

static const char *read_word(token *t, const char *p, const char *end)
{
    uint32_t c;
    t->kind = WORD;
    while (p < end) {
        const size_t n = dc_utf8_decode(p, end, &c);
        if (!is_letter(c))
            break;
        t->n++;
        p += n;
    }
    return p;
}

static const char *read_number(token *t, const char *p, const char *end)
{
    uint32_t c;
    t->kind = NUMBER;
    while (p < end) {
        const size_t n = dc_utf8_decode(p, end, &c);
        if (digit_of(c) < 0)
            break;
        if (t->n < 9)
            t->value = t->value * 10 + digit_of(c);
        t->n++;
        p += n;
    }
    return p;
}

static void read_tokens(line *l)
{
    const char *p = l->text.p;
    const char *end = p + l->text.len;
    bool is_attached = false;
    while (p < end && l->n < MOST_TOKENS) {
        uint32_t c;
        const size_t n = dc_utf8_decode(p, end, &c);
        if (c <= ' ' || c == 0xA0 || c == 0x2009 || c == 0x202F || c == 0x200E || c == 0x200F) {
            p += n;
            is_attached = false;
            continue;
        }
        token *t = &l->v[l->n++];
        *t = (token){.at = (size_t)(p - l->text.p), .is_attached = is_attached};
        if (digit_of(c) >= 0) {
            p = read_number(t, p, end);
        } else if (is_letter(c)) {
            p = read_word(t, p, end);
        } else {
            t->kind = MARK;
            t->mark = c;
            p += n;
        }
        t->end = (size_t)(p - l->text.p);
        is_attached = true;
    }
}

static bool is_number(const line *l, uint32_t i, uint32_t most)
{
    return i < l->n && l->v[i].kind == NUMBER && l->v[i].n <= most;
}

static bool is_year(const line *l, uint32_t i)
{
    return i < l->n && l->v[i].kind == NUMBER && l->v[i].n == 4 && l->v[i].value >= FIRST_YEAR &&
           l->v[i].value <= LAST_YEAR;
}

// The tokens of a line, of its beginning if it is long.
static void read_line(dc_str text, line *l)
{
    l->text = (dc_str){text.p, text.len < LONGEST ? text.len : LONGEST};
    l->n = 0;
    l->has_year = false;
    read_tokens(l);
    for (uint32_t i = 0; i < l->n && !l->has_year; i++)
        l->has_year = is_year(l, i);
}

static bool is_mark(const line *l, uint32_t i, uint32_t mark)
{
    return i < l->n && l->v[i].kind == MARK && l->v[i].mark == mark;
}

static size_t word_at(const line *l, uint32_t i, char out[LONGEST_WORD + 4])
{
    if (i >= l->n || l->v[i].kind != WORD)
        return 0;
    return lower_word(l->text.p + l->v[i].at, l->v[i].end - l->v[i].at, out);
}

// The month that a word names, 0 for none.
static int month_at(const line *l, uint32_t i)
{
    char word[LONGEST_WORD + 4];
    const size_t len = word_at(l, i, word);
    return len ? month_of(word, len, l->v[i].n) : 0;
}

static bool is_filler_at(const line *l, uint32_t i)
{
    enum { LONGEST_FILLER = 8 };
    char word[LONGEST_WORD + 4];
    if (i >= l->n || l->v[i].end - l->v[i].at > LONGEST_FILLER)
        return false;
    const size_t len = word_at(l, i, word);
    return len && is_filler(word, len);
}

// Vietnamese "month": its number follows.
static bool is_thang_at(const line *l, uint32_t i)
{
    char word[LONGEST_WORD + 4];
    const size_t len = word_at(l, i, word);
    return len == strlen("tháng") && memcmp(word, "tháng", len) == 0;
}

static uint32_t skip_between(const line *l, uint32_t i)
{
    while (i < l->n &&
           (is_filler_at(l, i) || is_mark(l, i, '.') || is_mark(l, i, ',') || is_mark(l, i, '-') ||
            is_mark(l, i, '/') || is_mark(l, i, 0x2019) || is_mark(l, i, '\'') ||
            is_mark(l, i, 0x60C) || is_mark(l, i, 0xBA) || is_mark(l, i, 0xAA)))
        i++;
    return i;
}

static bool take(const line *l, uint32_t from, uint32_t last, int year, int month, int day,
                 dc_date *out)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 100)
        year += year < 70 ? 2000 : 1900;
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > lengths[month - 1])
        return false;
    if (month == 2 && day == 29 && (year % 4 || (year % 100 == 0 && year % 400)))
        return false;
    *out = (dc_date){.year = year,
                     .month = month,
                     .day = day,
                     .at = l->v[from].at,
                     .len = l->v[last].end - l->v[from].at};
    return true;
}

// A year of four digits, or one of two that no time of day follows.
static bool ends_with_year(const line *l, uint32_t i, int *year)
{
    if (!is_year(l, i) &&
        !(is_number(l, i, 2) && l->v[i].n == 2 && !is_mark(l, i + 1, ':') && l->v[i].value > 0))
        return false;
    *year = l->v[i].value;
    return true;
}

// 2024-05-03, 2024/5/3, 2024.05.03, 2024年5月3日, 2024. 5. 3.
static bool year_first(const line *l, uint32_t i, dc_date *out)
{
    if (!is_year(l, i) || i + 4 >= l->n || l->v[i + 1].kind != MARK || l->v[i + 3].kind != MARK ||
        !is_number(l, i + 2, 2) || !is_number(l, i + 4, 2))
        return false;
    const uint32_t a = l->v[i + 1].mark;
    const uint32_t b = l->v[i + 3].mark;
    if (!(a == b && (a == '-' || a == '/' || a == '.')) && !(is_unit(a) && is_unit(b)))
        return false;
    uint32_t last = i + 4;
    if (is_mark(l, i + 5, 0x65E5) || is_mark(l, i + 5, 0xC77C))
        last++;
    return take(l, i, last, l->v[i].value, l->v[i + 2].value, l->v[i + 4].value, out);
}

// 20240503
static bool compact(const line *l, uint32_t i, dc_date *out)
{
    if (!is_number(l, i, 8) || l->v[i].n != 8)
        return false;
    const int v = l->v[i].value;
    return v / 10000 >= FIRST_YEAR && take(l, i, i, v / 10000, v / 100 % 100, v % 100, out);
}

// 3 May 2024, 3rd of May, 2024, 3. Mai 2024, 3 de mayo de 2024, 3 tháng 5, 2024, Fri, 03 May 2024
static bool day_first(const line *l, uint32_t i, dc_date *out)
{
    if (!is_number(l, i, 2))
        return false;
    uint32_t m = skip_between(l, i + 1);
    if (m >= l->n || l->v[m].kind != WORD)
        return false;
    const bool is_thang = is_thang_at(l, m) && is_number(l, m + 1, 2);
    m += is_thang;
    int year;
    const uint32_t y = skip_between(l, m + 1);
    if (!ends_with_year(l, y, &year))
        return false;
    const int month = is_thang ? l->v[m].value : month_at(l, m);
    return month && take(l, i, y, year, month, l->v[i].value, out);
}

// May 3, 2024; Fri May 3 10:00:00 2024
static bool month_first(const line *l, uint32_t i, dc_date *out)
{
    if (l->v[i].kind != WORD || !l->has_year)
        return false;
    const uint32_t d = skip_between(l, i + 1);
    if (!is_number(l, d, 2))
        return false;
    const int month = month_at(l, i);
    if (!month)
        return false;
    uint32_t y = skip_between(l, d + 1);
    if (is_number(l, y, 2) && is_mark(l, y + 1, ':')) {
        while (y < l->n && !is_year(l, y) &&
               (is_number(l, y, 2) || is_mark(l, y, ':') || l->v[y].kind == WORD))
            y++;
    }
    return is_year(l, y) && take(l, i, y, l->v[y].value, month, l->v[d].value, out);
}

// 2024. május 3., 2024 May 3
static bool year_and_name(const line *l, uint32_t i, dc_date *out)
{
    if (!is_year(l, i))
        return false;
    const uint32_t m = skip_between(l, i + 1);
    const uint32_t d = skip_between(l, m + 1);
    if (m >= l->n || l->v[m].kind != WORD || !is_number(l, d, 2) || is_mark(l, d + 1, ':') ||
        is_year(l, skip_between(l, d + 1)))
        return false;
    const int month = month_at(l, m);
    return month && take(l, i, d, l->v[i].value, month, l->v[d].value, out);
}

// 3.5.2024, 3/5/24, 03-05-2024
static bool numeric(const line *l, uint32_t i, dc_day_order order, dc_date *out)
{
    if (!is_number(l, i, 2) || i + 4 >= l->n || !is_number(l, i + 2, 2))
        return false;
    const uint32_t mark = l->v[i + 1].kind == MARK ? l->v[i + 1].mark : 0;
    int year;
    if ((mark != '.' && mark != '/' && mark != '-') || !is_mark(l, i + 3, mark) ||
        !ends_with_year(l, i + 4, &year))
        return false;
    // "1.2.24.7" is a version.
    if (is_mark(l, i + 5, mark) && is_number(l, i + 6, 8) && l->v[i + 6].is_attached)
        return false;
    if (l->v[i + 4].n == 2 && (!l->v[i + 2].is_attached || !l->v[i + 4].is_attached))
        return false;
    const int a = l->v[i].value;
    const int b = l->v[i + 2].value;
    const bool is_swapped = mark != '.' && (b > 12 || (order == DC_MONTH_FIRST && a <= 12));
    if (!take(l, i, i + 4, year, is_swapped ? a : b, is_swapped ? b : a, out))
        return false;
    out->is_ambiguous = (mark != '.' || order == DC_MONTH_FIRST) && a <= 12 && b <= 12 && a != b;
    return true;
}

// 29-10-2021 as the beginning of a part of an address, and no other reading of it.
static bool day_to_year(const line *l, uint32_t i, dc_date *out)
{
    return is_mark(l, i - 1, '/') && is_number(l, i, 2) && is_year(l, i + 4) &&
           numeric(l, i, DC_DAY_FIRST, out) && !out->is_ambiguous;
}

static bool begins_here(const line *l, uint32_t i)
{
    if (i == 0 || !l->v[i].is_attached)
        return true;
    const token *before = &l->v[i - 1];
    if (before->kind == MARK && (before->mark == '.' || before->mark == '-' || before->mark == '/'))
        return i < 2 || l->v[i - 2].kind != NUMBER || !l->v[i - 1].is_attached;
    return before->kind == MARK;
}

// Most lines have no digits, and so no date.
static bool may_hold_date(dc_str text)
{
    enum { FEWEST = 3 };
    uint32_t digits = 0;
    for (size_t i = 0; i < text.len && i < LONGEST && digits < FEWEST; i++) {
        const unsigned char c = (unsigned char)text.p[i];
        digits += dc_is_digit(text.p[i]) || c == 0xD9 || c == 0xDB || c == 0xE0 || c == 0xEF;
    }
    return digits >= FEWEST;
}

bool dc_date_find(dc_str text, dc_day_order order, dc_date *out)
{
    line l;
    if (!may_hold_date(text))
        return false;
    read_line(text, &l);
    for (uint32_t i = 0; i < l.n; i++)
        if (begins_here(&l, i) &&
            (year_first(&l, i, out) || day_first(&l, i, out) || month_first(&l, i, out) ||
             year_and_name(&l, i, out) || numeric(&l, i, order, out) || compact(&l, i, out)))
            return true;
    return false;
}

bool dc_date_in_url(dc_str url, dc_date *out)
{
    size_t from = dc_str_find(url, DC_STR("://"));
    from = from == DC_STR_NPOS ? 0 : from + 3;
    dc_str path = dc_str_from(url, from);
    const size_t slash = dc_str_find(path, DC_STR("/"));
    if (slash == DC_STR_NPOS)
        return false;
    path = dc_str_from(path, slash);
    const size_t query = dc_str_find(path, DC_STR("?"));
    if (query != DC_STR_NPOS)
        path.len = query;
    line l;
    read_line(path, &l);
    for (uint32_t i = 1; i < l.n; i++)
        if (l.v[i - 1].kind == MARK &&
            (year_first(&l, i, out) || compact(&l, i, out) || day_to_year(&l, i, out)))
            return true;
    return false;
}

dc_day_order dc_day_order_of(dc_str language)
{
    static const char *const others[] = {"gb", "uk", "au", "nz", "ie", "in", "za"};
    if (language.p && !dc_str_istarts(language, DC_STR("en")))
        return DC_DAY_FIRST;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (language.len >= 5 && dc_str_ieq((dc_str){language.p + 3, 2}, dc_str_of(others[i])))
            return DC_DAY_FIRST;
    return DC_MONTH_FIRST;
}

static char *print_number(char *p, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        p[i] = (char)('0' + value % 10);
    return p + digits;
}

void dc_date_print(const dc_date *date, char out[DC_DAY_LEN + 1])
{
    char *p = print_number(out, date->year, 4);
    *p++ = '-';
    p = print_number(p, date->month, 2);
    *p++ = '-';
    *print_number(p, date->day, 2) = '\0';
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
int32_t dc_date_number(const dc_date *date)
{
    const int y = date->year - (date->month <= 2);
    const int era = y / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (date->month + (date->month > 2 ? -3 : 9)) + 2) / 5 + date->day - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe;
}
