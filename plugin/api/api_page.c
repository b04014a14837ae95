// The exported functions on pages.
#include "meta/language.h"
#include "pipeline/influence.h"
#include "pipeline/page.h"
#include "render/out.h"

decant_status decant_extract(const decant_options *options, const char *html, size_t len,
                             decant_page **out, decant_error *error)
{
    return dc_page_new(options, html, len, out, error);
}

decant_status decant_extract_text(const decant_options *options, const char *text, size_t len,
                                  decant_page **out, decant_error *error)
{
    return dc_page_new_text(options, text, len, out, error);
}

void decant_page_free(decant_page *page)
{
    dc_page_free(page);
}

const char *decant_page_text(const decant_page *page, size_t *len)
{
    if (len)
        *len = page->text.len;
    return page->text.p;
}

int decant_page_is_empty(const decant_page *page)
{
    return page->text.len == 0;
}

const char *decant_page_type(const decant_page *page)
{
    return page->cleaned.page_type;
}

double decant_page_confidence(const decant_page *page)
{
    return page->cleaned.confidence;
}

const char *decant_page_verdict(const decant_page *page, const char **evidence,
                                size_t *evidence_len)
{
    dc_str words;
    const char *verdict = dc_page_verdict(page, &words);
    if (evidence)
        *evidence = words.p;
    if (evidence_len)
        *evidence_len = words.len;
    return verdict;
}

int32_t decant_page_degraded(const decant_page *page)
{
    return page->degraded;
}

const char *decant_page_charset(const decant_page *page, int32_t *source)
{
    if (source)
        *source = page->charset.source;
    return page->charset.name;
}

// Fills as much of a caller's struct as it has room for.
static decant_status give(void *out, const void *full, size_t size)
{
    uint32_t room;
    memcpy(&room, out, sizeof room);
    if (room < sizeof room)
        return DECANT_E_INVALID;
    if (room < size)
        size = room;
    memcpy((char *)out + sizeof room, (const char *)full + sizeof room, size - sizeof room);
    return DECANT_OK;
}

decant_status decant_page_meta(const decant_page *page, decant_meta *out)
{
    const dc_meta *m = &page->meta;
    const decant_meta full = {.title = m->title.p,
                              .author = m->author.p,
                              .date = m->date.p,
                              .site = m->site.p,
                              .description = m->description.p,
                              .canonical = m->canonical.p,
                              .image = m->image.p,
                              .language = m->language.p,
                              .modified = m->modified.p,
                              .tags = m->tags.p,
                              .licence = m->licence.p};
    return give(out, &full, sizeof full);
}

const char *decant_field_name(int32_t field)
{
    return dc_field_name(field);
}

size_t decant_page_candidate_count(const decant_page *page)
{
    return page->meta.candidates.n;
}

decant_status decant_page_candidate(const decant_page *page, size_t i, decant_candidate *out)
{
    if (i >= page->meta.candidates.n)
        return DECANT_E_INVALID;
    const dc_candidate *c = &page->meta.candidates.v[i];
    const decant_candidate full = {
        .field = c->field, .value = c->value.p, .source = c->source, .confidence = c->confidence};
    return give(out, &full, sizeof full);
}

static decant_status give_comment(const dc_comments *comments, size_t i, decant_comment *out)
{
    if (i >= comments->n)
        return DECANT_E_INVALID;
    const dc_comment *c = &comments->v[i];
    const decant_comment full = {.depth = c->depth,
                                 .author = c->author.p,
                                 .date = c->date.p,
                                 .text = c->text.p,
                                 .text_len = c->text.len};
    return give(out, &full, sizeof full);
}

size_t decant_page_comment_count(const decant_page *page)
{
    return page->cleaned.comments.n;
}

decant_status decant_page_comment(const decant_page *page, size_t i, decant_comment *out)
{
    return give_comment(&page->cleaned.comments, i, out);
}

size_t decant_page_post_count(const decant_page *page)
{
    return page->cleaned.posts.n;
}

decant_status decant_page_post(const decant_page *page, size_t i, decant_comment *out)
{
    return give_comment(&page->cleaned.posts, i, out);
}

size_t decant_page_block_count(const decant_page *page)
{
    return page->blocks.n;
}

decant_status decant_page_block(const decant_page *page, size_t i, decant_block *out)
{
    if (i >= page->blocks.n)
        return DECANT_E_INVALID;
    const dc_block *b = &page->blocks.v[i];
    const dc_verdict *v = &page->cleaned.verdicts[i];
    const decant_block full = {.label = v->label,
                               .reason = v->reason,
                               .score = v->score,
                               .words = b->words,
                               .text = b->text.p,
                               .text_len = b->text.len};
    return give(out, &full, sizeof full);
}

size_t decant_page_block_path(const decant_page *page, size_t i, char *out, size_t cap)
{
    return i < page->blocks.n ? dc_block_path(&page->blocks, (uint32_t)i, out, cap) : 0;
}

#define QUOTE(x) #x
#define JOINED(a, b, c) QUOTE(a) "." QUOTE(b) "." QUOTE(c)

const char *decant_version(void)
{
    return JOINED(DECANT_VERSION_MAJOR, DECANT_VERSION_MINOR, DECANT_VERSION_PATCH);
}

const char *decant_features(void)
{
    return dc_language_features();
}

decant_status decant_page_block_influences(const decant_page *page, size_t i, decant_influence *out,
                                           size_t cap, size_t *n, decant_error *error)
{
    return dc_page_influences(page, i, out, cap, n, error);
}
