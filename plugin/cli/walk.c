#include "walk.h"

#include "heap.h"
#include "slurp.h"
#include "source_name.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// One open directory: its names, and how far they have been gone through.
typedef struct level {
    char **names;
    size_t n, cap, next;
    size_t path_len; // of the directory in walk.path, its last / included
} level;

struct dc_walk {
    char *path; // of what next() gave last
    size_t path_cap;
    size_t root_len;
    level *levels;
    size_t n_levels, cap_levels;
    bool takes_text;
    bool is_begun;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// Puts name behind the first len bytes of the path.
static void set_path(dc_walk *w, size_t len, const char *name)
{
    const size_t name_len = strlen(name);
    if (len + name_len + 2 > w->path_cap) {
        w->path_cap = 2 * (len + name_len + 2);
        w->path = dc_heap_resize(w->path, w->path_cap, 1);
    }
    memcpy(w->path + len, name, name_len + 1);
}

static void free_level(level *l)
{
    for (size_t i = 0; i < l->n; i++)
        dc_heap_free(l->names[i]);
    dc_heap_free(l->names);
}

// Reads the directory at walk.path, which then ends with a slash.
static int descend(dc_walk *w)
{
    DIR *dir = opendir(w->path);
    if (!dir)
        return errno;
    level l = {0};
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(dir)); errno = 0) {
        if (entry->d_name[0] == '.')
            continue;
        l.names = dc_heap_grow(l.names, l.n, &l.cap, sizeof *l.names);
        l.names[l.n++] = dc_heap_copy(entry->d_name);
    }
    const int failure = errno;
    closedir(dir);
    if (l.n)
        qsort(l.names, l.n, sizeof *l.names, by_name);
    l.path_len = strlen(w->path);
    if (w->path[l.path_len - 1] != '/') {
        set_path(w, l.path_len, "/");
        l.path_len++;
    }
    w->levels = dc_heap_grow(w->levels, w->n_levels, &w->cap_levels, sizeof *w->levels);
    w->levels[w->n_levels++] = l;
    return failure;
}

typedef enum entry_kind { ENTRY_OTHER, ENTRY_PAGE, ENTRY_DIRECTORY } entry_kind;

// A link to a page is a page, even when it leads nowhere: reading it says so.
static entry_kind kind_of(const dc_walk *w, const char *name)
{
    struct stat st;
    if (lstat(w->path, &st) != 0)
        return dc_is_page_file(name, w->takes_text) ? ENTRY_PAGE : ENTRY_OTHER;
    if (S_ISDIR(st.st_mode))
        return ENTRY_DIRECTORY;
    if (!dc_is_page_file(name, w->takes_text))
        return ENTRY_OTHER;
    if (S_ISLNK(st.st_mode) && stat(w->path, &st) != 0)
        return ENTRY_PAGE;
    return S_ISREG(st.st_mode) ? ENTRY_PAGE : ENTRY_OTHER;
}

dc_walk *dc_walk_begin(const char *path, bool takes_text)
{
    dc_walk *w = dc_heap_resize(NULL, 1, sizeof *w);
    *w = (dc_walk){.takes_text = takes_text};
    set_path(w, 0, path);
    return w;
}

void dc_walk_end(dc_walk *w)
{
    if (!w)
        return;
    while (w->n_levels)
        free_level(&w->levels[--w->n_levels]);
    dc_heap_free(w->levels);
    dc_heap_free(w->path);
    dc_heap_free(w);
}

static const char *report(dc_walk *w, int failure, const char **below, decant_error *error)
{
    dc_error_of_errno(failure, error);
    *below = "";
    return w->path;
}

const char *dc_walk_next(dc_walk *w, const char **below, decant_error *error)
{
    memset(error, 0, sizeof *error);
    if (!w->is_begun) {
        w->is_begun = true;
        const int failure = descend(w);
        w->root_len = w->n_levels ? w->levels[0].path_len : 0;
        if (failure)
            return report(w, failure, below, error);
    }
    while (w->n_levels) {
        level *l = &w->levels[w->n_levels - 1];
        if (l->next == l->n) {
            free_level(l);
            w->n_levels--;
            continue;
        }
        const char *name = l->names[l->next++];
        set_path(w, l->path_len, name);
        const entry_kind kind = kind_of(w, name);
        *below = w->path + w->root_len;
        if (kind == ENTRY_PAGE)
            return w->path;
        const int failure = kind == ENTRY_DIRECTORY ? descend(w) : 0;
        if (failure)
            return report(w, failure, below, error);
    }
    return NULL;
}
