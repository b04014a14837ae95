#include "support/warcfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum { MOST = 64 << 20, MOST_RATIO = 1032 }; // the most that deflate can pack

static const char *field(const char *header, const char *name, char *out, size_t cap)
{
    const size_t len = strlen(name);
    out[0] = '\0';
    for (const char *line = header; line && *line; line = strstr(line, "\r\n")) {
        line += strncmp(line, "\r\n", 2) == 0 ? 2 : 0;
        if (strncasecmp(line, name, len) != 0 || line[len] != ':')
            continue;
        const char *value = line + len + 1 + strspn(line + len + 1, " ");
        snprintf(out, cap, "%.*s", (int)strcspn(value, "\r"), value);
        return out;
    }
    return NULL;
}

static const char *read_record(char *p, size_t len, warc_record_fn each, void *ctx)
{
    warc_record r = {.header = p};
    char number[32], id[80], date[40];
    char *end = strstr(p, "\r\n\r\n");
    if (strncmp(p, "WARC/1.1\r\n", 10) != 0 || !end)
        return "no header of WARC 1.1";
    end[2] = '\0';
    if (!field(p, "WARC-Type", r.type, sizeof r.type) ||
        !field(p, "WARC-Record-ID", id, sizeof id) || !field(p, "WARC-Date", date, sizeof date) ||
        !field(p, "Content-Length", number, sizeof number))
        return "a field that must be there is not";
    if (strlen(id) != 47 || strncmp(id, "<urn:uuid:", 10) != 0 || strlen(date) != 20)
        return "no good name or date";
    if (!field(p, "WARC-Target-URI", r.url, sizeof r.url) && strcmp(r.type, "warcinfo") != 0)
        return "no URI";
    r.block = end + 4;
    r.len = (size_t)strtoull(number, NULL, 10);
    if ((size_t)(r.block - p) + r.len + 4 != len || memcmp(r.block + r.len, "\r\n\r\n", 4) != 0)
        return "a block of another length";
    if (each)
        each(ctx, &r);
    return NULL;
}

// One member: from the bytes at *in.
static const char *read_member(unsigned char **in, size_t *left, warc_record_fn each, void *ctx)
{
    z_stream z = {.next_in = *in, .avail_in = (uInt)*left};
    const size_t room = *left < MOST / MOST_RATIO ? *left * MOST_RATIO : MOST;
    char *p = malloc(room + 1);
    z.next_out = (unsigned char *)p;
    z.avail_out = (uInt)room;
    inflateInit2(&z, 15 + 16);
    const int code = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    p[z.total_out] = '\0';
    const char *why = code == Z_STREAM_END ? read_record(p, z.total_out, each, ctx)
                                           : "a member that is not whole";
    *in = z.next_in;
    *left = z.avail_in;
    free(p);
    return why;
}

int warc_read(const char *path, warc_record_fn each, void *ctx, const char **why)
{
    FILE *f = fopen(path, "rb");
    *why = "cannot be opened";
    if (!f)
        return -1;
    fseek(f, 0, SEEK_END);
    const long size = ftell(f);
    rewind(f);
    unsigned char *bytes = malloc((size_t)size + 1);
    size_t left = fread(bytes, 1, (size_t)size, f);
    fclose(f);
    int n = 0;
    *why = NULL;
    for (unsigned char *in = bytes; left && !*why; n++)
        *why = read_member(&in, &left, each, ctx);
    free(bytes);
    return *why ? -1 : n;
}
