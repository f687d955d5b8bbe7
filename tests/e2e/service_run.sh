#!/bin/bash
# service/run builds, imports the shipped records into an empty catalogue, and starts the daemon
# with the options it was given; run again it is quick and imports nothing; the shipped records
# carry the configured repository's name.
. "$(dirname "$0")/lib.sh"
need curl

# A project folder whose build is the one under test, so that nothing is built twice.
mkdir "$scratch/project"
for entry in "$project"/*; do
    case $(basename "$entry") in
    build*) ;;
    *) ln -s "$entry" "$scratch/project/" ;;
    esac
done
ln -s "$build" "$scratch/project/build"

# run OPTION...: service/run on free ports, as start_daemon does for offprintd.
run_service() {
    offprintd=$scratch/project/service/run
    start_daemon "$@"
}

run_service --catalogue "$catalogue" --repository library.example
claim "the chapter is served" curl -sf -o "$scratch/6.xml" "$h/records/precarious-truce-6.marcxml"
claim "under the configured repository's name" holds "$scratch/6.xml" \
    '<controlfield tag="003">library\.example<' '\(library\.example\)precarious-truce<'
claim "and not the default one" lacks "$scratch/6.xml" 'offprint\.localhost'
claim "every face has its line" holds "$scratch/daemon.out" '^z3950 ' '^http ' '^rest ' '^oai '
claim "it said what it imported" holds "$scratch/daemon.log" '^9 added'
claim "SIGTERM ends it" stop_daemon

run_service --catalogue "$catalogue"
claim "a catalogue that has records is left as it is" lacks "$scratch/daemon.log" 'added'
claim "and served" curl -sf -o /dev/null "$h/records/precarious-truce-6"
claim "a repository must be a name" same 2 \
    "$("$scratch/project/service/run" --repository 'a b/c' >/dev/null 2>&1; echo $?)"
finish
