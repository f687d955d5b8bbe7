#!/bin/bash
# offprint explode: component parts are made of a contents note, of BITS, ONIX and Crossref files,
# linked both ways and found by every face; what is there already is left alone and said; a dry run
# writes nothing; bad files are named with line and reason, and nothing is made of them. The book
# "The tides of Nowhere" is nobody's, its ISBN the one that nobody is given.
. "$(dirname "$0")/lib.sh"
need jq xmllint curl gzip

# exits CODE COMMAND...: the command ends with that code.
exits() {
    local wanted=$1
    shift
    "$@" >"$scratch/out" 2>"$scratch/err"
    local got=$?
    [ $got -eq "$wanted" ] && return 0
    echo "exit $got, not $wanted"
    cat "$scratch/out" "$scratch/err"
    return 1
}

# field ID TAG CODE: subfields of a record in the catalogue, a line each.
field() {
    "$offprint" get "$1" | xmllint --xpath \
        "//*[@tag='$2']/*[@code='$3']/text()" - 2>/dev/null
}

changes() {
    "$offprint" stats | sed -n 's/^last change *//p'
}

# --- the shipped book
import_shipped
before=$(changes)
claim "the shipped book has all its parts" exits 0 "$offprint" explode precarious-truce
claim "and nothing is made" holds "$scratch/out" '^0 made, 8 there already, 0 refused, of 1 hosts'
claim "each of them is named" same 8 "$(grep -c '	there already	' "$scratch/out")"
claim "all hosts at once: the same" exits 0 "$offprint" explode --all
claim "a chapter's own contents make no parts" holds "$scratch/out" '^0 made, 8 there .*of 1 hosts'
claim "not a byte was written" same "$before" "$(changes)"

"$offprint" delete precarious-truce-6 precarious-truce-introduction >/dev/null
before=$(changes)
claim "what a dry run would make" exits 0 "$offprint" explode --dry-run precarious-truce
claim "is shown" holds "$scratch/out" '^precarious-truce-6	would be made	The rupture' '^2 would be'
claim "as records too" exits 0 "$offprint" explode --dry-run --output marcxml precarious-truce
claim "well-formed, two of them" same 2 \
    "$(xmllint --xpath 'count(//*[local-name()="record"])' "$scratch/out")"
claim "and nothing is written" same "$before" "$(changes)"
claim "what was deleted is made again" exits 0 "$offprint" explode precarious-truce
claim "under the ids that the host's 774 have" holds "$scratch/out" \
    '^precarious-truce-introduction	made	' '^precarious-truce-6	made	' '^2 made, 6 there'
claim "of what the note says, and no pages" same "Chapter 6" "$(field precarious-truce-6 773 g | head -1)"
claim "with its article" same 1 "$("$offprint" get precarious-truce-6 |
    grep -c 'tag="245" ind1="1" ind2="4"')"
claim "its host's author" same "Gorodetsky, Gabriel," "$(field precarious-truce-6 100 a)"
claim "in its place among the parts" same "precarious-truce-introduction precarious-truce-1" \
    "$("$offprint" explode precarious-truce | head -2 | cut -f1 | tr '\n' ' ' | sed 's/ $//')"
claim "nothing is wrong with it that check calls an error" sh -c \
    "'$offprint' get precarious-truce-6 >'$scratch/six.xml' && '$offprint' check '$scratch/six.xml'"

# --- publishers' files
cat >"$scratch/host.xml" <<'XML'
<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>
<controlfield tag="001">tides</controlfield><controlfield tag="003">XX-LOCAL</controlfield>
<controlfield tag="008">200101s1998    xx a     b    001 0 eng d</controlfield>
<datafield tag="020" ind1=" " ind2=" "><subfield code="a">0000000000</subfield></datafield>
<datafield tag="245" ind1="0" ind2="4"><subfield code="a">The tides of Nowhere :</subfield><subfield code="b">a reader.</subfield></datafield>
<datafield tag="856" ind1="4" ind2="2"><subfield code="u">http://example.org/</subfield></datafield></record>
XML
cat >"$scratch/bits.xml" <<'XML'
<!DOCTYPE book PUBLIC "-//NLM//DTD BITS" "http://127.0.0.1:1/BITS-book2.dtd">
<book><book-meta><book-title-group><book-title>Whatever it is called</book-title></book-title-group>
<isbn>978-0-00-000000-2</isbn></book-meta><book-body>
<book-part book-part-type="chapter"><book-part-meta>
<book-part-id book-part-id-type="doi">10.5555/tides.1</book-part-id>
<title-group><label>Chapter 1</label><title>The ebb</title><subtitle>and after</subtitle></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Other</surname><given-names>Ann</given-names></name></contrib></contrib-group>
<fpage>3</fpage><lpage>19</lpage></book-part-meta></book-part>
<book-part book-part-type="chapter"><book-part-meta>
<title-group><label>Chapter 2</label><title>Flow</title></title-group>
<fpage>20</fpage><lpage>29</lpage></book-part-meta></book-part>
</book-body></book>
XML
cat >"$scratch/onix.xml" <<'XML'
<ONIXmessage release="3.0"><product><a001>x</a001>
<productidentifier><b221>15</b221><b244>9780000000002</b244></productidentifier>
<contentdetail><contentitem><b284>3</b284><textitem><b290>03</b290>
<pagerun><b286>30</b286><b287>44</b287></pagerun></textitem><b288>Chapter</b288><b289>3</b289>
<titledetail><b202>01</b202><titleelement><x409>04</x409><b203>Slack water</b203></titleelement></titledetail>
</contentitem><contentitem><b284>2</b284><textitem><b290>03</b290></textitem><b289>2</b289>
<titledetail><b202>01</b202><titleelement><x409>04</x409><b203>FLOW</b203></titleelement></titledetail>
</contentitem></contentdetail></product></ONIXmessage>
XML
cat >"$scratch/crossref.json" <<'JSON'
{"status": "ok", "message-type": "work-list", "message": {"items": [
 {"type": "book-chapter", "title": ["Springs and neaps"], "page": "45-60",
  "container-title": ["The tides of Nowhere: a reader"], "DOI": "10.5555/tides.4",
  "author": [{"given": "Ben", "family": "Sailor"}], "issued": {"date-parts": [[1998]]}},
 {"type": "book-chapter", "title": ["Elsewhere"], "container-title": ["A book nobody has"]}]}}
JSON
claim "no host, no parts" exits 1 "$offprint" explode "$scratch/bits.xml"
claim "and the book is named, with its line" holds "$scratch/err" \
    'bits\.xml, line 2: "Whatever it is called": no record has its ISBN'
"$offprint" import "$scratch/host.xml" >/dev/null
claim "BITS: the host is found by its ISBN" exits 0 "$offprint" explode "$scratch/bits.xml"
claim "two chapters are made" holds "$scratch/out" '^tides-1	made	The ebb : and after' \
    '^tides-2	made	Flow' '^2 made, 0 there already, 0 refused, of 1 hosts'
claim "ONIX: one is new, one is there in other letters" exits 0 "$offprint" explode "$scratch/onix.xml"
claim "and said so" holds "$scratch/out" '^tides-3	made	Slack water' '^tides-2	there already	FLOW'
claim "Crossref: the host is found by title and date" exits 1 "$offprint" explode "$scratch/crossref.json"
claim "which is said to be a guess" holds "$scratch/err" \
    'note: tides is taken to be the book .*by title and date'
claim "its chapter is made" holds "$scratch/out" '^tides-springs-and-neaps	made	' '^1 made, .* 1 refused'
claim "what has no host is named" holds "$scratch/err" 'A book nobody has'
claim "standard input, and the host named" sh -c \
    "'$offprint' explode --host tides - <'$scratch/bits.xml' | grep '^0 made, 2 there'"
gzip -k "$scratch/onix.xml"
claim "a file packed with gzip is read" sh -c \
    "'$offprint' explode '$scratch/onix.xml.gz' | grep '^0 made, 2 there'"
claim "the host links to all of them in their order" same "tides-1 tides-2 tides-3 tides-springs-and-neaps" \
    "$(field tides 774 w | sed 's/(XX-LOCAL)//' | sort | tr '\n' ' ' | sed 's/ $//')"
claim "and keeps its own fields" same "http://example.org/" "$(field tides 856 u)"
claim "the DOI is there" same "10.5555/tides.1 doi" \
    "$(field tides-1 024 a) $(field tides-1 024 2)"
claim "and its address" same "https://doi.org/10.5555/tides.1" "$(field tides-1 856 u)"
claim "none is invented" same "" "$(field tides-2 024 a)$(field tides-2 856 u)"
claim "citations have pages and host" same "3-19 The Tides of Nowhere" "$("$offprint" get --format csl tides-1 |
    jq -r '.[0] // . | .page + " " + ."container-title"' | sed 's/: .*//; s/tides/Tides/')"
start_daemon
claim "the daemon's parts are in the order of their pages" same "tides-1 tides-2 tides-3 tides-springs-and-neaps" \
    "$(curl -s "$h/records/tides/parts?format=json" | jq -r '.records[].id' | tr '\n' ' ' | sed 's/ $//')"
claim "and found by page" same "tides-3" \
    "$(curl -s "$h/records/tides/parts?page=44&format=json" | jq -r '.records[].id')"
stop_daemon

# --- what stands in the way
sed 's/Chapter 1/Chapter 9/; s/The ebb/Another title/; s/<label>Chapter 2/<label>Chapter 8/' \
    "$scratch/bits.xml" >"$scratch/clash.xml"
sed 's/>tides</>tides-9</; s/0000000000/0000000019/; s/The tides of Nowhere/In the way/' \
    "$scratch/host.xml" >"$scratch/way.xml"
"$offprint" import "$scratch/way.xml" >/dev/null
claim "an id that another record has is not taken" exits 1 "$offprint" explode "$scratch/clash.xml"
claim "but named, with the line" holds "$scratch/err" \
    "clash\.xml, line 4: part \"Another title\": tides-9: that id is another record's"
claim "and the record stays" same "In the way :" "$(field tides-9 245 a)"
claim "no link points there" sh -c "! '$offprint' get tides | grep 'tides-9'"
claim "with a prefix, host and parts keep it" sh -c \
    "'$offprint' import --prefix p- --collection books '$scratch/host.xml' >/dev/null &&
     '$offprint' explode --host p-tides '$scratch/bits.xml' | grep '^p-tides-1	made'"
"$offprint" get --format json p-tides-1 >"$scratch/p.json"
claim "and the collection is their host's" holds "$scratch/p.json" \
    '"collection": "books"' '"host": "p-tides"'
claim "unless another is named" sh -c \
    "'$offprint' explode --host p-tides --collection parts '$scratch/onix.xml' >/dev/null &&
     '$offprint' get --format json p-tides-3 | grep '\"collection\": \"parts\"'"

# --- bad input
printf '<book><book-body>\n<book-part></book-body></book>' >"$scratch/broken.xml"
claim "broken XML is refused" exits 1 "$offprint" explode --host tides "$scratch/broken.xml"
claim "with file and line" holds "$scratch/err" 'broken\.xml: line 2: '
printf '{"message":\n{"items":[}}' >"$scratch/broken.json"
claim "broken JSON too" exits 1 "$offprint" explode --host tides "$scratch/broken.json"
claim "with its line" holds "$scratch/err" 'broken\.json: line 2: '
head -c 3000 /dev/urandom >"$scratch/noise"
claim "noise is not a book" exits 1 "$offprint" explode "$scratch/noise"
claim "a part is no host" exits 1 "$offprint" explode precarious-truce-6
claim "says why" holds "$scratch/err" 'precarious-truce-6: it is a component part itself'
claim "a book without contents note" exits 1 "$offprint" explode tides
claim "says so" holds "$scratch/err" 'tides: it has no enhanced contents note'
claim "an unknown id" exits 1 "$offprint" explode no-such-record
claim "an unknown host" exits 1 "$offprint" explode --host no-such-record "$scratch/bits.xml"
claim "an unknown format is a usage error" exits 2 "$offprint" explode --format nonsense x
claim "so is --all with a file" exits 2 "$offprint" explode --all "$scratch/bits.xml"
claim "and --output without --dry-run" exits 2 "$offprint" explode --output mods tides
finish
