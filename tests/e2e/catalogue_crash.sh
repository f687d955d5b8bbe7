#!/bin/bash
# kill -9 in the middle of an import leaves the catalogue as it was after the last committed
# batch: every record that is there is whole, found, and one of the first so many of the file.
. "$(dirname "$0")/lib.sh"
need perl

perl -e '
    print qq{<collection xmlns="http://www.loc.gov/MARC21/slim">\n};
    for my $n (1 .. 40000) {
        printf qq{<record><leader>00000nam a2200000 i 4500</leader>}
            . qq{<controlfield tag="001">n%06d</controlfield>}
            . qq{<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Number %d common w%d}
            . qq{</subfield></datafield></record>\n}, $n, $n, $n % 97;
    }
    print "</collection>\n";' >"$scratch/many.xml"

# Killed at once, early, later: small batches, so that there are commits to keep.
survives() {
    local delay=$1 importer records found last
    rm -rf "$catalogue"
    "$offprint" import "$project/records" >/dev/null 2>&1
    "$offprint" import --memory 1M "$scratch/many.xml" >/dev/null 2>&1 &
    importer=$!
    sleep "$delay"
    kill -9 $importer 2>/dev/null
    wait $importer 2>/dev/null
    records=$("$offprint" stats | sed -n 's/^records *//p')
    found=$("$offprint" search --limit 0 'title = common' 2>&1 | sed -n 's/ found//p')
    echo "after $delay s: $records records, $found found"
    [ "$records" -eq $((found + 9)) ] || return 1
    "$offprint" export --format marcxml >"$scratch/export.xml" || return 1
    [ "$(grep -c '<record' "$scratch/export.xml")" -eq "$records" ] || return 1
    # The last record of the last batch is there, the one after it is not.
    last=$(printf 'n%06d' "$found")
    [ "$found" -eq 0 ] || "$offprint" get "$last" >/dev/null || return 1
    ! "$offprint" get "$(printf 'n%06d' $((found + 1)))" >/dev/null 2>&1 || [ "$found" -eq 40000 ]
}

for delay in 0.01 0.05 0.1 0.15 0.2 0.3 0.4 0.6; do
    claim "an import killed after $delay s loses nothing that was committed" survives $delay
done
claim "the next import goes through" "$offprint" import "$scratch/many.xml"
claim "and everything is there" same "40009" \
    "$("$offprint" stats | sed -n 's/^records *//p')"
finish
