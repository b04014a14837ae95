#!/bin/sh
# Each public header compiles alone, as C11 and as C++17, without a warning; so do its initialisers.
#
#   headers.sh SOURCE CC CXX
set -u
source=$1 cc=$2 cxx=$3
warnings='-Wall -Wextra -Werror -pedantic -fsyntax-only'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
status=0
n=0

# A user of one header. Included twice: the guard works. DECANT_X_INIT makes a decant_x.
user_of() { # HEADER
    printf '#include <decant/%s>\n#include <decant/%s>\n' "$1" "$1"
    echo 'int user(void); int user(void) { return 0; }'
    awk '/^#define DECANT_[A-Z_]*_INIT/ {
        type = tolower(substr($2, 1, length($2) - 5))
        printf "unsigned user%d(void); unsigned user%d(void) { %s x = %s; return x.struct_size; }\n",
            NR, NR, type, $2
    }' "$source/include/decant/$1"
}

for path in "$source"/include/decant/*.h; do
    header=$(basename "$path")
    user_of "$header" >"$dir/user.c"
    cp "$dir/user.c" "$dir/user.cpp"
    # shellcheck disable=SC2086 # warnings are words
    "$cc" -std=c11 $warnings -I"$source/include" "$dir/user.c" || { echo "$header: not C11" && status=1; }
    # shellcheck disable=SC2086
    "$cxx" -std=c++17 $warnings -I"$source/include" "$dir/user.cpp" || { echo "$header: not C++17" && status=1; }
    n=$((n + 1))
done
[ "$n" -ge 4 ] || { echo "found $n headers in $source/include/decant" && status=1; }
[ $status != 0 ] || echo "$n headers compile alone"
exit $status
