// A fuzz target as an ordinary test: runs it over files and folders, and over every front part of
// small files, for much goes wrong where a page is cut.
//
//   fuzz_X PATH...
#include "fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

enum { MOST_CUT = 1024, LARGEST = 16 << 20 };

// In a piece of its own size, so that the address sanitizer sees a read past the end.
static void run(const uint8_t *bytes, size_t len)
{
    uint8_t *exact = malloc(len ? len : 1);
    PROMISE(exact);
    memcpy(exact, bytes, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
}

static size_t replay_file(const char *path)
{
    static uint8_t bytes[LARGEST];
    FILE *file = fopen(path, "rb");
    PROMISE(file);
    const size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t cut = 0; len <= MOST_CUT && cut < len; cut++)
        run(bytes, cut);
    run(bytes, len);
    return 1;
}

static int is_named(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static size_t replay(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        fprintf(stderr, "%s: no such file or directory\n", path);
        exit(1);
    }
    if (!S_ISDIR(about.st_mode))
        return replay_file(path);
    struct dirent **entries;
    size_t n_files = 0;
    const int n = scandir(path, &entries, is_named, alphasort);
    for (int i = 0; i < n; i++) {
        char inside[4096];
        snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
        n_files += replay(inside);
        free(entries[i]);
    }
    free(entries);
    return n_files;
}

int main(int n_args, char **args)
{
    size_t n_files = 0;
    for (int i = 1; i < n_args; i++) {
        const size_t n = replay(args[i]);
        PROMISE(n > 0);
        n_files += n;
    }
    printf("%zu files\n", n_files);
    return n_files == 0;
}
