// Phrases of comment systems, and prose that is not one.
#include "clean/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct row {
    const char *line;
    dc_family family;
    dc_strength strength;
} row;

#define ROW(text, name, proves)                                                                    \
    {                                                                                              \
        text, DC_FAMILY_##name, DC_PROVES_##proves                                                 \
    }

static void check(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const dc_phrase found = dc_lexicon_match(NULL, dc_str_of(rows[i].line));
        if (found.family != rows[i].family || found.strength != rows[i].strength)
            fail_msg("\"%s\" is %s/%d, expected %s/%d", rows[i].line, dc_family_name(found.family),
                     (int)found.strength, dc_family_name(rows[i].family), (int)rows[i].strength);
    }
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void every_strong_family(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("You must be logged in to post a comment.", login_to_comment, STRONG),
        ROW("You must be logged in to reply to this topic.", login_to_reply, STRONG),
        ROW("Create an account to comment", register_to_comment, STRONG),
        ROW("Your email address will not be published.", email_not_published, STRONG),
        ROW("Save my name, email, and website in this browser for the next time I comment.",
            save_my_name, STRONG),
        ROW("Notify me of follow-up comments by email.", notify_followup, STRONG),
        ROW("This site uses Akismet to reduce spam. Learn how your comment data is processed.",
            akismet, STRONG),
        ROW("Your comment is awaiting moderation.", moderation_notice, STRONG),
        ROW("Logged in as Ann Lee. Log out?", logged_in_as, STRONG),
        ROW("Enter your password to view comments.", password_protected, STRONG),
        ROW("You may use these HTML tags and attributes: <a href=\"\" title=\"\"> <b> <cite>",
            html_tags_allowed, STRONG),
        ROW("Please enable JavaScript to view the comments powered by Disqus.", disqus_ui, STRONG),
        ROW("Subscribe to: Post Comments (Atom)", blogger_ui, STRONG),
        ROW("More information about text formats", html_tags_allowed, STRONG),
        ROW("Log in or register to post comments", login_to_comment, STRONG),
        ROW("Select your preferred way to display the comments and click \"Save settings\" to "
            "activate your changes.",
            drupal_ui, STRONG),
        ROW("You need to be a member in order to leave a comment", forum_prompt, STRONG),
    };
    CHECK(rows);
}

static void every_weaker_family(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("Required fields are marked *", required_fields, MEDIUM),
        ROW("Leave a Reply", leave_reply, MEDIUM),
        ROW("Leave a Reply Cancel reply", leave_reply, MEDIUM),
        ROW("Leave a Reply to Ann Lee Cancel reply", leave_reply_to, MEDIUM),
        ROW("Cancel reply", cancel_reply, MEDIUM),
        ROW("Comments are closed.", comments_closed, MEDIUM),
        ROW("No comments yet", no_comments, MEDIUM),
        ROW("Be the first to comment!", first_to_comment, MEDIUM),
        ROW("12 Comments", n_comments, MEDIUM),
        ROW("1,204 comments", n_comments, MEDIUM),
        ROW("3 thoughts on “How to sharpen a kitchen knife”", n_comments, MEDIUM),
        ROW("One response to “Tides”", n_comments, MEDIUM),
        ROW("← Older Comments", comments_nav, MEDIUM),
        ROW("ERROR: please type a comment.", comment_error, MEDIUM),
        ROW("There are no reviews yet.", review_prompt, MEDIUM),
        ROW("Post Comment", post_comment_button, WEAK),
        ROW("Comments", comments_heading, WEAK),
        ROW("Name *", field_name, WEAK),
        ROW("Email (required)", field_email, WEAK),
        ROW("Website:", field_website, WEAK),
        ROW("Your comment *", field_comment, WEAK),
        ROW("Log in", login_button, WEAK),
        ROW("Reply", reply_link, WEAK),
        ROW("Report this comment", report_comment, WEAK),
        ROW("Newest first", sort_comments, WEAK),
        ROW("Ann Lee says:", comment_says, META),
        ROW("This comment has been removed by the author.", comment_removed, META),
        ROW("Share this:", share, MEDIUM),
        ROW("You might also like", related, MEDIUM),
        ROW("Subscribe to our newsletter", subscribe_newsletter, MEDIUM),
        ROW("This website uses cookies.", cookie_consent, MEDIUM),
        ROW("Advertisement", ad_label, MEDIUM),
        ROW("Download on the App Store", app_nudge, MEDIUM),
        ROW("© 2024 The Harbour Post. All rights reserved.", copyright, MEDIUM),
        ROW("Loading comments...", loading, MEDIUM),
        ROW("Please enable JavaScript", enable_javascript, MEDIUM),
        ROW("Subscribe to continue reading", paywall, REPORT),
    };
    CHECK(rows);
}

static void every_language(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("Lo siento, debes estar conectado para publicar un comentario.", login_to_comment,
            STRONG),
        ROW("Vous devez être connecté pour publier un commentaire.", login_to_comment, STRONG),
        ROW("Du musst angemeldet sein, um einen Kommentar abzugeben.", login_to_comment, STRONG),
        ROW("Você precisa fazer o login para publicar um comentário.", login_to_comment, STRONG),
        ROW("Devi essere connesso per inviare un commento.", login_to_comment, STRONG),
        ROW("Je moet ingelogd zijn om een reactie te plaatsen.", login_to_comment, STRONG),
        ROW("Для отправки комментария вам необходимо авторизоваться.", login_to_comment, STRONG),
        ROW("Musisz się zalogować, aby móc dodać komentarz.", login_to_comment, STRONG),
        ROW("Yorum yapabilmek için oturum açmalısınız.", login_to_comment, STRONG),
        ROW("コメントを投稿するにはログインしてください。", login_to_comment, STRONG),
        ROW("要发表评论，您必须先登录。", login_to_comment, STRONG),
        ROW("يجب أنت تكون مسجل الدخول لتضيف تعليقاً.", login_to_comment, STRONG),
        ROW("برای نوشتن دیدگاه باید وارد بشوید.", login_to_comment, STRONG),
        ROW("댓글을 달기 위해서는 로그인해야합니다.", login_to_comment, STRONG),
        ROW("Anda harus masuk untuk berkomentar.", login_to_comment, STRONG),
        ROW("Bạn phải đăng nhập để gửi bình luận.", login_to_comment, STRONG),
        ROW("Tu dirección de correo electrónico no será publicada. Los campos obligatorios están "
            "marcados con *",
            email_not_published, STRONG),
        ROW("Comentarios cerrados", comments_closed, MEDIUM),
        ROW("Schreibe einen Kommentar Antwort abbrechen", leave_reply, MEDIUM),
        ROW("メールアドレスが公開されることはありません。 ※ が付いている欄は必須項目です",
            email_not_published, STRONG),
    };
    CHECK(rows);
}

// What only the lists hold.
static void listed_languages(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("Be kell jelentkezni a hozzászólás beküldéséhez", login_to_comment, STRONG),
        ROW("Beklager, du må være innlogget for å kunne kommentere.", login_to_comment, STRONG),
        ROW("Barkatu, saioa hasi behar duzu iruzkina egiteko.", login_to_comment, STRONG),
        ROW("Для отправки комментария вам необходимо авторизоваться.", login_to_comment, STRONG),
        ROW("אתה חייב להתחבר על מנת להגיב", login_to_comment, STRONG),
        ROW("คุณต้องเข้าสู่ระบบ เพื่อจะพิมพ์ความเห็น", login_to_comment, STRONG),
        ROW("Atvainojiet, komentāru forma pašlaik ir slēgta.", comments_closed, MEDIUM),
        ROW("Delta i diskussionen", leave_reply, WEAK), // a call that texts end with as well
        ROW("Logga in och delta i diskussionen", login_to_comment, STRONG),
    };
    CHECK(rows);
}

static void a_login_link_stands_beside(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("You must be logged in to post a comment Login", login_to_comment, STRONG),
        ROW("Login You must be logged in to post a comment", login_to_comment, STRONG),
        ROW("Sign in Your email address will not be published.", email_not_published, STRONG),
        ROW("Leave a Reply Login", none, NOTHING), // medium phrases prove too little
    };
    CHECK(rows);
}

static void sentences_are_phrases_each(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("Comments are closed. Your email address will not be published.", email_not_published,
            STRONG),
        ROW("Share. Reply. Report.", share, MEDIUM),
        ROW("The harbour was empty. Comments are closed.", none, NOTHING),
        ROW("Comments are closed. The harbour was empty.", none, NOTHING),
    };
    CHECK(rows);
}

static void wording_varies(void **state)
{
    (void)state;
    static const row rows[] = {
        ROW("Sorry, you need to sign in before you can leave a comment here", login_to_comment,
            STRONG),
        ROW("Only registered members may join the discussion", register_to_comment, STRONG),
        ROW("Please log in to answer this thread", login_to_reply, STRONG),
        ROW("Para poder dejar tu comentario necesitas iniciar sesión", login_to_comment, STRONG),
        ROW("Bitte melde dich an, um hier einen Kommentar zu schreiben", login_to_comment, STRONG),
        ROW("Veuillez vous identifier afin de laisser un avis", login_to_comment, STRONG),
        ROW("コメントを書くにはログインが必要です", login_to_comment, STRONG),
        ROW("请登录后再发表评论", login_to_comment, STRONG),
    };
    CHECK(rows);
}

// What a page may say about comments, logins, cookies and newsletters.
static void prose_is_no_phrase(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "He said that you must be logged in to post a comment on the council's new portal.",
        "The site told readers \"You must be logged in to post a comment\" and nothing else.",
        "To log in, use the password that came with your router and then change it.",
        "You must register the comment handler before the parser is started.",
        "The judge declined to comment on the case.",
        "No comments were made by the minister after the meeting.",
        "Comments are closed over the winter because the moderators are on leave.",
        "Leave a comment in the source when you change this function.",
        "The newspaper will not publish your email address without your consent.",
        "We use cookies in this recipe because they hold their shape when they are soaked.",
        "Share the dough between two tins and leave it to rise for an hour.",
        "The advertisement ran for two weeks in every newspaper in the country.",
        "printf(\"Loading...\"); return 0;",
        "She wrote: the comments section is where the paper's readers live.",
        "Members must sign the register before they speak.",
        "A user may post a reply only when the thread is open, the manual says.",
        // Nothing but words of prompts, but too many of them.
        "You must log in or sign in to post a comment or to write a comment in the discussion on "
        "this "
        "new article here",
        "Discussion",
        "(required)",
        "Show more",
        "JavaScript",
        "Sponsored",
        "Join the conversation",
        "",
        " \t ",
        "***",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const dc_phrase found = dc_lexicon_match(NULL, dc_str_of(lines[i]));
        if (found.family)
            fail_msg("\"%s\" is %s", lines[i], dc_family_name(found.family));
    }
}

static void short_calls_are_never_strong(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "Log in",    "Sign up", "Comment", "Reply", "Register",  "Subscribe", "Login",
        "Permalink", "Quote",   "Share",   "Post",  "Recommend", "Email",     "Older Post",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_true(dc_lexicon_match(NULL, dc_str_of(lines[i])).strength < DC_PROVES_STRONG);
}

static void names_have_limits(void **state)
{
    (void)state;
    assert_int_equal(dc_lexicon_match(NULL, DC_STR("Logged in as ")).family, DC_FAMILY_none);
    assert_int_equal(dc_lexicon_match(NULL, DC_STR("Logged in as \xE5\xB1\xB1\xE7\x94\xB0")).family,
                     DC_FAMILY_logged_in_as);
    assert_int_equal(
        dc_lexicon_match(
            NULL, DC_STR("Logged in as one two three four five six seven eight nine ten "
                         "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
                         "nineteen twenty red orange yellow green blue indigo"))
            .family,
        DC_FAMILY_none);
    // Between words only.
    assert_int_equal(dc_lexicon_match(NULL, DC_STR("Logged in aside")).family, DC_FAMILY_none);
}

static void families_have_names_and_reasons(void **state)
{
    (void)state;
    for (int i = 1; i < DC_N_FAMILIES; i++) {
        const dc_family family = (dc_family)i;
        assert_int_equal(dc_family_of(dc_str_of(dc_family_name(family))), family);
        assert_true(dc_family_strength(family) > DC_PROVES_NOTHING);
        assert_non_null(strchr(dc_family_reason(family), '.'));
        const dc_str glued = dc_str_of(dc_family_glued_reason(family));
        assert_true(dc_str_starts(glued, dc_str_of(dc_family_reason(family))));
    }
    assert_int_equal(dc_family_of(DC_STR("no_such_family")), DC_FAMILY_none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_strong_family),
        cmocka_unit_test(every_weaker_family),
        cmocka_unit_test(every_language),
        cmocka_unit_test(listed_languages),
        cmocka_unit_test(a_login_link_stands_beside),
        cmocka_unit_test(sentences_are_phrases_each),
        cmocka_unit_test(wording_varies),
        cmocka_unit_test(prose_is_no_phrase),
        cmocka_unit_test(short_calls_are_never_strong),
        cmocka_unit_test(names_have_limits),
        cmocka_unit_test(families_have_names_and_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
