#include "fetch/policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

typedef struct range4 {
    uint32_t start;
    uint8_t bits;
} range4;

typedef struct range6 {
    uint8_t start[16];
    uint8_t bits;
} range6;

#define IP4(a, b, c, d)                                                                            \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

// The IANA special-purpose registry (RFC 6890 and its updates), multicast, and what is reserved.
static const range4 refused4[] = {
    {IP4(0, 0, 0, 0), 8},       // this network
    {IP4(10, 0, 0, 0), 8},      // private
    {IP4(100, 64, 0, 0), 10},   // shared by carriers; also cloud metadata
    {IP4(127, 0, 0, 0), 8},     // loopback
    {IP4(169, 254, 0, 0), 16},  // link-local; cloud metadata
    {IP4(172, 16, 0, 0), 12},   // private
    {IP4(192, 0, 0, 0), 24},    // protocol assignments
    {IP4(192, 0, 2, 0), 24},    // documentation
    {IP4(192, 31, 196, 0), 24}, // AS112
    {IP4(192, 52, 193, 0), 24}, // AMT
    {IP4(192, 88, 99, 0), 24},  // 6to4 relays
    {IP4(192, 168, 0, 0), 16},  // private
    {IP4(192, 175, 48, 0), 24}, // AS112
    {IP4(198, 18, 0, 0), 15},   // benchmarks
    {IP4(198, 51, 100, 0), 24}, // documentation
    {IP4(203, 0, 113, 0), 24},  // documentation
    {IP4(224, 0, 0, 0), 4},     // multicast
    {IP4(240, 0, 0, 0), 4},     // reserved, broadcast
};

// Global unicast is 2000::/3 (RFC 4291, and IANA has assigned nothing else): loopback, v4-mapped,
// v4-compatible, NAT64, discard, unique local, link-local, site-local and multicast are all
// outside. These are the parts of it that lead elsewhere.
static const range6 global6 = {{0x20}, 3};
static const range6 refused6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},       // protocol assignments: Teredo, ORCHID, benchmarks, AMT
    {{0x20, 0x01, 0x0d, 0xb8}, 32},       // documentation
    {{0x20, 0x02}, 16},                   // 6to4: holds an IPv4 address
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48}, // AS112
    {{0x3f, 0xfe}, 16},                   // 6bone, returned
    {{0x3f, 0xff, 0x00}, 20},             // documentation
};

static bool in_range6(const uint8_t *a, const range6 *r)
{
    const size_t whole = r->bits / 8;
    const unsigned rest = r->bits % 8;
    if (memcmp(a, r->start, whole) != 0)
        return false;
    return rest == 0 || ((a[whole] ^ r->start[whole]) >> (8 - rest)) == 0;
}

static bool is_public4(uint32_t a)
{
    for (size_t i = 0; i < sizeof refused4 / sizeof *refused4; i++)
        if (((a ^ refused4[i].start) >> (32 - refused4[i].bits)) == 0)
            return false;
    return true;
}

static bool is_public6(const uint8_t *a)
{
    for (size_t i = 0; i < sizeof refused6 / sizeof *refused6; i++)
        if (in_range6(a, &refused6[i]))
            return false;
    return in_range6(a, &global6);
}

bool dc_address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_public4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return is_public6(in.sin6_addr.s6_addr);
    }
    return false;
}

bool dc_address_text_is_public(const char *text, bool *is_address)
{
    char plain[DC_ADDRESS_SIZE];
    struct in_addr a4;
    struct in6_addr a6;
    const size_t skip = *text == '[';
    const size_t len = strcspn(text + skip, "]%"); // a zone does not change what the address is
    *is_address = true;
    if (len < sizeof plain) {
        memcpy(plain, text + skip, len);
        plain[len] = '\0';
        if (inet_pton(AF_INET, plain, &a4) == 1)
            return is_public4(ntohl(a4.s_addr));
        if (inet_pton(AF_INET6, plain, &a6) == 1)
            return is_public6(a6.s6_addr);
    }
    *is_address = false;
    return false;
}

void dc_address_print(const struct sockaddr *address, char out[DC_ADDRESS_SIZE])
{
    struct sockaddr_in in4;
    struct sockaddr_in6 in6;
    const char *text = NULL;
    if (address->sa_family == AF_INET) {
        memcpy(&in4, address, sizeof in4);
        text = inet_ntop(AF_INET, &in4.sin_addr, out, DC_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&in6, address, sizeof in6);
        text = inet_ntop(AF_INET6, &in6.sin6_addr, out, DC_ADDRESS_SIZE);
    }
    if (!text)
        memcpy(out, "of no known kind", sizeof "of no known kind");
}

bool dc_scheme_is_allowed(const char *scheme)
{
    return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

bool dc_port_is_allowed(unsigned port)
{
    return port == 80 || port == 443 || (port > 1023 && port < 65536);
}
