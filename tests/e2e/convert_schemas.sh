#!/bin/bash
# What we write as XML is valid, whatever the record.
#
# Claims:
#   - every shipped record, and every record of the shared corpora, also those that came as MODS or
#     Dublin Core and were made MARC, as MODS validates against
#     mods-3-8.xsd, as Dublin Core against oai_dc.xsd, as qualified Dublin Core against DCMI's
#     qualifieddc.xsd, and as MARCXML against MARC21slim.xsd;
#   - nothing is left out: there are as many elements as records were read, and in these formats
#     no record is too large to be written.
#
# Needs xmllint. Skipped where there is no shared folder (OFFPRINT_SHARED).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

writer=$build/tests/unit/convert/convert_all
need xmllint
need_shared
[ -x "$writer" ] || skip "$writer is not built"

# list_schema FILE NAMESPACE LOCATION: Dublin Core has no element for several records; any number of
# a namespace's, each strictly judged.
list_schema() {
    cat >"$1" <<XSD
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="$2" schemaLocation="$3"/>
  <xs:element name="list">
    <xs:complexType>
      <xs:sequence>
        <xs:any namespace="$2" processContents="strict" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
XSD
}
list_schema "$scratch/oai_dc_list.xsd" http://www.openarchives.org/OAI/2.0/oai_dc/ \
    "$shared/schemas/oai/oai_dc.xsd"
qdc_schema
list_schema "$scratch/qdc_list.xsd" http://worldcat.org/xmlschemas/qdc-1.0/ qdc.xsd

# written FORMAT OPEN CLOSE FILE...: all records of the files as one document, $scratch/FORMAT.xml.
written() {
    local format=$1 open=$2 close=$3
    shift 3
    {
        printf '%s\n' "$open"
        printf '%s\0' "$@" | xargs -0 -x -s 2000000 "$writer" "$format" 2>"$scratch/$format.log"
        printf '%s\n' "$close"
    } >"$scratch/$format.xml"
}

# judged FORMAT SCHEMA: validates what was written. Streaming: the corpora do not fit in a tree.
judged() {
    xmllint --nonet --noout --stream --huge --schema "$2" "$scratch/$1.xml" 2>&1 |
        sed 's/^.*error : //' | sort | uniq -c | sort -rn | head -20
    return "${PIPESTATUS[0]}"
}

# complete FORMAT END: as many elements end as there were records.
complete() {
    local records
    records=$(sed -n 's/.* \([0-9]*\) records, .* 0 not written$/\1/p' "$scratch/$1.log")
    [ -n "$records" ] && [ "$records" -gt 0 ] || { cat "$scratch/$1.log"; return 1; }
    same "$records" "$(grep -o "$2" "$scratch/$1.xml" | wc -l)"
}

# all_formats NAME FILE...: the claims about some files.
all_formats() {
    local name=$1
    shift
    written mods '<modsCollection xmlns="http://www.loc.gov/mods/v3">' '</modsCollection>' "$@"
    claim "$name as MODS is valid" judged mods "$shared/schemas/mods/mods-3-8.xsd"
    claim "$name as MODS is complete" complete mods "</mods>"
    written dc '<list>' '</list>' "$@"
    claim "$name as Dublin Core is valid" judged dc "$scratch/oai_dc_list.xsd"
    claim "$name as Dublin Core is complete" complete dc "</oai_dc:dc>"
    written qdc '<list>' '</list>' "$@"
    claim "$name as qualified Dublin Core is valid" judged qdc "$scratch/qdc_list.xsd"
    claim "$name as qualified Dublin Core is complete" complete qdc "</oai_qdc:qualifieddc>"
    written marcxml '<collection xmlns="http://www.loc.gov/MARC21/slim">' '</collection>' "$@"
    claim "$name as MARCXML is valid" judged marcxml "$shared/schemas/marcxml/MARC21slim.xsd"
    claim "$name as MARCXML is complete" complete marcxml "</record>"
}

all_formats "the shipped records" "$project"/records/*.xml
for folder in "$shared"/corpora/{marc/*,mods,dc}/; do
    # UNIMARC's fields mean something else: what is written of it is nonsense, but valid.
    mapfile -d '' -t files < <(find "$folder" -type f -print0 | sort -z)
    all_formats "$(basename "$folder")" "${files[@]}"
done
finish
