#!/bin/sh
# Installs into an empty prefix and uses what is there as a stranger would: the README's C program through
# pkg-config and through find_package, the program, the shared object.
#
#   install.sh SOURCE BUILD CC CMAKE GENERATOR
set -eu
source=$1 build=$2 cc=$3 cmake=$4 generator=$5
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
prefix=$dir/moved

bad() {
    echo "$1"
    exit 1
}

# Moved after the installation: nothing may hold the prefix.
"$cmake" --install "$build" --prefix "$dir/prefix" >"$dir/installed"
mv "$dir/prefix" "$prefix"
pc=$(find "$prefix" -name decant.pc)
[ -n "$pc" ] || bad "no decant.pc"
export PKG_CONFIG_PATH="${pc%/decant.pc}"
lib=$(pkg-config --variable=libdir decant)
export LD_LIBRARY_PATH="$lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

find "$prefix" -type f -exec readelf -d {} + 2>/dev/null | grep -E 'R(UN)?PATH' && bad "an installed file has a run path"
for notice in LICENSE NOTICE; do
    [ -n "$(find "$prefix" -name $notice)" ] || bad "no $notice"
done
[ -n "$(find "$prefix" -name record.schema.json)" ] || bad "no record.schema.json"
for header in "$source"/include/decant/*.h; do
    [ -e "$prefix/include/decant/${header##*/}" ] || bad "no ${header##*/}"
done

awk '/^<!-- program -->/ { wanted = 1 } /^```$/ { if (inside) exit } inside { print } /^```c$/ { inside = wanted }' \
    "$source/README.md" >"$dir/text.c"
[ "$(wc -l <"$dir/text.c")" -ge 10 ] || bad "no C program after <!-- program --> in the README"
printf '%s' '<html><head><title>T</title></head><body><nav><a href="/">Home</a></nav><article><h1>The tide</h1>
<p>The tide came in slowly over the flat sand, and nobody on the beach had thought to move the boats.</p>
<p>By noon the water stood at the wall, and the harbour master rang his bell twice.</p></article></body></html>' >"$dir/page.html"

says_the_page() { # COMMAND...
    "$@" <"$dir/page.html" >"$dir/text" || bad "$*: exit $?"
    grep -q 'The tide came in slowly over the flat sand' "$dir/text" || bad "$*: printed $(cat "$dir/text")"
}

# shellcheck disable=SC2046 # flags are words
"$cc" -std=c11 -Wall -Wextra -Werror -o "$dir/text-pc" "$dir/text.c" $(pkg-config --cflags --libs decant)
says_the_page "$dir/text-pc"

cat >"$dir/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(user LANGUAGES C)
find_package(decant 0.1 REQUIRED)
add_executable(text text.c)
target_link_libraries(text PRIVATE decant::decant)
CMAKE
quietly() {
    "$@" >"$dir/log" 2>&1 || { cat "$dir/log" && exit 1; }
}
quietly "$cmake" -G "$generator" -S "$dir" -B "$dir/user" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc"
quietly "$cmake" --build "$dir/user"
says_the_page "$dir/user/text"

[ ! -e "$build/bin/decant" ] || says_the_page "$prefix/bin/decant"
module=$(pkg-config --variable=plugindir decant)/decant.so
if [ -e "$build/module/decant.so" ]; then
    [ -e "$module" ] || bad "no $module"
    if command -v sqlite3 >/dev/null; then
        says_the_page sqlite3 :memory: "select load_extension('${module%.so}'); select decant_text(readfile('$dir/page.html'))"
    fi
fi
echo "installed: $(grep -c '^-- Installing' "$dir/installed") files"
