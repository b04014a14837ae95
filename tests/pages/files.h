// Files and bytes for the runner. Whatever fails here ends the program with a message: a test that
// cannot read its fixture has nothing more to say.
#ifndef FIXTURE_FILES_H
#define FIXTURE_FILES_H

#include <stdbool.h>
#include <stddef.h>

// Bytes that grow. Zero-initialised it is empty; p ends with a NUL that len does not count.
typedef struct bytes {
    char *p;
    size_t len;
    size_t cap;
} bytes;

void bytes_add(bytes *b, const char *p, size_t len);
void bytes_free(bytes *b);
bool bytes_equal(const bytes *a, const bytes *b);

// A decant_write_fn that appends to a bytes.
int bytes_write(void *ctx, const char *p, size_t len);

// Names in a directory, sorted by bytes, without those that begin with a dot.
typedef struct name_list {
    char **v;
    size_t n;
} name_list;

void names_read(name_list *out, const char *dir);
void names_free(name_list *names);

bool file_exists(const char *path);
bool is_directory(const char *path);
bytes file_read(const char *path);
void file_write(const char *path, const bytes *content);

// "dir/name", to be freed.
char *path_join(const char *dir, const char *name);

// Print a message as printf does and exit with 2.
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
