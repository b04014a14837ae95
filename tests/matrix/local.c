// Rows 87 to 90: what this machine refuses, and what it keeps.
#define _GNU_SOURCE // ITIMER_REAL

#include "matrix/matrix.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define N(array) (sizeof(array) / sizeof *(array))

// Runs shell commands with $decant and $url; what they print, cut to the room.
static void run_shell(server *s, const char *commands, char *out, size_t cap)
{
    const char *path = getenv("DECANT_PROGRAM");
    setenv("decant", path ? path : DECANT_PROGRAM, 1);
    setenv("url", s ? server_url(s, "") : "", 1);
    char port[16];
    snprintf(port, sizeof port, "%u", s ? server_port(s) : 0);
    setenv("port", port, 1);
    FILE *p = popen(commands, "r");
    size_t n = p ? fread(out, 1, cap - 1, p) : 0;
    out[n] = '\0';
    if (p)
        pclose(p);
    while (n && out[n - 1] == '\n')
        out[--n] = '\0';
}

// A limit on file sizes stands for the full disk: the write of a page fails half-way.
static bool disk_full(char *seen)
{
    char out[SEEN];
    run_shell(
        NULL,
        "d=$(mktemp -d) && cd $d || exit; exec 2>&1\n"
        "(echo '<p>A small page that has a sentence in it, and that is enough of it.'; i=0\n"
        "while [ $i -lt 4000 ]; do i=$((i+1)); echo \"<p>Paragraph $i is as long as the others,"
        " and nobody reads all of them, which is a pity, since some are good.</p>\"; done) "
        ">big.html\n"
        "echo '<p>A small page that has a sentence in it, and that is enough of it.' >small.html\n"
        "(trap '' XFSZ; ulimit -f 300; $decant batch -q -o out small.html big.html >said 2>&1; "
        "echo $?)\n"
        "grep -c 'cannot\\|full\\|large' said; $decant batch -q -o out small.html big.html; echo "
        "$?\n"
        "ls out/*.txt | wc -l; cd /; rm -r $d",
        out, sizeof out);
    return matrix_say(seen, strcmp(out, "1\n1\n0\n2") == 0,
                      "exit, messages, exit when there is room, files: %s", out);
}

static bool output_read_only(char *seen)
{
    char out[SEEN];
    run_shell(
        NULL,
        "d=$(mktemp -d) && cd $d || exit; exec 2>&1\n"
        "echo '<p>A small page that has a sentence in it, and that is enough of it.' >small.html\n"
        "$decant batch -q -o /proc/decant small.html; echo $?; cd /; rm -r $d",
        out, sizeof out);
    return matrix_say(seen, strstr(out, "cannot be made") && strstr(out, "\n1"), "%s", out);
}

// More hosts at once than there are file descriptors.
static bool descriptors_run_out(char *out)
{
    server *s = server_start(NULL);
    run_shell(s,
              "exec 2>/dev/null; i=0; set --; while [ $i -lt 40 ]; do i=$((i+1))\n"
              "set -- \"$@\" --resolve h$i.example:$port:127.0.0.1 "
              "http://h$i.example:$port/fault/ok; done\n"
              "ulimit -n 24; $decant --allow-private --robots ignore --parallel 40 --retries 0 -j "
              "1 --to jsonl \"$@\" |"
              " grep -c '\"status\":\"ok\"'",
              out, SEEN);
    server_stop(s);
    return strcmp(out, "40") == 0;
}

static void nothing(int signal)
{
    (void)signal;
}

static bool interrupted_calls(unsigned *n)
{
    const struct sigaction act = {.sa_handler = nothing};
    const struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    sigaction(SIGALRM, &act, NULL); // without SA_RESTART
    setitimer(ITIMER_REAL, &often, NULL);
    for (*n = 0; *n < 20; ++*n)
        if (matrix_fetch(&o, server_url(s, "/fault/redirect/2")).code != DECANT_OK)
            break;
    setitimer(ITIMER_REAL, &never, NULL);
    server_stop(s);
    return *n == 20;
}

static bool eintr_and_emfile(char *seen)
{
    char out[SEEN];
    unsigned n;
    const bool has_all = descriptors_run_out(out);
    const bool is_patient = interrupted_calls(&n);
    return matrix_say(seen, is_patient && has_all,
                      "%s of 40 pages with 24 descriptors; %u of 20 under signals", out, n);
}

// How many requests it takes to fetch a URL with the cache in $room.
static unsigned asks(server *s, const char *url, const char *options)
{
    char commands[512], out[SEEN];
    const unsigned before = server_requests(s);
    snprintf(
        commands, sizeof commands,
        "$decant -q --allow-private --robots ignore --retries 0 --cache \"$room\" %s '%s' 2>&1",
        options, url);
    run_shell(s, commands, out, sizeof out);
    return server_requests(s) - before;
}

static bool poisoned_cache(char *seen)
{
    char room[] = "/tmp/decant-cache-XXXXXX", url[8][128], command[64];
    server *s = server_start(NULL);
    if (!mkdtemp(room))
        abort();
    setenv("room", room, 1);
    static const char *const forms[] = {"http://127.0.0.1:%u/fault/keep-fresh",
                                        "HTTP://127.0.0.1:%u/x/../fault/keep-fresh#part",
                                        "http://localhost:%u/fault/keep-fresh",
                                        "http://127.0.0.1:%u/fault/KEEP-fresh",
                                        "http://127.0.0.1:%u/fault/keep-fresh?x=1",
                                        "http://127.0.0.1:%u/fault/keep-not",
                                        "http://127.0.0.1:%u/fault/keep-vary",
                                        "http://127.0.0.1:%u/fault/short-body"};
    for (size_t i = 0; i < N(forms); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(url[i], sizeof url[i], forms[i], server_port(s));
#pragma GCC diagnostic pop
    }
    unsigned got[16];
    size_t n = 0;
    got[n++] = asks(s, url[0], ""); // 1
    got[n++] = asks(s, url[0], ""); // 0: fresh
    got[n++] = asks(s, url[1], ""); // 0: the same URL
    for (size_t i = 2; i < 5; i++)  // 1 each: other URLs
        got[n++] = asks(s, url[i], "");
    got[n++] = asks(s, url[0], "--user-agent other"); // 1: another policy
    for (size_t i = 5; i < N(forms); i++) {           // never kept
        asks(s, url[i], "");
        got[n++] = asks(s, url[i], "");
    }
    server_stop(s);
    snprintf(command, sizeof command, "rm -r %s", room);
    static const unsigned expected[] = {1, 0, 0, 1, 1, 1, 1, 1, 1, 1};
    bool is_good = system(command) == 0 && n == N(expected);
    char list[SEEN] = "";
    for (size_t i = 0; i < n; i++) {
        is_good &= got[i] == expected[i];
        snprintf(list + strlen(list), sizeof list - strlen(list), " %u", got[i]);
    }
    return matrix_say(seen, is_good, "requests:%s", list);
}

const matrix_row matrix_local[] = {
    {.number = 87,
     .fault = "disk full",
     .expected = "the run ends with a message, and goes on later",
     .run = disk_full},
    {.number = 88,
     .fault = "output cannot be written",
     .expected = "a message before anything is fetched",
     .run = output_read_only},
    {.number = 89, .fault = "EINTR, EMFILE", .expected = "all pages come", .run = eintr_and_emfile},
    {.number = 90,
     .fault = "cache: Vary, no-store, poisoned key",
     .expected = "key: final URL and policy; never what is truncated",
     .run = poisoned_cache},
};

const size_t matrix_n_local = N(matrix_local);
