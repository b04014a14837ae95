// When requests are made: turns of hosts, pauses, further attempts. The clock is ours, so nothing
// here waits.
#include "fetch/fetcher.h"
#include "fetch/hosts.h"
#include "fetch/retry.h"
#include "support/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS = 20000, TICK_MS = 50 };

typedef struct end {
    unsigned n; // how often it was reported
    decant_status code;
    int status;
    unsigned retries;
    uint64_t at_ms; // of our clock
} end;

typedef struct scene {
    server *s;
    dc_fetcher *f;
    uint64_t now;
    unsigned n;
} scene;

static uint64_t told_time(void *ctx)
{
    return ((scene *)ctx)->now;
}

static decant_fetch_options options_of(scene *x)
{
    decant_fetch_options o = DECANT_FETCH_OPTIONS_INIT;
    o.allow_private = 1;
    o.robots = DECANT_ROBOTS_IGNORE;
    o.clock = told_time;
    o.clock_ctx = x;
    return o;
}

static void open_scene(scene *x, const decant_fetch_options *o)
{
    x->s = server_start(NULL);
    assert_non_null(x->s);
    assert_int_equal(dc_fetcher_new(o, &x->f, NULL), DECANT_OK);
}

static void close_scene(scene *x)
{
    dc_fetcher_free(x->f);
    server_stop(x->s);
}

static void keep(void *ctx, void *tag, const decant_response *response, const decant_error *error)
{
    scene *x = ctx;
    end *e = tag;
    e->n++;
    e->code = error ? error->code : DECANT_OK;
    e->status = error ? error->http_status : response->http_status;
    e->retries = response ? response->retries : 0;
    e->at_ms = x->now;
    x->n++;
}

static void add(scene *x, const char *path, end *e)
{
    assert_int_equal(dc_fetcher_add(x->f, server_url(x->s, path), e), DECANT_OK);
}

// Time goes on only while nothing is in flight: what is measured is pauses.
static void run(scene *x)
{
    size_t left = 1;
    for (int i = 0; left && i < STEPS; i++) {
        decant_fetch_progress p = DECANT_FETCH_PROGRESS_INIT;
        left = dc_fetcher_step(x->f, 1, keep, x);
        dc_fetcher_progress(x->f, &p);
        x->now += p.wait_ms;
    }
    assert_int_equal(left, 0);
}

static void urls_of_a_host_are_spaced(void **state)
{
    scene x = {.now = 1000};
    end e[4] = {{0}};
    const decant_fetch_options o = options_of(&x);
    (void)state;
    open_scene(&x, &o);
    for (size_t i = 0; i < 4; i++)
        add(&x, "/fault/ok", &e[i]);
    run(&x);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(e[i].n, 1);
        assert_int_equal(e[i].code, DECANT_OK);
        if (i)
            assert_true(e[i].at_ms - e[i - 1].at_ms >= 1000);
    }
    assert_int_equal(server_accepted(x.s), 1);
    close_scene(&x);
}

// A redirect within a host is no further URL.
static void redirects_do_not_pause(void **state)
{
    scene x = {.now = 1000};
    end e = {0};
    const decant_fetch_options o = options_of(&x);
    (void)state;
    open_scene(&x, &o);
    add(&x, "/fault/redirect/3", &e);
    run(&x);
    assert_int_equal(e.code, DECANT_OK);
    assert_int_equal(e.at_ms, 1000);
    close_scene(&x);
}

static const struct {
    const char *path;
    decant_status code;
    int status;
    unsigned requests;
    uint64_t least_ms, most_ms; // of all pauses
} attempts[] = {
    {"/fault/first/1?429,Retry-After:+2", DECANT_OK, 200, 2, 2000, 2100},
    {"/fault/first/1?503,Retry-After:+7", DECANT_OK, 200, 2, 7000, 7100},
    {"/fault/first/1?503,Retry-After:+-5", DECANT_OK, 200, 2, 500, 1600},
    {"/fault/first/1?503,Retry-After:+soon", DECANT_OK, 200, 2, 500, 1600},
    {"/fault/first/1?503,Retry-After:+Thu,+01+Jan+1970+00:00:00+GMT", DECANT_OK, 200, 2, 500, 1600},
    {"/fault/first/1?429,Retry-After:+Fri,+31+Dec+9999+23:59:59+GMT", DECANT_OK, 200, 2, 3600000,
     3600100},
    {"/fault/first/2?500", DECANT_OK, 200, 3, 1500, 4700},
    {"/fault/first/9?502", DECANT_E_HTTP_STATUS, 502, 3, 1500, 4700},
    {"/fault/first/9?404", DECANT_E_HTTP_STATUS, 404, 1, 0, 100},
    {"/fault/first-close/2", DECANT_OK, 200, 3, 1500, 4700},
    {"/fault/first-close/9", DECANT_E_NETWORK, 0, 3, 1500, 4700},
    {"/fault/short-body", DECANT_E_TRUNCATED, 200, 3, 1500, 4700},
    {"/fault/reset", DECANT_E_NETWORK, 0, 3, 1500, 4700},
    {"/fault/gzip-plain", DECANT_E_DECODE, 200, 2, 0, 100}, // once more, without coding
    {"/fault/garbage", DECANT_E_PROTOCOL, 0, 1, 0, 100},
};

static void failures_that_may_pass_are_tried_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        scene x = {.now = 1000};
        end e = {0};
        const decant_fetch_options o = options_of(&x);
        open_scene(&x, &o);
        add(&x, attempts[i].path, &e);
        run(&x);
        const uint64_t took = e.at_ms - 1000;
        if (e.code != attempts[i].code || e.status != attempts[i].status ||
            server_requests(x.s) != attempts[i].requests || took < attempts[i].least_ms ||
            took > attempts[i].most_ms)
            fail_msg("%s: %s %d, %u requests, %u ms", attempts[i].path, decant_status_name(e.code),
                     e.status, server_requests(x.s), (unsigned)took);
        close_scene(&x);
    }
}

// One host that asks to be left alone for ever holds up no other.
static void a_parked_host_holds_up_no_other(void **state)
{
    scene x = {.now = 1000};
    end parked = {0}, e[3] = {{0}};
    decant_fetch_progress p = DECANT_FETCH_PROGRESS_INIT;
    char url[128];
    const decant_fetch_options o = options_of(&x);
    (void)state;
    open_scene(&x, &o);
    add(&x, "/fault/first/999?429,Retry-After:+Fri,+31+Dec+9999+23:59:59+GMT", &parked);
    server *other = server_start(NULL);
    snprintf(url, sizeof url, "http://localhost:%u/fault/ok", server_port(other));
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(dc_fetcher_add(x.f, url, &e[i]), DECANT_OK);
    for (int i = 0; x.n < 3 && i < STEPS; i++) {
        dc_fetcher_step(x.f, 1, keep, &x);
        x.now += TICK_MS;
    }
    dc_fetcher_progress(x.f, &p);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(e[i].code, DECANT_OK);
    assert_int_equal(parked.n, 0);
    assert_int_equal(p.queued, 1);
    assert_int_equal(p.paused_hosts, 1);
    dc_fetcher_drain(x.f);
    assert_int_equal(dc_fetcher_step(x.f, 1, keep, &x), 0);
    assert_int_equal(parked.code, DECANT_E_CANCELLED);
    server_stop(other);
    close_scene(&x);
}

// After two URLs that found nobody each further one gets one attempt.
static void a_dead_host_costs_little(void **state)
{
    enum { N = 20 };
    scene x = {.now = 1000};
    end e[N] = {{0}};
    decant_fetch_options o = options_of(&x);
    decant_fetch_progress p = DECANT_FETCH_PROGRESS_INIT;
    char url[64];
    (void)state;
    o.delay_ms = UINT32_MAX;
    open_scene(&x, &o);
    server *gone = server_start(NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", server_port(gone));
    server_stop(gone);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(dc_fetcher_add(x.f, url, &e[i]), DECANT_OK);
    run(&x);
    dc_fetcher_progress(x.f, &p);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(e[i].code, DECANT_E_CONNECT);
    assert_int_equal(p.requests, 3 + 3 + N - 2);
    close_scene(&x);
}

typedef struct chain {
    scene x;
    unsigned left;
    end e;
} chain;

static void add_another(void *ctx, void *tag, const decant_response *response,
                        const decant_error *error)
{
    chain *c = ctx;
    keep(&c->x, tag, response, error);
    if (c->left && c->left--)
        add(&c->x, "/fault/ok", &c->e);
}

static void urls_may_be_added_while_it_runs(void **state)
{
    chain c = {.left = 30};
    decant_fetch_options o = options_of(&c.x);
    (void)state;
    o.delay_ms = UINT32_MAX;
    open_scene(&c.x, &o);
    add(&c.x, "/fault/ok", &c.e);
    while (dc_fetcher_step(c.x.f, 100, add_another, &c))
        ;
    assert_int_equal(c.e.n, 31);
    assert_int_equal(c.e.code, DECANT_OK);
    assert_int_equal(server_accepted(c.x.s), 1);
    close_scene(&c.x);
}

// ---- robots.txt --------------------------------------------------------------------------------

#define ANSWER(head, body) "HTTP/1.1 " head "\r\n\r\n" body
#define ROBOTS(rules)                                                                              \
    ANSWER("200 OK\r\nConnection: close\r\nContent-Type: text/plain", "User-agent: *\n" rules)

static void robots_scene(scene *x, const char *answer, const char *const *paths, end *e, size_t n)
{
    decant_fetch_options o = options_of(x);
    o.robots = DECANT_ROBOTS_OBEY;
    x->s = server_start(NULL);
    server_answer(x->s, "/robots.txt", answer, strlen(answer));
    assert_int_equal(dc_fetcher_new(&o, &x->f, NULL), DECANT_OK);
    for (size_t i = 0; i < n; i++)
        add(x, paths[i], &e[i]);
    run(x);
}

static void robots_are_obeyed(void **state)
{
    static const char *const paths[] = {"/fault/ok", "/fault/text", "/fault/ok",
                                        "/fault/redirect-to?/fault/text"};
    scene x = {.now = 1000};
    end e[4] = {{0}};
    (void)state;
    robots_scene(&x, ROBOTS("Disallow: /fault/text\nCrawl-delay: 4\n"), paths, e, 4);
    assert_int_equal(e[0].code, DECANT_OK);
    assert_int_equal(e[1].code, DECANT_E_ROBOTS);
    assert_int_equal(e[2].code, DECANT_OK);
    assert_int_equal(e[3].code, DECANT_E_ROBOTS); // where it leads is asked about as well
    assert_true(e[2].at_ms - e[0].at_ms >= 4000);
    assert_int_equal(server_requests(x.s), 1 + 2 + 1); // one robots.txt, three pages
    close_scene(&x);
}

static void robots_that_cannot_be_read_forbid_all(void **state)
{
    static const char *const paths[] = {"/fault/ok", "/fault/text"};
    static const struct {
        const char *answer;
        decant_status code;
        unsigned requests;
    } cases[] = {
        {ANSWER("404 Not Found\r\nConnection: close", ""), DECANT_OK, 3},
        {ANSWER("403 Forbidden\r\nConnection: close", "Disallow: /"), DECANT_OK, 3},
        {ANSWER("500 Error\r\nConnection: close", ""), DECANT_E_ROBOTS, 3}, // tried three times
        {ANSWER("429 Busy\r\nConnection: close", ""), DECANT_E_ROBOTS, 3},
        {"", DECANT_E_ROBOTS, 3},
        {"nonsense", DECANT_E_ROBOTS, 1},
        {ANSWER("302 Found\r\nConnection: close\r\nLocation: /fault/status/404", ""), DECANT_OK, 4},
        {ANSWER("302 Found\r\nConnection: close\r\nLocation: /fault/redirect/9", ""), DECANT_OK, 8},
        {ANSWER("200 OK\r\nConnection: close\r\nContent-Type: image/png", "<html>User-agent: *"),
         DECANT_OK, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene x = {.now = 1000};
        end e[2] = {{0}};
        robots_scene(&x, cases[i].answer, paths, e, 2);
        if (e[0].code != cases[i].code || e[1].code != cases[i].code ||
            server_requests(x.s) != cases[i].requests)
            fail_msg("case %zu: %s, %s, %u requests", i, decant_status_name(e[0].code),
                     decant_status_name(e[1].code), server_requests(x.s));
        close_scene(&x);
    }
}

static void a_question_can_be_cancelled(void **state)
{
    scene x = {.now = 1000};
    end e[2] = {{0}};
    decant_fetch_options o = options_of(&x);
    (void)state;
    o.robots = DECANT_ROBOTS_OBEY;
    open_scene(&x, &o);
    add(&x, "/fault/ok", &e[0]);
    add(&x, "/fault/ok", &e[1]);
    assert_int_equal(dc_fetcher_step(x.f, 0, keep, &x), 3); // two, and the question
    dc_fetcher_cancel(x.f);
    assert_int_equal(dc_fetcher_step(x.f, 0, keep, &x), 0);
    assert_int_equal(e[0].code, DECANT_E_CANCELLED);
    assert_int_equal(e[1].code, DECANT_E_CANCELLED);
    add(&x, "/fault/ok", &e[0]); // asked again, and there is none
    run(&x);
    assert_int_equal(e[0].code, DECANT_OK);
    close_scene(&x);
}

// ---- the hosts alone ---------------------------------------------------------------------------

static dc_transfer *transfer_of(const dc_config *config, const char *host)
{
    char url[64];
    snprintf(url, sizeof url, "http://%s/", host);
    dc_transfer *t = dc_transfer_new(config, url, NULL);
    assert_non_null(t);
    return t;
}

// 5,000 hosts with four URLs each: every one in turn, then again.
static void hosts_take_turns(void **state)
{
    enum { HOSTS = 5000, EACH = 4 };
    dc_config config;
    dc_hosts hosts;
    char name[32];
    (void)state;
    assert_int_equal(dc_config_read(NULL, &config, NULL), DECANT_OK);
    dc_hosts_init(&hosts, &config.hook, 1);
    for (int i = 0; i < HOSTS * EACH; i++) {
        snprintf(name, sizeof name, "h%d.example", i / EACH);
        dc_host *host = dc_hosts_get(&hosts, name, 0);
        dc_hosts_push(&hosts, host, transfer_of(&config, name));
    }
    for (uint64_t now = 0; now < EACH; now++) {
        for (int i = 0; i < HOSTS; i++) {
            dc_transfer *t = dc_hosts_pop(&hosts, now * 1000);
            snprintf(name, sizeof name, "h%d.example", i);
            assert_non_null(t);
            assert_string_equal(t->host, name);
            dc_hosts_pause(&hosts, t->at, now * 1000 + 1000);
            dc_hosts_leave(&hosts, t->at);
            dc_transfer_free(t);
        }
        assert_null(dc_hosts_pop(&hosts, now * 1000));
        if (now + 1 < EACH)
            assert_int_equal(dc_hosts_wait(&hosts, now * 1000), 1000);
    }
    assert_int_equal(hosts.n_waiting, 0);
    assert_int_equal(hosts.n_active, 0);
    assert_int_equal(hosts.n, HOSTS);
    for (int i = 0; i < HOSTS * 2; i++) { // idle ones make room
        snprintf(name, sizeof name, "new%d.example", i);
        assert_non_null(dc_hosts_get(&hosts, name, 1000000));
    }
    assert_true(hosts.n <= HOSTS * 3);
    dc_hosts_free(&hosts);
    dc_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls_of_a_host_are_spaced),
        cmocka_unit_test(redirects_do_not_pause),
        cmocka_unit_test(failures_that_may_pass_are_tried_again),
        cmocka_unit_test(a_parked_host_holds_up_no_other),
        cmocka_unit_test(a_dead_host_costs_little),
        cmocka_unit_test(urls_may_be_added_while_it_runs),
        cmocka_unit_test(robots_are_obeyed),
        cmocka_unit_test(robots_that_cannot_be_read_forbid_all),
        cmocka_unit_test(a_question_can_be_cancelled),
        cmocka_unit_test(hosts_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
