#!/bin/bash
# Facets and display forms by every face, with the clients that people have: REST (JSON and the
# page), yaz-client and zoomsh (facet-1), the command line; scan shows headings as they were
# written; collections, hosts, deleted records; and what is refused.
. "$(dirname "$0")/http_lib.sh"
need curl jq xmllint yaz-client zoomsh

import_shipped
cat >"$scratch/more.xml" <<'XML'
<collection xmlns="http://www.loc.gov/MARC21/slim">
<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">more-1</controlfield>
<controlfield tag="008">770101s1971    xx            000 0 ger d</controlfield>
<datafield tag="100" ind1="1" ind2=" "><subfield code="a">Émile, J. R.,</subfield></datafield>
<datafield tag="245" ind1="1" ind2="4"><subfield code="a">The strike /</subfield></datafield>
<datafield tag="650" ind1=" " ind2="0"><subfield code="a">Strikes</subfield><subfield code="z">France.</subfield></datafield>
<datafield tag="700" ind1="1" ind2=" "><subfield code="a">Gorodetsky, Gabriel.</subfield></datafield></record>
<record><leader>00000naa a2200000 i 4500</leader><controlfield tag="001">more-2</controlfield>
<controlfield tag="008">770101s1971    xx            000 0 ger d</controlfield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">"Quoted" * strike</subfield></datafield>
<datafield tag="650" ind1=" " ind2="0"><subfield code="a">Who? "All" * of ^ them</subfield></datafield>
<datafield tag="773" ind1="0" ind2=" "><subfield code="w">more-1</subfield></datafield></record>
</collection>
XML
"$offprint" import --collection more "$scratch/more.xml" >/dev/null 2>&1
start_daemon

# facet NAME: "label count" of each value, in order.
facet() {
    json ".facets[] | select(.name == \"$1\") | .values[] | \"\(.label) \(.count)\"" | paste -sd'|'
}

# REST
claim "facets of everything" answers 200 '/records?facets=all&limit=0'
claim "are seven, in the order of the table" same 'author subject language year material collection host' \
    "$(json '.facets[].name' | paste -sd' ')"
claim "without a record" same '11 0 0 null' "$(json '"\(.total) \(.count) \(.records | length) \(.next)"')"
claim "authors, as they were written, one heading however it was punctuated" \
    same 'Gorodetsky, Gabriel 10|Émile, J. R. 1' "$(facet author)"
claim "languages by their names" same 'English 9|German 2' "$(facet language)"
claim "years" same '1977 9|1971 2' "$(facet year)"
claim "kinds, of equal ones the first of the alphabet" same 'chapter 9|book 2' "$(facet material)"
claim "collections" same 'Default 9|more 2' "$(facet collection)"
claim "hosts by their titles" same 'The Precarious Truce: Anglo-Soviet Relations 1924–27 8|The strike 1' "$(facet host)"
claim "with how many there are" same 8 "$(json '.facets[] | select(.name == "subject") | .distinct')"
claim "a result's facets" answers 200 /records -G -d facets=author,year -d facet-limit=1 --data-urlencode 'query=strike'
claim "are of the result" same 'Gorodetsky, Gabriel 3|1971 2' "$(json '.facets[].values[] | "\(.label) \(.count)"' | paste -sd'|')"
claim "no more values than asked for, and how many there are" same '2 1' \
    "$(json '.facets[0] | "\(.distinct) \(.values | length)"')"
claim "a minimum" answers 200 '/records?facets=author&facet-minimum=5&limit=1'
claim "leaves out the others" same 'Gorodetsky, Gabriel 10' "$(facet author)"
claim "and the records are there too" same 1 "$(json '.records | length')"
claim "nothing found" answers 200 '/records?query=xyzzy&facets=all&limit=0'
claim "has empty facets" same 0 "$(json '[.facets[].values[]] | length')"
claim "by the alphabet" answers 200 '/records?facets=author,subject&facet-order=term&facet-limit=3&limit=0'
claim "authors, accents aside" same 'Émile, J. R. 1|Gorodetsky, Gabriel 10' "$(facet author)"
claim "the first subjects" same "$(curl -s "$h/records?facets=subject&facet-limit=0&limit=0" |
    jq -r '[.facets[0].values[] | .term + " " + (.count | tostring)] | .[]' | LC_ALL=C sort | head -3)" \
    "$(json '.facets[1].values[] | .term + " " + (.count | tostring)')"
claim "and the most common first where that is said" answers 200 '/records?facets=author&facet-order=count&limit=0'
claim "as without" same 'Gorodetsky, Gabriel 10|Émile, J. R. 1' "$(facet author)"
claim "facets not asked for are not there" same false "$(ask '/records?query=strike' >/dev/null; json 'has("facets")')"

# Each value's query finds as many records as the value says.
wrong=
ask /records -G -d facets=all -d facet-limit=0 --data-urlencode 'query=strike or truce sortby title' >/dev/null
cp "$scratch/body" "$scratch/facets.json"
while IFS=$'\t' read -r count query; do
    got=$(curl -s "$h/records" -G -d limit=1 --data-urlencode "query=$query" | jq .total)
    [ "$got" = "$count" ] || wrong="$wrong $query: $got, not $count;"
done < <(jq -r '.facets[].values[] | select(.query != null) | [.count, .query] | @tsv' "$scratch/facets.json" | sed 's/\\\\/\\/g')
claim "every value's query finds its records, whatever the heading is made of" same '' "$wrong"
claim "there were such queries" sh -c "[ $(jq '[.facets[].values[] | select(.query != null)] | length' "$scratch/facets.json") -gt 15 ]"
claim "a collection is asked for by its name" same 2 "$(ask '/records?collection=more' >/dev/null; json .total)"
claim "together with a query" same 1 "$(ask '/records?collection=more&query=quoted' >/dev/null; json .total)"
claim "an unknown one is not there" problem 400 'no collection is named "nowhere" \[nowhere\]' '/records?collection=nowhere'

# The page
claim "the page" answers 200 '/records?query=strike' -H 'Accept: text/html'
claim "shows facets in a list of their own" holds "$scratch/body" '<nav class="facets" aria-labelledby="narrow">' \
    '<h3 id="facet-author">Author</h3>' '<span dir="auto">Émile, J. R.</span></a>'
claim "their links narrow the query" holds "$scratch/body" 'query=strike%20and%20language%20%3D%3D%20%22ger%22'
href=$(grep -o 'href="[^"]*"><span dir="auto">German' "$scratch/body" | sed 's/href="//; s/"><span.*//; s/&amp;/\&/g')
claim "and lead to the records" answers 200 "${href#"$h"}" -H 'Accept: application/json'
claim "that were counted" same 2 "$(json .total)"
claim "what does not narrow is no link" answers 200 '/records?query=more-2' -H 'Accept: text/html'
claim "nor shown" lacks "$scratch/body" 'class="facets"'
claim "the page is well-formed" sh -c "curl -s -H 'Accept: text/html' '$h/records' | xmllint --html --noout - 2>&1 | grep -v 'Tag \(main\|header\|footer\|nav\) invalid' | grep -q error && exit 1 || exit 0"

while IFS='|' read -r path pattern; do
    claim "$path" problem 400 "$pattern" "$path"
done <<'BAD'
/records?facets=title|there are author, subject, language, year, material, collection, host \[title\]
/records?facets=|no facet is called so
/records?facets=author,,year|no facet is called so
/records?facets=author,author|named twice \[author\]
/records?facets=author&facet-limit=1001|facet-limit is a number from 0 to 1000 \[1001\]
/records?facets=author&facet-limit=x|\[x\]
/records?facets=author&facet-minimum=0|facet-minimum is a number from 1
/records?facet-limit=5|no facets are asked for
/records?facet-order=term|no facets are asked for
/records?facets=author&facet-order=alphabet|facet-order is count or term \[alphabet\]
/records?limit=0|limit is a number from 1 to 1000 \[0\]
/records?facets=author&format=mods|not in this format \[mods\]
BAD

# Z39.50
z3950 'facets @attr 1=author @attr 3=1,@attr 1=1003 @attr 3=1 @attr 4=2,@attr 1=Language,@attr 1=host' \
    'find @attr 1=1016 strike' >"$scratch/yaz"
claim "yaz-client has a facet that is named twice refused" holds "$scratch/yaz" "addinfo 'author'"
z3950 'facets @attr 1=author @attr 3=1,@attr 1=Language,@attr 1=host,@attr 1=31 @attr 4=2' 'find @attr 1=1016 strike' >"$scratch/yaz"
claim "yaz-client is given facets" holds "$scratch/yaz" 'Facets\(4\)' 'author \(1\)' 'Gorodetsky, Gabriel \(3\)' \
    'Language \(2\)' 'eng \(2\)' 'ger \(2\)' 'precarious-truce \(' '31 \(1\)'
claim "from the value on that is asked for" lacks "$scratch/yaz" '1971 \(2\)'
while IFS='|' read -r facets pattern; do
    z3950 "facets $facets" 'find @attr 1=1016 strike' >"$scratch/yaz"
    claim "facets $facets" holds "$scratch/yaz" "$pattern"
done <<'BAD'
@attr 1=4|\[114\].*'4'
@attr 1=nonsense|\[114\].*'nonsense'
@attr 3=5|\[116\]
@attr 1=author @attr 2=2|\[207\].*'2'
@attr 1=author @attr 3=0|\[126\].*'0'
@attr 1=author @attr 3=1001|\[126\].*'1001'
@attr 1=author @attr 3=1000 @attr 4=2|\[126\].*'1001'
@attr 1=author @attr 5=1|\[113\].*'5'
BAD
z3950 'facets @attr 1=author @attr 2=1,@attr 1=Language @attr 2=0' 'find @attr 1=1016 strike' >"$scratch/yaz"
claim "by the alphabet" same 'author (2): Émile, J. R. (1) Gorodetsky, Gabriel (3) Language (2): eng (2) ger (2)' \
    "$(sed -n '/^Facets/,/^records returned/p' "$scratch/yaz" | sed '1d;$d' | tr -s ' \n\t' ' ' | sed 's/^ //; s/ $//')"
z3950 'facets @attr 1=author @attr 2=1 @attr 3=1 @attr 4=2' 'find @attr 1=1016 strike' >"$scratch/yaz"
claim "from the second on" holds "$scratch/yaz" 'author \(1\)' 'Gorodetsky, Gabriel \(3\)'
claim "not the first" lacks "$scratch/yaz" 'Émile'
z3950 'facets @attr 1=author @attr 2=1,@attr 1=1003 @attr 2=0' 'find @attr 1=1016 strike' >"$scratch/yaz"
claim "one facet in two orders could not be told apart" holds "$scratch/yaz" "addinfo 'author'"
zoomsh 'set facets "@attr 1=author,@attr 1=material @attr 3=1"' "connect $z/Default" 'find @attr 1=1016 strike' facets quit >"$scratch/zoom" 2>&1
claim "ZOOM is given them" holds "$scratch/zoom" 'Gorodetsky, Gabriel\(3\)' 'book\(2\)'
zoomsh 'set facets "@attr 1=author"' "connect $z/more" 'find @attr 1=1016 strike' facets quit >"$scratch/zoom" 2>&1
claim "within a database" holds "$scratch/zoom" 'Gorodetsky, Gabriel\(1\)' 'Émile, J. R.\(1\)'
z3950 'scan @attr 1=1003 @attr 4=1 e' 'scan @attr 1=21 @attr 4=1 strikes' 'scan @attr 1=4 @attr 4=1 strike' 'scan @attr 1=4 @attr 4=2 strike' >"$scratch/scan"
claim "scan shows headings as they were written" holds "$scratch/scan" 'Émile, J. R. \(1\)' 'Strikes -- France \(1\)' 'The strike \(1\)'
claim "and words as they are" holds "$scratch/scan" 'strike \(3\)'

# The command line
claim "offprint search --facets" sh -c "'$offprint' search --limit 0 --facets author,host --facet-limit 1 strike >'$scratch/cli' 2>&1"
claim "counts" holds "$scratch/cli" $'^author\t3\tGorodetsky, Gabriel$' $'^host\t1\tThe strike'
claim "by the alphabet" same 'author 1 Émile, J. R.|author 3 Gorodetsky, Gabriel' \
    "$("$offprint" search --limit 0 --facets author --facet-order term strike 2>/dev/null | tr '\t' ' ' | paste -sd'|')"
claim "refuses what is no order" sh -c "'$offprint' search --facets author --facet-order alphabet strike; [ \$? -eq 2 ]"
claim "refuses what is no facet" sh -c "'$offprint' search --facets title strike 2>&1 >/dev/null | grep -q 'there are author, subject.*\"title\"'"
claim "refuses facets in a format" sh -c "'$offprint' search --facets author --format json strike; [ \$? -eq 2 ]"
claim "refuses a wrong number" sh -c "'$offprint' search --facets author --facet-limit 1001 strike; [ \$? -eq 2 ]"

# Deleted and replaced
"$offprint" delete more-2 >/dev/null 2>&1
sed 's/Strikes</Lockouts</' "$scratch/more.xml" | sed '/more-2/,$d' >"$scratch/less.xml"
echo '</collection>' >>"$scratch/less.xml"
"$offprint" import --collection other "$scratch/less.xml" >/dev/null 2>&1
claim "after a deletion and a replacement" answers 200 '/records?facets=all&limit=0'
claim "collections are counted anew" same 'Default 9|other 1' "$(facet collection)"
claim "hosts" same 'The Precarious Truce: Anglo-Soviet Relations 1924–27 8' "$(facet host)"
claim "subjects" sh -c "jq -e '[.facets[1].values[].label] | index(\"Lockouts -- France\") and (index(\"Strikes -- France\") | not)' '$scratch/body'"
claim "nothing contradicts" sh -c "'$offprint' verify 2>&1 | grep -q ': 0 contradictions'"
claim "reindex" "$offprint" reindex
claim "makes the same" same "$(jq -c .facets "$scratch/body")" "$(curl -s "$h/records?facets=all&limit=0" | jq -c .facets)"
claim "and nothing contradicts" sh -c "'$offprint' verify 2>&1 | grep -q ': 0 contradictions'"
finish
