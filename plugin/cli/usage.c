#include "usage.h"

#include "message.h"
#include "option.h"

#include <stdarg.h>
#include <stdio.h>

void dc_usage_error(const char *format, ...)
{
    char text[DC_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    dc_message_clean(text);
    fprintf(stderr, "decant: %s (see decant --help)\n", text);
}

void dc_usage_short(void)
{
    fputs("usage: decant [OPTIONS] [INPUT...]\n"
          "  decant https://example.com/page     fetch a page and print its text\n"
          "  decant page.html                    the same for a file\n"
          "  decant pages/ -o texts/             for all pages of a directory\n"
          "  curl -s URL | decant                for standard input\n"
          "  decant explain page.html -o r.html   what was kept, and why\n"
          "decant --help lists the options\n",
          stderr);
}

static void print_option(const dc_option *o)
{
    char names[40];
    snprintf(names, sizeof names, "%c%c%s --%s%s%s", o->letter ? '-' : ' ',
             o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
    printf("  %-23s %s\n", names, o->help);
}

void dc_usage_help(bool is_all)
{
    puts("decant [OPTIONS] [INPUT...]       prints the clean text of web pages\n"
         "decant batch [OPTIONS] [INPUT...]  to a folder -o DIR, goes on after any stop\n"
         "decant fetch [OPTIONS] URL...     pages as they came, to -o or an --archive\n"
         "decant explain [OPTIONS] INPUT... tells what was kept or dropped, and why\n"
         "INPUT: a URL, file or directory, or - for standard input, which is the default.");
    for (size_t i = 0; i < dc_n_options; i++)
        if (is_all || !dc_options[i].is_rare)
            print_option(&dc_options[i]);
    puts("Variables set defaults: DECANT_TO=json, DECANT_JOBS=4, DECANT_ALLOW_PRIVATE=1...\n"
         "Exit: 0 fine, 1 some fail, 2 usage, 3 no text, 4 network, 5 unreadable, 6 limit");
}
