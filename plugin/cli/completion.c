#include "completion.h"

#include "option.h"

#include <stdio.h>
#include <string.h>

static void print_choices(const dc_option *o, const char *between)
{
    for (const dc_choice *c = o->choices; c && c->name; c++)
        printf("%s%s", c == o->choices ? "" : between, c->name);
}

// Values that are names of files.
static bool takes_file(const dc_option *o)
{
    return o->argument && (strcmp(o->argument, "FILE") == 0 || strcmp(o->argument, "PATH") == 0 ||
                           strcmp(o->argument, "DIR") == 0);
}

// ---- bash ----

static void bash_names(const dc_option *o)
{
    printf("--%s", o->name);
    if (o->letter)
        printf(" -%c", o->letter);
}

static void print_bash(void)
{
    fputs("# bash completion of decant, made by decant --completion bash\n"
          "_decant() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    [ \"$cur\" = = ] && cur=\n"
          "    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
          "    case $prev in\n",
          stdout);
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        if (!o->argument)
            continue;
        printf("    --%s", o->name);
        if (o->letter)
            printf("|-%c", o->letter);
        if (o->choices) {
            fputs(") COMPREPLY=($(compgen -W '", stdout);
            print_choices(o, " ");
            fputs("' -- \"$cur\")); return ;;\n", stdout);
        } else if (takes_file(o)) {
            fputs(") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", stdout);
        } else {
            fputs(") return ;;\n", stdout);
        }
    }
    fputs("    esac\n    case $cur in\n    -*) COMPREPLY=($(compgen -W '", stdout);
    for (size_t i = 0; i < dc_n_options; i++) {
        fputs(i ? " " : "", stdout);
        bash_names(&dc_options[i]);
    }
    fputs("' -- \"$cur\")) ;;\n"
          "    *) COMPREPLY=($(compgen -f -- \"$cur\"))\n"
          "        [ \"$COMP_CWORD\" = 1 ] && COMPREPLY+=($(compgen -W explain -- \"$cur\")) ;;\n"
          "    esac\n}\ncomplete -o filenames -F _decant decant\n",
          stdout);
}

// ---- zsh ----

// In '...' and [...] of _arguments.
static void zsh_text(const char *s)
{
    for (; *s; s++) {
        if (*s == '\'')
            fputs("'\\'", stdout);
        else if (strchr("[]:\\", *s))
            putchar('\\');
        putchar(*s);
    }
}

static void zsh_option(const dc_option *o, const char *name)
{
    const bool may_repeat = o->kind == DC_OPTION_NAMES || strcmp(o->name, "verbose") == 0;
    printf("    '%s%s[", may_repeat ? "*" : "", name);
    zsh_text(o->help);
    fputs("]", stdout);
    if (o->argument) {
        printf(":%s:", o->argument);
        if (o->choices) {
            fputs("(", stdout);
            print_choices(o, " ");
            fputs(")", stdout);
        } else if (takes_file(o)) {
            fputs("_files", stdout);
        }
    }
    fputs("' \\\n", stdout);
}

static void print_zsh(void)
{
    fputs("#compdef decant\n# zsh completion of decant, made by decant --completion zsh\n"
          "_arguments -s \\\n",
          stdout);
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        char name[64];
        snprintf(name, sizeof name, "--%s%s", o->name, o->argument ? "=" : "");
        zsh_option(o, name);
        snprintf(name, sizeof name, "-%c", o->letter);
        if (o->letter)
            zsh_option(o, name);
    }
    fputs("    '*:input:_files'\n", stdout);
}

// ---- fish ----

static void print_fish(void)
{
    fputs("# fish completion of decant, made by decant --completion fish\n"
          "complete -c decant -n __fish_is_first_arg -a explain -d 'show what was kept, and why'\n",
          stdout);
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        printf("complete -c decant -l %s", o->name);
        if (o->letter)
            printf(" -s %c", o->letter);
        if (o->argument)
            fputs(takes_file(o) ? " -r" : " -x", stdout);
        if (o->choices) {
            fputs(" -a '", stdout);
            print_choices(o, " ");
            fputs("'", stdout);
        }
        fputs(" -d '", stdout);
        for (const char *p = o->help; *p; p++) {
            if (*p == '\'' || *p == '\\')
                putchar('\\');
            putchar(*p);
        }
        fputs("'\n", stdout);
    }
}

// ---- the manual, in scdoc ----

static void man_text(const char *s)
{
    for (; *s; s++) {
        if (strchr("\\*_#[", *s))
            putchar('\\');
        putchar(*s);
    }
}

static void print_man(void)
{
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        if (o->letter)
            printf("*-%c*, ", o->letter);
        printf("*--%s*", o->name);
        if (o->argument)
            printf(" _%s_", o->argument);
        fputs("\n\t", stdout);
        man_text(o->help);
        if (o->choices) {
            fputs(". One of: ", stdout);
            print_choices(o, ", ");
        }
        if (o->env)
            fputs(". Variable: *", stdout), man_text(o->env), putchar('*');
        fputs(".\n\n", stdout);
    }
}

void dc_completion_print(int32_t shell)
{
    static void (*const printers[])(void) = {[DC_COMPLETE_BASH] = print_bash,
                                             [DC_COMPLETE_ZSH] = print_zsh,
                                             [DC_COMPLETE_FISH] = print_fish,
                                             [DC_COMPLETE_MAN] = print_man};
    printers[shell]();
}
