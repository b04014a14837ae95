#include "pipeline/store.h"

#include "base/buf.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/status.h"
#include "pipeline/archive.h"
#include "pipeline/journal.h"
#include "pipeline/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h> // rename(), no streams
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_GROUP = 32, MOST_GROUP = 1024, NAME_SIZE = 128, SLUG = 80 };

#define PART ".part"

// Put, not committed.
typedef struct entry {
    char *input;
    char file[NAME_SIZE]; // "" when there is none
    size_t len;
    int fd; // of the temporary file, -1 when there is none
    bool has_failed;
    decant_error failure;
} entry;

struct decant_store {
    const decant_allocator *hook;
    decant_store_options options;
    char ending[16];
    int dir;
    dc_journal *journal;
    decant_archive *archive; // of what was fetched, or NULL; not owned
    entry *entries;
    size_t n, cap;
};

static decant_status no_memory(decant_error *error)
{
    return dc_fail(error, DECANT_E_NOMEM, "out of memory");
}

static void step(const decant_store *s, int32_t which)
{
    if (s->options.step)
        s->options.step(s->options.step_ctx, which);
}

// What the archive holds beyond the last commit belongs to inputs that are done again.
decant_status dc_store_archive(decant_store *s, decant_archive *archive, decant_error *error)
{
    dc_error_clear(error);
    uint64_t length = 0;
    bool is_known = false;
    decant_status status =
        dc_journal_archive(s->journal, dc_archive_path(archive), &length, &is_known, error);
    if (status == DECANT_OK && is_known)
        status = dc_archive_cut(archive, length, error);
    else if (status == DECANT_OK) // what is there is not of this folder, and stays
        status = dc_journal_note_archive(s->journal, dc_archive_path(archive),
                                         dc_archive_length(archive), error);
    if (status == DECANT_OK)
        s->archive = archive;
    return status;
}

// What a reader can recognise of the input, and its hash: the same in every run, whatever else the
// list holds, and harmless whatever the input holds.
static void name_file(const decant_store *s, const char *input, char out[NAME_SIZE])
{
    const dc_str all = dc_str_of(input);
    const size_t scheme = dc_str_find(all, DC_STR("://"));
    size_t n = 0;
    for (const char *p = scheme == DC_STR_NPOS ? input : input + scheme + 3; *p && n < SLUG; p++) {
        const char c = dc_lower(*p);
        if (dc_is_alpha(c) || dc_is_digit(c))
            out[n++] = c;
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    if (n && out[n - 1] != '-')
        out[n++] = '-';
    dc_format_hex(dc_hash(all), out + n);
    n += DC_HEX_LEN;
    out[n++] = '.';
    memcpy(out + n, s->ending, strlen(s->ending) + 1);
}

static void name_part(const entry *e, char out[NAME_SIZE + sizeof PART])
{
    const size_t len = strlen(e->file);
    memcpy(out, e->file, len);
    memcpy(out + len, PART, sizeof PART);
}

static void entry_end(decant_store *s, entry *e)
{
    if (e->fd >= 0)
        close(e->fd);
    dc_mem_free(s->hook, e->input, strlen(e->input) + 1);
}

// Gives up what was put: temporary files go.
static void drop(decant_store *s)
{
    for (size_t i = 0; i < s->n; i++) {
        char part[NAME_SIZE + sizeof PART];
        name_part(&s->entries[i], part);
        if (s->entries[i].fd >= 0)
            unlinkat(s->dir, part, 0);
        entry_end(s, &s->entries[i]);
    }
    s->n = 0;
}

static decant_status read_options(const decant_store_options *options, decant_store *s,
                                  decant_error *error)
{
    const size_t size = options && options->struct_size < sizeof s->options ? options->struct_size
                                                                            : sizeof s->options;
    if (!options || size < offsetof(decant_store_options, ending) + sizeof(char *))
        return dc_fail(error, DECANT_E_INVALID, "no options given");
    memcpy(&s->options, options, size);
    const char *ending = options->ending ? options->ending : "";
    const size_t len = strlen(ending);
    if (!options->path || !*options->path || len == 0 || len >= sizeof s->ending)
        return dc_fail(error, DECANT_E_INVALID, "a store needs a path and an ending of names");
    for (const char *p = ending; *p; p++)
        if (!dc_is_alpha(*p) && !dc_is_digit(*p) && (*p != '.' || p == ending))
            return dc_fail(error, DECANT_E_INVALID, "an ending is made of letters and digits");
    memcpy(s->ending, ending, len + 1);
    s->cap = options->group ? options->group : DEFAULT_GROUP;
    if (s->cap > MOST_GROUP)
        return dc_fail(error, DECANT_E_INVALID, "a group of %zu is larger than %d", s->cap,
                       MOST_GROUP);
    return DECANT_OK;
}

static decant_status open_folder(decant_store *s, decant_error *error)
{
    const char *path = s->options.path;
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return dc_fail_errno(error, "cannot be made", "the folder", errno);
    s->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->dir < 0)
        return dc_fail_errno(error, "cannot be opened", "the folder", errno);
    s->entries = dc_mem_zero(s->hook, s->cap, sizeof *s->entries);
    if (!s->entries)
        return no_memory(error);
    dc_buf name = dc_buf_on(s->hook, 1 << 20);
    dc_buf_add(&name, dc_str_of(path));
    dc_buf_add(&name, DC_STR("/.decant.db"));
    const char *settings = s->options.settings ? s->options.settings : "";
    const decant_status status =
        dc_buf_status(&name) == DECANT_OK
            ? dc_journal_open(s->hook, dc_buf_str(&name).p, settings, &s->journal, error)
            : no_memory(error);
    dc_buf_free(&name);
    return status;
}

decant_status dc_store_open(const decant_store_options *options, decant_store **out,
                            decant_error *error)
{
    dc_error_clear(error);
    if (!out)
        return dc_fail(error, DECANT_E_INVALID, "nowhere to put the store");
    *out = NULL;
    const decant_allocator *hook = dc_mem_hook(NULL);
    if (options && options->struct_size >= sizeof *options)
        hook = dc_mem_hook(options->allocator);
    decant_store *s = dc_mem_zero(hook, 1, sizeof *s);
    if (!s)
        return no_memory(error);
    s->hook = hook;
    s->dir = -1;
    decant_status status = read_options(options, s, error);
    if (status == DECANT_OK)
        status = open_folder(s, error);
    if (status != DECANT_OK) {
        dc_store_close(s);
        return status;
    }
    *out = s;
    return DECANT_OK;
}

void dc_store_close(decant_store *s)
{
    if (!s)
        return;
    drop(s);
    dc_journal_close(s->journal);
    if (s->dir >= 0)
        close(s->dir);
    if (s->entries)
        dc_mem_free(s->hook, s->entries, s->cap * sizeof *s->entries);
    dc_mem_free(s->hook, s, sizeof *s);
}

static bool is_due_again(const decant_store *s, const decant_error *failure)
{
    switch (s->options.retry) {
    case DECANT_STORE_RETRY_ALL:
        return failure->code != DECANT_OK;
    case DECANT_STORE_RETRY_TEMPORARY:
        return dc_error_is_temporary(failure);
    default:
        return false;
    }
}

decant_status dc_store_claim(decant_store *s, const char *input, int32_t *state,
                             decant_error *error)
{
    dc_error_clear(error);
    decant_error failure = {0};
    const decant_status status = dc_journal_claim(s->journal, input, state, &failure, error);
    if (status == DECANT_OK && *state == DECANT_STORE_DONE && is_due_again(s, &failure))
        *state = DECANT_STORE_AGAIN;
    return status;
}

static decant_status write_part(decant_store *s, entry *e, const char *bytes, decant_error *error)
{
    char part[NAME_SIZE + sizeof PART];
    name_part(e, part);
    e->fd = openat(s->dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (e->fd < 0)
        return dc_fail_errno(error, "cannot be made", part, errno);
    return dc_write_all(e->fd, bytes, e->len, part, error);
}

decant_status dc_store_put(decant_store *s, const char *input, const char *bytes, size_t len,
                           const decant_error *failure, decant_error *error)
{
    dc_error_clear(error);
    if (s->archive && dc_archive_status(s->archive, error) != DECANT_OK)
        return error ? error->code : DECANT_E_IO;
    const size_t size = strlen(input) + 1;
    entry *e = &s->entries[s->n];
    *e = (entry){.input = dc_mem_alloc(s->hook, size), .len = len, .fd = -1};
    if (!e->input)
        return no_memory(error);
    memcpy(e->input, input, size);
    s->n++;
    if (failure) {
        e->has_failed = true;
        e->failure = *failure;
    }
    decant_status status = DECANT_OK;
    if (len) {
        name_file(s, input, e->file);
        status = write_part(s, e, bytes, error);
    }
    if (status != DECANT_OK)
        drop(s);
    else if (s->n == s->cap)
        status = dc_store_commit(s, error);
    return status;
}

static decant_status sync_parts(decant_store *s, decant_error *error)
{
    for (size_t i = 0; i < s->n; i++) {
        const entry *e = &s->entries[i];
        if (e->fd >= 0 && fsync(e->fd) != 0)
            return dc_fail_errno(error, "cannot be written", e->file, errno);
    }
    return DECANT_OK;
}

static decant_status rename_parts(decant_store *s, decant_error *error)
{
    for (size_t i = 0; i < s->n; i++) {
        entry *e = &s->entries[i];
        char part[NAME_SIZE + sizeof PART];
        name_part(e, part);
        if (e->fd < 0)
            continue;
        if (renameat(s->dir, part, s->dir, e->file) != 0)
            return dc_fail_errno(error, "cannot be renamed", part, errno);
        close(e->fd);
        e->fd = -1;
    }
    // Names are data of the folder.
    return fsync(s->dir) == 0 ? DECANT_OK
                              : dc_fail_errno(error, "cannot be written", "the folder", errno);
}

static decant_status note_all(decant_store *s, decant_error *error)
{
    decant_status status = dc_journal_begin(s->journal, error);
    if (status != DECANT_OK)
        return status;
    for (size_t i = 0; status == DECANT_OK && i < s->n; i++) {
        const entry *e = &s->entries[i];
        status = dc_journal_note(s->journal, e->input, *e->file ? e->file : NULL, e->len,
                                 e->has_failed ? &e->failure : NULL, error);
    }
    if (status == DECANT_OK && s->archive)
        status = dc_journal_note_archive(s->journal, dc_archive_path(s->archive),
                                         dc_archive_length(s->archive), error);
    if (status != DECANT_OK) {
        dc_journal_end(s->journal, false, NULL);
        return status;
    }
    step(s, DECANT_STORE_NOTED);
    return dc_journal_end(s->journal, true, error);
}

// What an earlier run wrote of an input that has no file any more.
static void remove_old(const decant_store *s)
{
    for (size_t i = 0; i < s->n; i++) {
        char name[NAME_SIZE];
        if (*s->entries[i].file)
            continue;
        name_file(s, s->entries[i].input, name);
        unlinkat(s->dir, name, 0);
    }
}

// A file comes before its row: whoever dies between the two leaves a file that the next run writes
// once more, never a row without its file.
decant_status dc_store_commit(decant_store *s, decant_error *error)
{
    dc_error_clear(error);
    if (s->n == 0)
        return DECANT_OK;
    decant_status status = sync_parts(s, error);
    if (status == DECANT_OK && s->archive)
        status = dc_archive_sync(s->archive, error);
    if (status == DECANT_OK) {
        step(s, DECANT_STORE_WRITTEN);
        status = rename_parts(s, error);
    }
    if (status == DECANT_OK) {
        step(s, DECANT_STORE_RENAMED);
        status = note_all(s, error);
    }
    if (status == DECANT_OK && s->options.retry)
        remove_old(s);
    drop(s);
    if (status == DECANT_OK)
        step(s, DECANT_STORE_COMMITTED);
    return status;
}

decant_status dc_store_count(decant_store *s, decant_store_counts *out, decant_error *error)
{
    dc_error_clear(error);
    return dc_journal_count(s->journal, out, error);
}

decant_status dc_store_failures(decant_store *s, decant_store_failure_fn each, void *ctx,
                                decant_error *error)
{
    dc_error_clear(error);
    return dc_journal_failures(s->journal, each, ctx, error);
}
