#include "list.h"

#include "heap.h"
#include "slurp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_LINE = 8192 };

struct dc_list {
    FILE *file;
    uint64_t line;
    bool is_broken;
    char text[LONGEST_LINE + 1];
};

dc_list *dc_list_open(const char *path, decant_error *error)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    if (!file) {
        dc_error_of_errno(errno, error);
        return NULL;
    }
    struct stat st;
    if (fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(file);
        dc_error_set(error, DECANT_E_IO, "is a directory, not a list of inputs");
        return NULL;
    }
    dc_list *l = dc_heap_resize(NULL, 1, sizeof *l);
    l->file = file;
    l->line = 0;
    l->is_broken = false;
    return l;
}

void dc_list_close(dc_list *l)
{
    if (l && l->file != stdin)
        fclose(l->file);
    dc_heap_free(l);
}

uint64_t dc_list_line(const dc_list *l)
{
    return l->line;
}

// Reads a line, however long. Returns its length, or -1 at the end of the file.
static long read_line(dc_list *l)
{
    long len = 0;
    int c;
    while ((c = getc(l->file)) != EOF && c != '\n') {
        if (len < LONGEST_LINE)
            l->text[len] = (char)c;
        len++;
    }
    l->text[len < LONGEST_LINE ? len : LONGEST_LINE] = '\0';
    return c == EOF && len == 0 ? -1 : len;
}

static const char *trimmed(char *s)
{
    static const char blanks[] = " \t\r\v\f";
    if (strncmp(s, "\xEF\xBB\xBF", 3) == 0)
        s += 3;
    s += strspn(s, blanks);
    size_t len = strlen(s);
    while (len && strchr(blanks, s[len - 1]))
        len--;
    s[len] = '\0';
    return s;
}

const char *dc_list_next(dc_list *l, decant_error *error)
{
    memset(error, 0, sizeof *error);
    for (;;) {
        errno = 0;
        const long len = l->is_broken ? -1 : read_line(l);
        if (ferror(l->file) && !l->is_broken) {
            l->is_broken = true;
            dc_error_of_errno(errno, error);
            return "";
        }
        if (len < 0)
            return NULL;
        l->line++;
        if (len > LONGEST_LINE) {
            dc_error_set(error, DECANT_E_URL, "the line is longer than %d bytes", LONGEST_LINE);
            return "";
        }
        if (strlen(l->text) != (size_t)len) {
            dc_error_set(error, DECANT_E_URL, "the line holds a zero byte: not a list of inputs");
            return "";
        }
        const char *entry = trimmed(l->text);
        if (*entry && *entry != '#')
            return entry;
    }
}
