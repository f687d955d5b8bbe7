#!/bin/bash
# Lists over REST: CQL, pages by cursor that give every record once and in order, limits, several
# records in each format, component parts in the order of the book; and what is refused.
. "$(dirname "$0")/http_lib.sh"
need curl jq xmllint yaz-marcdump

import_shipped
start_daemon

claim "every record" answers 200 /records
claim "nine of them" same '9 9 null' "$(json '"\(.total) \(.count) \(.next)"')"
claim "a query for a word anywhere" answers 200 '/records?query=rupture'
claim "finds the chapter and the book whose contents name it" same 'precarious-truce precarious-truce-6' \
    "$(json '.records[].id' | sort | paste -sd' ')"
claim "a query for a title" answers 200 '/records?query=title%3Drupture'
claim "finds the chapter" same '1 precarious-truce-6' "$(json '"\(.total) \(.records[0].id)"')"
claim "CQL in full" answers 200 /records -G --data-urlencode 'query=title = rupture and author = gorodetsky'
claim "finds it too" same 1 "$(json .total)"
claim "no hits are an empty list" answers 200 '/records?query=xyzzy'
claim "with a count of 0" same '0 0 0' "$(json '"\(.total) \(.count) \(.records | length)"')"
claim "an empty query is every record" same 9 "$(ask '/records?query=' >/dev/null; json .total)"

# walk PATH: the ids of all pages, following next.
walk() {
    local next=$h$1 pages=0
    while [ "$next" != null ] && [ $pages -lt 50 ]; do
        curl -sS -D "$scratch/head" "$next" >"$scratch/body"
        jq -r '.records[].id' "$scratch/body"
        next=$(jq -r .next "$scratch/body")
        pages=$((pages + 1))
    done
    [ $pages -lt 50 ] || echo "no end"
}
all=$(walk '/records?limit=1000')
for limit in 1 2 4 8 9; do
    claim "pages of $limit give the same records in the same order" same "$all" "$(walk "/records?limit=$limit")"
done
claim "pages of a query" same 9 "$(walk '/records?query=author=gorodetsky&limit=2' | sort -u | wc -l)"
ask '/records?limit=4' >/dev/null
next=$(json .next)
claim "Link says next" same "<$next>; rel=\"next\"" "$(header link)"
claim "the last page does not" same '' "$(ask '/records?limit=9' >/dev/null; header link)"
claim "the cursor is good again" same "$(curl -s "$next")" "$(curl -s "$next")"
sed 's/>precarious-truce-6</>later</' "$project/records/precarious-truce-6.xml" >"$scratch/later.xml"
"$offprint" delete precarious-truce-3 >/dev/null 2>&1
"$offprint" import "$scratch/later.xml" >/dev/null 2>&1
ask "${next#"$h"}" >/dev/null
claim "and holds its place while records come and go" sh -c \
    "jq -e '[.records[].id] | (index(\"later\") or length == 4) and length >= 4' '$scratch/body'"
claim "nothing twice" same '' "$(walk '/records?limit=2' | sort | uniq -d)"
"$offprint" delete later >/dev/null 2>&1
"$offprint" import "$project/records" >/dev/null 2>&1

# Formats.
claim "MARCXML" answers 200 '/records?format=marcxml'
cp "$scratch/body" "$scratch/collection.xml"
claim "is a collection of nine" same 9 "$(xmllint --xpath 'count(/*[local-name()="collection"]/*[local-name()="record"])' "$scratch/collection.xml")"
claim_valid "and valid" marcxml/MARC21slim.xsd "$scratch/collection.xml"
claim "MODS" answers 200 /records -H 'Accept: application/mods+xml'
cp "$scratch/body" "$scratch/mods.xml"
claim "is a collection of nine" same 9 "$(xmllint --xpath 'count(/*[local-name()="modsCollection"]/*[local-name()="mods"])' "$scratch/mods.xml")"
claim_valid "and valid" mods/mods-3-8.xsd "$scratch/mods.xml"
claim "MARC" answers 200 '/records?format=marc'
claim "is nine records, one after the other" same 9 "$(yaz-marcdump "$scratch/body" | grep -c '^001 ')"
claim "CSL-JSON" answers 200 '/records?format=csl'
claim "is one array" same 9 "$(json length)"
claim "of items" same precarious-truce-6 "$(json '.[] | select(.page == "211-256") | .id')"
claim "JSON-LD" answers 200 '/records?format=jsonld'
claim "is one array" same 9 "$(json length)"
claim "RIS" answers 200 '/records?format=ris'
claim "is nine records" same 9 "$(grep -c '^TY  - ' "$scratch/body")"
claim "BibTeX" answers 200 '/records?format=bibtex'
claim "is nine entries" same 9 "$(grep -c '^@' "$scratch/body")"
claim "text" answers 200 '/records?format=text'
claim "the page" answers 200 '/records?query=rupture' -H 'Accept: text/html'
claim "links the record and shows the query" holds "$scratch/body" 'href="/records/precarious-truce-6"' 'value="rupture"'
claim "is well-formed where it matters" sh -c "xmllint --html --noout '$scratch/body' 2>&1 | grep -v 'Tag \(main\|header\|footer\|nav\) invalid' | grep -q error && exit 1 || exit 0"

# Refusals.
while IFS='|' read -r path pattern; do
    claim "$path" problem 400 "$pattern" "$path"
done <<'BAD'
/records?query=%28title|.
/records?query=nosuchindex%3Dx|nosuchindex
/records?query=title%20%3D%2Fnomodifier%20x|.
/records?query=%22|.
/records?limit=0|limit is a number from 1 to 1000 \[0\]
/records?limit=1001|limit is a number from 1 to 1000 \[1001\]
/records?limit=10abc|\[10abc\]
/records?limit=|limit is a number
/records?cursor=junk|cursor was not given out for this list \[junk\]
/records?oclc=9780521|no parameter oclc here \[oclc\]
/records?limit=1&limit=2|limit is repeated
BAD
ask '/records?limit=4' >/dev/null
cursor=$(json .next | sed 's/.*cursor=//')
claim "another query's cursor" problem 400 'not given out for this list' "/records?query=rupture&cursor=$cursor"
claim "on the page a bad query is a page" answers 400 '/records?query=%28' -H 'Accept: text/html'
claim "that says what is wrong" holds "$scratch/body" '<h1>This query cannot be answered</h1>' 'value="\("'

# Parts.
claim "a host's parts" answers 200 /records/precarious-truce/parts
claim "are its eight chapters" same 8 "$(json .total)"
claim "among them the one on page 230" answers 200 '/records/precarious-truce/parts?page=230'
claim "which is chapter 6" same '1 precarious-truce-6' "$(json '"\(.total) \(.records[0].id)"')"
claim "no part is on page 9" same 0 "$(ask '/records/precarious-truce/parts?page=9' >/dev/null; json .total)"
whole=$(walk '/records/precarious-truce/parts')
claim "chapters stand in order" same "1 2 3 4 5 6" \
    "$(printf '%s\n' "$whole" | sed -n 's/^precarious-truce-\([1-6]\)$/\1/p' | paste -sd' ')"
claim "in pages of three too" same "$whole" "$(walk '/records/precarious-truce/parts?limit=3')"
claim "a chapter has none" same 0 "$(ask /records/precarious-truce-6/parts >/dev/null; json .total)"
claim "parts as MODS" answers 200 '/records/precarious-truce/parts?format=mods'
claim "parts of nothing" problem 404 'nothing' /records/nothing/parts
claim "page 0 is none" problem 400 'page is a number' '/records/precarious-truce/parts?page=0'
claim "page x is none" problem 400 '\[x\]' '/records/precarious-truce/parts?page=x'
finish
