#!/bin/bash
# One record over REST: every format by suffix, ?format= and Accept; what the answer says of
# itself (Content-Type, Content-Location, Vary, ETag, Last-Modified, Link); conditional and
# compressed answers; ids with dots and slashes; records that never were, and those deleted.
. "$(dirname "$0")/http_lib.sh"
need curl jq xmllint yaz-marcdump

import_shipped
sed 's/>precarious-truce-6</>v1.json</' "$project/records/precarious-truce-6.xml" >"$scratch/dots.xml"
sed 's/>precarious-truce-6</>a\/b c%2F.1</' "$project/records/precarious-truce-6.xml" >"$scratch/slash.xml"
sed 's/>precarious-truce-6</>to-delete</' "$project/records/precarious-truce-6.xml" >"$scratch/deleted.xml"
"$offprint" import "$scratch/dots.xml" "$scratch/slash.xml" "$scratch/deleted.xml" >/dev/null 2>&1
"$offprint" delete to-delete >/dev/null 2>&1
start_daemon
record=/records/precarious-truce-6

# SUFFIX NAME MEDIA-TYPE
while read -r suffix name type; do
    claim "$suffix is $name" answers 200 "$record$suffix"
    claim "$suffix has its media type" same "$type" "$(header content-type | sed 's/;.*//')"
    claim "$suffix does not vary by Accept" same Accept-Encoding "$(header vary)"
    cp "$scratch/body" "$scratch/by-suffix"
    claim "?format=$name gives the same" answers 200 "$record?format=$name"
    claim "byte for byte" cmp "$scratch/body" "$scratch/by-suffix"
    claim "?format= names the address with suffix" \
        same "$h$record$suffix" "$(header content-location)"
    case $name in dc | marc8 | marc21-*) continue ;; esac # another format has the media type first
    claim "Accept: $type gives $name" answers 200 "$record" -H "Accept: $type"
    claim "byte for byte ($type)" cmp "$scratch/body" "$scratch/by-suffix"
    claim "and varies by Accept" same "Accept, Accept-Encoding" "$(header vary)"
done <<'FORMATS'
.mrc marc application/marc
.marcxml marcxml application/marcxml+xml
.mods mods application/mods+xml
.dc dc application/xml
.json json application/json
.jsonld jsonld application/ld+json
.csl.json csl application/vnd.citationstyles.csl+json
.ris ris application/x-research-info-systems
.bib bibtex application/x-bibtex
.txt text text/plain
.html html text/html
.marc.json marcjson application/marc-in-json
.marc8.mrc marc8 application/marc
.vufind.marcxml marc21-vufind application/marcxml+xml
.agk.marcxml marc21-agk application/marcxml+xml
.citation.txt citation text/x-bibliography
.qdc qdc application/x-qdc+xml
FORMATS

# ACCEPT | TYPE of the answer, or 406
while IFS='|' read -r accept type; do
    got=$(ask "$record" -H "Accept: $accept")
    [ "$got" = 200 ] && got=$(header content-type | sed 's/;.*//')
    claim "Accept: $accept gives $type" same "$type" "$got"
done <<'TABLE'
*/*|application/json
text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|text/html
application/mods+xml;q=0.5, application/marcxml+xml|application/marcxml+xml
application/mods+xml, */*;q=0.1|application/mods+xml
application/xml|application/xml
text/*|text/plain
application/json;q=0, application/*|application/marc
image/png|406
application/json;q=0|406
TABLE
claim "without Accept it is JSON" answers 200 "$record" -H 'Accept:'
claim "of that type" same application/json "$(header content-type)"
claim "several Accept lines are one list" answers 200 "$record" -H 'Accept: image/png' -H 'Accept: application/mods+xml'
claim "MODS is found in the second" same application/mods+xml "$(header content-type)"

# What the formats say.
ask "$record.mrc" >/dev/null
claim "yaz-marcdump reads the MARC without complaint" sh -c \
    "yaz-marcdump '$scratch/body' >'$scratch/dump' 2>&1 && ! grep -i 'warn\|bad\|error' '$scratch/dump' && grep -q '^245 14' '$scratch/dump'"
claim "it is offered for saving" same 'attachment; filename="precarious-truce-6.mrc"' "$(header content-disposition)"
ask "$record.marcxml" >/dev/null
cp "$scratch/body" "$scratch/marcxml.xml"
claim_valid "MARCXML is valid" marcxml/MARC21slim.xsd "$scratch/marcxml.xml"
ask "$record" -H 'Accept: application/mods+xml' >/dev/null
cp "$scratch/body" "$scratch/mods.xml"
claim_valid "MODS is valid" mods/mods-3-8.xsd "$scratch/mods.xml"
extent='//*[local-name()="relatedItem"][@type="host"]//*[local-name()="extent"]/*[local-name()="%s"]/text()'
claim "its host part begins on page 211" same 211 "$(xmllint --xpath "$(printf "$extent" start)" "$scratch/mods.xml")"
claim "and ends on page 256" same 256 "$(xmllint --xpath "$(printf "$extent" end)" "$scratch/mods.xml")"
ask "$record.dc" >/dev/null
cp "$scratch/body" "$scratch/dc.xml"
claim_valid "Dublin Core is valid" oai/oai_dc.xsd "$scratch/dc.xml"
claim "it has the record's own address" holds "$scratch/dc.xml" "identifier>$h$record<"
ask "$record.csl.json" >/dev/null
claim "CSL-JSON has the pages" same 211-256 "$(json '.[0].page')"
claim "CSL-JSON knows a chapter" same chapter "$(json '.[0].type')"
ask "$record.ris" >/dev/null
claim "RIS has type and pages" holds "$scratch/body" '^TY  - CHAP' '^SP  - 211' '^EP  - 256'
ask "$record.json" >/dev/null
claim "JSON is JSON" json .
ask "$record.html" >/dev/null
claim "the page may run nothing" holds "$scratch/head" "^[Cc]ontent-[Ss]ecurity-[Pp]olicy: default-src 'none'"
claim "the page has the title" holds "$scratch/body" 'The rupture of Anglo-Soviet relations'

# Links.
ask "$record" >/dev/null
header link >"$scratch/link"
claim "links: itself, formats, host" holds "$scratch/link" \
    "<$h$record>; rel=\"cite-as\"" \
    "<$h$record.mods>; rel=\"alternate\"; type=\"application/mods\+xml\"" \
    "<$h$record.csl.json>; rel=\"alternate\"" \
    "<$h/records/precarious-truce>; rel=\"up collection\""
ask /records/precarious-truce >/dev/null
header link >"$scratch/link"
claim "a host links its parts" holds "$scratch/link" "<$h$record>; rel=\"item\"" \
    "<$h/records/precarious-truce/parts>; rel=\"contents\""

# Validators.
ask "$record.mods" >/dev/null
tag=$(header etag)
date=$(header last-modified)
claim "a strong entity tag" sh -c "printf '%s' '$tag' | grep -Eqx '\"[!-~]+\"'"
claim "each format has its own" [ "$tag" != "$(ask "$record.dc" >/dev/null; header etag)" ]
claim "Last-Modified is the OAI datestamp" same \
    "$(date -u -d "$(curl -s "$h/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:offprint.localhost:precarious-truce-6" |
        sed -n 's/.*<datestamp>\([^<]*\).*/\1/p')" '+%a, %d %b %Y %H:%M:%S GMT')" "$date"
while IFS='|' read -r status header; do
    claim "$header gives $status" answers "$status" "$record.mods" -H "$header"
done <<CONDITIONS
304|If-None-Match: $tag
304|If-None-Match: W/$tag
304|If-None-Match: "x", $tag
304|If-None-Match: *
200|If-None-Match: "x"
304|If-Modified-Since: $date
200|If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT
200|If-Modified-Since: nonsense
200|If-Match: $tag
412|If-Match: "x"
412|If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT
CONDITIONS
claim "If-None-Match beats If-Modified-Since" answers 200 "$record.mods" \
    -H 'If-None-Match: "x"' -H "If-Modified-Since: $date"
answers 304 "$record.mods" -H "If-None-Match: $tag" >/dev/null
claim "304 repeats ETag, Vary and Cache-Control" same "$tag|Accept-Encoding|public, max-age=60" \
    "$(header etag)|$(header vary)|$(header cache-control)"
claim "304 has no body and no length" sh -c "[ ! -s '$scratch/body' ] && ! grep -qi '^content-length: *[1-9]' '$scratch/head'"

# Compression.
ask "$record.mods" -H 'Accept-Encoding: gzip' >/dev/null
gzipped=$(header etag)
claim "gzip for those who ask" same gzip "$(header content-encoding)"
claim "it is the same inside" sh -c "gzip -dc '$scratch/body' | cmp - '$scratch/mods.xml'"
claim "its tag is another one" [ "$gzipped" != "$tag" ]
claim "which answers 304 where gzip is asked for" answers 304 "$record.mods" \
    -H 'Accept-Encoding: gzip' -H "If-None-Match: $gzipped"
claim "and not where it is not" answers 200 "$record.mods" -H "If-None-Match: $gzipped"
ask "$record.mods" -H 'Accept-Encoding: gzip;q=0' >/dev/null
claim "gzip;q=0 is no" same "" "$(header content-encoding)"

# HEAD.
ask "$record.mods" >/dev/null
length=$(header content-length)
claim "HEAD is answered" answers 200 "$record.mods" -I
claim "as GET without its body" same "$tag|$length" "$(header etag)|$(header content-length)"

# Ids.
claim "a whole id comes before a suffix" answers 200 /records/v1.json
claim "though it looks like one" same "$h/records/v1.json.json" "$(header content-location)"
claim "and takes one" answers 200 /records/v1.json.mods
claim "that is MODS" same application/mods+xml "$(header content-type)"
claim "a slash, a space and a percent within an id" answers 200 '/records/a%2Fb%20c%252F.1'
claim "come back encoded" same "$h/records/a%2Fb%20c%252F.1.json" "$(header content-location)"

# Refusals.
claim "an id that never was" problem 404 'no record "nothing" \[nothing\]' /records/nothing
claim "the same with a suffix" problem 404 'no record "nothing"' /records/nothing.mods
claim "an unknown suffix is part of the id" problem 404 'precarious-truce-6\.png' "$record.png"
claim "an id of 5,000 bytes" problem 404 '.' "/records/$(head -c 5000 /dev/zero | tr '\0' x)"
claim "no id at all" problem 404 '.' /records/
claim "nothing but parts below a record" problem 404 '/parts' "$record/other"
claim "a format that is not offered" problem 406 'marcxml, mods.*\[pdf\]' "$record?format=pdf"
claim "a suffix and another format" problem 406 '\.mods' "$record.mods?format=ris"
claim "no format will do: which there are" problem 406 'marcxml, mods' "$record" -H 'Accept: image/png'
claim "linked too" sh -c "grep -i '^link:' '$scratch/head' | grep -q 'rel=\"alternate\"'"
claim "an unknown parameter" problem 400 'no parameter frmat here \[frmat\]' "$record?frmat=mods"
claim "a repeated parameter" problem 400 'format is repeated' "$record?format=mods&format=ris"
claim "a deleted record" problem 410 'was deleted at 20' /records/to-delete
claim "with the date as a member" sh -c "jq -e '.deleted | test(\"^20..-..-..T..:..:..Z\$\")' '$scratch/body'"
claim "a deleted record in a format" problem 410 'deleted' /records/to-delete.mods
finish
