#include "meta/shown.h"

#include "blocks/fact_memo.h"
#include "meta/dateline.h"
#include "meta/heading.h"
#include "meta/person.h"

enum {
    LONGEST_LINE = 200, // bytes of a line that says who and when
    MOST_REST = 100,    // bytes beside the date in it
    ABOVE = 5,          // blocks above the heading that speak of the page
    BEHIND = 40,
    PARAGRAPH = 40, // words of a block that is text
    MOST_PARAGRAPHS = 2,
    REACH = 4, // boxes above a block that may say what it is
    FEW = 12,  // blocks in a box that says what they are
    MOST_UNCLEAR = 8,
    MOST_NEAR = 3, // different days around the heading
};

// What an element says that it holds.
enum { AUTHOR = 1 << 0, DATE = 1 << 1, MODIFIED = 1 << 2, OTHER = 1 << 3, WEAK = 1 << 4 };

typedef struct reader {
    const dc_shown *page;
    const dc_blocks *blocks;
    dc_candidates *all;
    uint32_t *kept_words; // in front of each block
    uint32_t head;        // the block of the heading
    uint32_t end;         // first block that is too far behind it
    uint32_t n_dates;
    uint32_t n_authors;
    dc_date unclear[MOST_UNCLEAR]; // dates whose day and month could change places
    uint32_t n_unclear;
    int32_t near[MOST_NEAR]; // days around the heading
    dc_shown_days days;
    dc_fact_memo known;
} reader;

bool dc_candidate_is_shown(const dc_candidate *c)
{
    return dc_str_eq(dc_str_of(c->source), DC_STR("text")) ||
           dc_str_eq(dc_str_of(c->source), DC_STR("time"));
}

static bool has(dc_str s, const char *part)
{
    return dc_str_ifind(s, dc_str_of(part)) != DC_STR_NPOS;
}

#define HAS_ANY(s, parts) dc_str_has_any(s, parts, sizeof(parts) / sizeof *(parts))

// What a class, id or itemprop says.
static uint32_t meaning_of(dc_str token)
{
    static const char *const others[] = {"comment", "related",   "review", "reply",   "sidebar",
                                         "widget",  "recommend", "footer", "popular", "trending",
                                         "expire",  "joined",    "event-"};
    static const char *const authors[] = {"author",      "byline",   "autor",
                                          "auteur",      "writer",   "creator",
                                          "contributor", "username", "redakteur"};
    static const char *const no_names[] = {
        "avatar", "image",    "photo", "bio",     "desc", "job",  "title", "role",
        "social", "position", "img",   "picture", "date", "time", "about", "info-text"};
    static const char *const modified[] = {"update", "modif", "changed"};
    static const char *const dates[] = {"date",      "datum", "publish", "posted",
                                        "timestamp", "time",  "fecha"};
    if (token.len < 4)
        return 0;
    // Elementor calls every part of a page a widget.
    if (HAS_ANY(token, others) && !dc_str_istarts(token, DC_STR("elementor-")))
        return OTHER;
    uint32_t means = 0;
    if (HAS_ANY(token, authors))
        means |= HAS_ANY(token, no_names) ? WEAK : AUTHOR;
    if (HAS_ANY(token, modified))
        means |= MODIFIED;
    else if (HAS_ANY(token, dates))
        means |= DATE;
    return means;
}

static uint32_t read_meaning(const dc_facts *facts)
{
    uint32_t means = 0;
    for (uint32_t i = 0; i < facts->n_classes; i++)
        means |= meaning_of(facts->classes[i]);
    means |= meaning_of(facts->id) | meaning_of(facts->itemprop);
    if (has(facts->rel, "author"))
        means |= AUTHOR;
    return means;
}

static uint32_t meaning(reader *r, const dc_facts *facts)
{
    return facts ? dc_fact_recall(&r->known, facts, read_meaning) : 0;
}

// Right at the heading the kinds of dropped blocks are often mixed up.
static bool is_at_heading(const reader *r, uint32_t block)
{
    enum { CLOSE = 2, BELOW = 6 };
    return block + CLOSE >= r->head && block <= r->head + BELOW;
}

static bool holds_text(const reader *r, const dc_box *box)
{
    return r->kept_words[box->last] - r->kept_words[box->first] >= PARAGRAPH;
}

// What the boxes around a block say of it. A large box says nothing about one block, except that it
// is another's.
static uint32_t meaning_around(reader *r, uint32_t block)
{
    uint32_t means = 0;
    uint32_t box = r->blocks->v[block].box;
    for (uint32_t i = 0; box && i < REACH; i++, box = r->blocks->boxes[box].parent) {
        const dc_box *b = &r->blocks->boxes[box];
        if (b->tag == DC_TAG_body || b->tag == DC_TAG_article || b->tag == DC_TAG_main)
            break;
        const uint32_t here = meaning(r, b->facts);
        const uint32_t n = b->last - b->first;
        // What holds the page's heading or text is not something beside it.
        if ((r->head < b->first || r->head >= b->last) &&
            !(is_at_heading(r, block) && holds_text(r, b)))
            means |= here & OTHER;
        if (n <= 2)
            means |= here & ~(uint32_t)OTHER;
        else if (n <= FEW)
            means |= here & AUTHOR ? WEAK : 0;
    }
    return means;
}

static bool was_dropped_otherwise(const reader *r, uint32_t block)
{
    static const char *const no[] = {"navigation", "footer", "related", "newsletter", "cookie",
                                     "advert",     "login",  "comment", "prompt",     "form"};
    if (!r->page->verdicts)
        return false;
    const dc_verdict *v = &r->page->verdicts[block];
    return v->label == DECANT_COMMENT ||
           (v->label == DECANT_BOILERPLATE && v->reason && HAS_ANY(dc_str_of(v->reason), no));
}

// Blocks that were dropped as something else than a line about the page have no say.
static bool may_speak(const reader *r, uint32_t block)
{
    if (!was_dropped_otherwise(r, block))
        return true;
    const dc_verdict *v = &r->page->verdicts[block];
    return v->label != DECANT_COMMENT && is_at_heading(r, block) &&
           !has(dc_str_of(v->reason), "related");
}

static bool is_sidebar(const reader *r, uint32_t block)
{
    const dc_verdict *v = r->page->verdicts ? &r->page->verdicts[block] : NULL;
    return v && v->reason && has(dc_str_of(v->reason), "sidebar") && !is_at_heading(r, block);
}

static uint32_t *count_kept(const reader *r)
{
    uint32_t *kept = dc_arena_zero(r->all->arena, (size_t)r->blocks->n + 1, sizeof *kept);
    for (uint32_t i = 0; i < r->blocks->n; i++) {
        const bool is_kept = r->page->verdicts && r->page->verdicts[i].label == DECANT_CONTENT;
        kept[i + 1] = kept[i] + (is_kept ? r->blocks->v[i].words : 0);
    }
    return kept;
}

static uint32_t find_end(const reader *r)
{
    uint32_t paragraphs = 0;
    uint32_t i = r->head;
    for (; i < r->blocks->n && i < r->head + BEHIND && paragraphs < MOST_PARAGRAPHS; i++)
        paragraphs += r->blocks->v[i].words >= PARAGRAPH;
    return i;
}

static const char *const updated_words[] = {
    "updat",      "modif",     "aktualisiert", "geändert",   "änderung",  "mis à jour", "maj ",
    "actualizad", "atualizad", "aggiornat",    "bijgewerkt", "gewijzigd", "zaktualiz",  "обновл",
    "измен",      "güncelle",  "更新",         "수정",       "revised",   "edited",     "reviewed",
    "stand:",     "stand ",    "bearbeitet",   "diperbarui", "cập nhật",
};

static const char *const published_words[] = {
    "publish",    "posted",      "veröffentlicht", "erstellt",    "publié",
    "publicad",   "pubblicat",   "gepubliceerd",   "opublikowan", "опубликован",
    "yayın",      "发布",        "公開",           "掲載",        "입력",
    "erschienen", "created",     "written",        "datum",       "post time",
    "submitted",  "diterbitkan", "gepostet",       "geschrieben", "started by",
};

// The day of publication beside a later one: "Originally published on 3 May 2019".
static const char *const first_words[] = {"originally p", "first publ", "ursprünglich",
                                          "zuerst ersch"};

// A date behind one of these is about something else.
static const char *const foreign_words[] = {
    "joined",    "registered", "member since", "expire",   "deadline", "copyright", "©",
    "born ",     "geboren",    "valid ",       "until",    "due ",     "event",     "effective",
    "access",    "retriev",    "starts",       "next ",    "bis zum",  "launch",    "comment",
    "kommentar", "reply",      "received",     "accepted",
};

// "Date: ", and not "Last update: ".
static bool begins_with_date(dc_str label)
{
    return dc_str_istarts(dc_str_trim(label), DC_STR("date:"));
}

static void add_date(reader *r, int32_t field, const dc_date *date, const char *source,
                     float confidence)
{
    char text[DC_DAY_LEN + 1];
    dc_date_print(date, text);
    dc_candidates_add(r->all, field, dc_str_of(text), source, confidence);
}

// The block in front of this one, when it is short enough for a label.
static dc_str short_before(const reader *r, uint32_t block)
{
    enum { LABEL_WORDS = 4 };
    if (block == 0 || r->blocks->v[block - 1].words > LABEL_WORDS)
        return DC_STR("");
    return r->blocks->v[block - 1].text;
}

// A block of a word or three in front of this one may be its label.
static dc_str label_before(const reader *r, uint32_t block)
{
    dc_date ignored;
    const dc_str text = short_before(r, block);
    return dc_date_find(text, DC_DAY_FIRST, &ignored) ? DC_STR("") : text;
}

// How sure a date is that stands in such a place.
static float sureness(const reader *r, uint32_t block, uint32_t means, bool is_published)
{
    const bool is_near = block + ABOVE >= r->head && block < r->end;
    const bool is_above = block < r->head;
    if (is_published && !is_above)
        return is_near ? 0.95F : 0.75F;
    if (is_near && !is_above)
        return means & DATE ? 0.93F : 0.905F;
    if (is_near)
        return means & DATE ? 0.91F : 0.86F;
    if (is_above)
        return means & DATE ? 0.62F : 0.4F;
    return means & DATE ? 0.6F : 0.0F;
}

static void note_near(reader *r, uint32_t block, const dc_date *date, bool is_updated)
{
    enum { CLOSE = 3, IN_REACH = 6 };
    const int32_t day = dc_date_number(date);
    if (block + ABOVE < r->head || block >= r->end)
        return;
    r->days.is_at_heading |= block + CLOSE >= r->head && block <= r->head + CLOSE;
    r->days.is_in_reach |= block <= r->head + IN_REACH;
    for (uint32_t i = 0; i < r->days.n; i++)
        is_updated |= r->near[i] == day;
    if (!is_updated && r->days.n < MOST_NEAR)
        r->near[r->days.n++] = day;
}

// "By Ann Lee on 3 May 2024", "3 May 2024 by Ann Lee"
static bool is_byline(dc_str text)
{
    enum { AT_ONCE = 3 };
    dc_date date;
    if (dc_person_behind(text).p)
        return true;
    return dc_date_find(text, DC_DAY_FIRST, &date) && date.at <= AT_ONCE &&
           dc_person_behind(dc_str_trim(dc_str_from(text, date.at + date.len))).p;
}

// Whether a line is hardly more than a date, and stands where the text ends.
static bool ends_text(const reader *r, uint32_t block, const dc_date *date)
{
    enum { JUST_BELOW = 4, MOST_BESIDE = 15 };
    const uint32_t *kept = r->kept_words;
    const uint32_t from = block > JUST_BELOW ? block - JUST_BELOW : 0;
    return block > r->head && kept[block] > kept[from] && kept[r->blocks->n] == kept[block + 1] &&
           r->blocks->v[block].text.len <= date->len + MOST_BESIDE;
}

// How sure a date is that stands far from the heading.
static float sureness_by_form(const reader *r, uint32_t block, const dc_date *date)
{
    const dc_str text = r->blocks->v[block].text;
    dc_date ignored;
    if (is_byline(text) || dc_dateline_find(text, r->page->order, &ignored))
        return 0.56F;
    return ends_text(r, block, date) ? 0.53F : 0.0F;
}

// One date in a line, with the words in front of it.
static void judge_date(reader *r, uint32_t block, uint32_t means, dc_str before,
                       const dc_date *date, const char *source)
{
    const dc_str label = before.len ? before : label_before(r, block);
    if (HAS_ANY(label, foreign_words))
        return;
    const bool is_published = HAS_ANY(label, published_words) || begins_with_date(label);
    const bool is_updated = !is_published && (HAS_ANY(label, updated_words) || (means & MODIFIED));
    float sure = sureness(r, block, means, is_published);
    if (is_published && HAS_ANY(label, first_words))
        sure = 0.96F;
    if (sure <= 0)
        sure = sureness_by_form(r, block, date);
    if (is_sidebar(r, block))
        sure *= is_published ? 0.7F : 0.6F;
    if (was_dropped_otherwise(r, block))
        sure *= 0.95F;
    if (is_updated && sure <= 0.6F) {
        add_date(r, DECANT_FIELD_MODIFIED, date, source, 0.6F);
        add_date(r, DECANT_FIELD_DATE, date, source, 0.505F);
    }
    if (sure <= 0)
        return;
    note_near(r, block, date, is_updated);
    if (date->is_ambiguous && r->n_unclear < MOST_UNCLEAR)
        r->unclear[r->n_unclear++] = *date;
    sure -= 0.004F * (float)(r->n_dates < 20 ? r->n_dates : 20);
    r->n_dates++;
    if (is_updated) {
        add_date(r, DECANT_FIELD_MODIFIED, date, source, sure);
        add_date(r, DECANT_FIELD_DATE, date, source, sure * 0.67F);
    } else {
        add_date(r, DECANT_FIELD_DATE, date, source, sure - (date->is_ambiguous ? 0.03F : 0));
    }
}

// Dates that the elements of a block give in a form for machines.
static bool read_times(reader *r, uint32_t block, uint32_t means)
{
    const dc_block *b = &r->blocks->v[block];
    bool has_any = false;
    dc_date date;
    for (uint32_t i = b->span; i < b->span + b->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        const bool is_time = span->tag == DC_TAG_time && span->facts && span->facts->datetime.len;
        if (!is_time && !(meaning(r, span->facts) & (DATE | MODIFIED)))
            continue;
        const dc_str shown = {b->text.p + span->at, span->len};
        const bool is_shown = span->len < 80 && dc_date_find(shown, r->page->order, &date);
        if ((!is_shown || date.is_ambiguous) &&
            !(is_time && dc_date_find(span->facts->datetime, r->page->order, &date)) && !is_shown)
            continue;
        const size_t from = span->at > 60 ? span->at - 60 : 0;
        judge_date(r, block, means | DATE | meaning(r, span->facts),
                   (dc_str){b->text.p + from, span->at - from}, &date, "time");
        has_any = true;
    }
    const dc_box *box = &r->blocks->boxes[b->box];
    if (!has_any && box->facts && box->facts->datetime.len &&
        dc_date_find(box->facts->datetime, r->page->order, &date)) {
        judge_date(r, block, means | DATE, DC_STR(""), &date, "time");
        has_any = true;
    }
    return has_any;
}

// A text that begins with its place and day.
static void read_dateline(reader *r, uint32_t block)
{
    dc_date date;
    if (block > r->head && block < r->end &&
        dc_dateline_find(r->blocks->v[block].text, r->page->order, &date))
        add_date(r, DECANT_FIELD_DATE, &date, "text", 0.8F);
}

// Whether a text is little more than the dates in it.
static bool is_line(const reader *r, dc_str text)
{
    dc_date date;
    size_t dates = 0;
    for (dc_str rest = text; dc_date_find(rest, r->page->order, &date);
         rest = dc_str_from(rest, date.at + date.len))
        dates += date.len;
    return text.len - dates <= MOST_REST || HAS_ANY(text, first_words);
}

// The line of a text that holds a byte.
static dc_str line_of(dc_str text, size_t at)
{
    size_t from = at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    while (at < text.len && text.p[at] != '\n')
        at++;
    return (dc_str){text.p + from, at - from};
}

static void read_dates(reader *r, uint32_t block, uint32_t means)
{
    dc_str text = r->blocks->v[block].text;
    if (read_times(r, block, means))
        return;
    if (text.len > LONGEST_LINE) {
        read_dateline(r, block);
        return;
    }
    dc_date date;
    const bool is_whole = is_line(r, text);
    for (dc_str rest = text; dc_date_find(rest, r->page->order, &date);
         rest = dc_str_from(rest, date.at + date.len)) {
        const dc_str before = {rest.p, date.at};
        const dc_str line = line_of(text, (size_t)(rest.p - text.p) + date.at);
        if (is_whole || (line.len < text.len && is_line(r, line)))
            judge_date(r, block, means, before, &date, "text");
    }
}

static dc_date swapped(const dc_date *date)
{
    dc_date other = *date;
    other.day = date->month;
    other.month = date->day;
    return other;
}

static dc_candidate *candidate_of(const reader *r, const dc_date *date)
{
    char day[DC_DAY_LEN + 1];
    dc_date_print(date, day);
    for (uint32_t i = 0; i < r->all->n; i++)
        if (dc_str_eq(r->all->v[i].value, dc_str_of(day)))
            return &r->all->v[i];
    return NULL;
}

// Whether the page writes a day in a form that nobody can misread.
static bool is_written(const reader *r, const dc_date *wanted)
{
    if (candidate_of(r, wanted))
        return true;
    for (uint32_t i = 0; i < r->blocks->n; i++) {
        dc_str rest = r->blocks->v[i].text;
        dc_date date;
        if (rest.len > LONGEST_LINE)
            continue;
        while (dc_date_find(rest, r->page->order, &date)) {
            if (!date.is_ambiguous && date.year == wanted->year && date.month == wanted->month &&
                date.day == wanted->day)
                return true;
            rest = dc_str_from(rest, date.at + date.len);
        }
    }
    return false;
}

// Candidates of a misread day become those of the right one.
static void swap_day_and_month(reader *r, const dc_date *wrong, const dc_date *right)
{
    dc_candidate *c = candidate_of(r, wrong);
    char day[DC_DAY_LEN + 1];
    dc_date_print(right, day);
    if (!c || !dc_candidate_is_shown(c))
        return;
    dc_candidate *other = candidate_of(r, right);
    if (other && other->field == c->field) {
        if (c->confidence > other->confidence)
            other->confidence = c->confidence;
        c->confidence = 0;
    } else {
        c->value.p = dc_arena_copy(r->all->arena, dc_str_of(day));
    }
}

// "3/10/2024" is the third of October, whatever the language, where the page writes that day out.
static void settle_order(reader *r)
{
    for (uint32_t i = 0; i < r->n_unclear; i++) {
        const dc_date other = swapped(&r->unclear[i]);
        if (is_written(r, &other))
            swap_day_and_month(r, &r->unclear[i], &other);
    }
}

static void add_author(reader *r, dc_str name, const char *source, float confidence)
{
    name = dc_person_name(name);
    if (!name.p)
        return;
    if (dc_person_is_handle(name) || !dc_person_is_likely(name))
        confidence -= 0.1F;
    confidence -= 0.004F * (float)(r->n_authors < 20 ? r->n_authors : 20);
    r->n_authors++;
    dc_candidates_add(r->all, DECANT_FIELD_AUTHOR, name, source, confidence);
}

// Whether a link leads to the page of an author.
static bool leads_to_author(dc_str href)
{
    static const char *const paths[] = {"/author/",    "/authors/",    "/autor/",   "/autoren/",
                                        "/auteur/",    "/contributor", "/profile/", "/people/",
                                        "/team/",      "/staff/",      "/user/",    "/writers/",
                                        "/redaktion/", "/members/",    "/users/",   "/bio/"};
    return HAS_ANY(href, paths);
}

static void read_author_spans(reader *r, uint32_t block, uint32_t means, bool is_near)
{
    const dc_block *b = &r->blocks->v[block];
    for (uint32_t i = b->span; i < b->span + b->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        const dc_str text = {b->text.p + span->at, span->len};
        const uint32_t says = meaning(r, span->facts);
        if (says & OTHER || text.len > 100)
            continue;
        if (says & AUTHOR)
            add_author(r, text, "byline", is_near ? 0.86F : 0.62F);
        else if (is_near && span->facts && leads_to_author(span->facts->href))
            add_author(r, text, "byline", (means & (AUTHOR | WEAK)) ? 0.84F : 0.78F);
    }
}

// "By Ann Lee | May 3, 2024", "May 3, 2024 by Ann Lee"
static dc_str name_in_line(dc_str text, bool *is_behind_date)
{
    static const char *const words[] = {" by ", " von ", " par ", " por ", " door "};
    *is_behind_date = false;
    const dc_str rest = dc_person_behind(text);
    if (rest.p)
        return rest;
    dc_date date;
    if (!HAS_ANY(text, words) || !dc_date_find(text, DC_DAY_FIRST, &date))
        return DC_STR_NONE;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t at = dc_str_ifind(text, dc_str_of(words[i]));
        if (at != DC_STR_NPOS) {
            *is_behind_date = true;
            return dc_str_from(text, at + strlen(words[i]));
        }
    }
    return DC_STR_NONE;
}

static bool is_near(const reader *r, uint32_t block)
{
    return block + 6 >= r->head && block < r->end;
}

static void read_authors(reader *r, uint32_t block, uint32_t means)
{
    const dc_str text = r->blocks->v[block].text;
    const bool near = is_near(r, block) && !is_sidebar(r, block);
    if (text.len > LONGEST_LINE)
        return;
    read_author_spans(r, block, means, near);
    if ((means & AUTHOR) && block != r->head)
        add_author(r, text, "byline", near ? 0.85F : 0.6F);
    bool is_behind_date;
    const dc_str line = name_in_line(text, &is_behind_date);
    const dc_str name = line.p ? dc_person_name(line) : line;
    const bool is_likely = name.p && dc_person_is_likely(name);
    if (name.p && block != r->head && (is_likely || (means & (AUTHOR | WEAK)) || is_behind_date))
        add_author(r, name, "text", near ? 0.83F : is_likely ? 0.58F : 0.4F);
    if (dc_person_is_label(short_before(r, block)) && block != r->head)
        add_author(r, text, "text", near ? 0.84F : 0.66F);
}

// Names that stand alone beside a date: "Luke Kim" above "December 17, 2025".
static void read_lone_name(reader *r, uint32_t block)
{
    const dc_str text = r->blocks->v[block].text;
    if (!is_near(r, block) || block + 3 < r->head || block == r->head || !dc_person_is_likely(text))
        return;
    dc_date date;
    for (uint32_t i = block ? block - 1 : 0; i <= block + 1 && i < r->blocks->n; i++)
        if (i != block && i != r->head && r->blocks->v[i].text.len < LONGEST_LINE &&
            dc_date_find(r->blocks->v[i].text, r->page->order, &date))
            add_author(r, text, "text", 0.55F);
}

static bool is_creative_commons(dc_str href)
{
    // An address may hold another, as those of archives do.
    for (size_t at; (at = dc_str_find(href, DC_STR("//"))) != DC_STR_NPOS;) {
        href = dc_str_from(href, at + 2);
        if (dc_str_istarts(href, DC_STR("www.")))
            href = dc_str_from(href, 4);
        if (dc_str_istarts(href, DC_STR("creativecommons.org/licenses/")) ||
            dc_str_istarts(href, DC_STR("creativecommons.org/publicdomain/")))
            return true;
    }
    return false;
}

static void read_licence(reader *r, uint32_t block)
{
    const dc_block *b = &r->blocks->v[block];
    for (uint32_t i = b->span; i < b->span + b->n_spans; i++) {
        const dc_facts *facts = r->blocks->spans[i].facts;
        if (!facts)
            continue;
        if (has(facts->rel, "license"))
            dc_candidates_add(r->all, DECANT_FIELD_LICENCE, facts->href, "rel=license", 0.9F);
        else if (is_creative_commons(facts->href))
            dc_candidates_add(r->all, DECANT_FIELD_LICENCE, facts->href, "link", 0.6F);
        if (has(facts->rel, "tag") && !has(facts->rel, "category"))
            dc_candidates_add(r->all, DECANT_FIELD_TAG,
                              (dc_str){b->text.p + r->blocks->spans[i].at, r->blocks->spans[i].len},
                              "rel=tag", 0.7F);
    }
}

// A date on a line of its own below one that says "Published", in a column beside the text.
static bool is_labelled_date(const reader *r, uint32_t block)
{
    return r->blocks->v[block].words <= 4 && HAS_ANY(label_before(r, block), published_words);
}

// A line near the heading that is marked as the day of publication, wherever it was put: the footer
// of an article holds it as often as its header.
static bool is_marked_date(const reader *r, uint32_t block)
{
    const dc_block *b = &r->blocks->v[block];
    if (!is_near(r, block) || b->text.len > LONGEST_LINE)
        return false;
    for (uint32_t i = b->span; i < b->span + b->n_spans; i++)
        if (r->blocks->spans[i].facts &&
            dc_str_ieq(r->blocks->spans[i].facts->itemprop, DC_STR("datePublished")))
            return true;
    return false;
}

// A line right below the text that tells who wrote it and when, in a footer that is the article's.
static bool is_signature(const reader *r, uint32_t block)
{
    enum { JUST_BELOW = 12 };
    const dc_str text = r->blocks->v[block].text;
    const uint32_t *kept = r->kept_words;
    const uint32_t from = block > JUST_BELOW ? block - JUST_BELOW : 0;
    const bool is_below =
        block > r->head && kept[block] > kept[from] && kept[block] == kept[r->blocks->n];
    return is_below && text.len <= LONGEST_LINE &&
           has(dc_str_of(r->page->verdicts[block].reason), "footer") &&
           (is_byline(text) || HAS_ANY(text, published_words));
}

// A post may say when it was made on the element around all of it.
static void read_days_around(reader *r)
{
    dc_date date;
    for (uint32_t box = r->blocks->v[r->head].box; box; box = r->blocks->boxes[box].parent) {
        const dc_facts *facts = r->blocks->boxes[box].facts;
        if (facts && facts->datetime.len && dc_date_find(facts->datetime, r->page->order, &date))
            add_date(r, DECANT_FIELD_DATE, &date, "time", 0.85F);
    }
}

dc_shown_days dc_shown_read(const dc_shown *page, dc_candidates *all)
{
    reader r = {.page = page, .blocks = page->blocks, .all = all};
    if (r.blocks->n == 0)
        return (dc_shown_days){0};
    r.kept_words = count_kept(&r);
    const dc_heading_signs signs = {r.blocks, r.kept_words, page->title, page->element};
    r.head = dc_heading_find(&signs);
    r.end = find_end(&r);
    read_days_around(&r);
    for (uint32_t i = 0; i < r.blocks->n; i++) {
        read_licence(&r, i);
        if (r.blocks->v[i].text.len > LONGEST_LINE && r.blocks->v[i].n_spans == 0) {
            if (may_speak(&r, i))
                read_dateline(&r, i);
            continue;
        }
        const bool is_marked = is_marked_date(&r, i) || is_signature(&r, i);
        if (!is_marked && !may_speak(&r, i))
            continue;
        const uint32_t means = meaning_around(&r, i);
        if ((means & OTHER) && !is_marked && !is_labelled_date(&r, i))
            continue;
        read_dates(&r, i, means);
        read_authors(&r, i, means);
        read_lone_name(&r, i);
    }
    settle_order(&r);
    return r.days;
}
