#include "tally.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void dc_tally_add(dc_tally *t, decant_status code, int32_t http_status, uint64_t n)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].code == code && t->rows[i].http_status == http_status) {
            t->rows[i].n += n;
            return;
        }
    if (t->n == DC_TALLY_ROWS) {
        dc_tally_row *last = &t->rows[DC_TALLY_ROWS - 1];
        last->code = DECANT_E_INTERNAL;
        last->http_status = 0;
        last->n += n;
        return;
    }
    t->rows[t->n++] = (dc_tally_row){code, http_status, n};
}

static void name_row(const dc_tally_row *row, char *out, size_t cap)
{
    if (row->code == DECANT_E_HTTP_STATUS)
        snprintf(out, cap, "HTTP_%d", (int)row->http_status);
    else
        snprintf(out, cap, "%s", decant_status_name(row->code));
}

void dc_tally_say(const dc_tally *t, const dc_voice *voice)
{
    for (size_t i = 0; i < t->n; i++) {
        const dc_tally_row *row = &t->rows[i];
        if (row->code == DECANT_E_HTTP_STATUS)
            dc_say(voice, NULL, "%8llu  HTTP %d", (unsigned long long)row->n,
                   (int)row->http_status);
        else
            dc_say(voice, NULL, "%8llu  %s", (unsigned long long)row->n,
                   row->code == DECANT_OK              ? "ok"
                   : row->code == DECANT_E_EMPTY_INPUT ? "no text"
                                                       : decant_status_text(row->code));
    }
}

bool dc_tally_save(const dc_tally *t, const dc_stats *s, const char *path, const dc_voice *voice)
{
    FILE *file = fopen(path, "w");
    if (file) {
        fprintf(file,
                "{\"ok\":%llu,\"failed\":%llu,\"earlier\":%llu,\"twice\":%llu,\"bytes\":%llu,"
                "\"seconds\":%.3f,\"whole\":%s,\"status\":{",
                (unsigned long long)s->ok, (unsigned long long)s->failed,
                (unsigned long long)s->earlier, (unsigned long long)s->twice,
                (unsigned long long)s->bytes, (double)s->ms / 1000, s->is_whole ? "true" : "false");
        for (size_t i = 0; i < t->n; i++) {
            char name[64];
            name_row(&t->rows[i], name, sizeof name);
            fprintf(file, "%s\"%s\":%llu", i ? "," : "", name, (unsigned long long)t->rows[i].n);
        }
        fputs("}}\n", file);
    }
    const bool is_bad = file && ferror(file);
    if (file && fclose(file) == 0 && !is_bad)
        return true;
    const dc_place place = {.name = path};
    dc_say_error(voice, &place, "cannot write: %s", strerror(errno));
    return false;
}
