#!/bin/bash
# The command line: records go in, are found, come out in every format, are replaced and deleted;
# broken ones are refused with line and reason while the rest goes in; errors and exit codes say
# what happened.
. "$(dirname "$0")/lib.sh"
need jq perl script setpriv xmllint yaz-marcdump

# exits CODE COMMAND...: the command ends with that code.
exits() {
    local wanted=$1
    shift
    "$@" >"$scratch/out" 2>"$scratch/err"
    local got=$?
    [ $got -eq "$wanted" ] && return 0
    echo "exit $got, not $wanted"
    cat "$scratch/err"
    return 1
}

import_shipped
claim "nine records go in" holds "$scratch/import.log" '^9 added, 0 replaced, 0 unchanged, 0 refused'
claim "importing again changes nothing" exits 0 "$offprint" import "$project/records"
claim "and says so" holds "$scratch/out" '^0 added, 0 replaced, 9 unchanged'
claim "stats counts" exits 0 "$offprint" stats
claim "nine records, eight of them parts" holds "$scratch/out" '^records +9$' '^  parts +8$'

claim "CQL finds the chapter" exits 0 "$offprint" search 'dc.title = rupture'
claim "one record" same "1 found" "$(cat "$scratch/err")"
claim "with its id and title" holds "$scratch/out" '^precarious-truce-6	The rupture of Anglo-Soviet'
claim "PQF finds all nine by author" exits 0 "$offprint" search --pqf '@attr 1=1003 gorodetsky'
claim "nine" same "9 found" "$(cat "$scratch/err")"
claim "--limit bounds what is written" exits 0 "$offprint" search --limit 2 gorodetsky
claim "two lines" same 2 "$(wc -l <"$scratch/out")"
claim "search writes records too" exits 0 "$offprint" search --format csl gorodetsky
claim "nine in one array" same 9 "$(jq length "$scratch/out")"
claim "a query that cannot be answered is no empty answer" exits 1 "$offprint" search 'dc.nothing = x'
claim "it names the index" holds "$scratch/err" 'dc\.nothing'

for format in marc marcxml mods dc json jsonld csl ris bibtex text html \
    marcjson marc8 marc21-vufind marc21-agk citation qdc; do
    claim "get writes $format" exits 0 "$offprint" get --format $format precarious-truce-6
    claim "with the title in it" holds "$scratch/out" 'upture'
done
"$offprint" get --format marc precarious-truce-6 >"$scratch/6.mrc"
claim "ISO 2709 is read by yaz-marcdump" yaz-marcdump "$scratch/6.mrc"
claim "an unknown id is named" exits 1 "$offprint" get no-such-record
claim "in the message" holds "$scratch/err" 'no-such-record'
claim "nothing is written for it" same "" "$(cat "$scratch/out")"
claim "an unknown format is a usage error" exits 2 "$offprint" get --format nonsense x
claim "an unknown command too" exits 2 "$offprint" frobnicate
claim "an unknown option too" exits 2 "$offprint" stats --frobnicate

claim "export writes everything" exits 0 "$offprint" export
claim "as one well-formed collection" same 9 \
    "$(xmllint --xpath 'count(//*[local-name()="record"])' "$scratch/out")"
"$offprint" export --format marc >"$scratch/all.mrc"
claim "what was exported goes into another catalogue" exits 0 "$offprint" import \
    --catalogue "$scratch/other" "$scratch/all.mrc"
claim "nine again" holds "$scratch/out" '^9 added'
"$offprint" export >"$scratch/one.xml"
"$offprint" export --catalogue "$scratch/other" >"$scratch/two.xml"
claim "and comes out the same" cmp "$scratch/one.xml" "$scratch/two.xml"

claim "standard input is read" exits 0 sh -c "'$offprint' import --collection extra --prefix x- - \
    <'$project/records/precarious-truce-6.xml'"
claim "--prefix goes before the id" exits 0 "$offprint" get x-precarious-truce-6
claim "the collection is there" sh -c "'$offprint' stats | grep -q extra"

# A broken file: the second record is not well-formed, the third has no control number.
cat >"$scratch/broken.xml" <<'XML'
<collection xmlns="http://www.loc.gov/MARC21/slim">
<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">good-1</controlfield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">One</subfield></datafield></record>
<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">bad-2</controlfield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Two & a half</subfield></datafield></record>
<record><leader>00000nam a2200000 i 4500</leader>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">No number</subfield></datafield></record>
<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">good-4</controlfield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Four</subfield></datafield></record>
</collection>
XML
claim "an import with bad records ends with 1" exits 1 "$offprint" import "$scratch/broken.xml"
cp "$scratch/err" "$scratch/broken.err"
claim "the good ones are in" holds "$scratch/out" '^2 added, 0 replaced, 0 unchanged, 2 refused'
claim "the bad ones are named with line and reason" \
    holds "$scratch/broken.err" 'broken\.xml.*line 5' 'no control number'
claim "the record before the fault is there" exits 0 "$offprint" get good-1
claim "and the one after it" exits 0 "$offprint" get good-4
claim "check finds the same without importing" exits 1 "$offprint" check "$scratch/broken.xml"
claim "and sums up" holds "$scratch/out" '^error +[1-9]'
claim "the shipped records have no errors" exits 0 "$offprint" check "$project/records"
claim "a file that is not there is named" exits 1 "$offprint" import "$scratch/absent.mrc"
claim "with the reason" holds "$scratch/err" 'absent\.mrc.*No such file'
head -c 3000 /dev/urandom >"$scratch/noise"
claim "noise is not imported" exits 1 "$offprint" import "$scratch/noise"

claim "a record is deleted" exits 0 "$offprint" delete good-4
claim "and is gone" exits 1 "$offprint" get good-4
claim "deleting it again says so" exits 1 "$offprint" delete good-4
claim "searches do not find it" sh -c "! '$offprint' search 'title = four' | grep good-4"

mkdir "$scratch/foreign"
echo "not a catalogue" >"$scratch/foreign/data.mdb"
claim "a foreign file is refused" exits 3 "$offprint" stats --catalogue "$scratch/foreign"
claim "in a sentence" holds "$scratch/err" 'foreign'
claim "a catalogue that is not there too" exits 3 "$offprint" stats --catalogue "$scratch/nowhere"
# Where the catalogue is when nobody says: nobody (65534) cannot write /var/lib, root can.
default_folder() {
    mkdir -p "$scratch/home" && chmod 777 "$scratch" "$scratch/home"
    env -u OFFPRINT_CATALOGUE XDG_DATA_HOME="$scratch/home" \
        setpriv --reuid 65534 --clear-groups "$offprint" import "$project/records" &&
        [ -f "$scratch/home/offprint/data.mdb" ]
}
if [ "$(id -u)" -eq 0 ] && [ ! -e /var/lib/offprint ] &&
    setpriv --reuid 65534 --clear-groups test -r "$project/records" -a -x "$offprint"; then
    claim "without --catalogue it is below \$XDG_DATA_HOME" default_folder
fi

# Long work: a live line on a terminal, elsewhere a line a second at most.
perl -e 'print qq{<collection xmlns="http://www.loc.gov/MARC21/slim">\n};
    printf qq{<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">n%d}
        . qq{</controlfield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">Number %d}
        . qq{ of many</subfield></datafield></record>\n}, $_, $_ for 1 .. 300000;
    print "</collection>\n";' >"$scratch/many.xml"
script -qec "'$offprint' import --catalogue '$scratch/many' '$scratch/many.xml'" /dev/null \
    >"$scratch/terminal" 2>&1 </dev/null
claim "a terminal sees records, rate and time left" holds "$scratch/terminal" \
    '[0-9]+ records read, [0-9]+ a second, [0-9]+ %, [0-9]+ s left'
"$offprint" import --catalogue "$scratch/again" "$scratch/many.xml" 2>"$scratch/lines" >/dev/null
claim "a file sees no more than a line a second" test "$(wc -l <"$scratch/lines")" -le 20
claim "and no live line" lacks "$scratch/lines" $'\r'

claim "--version answers" holds <("$offprint" --version) '^offprint [0-9]'
finish
