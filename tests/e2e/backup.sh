#!/bin/bash
# offprint backup copies a catalogue that is being read and written; offprint compact gives room
# back, refuses while somebody has the catalogue open, and loses no writer that waits for it.
. "$(dirname "$0")/lib.sh"
need perl curl

many() {
    perl "$project/tests/e2e/many_records.pl" "$@"
}
refuses() {
    local status=$1 sentence=$2
    shift 2
    "$@" >"$scratch/refuses.out" 2>&1
    same "$status" $? && holds "$scratch/refuses.out" "$sentence"
}
records() {
    "$offprint" stats --catalogue "$1" | sed -n 's/^records *//p'
}
size() {
    stat -c %s "$1/data.mdb"
}

import_shipped
many 1 3000 first | "$offprint" import - >/dev/null 2>&1
start_daemon

# --- backup
many 3001 20000 first | "$offprint" import --memory 1M - >/dev/null 2>&1 &
importer=$!
sleep 0.2
claim "a backup of a catalogue that is imported into and served" "$offprint" backup "$scratch/live"
wait $importer
claim "is sound" "$offprint" verify --catalogue "$scratch/live"
between() { [ "$1" -le "$2" ] && [ "$2" -le "$3" ] || { echo "$1 $2 $3"; return 1; }; }
claim "and holds what was there" between 3009 "$(records "$scratch/live")" 20009
claim "a later one holds everything" "$offprint" backup "$scratch/whole"
claim "all of it" same 20009 "$(records "$scratch/whole")"
claim "a folder that is not empty is refused" \
    refuses 3 'is not empty' "$offprint" backup "$scratch/whole"
claim "and left as it was" same 20009 "$(records "$scratch/whole")"
claim "so is a folder that cannot be made" \
    refuses 3 'cannot make the folder /proc/none' "$offprint" backup /proc/none
claim "a backup without a folder is exit status 2" refuses 2 'into which' "$offprint" backup
claim "the same records come out of it" cmp \
    <("$offprint" export --catalogue "$scratch/whole") <("$offprint" export)

# --- compact
"$offprint" delete $(seq -f 'n%06g' 1 9000) >/dev/null
before=$(size "$catalogue")
claim "while a daemon serves it, a catalogue is not compacted, and the daemon is named" \
    refuses 3 "process $daemon_pid has the catalogue .* open" "$offprint" compact
claim "the daemon serves on" curl -sf "$h/records/n009500"
claim "and nothing is left lying about" test ! -e "$catalogue/data.mdb.part"
stop_daemon
claim "with nobody there it is compacted" "$offprint" compact
claim "and smaller" test "$(size "$catalogue")" -lt $((before * 9 / 10))
claim "and sound" "$offprint" verify
claim "and whole" same 11009 "$(records "$catalogue")"
claim "what a killed one left does no harm" sh -c \
    "echo part >'$catalogue/data.mdb.part' && '$offprint' compact && '$offprint' verify"

# Others come and go while it is compacted over and over. Whoever opens it finds all of it, and
# what was written is there: a writer that waited meanwhile writes to the new file.
readers() {
    local answer
    while [ ! -e "$scratch/enough" ]; do
        answer=$("$offprint" stats 2>"$scratch/stats.$1") || {
            cat "$scratch/stats.$1"
            continue
        }
        echo "$answer" | sed -n 's/^records *//p' >>"$scratch/seen.$1"
        sleep 0.0$((RANDOM % 20 + 10))
    done
}
together() {
    local compacted=0 until=$((SECONDS + 12)) number=30000
    rm -rf "$catalogue"
    import_shipped
    readers 1 >"$scratch/trouble.1" &
    readers 2 >"$scratch/trouble.2" &
    while [ $compacted -lt 25 ] && [ $SECONDS -lt $until ]; do
        "$offprint" compact >/dev/null 2>&1 && compacted=$((compacted + 1))
        [ $((RANDOM % 4)) -eq 0 ] || continue
        number=$((number + 1))
        "$offprint" compact >/dev/null 2>&1 &
        many $number $number beside | "$offprint" import - >/dev/null 2>"$scratch/beside.log" ||
            { cat "$scratch/beside.log"; return 1; }
        wait $!
        "$offprint" get "$(printf 'n%06d' $number)" >/dev/null 2>&1 ||
            { echo "$number is lost"; return 1; }
    done
    touch "$scratch/enough"
    wait
    echo "compacted $compacted times"
    [ $compacted -gt 0 ] || return 1
    cat "$scratch"/trouble.*
    [ ! -s "$scratch/trouble.1" ] && [ ! -s "$scratch/trouble.2" ] || return 1
    # The number of records only grows.
    sort -nc "$scratch/seen.1" && sort -nc "$scratch/seen.2" &&
        [ "$(head -1 "$scratch/seen.1")" -ge 9 ]
}
claim "nobody who comes while it is compacted misses anything" together
claim "after that all is sound" "$offprint" verify

# Stops a compact at the moment when it has emptied LMDB's lock file, and says which process it is.
stop_compact() {
    perl -MPOSIX=:sys_wait_h -e '
        my ($file, @command) = @ARGV;
        my $process = fork() // die;
        if ($process == 0) { open STDOUT, ">", "/dev/null"; open STDERR, ">&STDOUT"; exec @command; }
        while (waitpid($process, WNOHANG) == 0) {
            next unless -z $file;
            kill STOP => $process;
            select undef, undef, undef, 0.02;
            if (-z $file) { print $process; exit 0; }
            kill CONT => $process;
        }
        exit 1' "$catalogue/lock.mdb" "$offprint" compact
}
killed_at_the_lock_file() {
    local try process reader writer caught=0
    for try in $(seq 30); do
        process=$(stop_compact) || continue
        many $((40000 + try)) $((40000 + try)) beside | "$offprint" import - >"$scratch/waiting.log" 2>&1 &
        writer=$!
        "$offprint" stats >"$scratch/waiting.stats" 2>&1 &
        reader=$!
        sleep 0.1
        kill -9 "$process"
        wait $writer || { cat "$scratch/waiting.log"; return 1; }
        wait $reader || { cat "$scratch/waiting.stats"; return 1; }
        "$offprint" get "$(printf 'n%06d' $((40000 + try)))" >/dev/null || return 1
        [ $((caught += 1)) -lt 3 ] || break
    done
    echo "$caught were killed at that moment"
}
claim "whoever waits for a compact that is killed goes on" killed_at_the_lock_file
claim "and all is sound then" "$offprint" verify
finish
