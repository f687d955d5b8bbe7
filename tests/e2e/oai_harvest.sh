#!/bin/bash
# Harvesting by real harvesters: HTTP::OAI follows resumption tokens over 1,001 generated records,
# gets each of them once, by every list verb and format, by date and by set; deleted records come
# as such; a harvest goes on where it was while records are deleted and changed; xmllint finds
# every page valid; a page never has but one item.
. "$(dirname "$0")/http_lib.sh"
need curl perl xmllint python3
perl -MHTTP::OAI -e 1 2>/dev/null || skip "HTTP::OAI is not installed"

# generate COUNT PREFIX: MARCXML of that many records.
generate() {
    python3 - "$1" "$2" <<'RECORDS'
import sys
composed = "e\u0301"
print('<collection xmlns="http://www.loc.gov/MARC21/slim">')
for i in range(int(sys.argv[1])):
    print(f'<record><leader>00000nam a2200000 i 4500</leader>'
          f'<controlfield tag="001">{sys.argv[2]}{i:04}</controlfield>'
          f'<controlfield tag="008">261123s{1900 + i % 100}    xx            000 0 eng d</controlfield>'
          f'<datafield tag="100" ind1="1" ind2=" "><subfield code="a">Author {i % 37} &amp; Söhne</subfield></datafield>'
          f'<datafield tag="245" ind1="1" ind2="0"><subfield code="a">Title number {i} &lt;'
          f'{("é", composed)[i % 2]}&gt;</subfield></datafield></record>')
print("</collection>")
RECORDS
}
generate 801 gen >"$scratch/generated.xml"
generate 200 set >"$scratch/set.xml"
claim "801 records go in" "$offprint" import "$scratch/generated.xml"
claim "and 200 into a collection" "$offprint" import --collection 'Small set' "$scratch/set.xml"
start_daemon

# harvest VERB KEY=VALUE...: identifiers and states, as HTTP::OAI gets them.
harvest() {
    timeout 120 perl -MHTTP::OAI -e '
        my ($url, $verb, %arguments) = (shift, shift, map { split /=/, $_, 2 } @ARGV);
        my $harvester = HTTP::OAI::Harvester->new(baseURL => $url, resume => 1);
        # With next(), HTTP::OAI gives the last page only: it means to be called back.
        my $answer = $harvester->$verb(%arguments, onRecord => sub {
            my $item = shift;
            my $header = $verb eq "ListRecords" ? $item->header : $item;
            my $metadata = $verb eq "ListRecords" && $item->metadata ? "metadata" : "-";
            print join(" ", $header->identifier, $header->status || "live", $metadata), "\n";
        });
        die $answer->message if $answer->is_error;
    ' "$h/oai" "$@"
}

claim "HTTP::OAI identifies us" sh -c "perl -MHTTP::OAI -e 'my \$i = HTTP::OAI::Harvester->new(baseURL => shift)->Identify; die if \$i->is_error; print \$i->granularity' '$h/oai' | grep -q YYYY-MM-DDThh"
for prefix in oai_dc marcxml mods; do
    harvest ListRecords metadataPrefix=$prefix >"$scratch/harvest" 2>"$scratch/harvest.err"
    claim "ListRecords in $prefix has 1,001 records" same 1001 "$(wc -l <"$scratch/harvest")"
    claim "each once" same 1001 "$(sort -u "$scratch/harvest" | wc -l)"
    claim "all with metadata" same 1001 "$(grep -c ' live metadata$' "$scratch/harvest")"
    claim "and nothing to complain of" same '' "$(cat "$scratch/harvest.err")"
done
cut -d' ' -f1 "$scratch/harvest" >"$scratch/order"
claim "in the order of their numbers, as they came" same "$(sort "$scratch/order")" "$(cat "$scratch/order")"
claim "ListIdentifiers has the same" same "$(cat "$scratch/order")" "$(harvest ListIdentifiers metadataPrefix=oai_dc | cut -d' ' -f1)"
claim "a set has its 200" same 200 "$(harvest ListRecords metadataPrefix=oai_dc 'set=Small!20set' | grep -c ':set')"
claim "from today on there is everything" same 1001 "$(harvest ListIdentifiers metadataPrefix=oai_dc from="$(date -u -d yesterday +%Y-%m-%d)" | wc -l)"

# pages VERB ARGUMENTS: fetches page after page to $scratch/page.N; prints how many items each has.
pages() {
    local verb=$1 arguments=$2 number=0 token
    rm -f "$scratch"/page.*
    while :; do
        number=$((number + 1))
        curl -s "$h/oai?verb=$verb&$arguments" >"$scratch/page.$number"
        grep -c '<header' "$scratch/page.$number"
        token=$(sed -n 's/.*<resumptionToken[^>]*>\([^<]*\)<.*/\1/p' "$scratch/page.$number")
        [ -n "$token" ] && [ $number -lt 100 ] || break
        arguments="resumptionToken=$token"
    done
}
claim "1,001 records are five pages, the last with one more" same '200 200 200 200 201' \
    "$(pages ListRecords metadataPrefix=mods | paste -sd' ')"
if [ -d "$shared/schemas" ]; then
    need_shared
    for prefix in oai_dc marcxml marc21 mods; do
        pages ListRecords metadataPrefix=$prefix >/dev/null
        for page in "$scratch"/page.*; do
            claim "$prefix, ${page##*/} is valid" valid drivers/oai-all.xsd "$page"
        done
    done
fi
claim "its last token is empty and counts what came before" holds "$scratch/page.5" \
    '<resumptionToken cursor="800" completeListSize="1001"/>'
claim "the first one counts from 0" holds "$scratch/page.1" '<resumptionToken cursor="0" completeListSize="1001">'

# While records change.
curl -s "$h/oai?verb=ListIdentifiers&metadataPrefix=oai_dc" >"$scratch/before"
token=$(sed -n 's/.*<resumptionToken[^>]*>\([^<]*\)<.*/\1/p' "$scratch/before")
sed 's/Title number 500/Another title/' "$scratch/generated.xml" >"$scratch/changed.xml"
"$offprint" import "$scratch/changed.xml" >/dev/null 2>&1
"$offprint" delete gen0005 gen0600 >/dev/null 2>&1
pages ListIdentifiers "resumptionToken=$token" >/dev/null
cat "$scratch/before" "$scratch"/page.* | grep -o 'oai:[^<]*' | sort >"$scratch/seen"
claim "a harvest in the midst of changes misses nothing" same 1001 "$(sort -u "$scratch/seen" | wc -l)"
claim "what changed comes with its change, once more only where it had come before" \
    same 'oai:offprint.localhost:gen0005' "$(uniq -d "$scratch/seen")"
harvest ListRecords metadataPrefix=oai_dc >"$scratch/harvest"
claim "deleted records come as such, without metadata" same \
    'oai:offprint.localhost:gen0005 deleted - oai:offprint.localhost:gen0600 deleted -' \
    "$(grep deleted "$scratch/harvest" | paste -sd' ')"
claim "the changed record comes once, near the end" same \
    'oai:offprint.localhost:gen0500 oai:offprint.localhost:gen0005 oai:offprint.localhost:gen0600' \
    "$(tail -3 "$scratch/harvest" | cut -d' ' -f1 | paste -sd' ')"
claim "records that did not change keep their place" same 1001 "$(wc -l <"$scratch/harvest")"
finish
