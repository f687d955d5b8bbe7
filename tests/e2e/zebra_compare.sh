#!/bin/bash
# The same queries asked of Zebra over the same records.
#
# Claims:
#   - over a sample of the shared corpora, indexed by both in the fields of our access-point table,
#     hundreds of queries taken from the records (words, phrases, truncation, first words, whole
#     fields, proximity, booleans, names, subjects, numbers, dates, languages) find as many records
#     here as in Zebra, or a rule of zebra_compare_rules.toml says of each record why ours is right;
#   - the catalogue is sound afterwards.
#
# OFFPRINT_COMPARE_RECORDS says how many records to take (1500), OFFPRINT_COMPARE_QUERIES how many
# queries of each class (15). Skipped where there is no shared folder (OFFPRINT_SHARED).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

here=$(dirname "${BASH_SOURCE[0]}")
need zebraidx zebrasrv yaz-client python3
need_shared
[ -x "$build/tests/e2e/fts5_answers" ] || skip "fts5_answers is not built"

stop_zebra() {
    [ -n "${zebra_pid:-}" ] || return 0
    kill "$zebra_pid" 2>/dev/null
    wait "$zebra_pid" 2>/dev/null
    zebra_pid=
}
trap 'stop_zebra; cleanup' EXIT

# start_zebra: zebrasrv on a free port; sets $zebra.
start_zebra() {
    local port try
    port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])')
    zebra=127.0.0.1:$port
    zebrasrv -v none -c "$scratch/compare/zebra.cfg" "tcp:$zebra" >"$scratch/zebra.log" 2>&1 &
    zebra_pid=$!
    for try in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        sleep 0.1
    done
    cat "$scratch/zebra.log"
    echo "zebrasrv did not start"
    exit 1
}

# What is sound in the corpora, as MARCXML: the rest of them is the business of other tests.
marc=$shared/corpora/marc
"$offprint" import --catalogue "$scratch/all" "$marc"/{clean-utf8,clean-marc8,marcxml,analytics} \
    >"$scratch/import.log" 2>&1
"$offprint" export --catalogue "$scratch/all" --format marcxml >"$scratch/all.xml" ||
    { tail -3 "$scratch/import.log"; exit 1; }
rm -rf "$scratch/all"
mkdir "$scratch/compare"
python3 "$here/zebra_compare.py" prepare "$scratch/all.xml" "${OFFPRINT_COMPARE_RECORDS:-1500}" \
    "${OFFPRINT_COMPARE_QUERIES:-15}" "$scratch/compare" || exit 1

"$offprint" import --catalogue "$scratch/compare/catalogue" "$scratch/compare/sample.xml" \
    >"$scratch/import.log" 2>&1 || { tail -3 "$scratch/import.log"; exit 1; }
for step in init "update $scratch/compare/sample.xml"; do
    # shellcheck disable=SC2086  (a step is a word and what it takes)
    zebraidx -c "$scratch/compare/zebra.cfg" -l "$scratch/zebraidx.log" $step ||
        { tail -3 "$scratch/zebraidx.log"; exit 1; }
done
start_daemon --catalogue "$scratch/compare/catalogue"
start_zebra

claims=$((claims + 1))
python3 "$here/zebra_compare.py" compare "$scratch/compare" "$here/zebra_compare_rules.toml" \
    "$z" "$zebra" || {
    failures=$((failures + 1))
    echo "not so: every difference from Zebra is explained"
}
stop_zebra
claim "the catalogue is sound" "$offprint" verify --catalogue "$scratch/compare/catalogue"
finish
