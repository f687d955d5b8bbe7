#!/bin/bash
# MARC written as MODS and read again.
#
# Claims:
#   - the shipped chapter keeps its title, names, host link, pages, notes, subjects and access, and
#     stays a component part;
#   - of a sample of the shared corpora, what a cataloguer must find again (SURVIVES in
#     mods_in_compare.py) is there, to ninety-eight hundredths. The table of all subfields is
#     printed.
#
# OFFPRINT_COMPARE_RECORDS says how many records to take: 1500, or 0 for all of them. The second
# part is skipped, and said so, where there is no shared folder (OFFPRINT_SHARED).
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib.sh"
writer=$build/tests/unit/convert/convert_all
need python3 xmllint
[ -x "$writer" ] || skip "$writer is not built"

# there_and_back FILE: its records, to MODS ($scratch/mods.xml) and back ($scratch/after).
there_and_back() {
    {
        echo '<modsCollection xmlns="http://www.loc.gov/mods/v3">'
        "$writer" mods "$1" 2>/dev/null
        echo '</modsCollection>'
    } >"$scratch/mods.xml"
    "$writer" marcxml "$scratch/mods.xml" 2>/dev/null >"$scratch/after.xml"
}

# one_a_line FILE: MARCXML with a record a line.
one_a_line() {
    tr -d '\n' <"$1" | sed 's|</record>|</record>\n|g'
}

# kept TAG CODE TEXT: the record that came back says so.
kept() {
    xmllint --xpath "//*[@tag='$1']/*[@code='$2']/text()" "$scratch/after.xml" >"$scratch/said" 2>&1
    grep -qF -- "$3" "$scratch/said" && return 0
    echo "$1 \$$2 is not '$3'"
    cat "$scratch/said"
    return 1
}

there_and_back "$project/records/precarious-truce-6.xml"
claim "the title" kept 245 a "The rupture of Anglo-Soviet relations"
claim "its article does not file" grep -q 'tag="245" ind1="1" ind2="4"' "$scratch/after.xml"
claim "who is responsible" kept 245 c "Gabriel Gorodetsky"
claim "the author" kept 100 a "Gorodetsky, Gabriel"
claim "the author's role" kept 100 4 "aut"
claim "it is a part of a monograph" grep -Eq '<leader>.{6}aa' "$scratch/after.xml"
claim "the host" kept 773 t "The precarious truce : Anglo-Soviet relations 1924"
claim "the link to its record" kept 773 w "(offprint.localhost)precarious-truce"
claim "chapter and pages" kept 773 g "chapter 6, pages 211-256"
claim "and as code" kept 773 q "6&lt;211"
claim "clients will take it for a chapter" kept 773 7 "nnam"
claim "the publisher" kept 264 b "Cambridge University Press"
claim "the date" grep -Eq 'tag="008">.{6}s1977' "$scratch/after.xml"
claim "the extent" kept 300 a "1 online resource (pages 211-256)"
claim "the note" kept 500 a "Published online by Cambridge University Press: 1 June 2011."
claim "the contents" kept 505 a "The British note : prelude to the breach."
claim "the abstract" kept 520 a "Follows the campaign of early 1927"
claim "who may read it" kept 506 a "Access restricted to subscribers"
claim "what it is about" kept 651 a "Great Britain"
claim "and in what respect" kept 651 x "Foreign relations"
claim "it is on line" grep -Eq 'tag="007">cr' "$scratch/after.xml"
claim "its number" grep -q 'tag="001">precarious-truce-6<' "$scratch/after.xml"
claim "nothing of Zotero's in it" lacks "$scratch/after.xml" bookSection
"$offprint" check "$scratch/after.xml" >"$scratch/check" 2>&1
claim "it is MARC 21" holds "$scratch/check" '^error  *0' '^warning  *0'

if [ ! -d "$shared/corpora/marc" ]; then
    echo "the corpora are skipped: no shared folder (set OFFPRINT_SHARED)"
    finish
fi
mkdir "$scratch/records"
python3 "$here/compare.py" sample "$writer" "${OFFPRINT_COMPARE_RECORDS:-1500}" "$scratch/records" \
    "$shared"/corpora/marc/{clean-utf8,clean-marc8,analytics} || exit 1
# Without a title nothing may be left of it in MODS.
{
    echo '<collection xmlns="http://www.loc.gov/MARC21/slim">'
    "$writer" marcxml "$scratch/records/all.xml" 2>/dev/null >"$scratch/all.xml"
    one_a_line "$scratch/all.xml" | grep 'tag="245"' | tee "$scratch/before"
    echo '</collection>'
} >"$scratch/titled.xml"
there_and_back "$scratch/titled.xml"
one_a_line "$scratch/after.xml" >"$scratch/after"
claims=$((claims + 1))
python3 "$here/mods_in_compare.py" lossless "$scratch/before" "$scratch/after" || {
    failures=$((failures + 1))
    echo "not so: what must survive MODS does"
}
finish
