// bench_fetch [PAGES [fetch]]: fetching from nginx on loopback, 20,000 pages of mixed size over 200
// names, politeness off. In one run: curl with 100 transfers, Decant fetching alone, cleaning
// alone, both. What counts are the ratios of runs that follow each other, as the speed of a machine
// changes by the minute: curl and fetching in turns, both between two runs of cleaning. Medians of
// five turns, and processor time beside them, which a busy machine disturbs less. "fetch" leaves
// out the cleaning. nginx works on the same two cores, set up as for many static files; its own
// time says what of the difference it takes. Memory is the mean over the pages of each tenth of a
// run, read at every 13th: how many pages are in flight, and how large, changes from one to the
// next.
#include <decant/pipeline.h>

#include "median.h"
#include "support/loopback.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <arpa/inet.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum {
    PAGES = 20000,
    NAMES = 200,
    FILES = 100,
    PARALLEL = 100,
    JOBS = 2,
    TURNS = 5,
    TENTHS = 10,
    STRIDE = 13
};

typedef struct bench {
    char root[64];
    unsigned port;
    unsigned n_pages;
    char *pages[FILES];
    size_t lens[FILES];
    pid_t nginx;
    int statm; // of this process
    unsigned n_done, n_ok, next;
    size_t bytes;
    uint64_t kb[TENTHS]; // sums over their pages
} bench;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_s(int who)
{
    struct rusage r;
    getrusage(who, &r);
    return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
           (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

// Of the server so far; 0 when the system does not tell.
static double server_cpu_s(const bench *b)
{
    struct timespec t = {0};
#ifdef __GLIBC__
    clockid_t clock;
    if (clock_getcpuclockid(b->nginx, &clock) == 0)
        clock_gettime(clock, &t);
#else
    (void)b;
#endif
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// Looking takes time of what is measured, and of nothing that it is compared with: one call each.
static unsigned rss_kb(const bench *b)
{
    char text[128] = "";
    unsigned long size = 0, resident = 0;
    if (pread(b->statm, text, sizeof text - 1, 0) > 0)
        sscanf(text, "%lu %lu", &size, &resident);
    return (unsigned)(resident * (unsigned long)sysconf(_SC_PAGESIZE) / 1024);
}

// ---- pages and their server --------------------------------------------------------------------

// From 2 KB to 200 KB, most of them small; two thirds of a page are mark-up and navigation.
static void make_page(bench *b, unsigned i)
{
    static const char *const words[] = {
        "tide",    "harbour", "evening", "letter", "slowly", "brought", "under", "window",
        "without", "island",  "the",     "and",    "of",     "a",       "in",    "was"};
    const size_t want = 2048 + (size_t)i * i * 20;
    char *p = malloc(want + 4096);
    size_t len = (size_t)sprintf(p,
                                 "<!doctype html><html><head><title>Page %u</title></head><body>"
                                 "<nav><ul>",
                                 i);
    for (unsigned n = 0; len < want / 3; n++)
        len += (size_t)sprintf(
            p + len,
            "<li class=\"menu-item item-%u\"><a href=\"/section/%u\">Section %u</a></li>\n", n, n,
            n);
    len += (size_t)sprintf(p + len, "</ul></nav><article><h1>Page %u</h1>\n", i);
    for (unsigned seed = i + 1; len < want;) {
        len += (size_t)sprintf(p + len, "<p class=\"text\">");
        for (int n = 0; n < 60; n++) {
            seed = seed * 1103515245 + 12345;
            len += (size_t)sprintf(p + len, "%s%s", words[seed >> 28], n % 12 == 11 ? ". " : " ");
        }
        len += (size_t)sprintf(p + len, "</p>\n");
    }
    len += (size_t)sprintf(p + len, "</article><footer>Imprint</footer></body></html>\n");
    b->pages[i] = p;
    b->lens[i] = len;
}

static unsigned free_port(void)
{
    unsigned port;
    const int fd = loopback_listen(1, &port);
    if (fd < 0)
        abort();
    close(fd);
    return port;
}

static FILE *create(const bench *b, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", b->root, name);
    FILE *f = fopen(path, "w");
    if (!f)
        abort();
    return f;
}

static void write_files(bench *b)
{
    char name[32];
    for (unsigned i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "p%u.html", i);
        FILE *f = create(b, name);
        fwrite(b->pages[i], 1, b->lens[i], f);
        fclose(f);
    }
    FILE *f = create(b, "nginx.conf");
    fprintf(f,
            "daemon off; master_process off; pid %s/pid; error_log stderr crit;\n"
            "events { worker_connections 1024; }\n"
            "http { access_log off; types { text/html html; } sendfile on; tcp_nopush on;\n"
            "tcp_nodelay on; open_file_cache max=1000;\n"
            "keepalive_requests 1000000; keepalive_timeout 600;\n"
            "server { listen 127.0.0.1:%u; root %s; } }\n",
            b->root, b->port, b->root);
    fclose(f);
    f = create(b, "curl.conf");
    for (unsigned i = 0; i < b->n_pages; i++)
        fprintf(f, "url = \"http://h%u.example:%u/p%u.html\"\noutput = /dev/null\n", i % NAMES,
                b->port, i % FILES);
    fclose(f);
}

static pid_t run(char *const *argv)
{
    const pid_t pid = fork();
    if (pid != 0)
        return pid;
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDOUT_FILENO);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

static void start_nginx(bench *b)
{
    char conf[128];
    snprintf(conf, sizeof conf, "%s/nginx.conf", b->root);
    char *argv[] = {"nginx", "-e", "stderr", "-p", b->root, "-c", conf, NULL};
    b->nginx = run(argv);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    a.sin_port = htons((unsigned short)b->port);
    for (int i = 0; i < 200; i++) {
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        const bool is_there = connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
        close(fd);
        if (is_there)
            return;
        nanosleep(&(struct timespec){0, 50000000}, NULL);
    }
    fputs("nginx does not start\n", stderr);
    exit(1);
}

// ---- the four runs -----------------------------------------------------------------------------

static double run_curl(const bench *b)
{
    char conf[128], resolve[64];
    snprintf(conf, sizeof conf, "%s/curl.conf", b->root);
    snprintf(resolve, sizeof resolve, "*:%u:127.0.0.1", b->port);
    char *argv[] = {"curl",       "-q",
                    "-s",         "--no-progress-meter",
                    "--parallel", "--parallel-max",
                    "100",        "--resolve",
                    resolve,      "-K",
                    conf,         NULL};
    int status = 0;
    const double start = now_s();
    waitpid(run(argv), &status, 0);
    if (status)
        fprintf(stderr, "curl ended with status %d\n", status);
    return now_s() - start;
}

static decant_fetch_options fetch_options(const char *const *resolve)
{
    decant_fetch_options o = DECANT_FETCH_OPTIONS_INIT;
    o.allow_private = 1;
    o.max_parallel = PARALLEL;
    o.delay_ms = UINT32_MAX;
    o.robots = DECANT_ROBOTS_IGNORE;
    o.resolve = resolve;
    o.n_resolve = 1;
    return o;
}

static void count(bench *b, bool is_ok)
{
    if (b->n_done % STRIDE == 0)
        b->kb[(uint64_t)b->n_done * TENTHS / b->n_pages] += rss_kb(b);
    b->n_done++;
    b->n_ok += is_ok;
}

static void fetched(void *ctx, void *tag, const decant_response *response,
                    const decant_error *error)
{
    bench *b = ctx;
    (void)tag;
    (void)error;
    b->bytes += response ? response->body_len : 0;
    count(b, response != NULL);
}

static void reset(bench *b)
{
    b->n_done = b->n_ok = b->next = 0;
    b->bytes = 0;
    memset(b->kb, 0, sizeof b->kb);
}

static void say_memory(const bench *b)
{
    const double early = (double)b->kb[1], late = (double)b->kb[TENTHS - 1];
    printf("memory in MB, mean of each tenth:");
    for (int i = 0; i < TENTHS; i++)
        printf(" %.1f", (double)b->kb[i] * STRIDE * TENTHS / b->n_pages / 1024);
    printf("; the last against the second: %+.1f %%\n", 100 * (late - early) / early);
}

static const char *url_of(const bench *b, unsigned i, char out[64])
{
    snprintf(out, 64, "http://h%u.example:%u/p%u.html", i % NAMES, b->port, i % FILES);
    return out;
}

static double run_fetch(bench *b, const decant_fetch_options *o)
{
    enum { WAITING = 1000 };
    decant_fetcher *f = NULL;
    char url[64];
    reset(b);
    const double start = now_s();
    if (decant_fetcher_new(o, &f, NULL) != DECANT_OK)
        abort();
    for (size_t left = 0; left || b->next < b->n_pages;) {
        for (; left < WAITING && b->next < b->n_pages; left++)
            decant_fetcher_add(f, url_of(b, b->next++, url), NULL, NULL);
        left = decant_fetcher_step(f, 1000, fetched, b);
    }
    const double took = now_s() - start;
    decant_fetcher_free(f);
    say_memory(b);
    return took;
}

static int next_bytes(void *ctx, decant_input *out)
{
    bench *b = ctx;
    if (b->next == b->n_pages)
        return 0;
    const unsigned i = b->next++ % FILES;
    out->kind = DECANT_INPUT_BYTES;
    out->name = "page";
    out->bytes = b->pages[i];
    out->len = b->lens[i];
    return 1;
}

static int next_url(void *ctx, decant_input *out)
{
    static char url[64];
    bench *b = ctx;
    if (b->next == b->n_pages)
        return 0;
    out->kind = DECANT_INPUT_URL;
    out->name = url_of(b, b->next++, url);
    return 1;
}

static int cleaned(void *ctx, const decant_result *result)
{
    bench *b = ctx;
    count(b, result->page && !decant_page_is_empty(result->page));
    return 0;
}

static double run_batch(bench *b, decant_next_fn next, const decant_fetch_options *o)
{
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.jobs = JOBS;
    options.fetch = o;
    reset(b);
    const double start = now_s();
    if (decant_batch_run(&options, next, b, cleaned, b, NULL) != DECANT_OK)
        abort();
    const double took = now_s() - start;
    say_memory(b);
    return took;
}

static void say(const bench *b, const char *what, double s)
{
    printf("%-28s %7.2f s %8.0f pages/s, %u of %u good\n", what, s, b->n_pages / s, b->n_ok,
           b->n_pages);
    fflush(stdout);
}

static int end(const bench *b)
{
    char command[128];
    kill(b->nginx, SIGTERM);
    waitpid(b->nginx, NULL, 0);
    snprintf(command, sizeof command, "rm -r %s", b->root);
    return system(command) != 0;
}

// Returns the seconds of fetching.
static double run_curl_and_fetch(bench *b, const decant_fetch_options *o)
{
    double curl_s[TURNS], fetch_s[TURNS], ratio[TURNS], curl_cpu[TURNS], fetch_cpu[TURNS];
    for (int t = 0; t < TURNS; t++) {
        const double cpu[] = {cpu_s(RUSAGE_CHILDREN), cpu_s(RUSAGE_SELF)};
        curl_s[t] = run_curl(b);
        fetch_s[t] = run_fetch(b, o);
        ratio[t] = curl_s[t] / fetch_s[t];
        curl_cpu[t] = cpu_s(RUSAGE_CHILDREN) - cpu[0];
        fetch_cpu[t] = cpu_s(RUSAGE_SELF) - cpu[1];
    }
    const double fetch = median(fetch_s, TURNS);
    say(b, "fetch", fetch);
    b->n_ok = b->n_pages;
    say(b, "curl, 100 at once", median(curl_s, TURNS));
    printf("fetch: %.2f x curl; processor time %.2f s, curl %.2f s\n", median(ratio, TURNS),
           median(fetch_cpu, TURNS), median(curl_cpu, TURNS));
    return fetch;
}

static double run_clean(bench *b, const decant_fetch_options *o, double *cpu)
{
    const double start = cpu_s(RUSAGE_SELF);
    const double took = run_batch(b, next_bytes, o);
    *cpu = cpu_s(RUSAGE_SELF) - start;
    return took;
}

static void run_both(bench *b, double fetch, const decant_fetch_options *o)
{
    double clean_s[TURNS + 1], both_s[TURNS], ratio[TURNS];
    double clean_cpu[TURNS + 1], both_cpu[TURNS], server_cpu[TURNS];
    clean_s[0] = run_clean(b, o, &clean_cpu[0]);
    for (int t = 0; t < TURNS; t++) {
        const double start = cpu_s(RUSAGE_SELF), server = server_cpu_s(b);
        both_s[t] = run_batch(b, next_url, o);
        both_cpu[t] = cpu_s(RUSAGE_SELF) - start;
        server_cpu[t] = server_cpu_s(b) - server;
        clean_s[t + 1] = run_clean(b, o, &clean_cpu[t + 1]);
        const double clean = (clean_s[t] + clean_s[t + 1]) / 2;
        ratio[t] = (clean > fetch ? clean : fetch) / both_s[t];
    }
    say(b, "clean, 2 threads", median(clean_s, TURNS + 1));
    say(b, "fetch and clean", median(both_s, TURNS));
    printf("both: %.2f x the slower alone (", median(ratio, TURNS));
    printf("%.2f to %.2f); processor time %.2f s, nginx %.2f s, cleaning alone %.2f s\n", ratio[0],
           ratio[TURNS - 1], median(both_cpu, TURNS), median(server_cpu, TURNS),
           median(clean_cpu, TURNS + 1));
}

int main(int argc, char **argv)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 256 << 10); // as the program does
#endif
    bench b = {.root = "/tmp/decant-bench-XXXXXX"};
    b.n_pages = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : PAGES;
    if (b.n_pages < 10 || !mkdtemp(b.root))
        return 2;
    chmod(b.root, 0755);
    b.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    b.port = free_port();
    for (unsigned i = 0; i < FILES; i++)
        make_page(&b, i);
    write_files(&b);
    start_nginx(&b);

    char line[64];
    const char *resolve = line;
    snprintf(line, sizeof line, "*:%u:127.0.0.1", b.port);
    const decant_fetch_options o = fetch_options(&resolve);
    reset(&b);
    run_curl(&b); // warms the server
    const double fetch = run_curl_and_fetch(&b, &o);
    if (argc > 2)
        return end(&b);
    run_both(&b, fetch, &o);
    return end(&b);
}
