// Plain text through a stream: speed, and how much memory it takes.
//
//     bench_text [MIB]     of a text made here of prose, short lines and prompts; default 1024
//
// The text is made a piece at a time, outside of the time that is measured. Prints MB/s over the
// thread's CPU time, for the text and for a copy of it alone, and the peak of resident memory.
#include <decant/decant.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>

enum { PIECE = 4 << 20, SLICE = 256 << 10 };

static const char *const words[] = {
    "the",    "council", "harbour", "river",   "morning", "bread",  "salt",     "water",
    "people", "house",   "work",    "paper",   "street",  "old",    "never",    "over",
    "before", "winter",  "summer",  "story",   "town",    "it’s",   "children", "small",
    "number", "report",  "energy",  "because", "system",  "during", "of",       "and",
    "a",      "in",      "to",      "was",     "had",     "with",   "without",  "said",
};

static const char *const prompts[] = {
    "You must be logged in to post a comment",
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "12 Comments",
    "Vous devez être connecté pour publier un commentaire.",
    "Du musst angemeldet sein, um einen Kommentar abzugeben.",
};

static uint32_t random_below(uint32_t n)
{
    static uint64_t seed = 20;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

static size_t put(char *to, const char *s)
{
    const size_t len = strlen(s);
    memcpy(to, s, len);
    return len;
}

static size_t sentence(char *to, uint32_t n_words)
{
    size_t len = 0;
    for (uint32_t i = 0; i < n_words; i++) {
        len += put(to + len, words[random_below(sizeof words / sizeof *words)]);
        to[len++] = ' ';
    }
    if (to[0] >= 'a' && to[0] <= 'z')
        to[0] = (char)(to[0] - 32);
    to[len - 1] = '.';
    return len;
}

// A paragraph as one line, a line of wrapped prose, a heading or a prompt. At most 2 KiB.
static size_t line(char *to)
{
    const uint32_t kind = random_below(1000);
    size_t len = 0;
    if (kind < 5)
        len = put(to, prompts[random_below(sizeof prompts / sizeof *prompts)]);
    else if (kind < 500)
        for (uint32_t n = 2 + random_below(6); n; n--) {
            len += sentence(to + len, 6 + random_below(18));
            to[len++] = ' ';
        }
    else if (kind < 950)
        len = sentence(to, 10 + random_below(5));
    else
        len = sentence(to, 2 + random_below(4)) - 1;
    to[len++] = '\n';
    return len;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct counter {
    uint64_t bytes;
    uint64_t removals;
    char last[SLICE];
} counter;

static int count(void *ctx, const char *bytes, size_t len)
{
    counter *c = ctx;
    c->bytes += len;
    memcpy(c->last, bytes, len < SLICE ? len : SLICE); // as a file would
    return 0;
}

static int count_removal(void *ctx, const decant_removal *removal)
{
    (void)removal;
    ((counter *)ctx)->removals++;
    return 0;
}

int main(int argc, char **argv)
{
    const uint64_t size = (argc > 1 ? strtoull(argv[1], NULL, 10) : 1024) << 20;
    static char piece[PIECE + 4096];
    static char copied[SLICE];
    static counter out;
    decant_options options = DECANT_OPTIONS_INIT;
    options.removed = count_removal;
    options.removed_ctx = &out;
    decant_text_stream *stream;
    if (decant_text_stream_new(&options, count, &out, &stream, NULL) != DECANT_OK)
        return 1;
    double seconds = 0;
    double copying = 0;
    uint64_t done = 0;
    while (done < size) {
        size_t len = 0;
        while (len < PIECE)
            len += line(piece + len);
        const double start = now();
        for (size_t at = 0; at < len; at += SLICE)
            decant_text_stream_feed(stream, piece + at, len - at < SLICE ? len - at : SLICE, NULL);
        const double middle = now();
        for (size_t at = 0; at < len; at += SLICE)
            memcpy(copied, piece + at, len - at < SLICE ? len - at : SLICE);
        seconds += middle - start;
        copying += now() - middle;
        done += len;
    }
    decant_text_stream_finish(stream, NULL);
    decant_text_stream_free(stream);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    struct utsname machine;
    uname(&machine);
    printf("%s %s, %.0f MB in, %.0f MB out, %llu removals (%d)\n", machine.sysname, machine.machine,
           (double)done / 1e6, (double)out.bytes / 1e6, (unsigned long long)out.removals,
           copied[0] != 0);
    printf("%.0f MB/s, copying alone %.0f MB/s, peak %ld KiB\n", (double)done / 1e6 / seconds,
           (double)done / 1e6 / copying, usage.ru_maxrss);
    return 0;
}
