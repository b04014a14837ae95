#include "meta/person.h"

#include "base/utf8.h"
#include "meta/date.h"

#include <utf8proc.h>

enum { LONGEST = 120, MOST_WORDS = 8 };

// The longer ones first where one begins with another.
static const char *const leads[] = {
    "article by ",
    "article written by ",
    "written and photographed by ",
    "written by: ",
    "written by ",
    "posted by: ",
    "posted by ",
    "published by ",
    "text by ",
    "words by ",
    "story by ",
    "reviewed by ",
    "contributed by ",
    "submitted by ",
    "created by ",
    "by: ",
    "by ",
    "author: ",
    "authors: ",
    "author : ",
    "author ",
    "autor: ",
    "autorin: ",
    "autoren: ",
    "autor/in: ",
    "auteur : ",
    "auteur: ",
    "auteurs : ",
    "autore: ",
    "autor : ",
    "text: ",
    "texto: ",
    "testo: ",
    "texte : ",
    "geschrieben von ",
    "verfasst von ",
    "veröffentlicht von ",
    "erstellt von ",
    "gespeichert von ",
    "ein beitrag von ",
    "ein artikel von ",
    "text von ",
    "beitrag von ",
    "blog beitrag von ",
    "von: ",
    "von ",
    "vom ",
    "publié par ",
    "rédigé par ",
    "écrit par ",
    "par ",
    "publicado por ",
    "escrito por ",
    "por: ",
    "por ",
    "scritto da ",
    "pubblicato da ",
    "a cura di ",
    "di ",
    "da ",
    "geschreven door ",
    "door: ",
    "door ",
    "skrevet av ",
    "napisane przez ",
    "autor tekstu: ",
    "przez ",
    "автор: ",
    "автор ",
    "текст: ",
    "yazan: ",
    "yazar: ",
    "作者：",
    "作者:",
    "文：",
    "文/",
    "记者",
    "記者",
    "oleh: ",
    "oleh ",
    "penulis: ",
    "tác giả: ",
    "بقلم: ",
    "بقلم ",
    "الكاتب: ",
    "लेखक: ",
    "started by ",
};

static const char *const labels[] = {
    "by",
    "by:",
    "written by",
    "written by:",
    "author",
    "author:",
    "authors",
    "authors:",
    "posted by",
    "posted by:",
    "article by",
    "words by",
    "text by",
    "autor",
    "autor:",
    "autorin",
    "von",
    "von:",
    "geschrieben von",
    "verfasst von",
    "auteur",
    "auteur :",
    "par",
    "por",
    "escrito por",
    "автор",
    "автор:",
    "作者",
    "about the author",
};

// Where a name ends.
static const char *const ends[] = {
    " | ",       " · ",    " • ",   " / ",   " – ",        " — ",     " - ",      " on ",
    " am ",      " in ",   " at ",  " for ", " published", " posted", " updated", " last updated",
    ", updated", " wrote", " says", " (",    " auf ",      " le ",    " el ",     " il ",
    "\n",        "・",     " « ",   " » ",   " @",         " @ ",     ": ",       "; ",
    " um ",      " vor ",  " en ",  "，",    " +",         " Share",
};

static const char *const nobodies[] = {
    "admin",      "administrator", "author",     "autor",     "author name",   "no author",
    "undefined",  "null",          "none",       "unknown",   "guest",         "webmaster",
    "publisher",  "the author",    "written by", "by",        "user",          "root",
    "anonymous",  "posted",        "share",      "staff",     "default",       "n/a",
    "site admin", "web admin",     "super user", "superuser", "administrador", "editor",
    "redaktion:", "follow",        "read more",
};

static uint32_t small(uint32_t c)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

// Bytes of `text` that its beginning shares with `word` in small letters; 0 when it does not begin
// so.
static size_t begins(dc_str text, const char *word)
{
    const char *p = text.p;
    const char *end = p + text.len;
    while (*word) {
        uint32_t a;
        uint32_t b;
        if (p == end)
            return 0;
        if (((unsigned char)*p | (unsigned char)*word) < 0x80) {
            if (dc_lower(*p++) != *word++)
                return 0;
            continue;
        }
        p += dc_utf8_decode(p, end, &a);
        word += dc_utf8_decode(word, word + strlen(word), &b);
        if (small(a) != b)
            return 0;
    }
    return (size_t)(p - text.p);
}

// Rules most words out by their first letter. The small form of an ASCII letter is ASCII.
static bool may_begin(dc_str text, const char *word)
{
    return text.len && ((unsigned char)text.p[0] >= 0x80 || *word == dc_lower(text.p[0]));
}

dc_str dc_person_behind(dc_str text)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        const size_t n = may_begin(text, leads[i]) ? begins(text, leads[i]) : 0;
        if (n)
            return dc_str_trim(dc_str_from(text, n));
    }
    return DC_STR_NONE;
}

bool dc_person_is_label(dc_str text)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (may_begin(text, labels[i]) && begins(text, labels[i]) == text.len)
            return true;
    return false;
}

static dc_str without_marks(dc_str s)
{
    for (;;) {
        s = dc_str_trim(s);
        if (s.len && strchr(",.:;|-/*\"~", s.p[0])) {
            s = dc_str_from(s, 1);
        } else if (s.len && strchr(",:;|-/*\"", s.p[s.len - 1])) {
            s.len--;
        } else {
            return s;
        }
    }
}

static bool is_nobody(dc_str name)
{
    for (size_t i = 0; i < sizeof nobodies / sizeof *nobodies; i++)
        if (dc_str_ieq(name, dc_str_of(nobodies[i])))
            return true;
    static const char *const marks[] = {"://", "www.", "{", "}", "[at]", "<", ">", "http", "®"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (dc_str_ifind(name, dc_str_of(marks[i])) != DC_STR_NPOS)
            return true;
    const size_t at = dc_str_find(name, DC_STR("@"));
    if (at != DC_STR_NPOS && dc_str_find(dc_str_from(name, at), DC_STR(".")) != DC_STR_NPOS)
        return true;
    bool has_letter = false;
    for (size_t i = 0; i < name.len; i++)
        has_letter |= dc_is_alpha(name.p[i]) || (unsigned char)name.p[i] >= 0x80;
    return !has_letter;
}

static uint32_t count_words(dc_str s)
{
    uint32_t n = 0;
    for (dc_str token; dc_str_token(&s, &token);)
        n++;
    return n;
}

static dc_str before_date(dc_str s)
{
    dc_date date;
    if (dc_date_find(s, DC_DAY_FIRST, &date))
        s.len = date.at;
    return s;
}

dc_str dc_person_name(dc_str text)
{
    text = without_marks(text);
    for (dc_str rest; (rest = dc_person_behind(text)).p;)
        text = without_marks(rest);
    text = before_date(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t at = dc_str_ifind(text, dc_str_of(ends[i]));
        if (at != DC_STR_NPOS)
            text.len = at;
    }
    text = without_marks(text);
    if (text.len < 2 || text.len > LONGEST || count_words(text) > MOST_WORDS || is_nobody(text))
        return DC_STR_NONE;
    return text;
}

static bool is_capital(dc_str word)
{
    uint32_t c;
    dc_utf8_decode(word.p, word.p + word.len, &c);
    return small(c) != c || (c >= 0x2E80 && dc_is_word(c));
}

static bool is_particle(dc_str word)
{
    static const char *const words[] = {"von", "van",   "der", "den", "de",  "da",  "di",
                                        "del", "della", "le",  "la",  "du",  "dos", "das",
                                        "y",   "e",     "al",  "bin", "zu",  "af",  "und",
                                        "and", "et",    "&",   "el",  "ter", "ten"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dc_str_eq(word, dc_str_of(words[i])))
            return true;
    return false;
}

bool dc_person_is_likely(dc_str name)
{
    uint32_t n = 0;
    uint32_t capitals = 0;
    for (dc_str rest = name, word; dc_str_token(&rest, &word); n++) {
        for (size_t i = 0; i < word.len; i++)
            if (dc_is_digit(word.p[i]) || strchr("!?:/#%$", word.p[i]))
                return false;
        if (is_capital(word))
            capitals++;
        else if (!is_particle(word))
            return false;
    }
    return n >= 2 && n <= 6 && capitals >= 2;
}

bool dc_person_is_handle(dc_str name)
{
    if (dc_str_find(name, DC_STR(" ")) != DC_STR_NPOS)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.p[i] >= 0x80 || (name.p[i] >= 'A' && name.p[i] <= 'Z' && i == 0))
            return false;
    return true;
}
