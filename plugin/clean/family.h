// Families of phrases that comment systems and page chrome print, and how much each proves.
#ifndef DC_CLEAN_FAMILY_H
#define DC_CLEAN_FAMILY_H

#include "base/str.h"

#include <stdint.h>

// How much a phrase proves by itself.
typedef enum dc_strength {
    DC_PROVES_NOTHING, // not a phrase
    DC_PROVES_META,    // author and date lines of comments: needs a comment around it
    DC_PROVES_REPORT,  // says something about the text, for example that it is cut; removes nothing
    DC_PROVES_WEAK,    // needs removed neighbours
    DC_PROVES_MEDIUM,  // needs the end of the text or a removed neighbour
    DC_PROVES_STRONG   // a whole line or block of it is a prompt
} dc_strength;

enum {
    DC_FAMILY_END = 1 << 0, // medium: may go alone as the last line of a text
    DC_FAMILY_RUN = 1 << 1, // medium: two lines of it in a row prove each other
    DC_FAMILY_GLUE =
        1 << 2, // strong: speaks of comments, so that it may be cut off the end of a line
    DC_FAMILY_FIELD = 1 << 3, // a field of a comment form
    DC_FAMILY_FORM = 1 << 4,  // heading or button of a comment form
};

// X(family, strength, flags, reason), grouped by what they are. The reason of a cut at the end of a
// line is the same with ".glued".
#define DC_FAMILIES(X)                                                                             \
    X(login_to_comment, STRONG, DC_FAMILY_GLUE, "prompt.login_to_comment")                         \
    X(login_to_reply, STRONG, DC_FAMILY_GLUE, "prompt.login_to_reply")                             \
    X(register_to_comment, STRONG, DC_FAMILY_GLUE, "prompt.register_to_comment")                   \
    X(email_not_published, STRONG, 0, "prompt.email_not_published")                                \
    X(save_my_name, STRONG, DC_FAMILY_GLUE, "prompt.save_my_name")                                 \
    X(notify_followup, STRONG, 0, "prompt.notify_followup")                                        \
    X(akismet, STRONG, DC_FAMILY_GLUE, "prompt.akismet")                                           \
    X(moderation_notice, STRONG, 0, "prompt.moderation_notice")                                    \
    X(logged_in_as, STRONG, 0, "prompt.logged_in_as")                                              \
    X(password_protected, STRONG, 0, "prompt.password_protected")                                  \
    X(html_tags_allowed, STRONG, 0, "prompt.html_tags_allowed")                                    \
    X(disqus_ui, STRONG, DC_FAMILY_GLUE, "prompt.disqus")                                          \
    X(blogger_ui, STRONG, 0, "prompt.blogger_ui")                                                  \
    X(drupal_ui, STRONG, 0, "prompt.drupal_ui")                                                    \
    X(forum_prompt, STRONG, 0, "prompt.forum_prompt")                                              \
    X(required_fields, MEDIUM, 0, "prompt.required_fields")                                        \
    X(leave_reply, MEDIUM, DC_FAMILY_END | DC_FAMILY_FORM, "prompt.leave_reply")                   \
    X(leave_reply_to, MEDIUM, DC_FAMILY_END | DC_FAMILY_FORM, "prompt.leave_reply_to")             \
    X(cancel_reply, MEDIUM, DC_FAMILY_END | DC_FAMILY_FORM, "prompt.cancel_reply")                 \
    X(comments_closed, MEDIUM, DC_FAMILY_END, "prompt.comments_closed")                            \
    X(no_comments, MEDIUM, DC_FAMILY_END, "prompt.no_comments")                                    \
    X(first_to_comment, MEDIUM, DC_FAMILY_END, "prompt.first_to_comment")                          \
    X(n_comments, MEDIUM, DC_FAMILY_END, "prompt.n_comments")                                      \
    X(comments_nav, MEDIUM, DC_FAMILY_END, "nav.comments")                                         \
    X(comment_error, MEDIUM, DC_FAMILY_END, "prompt.comment_error")                                \
    X(review_prompt, MEDIUM, 0, "prompt.review_prompt")                                            \
    X(post_comment_button, WEAK, DC_FAMILY_FORM, "prompt.post_comment_button")                     \
    X(comments_heading, WEAK, 0, "prompt.comments_heading")                                        \
    X(field_name, WEAK, DC_FAMILY_FIELD, "prompt.field_name")                                      \
    X(field_email, WEAK, DC_FAMILY_FIELD, "prompt.field_email")                                    \
    X(field_website, WEAK, DC_FAMILY_FIELD, "prompt.field_website")                                \
    X(field_comment, WEAK, DC_FAMILY_FIELD, "prompt.field_comment")                                \
    X(login_button, WEAK, 0, "prompt.login_button")                                                \
    X(reply_link, WEAK, 0, "action.reply-vote")                                                    \
    X(report_comment, WEAK, 0, "action.reply-vote")                                                \
    X(sort_comments, WEAK, 0, "nav.comments")                                                      \
    X(comment_says, META, 0, "meta.author-date")                                                   \
    X(comment_removed, META, 0, "prompt.comment_removed")                                          \
    X(share, MEDIUM, 0, "chrome.share")                                                            \
    X(related, MEDIUM, 0, "chrome.related")                                                        \
    X(subscribe_newsletter, MEDIUM, DC_FAMILY_END, "chrome.newsletter")                            \
    X(cookie_consent, MEDIUM, DC_FAMILY_RUN, "chrome.cookie")                                      \
    X(ad_label, MEDIUM, DC_FAMILY_END, "chrome.advert")                                            \
    X(app_nudge, MEDIUM, DC_FAMILY_END, "chrome.app")                                              \
    X(copyright, MEDIUM, DC_FAMILY_END, "chrome.copyright")                                        \
    X(loading, MEDIUM, DC_FAMILY_END, "prompt.loading")                                            \
    X(enable_javascript, MEDIUM, DC_FAMILY_END, "prompt.enable_javascript")                        \
    X(paywall, REPORT, 0, "report.paywall")                                                        \
    X(user, STRONG, DC_FAMILY_GLUE, "prompt.user")

typedef enum dc_family {
    DC_FAMILY_none,
#define X(name, strength, flags, reason) DC_FAMILY_##name,
    DC_FAMILIES(X)
#undef X
        DC_N_FAMILIES
} dc_family;

// "strong", "medium" or "weak"; "" for others. By name: DC_PROVES_NOTHING when there is none.
const char *dc_strength_name(dc_strength strength);
dc_strength dc_strength_of(dc_str name);

// The family of that name, DC_FAMILY_none when there is none.
dc_family dc_family_of(dc_str name);

// "login_to_comment"; "" for none. Static storage, as all below.
const char *dc_family_name(dc_family family);
dc_strength dc_family_strength(dc_family family);
uint32_t dc_family_flags(dc_family family);

// Reason code of a whole line or block, or of a cut at the end of a line.
const char *dc_family_reason(dc_family family);
const char *dc_family_glued_reason(dc_family family);

#endif
