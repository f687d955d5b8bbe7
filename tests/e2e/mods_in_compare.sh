#!/bin/bash
# MARC made of MODS, compared with what LC's own stylesheet makes of the same records.
#
# Claims:
#   - every MODS record of the shared corpora that says anything becomes a MARC record, valid
#     against MARC21slim.xsd, and offprint check finds no error in it, and no field, indicator,
#     subfield or code that MARC 21 does not have;
#   - it differs from what LC's MODS3-6_MARC21slim_XSLT1-0.xsl makes only where a rule of
#     mods_in_compare_rules.toml explains it: 0 statements are left unexplained, and most of what
#     LC says we say too. The table of both is printed.
#
# OFFPRINT_COMPARE_RECORDS says how many records to take: all of them (0) take some ten seconds.
# Needs xsltproc. Skipped where there is no shared folder with LC's stylesheets (OFFPRINT_SHARED).
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib.sh"
writer=$build/tests/unit/convert/convert_all
stylesheets=$shared/corpora/reference-only-xslt
stylesheet=$stylesheets/MODS3-6_MARC21slim_XSLT1-0.xsl
need xsltproc python3 xmllint
need_shared
[ -x "$writer" ] || skip "$writer is not built"
[ -f "$stylesheet" ] || skip "$stylesheet is not there"

mkdir "$scratch/records"
python3 "$here/mods_in_compare.py" sample "${OFFPRINT_COMPARE_RECORDS:-0}" "$scratch/records" \
    "$shared/corpora/mods" || exit 1
records=$(find "$scratch/records" -name '0*.xml' | wc -l)
"$writer" marcxml "$scratch/records/all.xml" >"$scratch/marc" 2>"$scratch/log" ||
    { cat "$scratch/log"; exit 1; }
(cd "$scratch/records" && printf '%s\0' 0*.xml |
    XML_CATALOG_FILES=$stylesheets/catalog.xml xargs -0 -n 500 xsltproc --nonet "$stylesheet") \
    >"$scratch/lc" 2>"$scratch/lc.log" || { head -5 "$scratch/lc.log"; exit 1; }

claim "each record becomes one" holds "$scratch/log" \
    "^1 files \(0 not read\), $records records, 0 refused, 0 not written"
{
    echo '<collection xmlns="http://www.loc.gov/MARC21/slim">'
    cat "$scratch/marc"
    echo '</collection>'
} >"$scratch/marc.xml"
claim "what comes out is MARCXML" valid marcxml/MARC21slim.xsd "$scratch/marc.xml"
"$offprint" check "$scratch/marc.xml" >"$scratch/check" 2>&1
claim "that our own check reads" holds "$scratch/check" "^$records records, 0 of them refused" \
    '^error  *0' '^repair  *0'
# Wrong check digits, parts that do not say where they stand and missing titles are the source's.
sed -n 's/^warning  *\([a-z0-9-]*\)  *[0-9].*/\1/p' "$scratch/check" |
    grep -vxE 'title|isbn|issn|part-host|part-pages' >"$scratch/warnings"
claim "and finds nothing in that MARC 21 does not have" same "" "$(cat "$scratch/warnings")"

tr -d '\n' <"$scratch/marc" | sed 's|</record>|</record>\n|g' >"$scratch/ours"
claims=$((claims + 1))
python3 "$here/mods_in_compare.py" compare "$here/mods_in_compare_rules.toml" \
    "$scratch/records/all.xml" "$scratch/ours" "$scratch/lc" || {
    failures=$((failures + 1))
    echo "not so: every difference from LC's stylesheet is explained"
}
finish
