#include "config_file.h"

#include "heap.h"
#include "option_value.h"
#include "slurp.h"
#include "usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20 };

bool dc_config_holds(const dc_option *option)
{
    return option->env || strcmp(option->name, "header") == 0;
}

// Owned by the caller; NULL for no file at all.
static char *config_path(void)
{
    const char *named = getenv("DECANT_CONFIG");
    const char *base = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    if (named)
        return *named ? dc_heap_join(named, "", NULL) : NULL;
    if (base && *base)
        return dc_heap_join(base, "/decant/config", NULL);
    return home && *home ? dc_heap_join(home, "/.config/decant/config", NULL) : NULL;
}

static char *trimmed(char *s)
{
    s += strspn(s, " \t\r");
    size_t len = strlen(s);
    while (len && strchr(" \t\r", s[len - 1]))
        len--;
    s[len] = '\0';
    return s;
}

static bool read_line(char *line, const char *where, dc_settings *out)
{
    line = trimmed(line);
    if (!*line || *line == '#')
        return true;
    char *equals = strchr(line, '=');
    if (equals)
        *equals = '\0';
    const char *name = trimmed(line);
    for (size_t i = 0; equals && i < dc_n_options; i++) {
        if (strcmp(dc_options[i].name, name) != 0 || !dc_config_holds(&dc_options[i]))
            continue;
        const char *value = trimmed(equals + 1);
        out->given[i] = (dc_given){value, DC_FROM_CONFIG};
        return dc_option_set(&dc_options[i], where, value, out);
    }
    dc_usage_error(equals ? "%s: '%s' is no setting" : "%s: '%s' is not of the form name = value",
                   where, name);
    return false;
}

bool dc_config_read(dc_settings *out)
{
    out->config_path = config_path();
    if (!out->config_path)
        return true;
    size_t len = 0;
    decant_error error = {0};
    dc_slurp(out->config_path, LARGEST, &out->config_text, &len, &error);
    if (error.code == DECANT_E_EMPTY_INPUT || (error.code && !getenv("DECANT_CONFIG"))) {
        dc_heap_free(out->config_path); // nobody has to have one
        out->config_path = NULL;
        return true;
    }
    if (error.code) {
        dc_usage_error("%s: %s", out->config_path, error.message);
        return false;
    }
    out->config_text = dc_heap_resize(out->config_text, len + 1, 1);
    out->config_text[len] = '\0';
    size_t n = 0;
    for (char *line = out->config_text, *end = line + len; line < end; n++) {
        char *nl = memchr(line, '\n', (size_t)(end - line));
        char *next = nl ? nl + 1 : end;
        char where[1024];
        snprintf(where, sizeof where, "%s:%zu", out->config_path, n + 1);
        if (nl)
            *nl = '\0';
        if (!read_line(line, where, out))
            return false;
        line = next;
    }
    return true;
}

static const char *default_of(const dc_option *o)
{
    if (o->kind == DC_OPTION_FLAG)
        return "0";
    return o->choices ? o->choices[0].name : "-";
}

void dc_config_show(const dc_settings *settings)
{
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        const dc_given *given = &settings->given[i];
        const char *const origins[] = {[DC_FROM_DEFAULT] = "default",
                                       [DC_FROM_CONFIG] = settings->config_path,
                                       [DC_FROM_ENV] = o->env,
                                       [DC_FROM_FLAG] = "command line"};
        if (dc_config_holds(o))
            printf("%-14s = %-16s # %s\n", o->name,
                   given->origin == DC_FROM_DEFAULT ? default_of(o)
                   : given->value                   ? given->value
                                                    : "1",
                   origins[given->origin]);
    }
    printf("# optional parts of this build: %s\n",
           decant_features()[0] ? decant_features() : "none");
}
