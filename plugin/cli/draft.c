#include "draft.h"

#include "heap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void forget(dc_draft *d)
{
    dc_heap_free(d->path);
    dc_heap_free(d->draft);
    *d = (dc_draft){0};
}

static mode_t mode_of_new_files(void)
{
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static char *draft_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t dir_len = slash ? (size_t)(slash - path) + 1 : 0;
    char *dir = dc_heap_copy(path);
    dir[dir_len] = '\0';
    char *name = dc_heap_join(dir, ".decant-XXXXXX", NULL);
    dc_heap_free(dir);
    return name;
}

static int open_draft(dc_draft *d, mode_t mode)
{
    d->draft = draft_name(d->path);
    const int fd = mkstemp(d->draft);
    if (fd < 0)
        return errno;
    if (fchmod(fd, mode) == 0)
        d->file = fdopen(fd, "w");
    if (d->file)
        return 0;
    const int failure = errno;
    close(fd);
    unlink(d->draft);
    return failure;
}

int dc_draft_open(dc_draft *d, const char *path)
{
    *d = (dc_draft){0};
    struct stat st;
    const bool is_there = stat(path, &st) == 0;
    // A symbolic link stays, and what it leads to is replaced.
    char *real = is_there ? realpath(path, NULL) : NULL;
    d->path = dc_heap_copy(real ? real : path);
    free(real);
    int failure = 0;
    if (is_there && S_ISDIR(st.st_mode)) {
        failure = EISDIR;
    } else if (is_there && !S_ISREG(st.st_mode)) {
        d->file = fopen(path, "w");
        failure = d->file ? 0 : errno;
    } else if (is_there && access(path, W_OK) != 0) {
        failure = errno; // a file that is write-protected is not to be replaced either
    } else {
        failure = open_draft(d, is_there ? st.st_mode & 07777 : mode_of_new_files());
    }
    if (failure)
        forget(d);
    return failure;
}

int dc_draft_keep_as(dc_draft *d, const char *path)
{
    int failure = ferror(d->file) ? EIO : 0;
    if (fclose(d->file) != 0)
        failure = errno;
    if (d->draft && !failure && rename(d->draft, path) != 0)
        failure = errno;
    if (d->draft && failure)
        unlink(d->draft);
    forget(d);
    return failure;
}

int dc_draft_keep(dc_draft *d)
{
    return dc_draft_keep_as(d, d->path);
}

void dc_draft_drop(dc_draft *d)
{
    if (!d->file)
        return;
    fclose(d->file);
    if (d->draft)
        unlink(d->draft);
    forget(d);
}
