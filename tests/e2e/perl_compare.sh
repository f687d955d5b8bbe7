#!/bin/bash
# What we read of files of records compared with what Perl's MARC::Record reads.
#
# Claims:
#   - over the shared corpora in ISO 2709 and MARCXML, what we read and what MARC::Batch (strict off),
#     MARC::Charset and MARC::File::XML read differ, record by record, field by field and subfield by
#     subfield, only where a rule of perl_compare_rules.toml explains it: nothing is left. The table
#     of both is printed.
#   - the rules do explain by what they say: bytes that were changed are noticed.
#
# OFFPRINT_COMPARE_FILES says how many files to take, a sample: 0, for all of them.
# Needs Perl's MARC modules. Skipped where there is no shared folder (OFFPRINT_SHARED).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

reader=$build/tests/e2e/perl_compare_read
here=$(dirname "${BASH_SOURCE[0]}")
export PYTHONDONTWRITEBYTECODE=1
need perl python3
need_shared
[ -x "$reader" ] || skip "$reader is not built"
perl -MMARC::Batch -MMARC::Charset -MMARC::File::XML -e 1 2>/dev/null ||
    skip "Perl's MARC modules are not installed"

corpora=$(cd "$shared/corpora" && pwd)
marc=$corpora/marc
python3 "$here/perl_compare.py" sample "${OFFPRINT_COMPARE_FILES:-0}" \
    "$marc"/{clean-utf8,clean-marc8,analytics,malformed,unimarc,marcxml} >"$scratch/files" || exit 1
split -n r/2 "$scratch/files" "$scratch/part."
readers=()
for part in "$scratch"/part.*; do
    perl "$here/perl_compare.pl" <"$part" >"$part-perl" 2>/dev/null &
    readers+=($!)
done
"$reader" <"$scratch/files" >"$scratch/ours" || { echo "perl_compare_read failed"; exit 1; }
for pid in "${readers[@]}"; do
    wait "$pid" || { echo "perl_compare.pl failed"; exit 1; }
done
cat "$scratch"/part.*-perl >"$scratch/perl"

# compare OURS PERL
compare() {
    python3 "$here/perl_compare.py" compare "$here/perl_compare_rules.toml" "$marc" \
        "$corpora/tables" "$@"
}

claims=$((claims + 1))
compare "$scratch/ours" "$scratch/perl" || {
    failures=$((failures + 1))
    echo "not so: every difference from MARC::Record is explained"
}

# changed SCRIPT: after that change (by sed) to what we read of one record it is not explained.
changed() {
    sed "$1" "$scratch/one-ours" >"$scratch/one-changed"
    if cmp -s "$scratch/one-ours" "$scratch/one-changed"; then
        echo "nothing was changed by $1"
        return 1
    fi
    ! compare "$scratch/one-changed" "$scratch/one-perl"
}

one=$marc/clean-marc8/marc4j/src__org__marc4j__samples__resources__chabon-loc.mrc
"$reader" <<<"$one" >"$scratch/one-ours"
perl "$here/perl_compare.pl" <<<"$one" >"$scratch/one-perl"
claim "one record alone agrees" compare "$scratch/one-ours" "$scratch/one-perl"
claim "a letter that is changed is noticed" changed 's/Kavalier/Kavalie/'
claim "a subfield's code too" changed 's/\x1faChabon/\x1fbChabon/'
claim "an indicator" changed 's/\x1e24514/\x1e24515/'
claim "a field that is missing" changed 's/\x1e650[^\x1e]*//'
claim "one that is there twice" changed 's/\x1e650[^\x1e]*/&&/'
claim "the leader" changed 's/\t\([0-9]\{5\}\)c/\t\1d/'
claim "a record that is missing" changed 's/\t[0-9]\{5\}[a-z].*/\t/'
finish
