#include "pipeline/response.h"

#include "base/guard.h"

enum {
    FEW_WORDS = 150,      // of a page that may be a wall
    SHELL_WORDS = 24,     // of a page that scripts would have made
    LOOKED_AT = 256 << 10 // bytes of a page that are searched for mark-up
};

// ---- headers -----------------------------------------------------------------------------------

// Services that stand in front of sites, and say so. What they send along with ordinary pages too
// counts only with an error status.
static const struct {
    dc_str name;
    dc_str value; // a part of it, ASCII case does not matter; "" for any
    bool on_errors;
    const char *verdict;
} headers[] = {
    {DC_STR("cf-mitigated"), DC_STR("challenge"), false, "challenge"},
    {DC_STR("cf-mitigated"), DC_STR(""), false, "blocked"},
    {DC_STR("x-vercel-mitigated"), DC_STR("challenge"), false, "challenge"},
    {DC_STR("x-vercel-mitigated"), DC_STR(""), false, "blocked"},
    {DC_STR("x-amzn-waf-action"), DC_STR("challenge"), false, "challenge"},
    {DC_STR("x-amzn-waf-action"), DC_STR("captcha"), false, "challenge"},
    {DC_STR("x-sucuri-block"), DC_STR(""), false, "blocked"},
    {DC_STR("x-datadome"), DC_STR(""), true, "challenge"},
    {DC_STR("x-kpsdk-ct"), DC_STR(""), true, "challenge"},
    {DC_STR("server"), DC_STR("ddos-guard"), true, "challenge"},
    {DC_STR("server"), DC_STR("akamaighost"), true, "blocked"},
};

// Takes the next line off *rest. Returns false at the end.
static bool next_line(dc_str *rest, dc_str *line)
{
    if (!rest->len)
        return false;
    const char *end = memchr(rest->p, '\n', rest->len);
    const size_t len = end ? (size_t)(end - rest->p) : rest->len;
    *line = dc_str_trim((dc_str){rest->p, len});
    *rest = dc_str_from(*rest, end ? len + 1 : len);
    return true;
}

// The line of a header with that name whose value holds `value`; p NULL when there is none.
static dc_str find_header(dc_str head, dc_str name, dc_str value)
{
    dc_str line;
    while (next_line(&head, &line)) {
        if (!dc_str_istarts(line, name) || line.len == name.len || line.p[name.len] != ':')
            continue;
        if (dc_str_ifind(dc_str_from(line, name.len), value) != DC_STR_NPOS)
            return line;
    }
    return DC_STR_NONE;
}

static dc_wall from_headers(const dc_response *answer)
{
    for (size_t i = 0; answer->head.p && i < sizeof headers / sizeof *headers; i++) {
        if (headers[i].on_errors && answer->status < 400)
            continue;
        const dc_str line = find_header(answer->head, headers[i].name, headers[i].value);
        if (line.p)
            return (dc_wall){headers[i].verdict, line, true};
    }
    return (dc_wall){0};
}

// ---- mark-up -----------------------------------------------------------------------------------

// Scripts and forms of challenges. Ordinary pages carry some of them as well: only a page that says
// next to nothing is one.
static const dc_str marks[] = {
    DC_STR("_Incapsula_Resource"),
    DC_STR("captcha-delivery.com"),
    DC_STR("cf-chl-"),
    DC_STR("cf_chl_opt"),
    DC_STR("challenge-platform/"),
    DC_STR("geo.captcha"),
    DC_STR("id=\"challenge-form\""),
    DC_STR("id=\"px-captcha\""),
    DC_STR("sgcaptcha"),
    DC_STR("window.KPSDK"),
};

static dc_wall from_markup(const dc_response_page *page)
{
    if (page->words > FEW_WORDS || page->text_words > FEW_WORDS)
        return (dc_wall){0};
    const dc_str source = {page->source.p,
                           page->source.len < LOOKED_AT ? page->source.len : LOOKED_AT};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t at = dc_str_find(source, marks[i]);
        if (at != DC_STR_NPOS)
            return (dc_wall){"challenge", {source.p + at, marks[i].len}, true};
    }
    return (dc_wall){0};
}

// The element that scripts would fill, by the id that frameworks give it.
static dc_str empty_root(const dc_tree *tree)
{
    static const dc_str ids[] = {DC_STR("root"),   DC_STR("app"),       DC_STR("__next"),
                                 DC_STR("__nuxt"), DC_STR("___gatsby"), DC_STR("svelte")};
    for (uint32_t i = 0; i < tree->n; i++) {
        if (dc_node_tag(tree, i) != DC_TAG_div)
            continue;
        const dc_str id = dc_node_attr(tree, i, DC_STR("id"));
        for (size_t k = 0; id.len && k < sizeof ids / sizeof *ids; k++)
            if (dc_str_eq(id, ids[k]))
                return id;
    }
    return DC_STR_NONE;
}

static bool has_script(const dc_tree *tree)
{
    for (uint32_t i = 0; i < tree->n_sources; i++)
        if (tree->sources[i].tag == DC_TAG_script)
            return true;
    return false;
}

static dc_wall from_shell(dc_arena *arena, const dc_response_page *page)
{
    if (page->text_words || page->words > SHELL_WORDS || !has_script(page->tree))
        return (dc_wall){0};
    const dc_str id = empty_root(page->tree);
    if (!id.p)
        return (dc_wall){0};
    dc_buf words = dc_buf_in(arena, 256);
    dc_buf_add(&words, DC_STR("nothing in <div id=\""));
    dc_buf_add(&words, id);
    dc_buf_add(&words, DC_STR("\">"));
    return (dc_wall){"needs-js", dc_buf_str(&words), true};
}

// ---- redirects ---------------------------------------------------------------------------------

static dc_str path_of(dc_str url)
{
    const size_t scheme = dc_str_find(url, DC_STR("://"));
    if (scheme == DC_STR_NPOS)
        return DC_STR_NONE;
    const dc_str rest = dc_str_from(url, scheme + 3);
    const char *slash = memchr(rest.p, '/', rest.len);
    if (!slash)
        return DC_STR("/");
    size_t len = (size_t)(rest.p + rest.len - slash);
    for (size_t i = 0; i < len; i++)
        if (slash[i] == '?' || slash[i] == '#')
            len = i;
    return (dc_str){slash, len};
}

// Where sites lead those whom they do not let in, or ask for something that is gone.
static const struct {
    dc_str part; // of the path
    const char *verdict;
    bool hides_text;
} places[] = {
    {DC_STR("/captcha"), "challenge", true},
    {DC_STR("/sorry/index"), "challenge", true},
    {DC_STR("/login"), "blocked", true},
    {DC_STR("/signin"), "blocked", true},
    {DC_STR("/sign-in"), "blocked", true},
    {DC_STR("/404"), "soft-404", false},
    {DC_STR("/not-found"), "soft-404", false},
    {DC_STR("/notfound"), "soft-404", false},
    {DC_STR("/page-not-found"), "soft-404", false},
};

// A page of more than one step down that became the home page is gone.
static bool is_sent_home(dc_str asked, dc_str path)
{
    size_t steps = 0;
    for (size_t i = 0; i + 1 < asked.len; i++)
        steps += asked.p[i] == '/' && asked.p[i + 1] != '/';
    return path.len == 1 && steps >= 2;
}

static dc_wall from_redirect(dc_arena *arena, const dc_response *answer,
                             const dc_response_page *page)
{
    const dc_str asked = path_of(answer->asked);
    const dc_str path = path_of(answer->url);
    dc_wall wall = {0};
    if (!asked.p || !path.p || dc_str_eq(asked, path))
        return wall;
    if (is_sent_home(asked, path))
        wall = (dc_wall){.verdict = "soft-404"};
    for (size_t i = 0; !wall.verdict && i < sizeof places / sizeof *places; i++) {
        if (dc_str_ifind(path, places[i].part) == DC_STR_NPOS ||
            dc_str_ifind(asked, places[i].part) != DC_STR_NPOS)
            continue;
        if (!places[i].hides_text || page->text_words <= FEW_WORDS)
            wall = (dc_wall){.verdict = places[i].verdict, .hides_text = places[i].hides_text};
    }
    if (wall.verdict) {
        dc_buf words = dc_buf_in(arena, 16 << 10);
        dc_buf_add(&words, DC_STR("redirected to "));
        dc_buf_add(&words, answer->url);
        wall.evidence = dc_buf_str(&words);
    }
    return wall;
}

// ---- status ------------------------------------------------------------------------------------

static const struct {
    int32_t status;
    const char *verdict;
} statuses[] = {
    {401, "blocked"}, {402, "paywall"}, {403, "blocked"}, {407, "blocked"},
    {429, "blocked"}, {451, "blocked"}, {999, "blocked"}, // 999: in use against crawlers
};

static const char *verdict_of_status(int32_t status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status)
            return statuses[i].verdict;
    return NULL;
}

// "HTTP 429; retry-after: 60", or p NULL for a status that speaks of no failure.
static dc_str words_of_status(dc_arena *arena, const dc_response *answer)
{
    if (answer->status < 400)
        return DC_STR_NONE;
    dc_buf words = dc_buf_in(arena, 64 << 10);
    dc_buf_add(&words, DC_STR("HTTP "));
    dc_buf_number(&words, (uint64_t)answer->status);
    const dc_str retry = find_header(answer->head, DC_STR("retry-after"), DC_STR(""));
    if (retry.p) {
        dc_buf_add(&words, DC_STR("; "));
        dc_buf_add(&words, retry);
    }
    return dc_buf_str(&words);
}

static dc_str joined(dc_arena *arena, dc_str a, dc_str b)
{
    if (!a.p || !b.p)
        return a.p ? a : b;
    dc_buf both = dc_buf_in(arena, SIZE_MAX / 2);
    dc_buf_add(&both, a);
    dc_buf_add(&both, DC_STR("; "));
    dc_buf_add(&both, b);
    return dc_buf_str(&both);
}

// The most certain first. An error status is none of the soft ones.
dc_wall dc_response_judge(dc_arena *arena, const dc_response *answer, const dc_response_page *page)
{
    const dc_str status = words_of_status(arena, answer);
    const bool is_soft =
        page->wall.verdict && dc_str_eq(dc_str_of(page->wall.verdict), DC_STR("soft-404"));
    dc_wall wall = from_headers(answer);
    if (!wall.verdict && !is_soft)
        wall = page->wall;
    if (!wall.verdict)
        wall = from_markup(page);
    if (!wall.verdict && verdict_of_status(answer->status))
        wall = (dc_wall){.verdict = verdict_of_status(answer->status), .hides_text = true};
    else if (!wall.verdict && !status.p)
        wall = from_redirect(arena, answer, page);
    if (!wall.verdict && !status.p)
        wall = is_soft ? page->wall : from_shell(arena, page);
    if (wall.verdict)
        wall.evidence = joined(arena, status, wall.evidence);
    return wall;
}

typedef struct alone {
    dc_arena *arena;
    const dc_response *response;
    dc_wall *out;
} alone;

static void judge_alone(void *ctx, dc_guard *guard)
{
    (void)guard;
    const alone *a = ctx;
    const dc_tree tree = {.arena = a->arena};
    const dc_response_page nothing = {.tree = &tree};
    *a->out = dc_response_judge(a->arena, a->response, &nothing);
}

decant_status dc_response_judge_alone(dc_arena *arena, const dc_response *response, dc_wall *out)
{
    alone a = {arena, response, out};
    return dc_guard_run(judge_alone, &a);
}
