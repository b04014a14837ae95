#!/bin/sh
# Layout of all C files as clang-format decides it. Versions differ in taste, so only 14 is asked;
# skipped where there is none.
#
#   format.sh SOURCE
set -u
clang-format --version 2>/dev/null | grep -q 'version 14[.]' || { echo "no clang-format 14" && exit 77; }
cd "$1" || exit 1
status=0
for file in $(find include plugin tests -name '*.[ch]' | sort); do
    clang-format --style=file "$file" | cmp -s - "$file" || { echo "$file" && status=1; }
done
[ $status = 0 ] || echo "not as clang-format -i leaves them"
exit $status
