#!/bin/bash
# report.sh STYLE SCRIPT: writes the table that render/html_report.c includes: the style and script of the report
# as C strings, and their hashes as Content Security Policy wants them.
set -eu
hash_of() {
    printf 'sha256-'
    printf '%b' "$(sha256sum "$1" | cut -d' ' -f1 | sed 's/../\\x&/g')" | base64
}
string_of() { sed 's/\\/\\\\/g; s/"/\\"/g; s/^/    "/; s/$/\\n"/' "$1"; }
cat <<C
// Written by tools/report.sh from data/report.css and data/report.js: edit those.
#define DC_REPORT_STYLE_HASH "$(hash_of "$1")"
#define DC_REPORT_SCRIPT_HASH "$(hash_of "$2")"

static const char dc_report_style[] =
$(string_of "$1");

static const char dc_report_script[] =
$(string_of "$2");
C
