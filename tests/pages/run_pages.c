// Runs the fixtures: pages and small cases with expected output. fixtures/README.md describes both.
//
//     run_pages [--root DIR] [--accept] [--blocks] [NAME...]
//
// NAME is a directory, a file of cases or one case of it: pages, pages/seed--text, cases/pre.txt:3;
// all of them without a name. --accept rewrites what differs. --blocks prints how each block was
// judged.
#include "diff.h"
#include "files.h"

#include <decant/decant.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct runner {
    bool is_accepting;
    bool is_showing_blocks;
    size_t n_run;
    size_t n_failed;
    size_t n_accepted;
} runner;

// ---- one document ----

typedef struct settings {
    char url[512];
    char content_type[128];
} settings;

// Lines "key=value" of options.txt.
static settings read_settings(const char *dir)
{
    settings s = {0};
    char *path = path_join(dir, "options.txt");
    bytes text = {0};
    if (file_exists(path))
        text = file_read(path);
    for (char *line = text.p, *next; line && *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        if (sscanf(line, "url=%511s", s.url) != 1 &&
            sscanf(line, "content_type=%127[^\n]", s.content_type) != 1)
            die("%s: unknown option: %s", path, line);
    }
    bytes_free(&text);
    free(path);
    return s;
}

static void print_page(const decant_page *page, int32_t format, bytes *out)
{
    decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
    options.format = format;
    decant_error error = {0};
    bytes_add(out, "", 0);
    if (decant_render(page, &options, bytes_write, out, &error) != DECANT_OK)
        die("rendering failed: %s", error.message);
}

static void show_blocks(const decant_page *page)
{
    static const char *const labels[] = {"content", "comment", "boilerplate"};
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block b = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &b);
        printf("  %.2f %-11s %-22s %.60s\n", (double)b.score, labels[b.label], b.reason, b.text);
    }
}

// NULL when that failed, which is reported.
static decant_page *extract(runner *r, const char *input, const settings *s, bool is_text,
                            const bytes *source)
{
    decant_options options = DECANT_OPTIONS_INIT;
    options.max_time_ms = UINT32_MAX; // the result must not hang on the machine's speed
    options.input = input;
    options.url = s->url[0] ? s->url : NULL;
    options.content_type = s->content_type[0] ? s->content_type : NULL;
    decant_page *page = NULL;
    decant_error error = {0};
    const decant_status status =
        is_text ? decant_extract_text(&options, source->p, source->len, &page, &error)
                : decant_extract(&options, source->p, source->len, &page, &error);
    if (status != DECANT_OK) {
        printf("FAIL %s: %s: %s\n", input, decant_status_name(status), error.message);
        r->n_failed++;
        return NULL;
    }
    if (r->is_showing_blocks) {
        printf("%s\n", input);
        show_blocks(page);
    }
    return page;
}

// ---- pages ----

static void check_file(runner *r, const char *dir, const char *name, const bytes *actual)
{
    char *path = path_join(dir, name);
    bytes expected = {0};
    const bool is_there = file_exists(path);
    if (is_there)
        expected = file_read(path);
    if (!is_there || !bytes_equal(&expected, actual)) {
        if (r->is_accepting) {
            file_write(path, actual);
            printf("accepted %s\n", path);
            r->n_accepted++;
        } else {
            printf("FAIL %s%s\n", path, is_there ? "" : ": there is no such file");
            diff_show(&expected, actual);
            r->n_failed++;
        }
    }
    bytes_free(&expected);
    free(path);
}

// Few pages need it: an empty file asks for it.
static void check_markdown(runner *r, const char *dir, const decant_page *page)
{
    char *path = path_join(dir, "expected.md");
    const bool is_wanted = file_exists(path);
    free(path);
    if (!is_wanted)
        return;
    decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
    options.format = DECANT_MARKDOWN;
    options.with_links = 1;
    options.with_images = 1;
    options.with_front = 1;
    bytes md = {0};
    decant_error error = {0};
    if (decant_render(page, &options, bytes_write, &md, &error) != DECANT_OK)
        die("rendering failed: %s", error.message);
    check_file(r, dir, "expected.md", &md);
    bytes_free(&md);
}

// A source.txt is plain text. Its expected text are the bytes that cleaning leaves.
static void check_page(runner *r, const char *dir, const decant_page *page, bool is_text,
                       const bytes *source)
{
    bytes text = {0};
    bytes json = {0};
    decant_error error = {0};
    if (!is_text)
        print_page(page, DECANT_TEXT, &text);
    else if (decant_clean_text(NULL, source->p, source->len, bytes_write, &text, &error) !=
             DECANT_OK)
        die("%s: %s", dir, error.message);
    print_page(page, DECANT_JSON, &json);
    check_file(r, dir, "expected.txt", &text);
    check_file(r, dir, "expected.json", &json);
    check_markdown(r, dir, page);
    bytes_free(&text);
    bytes_free(&json);
}

static void run_page(runner *r, const char *dir)
{
    char *html = path_join(dir, "source.html");
    char *plain = path_join(dir, "source.txt");
    const bool is_text = !file_exists(html);
    const char *path = is_text ? plain : html;
    bytes source = file_read(path);
    const settings s = read_settings(dir);
    decant_page *page = extract(r, path, &s, is_text, &source);
    if (page)
        check_page(r, dir, page, is_text, &source);
    r->n_run++;
    decant_page_free(page);
    bytes_free(&source);
    free(html);
    free(plain);
}

// ---- cases ----

// One case: HTML, ".", expected text, ".", why. Offsets into the file.
typedef struct test_case {
    size_t html;
    size_t html_end;
    size_t expected;
    size_t expected_end;
    size_t why;
    size_t why_end;
    size_t end;
    int line; // 1-based
} test_case;

static size_t line_end(const bytes *file, size_t at)
{
    const char *nl = at < file->len ? memchr(file->p + at, '\n', file->len - at) : NULL;
    return nl ? (size_t)(nl - file->p) + 1 : file->len;
}

static bool is_dot(const bytes *file, size_t at)
{
    return line_end(file, at) == at + 2 && file->p[at] == '.';
}

static size_t find_dot(const bytes *file, size_t at)
{
    while (at < file->len && !is_dot(file, at))
        at = line_end(file, at);
    return at;
}

static int line_number(const bytes *file, size_t at)
{
    int n = 1;
    for (size_t i = 0; i < at; i++)
        n += file->p[i] == '\n';
    return n;
}

// The next case from `at` on; false behind the last.
static bool next_case(const char *path, const bytes *file, size_t at, test_case *out)
{
    while (at < file->len && file->p[at] == '\n')
        at++;
    if (at >= file->len)
        return false;
    *out = (test_case){.html = at, .line = line_number(file, at)};
    const size_t dot = find_dot(file, at);
    out->html_end = dot > at ? dot - 1 : dot; // without its line end
    out->expected = dot + 2;
    out->expected_end = dot < file->len ? find_dot(file, dot + 2) : file->len;
    out->why = out->expected_end + 2;
    if (out->why >= file->len || file->p[out->why] == '\n')
        die("%s:%d: a case is HTML, a line with a dot, the text, a line with a dot, why", path,
            out->line);
    out->end = line_end(file, out->why);
    out->why_end = file->p[out->end - 1] == '\n' ? out->end - 1 : out->end;
    return true;
}

static void report_case(const char *name, const bytes *file, const test_case *c,
                        const bytes *expected, const bytes *actual)
{
    printf("FAIL %s (line %d): %.*s\n", name, c->line, (int)(c->why_end - c->why),
           file->p + c->why);
    printf("  %.*s\n", (int)(c->html_end - c->html), file->p + c->html);
    diff_show(expected, actual);
}

// Runs one case and appends it to `rewritten` as it should stand.
static void run_case(runner *r, const char *name, const bytes *file, const test_case *c,
                     bytes *rewritten)
{
    const settings s = {0};
    bytes source = {0};
    bytes expected = {0};
    bytes actual = {0};
    bytes_add(&source, file->p + c->html, c->html_end - c->html);
    bytes_add(&expected, file->p + c->expected, c->expected_end - c->expected);
    decant_page *page = extract(r, name, &s, false, &source);
    if (page)
        print_page(page, DECANT_TEXT, &actual);
    const bool is_right = !page || bytes_equal(&expected, &actual);
    if (!is_right && !r->is_accepting) {
        report_case(name, file, c, &expected, &actual);
        r->n_failed++;
    }
    r->n_accepted += !is_right && r->is_accepting;
    bytes_add(rewritten, file->p + c->html, c->expected - c->html);
    bytes_add(rewritten, is_right ? expected.p : actual.p, is_right ? expected.len : actual.len);
    bytes_add(rewritten, file->p + c->expected_end, c->end - c->expected_end);
    r->n_run++;
    decant_page_free(page);
    bytes_free(&source);
    bytes_free(&expected);
    bytes_free(&actual);
}

// `only` is the number of the one case to run, or 0.
static void run_cases(runner *r, const char *path, int only)
{
    bytes file = file_read(path);
    bytes rewritten = {0};
    size_t at = 0;
    int number = 0;
    const size_t n_before = r->n_run;
    const size_t n_accepted = r->n_accepted;
    for (test_case c; next_case(path, &file, at, &c); at = c.end) {
        char name[512];
        bytes_add(&rewritten, file.p + at, c.html - at);
        snprintf(name, sizeof name, "%s:%d", path, ++number);
        if (only == 0 || only == number)
            run_case(r, name, &file, &c, &rewritten);
        else
            bytes_add(&rewritten, file.p + c.html, c.end - c.html);
    }
    bytes_add(&rewritten, file.p + at, file.len - at);
    if (r->n_run == n_before)
        die("%s: there is no such case", path);
    if (r->n_accepted > n_accepted) {
        file_write(path, &rewritten);
        printf("accepted %zu in %s\n", r->n_accepted - n_accepted, path);
    }
    bytes_free(&file);
    bytes_free(&rewritten);
}

// ---- which ----

static bool is_page(const char *dir)
{
    char *html = path_join(dir, "source.html");
    char *plain = path_join(dir, "source.txt");
    const bool is = file_exists(html) || file_exists(plain);
    free(html);
    free(plain);
    return is;
}

static bool has_suffix(const char *s, const char *suffix)
{
    const size_t len = strlen(s);
    const size_t n = strlen(suffix);
    return len > n && strcmp(s + len - n, suffix) == 0;
}

static void run_group(runner *r, const char *dir, bool is_pages)
{
    name_list found;
    names_read(&found, dir);
    for (size_t i = 0; i < found.n; i++) {
        char *path = path_join(dir, found.v[i]);
        if (is_pages && !is_page(path))
            die("%s: neither source.html nor source.txt", path);
        if (!is_pages && !has_suffix(path, ".txt"))
            die("%s: not a file of cases", path);
        if (is_pages)
            run_page(r, path);
        else
            run_cases(r, path, 0);
        free(path);
    }
    if (found.n == 0)
        die("%s: nothing in it", dir);
    names_free(&found);
}

// Names may be written as a shell completes them: "fixtures/pages/seed--text/".
static void run_name(runner *r, char *name)
{
    char *inner = strstr(name, "fixtures/");
    name = inner ? inner + strlen("fixtures/") : name;
    size_t len = strlen(name);
    while (len && name[len - 1] == '/')
        name[--len] = '\0';
    char *colon = strrchr(name, ':');
    const int only = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
    if (colon)
        *colon = '\0';
    if (strcmp(name, "pages") == 0 || strcmp(name, "cases") == 0)
        run_group(r, name, name[0] == 'p');
    else if (is_directory(name))
        run_page(r, name);
    else
        run_cases(r, name, only);
}

int main(int argc, char **argv)
{
    runner r = {0};
    const char *root = DECANT_FIXTURES;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--accept") == 0)
            r.is_accepting = true;
        else if (strcmp(argv[i], "--blocks") == 0)
            r.is_showing_blocks = true;
        else if (strcmp(argv[i], "--root") == 0 && i + 1 < argc)
            root = argv[++i];
        else
            die("usage: run_pages [--root DIR] [--accept] [--blocks] [NAME...]");
    }
    if (chdir(root) != 0)
        die("%s: no such directory", root);
    if (i == argc) {
        run_group(&r, "pages", true);
        run_group(&r, "cases", false);
    }
    for (; i < argc; i++)
        run_name(&r, argv[i]);
    printf("%zu run, %zu failed, %zu accepted\n", r.n_run, r.n_failed, r.n_accepted);
    return r.n_failed ? 1 : 0;
}
