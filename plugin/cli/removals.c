#include "removals.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

static bool say(const dc_removals *r, int failure, const dc_voice *voice)
{
    const dc_place place = {.name = r->path};
    if (failure)
        dc_say_error(voice, &place, "%s", strerror(failure));
    return !failure;
}

bool dc_removals_open(dc_removals *r, const char *path, const dc_voice *voice)
{
    *r = (dc_removals){.path = path};
    return !path || say(r, dc_draft_open(&r->draft, path), voice);
}

int dc_removals_add(void *removals, const decant_removal *removal)
{
    dc_removals *r = removals;
    json_t *input = json_string(r->input); // NULL for a name that is not UTF-8
    json_t *line = json_pack("{s:o?, s:I, s:I, s:s, s:s}", "input", input, "at",
                             (json_int_t)removal->at, "len", (json_int_t)removal->len, "reason",
                             removal->reason, "family", removal->family);
    const bool is_written = line && json_dumpf(line, r->draft.file, JSON_COMPACT) == 0 &&
                            fputc('\n', r->draft.file) != EOF;
    if (!is_written && !r->failure)
        r->failure = errno ? errno : EIO;
    json_decref(line);
    return r->failure != 0;
}

bool dc_removals_close(dc_removals *r, const dc_voice *voice)
{
    if (!r->path || !r->draft.file)
        return true;
    if (!r->failure)
        r->failure = dc_draft_keep(&r->draft);
    else
        dc_draft_drop(&r->draft);
    return say(r, r->failure, voice);
}
