#!/bin/bash
# Citations are read by the programs that people use.
#
# Claims:
#   - chapter 6 as CSL-JSON, RIS, BibTeX and schema.org has the fields and values of a book
#     section: pages 211 to 256 of The Precarious Truce, 1977;
#   - pandoc reads our BibTeX and CSL-JSON, bibutils reads our RIS and BibTeX, and each finds the
#     same title, pages, container and year in them;
#   - the page is HTML that xmllint reads without complaint, with a citation_* tag for each fact;
#   - records of every kind of material, and records with quotes, braces, line breaks, Hebrew and
#     characters beyond the basic plane, stay one record each in every reader;
#   - every CSL-JSON, of ours and of the shared corpora, is valid against csl-data.json, and from
#     each whole export every reader reads as many records as there are, in their order, each with
#     its title, year and first page (tests/e2e/citations_read.py), and has nothing to complain of;
#   - the plain-text citation says what pandoc's citeproc prints of our CSL.
#
# OFFPRINT_COMPARE_RECORDS, where it is set and not 0, has one folder of the corpora taken, not four.
#
# Needs jq, pandoc, bibutils, xmllint, python3. What needs the shared folder says so and is left out.
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib.sh"
need jq pandoc bib2xml ris2xml xmllint python3

# A python that has jsonschema: Debian's, where another one stands before it.
python=python3
"$python" -c 'import jsonschema' 2>/dev/null || python=/usr/bin/python3
"$python" -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"

# get FORMAT ID: into $scratch/FORMAT.
get() {
    "$offprint" get --format "$1" "$2" >"$scratch/$1"
}

# export_all FORMAT: all records of the catalogue, into $scratch/FORMAT.
export_all() {
    "$offprint" export --format "$1" >"$scratch/$1"
}

# says FILE FILTER WANTED: what a jq filter finds in a file.
says() {
    same "$3" "$(jq -r "$2" "$1")"
}

# mods_says FILE XPATH WANTED: what an XPath finds in bibutils' MODS, its namespace taken off.
mods_says() {
    same "$3" "$(sed -e '1s/^\xef\xbb\xbf//' -e 's/ xmlns="[^"]*"//' "$1" |
        xmllint --xpath "string($2)" -)"
}

# valid_csl FILE: an array of items that the schema of CSL allows.
valid_csl() {
    "$python" - "$shared/schemas/csl/csl-data.json" "$1" <<'PYTHON'
import json, sys
import jsonschema

schema, items = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
judge = jsonschema.Draft7Validator(schema)
bad = [item for item in items if not judge.is_valid([item])]
for item in bad[:5]:
    print(item["id"], next(judge.iter_errors([item])).message)
sys.exit(bool(bad) or not items)
PYTHON
}

# counted WANTED COMMAND...: the command prints that number.
counted() {
    local wanted=$1
    shift
    same "$wanted" "$("$@")"
}

bibtex_by_pandoc() {
    pandoc -f bibtex -t csljson "$scratch/bibtex" 2>"$scratch/warnings" >"$scratch/bibtex.pandoc"
    jq length "$scratch/bibtex.pandoc"
}

csl_by_pandoc() {
    pandoc -f csljson -t csljson "$scratch/csl" 2>>"$scratch/warnings" >"$scratch/csl.pandoc"
    jq length "$scratch/csl.pandoc"
}

bibtex_by_bibutils() {
    bib2xml "$scratch/bibtex" 2>>"$scratch/warnings" >"$scratch/bibtex.bibutils"
    grep -c '^<mods ' "$scratch/bibtex.bibutils"
}

ris_by_bibutils() {
    ris2xml "$scratch/ris" 2>>"$scratch/warnings" >"$scratch/ris.bibutils"
    grep -c '^<mods ' "$scratch/ris.bibutils"
}

# complaints: what the readers said. bibutils does not know all of RIS's types and takes those for
# a standard one.
complaints() {
    grep -vE '^(bib2xml|ris2xml): Processed [0-9]+ references\.$|^\s*Defaulting to STD\.$' \
        "$scratch/warnings" | grep -vE "^ris2xml: Did not recognize type '($unknown_types)' of refnum"
}
unknown_types='AGGR|ART|CPAPER|DATA|JFULL|MANSCPT|MUSIC|SOUND|VIDEO'

# bibliography: citeproc's, of what was exported as CSL last; in HTML, where each entry has its id.
bibliography() {
    pandoc -f csljson --citeproc -t html "$scratch/csl" >"$scratch/bibliography.html"
}

# says_the_same: the citations say every word of the bibliography.
says_the_same() {
    bibliography && "$python" - "$scratch"/{csl,citation,bibliography.html} <<'PYTHON'
import html, json, re, sys

def words(text):
    """The style shortens ranges (211–56) and tells works of one year apart (1977a)."""
    text = re.sub(r"(\d+)[–-]\d+", r"\1", re.sub(r"\b(\d{4})[a-z]\b", r"\1", text))
    return set(re.findall(r"[^\W_]{2,}", text.casefold().replace("’", "").replace("'", "")))

csl_path, citations_path, html_path = sys.argv[1:]
items = json.load(open(csl_path, encoding="utf-8"))
citations = open(citations_path, encoding="utf-8").read().split("\n\n")
page = open(html_path, encoding="utf-8").read()
entries = re.findall(r'<div id="ref-([^"]*)" class="csl-entry"[^>]*>(.*?)</div>', page, re.S)
entries = {html.unescape(key): html.unescape(re.sub("<[^>]*>", "", text)) for key, text in entries}
missing = 0
for item, citation in zip(items, citations):
    left = words(entries.get(item["id"], "no such entry")) - words(citation)
    if left:
        missing += 1
        print(item["id"], sorted(left), citation.strip(), "|", entries.get(item["id"], "").strip())
print(len(items), "items,", len(citations), "citations,", missing, "differ")
sys.exit(missing > 0 or len(items) != len(citations) or not items)
PYTHON
}

# all_read NUMBER NAME: every reader finds so many records in an export of the whole catalogue.
all_read() {
    local format
    for format in csl bibtex ris jsonld json citation; do
        export_all "$format"
    done
    claim "pandoc reads $1 BibTeX entries of $2" counted "$1" bibtex_by_pandoc
    claim "pandoc reads $1 CSL items of $2" counted "$1" csl_by_pandoc
    claim "bibutils reads $1 BibTeX entries of $2" counted "$1" bibtex_by_bibutils
    claim "bibutils reads $1 RIS records of $2" counted "$1" ris_by_bibutils
    claim "no reader has anything to complain of in $2" counted "" complaints
    for format in bibtex.pandoc csl.pandoc bibtex.bibutils ris.bibutils; do
        claim "titles, years and pages of $2 survive as $format" "$python" "$here/citations_read.py" \
            "$scratch/csl" "$scratch/$format"
    done
    claim "jq reads $1 schema.org objects of $2" says "$scratch/jsonld" length "$1"
    claim "jq reads $1 JSON records of $2" says "$scratch/json" length "$1"
    [ -d "$shared/schemas" ] && claim "the CSL-JSON of $2 is valid" valid_csl "$scratch/csl"
}

# --- chapter 6 -------------------------------------------------------------------------------

book='The Precarious Truce: Anglo-Soviet Relations 1924–27'
title='The rupture of Anglo-Soviet relations'
import_shipped
for format in csl ris bibtex jsonld json text html; do
    claim "chapter 6 comes as $format" get "$format" precarious-truce-6
done

claim "CSL: it is a chapter" says "$scratch/csl" '.[0].type' chapter
claim "CSL: its title" says "$scratch/csl" '.[0].title' "$title"
claim "CSL: its pages" says "$scratch/csl" '.[0].page' 211-256
claim "CSL: its author" says "$scratch/csl" '.[0].author[0] | .family + "|" + .given' \
    'Gorodetsky|Gabriel'
claim "CSL: its book" says "$scratch/csl" '.[0]."container-title"' "$book"
claim "CSL: its number" says "$scratch/csl" '.[0]."chapter-number"' 6
claim "CSL: its year" says "$scratch/csl" '.[0].issued."date-parts"[0][0]' 1977
claim "CSL: when it went on line" says "$scratch/csl" \
    '.[0]."available-date"."date-parts"[0] | map(tostring) | join("-")' 2011-6-1

claim "schema.org: a Chapter of a Book" says "$scratch/jsonld" '."@type" + " " + .isPartOf."@type"' \
    'Chapter Book'
claim "schema.org: its pages and place" says "$scratch/jsonld" \
    '"\(.pageStart) \(.pageEnd) \(.position)"' '211 256 6'
claim "schema.org: not free" says "$scratch/jsonld" .isAccessibleForFree false

printf 'TY  - CHAP\r\n' >"$scratch/first"
printf 'ER  - \r\n' >"$scratch/last"
claim "RIS begins with its type" cmp "$scratch/first" <(head -n 1 "$scratch/ris")
claim "RIS ends with ER and a space" cmp "$scratch/last" <(tail -n 1 "$scratch/ris")
claim "RIS has its pages" holds <(tr -d '\r' <"$scratch/ris") '^SP  - 211$'
ris2xml "$scratch/ris" >"$scratch/ris.xml" 2>/dev/null
claim "bibutils finds the title in RIS" mods_says "$scratch/ris.xml" '//mods/titleInfo/title' \
    "$title"
claim "and the pages" mods_says "$scratch/ris.xml" '//extent/start' 211
claim "and the year" mods_says "$scratch/ris.xml" '//dateIssued' 1977
claim "and the author" mods_says "$scratch/ris.xml" '//namePart[@type="family"]' Gorodetsky

pandoc -f bibtex -t csljson "$scratch/bibtex" >"$scratch/pandoc.json"
claim "pandoc finds the key in BibTeX" says "$scratch/pandoc.json" '.[0].id' gorodetsky1977-06
claim "and a chapter" says "$scratch/pandoc.json" '.[0].type' chapter
claim "and its pages" says "$scratch/pandoc.json" '.[0].page' 211-256
claim "and its year" says "$scratch/pandoc.json" '.[0].issued."date-parts"[0][0]' 1977
claim "and its book, capitals kept" says "$scratch/pandoc.json" \
    '.[0]."container-title" | test("Anglo-Soviet")' true
pandoc -f csljson --citeproc -t plain --wrap=none "$scratch/csl" >"$scratch/bibliography"
claim "pandoc prints the CSL as a bibliography" holds "$scratch/bibliography" 1977 '211–(2?56)'

bib2xml "$scratch/bibtex" >"$scratch/bibtex.xml" 2>/dev/null
claim "bibutils finds the chapter in BibTeX" mods_says "$scratch/bibtex.xml" \
    '//mods/titleInfo/title' "$title"
claim "and the pages" mods_says "$scratch/bibtex.xml" '//extent/end' 256

claim "the text has the pages" holds "$scratch/text" '^Pages: +211–256$'

# --- the page --------------------------------------------------------------------------------

# What libxml2, which is older than HTML 5, does not know is no fault of the page.
html_faults() {
    xmllint --html --noout "$1" 2>&1 | grep 'error :' |
        grep -vE 'Tag (header|footer|main|section|time) invalid'
}

# meta NAME WANTED: a tag of the page.
meta() {
    same "$2" "$(xmllint --html --xpath "string(//meta[@name='citation_$1']/@content)" \
        "$scratch/html" 2>/dev/null)"
}

claim "the page has no faults" counted "" html_faults "$scratch/html"
claim "citation_title" meta title "$title"
claim "citation_author" meta author 'Gorodetsky, Gabriel'
claim "citation_inbook_title" meta inbook_title "$book"
claim "citation_publication_date" meta publication_date 1977
claim "citation_firstpage" meta firstpage 211
claim "citation_lastpage" meta lastpage 256
claim "citation_publisher" meta publisher 'Cambridge University Press'
claim "citation_language" meta language en
xmllint --html --xpath 'string(//script[@type="application/ld+json"])' "$scratch/html" \
    >"$scratch/block.json" 2>/dev/null
claim "the page says the same in JSON-LD" says "$scratch/block.json" .pagination 211-256
claim "the page leads to its book" counted 2 xmllint --html --xpath \
    'count(//a[@href="/records/precarious-truce"])' "$scratch/html"
claim "the book's page lists its eight parts" get html precarious-truce
claim "each with its link" counted 8 xmllint --html --xpath \
    'count(//ol[@class="parts"]/li/a)' "$scratch/html"

all_read 9 "the shipped records"
claim "the citations say what citeproc says of the shipped records" says_the_same

# --- every kind of material, and ugly ones ---------------------------------------------------

# Each is id, leader/06-07 and fields: tag and code, then the value; in 773 more subfields, each
# its code and value, parted by semicolons.
"$python" - >"$scratch/materials.xml" <<'PYTHON'
from xml.sax.saxutils import escape

records = [
    ("book", "am", "245a:The book of things|264b:Things Press|020a:9780521086899"),
    ("article", "ab", "100a:Smith, John|245a:On things|773t:Journal of things;gVol. 24, no. 3"
     " (May 2001), p. 12-20;x1234-5679;7nnas"),
    ("serial", "as", "245a:Journal of things|022a:1234-5679"),
    ("thesis", "am", "100a:Smith, John|245a:Things in theory|502a:Thesis (Ph. D.)--Kiel, 1999."),
    ("map", "em", "245a:Map of things|255a:Scale 1:50,000."),
    ("score", "cm", "100a:Bach, J. S.|245a:Things in D minor"),
    ("speech", "im", "245a:Things said"),
    ("music", "jm", "245a:Things played"),
    ("video", "gm", "245a:Things seen"),
    ("image", "km", "245a:Picture of things"),
    ("file", "mm", "245a:Numbers of things"),
    ("manuscript", "tm", "245a:Things in my hand"),
    ("object", "rm", "245a:A thing"),
    ("collection", "pc", "245a:Papers about things"),
    ("website", "ai", "245a:Things on line|856u:https://things.example.org/"),
    ("untitled", "am", "100a:Smith, John"),
    ("braces", "am", "245a:One { and }} and \\ $ & % # _ ~ ^ \" ' < > </script><!-- ]]>"
     "|100a:O'Brien {Bob}, <b>"),
    ("lines", "am", "245a:One\r\nER  - \r\nTY  - BOOK\r\n@book{x,|520a:First\n\nsecond"),
    ("hebrew", "am", "245a:סיפור על אהבה וחושך|100a:עוז, עמוס"),
    ("astral", "am", "245a:𠀀𠀁 and 😀"),
    ("long", "am", "245a:" + "w" * 10000 + "|520a:" + "word " * 2000),
]
print('<collection xmlns="http://www.loc.gov/MARC21/slim">')
for name, kind, fields in records:
    print(f'<record><leader>00000n{kind} a2200000 i 4500</leader>'
          f'<controlfield tag="001">{name}</controlfield>'
          f'<controlfield tag="008">990101s1999    enk           000 0 eng d</controlfield>')
    for field in sorted(fields.split("|")):
        tag, code = field[:3], field[3]
        subfields = [code + field[5:]] if tag != "773" else [code + field[5:].split(";")[0]] + \
            field[5:].split(";")[1:]
        print(f'<datafield tag="{tag}" ind1="1" ind2="0">')
        for subfield in subfields:
            value = escape(subfield[1:]).replace("\r", "&#13;")
            print(f'<subfield code="{subfield[0]}">{value}</subfield>')
        print("</datafield>")
    print("</record>")
print("</collection>")
PYTHON
materials=$(grep -c '<record>' "$scratch/materials.xml")
rm -rf "$catalogue"
claim "every kind of material goes in" "$offprint" import "$scratch/materials.xml"
all_read "$materials" "every kind of material"
claim "the citations say what citeproc says of every kind of material" says_the_same
claim "each RIS record begins and ends once" counted "$materials $materials" \
    awk '/^TY  - /{t++} /^ER  - /{e++} END{print t, e}' "$scratch/ris"
claim "pandoc reads the special characters back" says \
    <(jq '[.[] | select(.id == "braces")]' "$scratch/csl" | pandoc -f csljson -t csljson) \
    '.[0].title | contains("</script><!-- ]]>")' true
for id in braces lines hebrew astral long untitled; do
    claim "there is a page of '$id'" get html "$id"
    claim "the page of '$id' has no faults" counted "" html_faults "$scratch/html"
    claim "nothing of '$id' runs on it" counted 1 grep -c '<script' "$scratch/html"
done

# --- the shared corpora ----------------------------------------------------------------------

if [ -d "$shared/corpora" ]; then
    folders=("$shared"/corpora/marc/{analytics,clean-marc8,clean-utf8,marcxml}) least=10000
    [ "${OFFPRINT_COMPARE_RECORDS:-0}" = 0 ] ||
        folders=("$shared/corpora/marc/clean-marc8") least=3000
    rm -rf "$catalogue"
    "$offprint" import "${folders[@]}" >"$scratch/import.log" 2>&1
    records=$("$offprint" stats | sed -n 's/^records *//p')
    claim "the corpora hold thousands of records" [ "$records" -gt "$least" ]
    all_read "$records" "the corpora"
else
    echo "left out: the shared corpora (OFFPRINT_SHARED)"
fi
finish
