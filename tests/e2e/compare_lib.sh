# Shared by the comparisons with the Library of Congress's stylesheets; source it after lib.sh.

compare=$(dirname "${BASH_SOURCE[0]}")/compare.py
stylesheets=$shared/corpora/reference-only-xslt

# compare_with FORMAT STYLESHEET RULES: the claim that what we write of a sample of the shared
# corpora differs from what the stylesheet makes of it only where a rule explains it.
compare_with() {
    local format=$1 stylesheet=$2 rules=$3 writer=$build/tests/unit/convert/convert_all
    local marc=$shared/corpora/marc
    need xsltproc python3
    need_shared
    [ -x "$writer" ] || skip "$writer is not built"
    [ -f "$stylesheets/$stylesheet" ] || skip "$stylesheets/$stylesheet is not there"
    export XML_CATALOG_FILES=$stylesheets/catalog.xml

    mkdir "$scratch/records"
    python3 "$compare" sample "$writer" "${OFFPRINT_COMPARE_RECORDS:-6000}" \
        "$scratch/records" "$marc"/{clean-utf8,clean-marc8,analytics,marcxml} || exit 1
    "$writer" "$format" "$scratch/records/all.xml" >"$scratch/ours" 2>"$scratch/log" ||
        { cat "$scratch/log"; exit 1; }
    # One record a document, many documents a process: LC's MODS is quadratic in a collection, and
    # its Dublin Core of one is not valid.
    (cd "$scratch/records" && printf '%s\0' 0*.xml |
        xargs -0 -n 500 xsltproc --nonet "$stylesheets/$stylesheet") \
        >"$scratch/lc" 2>"$scratch/lc.log" || { head -5 "$scratch/lc.log"; exit 1; }

    claims=$((claims + 1))
    python3 "$compare" compare "$rules" "$scratch/records/all.xml" \
        "$scratch/ours" "$scratch/lc" || {
        failures=$((failures + 1))
        echo "not so: every difference from $stylesheet is explained"
    }
}
