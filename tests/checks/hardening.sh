#!/bin/sh
# The hardening of each binary, as the loader and the compiler left it.
#
#   hardening.sh BINARY...
set -u
status=0

bad() {
    echo "$file: $1"
    status=1
}

for file; do
    headers=$(readelf -lW "$file") || exit 1
    dynamic=$(readelf -dW "$file") || exit 1
    symbols=$(readelf --dyn-syms -W "$file") || exit 1
    readelf -hW "$file" | grep -q 'Type: *DYN ' || bad "not position independent"
    case $headers in *GNU_RELRO*) ;; *) bad "no RELRO" ;; esac
    case $dynamic in *BIND_NOW* | *"Flags: NOW"*) ;; *) bad "symbols are bound lazily: RELRO is partial" ;; esac
    case $headers in *GNU_STACK*) ;; *) bad "no GNU_STACK: the stack may be executable" ;; esac
    case $headers in *GNU_STACK*RWE*) bad "executable stack" ;; esac
    case $dynamic in *TEXTREL*) bad "text relocations" ;; esac
    case $symbols in *__stack_chk_fail*) ;; *) bad "no stack protector" ;; esac
    case $symbols in *_chk@* | *_chk\ *) ;; *) bad "no call checked by FORTIFY" ;; esac
done
[ $status != 0 ] || echo "$# binaries hardened"
exit $status
