#!/bin/bash
# The checks, checked: each is shown something wrong, and must say so.
#
#   self.sh SOURCE CC CMAKE
# shellcheck disable=SC2317 # functions are called by name
set -u
source=$1 cc=$2 cmake=$3
checks=$source/tests/checks
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
status=0

green() { # WHAT COMMAND...
    "${@:2}" >"$dir/output" 2>&1 || { echo "must pass: $1" && cat "$dir/output" && status=1; }
}

red() { # WHAT COMMAND...
    ! "${@:2}" >"$dir/output" 2>&1 || { echo "must fail: $1" && status=1; }
}

# banned: each line alone in a file that may not hold it.
banned() {
    mkdir -p "$dir/source/plugin/html"
    printf '%s\n' "$1" >"$dir/source/plugin/html/x.c"
    "$cmake" -D source="$dir/source" -P "$checks/banned.cmake"
}
while IFS= read -r line; do
    red "banned: $line" banned "$line"
done <<'C'
    strcpy(a, b);
    if (!(p = malloc (n)))
    free(p);
    vsprintf(a, b, c);
    sprintf(a, b);
x = atoi(s);
    longjmp(at, 1);
#include <setjmp.h>
#include <stdio.h>
#  include "../base/mem.h"
    abort();
C
while IFS= read -r line; do
    green "banned: $line" banned "$line"
done <<'C'
    decant_page_free(p); // then free(p) is not ours
    hook->free(p);
    say("do not call strcpy(a, b) or \" gets(c)");
/* malloc(1); [ strtok(a) */
#include "base/mem.h"
C

# words
mkdir -p "$dir/words/plugin"
words() {
    printf '%s\n' "$1" >"$dir/words/plugin/x.c"
    "$cmake" -D source="$dir/words" -P "$checks/words.cmake"
}
red words words "// see /hom""e/someone/notes, "/wor""k/x""
green words words "// see the notes"

# headers: one that needs another, one that is not C++.
mkdir -p "$dir/include/decant"
cp "$source"/include/decant/*.h "$dir/include/decant"
green headers "$checks/headers.sh" "$dir" "$cc" c++
echo 'static inline size_t dc_n(void) { return 0; }' >"$dir/include/decant/x.h"
red 'headers: needs an include' "$checks/headers.sh" "$dir" "$cc" c++
echo 'typedef struct x { int class; } x;' >"$dir/include/decant/x.h"
red 'headers: not C++' "$checks/headers.sh" "$dir" "$cc" c++
printf 'typedef struct decant_x { int struct_size; } decant_x;\n#define DECANT_X_INIT {1, 2}\n' >"$dir/include/decant/x.h"
red 'headers: initialiser' "$checks/headers.sh" "$dir" "$cc" c++

if [ "$(uname)" = Linux ]; then
    # exports: one too many, one too few.
    mkdir -p "$dir/api/include/decant"
    printf '#define DECANT_API\nDECANT_API const char *decant_a(void);\nDECANT_API int\ndecant_b(int x,\n int y);\n' \
        >"$dir/api/include/decant/a.h"
    library() {
        local out=$dir/$1.so
        shift
        printf 'int %s(void);int %s(void){return 0;}\n' "$@" | "$cc" -shared -fPIC -x c -o "$out" - && echo "$out"
    }
    green exports "$checks/exports.sh" "$dir/api" "$(library good decant_a decant_a decant_b decant_b)"
    red 'exports: leak' "$checks/exports.sh" "$dir/api" \
        "$(library leak decant_a decant_a decant_b decant_b gumbo_parse gumbo_parse)"
    red 'exports: missing' "$checks/exports.sh" "$dir/api" "$(library few decant_a decant_a)"

    # hardening: all of it, then without one thing at a time.
    cat >"$dir/h.c" <<'C'
#include <string.h>
int fill(char *from, unsigned n);
int fill(char *from, unsigned n)
{
    char room[64];
    memcpy(room, from, n);
    return room[n / 2];
}
int main(int argc, char **argv)
{
    return fill(argv[0], (unsigned)argc);
}
C
    hardened() {
        "$cc" -O2 -fPIE -pie -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fno-inline \
            -Wl,-z,relro,-z,now,-z,noexecstack "$@" -o "$dir/h" "$dir/h.c" || return 0 # must not pass as red
        "$checks/hardening.sh" "$dir/h"
    }
    green hardening hardened
    red 'hardening: no PIE' hardened -fno-pie -no-pie
    red 'hardening: lazy' hardened -Wl,-z,lazy
    red 'hardening: no RELRO' hardened -Wl,-z,norelro
    red 'hardening: stack' hardened -fno-stack-protector
    red 'hardening: executable stack' hardened -Wl,-z,execstack
    red 'hardening: FORTIFY' hardened -U_FORTIFY_SOURCE
fi
[ $status != 0 ] || echo "each check fails when it should"
exit $status
