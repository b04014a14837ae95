#include "clean/comment_word.h"

#include "base/utf8.h"
#include "clean/tokens.h"

#include <string.h>

enum { LONGEST_TOKEN = 80, VOID = 1u << 31, ONE = 1u << 30, LASTS = 1u << 29 };

typedef struct word_row {
    const char *word;
    uint32_t means;
} word_row;

// Words for comments and readers' letters; ONE: for a single one. The first that fits counts.
static const word_row subjects[] = {
    {"commentary", VOID}, {"commentator", VOID}, {"commentators", VOID}, {"commented", VOID},
    {"cmt", ONE},         {"comments", 0},       {"comment", ONE},       {"cmnts", 0},
    {"cmnt", ONE},        {"comentarios", 0},    {"comentario", ONE},    {"comentari", ONE},
    {"commentaires", 0},  {"commentaire", ONE},  {"commenti", 0},        {"commento", ONE},
    {"kommentare", 0},    {"kommentarer", 0},    {"kommentar", ONE},     {"kommentit", 0},
    {"kommentti", ONE},   {"komentarze", 0},     {"komentarz", ONE},     {"komentare", 0},
    {"komentari", 0},     {"komentar", ONE},     {"kommentarii", 0},     {"reacties", 0},
    {"reactie", ONE},     {"yorumlar", 0},       {"yorum", ONE},         {"leserbriefe", 0},
    {"leserbrief", ONE},  {"leserpost", 0},      {"hozzaszolasok", 0},   {"hozzaszolas", ONE},
    {"komentaras", ONE},  {"komentarai", 0},     {"komentaari", ONE},
};

// What follows or precedes such a word. LASTS: whatever comes after it ("comment-register-date").
static const word_row roles[] = {
    {"account", DC_TOKEN_AUTHOR},
    {"action", DC_TOKEN_ACTION},
    {"actions", DC_TOKEN_ACTION},
    {"add", DC_TOKEN_FORM},
    {"ago", DC_TOKEN_DATE},
    {"allow", VOID},
    {"answer", DC_TOKEN_ACTION},
    {"author", DC_TOKEN_AUTHOR},
    {"avatar", DC_TOKEN_META},
    {"body", DC_TOKEN_BODY},
    {"btn", DC_TOKEN_ACTION},
    {"bubble", VOID},
    {"button", DC_TOKEN_ACTION},
    {"buttons", DC_TOKEN_ACTION},
    {"byline", DC_TOKEN_META},
    {"card", DC_TOKEN_ITEM},
    {"closed", VOID},
    {"compose", DC_TOKEN_FORM},
    {"content", DC_TOKEN_BODY},
    {"controls", DC_TOKEN_ACTION},
    {"copy", DC_TOKEN_BODY},
    {"count", VOID},
    {"counter", VOID},
    {"created", DC_TOKEN_DATE},
    {"date", DC_TOKEN_DATE},
    {"datetime", DC_TOKEN_DATE},
    {"details", DC_TOKEN_META},
    {"disabled", VOID},
    {"edit", DC_TOKEN_ACTION},
    {"editor", DC_TOKEN_FORM},
    {"element", DC_TOKEN_ITEM},
    {"enabled", VOID},
    {"entry", DC_TOKEN_ITEM},
    {"flag", DC_TOKEN_ACTION},
    {"footer", DC_TOKEN_ACTION},
    {"form", DC_TOKEN_FORM},
    {"functions", DC_TOKEN_ACTION},
    {"has", VOID},
    {"head", DC_TOKEN_META},
    {"header", DC_TOKEN_META},
    {"heading", DC_TOKEN_TITLE},
    {"headline", DC_TOKEN_TITLE},
    {"hide", VOID},
    {"icon", VOID},
    {"info", DC_TOKEN_META},
    {"infos", DC_TOKEN_META},
    {"input", DC_TOKEN_FORM},
    {"item", DC_TOKEN_ITEM},
    {"joined", DC_TOKEN_META | LASTS},
    {"jump", VOID},
    {"latest", DC_TOKEN_WIDGET | LASTS},
    {"like", DC_TOKEN_ACTION},
    {"likes", DC_TOKEN_ACTION},
    {"link", VOID},
    {"links", DC_TOKEN_ACTION},
    {"login", DC_TOKEN_FORM},
    {"message", DC_TOKEN_BODY},
    {"meta", DC_TOKEN_META},
    {"name", DC_TOKEN_AUTHOR},
    {"nav", DC_TOKEN_NAV},
    {"navigation", DC_TOKEN_NAV},
    {"newest", DC_TOKEN_WIDGET | LASTS},
    {"nickname", DC_TOKEN_AUTHOR},
    {"no", VOID},
    {"num", VOID},
    {"number", VOID},
    {"off", VOID},
    {"open", VOID},
    {"pager", DC_TOKEN_NAV},
    {"pagination", DC_TOKEN_NAV},
    {"permalink", DC_TOKEN_DATE},
    {"policy", VOID},
    {"popup", VOID},
    {"posted", DC_TOKEN_DATE},
    {"poster", DC_TOKEN_AUTHOR},
    {"rating", VOID},
    {"recent", DC_TOKEN_WIDGET | LASTS},
    {"register", DC_TOKEN_META | LASTS},
    {"registered", DC_TOKEN_META | LASTS},
    {"registration", DC_TOKEN_META | LASTS},
    {"reply", DC_TOKEN_ACTION},
    {"report", DC_TOKEN_ACTION},
    {"respond", DC_TOKEN_FORM},
    {"review", VOID},
    {"reviews", VOID},
    {"row", DC_TOKEN_ITEM},
    {"single", DC_TOKEN_ITEM},
    {"status", VOID},
    {"submit", DC_TOKEN_FORM},
    {"subtitle", DC_TOKEN_META},
    {"testimonial", VOID},
    {"testimonials", VOID},
    {"text", DC_TOKEN_BODY},
    {"textarea", DC_TOKEN_FORM},
    {"time", DC_TOKEN_DATE},
    {"timestamp", DC_TOKEN_DATE},
    {"title", DC_TOKEN_TITLE},
    {"toggle", VOID},
    {"tools", DC_TOKEN_ACTION},
    {"txt", DC_TOKEN_BODY},
    {"user", DC_TOKEN_AUTHOR},
    {"username", DC_TOKEN_AUTHOR},
    {"vote", DC_TOKEN_ACTION},
    {"votes", DC_TOKEN_ACTION},
    {"with", VOID},
    {"without", VOID},
    {"write", DC_TOKEN_FORM},
};

// What was read of one name.
typedef struct name {
    uint32_t role;    // of the last telling word
    bool is_void;     // a word says that it only states something
    bool is_about;    // has a word for comments
    bool ends_in_one; // the last word is one for a single comment
} name;

static const word_row *role_of(dc_str word)
{
    size_t low = 0;
    size_t high = sizeof roles / sizeof *roles;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const dc_str row = dc_str_of(roles[mid].word);
        const size_t n = row.len < word.len ? row.len : word.len;
        int order = memcmp(row.p, word.p, n);
        if (order == 0)
            order = (row.len > word.len) - (row.len < word.len);
        if (order == 0)
            return &roles[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

// The word for comments at the beginning or end of a word: "commentlist", "usercomments".
static const word_row *subject_in(dc_str word, bool *is_at_end)
{
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        const dc_str row = dc_str_of(subjects[i].word);
        if (word.len < row.len)
            continue;
        *is_at_end = dc_str_eq(dc_str_from(word, word.len - row.len), row);
        if (*is_at_end || dc_str_starts(word, row))
            return &subjects[i];
    }
    return NULL;
}

static void read_role(dc_str word, name *n)
{
    const word_row *role = role_of(word);
    n->ends_in_one = false;
    if (role && role->means == VOID)
        n->is_void = true;
    else if (role && !(n->role & LASTS) &&
             (n->is_about ||
              (role->means & (DC_TOKEN_FORM | DC_TOKEN_WIDGET)))) // "blog-item-comments"
        n->role = role->means;
}

// word: in small letters.
static void read_word(dc_str word, name *n)
{
    bool is_at_end = false;
    const word_row *subject = subject_in(word, &is_at_end);
    if (!subject) {
        read_role(word, n);
        return;
    }
    const size_t len = strlen(subject->word);
    n->is_void |= subject->means == VOID;
    n->is_about = true;
    const dc_str rest = is_at_end ? (dc_str){word.p, word.len - len} : dc_str_from(word, len);
    n->ends_in_one = is_at_end && subject->means == ONE;
    if (!is_at_end)
        read_role(rest, n);
    else if (rest.len)
        n->is_void |= role_of(rest) && role_of(rest)->means == VOID;
}

// Cuts a name at marks, digits and capitals.
static name read_name(dc_str token)
{
    name n = {0};
    char word[LONGEST_TOKEN];
    size_t len = 0;
    for (size_t i = 0; i <= token.len; i++) {
        const char c = i < token.len ? token.p[i] : '-';
        const bool is_letter = dc_is_alpha(c);
        const bool begins = is_letter && dc_lower(c) != c && i && dc_is_alpha(token.p[i - 1]) &&
                            dc_lower(token.p[i - 1]) == token.p[i - 1];
        if ((!is_letter || begins) && len) {
            read_word((dc_str){word, len}, &n);
            len = 0;
        }
        if (is_letter)
            word[len++] = dc_lower(c);
    }
    return n;
}

// The letters that words which matter begin with, two each. Most names are about other things.
static bool may_begin(char first, char second)
{
    static const uint32_t seconds[32] = {
        ['c' & 31] = 1u << ('o' & 31) | 1u << ('m' & 31), // comment, coment, cmnt, cmt
        ['k' & 31] = 1u << ('o' & 31),                    // komment, koment
        ['r' & 31] = 1u << ('e' & 31),                    // reactie, review
        ['y' & 31] = 1u << ('o' & 31),                    // yorum
        ['l' & 31] = 1u << ('e' & 31),                    // leserbrief
        ['h' & 31] = 1u << ('o' & 31),                    // hozzaszolas
        ['t' & 31] = 1u << ('e' & 31),                    // testimonial
    };
    return seconds[first & 31] >> (second & 31) & 1;
}

static bool begins_word(dc_str s)
{
    static const char *const words[] = {"comment", "coment",    "cmnt",   "cmt",
                                        "komment", "koment",    "reacti", "yorum",
                                        "leser",   "hozzaszol", "review", "testimonial"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dc_lower(s.p[0]) == words[i][0] && dc_str_istarts(s, dc_str_of(words[i])))
            return true;
    return false;
}

static bool may_be_about(dc_str token)
{
    for (size_t i = 0; i + 1 < token.len; i++)
        if (may_begin(token.p[i], token.p[i + 1]) && begins_word(dc_str_from(token, i)))
            return true;
    return false;
}

static uint32_t means_of(dc_str token)
{
    if (token.len < 3 || token.len >= LONGEST_TOKEN || !may_be_about(token))
        return 0;
    if (dc_str_ifind(token, DC_STR("review")) != DC_STR_NPOS ||
        dc_str_ifind(token, DC_STR("testimonial")) != DC_STR_NPOS)
        return DC_TOKEN_REVIEW;
    const name n = read_name(token);
    if (!n.is_about || n.is_void)
        return 0;
    if (n.role)
        return DC_TOKEN_HINT | (n.role & ~(uint32_t)LASTS);
    return DC_TOKEN_HINT | (n.ends_in_one ? DC_TOKEN_ITEM : 0u);
}

uint32_t dc_comment_words(const dc_facts *facts)
{
    uint32_t means = means_of(facts->id);
    for (uint32_t i = 0; i < facts->n_classes; i++)
        means |= means_of(facts->classes[i]);
    return means;
}
