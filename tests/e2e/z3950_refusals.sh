#!/bin/bash
# Z39.50 refuses with the Bib-1 condition that fits and the value that was refused: attributes one
# by one, queries, databases, result sets, ranges, syntaxes, element sets, and scans. Nothing is
# passed over, and after each refusal the session goes on.
. "$(dirname "$0")/lib.sh"
need yaz-client
import_shipped
start_daemon

# refused CONDITION ADDINFO COMMAND...: the last command is refused so, and a search after it works.
refused() {
    local condition=$1 addinfo=$2
    shift 2
    z3950 "$@" 'find @attr 1=4 rupture' >"$scratch/refused"
    holds "$scratch/refused" "\[$condition\].*v3 addinfo '$addinfo'" '^Number of hits: 1,'
}

claim "a use attribute" refused 114 9999 'find @attr 1=9999 x'
claim "a use attribute by name" refused 114 nonesuch 'find @attr 1=nonesuch x'
claim "a relation attribute" refused 117 100 'find @attr 1=4 @attr 2=100 x'
claim "a position attribute" refused 119 9 'find @attr 1=4 @attr 3=9 x'
claim "a structure attribute" refused 118 999 'find @attr 1=4 @attr 4=999 x'
claim "a truncation attribute" refused 120 99 'find @attr 1=4 @attr 5=99 x'
claim "a completeness attribute" refused 122 9 'find @attr 1=4 @attr 6=9 x'
claim "an attribute type" refused 113 7 'find @attr 7=1 x'
claim "an attribute set" refused 121 '1\.2\.840\.10003\.3\.5' 'find @attrset gils @attr 1=4 x'
claim "an attribute set on one attribute" refused 121 '1\.2\.840\.10003\.3\.5' \
    'find @attr gils 1=4 x'
claim "an empty term" refused 125 '.+' 'find @attr 1=4 ""'
claim "a term that is not UTF-8" refused 1072 '.+' "$(printf 'find @attr 1=4 B\xfccher')"
claim "a result set that is not there" refused 30 none 'find @set none'
claim "a proximity unit" refused 132 '[0-9]+' \
    'find @prox 0 3 1 2 k 3 @attr 1=4 rupture @attr 1=4 relations'
claim "a database" refused 235 Nowhere 'base Nowhere' 'find @attr 1=4 x' 'base Default'
claim "a range" refused 13 '5\+1' 'find @attr 1=4 rupture' 'show 5+1'
claim "a record syntax" refused 239 '1\.2\.840\.10003\.5\.105' 'format grs-1' \
    'find @attr 1=4 rupture' 'show 1' 'format usmarc'
claim "an element set" refused 25 G 'elements G' 'find @attr 1=4 rupture' 'show 1' 'elements F'
claim "an element set of another syntax" refused 25 mods 'format usmarc' 'elements mods' \
    'find @attr 1=4 rupture' 'show 1' 'elements F'
claim "a list of an access point that there is not" refused 114 9999 'scan @attr 1=9999 x'
claim "a relation that is no place in a list" refused 117 '.+' 'scan @attr 1=31 @attr 2=1 1977'
claim "a truncation that is no place in a list" refused 120 '.+' 'scan @attr 1=4 @attr 5=2 x'
claim "a list of what cannot be listed" refused 232 '.+' 'scan @attr 1=1016 @attr 4=1 x'
claim "a query in CQL" refused 107 104 'querytype cql' 'find x' 'querytype prefix'
claim "a query in CCL" refused 107 2 'querytype ccl' 'find x' 'querytype prefix'
finish
