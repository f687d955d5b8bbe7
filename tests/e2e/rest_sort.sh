#!/bin/bash
# Order over REST: ?sort= and sortby in CQL, pages by cursor in that order while records come and
# go, the menu on the page; the command line's --sort; and what is refused.
. "$(dirname "$0")/http_lib.sh"
need curl jq

import_shipped
start_daemon

by_title='3 5 conclusions introduction 2 book 6 4 1'
short() {
    sed 's/precarious-truce-//; s/^precarious-truce$/book/' | paste -sd' '
}
# order PARAMETER...: the ids of a list with these parameters.
order() {
    local parameters=() parameter
    for parameter; do parameters+=(--data-urlencode "$parameter"); done
    ask /records -G "${parameters[@]}" >/dev/null
    json '.records[].id' | short
}
# walk PATH: the ids of all pages, following next.
walk() {
    local next=$h$1 pages=0
    while [ "$next" != null ] && [ $pages -lt 50 ]; do
        curl -sS "$next" >"$scratch/body"
        jq -r '.records[].id' "$scratch/body"
        next=$(jq -r .next "$scratch/body")
        pages=$((pages + 1))
    done
}

claim "by title" same "$by_title" "$(order sort=title)"
claim "downwards" same "$(echo $by_title | tr ' ' '\n' | tac | paste -sd' ')" "$(order sort=-title)"
claim "by year, then title" same "$by_title" "$(order sort=-date,title)"
claim "by sortby in CQL" same "$by_title" "$(order 'query=author = gorodetsky sortby dc.title')"
claim "with its modifiers" same "$(order sort=-title)" \
    "$(order 'query=author = gorodetsky sortby title/sort.descending')"
claim "by relevance: the record that is about it" same book \
    "$(order 'query=title any "precarious truce"' sort=relevance | cut -d' ' -f1)"
claim "by relevance that a term asks for" same book \
    "$(order 'query=title any/relevant "precarious truce"' | cut -d' ' -f1)"

# --- pages
for limit in 1 2 4 8; do
    claim "pages of $limit keep the order" same "$by_title" "$(walk "/records?sort=title&limit=$limit" | short)"
    claim "also of two keys" same "$by_title" "$(walk "/records?sort=-date,title&limit=$limit" | short)"
done
ask '/records?sort=title&limit=4' >/dev/null
next=$(json .next)
"$offprint" delete precarious-truce-introduction precarious-truce-3 >/dev/null 2>&1
sed 's/>precarious-truce-6</>later</' "$project/records/precarious-truce-6.xml" >"$scratch/later.xml"
"$offprint" import "$scratch/later.xml" >/dev/null 2>&1
claim "a cursor whose record was deleted keeps its place" same '2 book 6 later' \
    "$(curl -sS "$next" | jq -r '.records[].id' | short)"
"$offprint" delete later >/dev/null 2>&1
"$offprint" import "$project/records" >/dev/null 2>&1
cursor=${next##*cursor=}
claim "a cursor of another order is refused" problem 400 'cursor was not given out' \
    "/records?sort=author&limit=4&cursor=$cursor"
claim "and one of none" problem 400 'cursor was not given out' "/records?limit=4&cursor=$cursor"

# --- the page
ask '/records?query=author%3Dgorodetsky&sort=title' -H 'Accept: text/html' >/dev/null
claim "the page has a menu of orders" holds "$scratch/body" '<nav class="quiet" aria-label="Order">' \
    'sort=relevance' 'sort=author' 'sort=-date"' '<strong aria-current="true">Title</strong>'
claim "whose links keep the query" holds "$scratch/body" 'query=author%3[dD]gorodetsky&amp;sort=-date'
ask '/records' -H 'Accept: text/html' >/dev/null
claim "all records are relevant to nothing" lacks "$scratch/body" 'sort=relevance'
claim "but sort" holds "$scratch/body" 'sort=title'
ask /records -G --data-urlencode 'query=author=gorodetsky sortby title' -H 'Accept: text/html' >/dev/null
claim "a query with an order of its own has no menu" lacks "$scratch/body" 'aria-label="Order"'

# --- refusals
claim "what does not sort" problem 400 'cannot be sorted by.*\[publisher\]' '/records?sort=publisher'
claim "an unknown name" problem 400 'no index has that name.*\[nothing\]' '/records?sort=title,nothing'
claim "a key twice" problem 400 'already.*\[title\]' '/records?sort=title,-title'
claim "no key" problem 400 'sort key is empty' '/records?sort='
claim "two orders" problem 400 'order of its own' '/records?sort=title&query=author%3Dgorodetsky%20sortby%20title'
claim "relevance to nothing" problem 400 'no words' '/records?sort=relevance'
claim "case" problem 400 'neither case nor accents' '/records?query=a%20sortby%20title%2Fsort.respectCase'
claim "the same parameter twice" problem 400 'sort' '/records?sort=title&sort=date'

# --- the command line
line() {
    "$offprint" search --limit 9 "$@" 2>/dev/null | cut -f1 | short
}
claim "offprint search --sort" same "$by_title" "$(line --sort title 'cql.allRecords = 1')"
claim "by two keys" same "$by_title" "$(line --sort=-date,title 'cql.allRecords = 1')"
claim "with PQF" same "$by_title" "$(line --pqf --sort title '@attr 1=1003 gorodetsky')"
claim "relevance in PQF" same book \
    "$(line --pqf '@attr 1=4 @attr 2=102 @attr 4=6 "precarious truce"' | cut -d' ' -f1)"
claim "and its refusal" holds <("$offprint" search --sort isbn x 2>&1) 'cannot be sorted by that index: "isbn"'
finish
