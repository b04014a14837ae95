#define _GNU_SOURCE

#include "support/names.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

enum { PUBLIC = 0x5db8d8, FILES = 4096 }; // 93.184.216

static atomic_uint real[FILES]; // the public addresses that connections were for
static atomic_uint asked, connects, intruders, rebinds;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static bool is_silent = true;

void names_reset(void)
{
    asked = connects = intruders = rebinds = 0;
    pthread_mutex_lock(&lock);
    is_silent = true;
    pthread_mutex_unlock(&lock);
}

void names_end_silence(void)
{
    pthread_mutex_lock(&lock);
    is_silent = false;
    pthread_cond_broadcast(&ended);
    pthread_mutex_unlock(&lock);
}

unsigned names_asked(void)
{
    return asked;
}

unsigned names_connects(void)
{
    return connects;
}

unsigned names_intruders(void)
{
    return intruders;
}

static void wait_for_end_of_silence(void)
{
    pthread_mutex_lock(&lock);
    while (is_silent)
        pthread_cond_wait(&ended, &lock);
    pthread_mutex_unlock(&lock);
}

// As glibc lays it out: freeaddrinfo() takes it.
static struct addrinfo *answer(const char *address, const char *service, struct addrinfo *next)
{
    struct addrinfo *a = calloc(1, sizeof *a + sizeof(struct sockaddr_in));
    struct sockaddr_in in = {.sin_family = AF_INET};
    in.sin_port = htons((uint16_t)(service ? strtoul(service, NULL, 10) : 0));
    inet_pton(AF_INET, address, &in.sin_addr);
    a->ai_family = AF_INET;
    a->ai_socktype = SOCK_STREAM;
    a->ai_protocol = IPPROTO_TCP;
    a->ai_addrlen = sizeof in;
    a->ai_addr = memcpy(a + 1, &in, sizeof in);
    a->ai_next = next;
    return a;
}

static int answer_for(const char *name, const char *service, struct addrinfo **out)
{
    asked++;
    *out = NULL;
    if (strcmp(name, "a.example") == 0)
        *out = answer(NAMES_PUBLIC, service, NULL);
    else if (strcmp(name, "mixed.example") == 0)
        *out = answer("127.0.0.1", service, answer(NAMES_PUBLIC, service, NULL));
    else if (strcmp(name, "rebind.example") == 0)
        *out = answer(rebinds++ ? "127.0.0.1" : NAMES_PUBLIC, service, NULL);
    else if (strcmp(name, "private.example") == 0)
        *out = answer("127.0.0.1", service, NULL);
    else if (strcmp(name, "silent.example") == 0)
        wait_for_end_of_silence();
    return *out ? 0 : EAI_NONAME;
}

EXPORTED int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                         struct addrinfo **out);
EXPORTED int getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict len);
EXPORTED int connect(int fd, const struct sockaddr *address, socklen_t len);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out)
{
    const size_t len = name ? strlen(name) : 0;
    if (len > 8 && strcmp(name + len - 8, ".example") == 0)
        return answer_for(name, service, out);
    int (*libc)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&libc = dlsym(RTLD_NEXT, "getaddrinfo");
    return libc(name, service, hints, out);
}

// The other end is who it takes itself for.
int getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict len)
{
    const int code = (int)syscall(SYS_getpeername, fd, address, len);
    const in_addr_t public = code == 0 && fd >= 0 && fd < FILES ? real[fd] : 0;
    if (public && address->sa_family == AF_INET)
        memcpy((char *)address + offsetof(struct sockaddr_in, sin_addr), &public, sizeof public);
    return code;
}

int connect(int fd, const struct sockaddr *address, socklen_t len)
{
    struct sockaddr_in in = {0};
    if (address->sa_family == AF_INET)
        memcpy(&in, address, sizeof in);
    if (fd >= 0 && fd < FILES)
        real[fd] = ntohl(in.sin_addr.s_addr) >> 8 == PUBLIC ? in.sin_addr.s_addr : 0;
    if (ntohl(in.sin_addr.s_addr) >> 8 == PUBLIC) {
        connects++;
        in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return (int)syscall(SYS_connect, fd, &in, (socklen_t)sizeof in);
    }
    intruders++;
    return (int)syscall(SYS_connect, fd, address, len);
}
