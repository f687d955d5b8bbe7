#!/bin/bash
# An import over all cores: records go in in their order and findings come out in theirs; batches
# are bounded by --memory; an interrupted import leaves what was committed, whole, and nothing else.
. "$(dirname "$0")/lib.sh"
need perl

# records FIRST LAST TEXT: ISO 2709 records, ids r1 to r500 again and again.
records() {
    perl -e '
        my ($first, $last, $text) = @ARGV;
        for my $i ($first .. $last) {
            my @fields = (["001", "r" . $i % 500], ["008", "200101s2001    xx            000 0 eng d"],
                          ["245", "00\x1fa$text number $i."], ["520", "  \x1fa" . "$text w$i " x 20]);
            my ($directory, $data) = ("", "");
            for (@fields) {
                $directory .= sprintf "%s%04d%05d", $_->[0], 1 + length $_->[1], length $data;
                $data .= "$_->[1]\x1e";
            }
            my $base = 24 + 1 + length $directory;
            printf "%05dnam a22%05d i 4500%s\x1e%s\x1d", $base + 1 + length $data, $base, $directory, $data;
        }' "$@"
}

live() { "$offprint" stats | sed -n 's/^records *//p'; }

records 1 20000 Plain >"$scratch/plain.mrc"
"$offprint" import --memory 1M "$scratch/plain.mrc" >"$scratch/out" 2>"$scratch/err"
claim "twenty thousand records in many batches, 500 ids" \
    holds "$scratch/out" '^500 added, 19500 replaced, 0 unchanged, 0 refused'
claim "are 500 records" same 500 "$(live)"
"$offprint" export --format text >"$scratch/text"
claim "and the last one of each id won" same "500 19501 20000" "$(
    grep -o 'Plain number [0-9]*' "$scratch/text" | awk '{print $3}' | sort -nu |
        awk 'NR == 1 {first = $1} {last = $1} END {print NR, first, last}')"
claim "the index and the records agree" "$offprint" verify

# Every tenth record has no id, in two files.
for file in one two; do
    records 1 3000 "$file" | perl -0777 -pe 's/r(\d*0)\x1e/" " x length("r$1") . "\x1e"/ge' >"$scratch/$file.mrc"
done
"$offprint" import --catalogue "$scratch/findings" --rejects "$scratch/rejects.mrc" \
    "$scratch/one.mrc" "$scratch/nowhere.mrc" "$scratch/two.mrc" >"$scratch/out" 2>"$scratch/err"
claim "records without an id are refused" holds "$scratch/out" '^450 added, .* 600 refused'
grep -o '[a-z]*.mrc: record [0-9]*' "$scratch/err" | tr -d : >"$scratch/order"
claim "each is named" same 600 "$(wc -l <"$scratch/order")"
claim "in the order of the files" same "" "$(sort -s -k1,1 -k3,3n "$scratch/order" | diff - "$scratch/order")"
claim "a file that is not there is named between them" holds "$scratch/err" 'nowhere.mrc'
claim "the refused are kept as they came" same 600 "$(tr -cd '\035' <"$scratch/rejects.mrc" | wc -c)"

# interrupts SECONDS: an import from a pipe that never ends.
interrupts() {
    (cat "$scratch/plain.mrc" && exec sleep 30) | "$offprint" import --catalogue "$scratch/stopped" \
        --memory 64M - >"$scratch/out" 2>"$scratch/err" &
    local importer=$!
    sleep "$1"
    kill -INT "$importer"
    wait "$importer"
}
set -m
interrupts 2
claim "an interrupted import says so by its exit code" same 130 $?
set +m
claim "and in words" holds "$scratch/err" 'interrupted'
claim "what was not committed is not there" holds "$scratch/out" '^0 added'
claim "nothing of it" same 0 "$(OFFPRINT_CATALOGUE=$scratch/stopped live)"
claim "and the catalogue is sound" "$offprint" verify --catalogue "$scratch/stopped"

finish
