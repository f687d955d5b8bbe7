#!/bin/bash
# MARC in other clothes, on every face, read by programs that are not ours.
#
# Claims:
#   - MARC-8 comes by suffix, ?format=, the command line and as a Z39.50 element set; its leader
#     says so; yaz-marcdump, and MARC::Record with MARC::Charset, read back what was written, for
#     texts in many scripts and for real records in MARC-8 and UTF-8; nothing is lost;
#   - ISO 2709 stays UTF-8 for those who do not ask, also for a Z39.50 client that proposes MARC-8
#     for the whole session;
#   - MARC-in-JSON is JSON to jq and MARC to MARC::File::MiJ, one record or many;
#   - the profiles for VuFind and AGK are valid MARCXML on every face, and differ in 773 alone.
. "$(dirname "$0")/http_lib.sh"
need curl jq perl xmllint xsltproc yaz-client yaz-iconv yaz-marcdump zoomsh
perl -MMARC::Charset -MMARC::File::MiJ -e1 2>/dev/null || skip "MARC::File::MiJ is not installed"
need_shared
compare=$project/tests/e2e/marc_formats.pl
writer=$build/tests/unit/convert/convert_all

# Each kind of text that MARC-8 writes in its own way, composed and decomposed.
cat >"$scratch/scripts.xml" <<'XML'
<record xmlns="http://www.loc.gov/MARC21/slim">
  <leader>00000nam a2200000 i 4500</leader>
  <controlfield tag="001">scripts</controlfield>
  <datafield tag="066" ind1=" " ind2=" "><subfield code="c">(S</subfield></datafield>
  <datafield tag="245" ind1="0" ind2="0"><subfield code="a">Łódź, Việt Nam, Dvořa&#x301;k, o&#x31b;&#x301; ; t&#x361;s /</subfield><subfield code="c">1924–27, H₂O, m², €5.</subfield></datafield>
  <datafield tag="500" ind1=" " ind2=" "><subfield code="a">Москва, Київ, и&#x306; а&#x301;</subfield></datafield>
  <datafield tag="500" ind1=" " ind2=" "><subfield code="a">كتاب ا&#x654; أ پ</subfield></datafield>
  <datafield tag="500" ind1=" " ind2=" "><subfield code="a">בְּרֵאשִׁית</subfield></datafield>
  <datafield tag="500" ind1=" " ind2=" "><subfield code="a">Ἑλλάς καὶ φῶς</subfield></datafield>
  <datafield tag="500" ind1=" " ind2=" "><subfield code="a">中國 日本語 かが 한국</subfield></datafield>
</record>
XML
import_shipped
"$offprint" import --collection scripts "$scratch/scripts.xml" >/dev/null 2>&1
start_daemon
part=/records/precarious-truce-6
"$offprint" get scripts >"$scratch/scripts.marcxml"

# --- MARC-8
claim "REST gives MARC-8 by its suffix" answers 200 /records/scripts.marc8.mrc
cp "$scratch/body" "$scratch/scripts.marc8"
claim "as application/marc" same application/marc "$(header content-type)"
claim "to be saved" same 'attachment; filename="scripts.marc8.mrc"' "$(header content-disposition)"
claim "leader/09 is blank" same 'nam  22' "$(cut -c6-12 "$scratch/scripts.marc8" | head -1)"
claim "066 names the sets, and no others" same '$c (2 $c (3 $c (4 $c (N $c (Q $c (S $c $1' \
    "$(yaz-marcdump -f marc-8 -t utf-8 "$scratch/scripts.marc8" | sed -n 's/^066 *//p')"
claim "?format=marc8 gives the same" answers 200 '/records/scripts?format=marc8'
claim "byte for byte" cmp "$scratch/body" "$scratch/scripts.marc8"
"$offprint" get --format marc8 scripts >"$scratch/got"
claim "so does the command line" cmp "$scratch/got" "$scratch/scripts.marc8"
claim "Accept: application/marc is UTF-8" answers 200 /records/scripts -H 'Accept: application/marc'
claim "and says so" same 'nam a22' "$(cut -c6-12 "$scratch/body" | head -1)"

# element SET FILE [COMMAND]: the record of scripts in USMARC.
element() {
    rm -f "$2"
    printf '%s\n' ${3:+"$3"} "open $z" 'base scripts' "set_marcdump $2" 'format usmarc' \
        ${1:+"elements $1"} 'find @attr 1=12 scripts' 'show 1' quit | timeout 20 yaz-client \
        >"$scratch/client" 2>&1
}
element marc8 "$scratch/z.marc8"
claim "Z39.50 has it as an element set" cmp "$scratch/z.marc8" "$scratch/scripts.marc8"
element '' "$scratch/z.marc"
claim "USMARC is UTF-8 otherwise" same 'nam a22' "$(cut -c6-12 "$scratch/z.marc" | head -1)"
element F "$scratch/z.proposed" 'charset marc-8'
claim "MARC-8 for the whole session is declined" holds "$scratch/client" '^Accepted character set : none$'
claim "and changes nothing" cmp "$scratch/z.proposed" "$scratch/z.marc"

# What yaz reads, references resolved by xmllint, is what our own MARCXML says.
yaz-marcdump -f marc-8 -t utf-8 -o marcxml "$scratch/scripts.marc8" |
    sed 's/&amp;#x/\&#x/g' >"$scratch/yaz.xml"
values() {
    xmllint --xpath '//*[local-name()="datafield"][@tag != "066"]/*/text()' "$1" |
        perl -MUnicode::Normalize -CS -ne 'print NFC($_)'
}
values "$scratch/yaz.xml" >"$scratch/yaz.values"
values "$scratch/scripts.marcxml" >"$scratch/our.values"
claim "yaz-marcdump reads every value back" diff "$scratch/our.values" "$scratch/yaz.values"
claim "there are seven" same 7 "$(wc -l <"$scratch/our.values")"

# round NAME FILE...: MARC::Record and MARC::Charset read back what was written.
round() {
    local name=$1
    shift
    "$writer" marc8 "$@" >"$scratch/$name.mrc" 2>"$scratch/log" &&
        "$writer" marcjson "$@" 2>>"$scratch/log" | grep . >"$scratch/$name.json" &&
        perl "$compare" "$scratch/$name.mrc" "$scratch/$name.json" >"$scratch/$name.compared" ||
        { cat "$scratch/log" "$scratch/$name.compared"; return 1; }
    holds "$scratch/$name.compared" '^[1-9][0-9]* records, [1-9][0-9]* fields, 0 differences$'
}
claim "MARC::Charset reads back the scripts" round scripts "$scratch/scripts.xml"
claim "and 76 records that came as MARC-8" round marc8 \
    "$shared/corpora/marc/clean-marc8/solrmarc/test__data__records__specTestRecs.mrc"
claim "and 45 Arabic ones that came as UTF-8" round utf8 \
    "$shared/corpora/marc/clean-utf8/aco-karms/aco-aeadna.mrc"

claim "export writes one behind the other" sh -c "'$offprint' export --format marc8 >'$scratch/all.mrc'"
claim "all ten" same 10 "$(yaz-marcdump -f marc-8 -t utf-8 "$scratch/all.mrc" | grep -c '^001 ')"
claim "they go into another catalogue" sh -c \
    "'$offprint' import --catalogue '$scratch/other' '$scratch/all.mrc' 2>&1 | grep -q '^10 added'"

# --- MARC-in-JSON
claim "REST gives MARC-in-JSON where it is accepted" answers 200 "$part" \
    -H 'Accept: application/marc-in-json'
claim "with its type" same application/marc-in-json "$(header content-type)"
claim "jq finds the pages" same 'Chapter 6, pages 211-256' \
    "$(jq -r '[.fields[]["773"]? // empty | .subfields[].g? // empty][0]' "$scratch/body")"
claim "and the leader" same 'naa a22' "$(jq -r '.leader[5:12]' "$scratch/body")"
"$offprint" get --format marcjson precarious-truce-6 >"$scratch/6.json"
claim "the command line gives the same" cmp "$scratch/body" "$scratch/6.json"
claim "MARC::File::MiJ reads it" same '001 precarious-truce-6' \
    "$(perl -MMARC::Record -MMARC::File::MiJ -e 'print "001 ", MARC::File::MiJ->in(shift)->next->field("001")->data' "$scratch/6.json")"
"$offprint" export --format marcjson >"$scratch/all.json"
claim "all ten are one array" same 10 "$(jq length "$scratch/all.json")"
"$offprint" import --catalogue "$scratch/json" "$scratch/all.json" >"$scratch/out" 2>&1
claim "which we read" holds "$scratch/out" '^10 added'
# But for the record's length, which is another in NFC.
records() {
    "$offprint" get "$@" scripts precarious-truce-6 | sed 's/<leader>[0-9]*//'
}
records >"$scratch/there"
records --catalogue "$scratch/json" >"$scratch/back"
claim "and which gives the records back" cmp "$scratch/back" "$scratch/there"

# --- Profiles
# Everything but 773, for comparison.
cat >"$scratch/without773.xsl" <<'XSL'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:m="http://www.loc.gov/MARC21/slim">
  <xsl:strip-space elements="*"/>
  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>
  <xsl:template match="m:datafield[@tag='773']"/>
</xsl:stylesheet>
XSL
# hosts XPATH FILE
hosts() {
    xmllint --xpath "$(sed 's/773/*[local-name()="datafield"][@tag="773"]/g; s/subfield/*[local-name()="subfield"]/g' <<<"$1")" "$2"
}
"$offprint" get precarious-truce-6 | xsltproc "$scratch/without773.xsl" - >"$scratch/plain"
for client in vufind agk; do
    name=marc21-$client
    claim "$name by suffix" answers 200 "$part.$client.marcxml"
    cp "$scratch/body" "$scratch/$client.xml"
    claim "is MARCXML" same application/marcxml+xml "$(header content-type)"
    claim "valid" valid marcxml/MARC21slim.xsd "$scratch/$client.xml"
    "$offprint" get --format $name precarious-truce-6 >"$scratch/got"
    echo >>"$scratch/$client.xml"
    claim "the same as on the command line" cmp "$scratch/got" "$scratch/$client.xml"
    claim "and but for 773 as plain MARCXML" sh -c \
        "xsltproc '$scratch/without773.xsl' '$scratch/$client.xml' | cmp - '$scratch/plain'"
    claim "OAI-PMH gives it" answers 200 "/oai?verb=ListRecords&metadataPrefix=$name"
    cp "$scratch/body" "$scratch/oai.xml"
    claim "as valid answers" valid drivers/oai-all.xsd "$scratch/oai.xml"
    claim "of all ten records" same 10 \
        "$(xmllint --xpath 'count(//*[local-name()="metadata"])' "$scratch/oai.xml")"
    zoomsh "connect $z/Default" 'set preferredRecordSyntax xml' "set elementSetName $name" \
        'find @attr 1=12 precarious-truce-6' 'show 0 1 raw' quit |
        sed -n '/^ *</,$p' | sed 's/^[0-9]* database=[^<]*//' >"$scratch/z.xml"
    claim "Z39.50 too" same "$(xmllint --c14n "$scratch/$client.xml" | md5sum)" \
        "$(xmllint --c14n "$scratch/z.xml" | md5sum)"
    claim "a book is as it was" sh -c "'$offprint' get --format $name precarious-truce >'$scratch/a' &&
        '$offprint' get precarious-truce | cmp - '$scratch/a'"
    claim "export makes a collection" sh -c "'$offprint' export --format $name >'$scratch/all.xml'"
    claim "that is valid" valid marcxml/MARC21slim.xsd "$scratch/all.xml"
    {
        echo '<collection xmlns="http://www.loc.gov/MARC21/slim">'
        find "$shared/corpora/marc/analytics" -type f -print0 | xargs -0 "$writer" $name 2>"$scratch/log"
        echo '</collection>'
    } >"$scratch/analytics.xml"
    claim "real component parts are valid" valid marcxml/MARC21slim.xsd "$scratch/analytics.xml"
    claim "and all of them there" same "$(sed -n 's/.* \([0-9]*\) records, .* 0 not written$/\1/p' "$scratch/log")" \
        "$(grep -c '^</record>$' "$scratch/analytics.xml")"
done
claim "VuFind finds no 773 \$g, which would make an article" same 0 \
    "$(hosts 'count(//773/subfield[@code="g"])' "$scratch/vufind.xml")"
claim "but the place as a note" same 'Chapter 6, pages 211-256' \
    "$(hosts 'string(//773/subfield[@code="n"])' "$scratch/vufind.xml")"
claim "AGK finds words" same 'In:' "$(hosts 'string(//773[@ind1="0"][@ind2="8"]/subfield[@code="i"])' "$scratch/agk.xml")"
claim "and labels" same 'year:1977 pages:211-256' \
    "$(hosts 'concat(//773[@ind1="1"][@ind2="8"]/subfield[1]," ",//773[@ind1="1"][@ind2="8"]/subfield[2])' "$scratch/agk.xml")"
finish
