#include "source_name.h"

#include <string.h>
#include <strings.h>

// The first ones are pages. A name with any of them is a file's, however much it looks like a
// host's.
static const char *const endings[] = {".html",  ".htm", ".xhtml", ".txt", ".md",  ".xml", ".json",
                                      ".jsonl", ".csv", ".tsv",   ".pdf", ".gz",  ".zip", ".c",
                                      ".h",     ".py",  ".sh",    ".log", ".png", ".jpg", ".so"};
enum { N_PAGE_ENDINGS = 3, N_TEXT_ENDINGS = 4, N_ENDINGS = sizeof endings / sizeof *endings };

static const char digits_and_letters[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static size_t ending_len(const char *name, size_t n_endings)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < n_endings; i++) {
        const size_t ending = strlen(endings[i]);
        if (len > ending && strcasecmp(name + len - ending, endings[i]) == 0)
            return ending;
    }
    return 0;
}

bool dc_is_page_file(const char *name, bool takes_text)
{
    return ending_len(name, takes_text ? N_TEXT_ENDINGS : N_PAGE_ENDINGS) > 0;
}

size_t dc_stem_len(const char *name)
{
    return strlen(name) - ending_len(name, N_TEXT_ENDINGS);
}

const char *dc_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool dc_is_web_url(const char *name)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        const size_t len = strlen(schemes[i]);
        if (strncasecmp(name, schemes[i], len) == 0 && name[len])
            return true;
    }
    return false;
}

bool dc_has_scheme(const char *name)
{
    const size_t len = strspn(name, digits_and_letters);
    const size_t rest = strspn(name + len, "0123456789abcdefghijklmnopqrstuvwxyz+-.");
    return len && strncmp(name + len + rest, "://", 3) == 0;
}

bool dc_looks_like_host(const char *name)
{
    const size_t len = strcspn(name, "/?#:");
    const char *dot = memchr(name, '.', len);
    if (!dot || dot == name || dot + 2 >= name + len || strstr(name, ".."))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!memchr(digits_and_letters, name[i], sizeof digits_and_letters - 1) &&
            !strchr(".-", name[i]))
            return false;
    return name[len] == '/' || !ending_len(name, N_ENDINGS);
}
