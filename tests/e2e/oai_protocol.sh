#!/bin/bash
# OAI-PMH, request by request: the six verbs and every error, each answer valid against the
# official schema; what the envelope says; GET and POST; dates, sets, deleted records; tokens that
# are tampered with.
. "$(dirname "$0")/http_lib.sh"
need curl xmllint python3
need_shared

import_shipped
sed 's/>precarious-truce-6</>gone 50%"</' "$project/records/precarious-truce-6.xml" >"$scratch/gone.xml"
sed 's/>precarious-truce-6</>in-set</' "$project/records/precarious-truce-6.xml" >"$scratch/set.xml"
"$offprint" import --collection 'Rare books: Köln' "$scratch/set.xml" "$scratch/gone.xml" >/dev/null 2>&1
"$offprint" delete 'gone 50%"' >/dev/null 2>&1
start_daemon --config <(printf 'repository = "library.example"\n')
id=oai:library.example:precarious-truce-6

# oai ARGUMENTS [CURL OPTION...]: the answer in $scratch/oai.xml, valid, as text/xml with 200.
oai() {
    local arguments=$1
    shift
    same 200 "$(ask "/oai?$arguments" "$@")" || return
    cp "$scratch/body" "$scratch/oai.xml"
    same "text/xml; charset=utf-8" "$(header content-type)" &&
        xmllint --nonet --noout --schema "$schema" "$scratch/oai.xml" 2>"$scratch/invalid" ||
        { cat "$scratch/invalid"; false; }
}
schema=$shared/schemas/drivers/oai-all.xsd

# Dublin Core's own schemas and those of oai_dc say the same namespace differently: one at a time.
qdc_schema
cat >"$scratch/oai_qdc.xsd" <<XSD
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.openarchives.org/OAI/2.0/"
             schemaLocation="$shared/schemas/oai/OAI-PMH.xsd"/>
  <xs:import namespace="http://worldcat.org/xmlschemas/qdc-1.0/" schemaLocation="qdc.xsd"/>
</xs:schema>
XSD

# x XPATH: of the last answer, namespaces apart ("//o:header" is written //header).
x() {
    local path=$1
    path=$(printf '%s' "$path" | sed -E 's#(/+)([A-Za-z-]+)#\1*[local-name()="\2"]#g')
    xmllint --xpath "$path" "$scratch/oai.xml" 2>/dev/null
}

# error CODE ARGUMENTS [CURL OPTION...]: that error, and request attributes as they must be.
error() {
    local code=$1 attributes
    shift
    oai "$@" || return
    same "$code" "$(x 'string(//error/@code)')" || return
    [ -n "$(x 'string(//error)')" ] || return
    attributes=$(x 'count(//request/@*)')
    case $code in
    badVerb | badArgument) same 0 "$attributes" ;;
    *) [ "$attributes" -gt 0 ] ;;
    esac
}

# Identify.
claim "Identify" oai verb=Identify
claim "has the base URL, byte for byte" same "$h/oai|$h/oai" "$(x 'string(//request)')|$(x 'string(//Identify/baseURL)')"
claim "protocol, deletions, granularity" same '2.0|persistent|YYYY-MM-DDThh:mm:ssZ' \
    "$(x 'string(//protocolVersion)')|$(x 'string(//deletedRecord)')|$(x 'string(//granularity)')"
claim "an address to write to, in the repository's domain" same admin@library.example "$(x 'string(//adminEmail)')"
claim "the oai-identifier scheme" same library.example "$(x 'string(//description//repositoryIdentifier)')"
claim "in its namespace as the default one" holds "$scratch/oai.xml" '<oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier"'
sample=$(x 'string(//sampleIdentifier)')
earliest=$(x 'string(//earliestDatestamp)')
claim "with a sample that exists" oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$sample"
claim "really" same 0 "$(x 'count(//error)')"
claim "compression is what it says" same gzip "$(ask '/oai?verb=ListRecords&metadataPrefix=mods' -H 'Accept-Encoding: gzip' >/dev/null; header content-encoding)"
claim "attributes echo the arguments" oai "verb=GetRecord&identifier=$id&metadataPrefix=mods"
claim "all of them" same "GetRecord|$id|mods" \
    "$(x 'string(//request/@verb)')|$(x 'string(//request/@identifier)')|$(x 'string(//request/@metadataPrefix)')"
claim "responseDate has no fractions" sh -c "grep -Eq '<responseDate>20..-..-..T..:..:..Z</responseDate>' '$scratch/oai.xml'"

# ListMetadataFormats.
claim "ListMetadataFormats" oai verb=ListMetadataFormats
prefixes="oai_dc marcxml marc21 mods marc21-vufind marc21-agk oai_qdc qdc"
for prefix in $prefixes; do
    case $prefix in *qdc) schema=$scratch/oai_qdc.xsd ;; esac
    claim "offers $prefix" same 1 "$(oai verb=ListMetadataFormats >/dev/null; x "count(//metadataFormat[string(*[1])='$prefix'])")"
    claim "and gives it" oai "verb=GetRecord&metadataPrefix=$prefix&identifier=$id"
    claim "in the namespace it says" same \
        "$(oai verb=ListMetadataFormats >/dev/null; x "string(//metadataFormat[string(*[1])='$prefix']/metadataNamespace)")" \
        "$(oai "verb=GetRecord&metadataPrefix=$prefix&identifier=$id" >/dev/null; xmllint --xpath 'namespace-uri(//*[local-name()="metadata"]/*)' "$scratch/oai.xml")"
done
schema=$shared/schemas/drivers/oai-all.xsd
claim "of one record" oai "verb=ListMetadataFormats&identifier=$id"
claim "the same" same "$(wc -w <<<"$prefixes")" "$(x 'count(//metadataFormat)')"

# ListSets, and membership in headers.
claim "ListSets" oai verb=ListSets
claim "everything, and the collection" same '2|Default|Rare!20books!3A!20K!C3!B6ln|Rare books: Köln' \
    "$(x 'count(//set)')|$(x 'string((//setSpec)[1])')|$(x 'string((//setSpec)[2])')|$(x 'string((//setName)[2])')"
claim "GetRecord names the sets" oai 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.example:in-set'
claim "both" same 2 "$(x 'count(//header/setSpec)')"
claim "a set's records" oai 'verb=ListIdentifiers&metadataPrefix=oai_dc&set=Rare!20books!3A!20K!C3!B6ln'
claim "are those in it, the deleted one too" same 2 "$(x 'count(//header)')"
claim "the set of everything" oai 'verb=ListIdentifiers&metadataPrefix=oai_dc&set=Default'
claim "has everything" same 11 "$(x 'count(//header)')"

# GetRecord and deleted records.
gone='oai:library.example:gone%252050%2525%2522'
claim "GetRecord of a deleted record" oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$gone"
claim "is a header that says so, without metadata" same 'deleted|0|2' \
    "$(x 'string(//header/@status)')|$(x 'count(//metadata)')|$(x 'count(//setSpec)')"
claim "with the identifier it was asked by" same 'oai:library.example:gone%2050%25%22' "$(x 'string(//header/identifier)')"
claim "in every format" oai "verb=GetRecord&metadataPrefix=mods&identifier=$gone"
claim "it is in ListRecords too" oai 'verb=ListRecords&metadataPrefix=oai_dc'
claim "once" same 1 "$(x 'count(//header[@status="deleted"])')"
claim "all the others with metadata" same '11|10' "$(x 'count(//record)')|$(x 'count(//metadata)')"
claim "a list of one page has no token" same 0 "$(x 'count(//resumptionToken)')"
claim "records link back here" holds "$scratch/oai.xml" "identifier>$h/records/precarious-truce-6<"

# Dates: both ends are included.
date=$(oai "verb=GetRecord&metadataPrefix=oai_dc&identifier=$id" >/dev/null; x 'string(//datestamp)')
day=${date%%T*}
before=$(date -u -d "$date - 1 second" +%Y-%m-%dT%H:%M:%SZ)
yesterday=$(date -u -d "$day - 1 day" +%Y-%m-%d)
tomorrow=$(date -u -d "$day + 1 day" +%Y-%m-%d)
claim "nothing is before earliestDatestamp" error noRecordsMatch \
    "verb=ListIdentifiers&metadataPrefix=oai_dc&until=$(date -u -d "$earliest - 1 second" +%Y-%m-%dT%H:%M:%SZ)"
while read -r arguments; do
    claim "$arguments has the record" sh -c "curl -s '$h/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&$arguments' | grep -q '>$id<'"
    claim "$arguments is valid" oai "verb=ListRecords&metadataPrefix=oai_dc&$arguments"
done <<DATES
from=$date
until=$date
from=$date&until=$date
from=$before&until=$date
from=$day
until=$day
from=$day&until=$day
from=$yesterday&until=$tomorrow
from=1000-01-01
until=9999-12-31
DATES
while read -r code arguments; do
    claim "$arguments is $code" error "$code" "$arguments"
done <<ERRORS
badVerb x=y
badVerb verb=
badVerb verb=identify
badVerb verb=Nonsense
badVerb verb=Identify&verb=Identify
badVerb verb=Identify&verb=ListSets
badArgument verb=Identify&x=y
badArgument verb=Identify&metadataPrefix=oai_dc
badArgument verb=ListSets&set=Default
badArgument verb=GetRecord
badArgument verb=GetRecord&identifier=$id
badArgument verb=GetRecord&metadataPrefix=oai_dc
badArgument verb=GetRecord&metadataPrefix=oai_dc&metadataPrefix=mods&identifier=$id
badArgument verb=GetRecord&metadataPrefix=oai%20dc&identifier=$id
badArgument verb=ListMetadataFormats&resumptionToken=x
badArgument verb=ListRecords
badArgument verb=ListRecords&metadataPrefix=
badArgument verb=ListRecords&from=$day
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=junk
badArgument verb=ListRecords&metadataPrefix=oai_dc&until=2026-02-30
badArgument verb=ListRecords&metadataPrefix=oai_dc&until=2026-11-23T08:00Z
badArgument verb=ListRecords&metadataPrefix=oai_dc&until=2026-11-23T08:00:00.5Z
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=$day&until=$date
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=$tomorrow&until=$yesterday
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=2000-01-01&until=1999-12-31
badArgument verb=ListRecords&metadataPrefix=oai_dc&from=$day&from=$day
badArgument verb=ListRecords&metadataPrefix=oai_dc&set=
badArgument verb=ListRecords&metadataPrefix=oai_dc&set=a%20b
badArgument verb=ListRecords&metadataPrefix=oai_dc&set=a::b
badArgument verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x
badArgument verb=ListIdentifiers&resumptionToken=x&until=2000-01-01
badResumptionToken verb=ListRecords&resumptionToken=
badResumptionToken verb=ListRecords&resumptionToken=junk
badResumptionToken verb=ListIdentifiers&resumptionToken=%3C%22%26
badResumptionToken verb=ListSets&resumptionToken=junk
cannotDisseminateFormat verb=GetRecord&metadataPrefix=nonsense&identifier=$id
cannotDisseminateFormat verb=GetRecord&metadataPrefix=OAI_DC&identifier=$id
cannotDisseminateFormat verb=ListRecords&metadataPrefix=ris
idDoesNotExist verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.example:nothing
idDoesNotExist verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.example:precarious-truce-6
idDoesNotExist verb=GetRecord&metadataPrefix=oai_dc&identifier=precarious-truce-6
idDoesNotExist verb=ListMetadataFormats&identifier=invalid%22id
idDoesNotExist verb=ListMetadataFormats&identifier=a%20%25
noRecordsMatch verb=ListRecords&metadataPrefix=oai_dc&from=$tomorrow
noRecordsMatch verb=ListRecords&metadataPrefix=oai_dc&until=$yesterday
noRecordsMatch verb=ListRecords&metadataPrefix=oai_dc&set=nothing
noRecordsMatch verb=ListRecords&metadataPrefix=oai_dc&set=Rare
noRecordsMatch verb=ListRecords&metadataPrefix=oai_dc&set=Default:sub
ERRORS
claim "no arguments at all" error badVerb ''

# POST.
claim "POST" oai '' -d "verb=GetRecord&metadataPrefix=mods&identifier=$id"
claim "gives the record" same "$id|0" "$(x 'string(//header/identifier)')|$(x 'count(//error)')"
claim "arguments in both count together" error badVerb 'verb=Identify' -d 'verb=Identify'
claim "POST with its errors" error badArgument '' -d 'verb=ListRecords'
claim "HEAD" answers 200 '/oai?verb=Identify' -I

# Tokens: a long list, so that there is one.
python3 - "$scratch/many.xml" <<'RECORDS'
import sys
with open(sys.argv[1], "w") as out:
    out.write('<collection xmlns="http://www.loc.gov/MARC21/slim">')
    for i in range(250):
        out.write('<record><leader>00000nam a2200000 i 4500</leader>'
                  f'<controlfield tag="001">many{i:03}</controlfield>'
                  '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">'
                  f'Many {i}</subfield></datafield></record>')
    out.write("</collection>")
RECORDS
"$offprint" import "$scratch/many.xml" >/dev/null 2>&1
claim "a long list" oai 'verb=ListIdentifiers&metadataPrefix=oai_dc'
token=$(x 'string(//resumptionToken)')
claim "has a token, a size and a place" same '261|0|200' \
    "$(x 'string(//resumptionToken/@completeListSize)')|$(x 'string(//resumptionToken/@cursor)')|$(x 'count(//header)')"
claim "which goes on" oai "verb=ListIdentifiers&resumptionToken=$token"
first=$(sed '/responseDate/d' "$scratch/oai.xml")
claim "to the end, with an empty token" same '261|200|61||0' \
    "$(x 'string(//resumptionToken/@completeListSize)')|$(x 'string(//resumptionToken/@cursor)')|$(x 'count(//header)')|$(x 'string(//resumptionToken)')|$(x 'count(//error)')"
claim "and again, the same" oai "verb=ListIdentifiers&resumptionToken=$token"
claim "line by line" same "$first" "$(sed '/responseDate/d' "$scratch/oai.xml")"
claim "but not for another verb" error badResumptionToken "verb=ListRecords&resumptionToken=$token"
claim "nor beside another argument" error badArgument "verb=ListIdentifiers&metadataPrefix=oai_dc&resumptionToken=$token"
claim "nor cut" error badResumptionToken "verb=ListIdentifiers&resumptionToken=${token%?}"
claim "nor made longer" error badResumptionToken "verb=ListIdentifiers&resumptionToken=${token}A"
for place in 0 10 20 40 60; do
    changed=$(python3 -c 'import sys; t, p = sys.argv[1], int(sys.argv[2]); print(t[:p] + ("A" if t[p] != "A" else "B") + t[p + 1:])' "$token" $place)
    claim "nor changed at $place" error badResumptionToken "verb=ListIdentifiers&resumptionToken=$changed"
done
claim "a list of a set has no size that is not known" oai 'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2000-01-01'
claim "but a token" same '0|1' "$(x 'count(//resumptionToken/@completeListSize)')|$(x 'count(//resumptionToken)')"

# Changes move a record to the end, and a list of exactly one page and one has no page of one.
"$offprint" delete $(printf 'many%03d ' $(seq 190 249)) >/dev/null 2>&1
claim "201 live records and 61 dead ones are two pages" oai 'verb=ListIdentifiers&metadataPrefix=oai_dc&set=Default'
token=$(x 'string(//resumptionToken)')
claim "the deleted ones come last" oai "verb=ListIdentifiers&resumptionToken=$token"
claim "sixty of them" same '60' "$(x 'count(//header[@status="deleted"])')"
finish
