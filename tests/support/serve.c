// serve DIR     serves a directory and the misbehaving routes on a free port of 127.0.0.1, prints
//               the port as the first line, and ends when its standard input does.
// serve --list  prints the misbehaving routes.
#include "support/server.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_route(const char *name, const char *what)
{
    printf("/fault/%-20s %s\n", name, what);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        fault_list(print_route);
        return 0;
    }
    server *s = argc == 2 ? server_start(argv[1]) : NULL;
    if (!s) {
        fputs("usage: serve DIR | --list\n", stderr);
        return 2;
    }
    printf("%u\n", server_port(s));
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    server_stop(s);
    return 0;
}
