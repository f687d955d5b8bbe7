# Shared by the end-to-end tests: a catalogue and a daemon of one's own, and claims that count.
#
# A test is a script that begins with a comment of what it claims, sources this file, and ends
# with `finish`. Programs come from $OFFPRINT_BUILD (the meson build folder). Exit codes: 0 every
# claim holds, 1 one does not, 77 skipped.
set -u

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${OFFPRINT_BUILD:?the meson build folder}
offprint=$build/service/cli/offprint
offprintd=$build/service/daemon/offprintd
shared=${OFFPRINT_SHARED:-$project/../shared}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/offprint-test.XXXXXX")
catalogue=$scratch/catalogue
export OFFPRINT_CATALOGUE=$catalogue
daemon_pid=
claims=0
failures=0

cleanup() {
    stop_daemon
    rm -rf "$scratch"
}
trap cleanup EXIT

# skip REASON: this test cannot run here.
skip() {
    echo "skipped: $1"
    exit 77
}

# need PROGRAM...: skips where one is not installed (tests/run installs them all).
need() {
    local program
    for program; do
        command -v "$program" >/dev/null || skip "$program is not installed"
    done
}

# need_shared: skips where the corpora and schemas are not here.
need_shared() {
    [ -d "$shared/schemas" ] || skip "no shared folder (set OFFPRINT_SHARED)"
    export XML_CATALOG_FILES=$shared/schemas/catalog.xml
}

# import_shipped: the shipped records into the test's catalogue.
import_shipped() {
    "$offprint" import "$project/records" >"$scratch/import.log" 2>&1 || {
        cat "$scratch/import.log"
        echo "cannot import the shipped records"
        exit 1
    }
}

# start_daemon [OPTION...]: offprintd on free ports; sets $z (HOST:PORT of Z39.50) and $h
# (http://HOST:PORT). Its log is $scratch/daemon.log.
start_daemon() {
    "$offprintd" --z3950 127.0.0.1:0 --http 127.0.0.1:0 "$@" \
        >"$scratch/daemon.out" 2>"$scratch/daemon.log" &
    daemon_pid=$!
    local try
    for try in $(seq 200); do
        z=$(sed -n 's/^z3950 \([^ ]*\).*/\1/p' "$scratch/daemon.out")
        h=$(sed -n 's/^http \([^ ]*\).*/\1/p' "$scratch/daemon.out")
        [ -n "$z" ] && [ -n "$h" ] && return 0
        kill -0 "$daemon_pid" 2>/dev/null || break
        sleep 0.05
    done
    cat "$scratch/daemon.log"
    echo "offprintd did not start"
    exit 1
}

# stop_daemon: SIGTERM and wait; returns the daemon's exit status.
stop_daemon() {
    [ -n "$daemon_pid" ] || return 0
    kill "$daemon_pid" 2>/dev/null
    wait "$daemon_pid"
    local status=$?
    daemon_pid=
    return $status
}

# claim TEXT COMMAND...: the command must succeed.
claim() {
    local text=$1
    shift
    claims=$((claims + 1))
    if ! "$@" >"$scratch/claim.out" 2>&1; then
        failures=$((failures + 1))
        echo "not so: $text"
        sed 's/^/    /' "$scratch/claim.out" | head -20
    fi
}

# same WANTED GOT: for claims about values.
same() {
    [ "$1" = "$2" ] && return 0
    printf 'wanted: %s\ngot:    %s\n' "$1" "$2"
    return 1
}

# holds FILE PATTERN...: every extended regular expression matches a line of the file.
holds() {
    local file=$1 pattern
    shift
    for pattern; do
        grep -Eq -- "$pattern" "$file" && continue
        printf 'no line matches: %s\n' "$pattern"
        head -40 "$file"
        return 1
    done
}

# lacks FILE PATTERN: no line matches.
lacks() {
    ! grep -E -- "$2" "$1"
}

# valid SCHEMA FILE: the file is valid; SCHEMA is a path below the shared schemas.
valid() {
    xmllint --nonet --noout --schema "$shared/schemas/$1" "$2"
}

# qdc_schema: $scratch/qdc.xsd. DCMI's container of qualified Dublin Core has no namespace, so that
# applications can include it in theirs; ours is OCLC's.
qdc_schema() {
    cat >"$scratch/qdc.xsd" <<XSD
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
           targetNamespace="http://worldcat.org/xmlschemas/qdc-1.0/">
  <xs:include schemaLocation="$shared/schemas/dc/qualifieddc.xsd"/>
</xs:schema>
XSD
}

# z3950 COMMAND...: yaz-client's answer to some commands, one an argument.
z3950() {
    { printf 'open %s\n' "$z"; printf '%s\n' "$@" quit; } | timeout 20 yaz-client 2>&1
}

# finish: says how many claims held, and exits with it.
finish() {
    stop_daemon || { failures=$((failures + 1)); echo "not so: the daemon ends cleanly"; }
    echo "$((claims - failures)) of $claims claims hold"
    [ "$failures" -eq 0 ]
    exit
}
