#!/bin/bash
# One record looked up over REST by its number: ?isbn=, ?issn=, ?lccn= and ?doi=, however it is
# written; together with one another, a query, an order, pages, facets and the page; what is refused.
. "$(dirname "$0")/http_lib.sh"
need curl jq

import_shipped
record() { # ID TITLE FIELD...
    printf '<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">%s</controlfield>' "$1"
    shift 2
    printf '%s\n' "$@"
    printf '</record>\n'
}
field() { # TAG CODE VALUE [IND1 [CODE VALUE]]
    printf '<datafield tag="%s" ind1="%s" ind2=" "><subfield code="%s">%s</subfield>' "$1" "${4:- }" "$2" "$3"
    [ $# -lt 6 ] || printf '<subfield code="%s">%s</subfield>' "$5" "$6"
    printf '</datafield>'
}
{
    echo '<collection xmlns="http://www.loc.gov/MARC21/slim">'
    record book x "$(field 010 a '  n 78890351 ')" "$(field 020 a '0-306-40615-2 (hardback)')" \
        "$(field 245 a 'Numbers at large' 0)"
    record chapter x "$(field 020 a 9780306406157)" "$(field 024 a 10.1000/Ab.c_1 7 2 doi)" \
        "$(field 245 a 'A chapter at large' 0)"
    record link x "$(field 245 a 'Linked' 0)" "$(field 856 u 'https://doi.org/10.1000/xyz-456' 4)"
    record encoded x "$(field 245 a 'Linked' 0)" "$(field 856 u 'https://doi.org/10.1000%2F%28A%291%3C5?x=y' 4)"
    record serial x "$(field 022 a 0378-5955)" "$(field 245 a 'Serial at large' 0)"
    echo '</collection>'
} >"$scratch/numbers.xml"
claim "records with numbers" sh -c "'$offprint' import '$scratch/numbers.xml' 2>&1 | grep -q '5 added'"
start_daemon

# ids PARAMETER=VALUE...: what is found, each value encoded.
ids() {
    local given arguments=()
    for given; do arguments+=(--data-urlencode "$given"); done
    ask /records -G "${arguments[@]}" >/dev/null
    json '[.records[].id] | join(" ")'
}
while IFS='|' read -r given wanted; do
    claim "$given" same "$wanted" "$(ids "$given")"
done <<'FOUND'
isbn=0306406152|book chapter
isbn=0-306-40615-2|book chapter
isbn=978-0-306-40615-7|book chapter
isbn= 9780306406157 |book chapter
isbn=9780140449136|
issn=0378-5955|serial
issn=03785955|serial
lccn=n78890351|book
lccn=n 78-890351|book
doi=10.1000/ab.c_1|chapter
doi=10.1000/AB.C_1|chapter
doi=https://doi.org/10.1000/Ab.c_1|chapter
doi=doi:10.1000/Ab.c_1|chapter
doi=10.1000/xyz-456|link
doi=10.1000/(a)1<5|encoded
doi=https://doi.org/10.1000/%28A%291%3c5|encoded
doi=10.1000/*|
doi=10.1000/ab.c_?|
doi=10.1000/"x" or title=large|
FOUND

claim "numbers together are all meant" same book "$(ids isbn=0306406152 lccn=n78890351)"
claim "and may have nothing in common" same '' "$(ids isbn=0306406152 issn=0378-5955)"
claim "together with a query" same chapter "$(ids isbn=0306406152 'query=title = chapter')"
claim "whose alternatives are one" same 'book chapter' "$(ids isbn=0306406152 'query=title = chapter or title = numbers or title = serial')"
claim "whose prefixes end before them" same chapter \
    "$(ids isbn=0306406152 'query=> d = "info:srw/cql-context-set/1/dc-v1.1" d.title = chapter')"
claim "whose order is that of the answer" same 'chapter book' "$(ids isbn=0306406152 'query=title = large sortby title')"
claim "or is said beside it" same 'book chapter' "$(ids isbn=0306406152 sort=-title)"
claim "within a collection" same 'book chapter' "$(ids isbn=0306406152 collection=Default)"

claim "page by page" answers 200 '/records?isbn=0306406152&limit=1&sort=title'
claim "the first" same chapter "$(json '.records[0].id')"
next=$(json .next)
claim "the next" same book "$(curl -s "$next" | jq -r '.records[0].id')"
claim "a cursor is of one number's list" problem 400 'not given out for this list' \
    "/records?isbn=9780140449136&limit=1&sort=title&cursor=${next#*cursor=}"
claim "in any format" answers 200 '/records?doi=10.1000/ab.c_1&format=ris'
claim "as that" holds "$scratch/body" '^TY  - '
ask '/records?isbn=0306406152&query=large&facets=material&limit=0' >/dev/null
query=$(json '.facets[0].values[0].query')
claim "facets are of what is found, and their queries say the number too" same \
    'large and isbn == "0306406152" and material == "book"' "$query"
claim "which find it" same 'book chapter' "$(ids "query=$query")"
claim "the page" answers 200 '/records?isbn=0-306-40615-2' -H 'Accept: text/html'
claim "shows what was searched, and both" holds "$scratch/body" 'value="isbn == &quot;0-306-40615-2&quot;"' \
    'href="/records/chapter"' 'href="/records/book"'
claim "it offers no relevance, for there are no words" lacks "$scratch/body" 'sort=relevance'
claim "a link that narrows says the number once" answers 200 '/records?isbn=0306406152&query=large&facets=host,material' -H 'Accept: text/html'
claim "in its query" lacks "$scratch/body" '[?&;]isbn=0306406152[^"]*query=[^"]*isbn'

while IFS='|' read -r path pattern; do
    claim "$path" problem 400 "$pattern" "$path"
done <<'BAD'
/records?isbn=12345|isbn.*\[12345\]
/records?isbn=|empty
/records?issn=0378|\[0378\]
/records?doi=large|\[large\]
/records?isbn=0306406152&isbn=9780306406157|isbn is repeated
/records?ISBN=0306406152|no parameter ISBN here \[ISBN\]
/records?oclc=1|no parameter oclc here \[oclc\]
/records?isbn=0306406152&query=title%20%3D|.
/records?isbn=0306406152&query=%28large|.
/records?isbn=0306406152&sort=relevance|no words
BAD
claim "on the page a bad number is a page" answers 400 '/records?isbn=12345' -H 'Accept: text/html'
claim "that says so" holds "$scratch/body" 'This query cannot be answered' 'isbn'
claim "a chapter's parts have no such parameter" problem 400 'no parameter isbn here' '/records/precarious-truce/parts?isbn=0306406152'
finish
