#include "output.h"

#include "heap.h"
#include "source_name.h"

#include <decant/decant.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *dc_output_ending(int32_t format)
{
    static const char *const endings[] = {
        [DECANT_TEXT] = ".txt",    [DECANT_JSON] = ".json", [DECANT_JSONL] = ".jsonl",
        [DECANT_MARKDOWN] = ".md", [DECANT_HTML] = ".html", [DECANT_XML] = ".xml",
        [DECANT_TEI] = ".tei.xml", [DECANT_CSV] = ".csv",   [DECANT_REPORT] = ".html"};
    return endings[format];
}

static void say_failure(const dc_output *o, const char *path, int failure)
{
    const dc_place place = {.name = path};
    dc_say_error(o->voice, &place, "cannot write: %s", strerror(failure));
}

// Makes the directories of a path, from its byte `from` on, up to its last slash. Returns an errno.
static int make_directories(char *path, size_t from)
{
    for (char *slash = path + from; (slash = strchr(slash, '/')); slash++) {
        if (slash == path)
            continue;
        *slash = '\0';
        const int failure = mkdir(path, 0777) != 0 && errno != EEXIST ? errno : 0;
        *slash = '/';
        if (failure)
            return failure;
    }
    return 0;
}

static bool open_directory(dc_output *o)
{
    char *path = dc_heap_join(o->path, "/", NULL);
    int failure = make_directories(path, 0);
    struct stat st;
    if (!failure && stat(path, &st) != 0)
        failure = errno;
    if (!failure && access(path, W_OK | X_OK) != 0)
        failure = errno;
    dc_heap_free(path);
    if (failure)
        say_failure(o, o->path, failure);
    return !failure;
}

// A name that is nothing yet is a file if it looks like one, "all.txt", or if one input goes there.
static dc_output_kind kind_of(const char *path, bool is_many)
{
    struct stat st;
    if (!path || strcmp(path, "-") == 0)
        return DC_OUTPUT_STDOUT;
    if (path[strlen(path) - 1] == '/')
        return DC_OUTPUT_DIRECTORY;
    if (stat(path, &st) == 0)
        return S_ISDIR(st.st_mode) ? DC_OUTPUT_DIRECTORY : DC_OUTPUT_FILE;
    const char *dot = strrchr(dc_base_name(path), '.');
    return is_many && !(dot && dot[1]) ? DC_OUTPUT_DIRECTORY : DC_OUTPUT_FILE;
}

bool dc_output_is_directory(const dc_settings *settings)
{
    return kind_of(settings->output, true) == DC_OUTPUT_DIRECTORY;
}

bool dc_output_open(dc_output *o, const dc_settings *settings, bool is_many, const dc_voice *voice,
                    dc_progress *progress)
{
    *o = (dc_output){.kind = kind_of(settings->output, is_many),
                     .voice = voice,
                     .progress = progress,
                     .path = settings->output,
                     .ending = settings->is_fetch ? ".html" : dc_output_ending(settings->to),
                     .is_separated = dc_settings_are_texts(settings) && !settings->is_fetch};
    if (o->kind == DC_OUTPUT_DIRECTORY)
        return open_directory(o);
    if (o->kind == DC_OUTPUT_STDOUT) {
        o->file = stdout;
        return true;
    }
    const int failure = dc_draft_open(&o->draft, o->path);
    o->file = o->draft.file;
    if (failure)
        say_failure(o, o->path, failure);
    return !failure;
}

void dc_output_begin(dc_output *o, const char *stem)
{
    o->is_in_record = false;
    if (o->kind != DC_OUTPUT_DIRECTORY)
        return;
    o->has_record = false;
    char *dir = dc_heap_join(o->path, "/", stem);
    o->record_path = dc_heap_join(dir, o->ending, NULL);
    dc_heap_free(dir);
}

static int open_record(dc_output *o)
{
    int failure = make_directories(o->record_path, strlen(o->path) + 1);
    if (!failure)
        failure = dc_draft_open(&o->draft, o->record_path);
    o->file = o->draft.file;
    return failure;
}

static int put(dc_output *o, const char *bytes, size_t len)
{
    if (fwrite(bytes, 1, len, o->file) != len)
        o->failure = errno ? errno : EIO;
    if (len)
        o->last = bytes[len - 1];
    return o->failure != 0;
}

int dc_output_write(void *output, const char *bytes, size_t len)
{
    dc_output *o = output;
    if (len == 0)
        return 0;
    if (o->failure)
        return 1;
    if (!o->file)
        o->failure = open_record(o);
    if (o->failure)
        return 1;
    if (!o->is_in_record) {
        if (o->kind == DC_OUTPUT_STDOUT)
            dc_progress_clear(o->progress);
        if (o->is_separated && o->has_record)
            put(o, "\n\n", o->last == '\n' ? 1 : 2);
    }
    o->is_in_record = true;
    o->has_record = true;
    return put(o, bytes, len);
}

bool dc_output_is_unread(const dc_output *o)
{
    return o->failure == EPIPE && o->kind == DC_OUTPUT_STDOUT;
}

static const char *name_of(const dc_output *o)
{
    if (o->kind == DC_OUTPUT_STDOUT)
        return "standard output";
    return o->record_path ? o->record_path : o->path;
}

static bool is_fine(const dc_output *o)
{
    if (o->failure && !dc_output_is_unread(o))
        say_failure(o, name_of(o), o->failure);
    return !o->failure;
}

bool dc_output_end(dc_output *o)
{
    if (o->kind == DC_OUTPUT_DIRECTORY && o->file) {
        if (o->failure)
            dc_draft_drop(&o->draft);
        else
            o->failure = dc_draft_keep(&o->draft);
        o->file = NULL;
    } else if (o->kind == DC_OUTPUT_STDOUT && !o->failure && fflush(stdout) != 0) {
        o->failure = errno; // each record is out as soon as it is ready, for whoever reads on
    }
    const bool fine = is_fine(o);
    dc_heap_free(o->record_path);
    o->record_path = NULL;
    return fine;
}

// What a long run had done when it was stopped is not thrown away, nor taken for the whole.
static int keep_part(dc_output *o)
{
    char *path = dc_heap_join(o->path, ".part", NULL);
    const int failure = dc_draft_keep_as(&o->draft, path);
    const dc_place place = {.name = path};
    if (!failure)
        dc_say(o->voice, &place, "holds what was done before the stop");
    dc_heap_free(path);
    return failure;
}

bool dc_output_close(dc_output *o, bool is_whole)
{
    if (o->kind != DC_OUTPUT_FILE || !o->draft.file)
        return true;
    const bool was_fine = !o->failure;
    if (!was_fine || !o->has_record)
        dc_draft_drop(&o->draft);
    else if (is_whole || !o->draft.draft)
        o->failure = dc_draft_keep(&o->draft);
    else
        o->failure = keep_part(o);
    o->file = NULL;
    return !was_fine || is_fine(o);
}
