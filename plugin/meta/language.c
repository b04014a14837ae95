#include "meta/language.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "meta/cld2.h"
#include "meta/function_word.h"

#include <utf8proc.h>

enum {
    MOST_WORDS = 500,    // enough to tell, and cheap
    MOST_LETTERS = 4000, // in scripts without blanks
    FEWEST_WORDS = 40,   // to tell anything
    FEWEST_LETTERS = 80, // the same in other scripts
};

// Shares of function words. Running text of a language has .3 to .5 of those in the table, of
// another one that is not related hardly any.
static const float least = 0.2F;
static const float lead = 1.25F; // over the next that is not of its kin

typedef enum script {
    LATIN,
    CYRILLIC,
    GREEK,
    HEBREW,
    ARABIC,
    DEVANAGARI,
    BENGALI,
    TAMIL,
    TELUGU,
    THAI,
    GEORGIAN,
    ARMENIAN,
    HANGUL,
    KANA,
    HAN,
    SCRIPTS,
} script;

static const struct {
    uint32_t first;
    uint32_t last;
    script script;
} ranges[] = {
    {'A', 0x24F, LATIN},        {0x370, 0x3FF, GREEK},    {0x400, 0x52F, CYRILLIC},
    {0x530, 0x58F, ARMENIAN},   {0x590, 0x5FF, HEBREW},   {0x600, 0x6FF, ARABIC},
    {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI},  {0xB80, 0xBFF, TAMIL},
    {0xC00, 0xC7F, TELUGU},     {0xE00, 0xE7F, THAI},     {0x10A0, 0x10FF, GEORGIAN},
    {0x1E00, 0x1EFF, LATIN},    {0x1F00, 0x1FFF, GREEK},  {0x3040, 0x30FF, KANA},
    {0x3400, 0x9FFF, HAN},      {0xAC00, 0xD7AF, HANGUL},
};

// The language of a script that has one, or one that is by far the most common.
static const char *const of_script[SCRIPTS] = {
    [GREEK] = "el",  [HEBREW] = "he", [ARABIC] = "ar", [DEVANAGARI] = "hi", [BENGALI] = "bn",
    [TAMIL] = "ta",  [TELUGU] = "te", [THAI] = "th",   [GEORGIAN] = "ka",   [ARMENIAN] = "hy",
    [HANGUL] = "ko", [KANA] = "ja",   [HAN] = "zh",
};

// Languages that share a script or most of their short words: one does not contradict another.
static const char *const kin[] = {"cs sk",           "da no nb nn", "bs hr sh sl sr", "id ms",
                                  "ar fa ur ps ckb", "hi mr ne sa", "bn as",          "he yi",
                                  "ca es gl oc",     "ja zh yue",   "be ru uk",       "bg mk"};

typedef struct counter {
    uint32_t letters;
    uint32_t of[SCRIPTS];
    uint32_t persian; // letters that Arabic does not have
    uint32_t urdu;    // those that Persian does not have either
    uint32_t words;
    uint32_t hits[DC_WORDS_LANGUAGES];
} counter;

static script script_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c <= ranges[i].last)
            return c >= ranges[i].first ? ranges[i].script : SCRIPTS;
    return SCRIPTS;
}

static void count_letter(counter *n, uint32_t c)
{
    const script s = script_of(c);
    n->letters++;
    if (s == SCRIPTS)
        return;
    n->of[s]++;
    if (s != ARABIC)
        return;
    n->urdu += c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6BA || c == 0x6D2;
    n->persian += c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF || c == 0x6A9 || c == 0x6CC;
}

static void count_word(counter *n, dc_str word)
{
    n->words++;
    uint32_t languages = word.len ? dc_function_word(word) : 0;
    for (uint32_t i = 0; languages; i++, languages >>= 1)
        n->hits[i] += languages & 1;
}

static void count_text(counter *n, dc_str text)
{
    const char *p = text.p;
    const char *end = p + text.len;
    char word[DC_LONGEST_FUNCTION_WORD + 4];
    size_t len = 0;
    bool is_in_word = false;
    while (p < end && n->words < MOST_WORDS && n->letters < MOST_LETTERS) {
        uint32_t c;
        p += dc_utf8_decode(p, end, &c);
        const bool is_letter = c >= 'A' && c != '_' && dc_is_word(c);
        if (is_letter) {
            c = c < 0x80 ? (uint32_t)dc_lower((char)c)
                         : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
            count_letter(n, c);
            if (len <= DC_LONGEST_FUNCTION_WORD)
                len += dc_utf8_encode(c, word + len);
        } else if (is_in_word) {
            count_word(n, (dc_str){word, len <= DC_LONGEST_FUNCTION_WORD ? len : 0});
        }
        if (!is_letter)
            len = 0;
        is_in_word = is_letter;
    }
    if (is_in_word)
        count_word(n, (dc_str){word, len <= DC_LONGEST_FUNCTION_WORD ? len : 0});
}

static void set_code(dc_tongue *out, const char *code, float share)
{
    memcpy(out->code, code, strlen(code) + 1);
    out->share = share;
}

static bool holds_word(const char *list, dc_str word)
{
    dc_str rest = dc_str_of(list);
    for (dc_str token; dc_str_token(&rest, &token);)
        if (dc_str_ieq(token, word))
            return true;
    return false;
}

static bool are_kin(dc_str a, dc_str b)
{
    if (dc_str_ieq(a, b))
        return true;
    for (size_t i = 0; i < sizeof kin / sizeof *kin; i++)
        if (holds_word(kin[i], a) && holds_word(kin[i], b))
            return true;
    return false;
}

static void judge_words(const counter *n, dc_tongue *out)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < DC_WORDS_LANGUAGES; i++)
        if (n->hits[i] > n->hits[best])
            best = i;
    uint32_t second = 0;
    for (uint32_t i = 0; i < DC_WORDS_LANGUAGES; i++)
        if (!are_kin(dc_str_of(dc_words_code(i)), dc_str_of(dc_words_code(best))) &&
            n->hits[i] > second)
            second = n->hits[i];
    if (n->words >= FEWEST_WORDS && out->shares[best] >= least &&
        (float)n->hits[best] >= lead * (float)second)
        set_code(out, dc_words_code(best), out->shares[best]);
}

static void judge_script(const counter *n, script s, dc_tongue *out)
{
    const char *code = of_script[s];
    if (s == ARABIC && n->urdu * 100 > n->letters)
        code = "ur";
    else if (s == ARABIC && n->persian * 25 > n->letters)
        code = "fa";
    else if (s == HAN && n->of[KANA] * 20 > n->of[HAN])
        code = "ja";
    if (n->letters >= FEWEST_LETTERS)
        set_code(out, code, 1);
}

void dc_tongue_read(const dc_blocks *blocks, const dc_verdict *verdicts, dc_tongue *out)
{
    *out = (dc_tongue){.share = 0};
    counter n = {.letters = 0};
    for (uint32_t i = 0; i < blocks->n; i++)
        if (!verdicts || verdicts[i].label == DECANT_CONTENT)
            count_text(&n, blocks->v[i].text);
    for (uint32_t i = 0; i < DC_WORDS_LANGUAGES && n.words; i++)
        out->shares[i] = (float)n.hits[i] / (float)n.words;
    script most = LATIN;
    for (uint32_t i = 0; i < SCRIPTS; i++)
        if (n.of[i] > n.of[most])
            most = (script)i;
    const uint32_t east = n.of[HAN] + n.of[KANA];
    if (n.of[most] * 10 < n.letters * 6 && east * 10 < n.letters * 6)
        return;
    if (most == LATIN || most == CYRILLIC)
        judge_words(&n, out);
    else
        judge_script(&n, most, out);
}

// The part of a tag in front of its hyphen.
static dc_str base_of(dc_str tag)
{
    size_t n = 0;
    while (n < tag.len && dc_is_alpha(tag.p[n]))
        n++;
    return (dc_str){tag.p, n};
}

static float share_of(const dc_tongue *tongue, dc_str code)
{
    for (uint32_t i = 0; i < DC_WORDS_LANGUAGES; i++)
        if (dc_str_ieq(code, dc_str_of(dc_words_code(i))))
            return tongue->shares[i];
    return 0;
}

static bool contradicts(const dc_tongue *tongue, dc_str declared)
{
    return tongue->share >= 3 * share_of(tongue, declared);
}

#ifdef DECANT_CLD2
// What CLD2 says comes below what our own check says: it is reported for those who compare.
static void add_cld2(const dc_blocks *blocks, const dc_verdict *verdicts, dc_candidates *all)
{
    enum { ENOUGH = 16 << 10 };
    dc_buf text = dc_buf_in(all->arena, SIZE_MAX / 2);
    for (uint32_t i = 0; i < blocks->n && text.len < ENOUGH; i++)
        if (!verdicts || verdicts[i].label == DECANT_CONTENT) {
            dc_buf_add(&text, blocks->v[i].text);
            dc_buf_char(&text, '\n');
        }
    char code[DC_CLD2_LEN + 1];
    const dc_str s = dc_buf_str(&text);
    if (s.len <= INT32_MAX && dc_cld2_detect(s.p, s.len, code))
        dc_candidates_add(all, DECANT_FIELD_LANGUAGE, dc_str_of(code), "cld2", 0.55F);
}

const char *dc_language_features(void)
{
    return "cld2";
}
#else
const char *dc_language_features(void)
{
    return "";
}

static void add_cld2(const dc_blocks *blocks, const dc_verdict *verdicts, dc_candidates *all)
{
    (void)blocks;
    (void)verdicts;
    (void)all;
}
#endif

void dc_language_add(const dc_blocks *blocks, const dc_verdict *verdicts, dc_str declared,
                     dc_candidates *all)
{
    dc_tongue tongue;
    dc_tongue_read(blocks, verdicts, &tongue);
    add_cld2(blocks, verdicts, all);
    if (!tongue.code[0])
        return;
    const dc_str code = dc_str_of(tongue.code);
    const dc_str base = base_of(declared);
    float confidence = 0.7F;
    if (base.len)
        confidence = !are_kin(base, code) && contradicts(&tongue, base) ? 0.9F : 0.5F;
    dc_candidates_add(all, DECANT_FIELD_LANGUAGE, code, "text", confidence);
}
