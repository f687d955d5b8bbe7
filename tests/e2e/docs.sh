#!/bin/bash
# The manual pages are well made, and name every option that the programs take.
. "$(dirname "$0")/lib.sh"
need mandoc

# options_of PROGRAM [COMMAND]: the long options its --help names.
options_of() {
    "$@" --help | grep -o -- '--[a-z][a-z0-9-]*' | sort -u
}

names_all() {
    local page=$1 option
    shift
    for option in $(options_of "$@"); do
        grep -q -- "Fl -${option#--}\|, ${option#-}" "$page" || {
            echo "$page does not name $option of $*"
            return 1
        }
    done
}

claim "offprint(1) has no fault" mandoc -T lint -W warning "$project/docs/offprint.1"
claim "offprintd(8) has no fault" mandoc -T lint -W warning "$project/docs/offprintd.8"
for command in import get search export delete stats check verify reindex backup compact; do
    claim "offprint(1) names the options of $command" \
        names_all "$project/docs/offprint.1" "$offprint" "$command"
done
claim "offprintd(8) names its options" names_all "$project/docs/offprintd.8" "$offprintd"
finish
