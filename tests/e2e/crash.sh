#!/bin/bash
# kill -9 at random moments of every writer there is: afterwards offprint verify finds nothing,
# what was seen committed is there, and of a batch all or nothing.
#
# OFFPRINT_CRASHES: how many (200 is the full proof); without it as many as fit into 40 seconds.
. "$(dirname "$0")/lib.sh"
need perl

crashes=${OFFPRINT_CRASHES:-1000}
[ -n "${OFFPRINT_CRASHES:-}" ] && until=$((SECONDS + 3600)) || until=$((SECONDS + 40))
base=$scratch/base
copy=$scratch/copy

perl "$project/tests/e2e/many_records.pl" 1 4000 primus >"$scratch/primus.xml"
perl "$project/tests/e2e/many_records.pl" 1 4000 secundus >"$scratch/secundus.xml"
perl "$project/tests/e2e/many_records.pl" 4001 8000 tertius >"$scratch/tertius.xml"
# Books whose contents notes make four parts each.
perl -e '
    print qq{<collection xmlns="http://www.loc.gov/MARC21/slim">\n};
    for my $n (1 .. 300) {
        printf qq{<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">b%03d}
            . qq{</controlfield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">Book %d}
            . qq{</subfield></datafield><datafield tag="505" ind1="0" ind2="0">}, $n, $n;
        printf qq{<subfield code="g">p. %d-%d</subfield><subfield code="t">Quartus %d</subfield>},
            $_ * 10, $_ * 10 + 9, $_ for 1 .. 4;
        print "</datafield></record>\n";
    }
    print "</collection>\n";' >"$scratch/books.xml"
import_shipped
"$offprint" import --memory 1M "$scratch/primus.xml" >/dev/null 2>&1
"$offprint" import "$scratch/books.xml" >/dev/null 2>&1
mv "$catalogue" "$base"

found() {
    "$offprint" search --limit 0 "title = $1" 2>&1 | sed -n 's/ found$//p'
}
records() {
    "$offprint" stats | sed -n 's/^records *//p'
}

# --- the writers, and what must hold after each; $1 is what was seen before the kill

write_add() { exec "$offprint" import --memory 1M "$scratch/tertius.xml"; }
seen_add() { found tertius; }
holds_add() {
    local now
    now=$(found tertius)
    [ "$now" -ge "$1" ] && same $((4309 + now)) "$(records)" && prefix 4000 "$now" tertius
}

write_replace() { exec "$offprint" import --memory 1M "$scratch/secundus.xml"; }
seen_replace() { found secundus; }
holds_replace() {
    local now
    now=$(found secundus)
    [ "$now" -ge "$1" ] && same 4309 "$(records)" && same $((4000 - now)) "$(found primus)" &&
        prefix 0 "$now" secundus
}

# prefix START COUNT WORD: the records after START that have WORD are the first COUNT.
prefix() {
    [ "$2" -eq 0 ] || "$offprint" get "$(printf 'n%06d' $(($1 + $2)))" | grep -q "$3" || return 1
    [ "$2" -eq 4000 ] ||
        ! "$offprint" get "$(printf 'n%06d' $(($1 + $2 + 1)))" 2>/dev/null | grep -q "$3"
}

write_delete() { exec "$offprint" delete $(seq -f 'n%06g' 1 3000); }
seen_delete() { found primus; }
holds_delete() {
    local now
    now=$(found primus)
    [ "$now" -eq 1000 ] || { [ "$now" -eq 4000 ] && [ "$1" -eq 4000 ]; } || return 1
    same $((now + 309)) "$(records)"
}

write_explode() { exec "$offprint" explode --all; }
seen_explode() { found quartus; }
holds_explode() {
    local now
    now=$(found quartus)
    [ "$now" -ge "$1" ] && [ $((now % 4)) -eq 0 ] && same $((4309 + now)) "$(records)" &&
        same 4000 "$(found primus)"
}

write_reindex() { exec "$offprint" reindex --memory 1M; }
seen_reindex() { found primus; }
holds_reindex() { same "$1" 4000 && same 4000 "$(found primus)"; }

write_compact() { exec "$offprint" compact; }
seen_compact() { found primus; }
holds_compact() { same 4000 "$(found primus)"; }

# A backup that was killed is none, or whole.
write_backup() { exec "$offprint" backup "$copy"; }
seen_backup() { found primus; }
holds_backup() {
    same 4000 "$(found primus)" || return 1
    [ ! -e "$copy/data.mdb" ] || "$offprint" verify --catalogue "$copy" >/dev/null 2>&1
}

# --- killing them

restore() {
    rm -rf "$catalogue" "$copy"
    cp -r "$base" "$catalogue"
}

# How long a writer takes when it is let be, in microseconds; then all of its work is there: as
# much as $2.
measure() {
    local from to
    restore
    from=${EPOCHREALTIME/[.,]/}
    (write_$1) >/dev/null 2>&1 || return 1
    to=${EPOCHREALTIME/[.,]/}
    time_of[$1]=$((to - from))
    "$offprint" verify >/dev/null 2>&1 && holds_$1 "$2"
}

# survives WRITER: once, at a random moment of its time.
survives() {
    local writer=$1 pid seen delay
    restore
    delay=$((time_of[$writer] * (RANDOM * 32768 + RANDOM) / (32768 * 32768)))
    (write_$writer) >/dev/null 2>&1 &
    pid=$!
    sleep "$(printf '%d.%06d' $((delay / 1000000)) $((delay % 1000000)))"
    # Looking takes time in which the writer goes on: every other time it is killed at once.
    [ $((RANDOM % 2)) -eq 0 ] && [ "$writer" != compact ] && seen=$(seen_$writer)
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ $? -eq 137 ] && killed=$((killed + 1))
    case $writer in add | replace | explode) seen=${seen:-0} ;; *) seen=${seen:-4000} ;; esac
    "$offprint" verify 2>/dev/null || { echo "$writer after $delay us"; return 1; }
    holds_$writer "$seen" || { echo "$writer after $delay us, seen $seen"; return 1; }
}

declare -A time_of whole
writers=(add replace delete explode reindex compact backup)
killed=0
done=0
whole=([explode]=1200 [delete]=0)
for writer in "${writers[@]}"; do
    claim "$writer goes through when it is let be" measure "$writer" "${whole[$writer]:-4000}"
done
while [ $done -lt "$crashes" ] && [ $SECONDS -lt $until ] && [ $failures -eq 0 ]; do
    writer=${writers[$((done % ${#writers[@]}))]}
    claim "$writer that is killed leaves what was committed, and nothing else" survives "$writer"
    done=$((done + 1))
done
echo "$killed of $done were killed before they had finished"
claim "most were killed before they had finished" test $((killed * 2)) -gt $done
finish
