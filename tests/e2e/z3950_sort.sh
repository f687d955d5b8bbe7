#!/bin/bash
# Sort as real clients ask for it: yaz-client by field and by attribute, up and down, several keys,
# into the same set and into another; zoomsh and Perl's ZOOM with sortby; relevance by relation
# 102; and every key that is not offered is refused with its condition, the set left as it was.
. "$(dirname "$0")/lib.sh"
need yaz-client zoomsh perl
perl -MZOOM -e1 2>/dev/null || skip "Perl's ZOOM is not installed"
import_shipped
start_daemon

# The shipped records by title: articles do not count, nor does case.
by_title='3 5 conclusions introduction 2 book 6 4 1'
by_title_down='1 4 6 book 2 introduction conclusions 5 3'
as_imported=$("$offprint" search --limit 9 'cql.allRecords = 1' 2>/dev/null | cut -f1 |
    sed 's/precarious-truce-//; s/precarious-truce/book/' | paste -sd' ')

# ids: the records that yaz-client has shown, by what follows precarious-truce- in their ids.
ids() {
    sed -n 's/.*<controlfield tag="001">\([^<]*\)<.*/\1/p' |
        sed 's/precarious-truce-//; s/^precarious-truce$/book/' | paste -sd' '
}

# sorted KEYS: how the shipped records stand after "sort KEYS".
sorted() {
    z3950 'format xml' 'find @attr 1=1003 gorodetsky' "sort $1" 'show 1+9' | ids
}

claim "a search alone has the order of the import" same "$as_imported" \
    "$(z3950 'format xml' 'find @attr 1=1003 gorodetsky' 'show 1+9' | ids)"
claim "by title, as a field" same "$by_title" "$(sorted 'title i')"
claim "by title, as an attribute" same "$by_title" "$(sorted '1=4 ia')"
claim "by title, downwards" same "$by_title_down" "$(sorted '1=4 id')"
claim "by its name in CQL" same "$by_title" "$(sorted 'dc.title i')"
claim "by author and title: all have one author" same "$by_title" "$(sorted '1=1003 i 1=4 i')"
claim "by year and title" same "$by_title" "$(sorted '1=31 i 1=4 i')"
claim "by author alone, equal ones as they were imported" same "$as_imported" "$(sorted '1=1003 i')"
claim "by date added and date of change" same "$by_title" "$(sorted '1=1011 i 1=1012 id title i')"
claim "single positions of the order" same 'book' \
    "$(z3950 'format xml' 'find @attr 1=1003 gorodetsky' 'sort title i' 'show 6' | ids)"

# --- another set
z3950 'format xml' 'find @attr 1=1003 gorodetsky' 'sort+ title i' 'show 1+9' >"$scratch/other"
claim "sort+ makes another set" same "$by_title" "$(ids <"$scratch/other")"
claim "and leaves the first alone" same "$as_imported" \
    "$(z3950 'format xml' 'find @attr 1=1003 gorodetsky' 'sort+ title i' 'show 1+9+1' | ids)"
claim "a sorted set is an operand" same '6' \
    "$(z3950 'format xml' 'find @attr 1=1003 gorodetsky' 'sort title i' \
        'find @and @set 1 @attr 1=4 rupture' 'show 1+1' | ids)"

# --- zoomsh and ZOOM
# zoomsh_with STRATEGY KEYS: what zoomsh shows of a search with an order.
zoomsh_with() {
    printf '%s\n' 'set preferredRecordSyntax xml' "connect $z" "sortby $1 $2" \
        'search @attr 1=1003 gorodetsky' 'show 0 9' quit | timeout 20 zoomsh 2>&1
}
cat >"$scratch/zoom.pl" <<'PERL'
use ZOOM;
my ($where, $strategy, $keys) = @ARGV;
my $connection = ZOOM::Connection->new($where, 0, preferredRecordSyntax => "xml");
my $query = ZOOM::Query::PQF->new('@attr 1=1003 gorodetsky');
my $rs;
if ($strategy eq "query") {
    $query->sortby($keys);
    $rs = $connection->search($query);
} else {
    $rs = $connection->search($query);
    my $status = $rs->sort($strategy, $keys);
    print "status $status\n" if $status < 0;
}
for my $i (0 .. $rs->size - 1) {
    my $record = $rs->record($i) or last;
    print $record->get("xml"), "\n";
}
PERL
# zoom STRATEGY KEYS
zoom() {
    timeout 20 perl "$scratch/zoom.pl" "$z" "$@" 2>&1
}
claim "ZOOM sorts a result" same "$by_title" "$(zoom yaz '1=4 <i' | ids)"
claim "downwards, by two keys" same "$by_title_down" "$(zoom yaz '1=1003 <i 1=4 >i' | ids)"
claim "ZOOM sorts with the query" same "$by_title_down" "$(zoom query '1=4 >i' | ids)"
claim "zoomsh lists in order" same "$by_title" "$(zoomsh_with z3950 '1=4 <i' | ids)"
zoomsh_with type7 '1=4 <i' >"$scratch/type7"
claim "an order as attributes of type 7 is not passed over" holds "$scratch/type7" 'Bib-1:113\) 7'
zoom query '1=7 <i' >"$scratch/refused"
claim "and hears why not" holds "$scratch/refused" '207|[Cc]annot sort'

# --- relevance
claim "relation 102 puts the best first" same 'book' \
    "$(z3950 'format xml' 'find @attr 1=4 @attr 2=102 @attr 4=6 "precarious truce"' 'show 1' | ids)"
z3950 'find @attr 1=1003 gorodetsky' 'sort relevance i' >"$scratch/relevance"
claim "a set has no words to be relevant to" holds "$scratch/relevance" '\[207\].*relevance'

# --- refusals
# refused CONDITION ADDINFO KEYS
refused() {
    z3950 'format xml' 'find @attr 1=1003 gorodetsky' "sort $3" 'show 1+9' >"$scratch/refused"
    holds "$scratch/refused" "status=failure" "\[$1\].*$2" &&
        same "$as_imported" "$(ids <"$scratch/refused")"
}
claim "what does not sort" refused 207 publisher 'publisher i'
claim "a use attribute that does not sort" refused 207 isbn '1=7 i'
claim "an unknown field" refused 114 nothing 'nothing i'
claim "an unknown use attribute" refused 114 9999 '1=9999 i'
claim "an attribute of another type" refused 113 7 '7=1 i'
claim "words by case" refused 215 0 'title s'
claim "a key twice" refused 212 title 'title i 1=4 i'
claim "nine keys are more than there are" refused 212 title \
    'title i author i date i 1=1011 i 1=1012 i title i author i date i title i'
cat >"$scratch/anonymous.xml" <<'XML'
<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>
<controlfield tag="001">anonymous</controlfield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Nobody's book</subfield></datafield>
<datafield tag="500" ind1=" " ind2=" "><subfield code="a">By Gorodetsky?</subfield></datafield></record>
XML
"$offprint" import "$scratch/anonymous.xml" >/dev/null 2>&1
last() {
    z3950 'format xml' 'find @attr 1=1016 gorodetsky' "sort $1" 'show 1+10' | ids | sed 's/.* //'
}
claim "what has no author stands last" same anonymous "$(last '1=1003 i')"
claim "downwards as well" same anonymous "$(last '1=1003 id')"
claim "or where the client puts it" same 1 "$(last '1=1003 i=Aaa 1=4 i')"
z3950 'find @attr 1=1016 gorodetsky' 'sort 1=1003 i!' >"$scratch/abort"
claim "or the sort is given up, and which record it was is said" holds "$scratch/abort" \
    'status=failure' '\[207\].*anonymous'
finish
