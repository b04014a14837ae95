// kill_batch DECANT URLS KILLS: kills a batch at random moments and starts it again until KILLS are
// reached and the batch is done. Nothing may be lost, nothing done twice, and every byte must be as
// in a run that nobody disturbed.
#include "support/server.h"
#include "support/warcfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_URLS = 5000, PATH = 512 };

// A file that the journal called done.
typedef struct kept {
    char name[160];
    ino_t inode;
    struct timespec time;
} kept;

static const char *decant;
static char room[] = "/tmp/decant-kill-XXXXXX";
static kept done[MOST_URLS];
static size_t n_done;

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "kill_batch: %s: %s (in %s)\n", what, detail, room);
    exit(1);
}

static void in_room(char out[PATH], const char *a, const char *b)
{
    snprintf(out, PATH, "%s/%s%s%s", room, a, *b ? "/" : "", b);
}

static void write_pages(server *s, int n)
{
    char path[PATH];
    in_room(path, "urls.txt", "");
    FILE *list = fopen(path, "w");
    if (!list)
        fail("cannot be made", path);
    for (int i = 0; i < n; i++) {
        char name[64];
        snprintf(name, sizeof name, "p%d.html", i);
        in_room(path, "pages", name);
        FILE *f = i % 50 == 7 ? NULL : fopen(path, "w"); // some are not there
        if (f) {
            fprintf(f, "<title>Island %d</title><h1>Island %d</h1>", i, i);
            for (int k = 0; k <= i % 40; k++)
                fprintf(f,
                        "<p>The sea comes in twice a day and goes out again, and in year %d nobody "
                        "on island %d had ever asked why it does so.</p>",
                        1800 + k, i);
            fclose(f);
        }
        char url[80];
        snprintf(url, sizeof url, "/%s", name);
        fprintf(list, "%s\n", server_url(s, url));
        if (i % 100 == 3)
            fprintf(list, "%s\n", server_url(s, url)); // named twice
    }
    fclose(list);
}

static pid_t start(const char *out)
{
    char list[PATH];
    char target[PATH];
    char archive[PATH];
    in_room(list, "urls.txt", "");
    in_room(target, out, "");
    in_room(archive, out, "");
    strcat(archive, ".warc.gz");
    const pid_t pid = fork();
    if (pid == 0) {
        execl(decant, decant, "batch", "--allow-private", "-q", "--delay", "0", "--to", "json",
              "-i", list, "-o", target, "--archive", archive, (char *)NULL);
        _exit(127);
    }
    return pid;
}

static void sleep_us(long us)
{
    const struct timespec t = {us / 1000000, us % 1000000 * 1000};
    nanosleep(&t, NULL);
}

// Looks at every file that the journal calls done: it is there, and the same file as before.
static void check_journal(const char *out)
{
    char path[PATH];
    in_room(path, out, ".decant.db");
    if (access(path, F_OK) != 0)
        return;
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        fail("the journal", sqlite3_errmsg(db));
    if (sqlite3_prepare_v2(db, "SELECT file, bytes FROM done WHERE file NOT NULL", -1, &stmt,
                           NULL) != SQLITE_OK) {
        sqlite3_close(db); // killed before it had its tables
        return;
    }
    size_t n_seen = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        struct stat st;
        in_room(path, out, name);
        if (stat(path, &st) != 0 || st.st_size != sqlite3_column_int64(stmt, 1))
            fail("in the journal, but not whole on disk", name);
        size_t i = 0;
        while (i < n_done && strcmp(done[i].name, name) != 0)
            i++;
        if (i < n_done) {
            n_seen++;
            if (done[i].inode != st.st_ino || done[i].time.tv_sec != st.st_mtim.tv_sec ||
                done[i].time.tv_nsec != st.st_mtim.tv_nsec)
                fail("done twice", name);
            continue;
        }
        done[n_done] = (kept){.inode = st.st_ino, .time = st.st_mtim};
        snprintf(done[n_done++].name, sizeof done->name, "%s", name);
        n_seen++;
    }
    if (n_seen != n_done)
        fail("gone from the journal", "something that was done");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

// The archive: whole records only, and every URL in it. One that was in flight at a kill was
// fetched twice, and is there twice.
static void see_url(void *ctx, const warc_record *r)
{
    bool *seen = ctx;
    const char *number = strrchr(r->url, '/');
    if (strcmp(r->type, "response") == 0 && number && strncmp(number, "/p", 2) == 0)
        seen[atoi(number + 2)] = true;
}

static void check_archive(const char *out, int n_urls)
{
    static bool seen[MOST_URLS];
    char path[PATH];
    const char *why;
    in_room(path, out, "");
    strcat(path, ".warc.gz");
    memset(seen, 0, sizeof seen);
    if (warc_read(path, see_url, seen, &why) < 0)
        fail("the archive", why);
    for (int i = 0; i < n_urls; i++)
        if (!seen[i])
            fail("not in the archive", out);
}

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "r");
    if (!f)
        fail("not there", path);
    char *p = malloc(1 << 20);
    *len = fread(p, 1, 1 << 20, f);
    fclose(f);
    return p;
}

static int count_files(const char *out)
{
    char path[PATH];
    in_room(path, out, "");
    DIR *d = opendir(path);
    int n = 0;
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void compare(const char *a, const char *b)
{
    char path[PATH];
    char other[PATH];
    in_room(path, a, "");
    if (count_files(a) != count_files(b))
        fail("another number of files than undisturbed", b);
    DIR *d = opendir(path);
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        in_room(path, a, e->d_name);
        in_room(other, b, e->d_name);
        size_t n, m;
        char *p = slurp(path, &n);
        char *q = slurp(other, &m);
        if (n != m || memcmp(p, q, n) != 0)
            fail("other bytes than undisturbed", e->d_name);
        free(p);
        free(q);
    }
    closedir(d);
}

static void remove_all(const char *name)
{
    char path[PATH];
    in_room(path, name, "");
    const pid_t pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", path, (char *)NULL);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
}

static long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static const char *exit_text(int status)
{
    static char text[16];
    snprintf(text, sizeof text, "%d", WEXITSTATUS(status));
    return text;
}

int main(int argc, char **argv)
{
    if (argc != 4 || atoi(argv[2]) < 1 || atoi(argv[2]) > MOST_URLS) {
        fputs("usage: kill_batch DECANT URLS KILLS\n", stderr);
        return 2;
    }
    decant = argv[1];
    const int n_urls = atoi(argv[2]);
    const int n_kills = atoi(argv[3]);
    char path[PATH];
    if (!mkdtemp(room))
        fail("no folder", strerror(errno));
    in_room(path, "pages", "");
    mkdir(path, 0777);
    server *s = server_start(path);
    if (!s)
        fail("no server", strerror(errno));
    write_pages(s, n_urls);

    int status = 0;
    const long begun = now_us();
    waitpid(start("whole"), &status, 0);
    const long whole_us = now_us() - begun;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 1)
        fail("the undisturbed run", "did not end with 1: some pages are missing");

    const unsigned seed = (unsigned)begun;
    srandom(seed);
    int killed = 0, rounds = 0, runs = 0;
    while (killed < n_kills) {
        n_done = 0;
        remove_all("out");
        remove_all("out.warc.gz");
        rounds++;
        for (bool is_over = false; !is_over;) {
            const pid_t pid = start("out");
            runs++;
            if (killed < n_kills) {
                // Most kills hit a run under way; a few hit its beginning or find it over.
                sleep_us(random() % (whole_us / 25 + 20000));
                kill(pid, SIGKILL);
            }
            waitpid(pid, &status, 0);
            if (WIFSIGNALED(status))
                killed++;
            else if (WEXITSTATUS(status) == 1)
                is_over = true;
            else
                fail("a run that went on did not end with 1, but", exit_text(status));
            // Looking closes the log as well; half of the runs must find it as the kill left it.
            if (is_over || random() % 2)
                check_journal("out");
        }
        compare("whole", "out");
        check_archive("out", n_urls);
    }
    printf("%d URLs, %d kills, %d runs, %d batches, seed %u: nothing lost, nothing twice, bytes "
           "equal; undisturbed %.1f s\n",
           n_urls, killed, runs, rounds, seed, (double)whole_us / 1e6);
    server_stop(s);
    fflush(stdout);
    execlp("rm", "rm", "-rf", room, (char *)NULL);
    return 1;
}
