#!/bin/bash
# offprint verify finds no contradiction in what import, replacement, deletion and reindexing
# leave, and says by its exit status what it found.
. "$(dirname "$0")/lib.sh"
need perl

clean() {
    "$offprint" verify >"$scratch/verify.out" 2>/dev/null && holds "$scratch/verify.out" \
        "^$1 records, $2 deleted, .*: 0 contradictions$"
}
exits() {
    local wanted=$1
    shift
    "$@" >"$scratch/exits.out" 2>&1
    same "$wanted" $? || { cat "$scratch/exits.out"; return 1; }
}

claim "no catalogue is exit status 3" exits 3 "$offprint" verify
import_shipped
claim "the shipped catalogue is sound" clean 9 0
perl "$project/tests/e2e/many_records.pl" 1 2000 primus >"$scratch/first.xml"
perl "$project/tests/e2e/many_records.pl" 1 2000 secundus >"$scratch/second.xml"
"$offprint" import --memory 1M "$scratch/first.xml" >/dev/null 2>&1
claim "so it is after an import in many batches" clean 2009 0
"$offprint" import --collection more "$scratch/second.xml" >/dev/null 2>&1
claim "after each record was replaced" clean 2009 0
"$offprint" delete $(seq -f 'n%06g' 1 700) >/dev/null
claim "after some were deleted" clean 1309 700
"$offprint" import "$scratch/first.xml" >/dev/null 2>&1
claim "after they have come back" clean 2009 0
claim "with little memory, in many passes" "$offprint" verify --memory 1K
claim "reindexing goes through" "$offprint" reindex --memory 1M
claim "after reindexing" clean 2009 0
claim "and what was found is found again" same 2000 \
    "$("$offprint" search --limit 0 'title = primus' 2>&1 | sed -n 's/ found//p')"
claim "a word too many is exit status 2" exits 2 "$offprint" verify this
claim "a size that is none is exit status 2" exits 2 "$offprint" reindex --memory much
printf 'not a catalogue' >"$catalogue/data.mdb"
claim "a foreign file is exit status 3" exits 3 "$offprint" verify
finish
