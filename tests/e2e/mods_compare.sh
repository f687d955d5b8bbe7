#!/bin/bash
# MODS compared with what LC's own stylesheet makes of the same records.
#
# Claims:
#   - over a sample of the shared corpora, what we say of a record in MODS and what LC's
#     MARC21slim2MODS3-7.xsl says differ only where a rule of mods_compare_rules.toml explains it:
#     0 statements are left unexplained. The table of both is printed.
#
# OFFPRINT_COMPARE_RECORDS says how many records to take: 6000, or 0 for all of them (minutes).
# Needs xsltproc and LC's stylesheets (Debian's idzebra-2.0-examples). Skipped where there is no
# shared folder (OFFPRINT_SHARED).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

writer=$build/tests/unit/convert/convert_all
here=$(dirname "${BASH_SOURCE[0]}")
stylesheets=/usr/share/doc/idzebra-2.0/examples/marcxml
need xsltproc python3
need_shared
[ -x "$writer" ] || skip "$writer is not built"
[ -f "$stylesheets/MARC21slim2MODS3-7.xsl.gz" ] || skip "idzebra-2.0-examples is not installed"

# The stylesheets include one another by their address at LC.
mkdir "$scratch/xslt" "$scratch/records"
for name in MARC21slim2MODS3-7 MARC21slimUtils; do
    gzip -dc "$stylesheets/$name.xsl.gz" >"$scratch/xslt/$name.xsl"
done
cat >"$scratch/xslt/catalog.xml" <<CATALOG
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <rewriteURI uriStartString="http://www.loc.gov/standards/marcxml/xslt/"
              rewritePrefix="file://$scratch/xslt/"/>
  <rewriteSystem systemIdStartString="http://www.loc.gov/standards/marcxml/xslt/"
                 rewritePrefix="file://$scratch/xslt/"/>
</catalog>
CATALOG
export XML_CATALOG_FILES=$scratch/xslt/catalog.xml

marc=$shared/corpora/marc
python3 "$here/mods_compare.py" sample "$writer" "${OFFPRINT_COMPARE_RECORDS:-6000}" \
    "$scratch/records" "$marc"/{clean-utf8,clean-marc8,analytics,marcxml} || exit 1
"$writer" mods "$scratch/records/all.xml" >"$scratch/ours" 2>"$scratch/log" ||
    { cat "$scratch/log"; exit 1; }
# One record a document, many documents a process: the stylesheet is quadratic in a collection.
(cd "$scratch/records" && printf '%s\0' 0*.xml |
    xargs -0 -n 500 xsltproc --nonet "$scratch/xslt/MARC21slim2MODS3-7.xsl") \
    >"$scratch/lc" 2>"$scratch/lc.log" || { head -5 "$scratch/lc.log"; exit 1; }

claims=$((claims + 1))
python3 "$here/mods_compare.py" compare "$here/mods_compare_rules.toml" \
    "$scratch/ours" "$scratch/lc" || {
    failures=$((failures + 1))
    echo "not so: every difference from LC's stylesheet is explained"
}
finish
