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

void dc_tally_failure(dc_tally *t, const decant_error *failure)
{
    dc_tally_add(t, failure->code, failure->http_status, 1);
    t->temporary += decant_error_is_temporary(failure) != 0;
    if (!*failure->verdict)
        return;
    size_t i = 0;
    while (i < t->n_verdicts && strcmp(t->verdicts[i].name, failure->verdict) != 0)
        i++;
    if (i == DC_TALLY_VERDICTS)
        return;
    if (i == t->n_verdicts)
        memcpy(t->verdicts[t->n_verdicts++].name, failure->verdict, sizeof failure->verdict);
    t->verdicts[i].n++;
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
    for (size_t i = 0; i < t->n_verdicts; i++)
        if (strcmp(t->verdicts[i].name, "empty") != 0) // said above
            dc_say(voice, NULL, "%8llu  of the failures: %s", (unsigned long long)t->verdicts[i].n,
                   t->verdicts[i].name);
}

static void write_stats(const dc_tally *t, const dc_stats *s, FILE *file)
{
    const struct {
        const char *name;
        uint64_t n;
    } counts[] = {{"ok", s->ok},
                  {"failed", s->failed},
                  {"temporary", t->temporary},
                  {"earlier", s->earlier},
                  {"again", s->again},
                  {"twice", s->twice},
                  {"cached", s->cached},
                  {"bytes", s->bytes},
                  {"requests", s->requests},
                  {"wire_bytes", s->wire_bytes}};
    fputc('{', file);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        fprintf(file, "\"%s\":%llu,", counts[i].name, (unsigned long long)counts[i].n);
    fprintf(file, "\"seconds\":%.3f,\"whole\":%s,\"status\":{", (double)s->ms / 1000,
            s->is_whole ? "true" : "false");
    for (size_t i = 0; i < t->n; i++) {
        char name[64];
        name_row(&t->rows[i], name, sizeof name);
        fprintf(file, "%s\"%s\":%llu", i ? "," : "", name, (unsigned long long)t->rows[i].n);
    }
    fputs("},\"verdicts\":{", file);
    for (size_t i = 0; i < t->n_verdicts; i++)
        fprintf(file, "%s\"%s\":%llu", i ? "," : "", t->verdicts[i].name,
                (unsigned long long)t->verdicts[i].n);
    fputs("}}\n", file);
}

bool dc_tally_save(const dc_tally *t, const dc_stats *s, const char *path, const dc_voice *voice)
{
    FILE *file = fopen(path, "w");
    if (file)
        write_stats(t, s, file);
    const bool is_bad = file && ferror(file);
    if (file && fclose(file) == 0 && !is_bad)
        return true;
    const dc_place place = {.name = path};
    dc_say_error(voice, &place, "cannot write: %s", strerror(errno));
    return false;
}
