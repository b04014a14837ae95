#!/bin/sh
# What the shared objects export: libdecant exactly the functions that include/decant declares with
# DECANT_API, decant.so exactly its entry points.
#
#   exports.sh SOURCE LIBDECANT [MODULE]
set -u
source=$1 library=$2 module=${3:-}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
status=0

exported() { nm -D --defined-only "$1" | awk '{ print $3 }' | sort; }

same() { # OBJECT WANTED FOUND
    if ! diff "$2" "$3" >"$dir/diff"; then
        echo "$1 (< declared, > exported):"
        cat "$dir/diff"
        status=1
    fi
}

# Declarations may span lines: the name is what stands before the first parenthesis.
cat "$source"/include/decant/*.h | tr '\n' ' ' | grep -o 'DECANT_API [^(;]*(' |
    sed -n 's/.*[ *]\(decant_[a-z_]*\)($/\1/p' | sort >"$dir/declared"
exported "$library" >"$dir/exported"
[ -s "$dir/declared" ] || { echo "no declarations found" && status=1; }
same "$library" "$dir/declared" "$dir/exported"

if [ -n "$module" ]; then
    printf 'decant_plugin_entry\nsqlite3_decant_init\n' >"$dir/entries"
    exported "$module" >"$dir/exported"
    same "$module" "$dir/entries" "$dir/exported"
fi
[ $status != 0 ] || echo "$(wc -l <"$dir/declared") functions declared and exported"
exit $status
