// Which addresses are public, and that nothing else is ever connected to.
#include "fetch/policy.h"

#include "fetch/fetcher.h"
#include "fetch/url.h"
#include "support/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct row {
    const char *address;
    bool is_public;
} row;

// First and last of every range, and what lies beside it.
static const row addresses[] = {
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    {"1.1.1.1", true},
    {"8.8.8.8", true},
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.100.100.200", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    {"126.255.255.255", true},
    {"127.0.0.0", false},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    {"169.253.255.255", true},
    {"169.254.0.0", false},
    {"169.254.169.254", false},
    {"169.254.255.255", false},
    {"169.255.0.0", true},
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    {"192.0.0.0", false},
    {"192.0.0.192", false},
    {"192.0.1.0", true},
    {"192.0.2.255", false},
    {"192.0.3.0", true},
    {"192.88.99.1", false},
    {"192.88.100.0", true},
    {"192.167.255.255", true},
    {"192.168.0.0", false},
    {"192.168.255.255", false},
    {"192.169.0.0", true},
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    {"198.51.100.7", false},
    {"198.51.101.0", true},
    {"203.0.113.255", false},
    {"203.0.114.0", true},
    {"223.255.255.255", true},
    {"224.0.0.0", false},
    {"239.255.255.255", false},
    {"240.0.0.0", false},
    {"255.255.255.255", false},
    {"::", false},
    {"::1", false},
    {"::127.0.0.1", false},
    {"::8.8.8.8", false},
    {"::ffff:127.0.0.1", false},
    {"::ffff:8.8.8.8", false},
    {"::ffff:0:127.0.0.1", false},
    {"64:ff9b::7f00:1", false},
    {"64:ff9b::808:808", false},
    {"64:ff9b:1::a00:1", false},
    {"100::1", false},
    {"1fff:ffff::1", false},
    {"2000::1", true},
    {"2001::1", false},
    {"2001:0:4136:e378::1", false},
    {"2001:10::1", false},
    {"2001:20::1", false},
    {"2001:1ff:ffff::1", false},
    {"2001:200::1", true},
    {"2001:db7:ffff::1", true},
    {"2001:db8::1", false},
    {"2001:db8:ffff::1", false},
    {"2001:db9::1", true},
    {"2001:4860:4860::8888", true},
    {"2002:7f00:1::", false},
    {"2002:c0a8:101::1", false},
    {"2002:ffff::1", false},
    {"2003::1", true},
    {"2606:4700::1111", true},
    {"2620:4f:8000::1", false},
    {"2620:4f:8001::1", true},
    {"2a00:1450:4001::1", true},
    {"3ffe::1", false},
    {"3fff::1", false},
    {"3fff:0fff::1", false},
    {"3fff:1000::1", true},
    {"4000::1", false},
    {"5f00::1", false},
    {"fbff::1", false},
    {"fc00::1", false},
    {"fdff:ffff::1", false},
    {"fe80::1", false},
    {"febf:ffff::1", false},
    {"fec0::1", false},
    {"feff::1", false},
    {"ff02::1", false},
};

static bool is_public(const char *text)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return dc_address_is_public((const struct sockaddr *)&in);
    assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
    return dc_address_is_public((const struct sockaddr *)&in6);
}

static void ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        const row *r = &addresses[i];
        bool is_address;
        if (is_public(r->address) != r->is_public)
            fail_msg("%s", r->address);
        assert_int_equal(dc_address_text_is_public(r->address, &is_address), r->is_public);
        assert_true(is_address);
    }
}

static void other_families_are_refused(void **state)
{
    struct sockaddr_storage any = {.ss_family = AF_UNIX};
    (void)state;
    assert_false(dc_address_is_public((const struct sockaddr *)&any));
    any.ss_family = AF_UNSPEC;
    assert_false(dc_address_is_public((const struct sockaddr *)&any));
}

static void text_may_have_brackets_and_zones(void **state)
{
    bool is_address;
    (void)state;
    assert_false(dc_address_text_is_public("[::1]", &is_address));
    assert_true(is_address);
    assert_true(dc_address_text_is_public("[2606:4700::1111]", &is_address));
    assert_false(dc_address_text_is_public("[fe80::1%25eth0]", &is_address));
    assert_true(is_address);
    assert_false(dc_address_text_is_public("example.org", &is_address));
    assert_false(is_address);
    assert_false(dc_address_text_is_public("", &is_address));
    assert_false(is_address);
}

static void addresses_print(void **state)
{
    char out[DC_ADDRESS_SIZE];
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    const struct sockaddr_storage unknown = {.ss_family = AF_UNIX};
    (void)state;
    dc_address_print((const struct sockaddr *)&in, out);
    assert_string_equal(out, "127.0.0.1");
    dc_address_print((const struct sockaddr *)&in6, out);
    assert_string_equal(out, "::1");
    dc_address_print((const struct sockaddr *)&unknown, out);
    assert_string_equal(out, "of no known kind");
}

static void schemes_and_ports(void **state)
{
    static const unsigned good[] = {80, 443, 1024, 8080, 8443, 65535};
    static const unsigned bad[] = {0,   1,   21,  22,  23,   25,    79,    81,
                                   110, 442, 444, 445, 1023, 65536, 131152};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(dc_port_is_allowed(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dc_port_is_allowed(bad[i]));
    assert_true(dc_scheme_is_allowed("http"));
    assert_true(dc_scheme_is_allowed("https"));
    assert_false(dc_scheme_is_allowed("httpx"));
    assert_false(dc_scheme_is_allowed("file"));
    assert_false(dc_scheme_is_allowed(""));
}

// ---- ways to write 127.0.0.1, and other ways in ------------------------------------------------

// %u is the port of a server that must not be reached.
static const char *const ways_in[] = {
#include "support/ways_in.inc"
};

static int keep_code(void *ctx, size_t index, const decant_response *response,
                     const decant_error *error)
{
    (void)index;
    assert_null(response);
    *(decant_error *)ctx = *error;
    return 0;
}

static void no_way_in(void **state)
{
    server *s = server_start(NULL);
    decant_fetcher *f = NULL;
    char url[256];
    (void)state;
    setenv("http_proxy", server_url(s, "/"), 1); // not a way either
    assert_int_equal(dc_fetcher_new(NULL, &f, NULL), DECANT_OK);
    for (size_t i = 0; i < sizeof ways_in / sizeof *ways_in; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(url, sizeof url, ways_in[i], server_port(s));
#pragma GCC diagnostic pop
        decant_error error = {0};
        const char *one = url;
        assert_int_equal(dc_fetch(f, &one, 1, keep_code, &error, NULL), DECANT_OK);
        if (error.code != DECANT_E_POLICY && error.code != DECANT_E_URL &&
            error.code != DECANT_E_RESOLVE)
            fail_msg("%s: %s %s", url, decant_status_name(error.code), error.message);
    }
    dc_fetcher_free(f);
    unsetenv("http_proxy");
    assert_int_equal(server_accepted(s), 0); // no byte, not even a connection
    server_stop(s);
}

static void names_are_checked_when_resolved(void **state)
{
    decant_error error = {0};
    decant_fetcher *f = NULL;
    const char *url = "http://localhost:8080/";
    (void)state;
    assert_int_equal(dc_fetcher_new(NULL, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, &url, 1, keep_code, &error, NULL), DECANT_OK);
    dc_fetcher_free(f);
    assert_int_equal(error.code, DECANT_E_POLICY);
    assert_non_null(strstr(error.message, "is not public (use --allow-private to fetch it)"));
}

// A redirect to a private address sends nothing there; nor does a connection that is open already.
static void redirects_are_checked(void **state)
{
    server *s = server_start(NULL);
    server *inner = server_start(NULL);
    CURLU *url = NULL;
    decant_error error;
    char location[64];
    (void)state;
    assert_int_equal(dc_url_new("http://example.org/a/b", false, &url, &error), DECANT_OK);
    snprintf(location, sizeof location, "http://127.0.0.1:%u/", server_port(inner));
    assert_int_equal(dc_url_follow(url, location, false, &error), DECANT_E_POLICY);
    assert_string_equal(error.message,
                        "address 127.0.0.1 is not public (use --allow-private to fetch it)");
    curl_url_cleanup(url);
    assert_int_equal(server_accepted(inner), 0);
    server_stop(inner);
    server_stop(s);
}

// ---- URLs --------------------------------------------------------------------------------------

static void urls_have_one_spelling(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"http://example.org", "http://example.org/"},
        {"HTTP://EXAMPLE.org:80/A", "http://example.org/A"},
        {"https://example.org:443/#x", "https://example.org/"},
        {"http://example.org:8080/#", "http://example.org:8080/"},
        {"http://example.org/a/../b/./c", "http://example.org/b/c"},
        {"http://b\xC3\xBC"
         "cher.example/",
         "http://xn--bcher-kva.example/"},
        {"http://B\xC3\x9C"
         "CHER.example/",
         "http://xn--bcher-kva.example/"},
        // A Cyrillic letter that looks like "a": shown for what it is.
        {"http://\xD0\xB0pple.example/", "http://xn--pple-43d.example/"},
        {"http://example.org/\xE6\x97\xA5", "http://example.org/%e6%97%a5"},
        {"http://example.org/a b", "http://example.org/a%20b"},
        {"http://134744072/", "http://8.8.8.8/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CURLU *url = NULL;
        decant_error error = {0};
        if (dc_url_new(cases[i].from, false, &url, &error) != DECANT_OK)
            fail_msg("%s: %s", cases[i].from, error.message);
        char *text = dc_url_text(url);
        assert_string_equal(text, cases[i].to);
        curl_free(text);
        curl_url_cleanup(url);
    }
}

static void locations_are_relative_to_their_page(void **state)
{
    static const struct {
        const char *location, *to;
    } cases[] = {
        {"c", "https://example.org/a/c"},
        {"/c", "https://example.org/c"},
        {"../c?d", "https://example.org/c?d"},
        {"?d", "https://example.org/a/b?d"},
        {"//other.example/c", "https://other.example/c"},
        {"http://other.example", "http://other.example/"},
        {"\xC3\xA4 b", "https://example.org/a/%c3%a4%20b"},
        {"%C3%A4", "https://example.org/a/%C3%A4"},
        {"c#part", "https://example.org/a/c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CURLU *url = NULL;
        assert_int_equal(dc_url_new("https://example.org/a/b?x", false, &url, NULL), DECANT_OK);
        assert_int_equal(dc_url_follow(url, cases[i].location, false, NULL), DECANT_OK);
        char *text = dc_url_text(url);
        assert_string_equal(text, cases[i].to);
        curl_free(text);
        curl_url_cleanup(url);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges),
        cmocka_unit_test(other_families_are_refused),
        cmocka_unit_test(text_may_have_brackets_and_zones),
        cmocka_unit_test(addresses_print),
        cmocka_unit_test(schemes_and_ports),
        cmocka_unit_test(no_way_in),
        cmocka_unit_test(names_are_checked_when_resolved),
        cmocka_unit_test(redirects_are_checked),
        cmocka_unit_test(urls_have_one_spelling),
        cmocka_unit_test(locations_are_relative_to_their_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
