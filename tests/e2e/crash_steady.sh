#!/bin/bash
# Records that are replaced again and again beside a daemon that is read all the time do not make
# the file grow, and no reader sees half a batch.
#
# OFFPRINT_STEADY: records and rounds, "2000 10" by default; "10000 20" is the full proof.
. "$(dirname "$0")/lib.sh"
need perl curl

read -r records rounds <<<"${OFFPRINT_STEADY:-2000 10}"
"$offprint" import "$project/records" >/dev/null 2>&1
for round in 1 2; do
    perl "$project/tests/e2e/many_records.pl" 1 "$records" "round$round" >"$scratch/$round.xml"
    "$offprint" import "$scratch/$round.xml" >/dev/null 2>&1
done
size() {
    stat -c %s "$catalogue/data.mdb"
}
start_daemon

# Each answer counts all records of one round and none of the other, for each is one batch.
read_on() {
    local answer
    while [ ! -e "$scratch/enough" ]; do
        answer=$(curl -sf "$h/records?query=title%3Dcommon%20and%20title%3Dround1&limit=1" |
            sed -n 's/.*"total": \([0-9]*\),.*/\1/p')
        echo "${answer:-none}" >>"$scratch/answers"
        curl -sf "$h/records/n000001" >/dev/null || echo failed >>"$scratch/answers"
    done
}
read_on &
reader=$!
replace() {
    local round
    for round in $(seq "$rounds"); do
        "$offprint" import "$scratch/$((2 - round % 2)).xml" >"$scratch/import.log" 2>&1 &&
            grep -q "$records replaced" "$scratch/import.log" || return 1
        [ "$round" -gt 1 ] || size >"$scratch/early"
    done
}
claim "records are replaced over and over" replace
touch "$scratch/enough"
wait $reader
# The change list keeps every change, some 32 bytes each; all other room is used again.
early=$(cat "$scratch/early")
claim "the file has grown by the change list, and by no more than a tenth beside it" \
    test "$(size)" -le $((early * 11 / 10 + rounds * records * 34))
"$offprint" backup "$scratch/backup" >/dev/null
claim "it is at most three times what there is to keep" \
    test "$(size)" -le $((3 * $(stat -c %s "$scratch/backup/data.mdb")))
claim "the daemon was read meanwhile" test "$(wc -l <"$scratch/answers")" -gt "$rounds"
claim "and each answer was that of one whole batch" \
    same "" "$(grep -vx -e 0 -e "$records" "$scratch/answers" | sort -u)"
claim "before one or after it" test "$(sort -u "$scratch/answers" | wc -l)" -eq 2
claim "the catalogue is sound" "$offprint" verify
finish
