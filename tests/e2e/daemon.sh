#!/bin/bash
# The daemon: starts on free ports and says where; shows what the command line imports while it
# runs, on every face; ends cleanly on SIGTERM; says what is wrong when it cannot start.
. "$(dirname "$0")/lib.sh"
need curl yaz-client zoomsh

# refuses PATTERN OPTION...: it does not start, and says why in a line that matches.
refuses() {
    local pattern=$1
    shift
    timeout 10 "$offprintd" --z3950 127.0.0.1:0 --http 127.0.0.1:0 "$@" >"$scratch/refused" 2>&1
    local status=$?
    [ $status -ne 0 ] && [ $status -ne 124 ] && holds "$scratch/refused" "$pattern"
}

claim "without a catalogue it does not start" refuses 'catalogue' --catalogue "$scratch/nowhere"
import_shipped
claim "an address must be one" refuses 'HOST:PORT' --http nonsense
printf 'log_level = debug\nhtpp = {"127.0.0.1:1"}\n' >"$scratch/bad.conf"
claim "a misspelt setting is an error with its line" refuses 'bad\.conf:2' --config "$scratch/bad.conf"
printf 'repository = "library.example"\nlog_level = "debug"\n' >"$scratch/good.conf"

start_daemon --config "$scratch/good.conf"
claim "every face has a line with something to try" holds "$scratch/daemon.out" \
    '^z3950 127\.0\.0\.1:[1-9][0-9]* +try: ' '^http http://' '^rest http://.*try: curl ' \
    '^oai http://.*try: curl '
claim "the configured repository is used" sh -c \
    "curl -s '$h/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.example:precarious-truce' |
     grep -q '<identifier>oai:library.example:precarious-truce</identifier>'"
claim "a second daemon cannot have the same port" refuses "${h##*:}" --http "127.0.0.1:${h##*:}"

# Imported while it runs, seen at once.
sed 's/precarious-truce-6</fresh-1</; s/The rupture of/The unheard of rupture of/' \
    "$project/records/precarious-truce-6.xml" >"$scratch/fresh.xml"
claim "before, the word is not found" sh -c "curl -s '$h/records?query=unheard' | grep -q '\"total\": *0'"
claim "a record goes in while the daemon runs" "$offprint" import "$scratch/fresh.xml"
claim "REST shows it" curl -sf -o /dev/null "$h/records/fresh-1"
claim "Z39.50 finds it" sh -c \
    "zoomsh 'connect $z/Default' 'find @attr 1=4 unheard' quit | grep -q ': 1 hits'"
claim "OAI-PMH lists it" sh -c \
    "curl -s '$h/oai?verb=ListIdentifiers&metadataPrefix=oai_dc' | grep -q fresh-1"
claim "deleting it is seen too" "$offprint" delete fresh-1
claim "as gone" same 410 "$(curl -s -o /dev/null -w '%{http_code}' "$h/records/fresh-1")"

claim "SIGHUP is survived" kill -HUP "$daemon_pid"
sleep 0.2
claim "and the service goes on" curl -sf -o /dev/null "$h/records/precarious-truce"
claim "SIGTERM ends it with 0" stop_daemon
claim "a daemon that was killed leaves a catalogue that opens" "$offprint" stats
finish
