#!/bin/bash
# Z39.50 as real clients speak it: yaz-client, zoomsh and Perl's ZOOM find the shipped records by
# keyword, phrase, identifier and booleans, name their result sets and search within them, read
# records as MARC, XML and text, browse titles and authors, delete and close. Every MARC record is
# read by yaz-marcdump without a complaint, every XML record is valid.
. "$(dirname "$0")/lib.sh"
need yaz-client zoomsh yaz-marcdump xmllint perl
perl -MZOOM -e1 2>/dev/null || skip "Perl's ZOOM is not installed"
need_shared
import_shipped
start_daemon

# hits QUERY: how many records yaz-client finds.
hits() {
    z3950 "find $1" | sed -n 's/^Number of hits: \([0-9]*\).*/\1/p'
}

# --- Init
z3950 "quit" >"$scratch/init"
claim "Init is accepted in version 3 and names what there is" holds "$scratch/init" \
    'accepted by v3 target' '^ID +: offprint$' '^Name +: Offprint$' '^Version: [0-9]' \
    '^Options: search present delSet scan sort namedResultSets'
claim "nothing is offered that there is not" lacks "$scratch/init" '^Options:.*(extendedServices|segment|concurrent)'
printf 'charset utf-8\nopen %s\nfind @attr 1=4 rupture\nquit\n' "$z" | timeout 20 yaz-client \
    >"$scratch/charset" 2>&1
claim "UTF-8 is agreed on where it is proposed" holds "$scratch/charset" \
    '^Accepted character set : UTF-8' '^Accepted records in ...: 1' 'Number of hits: 1'
printf 'authentication user/secret\nopen %s\nfind @attr 1=4 rupture\nquit\n' "$z" |
    timeout 20 yaz-client >"$scratch/credentials" 2>&1
claim "credentials are not asked for and do no harm" holds "$scratch/credentials" 'Number of hits: 1'

# --- Search
claim "a title word" same 1 "$(hits '@attr 1=4 rupture')"
claim "an author" same 9 "$(hits '@attr 1=1003 gorodetsky')"
claim "an author, as Bath has it" same 9 \
    "$(hits '@attr 1=1003 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 gorodetsky')"
claim "upper case is no other word" same 1 "$(hits '@attr 1=4 RUPTURE')"
claim "anywhere" same 9 "$(hits '@attr 1=1016 gorodetsky')"
claim "a control number" same 1 "$(hits '@attr 1=12 precarious-truce-6')"
claim "a phrase" same 1 "$(hits '@attr 1=4 @attr 4=1 "rupture of Anglo-Soviet relations"')"
claim "words that do not stand side by side are no phrase" same 0 \
    "$(hits '@attr 1=4 @attr 4=1 "rupture Soviet"')"
claim "both words" same 1 "$(hits '@and @attr 1=4 rupture @attr 1=1003 gorodetsky')"
claim "either word" same 2 "$(hits '@or @attr 1=4 rupture @attr 1=4 breach')"
claim "one but not the other" same 8 "$(hits '@not @attr 1=1003 gorodetsky @attr 1=4 rupture')"
claim "nothing there" same 0 "$(hits '@attr 1=4 unheard')"

# --- named result sets
z3950 'set_auto_reconnect off' 'find @attr 1=1003 gorodetsky' 'find @and @set 1 @attr 1=4 rupture' \
    'show 1' 'find @or @set 2 @attr 1=4 breach' 'show 1+1+1' 'delete 1' 'find @set 1' >"$scratch/sets"
claim "a set is an operand, and stays when another is made" same "9 1 2" \
    "$(sed -n 's/^Number of hits: \([0-9]*\), setno [123]$/\1/p' "$scratch/sets" | paste -sd' ')"
claim "a deleted set is no operand" holds "$scratch/sets" "\[30\].*'1'"
z3950 'find @attr 1=4 rupture' 'delete all' 'show 1' >"$scratch/delete"
z3950 'setnames' 'find @attr 1=4 rupture' 'setnames' >"$scratch/setnames"
claim "sets go by the name default too" holds "$scratch/setnames" 'Number of hits: 1'

# --- Present: MARC
z3950 "set_marcdump $scratch/marc" 'format usmarc' 'find @attr 1=1003 gorodetsky' 'show 1+9' \
    >"$scratch/present"
claim "nine records come" holds "$scratch/present" '^Records: 9$'
claim "each is MARC 21" same 9 "$(grep -c '^\[Default\]Record type: USmarc' "$scratch/present")"
yaz-marcdump "$scratch/marc" >"$scratch/dumped" 2>"$scratch/complaints"
claim "yaz-marcdump has no complaint" same 0 \
    "$(($(wc -c <"$scratch/complaints") + $(grep -c '<!--' "$scratch/dumped")))"
claim "the encoding is said to be UTF-8" same 9 "$(grep -c '^[0-9]\{5\}.\{4\}a' "$scratch/dumped")"
claim "the chapter names its host" holds "$scratch/dumped" '^773 0.*\$w \(.*\)precarious-truce'
yaz-marcdump -o marcxml "$scratch/marc" >"$scratch/marc.xml"
claim "and is good MARCXML once converted" valid marcxml/MARC21slim.xsd "$scratch/marc.xml"
claim "brief MARC is shorter" test \
    "$(z3950 'format usmarc' 'elements B' 'find @attr 1=12 precarious-truce-6' 'show 1' | wc -c)" -lt \
    "$(z3950 'format usmarc' 'elements F' 'find @attr 1=12 precarious-truce-6' 'show 1' | wc -c)"

# --- Present: XML
# one ELEMENT-SET FILE: the record of chapter 6 in XML.
one() {
    zoomsh "connect $z/Default" 'set preferredRecordSyntax xml' "set elementSetName $1" \
        'find @attr 1=12 precarious-truce-6' 'show 0 1 raw' quit |
        sed -n '/^ *</,$p' | sed 's/^[0-9]* database=[^<]*//' >"$2"
}
one marcxml "$scratch/marcxml"
claim "marcxml is valid" valid marcxml/MARC21slim.xsd "$scratch/marcxml"
one F "$scratch/full"
claim "F is marcxml" cmp "$scratch/full" "$scratch/marcxml"
one B "$scratch/brief"
claim "B is brief marcxml" valid marcxml/MARC21slim.xsd "$scratch/brief"
claim "and shorter" test "$(wc -c <"$scratch/brief")" -lt "$(wc -c <"$scratch/full")"
one mods "$scratch/mods"
claim "mods is valid" valid mods/mods-3-8.xsd "$scratch/mods"
claim "with the pages in its host" same "211 256" "$(xmllint --xpath \
    "concat(//*[local-name()='relatedItem'][@type='host']//*[local-name()='start'],' ',//*[local-name()='relatedItem'][@type='host']//*[local-name()='end'])" "$scratch/mods")"
one dc "$scratch/dc"
claim "dc is valid" valid oai/oai_dc.xsd "$scratch/dc"
# --- Present: text
z3950 'format sutrs' 'find @attr 1=12 precarious-truce-6' 'show 1' >"$scratch/text"
claim "text comes as SUTRS" holds "$scratch/text" '^\[Default\]Record type: SUTRS' \
    'rupture of Anglo-Soviet relations' 'Gorodetsky'

# --- Scan
z3950 'scan @attr 1=4 r' >"$scratch/scan"
claim "title words are listed from the term on, with counts" holds "$scratch/scan" \
    '^[0-9]+ entries, position=1$' '^\* r[a-z]+ \([0-9]+\)$' '^  rupture \(1\)$' '^  the \(7\)$'
claim "none before it is" lacks "$scratch/scan" '^[* ] *[a-q].* \([0-9]+\)$'
z3950 'scan @attr 1=1003 @attr 4=1 gor' >"$scratch/authors"
claim "authors are listed as headings" holds "$scratch/authors" '^\* [Gg]orodetsky,? [Gg]abriel.* \(9\)$'

# --- the clients' own checks
cat >"$scratch/zoom.pl" <<'PERL'
use strict;
use warnings;
use ZOOM;

my ($where) = @ARGV;
my $connection = ZOOM::Connection->new("$where/Default", 0, preferredRecordSyntax => 'usmarc',
                                       presentChunk => 4);
my $set = $connection->search(ZOOM::Query::PQF->new('@attr 1=1003 gorodetsky'));
$set->size == 9 or die 'size ' . $set->size;
my %seen;
for my $i (0 .. 8) {
    my $record = $set->record($i) or die "no record $i";
    $record->error and die "record $i: " . $record->error;
    length $record->raw == substr($record->raw, 0, 5) or die "record $i has another length";
    $seen{$record->raw}++;
}
keys %seen == 9 or die 'records repeat';
eval { $connection->search(ZOOM::Query::PQF->new('@attr 1=9999 x')) };
$@ && $@->code == 114 && $@->addinfo eq '9999' or die "no 114: $@";
my $scan = $connection->scan_pqf('@attr 1=4 rupture');
my ($term, $count) = $scan->term(0);
$term eq 'rupture' && $count == 1 or die "scan: $term $count";
eval { ZOOM::Connection->new("$where/Nowhere", 0)->search_pqf('x') };
$@ && $@->code == 235 && $@->addinfo eq 'Nowhere' or die "no 235: $@";
$connection->destroy;
print "fine\n";
PERL
claim "Perl's ZOOM gets all it asks for" same fine "$(perl "$scratch/zoom.pl" "$z" 2>&1)"

# --- collections are databases
"$offprint" import --collection Second --prefix second- "$project/records" >"$scratch/second" 2>&1
claim "Default is all of them" same 18 "$(hits '@attr 1=1003 gorodetsky')"
claim "a collection is a database" same 9 \
    "$(z3950 'base Second' 'find @attr 1=1003 gorodetsky' | sed -n 's/^Number of hits: \([0-9]*\).*/\1/p')"
claim "without case" same 9 \
    "$(z3950 'base second' 'find @attr 1=1003 gorodetsky' | sed -n 's/^Number of hits: \([0-9]*\).*/\1/p')"
claim "two together" same 18 \
    "$(z3950 'base Second Default' 'find @attr 1=1003 gorodetsky' | sed -n 's/^Number of hits: \([0-9]*\).*/\1/p')"
z3950 'base Second' 'find @attr 1=12 second-precarious-truce-6' 'show 1' >"$scratch/second"
claim "a record says which database it is from" holds "$scratch/second" '^\[Second\]Record type'
z3950 'base Second' 'scan @attr 1=4 rupture' >"$scratch/second"
claim "a list counts within the database" holds "$scratch/second" 'rupture \(1\)$'

# --- a record that goes while somebody looks at it
{
    printf 'open %s\nfind @attr 1=12 second-precarious-truce-6\n' "$z"
    sleep 0.5
    "$offprint" delete second-precarious-truce-6 >/dev/null
    printf 'show 1\nquit\n'
} | timeout 20 yaz-client >"$scratch/gone" 2>&1
claim "a deleted record gives a diagnostic in its place" holds "$scratch/gone" \
    '\[1028\].*second-precarious-truce-6'

# --- Close
z3950 'close' >"$scratch/close"
claim "Close is answered" holds "$scratch/close" 'Target has closed the association' 'finished'
finish
