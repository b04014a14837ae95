#include "clean/tokens.h"

typedef struct token_row {
    const char *token;
    uint32_t means;
} token_row;

#define AREA DC_TOKEN_AREA
#define ROOT DC_TOKEN_ROOT
#define EMBED (DC_TOKEN_ROOT | DC_TOKEN_EMBED)
#define FORM DC_TOKEN_FORM

// Whole tokens in lower case, sorted. State tokens such as "has-comments" are not here on purpose.
static const token_row rows[] = {
    {"answer", DC_TOKEN_POST},
    {"article-comments", AREA},
    {"athing", DC_TOKEN_POST},
    {"author", DC_TOKEN_AUTHOR},
    {"author-name", DC_TOKEN_AUTHOR},
    {"bbp-reply-content", DC_TOKEN_POST},
    {"bbp-topic-content", DC_TOKEN_POST},
    {"blog-comments", AREA},
    {"cancel-comment-reply-link", FORM},
    {"comentarios", AREA},
    {"comment", DC_TOKEN_ITEM},
    {"comment-actions", DC_TOKEN_ACTION},
    {"comment-area", AREA},
    {"comment-author", DC_TOKEN_AUTHOR},
    {"comment-author-link", DC_TOKEN_AUTHOR},
    {"comment-author-name", DC_TOKEN_AUTHOR},
    {"comment-awaiting-moderation", DC_TOKEN_ACTION},
    {"comment-body", DC_TOKEN_BODY},
    {"comment-box", AREA},
    {"comment-buttons", DC_TOKEN_ACTION},
    {"comment-container", AREA},
    {"comment-content", DC_TOKEN_BODY},
    {"comment-date", DC_TOKEN_DATE},
    {"comment-edit-link", DC_TOKEN_ACTION},
    {"comment-entry", DC_TOKEN_ITEM},
    {"comment-footer", DC_TOKEN_ACTION},
    {"comment-form", FORM},
    {"comment-header", DC_TOKEN_META},
    {"comment-info", DC_TOKEN_META},
    {"comment-item", DC_TOKEN_ITEM},
    {"comment-likes", DC_TOKEN_ACTION},
    {"comment-links", DC_TOKEN_ACTION},
    {"comment-list", ROOT},
    {"comment-meta", DC_TOKEN_META},
    {"comment-metadata", DC_TOKEN_DATE},
    {"comment-nav", DC_TOKEN_NAV},
    {"comment-navigation", DC_TOKEN_NAV},
    {"comment-notes", FORM},
    {"comment-permalink", DC_TOKEN_ACTION},
    {"comment-reply", DC_TOKEN_ACTION},
    {"comment-reply-link", DC_TOKEN_ACTION},
    {"comment-reply-login", DC_TOKEN_ACTION},
    {"comment-reply-title", FORM},
    {"comment-respond", ROOT | FORM},
    {"comment-section", AREA},
    {"comment-subscription-form", FORM},
    {"comment-text", DC_TOKEN_BODY},
    {"comment-thread", AREA},
    {"comment-time", DC_TOKEN_DATE},
    {"comment-timestamp", DC_TOKEN_DATE},
    {"comment-username", DC_TOKEN_AUTHOR},
    {"comment-wrap", AREA},
    {"comment-wrapper", AREA},
    {"comment_forbidden", DC_TOKEN_ACTION},
    {"comment_list", AREA},
    {"commentaires", AREA},
    {"commentarea", AREA},
    {"commenter-name", DC_TOKEN_AUTHOR},
    {"commentform", FORM},
    {"commenti", AREA},
    {"commentlist", ROOT},
    {"commentmetadata", DC_TOKEN_DATE},
    {"commento", EMBED},
    {"comments", AREA},
    {"comments-area", ROOT},
    {"comments-block", AREA},
    {"comments-box", AREA},
    {"comments-container", AREA},
    {"comments-content", AREA},
    {"comments-heading", DC_TOKEN_TITLE},
    {"comments-inner", AREA},
    {"comments-list", AREA},
    {"comments-pagination", DC_TOKEN_NAV},
    {"comments-section", AREA},
    {"comments-title", DC_TOKEN_TITLE},
    {"comments-wrap", AREA},
    {"comments-wrapper", AREA},
    {"comments_list", AREA},
    {"commentsarea", AREA},
    {"commentsection", AREA},
    {"commentslist", AREA},
    {"commentthread", AREA},
    {"coral-stream", EMBED},
    {"coral_talk_stream", EMBED},
    {"coral_thread", EMBED},
    {"cpost", DC_TOKEN_POST},
    {"crawler-post", DC_TOKEN_POST | DC_TOKEN_FORUM},
    {"ctopic", DC_TOKEN_FORUM},
    {"cusdis_thread", EMBED},
    {"date-created", DC_TOKEN_DATE},
    {"datetime", DC_TOKEN_DATE},
    {"discussionboard", DC_TOKEN_FORUM},
    {"disqus_thread", EMBED},
    {"dsq-brlink", EMBED},
    {"entry-comments", AREA},
    {"fb-comments", EMBED},
    {"fb:comments", EMBED},
    {"fn", DC_TOKEN_AUTHOR},
    {"form-allowed-tags", FORM},
    {"giscus", EMBED},
    {"giscus-frame", EMBED},
    {"gsc-comments", EMBED},
    {"hyvor-talk-comments", EMBED},
    {"hyvor-talk-view", EMBED},
    {"ipscomment", DC_TOKEN_POST},
    {"isso-thread", EMBED},
    {"jp-carousel-comment-form", EMBED},
    {"jp-carousel-comments", EMBED},
    {"jp-carousel-comments-loading", EMBED},
    {"js-post", DC_TOKEN_POST},
    {"komentarze", AREA},
    {"kommentare", AREA},
    {"lia-message-body", DC_TOKEN_POST},
    {"livefyre-comments", EMBED},
    {"logged-in-as", FORM},
    {"message--post", DC_TOKEN_POST | DC_TOKEN_FORUM},
    {"messagelist", DC_TOKEN_FORUM},
    {"metadata", DC_TOKEN_DATE},
    {"must-log-in", ROOT | FORM},
    {"no-comments", DC_TOKEN_TITLE},
    {"nocomments", DC_TOKEN_TITLE},
    {"permalink", DC_TOKEN_DATE},
    {"phpbb", DC_TOKEN_FORUM},
    {"pingback", DC_TOKEN_ITEM},
    {"post-comments", AREA},
    {"post_body", DC_TOKEN_POST},
    {"postbit", DC_TOKEN_POST},
    {"postbody", DC_TOKEN_POST},
    {"postcontainer", DC_TOKEN_POST},
    {"poststream", DC_TOKEN_FORUM},
    {"reacties", AREA},
    {"reader-comments", AREA},
    {"recent-comments", DC_TOKEN_WIDGET},
    {"recent_comments", DC_TOKEN_WIDGET},
    {"recentcomments", DC_TOKEN_WIDGET},
    {"remark42", EMBED},
    {"reply", DC_TOKEN_ACTION},
    {"reply-link", DC_TOKEN_ACTION},
    {"reply-title", FORM},
    {"respond", ROOT | FORM},
    {"says", DC_TOKEN_ACTION},
    {"single-comment", DC_TOKEN_ITEM},
    {"timestamp", DC_TOKEN_DATE},
    {"topic-body", DC_TOKEN_POST},
    {"topic-post", DC_TOKEN_POST},
    {"trackback", DC_TOKEN_ITEM},
    {"user", DC_TOKEN_AUTHOR},
    {"user-comments", AREA},
    {"username", DC_TOKEN_AUTHOR},
    {"utterances", EMBED},
    {"vcard", DC_TOKEN_AUTHOR},
    {"vf-comments", EMBED},
    {"vf-conversations", EMBED},
    {"viafoura", EMBED},
    {"wc-must-login", FORM},
    {"widget_recent_comments", DC_TOKEN_WIDGET},
    {"windowbg", DC_TOKEN_POST},
    {"wp-block-comment-author-name", DC_TOKEN_AUTHOR},
    {"wp-block-comment-content", DC_TOKEN_BODY},
    {"wp-block-comment-date", DC_TOKEN_DATE},
    {"wp-block-comment-reply-link", DC_TOKEN_ACTION},
    {"wp-block-comments", ROOT},
    {"wp-block-comments-pagination", DC_TOKEN_NAV},
    {"wp-block-comments-title", DC_TOKEN_TITLE},
    {"wp-block-latest-comments", DC_TOKEN_WIDGET},
    {"wp-block-post-comments", ROOT},
    {"wp-block-post-comments-form", ROOT | FORM},
    {"wpd-comment-author", DC_TOKEN_AUTHOR},
    {"wpd-comment-date", DC_TOKEN_DATE},
    {"wpd-comment-footer", DC_TOKEN_ACTION},
    {"wpd-comment-text", DC_TOKEN_BODY},
    {"wpd-comment-wrap", DC_TOKEN_ITEM},
    {"wpdcom", ROOT},
    {"wpdiscuz_unauth", ROOT},
    {"xf", DC_TOKEN_FORUM},
};

static int compare(const char *row, dc_str token)
{
    for (size_t i = 0; i < token.len; i++) {
        const int order = (unsigned char)row[i] - (unsigned char)dc_lower(token.p[i]);
        if (order)
            return order;
        if (!row[i]) // the token holds a NUL where the row ends
            return -1;
    }
    return row[token.len] != '\0';
}

static uint32_t means_of(dc_str token)
{
    size_t low = 0;
    size_t high = sizeof rows / sizeof *rows;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const int order = compare(rows[mid].token, token);
        if (order == 0)
            return rows[mid].means;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

// "comment-12", "li-comment-12", "div_comment_12", "comment12".
static bool is_item_id(dc_str id)
{
    const size_t at = dc_str_ifind(id, DC_STR("comment"));
    if (at == DC_STR_NPOS || at > 6)
        return false;
    dc_str rest = dc_str_from(id, at + 7);
    if (rest.len && (rest.p[0] == '-' || rest.p[0] == '_'))
        rest = dc_str_from(rest, 1);
    for (size_t i = 0; i < rest.len; i++)
        if (!dc_is_digit(rest.p[i]))
            return false;
    return rest.len > 0;
}

static uint32_t means_of_type(dc_str itemtype)
{
    static const token_row types[] = {
        {"schema.org/Comment", DC_TOKEN_ITEM},
        {"schema.org/UserComments", DC_TOKEN_ITEM},
        {"schema.org/DiscussionForumPosting", DC_TOKEN_FORUM},
        {"schema.org/QAPage", DC_TOKEN_FORUM},
        {"schema.org/Question", DC_TOKEN_FORUM},
        {"schema.org/Answer", DC_TOKEN_POST},
    };
    for (size_t i = 0; itemtype.len && i < sizeof types / sizeof *types; i++)
        if (dc_str_ifind(itemtype, dc_str_of(types[i].token)) != DC_STR_NPOS)
            return types[i].means;
    return 0;
}

uint32_t dc_tokens_of(const dc_facts *facts, dc_str name)
{
    uint32_t means = means_of(facts->id) | means_of(name) | means_of_type(facts->itemtype);
    for (uint32_t i = 0; i < facts->n_classes; i++)
        means |= means_of(facts->classes[i]);
    if (is_item_id(facts->id))
        means |= DC_TOKEN_ITEM;
    if (means & DC_TOKEN_BODY) // article.comment-body#div-comment-12 is inside li#comment-12
        means &= ~(uint32_t)DC_TOKEN_ITEM;
    if (dc_str_find(facts->action, DC_STR("wp-comments-post.php")) != DC_STR_NPOS)
        means |= DC_TOKEN_ROOT | DC_TOKEN_FORM;
    if (dc_str_ieq(facts->itemprop, DC_STR("author")))
        means |= DC_TOKEN_AUTHOR;
    return means;
}
