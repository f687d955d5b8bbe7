#!/bin/bash
# Reading files as libraries have them: packed with gzip, in lines, in JSON,
# in MODS and Dublin Core; records that are refused are kept as they
# came, so that they can be mended and read again; check says what is wrong with records, as text or
# JSON, and sums up.
. "$(dirname "$0")/lib.sh"
need gzip jq python3 yaz-marcdump

# exits CODE COMMAND...: the command ends with that code.
exits() {
    local wanted=$1
    shift
    "$@" >"$scratch/out" 2>"$scratch/err"
    local got=$?
    [ $got -eq "$wanted" ] && return 0
    echo "exit $got, not $wanted"
    cat "$scratch/err"
    return 1
}

# --- gzip

for record in "$project"/records/*.xml; do
    gzip -c "$record" >"$scratch/$(basename "$record").gz"
done
claim "packed MARCXML is imported" exits 0 "$offprint" import "$scratch"/precarious-truce*.gz
claim "all nine records of it" holds "$scratch/out" '^9 added'
"$offprint" export --format marc >"$scratch/all.mrc"
gzip -c "$scratch/all.mrc" >"$scratch/all.mrc.gz"
claim "packed ISO 2709 is imported, from a pipe too" exits 0 sh -c \
    "'$offprint' import - <'$scratch/all.mrc.gz'"
claim "and is the same" holds "$scratch/out" '0 added, 0 replaced, 9 unchanged'
cat "$scratch/all.mrc.gz" "$scratch/all.mrc.gz" >"$scratch/twice.mrc.gz"
claim "members of a file are read one after another" exits 0 "$offprint" check "$scratch/twice.mrc.gz"
claim "18 records" holds "$scratch/out" '^18 records'
head -c 1500 "$scratch/all.mrc.gz" >"$scratch/cut.mrc.gz"
claim "a packed file cut short ends with 1" exits 1 "$offprint" import "$scratch/cut.mrc.gz"
claim "and says where" holds "$scratch/err" 'cut\.mrc\.gz.*broken at byte 1500'
claim "what comes before that is read" holds "$scratch/out" '[1-8] unchanged, 1 refused'

# --- rejects

printf '00040nam a2200025   4500\x1e0123456789abcd\x1d' >"$scratch/hopeless.mrc"
yaz-marcdump -i marcxml -o marc "$project/records/precarious-truce-1.xml" >"$scratch/good.mrc"
{
    cat "$scratch/good.mrc" "$scratch/hopeless.mrc" "$scratch/good.mrc" "$scratch/hopeless.mrc"
    printf '00048nam a2200037   450024500070000010\x1faTitl\x1e\x1d'
} >"$scratch/mixed.mrc"
claim "refused records of ISO 2709 are kept" exits 1 "$offprint" import \
    --rejects "$scratch/rejects.mrc" "$scratch/mixed.mrc"
claim "three of them" holds "$scratch/out" ', 3 refused'
cat "$scratch/hopeless.mrc" "$scratch/hopeless.mrc" \
    <(printf '00048nam a2200037   450024500070000010\x1faTitl\x1e\x1d') >"$scratch/expected"
claim "byte for byte" cmp "$scratch/expected" "$scratch/rejects.mrc"

bad='<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">a & b</controlfield></record>'
nameless='<record><leader>00000nam a2200000 i 4500</leader><datafield tag="245" ind1="0" ind2="0"><subfield code="a">Tätle</subfield></datafield></record>'
printf '<collection>\n%s\n%s\n%s\n</collection>\n' "$bad" "$nameless" \
    '<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">good</controlfield></record>' \
    >"$scratch/mixed.xml"
claim "refused records of MARCXML are kept" exits 1 "$offprint" import \
    --rejects "$scratch/rejects.xml" "$scratch/mixed.xml"
claim "from their start tags to where reading went on" same "$bad
$nameless" "$(cat "$scratch/rejects.xml")"
claim "where nothing is refused nothing is kept" exits 0 "$offprint" import \
    --rejects "$scratch/rejects.none" "$scratch/good.mrc"
claim "in an empty file" same 0 "$(stat -c %s "$scratch/rejects.none")"
claim "a file that cannot be written is named" exits 1 "$offprint" import \
    --rejects "$scratch/absent/rejects" "$scratch/good.mrc"
claim "with the reason" holds "$scratch/err" 'absent/rejects: No such file'
claim "a disk that is full too" exits 1 "$offprint" import --rejects /dev/full "$scratch/mixed.mrc"
claim "in words" holds "$scratch/err" '/dev/full: No space left'
# --- lines and JSON

"$offprint" get --format json precarious-truce-6 precarious-truce-1 >"$scratch/own.json"
claim "our own JSON is read" exits 0 "$offprint" import "$scratch/own.json"
claim "and is what it was" holds "$scratch/out" '^0 added, 0 replaced, 2 unchanged'
python3 - "$project/records/precarious-truce-6.xml" "$scratch" <<'PYTHON'
import json, sys, xml.etree.ElementTree as tree

root = tree.parse(sys.argv[1]).getroot()
record = root if root.tag.endswith("}record") else root.find("{*}record")
leader = record.find("{*}leader").text
fields, lines = [], ["=LDR  " + leader]
for field in record:
    line = "=%s  " % field.get("tag")
    if field.tag.endswith("}controlfield"):
        fields.append({field.get("tag"): field.text})
        lines.append(line + field.text.replace(" ", "\\"))
    elif field.tag.endswith("}datafield"):
        line += (field.get("ind1") + field.get("ind2")).replace(" ", "\\")
        lines.append(line + "".join("$" + s.get("code") + s.text.replace("$", "{dollar}") for s in field))
        fields.append({field.get("tag"): {"ind1": field.get("ind1"), "ind2": field.get("ind2"),
                       "subfields": [{s.get("code"): s.text} for s in field]}})
with open(sys.argv[2] + "/6.json", "w") as out:
    json.dump({"leader": leader, "fields": fields}, out)
with open(sys.argv[2] + "/6.mrk", "w") as out:
    out.write("\n".join(lines) + "\n")
PYTHON
claim "MARC-in-JSON is read" exits 0 "$offprint" import --format json "$scratch/6.json"
claim "and is the same record" holds "$scratch/out" '^0 added, 0 replaced, 1 unchanged'
claim "MARCMaker's lines are read" exits 0 "$offprint" import "$scratch/6.mrk"
claim "and are the same record" holds "$scratch/out" '^0 added, 0 replaced, 1 unchanged'
printf '=LDR  00000nam\n=2-5  00$aT\n\n{"leader"' >"$scratch/bad.mrk"
claim "lines that are broken are named" exits 1 "$offprint" import --rejects "$scratch/bad.kept" "$scratch/bad.mrk"
claim "by file and line" holds "$scratch/err" 'bad\.mrk: record 1, line 1: error'
claim "and kept" same '=LDR  00000nam
=2-5  00$aT' "$(cat "$scratch/bad.kept")"

# --- MODS and Dublin Core

"$offprint" get --format mods precarious-truce-6 >"$scratch/6.mods"
claim "MODS is imported" exits 0 "$offprint" import --prefix m- "$scratch/6.mods"
claim "as a record" holds "$scratch/out" '^1 added'
claim "and served back as it came" same "$(sed '/^<?xml/d' "$scratch/6.mods")" \
    "$("$offprint" get --format mods m-precarious-truce-6 | sed '/^<?xml/d')"
"$offprint" get --format marcxml m-precarious-truce-6 >"$scratch/6.marcxml"
claim "its MARC has title, author, host and pages" holds "$scratch/6.marcxml" \
    'The rupture of Anglo-Soviet relations' 'Gorodetsky, Gabriel' 'tag="773"' '6&lt;211' 'pages 211-256'
claim "and is found" holds <("$offprint" search --pqf '@and @attr 1=4 rupture @attr 1=1003 gorodetsky' 2>/dev/null) \
    '^m-precarious-truce-6'
"$offprint" get --format dc precarious-truce-6 >"$scratch/6.dc"
claim "Dublin Core is imported" exits 0 "$offprint" import --make-ids "$scratch/6.dc"
claim "as a record too" holds "$scratch/out" '^1 added'
claim "an unknown format is a usage error" exits 2 "$offprint" import --format bibtex "$scratch/6.dc"
claim "that names those there are" holds "$scratch/err" 'marc, marcxml, lines, json, mods, dc'

# --- check

claim "check writes findings to standard output" exits 1 "$offprint" check "$scratch/mixed.xml"
claim "with file, record, line, severity, reason and rule" holds "$scratch/out" \
    'mixed\.xml: record 1, line 2: error: .* \[malformed\]$' \
    'mixed\.xml: record 3 \(good\), line [0-9]+: warning: 008: .* \[fixed-length\]$'
claim "and ends with a table of rules, the worst first" holds "$scratch/out" \
    '^severity +rule +findings +the first$' '^error +malformed +1  .*mixed.xml: record 1' \
    '^warning +fixed-length +2  .*mixed.xml: record 2'
claim "and how many there are" holds "$scratch/out" '^3 records, 1 of them refused$' '^error +1$'
claim "less severe findings are left out when asked" exits 1 "$offprint" check --severity error \
    "$scratch/mixed.xml"
claim "and not printed" lacks "$scratch/out" ": warning: "
claim "but counted" holds "$scratch/out" "^warning +[1-9]"
claim "check --format json" exits 1 "$offprint" check --format json "$scratch/mixed.xml" "$scratch/mixed.mrc"
claim "is JSON, one value a line" jq -e . "$scratch/out"
claim "each with its place" same "1 2 malformed" \
    "$(jq -r 'select(.severity == "error" and .line) | "\(.record) \(.line) \(.rule)"' "$scratch/out")"
claim "in bytes for ISO 2709" same 1 "$(jq -r 'select(.offset > 0 and .record == 2) | .severity' "$scratch/out" | grep -c error)"
claim "the summary is the last" jq -se '.[-1].summary | .records == 8 and .refused == 4 and .error == 5' "$scratch/out"
claim "with a line a rule" jq -se \
    '.[-1].summary.rules | any(.rule == "malformed" and .count == 4 and (.example | contains("mixed.xml")))' "$scratch/out"
claim "the rules count every finding" jq -se \
    '(.[-1].summary.rules | map(.count) | add) == length - 1' "$scratch/out"
claim "an unknown format is a usage error" exits 2 "$offprint" check --format yaml "$scratch/good.mrc"
claim "an unknown severity too" exits 2 "$offprint" check --severity grave "$scratch/good.mrc"

claim "the shipped records agree with one another" exits 0 "$offprint" check "$project/records"
claim "host and parts" lacks "$scratch/out" 'host-parts'
claim "and say what clients make of them" holds "$scratch/out" '\[vufind-format\]$'
mkdir "$scratch/links"
sed 's/)precarious-truce-3</)precarious-truce-9</' "$project/records/precarious-truce.xml" >"$scratch/links/host.xml"
sed 's/)precarious-truce</)another</' "$project/records/precarious-truce-2.xml" >"$scratch/links/2.xml"
cp "$project/records/precarious-truce-3.xml" "$scratch/links/"
claim "a host and parts that disagree are found" exits 0 "$offprint" check "$scratch/links"
claim "both ways" holds "$scratch/out" \
    "host\.xml: record 1 \(precarious-truce\).*'precarious-truce-3' names this one .* not listed \[host-parts\]" \
    "'precarious-truce-2' is listed as a part and names another host.*\[host-parts\]"
finish
