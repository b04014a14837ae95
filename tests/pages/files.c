#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Fixtures are small; a larger file is not one.
enum { MAX_FILE = 16 << 20, MAX_NAMES = 10000 };

void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("run_pages: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void *resize(void *p, size_t size)
{
    void *made = realloc(p, size);
    if (!made)
        die("out of memory");
    return made;
}

void bytes_add(bytes *b, const char *p, size_t len)
{
    if (len > MAX_FILE - b->len)
        die("more than %d bytes", (int)MAX_FILE);
    if (b->len + len >= b->cap) {
        b->cap = (b->len + len + 1) * 2;
        b->p = resize(b->p, b->cap);
    }
    if (len)
        memcpy(b->p + b->len, p, len);
    b->len += len;
    b->p[b->len] = '\0';
}

void bytes_free(bytes *b)
{
    free(b->p);
    *b = (bytes){0};
}

bool bytes_equal(const bytes *a, const bytes *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->p, b->p, a->len) == 0);
}

int bytes_write(void *ctx, const char *p, size_t len)
{
    bytes_add(ctx, p, len);
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *copied(const char *s)
{
    const size_t size = strlen(s) + 1;
    return memcpy(resize(NULL, size), s, size);
}

void names_read(name_list *out, const char *dir)
{
    *out = (name_list){0};
    DIR *d = opendir(dir);
    if (!d)
        die("%s: %s", dir, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(d)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (out->n == MAX_NAMES)
            die("%s: more than %d names", dir, (int)MAX_NAMES);
        out->v = resize(out->v, (out->n + 1) * sizeof *out->v);
        out->v[out->n++] = copied(entry->d_name);
    }
    closedir(d);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, compare_names);
}

void names_free(name_list *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->v[i]);
    free(names->v);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bytes file_read(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        die("%s: %s", path, strerror(errno));
    bytes content = {0};
    char piece[65536];
    bytes_add(&content, "", 0);
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        bytes_add(&content, piece, n);
    if (ferror(f))
        die("%s: cannot be read", path);
    fclose(f);
    return content;
}

void file_write(const char *path, const bytes *content)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        die("%s: %s", path, strerror(errno));
    const bool is_written = fwrite(content->p, 1, content->len, f) == content->len;
    if (fclose(f) != 0 || !is_written)
        die("%s: cannot be written", path);
}

char *path_join(const char *dir, const char *name)
{
    const size_t size = strlen(dir) + strlen(name) + 2;
    char *path = resize(NULL, size);
    snprintf(path, size, "%s/%s", dir, name);
    return path;
}
