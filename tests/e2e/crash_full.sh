#!/bin/bash
# A map that is full and a disk that is full: the batch rolls back, the error says what is full,
# exit status 3, the catalogue is sound and the daemon goes on reading.
. "$(dirname "$0")/lib.sh"
need perl curl

perl "$project/tests/e2e/many_records.pl" 1 2000 primus >"$scratch/few.xml"
perl "$project/tests/e2e/many_records.pl" 2001 60000 secundus >"$scratch/many.xml"

# refuses SENTENCE COMMAND...: exit status 3, and it says so.
refuses() {
    local sentence=$1
    shift
    "$@" >"$scratch/refuses.out" 2>&1
    same 3 $? && holds "$scratch/refuses.out" "$sentence"
}
found() {
    "$offprint" search --limit 0 "title = $1" 2>&1 | sed -n 's/ found$//p'
}
# What the daemon finds.
served() {
    curl -sf "$h/records?query=title%3D$1&limit=1" -D "$scratch/head" -o "$scratch/body" &&
        curl -sf "$h/records/n000007.marcxml" | grep -q 'Number 7 '
}
# whole: sound, and the batches that were committed are the first records of the file.
whole() {
    local now
    "$offprint" verify || return 1
    now=$(found secundus)
    same 2000 "$(found primus)" || return 1
    same $((2000 + now)) "$("$offprint" stats | sed -n 's/^records *//p')" || return 1
    [ "$now" -eq 0 ] || "$offprint" get "$(printf 'n%06d' $((2000 + now)))" >/dev/null || return 1
    ! "$offprint" get "$(printf 'n%06d' $((2001 + now)))" >/dev/null 2>&1
}
# fresh FOLDER: a catalogue there with the few records, and a daemon on it.
fresh() {
    stop_daemon
    catalogue=$1
    export OFFPRINT_CATALOGUE=$catalogue
    rm -rf "$catalogue"/*
    "$offprint" import "$scratch/few.xml" >/dev/null 2>&1
    start_daemon
}

# --- the map
fresh "$catalogue"
claim "a full map is said, in the first batch" \
    refuses 'map size' "$offprint" import --map-size 6M "$scratch/many.xml"
claim "all of it was rolled back" same 0 "$(found secundus)"
claim "the catalogue is whole" whole
claim "and served" served primus
claim "a full map is said, in a later batch" \
    refuses 'map size' "$offprint" import --map-size 24M --memory 1M "$scratch/many.xml"
claim "what was committed before is there" test "$(found secundus)" -gt 0
claim "the catalogue is whole then" whole
claim "and served then" served secundus
claim "an index that does not fit twice is left as it was" \
    refuses 'map size' "$offprint" reindex --map-size 1M
claim "the catalogue is whole after that" whole
claim "with a larger map the import goes through" "$offprint" import "$scratch/many.xml"
claim "and everything is there" same 58000 "$(found secundus)"

# --- a file that may not grow: what the kernel refuses, as a quota does
limited() {
    (
        trap '' XFSZ
        ulimit -f 16000
        exec "$@"
    )
}
fresh "$catalogue"
claim "a file that may not grow is said" \
    refuses 'disk|larger than the system' limited "$offprint" import --memory 1M "$scratch/many.xml"
claim "the catalogue is whole after a limit" whole
claim "and served after a limit" served primus

# --- the disk
mkdir "$scratch/small"
if mount -t tmpfs -o size=16m tmpfs "$scratch/small" 2>/dev/null; then
    trap 'stop_daemon; umount "$scratch/small"; cleanup' EXIT
    fresh "$scratch/small"
    claim "a full disk is said" \
        refuses 'disk is full' "$offprint" import --memory 1M "$scratch/many.xml"
    claim "the catalogue is whole on a full disk" whole
    claim "and served from a full disk" served primus
    claim "a backup onto a full disk is refused" \
        refuses 'not empty|disk is full' "$offprint" backup "$scratch/small/copy"
    claim "and leaves no catalogue there" test ! -e "$scratch/small/copy/data.mdb"
    claim "compacting on a full disk is refused, or done" sh -c \
        "'$offprint' compact; test ! -e '$scratch/small/data.mdb.part'"
    claim "the catalogue is whole after all that" whole
else
    echo "not tried: a full disk, for no tmpfs can be mounted here"
fi
finish
