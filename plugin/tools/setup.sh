# shellcheck shell=bash
# Set-up for ./plugin/decant and ./tests/run: packages, configure, build. Sourced by bash.
#
#   setup_packages GROUP...                  install what is missing of the groups below
#   setup_build DIR "TARGET..." [-DOPTION...]  configure DIR if needed, build the targets
#
# Everything is said on stderr and nothing is read from stdin: both belong to the program that runs
# afterwards. The second time both functions are quiet and quick.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/.cache
log=$work/setup.log

# group | probe | apt | dnf | brew | what for. "-": not needed there.
packages='
run  | cmd cc          | gcc libc6-dev         | gcc              | -             | compiles C
run  | cmd cmake       | cmake                 | cmake            | cmake         | configures the build
run  | cmd ninja       | ninja-build           | ninja-build      | ninja         | runs the build
run  | cmd pkg-config  | pkg-config            | pkgconf-pkg-config | pkg-config  | finds the libraries
run  | cmd objcopy     | binutils              | binutils         | binutils      | makes a private copy of gumbo
run  | lib libcurl     | libcurl4-openssl-dev  | libcurl-devel    | curl          | fetches pages
run  | lib libidn2     | libidn2-dev           | libidn2-devel    | libidn2       | knows host names of all scripts
run  | lib gumbo       | libgumbo-dev          | gumbo-parser-devel | gumbo-parser | parses HTML
run  | lib libutf8proc | libutf8proc-dev       | utf8proc-devel   | utf8proc      | knows Unicode
run  | lib libxxhash   | libxxhash-dev         | xxhash-devel     | xxhash        | hashes
run  | lib zlib        | zlib1g-dev            | zlib-devel       | zlib          | unpacks gzip
run  | lib libbrotlidec | libbrotli-dev        | brotli-devel     | brotli        | unpacks br
run  | lib libzstd     | libzstd-dev           | libzstd-devel    | zstd          | unpacks zstd
run  | lib jansson     | libjansson-dev        | jansson-devel    | jansson       | reads JSON
run  | lib libxml-2.0  | libxml2-dev           | libxml2-devel    | libxml2       | writes XML
run  | lib nettle      | nettle-dev            | nettle-devel     | nettle        | digests of what is archived
run  | lib sqlite3     | libsqlite3-dev        | sqlite-devel     | sqlite        | the journal of batches, the SQLite extension
run  | file /etc/ssl/certs/ca-certificates.crt | ca-certificates | - | -        | checks certificates of https
test | cmd c++         | g++                   | gcc-c++          | -             | compiles the headers as C++
test | lib cmocka      | libcmocka-dev         | libcmocka-devel  | cmocka        | runs unit tests
test | cmd scdoc       | scdoc                 | scdoc            | scdoc         | makes the manual pages
test | cmd chromium    | chromium              | chromium         | -             | opens our report
test | lib libcmark-gfm | libcmark-gfm-dev     | -                | cmark-gfm     | reads our Markdown
test | header cmark-gfm-core-extensions.h | libcmark-gfm-extensions-dev | - | - | its tables and footnotes
test | lib yaml-0.1    | libyaml-dev           | libyaml-devel    | libyaml       | reads our front matter
test | python jsonschema | python3-jsonschema | python3-jsonschema | -          | reads our JSON
test | cmd jq          | jq                    | jq               | jq            | runs the tasks of the README
test | lib libssl      | libssl-dev            | openssl-devel    | openssl@3     | a TLS server that misbehaves
test | cmd nginx       | nginx-light           | nginx            | nginx         | a server to measure against
test | cmd curl        | curl                  | curl             | -             | what fetching is measured by
test | cmd sqlite3     | sqlite3               | sqlite           | sqlite        | tests the SQLite extension
test | file /usr/share/i18n/locales/tr_TR | locales | glibc-locale-source | -     | languages whose case and numbers differ
all  | cmd clang       | clang                 | clang            | -             | the second compiler, sanitizers
all  | sanitizers      | libclang-rt-@-dev     | compiler-rt      | -             | run-time part of the sanitizers
all  | cmd clang-format | clang-format         | clang-tools-extra | clang-format | checks the layout of the source
'

say() { printf 'decant: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# Shows the end of the log, and stops.
fail() {
    say "$1; the end of $log:"
    tail -n 30 "$log" >&2
    exit 1
}

clang_major() { clang -dumpversion 2>/dev/null | cut -d. -f1; }

# Is it there? A library counts only with its pkg-config file, which comes with its headers.
present() {
    case $1 in
    cmd) command -v "$2" >/dev/null ;;
    lib) pkg-config --exists "$2" 2>/dev/null ;;
    file) [ -e "$2" ] ;;
    python) python3 -c "import $2" 2>/dev/null ;;
    header) [ -e "/usr/include/$2" ] || [ -e "/usr/local/include/$2" ] || [ -e "/opt/homebrew/include/$2" ] ;;
    # Known only once there is a clang: asked again after the first round.
    sanitizers)
        ! command -v clang >/dev/null ||
            echo 'int main(void) { return 0; }' |
            clang -fsanitize=address -x c -o "$work/probe" - 2>/dev/null
        ;;
    esac
}

package_manager() {
    local tool
    for tool in apt-get dnf brew; do
        if command -v $tool >/dev/null; then
            echo $tool
            return
        fi
    done
}

trim() {
    local text=$1
    text=${text#"${text%%[! ]*}"}
    printf '%s' "${text%"${text##*[! ]}"}"
}

# missing_packages MANAGER GROUP...: lines "names|what for" of what is not there.
missing_packages() {
    local manager=$1 group probe apt dnf brew why names
    shift
    while IFS='|' read -r group probe apt dnf brew why; do
        group=$(trim "$group")
        case " $* " in *" ${group:-none} "*) ;; *) continue ;; esac
        # shellcheck disable=SC2086 # the probe is two words
        present $probe && continue
        case $manager in apt-get) names=$apt ;; dnf) names=$dnf ;; brew) names=$brew ;; *) names=$probe ;; esac
        names=$(trim "$names")
        [ "$names" = - ] || echo "${names//@/$(clang_major)}|$(trim "$why")"
    done <<<"$packages"
}

# Root needs no sudo, and a bare machine has none.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() { # MANAGER NAME...
    local manager=$1
    shift
    if [ "$manager" != brew ] && [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        die "installing needs root. Run this once, then again what you ran:
    sudo $manager install -y $*"
    fi
    case $manager in
    apt-get)
        # A broken third-party source must not stop us: what counts is whether the install works.
        as_root apt-get update >>"$log" 2>&1 </dev/null
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null
        ;;
    dnf) as_root dnf install -y "$@" >>"$log" 2>&1 </dev/null ;;
    brew) HOMEBREW_NO_AUTO_UPDATE=1 brew install "$@" >>"$log" 2>&1 </dev/null ;;
    esac
}

# One round: says and installs what is missing. Fails when nothing was.
install_missing() { # GROUP...
    local manager lines names
    manager=$(package_manager)
    lines=$(missing_packages "${manager:-none}" "$@")
    [ -n "$lines" ] || return 1
    if [ -z "$manager" ]; then
        die "these are missing, and there is no apt-get, dnf or brew to install them:
$(sed 's/|/: /; s/^/    /' <<<"$lines")"
    fi
    say "installing with $manager:"
    while IFS='|' read -r names why; do
        printf '    %-24s %s\n' "$names" "$why" >&2
    done <<<"$lines"
    # shellcheck disable=SC2046 # a row may name two packages
    install_packages "$manager" $(cut -d'|' -f1 <<<"$lines") || fail "$manager could not install them"
}

# Two at once, from make or xargs say, wait for each other.
lock() {
    if command -v flock >/dev/null; then
        exec 9>"$work/lock"
        flock 9
    fi
}

unlock() { exec 9>&-; }

# Rounds until nothing is missing that could be there: some rows are known only after the first.
install_all() { # GROUP...
    install_missing "$@" || return 1
    install_missing "$@"
    return 0
}

setup_packages() {
    local stamp input
    mkdir -p "$work" || die "cannot write to $work"
    setup_groups=("$@")
    stamp=$work/packages-$(IFS=- && echo "$*")
    lock
    for input in "$root"/plugin/tools/setup.sh "$root"/{,plugin/,tests/}CMakeLists.txt "$root"/plugin/cmake/*; do
        [ "$stamp" -nt "$input" ] || rm -f "$stamp"
    done
    if [ ! -e "$stamp" ]; then
        : >"$log"
        install_all "$@"
        : >"$stamp"
    fi
    unlock
}

# A line for people who wait: rewritten in place on a terminal, said once elsewhere.
progress() {
    local line said=
    while IFS= read -r line; do
        case $line in '['*) ;; *) continue ;; esac
        if [ -t 2 ]; then
            printf '\rdecant: building %.60s\033[K' "$line" >&2
        elif [ -z "$said" ]; then
            say "building in $dir"
        fi
        said=1
    done
    [ -z "$said" ] || [ ! -t 2 ] || printf '\r\033[K' >&2
}

configure() { # DIR OPTION...
    local dir=$1 wanted
    shift
    wanted="$root ${CC:-} ${CXX:-} ${CFLAGS:-} $*"
    if [ -e "$dir/build.ninja" ] && [ "$(cat "$dir/wanted" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    rm -rf "$dir"
    cmake -G Ninja -S "$root" -B "$dir" "$@" >"$log" 2>&1 </dev/null && printf '%s\n' "$wanted" >"$dir/wanted"
}

build() { # DIR TARGETS OPTION...
    local dir=$1 targets=$2
    shift 2
    configure "$dir" "$@" || return 1
    # shellcheck disable=SC2086 # targets are words
    (set -o pipefail && ninja -C "$dir" $targets 2>&1 </dev/null | tee "$log" | progress)
}

setup_build() {
    lock
    if ! build "$@"; then
        # Perhaps a package went away since we looked, or the folder moved to another machine.
        rm -f "$work"/packages-*
        if ! install_all "${setup_groups[@]}" || ! build "$@"; then
            fail "the build failed"
        fi
    fi
    unlock
}
