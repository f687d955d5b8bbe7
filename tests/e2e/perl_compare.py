"""Compares what we read of files of records with what Perl's MARC::Record reads.

perl_compare.py sample COUNT FOLDER...
    Names COUNT files (0: all) of the folders, always the same ones, one a line.

perl_compare.py compare RULES FOLDER TABLES OURS PERL
    OURS and PERL are what perl_compare_read and perl_compare.pl printed of files in FOLDER. Records
    are matched by their offset in the file (XML: by what they say), then compared field by field and
    subfield by subfield, after NFC. What differs must be explained by a rule of RULES. TABLES is the
    folder of LC's MARC-8 tables, by which rules decode bytes anew. Prints a table, the rules with
    how often each was used, and what is left. Exit status 1 where something is left.
"""
import collections
import difflib
import os
import random
import re
import sys
import tomllib
import unicodedata

from perl_compare_decode import DECODERS, prepare

SEED = 20261123


def nfc(text):
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# --- the sample -----------------------------------------------------------------------------------

def sample(count, *folders):
    files = sorted(os.path.join(path, name)
                   for folder in folders for path, _, names in os.walk(folder) for name in names)
    if 0 < int(count) < len(files):
        files = sorted(random.Random(SEED).sample(files, int(count)))
    print("\n".join(files))


# --- records --------------------------------------------------------------------------------------

class Record:
    """A line of either program."""

    def __init__(self, line):
        self.file, offset, self.findings, self.raw, self.text = line.split("\t")
        self.offset = int(offset)
        self.text = nfc(self.text or self.raw)  # Perl gives up where it cannot decode: its bytes
        if not self.text and "refused" not in self.findings:
            self.findings = "died"

    def body(self):
        """All but the leader."""
        return self.text[self.text.find("\x1e"):] if "\x1e" in self.text else ""

    def leader(self):
        return self.text.split("\x1e", 1)[0]

    def fields(self):
        return self.text.split("\x1e")[1:]

    def raw_fields(self):
        return (self.raw or self.text).split("\x1e")[1:]


def read_records(path):
    files = collections.defaultdict(list)
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            record = Record(line.removesuffix("\n"))
            files[record.file].append(record)
    return files


def match_by_offset(ours, perl):
    others = {record.offset: record for record in perl}
    for record in ours:
        yield record, others.pop(record.offset, None)
    for record in others.values():
        yield None, record


def match_by_content(ours, perl):
    """XML: in order, or, where one has more, the same records and those that agree on most."""
    ours, perl = list(filter(has_record, ours)), list(filter(has_record, perl))
    if len(ours) == len(perl):
        yield from zip(ours, perl)
        return
    matcher = difflib.SequenceMatcher(None, [r.body() for r in ours], [r.body() for r in perl],
                                      autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(ours[a:b], perl[c:d])
            continue
        left = list(perl[c:d])
        for record in ours[a:b]:
            fields = set(record.fields())
            best = max(left, key=lambda r: len(fields & set(r.fields())), default=None)
            if best is not None and not fields & set(best.fields()):
                best = None
            if best is not None:
                left.remove(best)
            yield record, best
        for record in left:
            yield None, record


# --- differences ----------------------------------------------------------------------------------

def has_record(record):
    return record is not None and "\x1e" in record.text


class Difference:
    """One thing that the two say differently. `raw` are Perl's bytes of it, as Latin-1; `field` is
    all of our field."""

    def __init__(self, on, ours, perl, raw=None, field=None, tag=""):
        self.on, self.ours, self.perl, self.raw, self.field = on, ours, perl, raw, field
        self.tag = field[:3] if field else tag


def is_control(field):
    return field.startswith("00")


def compare_subfields(ours, perl, raw):
    mine, theirs, bytes_ = ours.split("\x1f")[1:], perl.split("\x1f")[1:], raw.split("\x1f")[1:]
    if [s[:1] for s in mine] != [s[:1] for s in theirs]:
        yield Difference("subfields", ours, perl, raw, ours)
        return
    if len(bytes_) != len(mine):
        bytes_ = [None] * len(mine)
    for a, b, c in zip(mine, theirs, bytes_):
        if a != b:
            yield Difference("value", a[1:], b[1:], None if c is None else c[1:], ours)


def compare_field(ours, perl, raw):
    if ours == perl:
        return
    if is_control(ours):
        yield Difference("value", ours[3:], perl[3:], raw[3:], ours)
        return
    if ours[3:].split("\x1f")[0] != perl[3:].split("\x1f")[0]:
        yield Difference("indicators", ours[3:].split("\x1f")[0], perl[3:].split("\x1f")[0], None,
                         ours)
    yield from compare_subfields(ours, perl, raw)


def compare_fields(ours, perl, raw):
    """Fields of the same tags in order are compared with one another; others stand alone."""
    matcher = difflib.SequenceMatcher(None, [f[:3] for f in ours], [f[:3] for f in perl],
                                      autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for one, other, bytes_ in zip(ours[a:b], perl[c:d], raw[c:d]):
                yield from compare_field(one, other, bytes_)
            continue
        for field in ours[a:b]:
            yield Difference("field", field, "", None, field)
        for field, bytes_ in zip(perl[c:d], raw[c:d]):
            yield Difference("field", "", field, bytes_, tag=field[:3])


def compare_records(ours, perl):
    """What differs in one pair of records."""
    if not has_record(ours) and not has_record(perl):
        return
    if not has_record(ours) or not has_record(perl):
        yield Difference("record", ours.text if ours else "", perl.text if perl else "",
                         perl.raw if perl else None)
        return
    a, b = ours.leader(), perl.leader()
    for positions in (slice(5, 9), slice(17, 20)):
        if a[positions] != b[positions]:
            yield Difference("leader", a[positions], b[positions], tag="LDR")
    if ours.body() == perl.body():
        return
    fields, raw = perl.fields(), perl.raw_fields()
    if len(raw) != len(fields):
        raw = [field[:3] for field in fields]
    yield from compare_fields(ours.fields(), fields, raw)


# --- rules ----------------------------------------------------------------------------------------

class Rule:
    """A row of the table. See perl_compare_rules.toml for what its columns mean."""

    def __init__(self, table):
        known = {"id", "why", "on", "found", "perl_found", "tag", "file", "record", "ours", "perl",
                 "as"}
        if set(table) - known:
            sys.exit(f"rule {table.get('id')}: {set(table) - known}?")
        self.id, self.why, self.on = table["id"], table["why"], table["on"].split()
        self.decoders = [DECODERS[name] for name in table.get("as", "").split()]
        self.patterns = {name: re.compile(table[name], re.S)
                         for name in ("found", "perl_found", "tag", "file", "record", "ours", "perl")
                         if name in table}
        self.used = 0

    def explains(self, difference, ours, perl):
        if difference.on not in self.on:
            return False
        texts = {"found": ours.findings if ours else "", "perl_found": perl.findings if perl else "",
                 "tag": difference.tag, "file": (ours or perl).file, "record": ours.text if ours else "",
                 "ours": difference.ours, "perl": difference.perl}
        for name, pattern in self.patterns.items():
            whole = name in ("ours", "perl", "tag")
            if not (pattern.fullmatch if whole else pattern.search)(texts[name]):
                return False
        return not self.decoders or any(decoder(difference, ours, perl)
                                        for decoder in self.decoders)


# --- the comparison -------------------------------------------------------------------------------

class Comparison:
    def __init__(self, rules):
        self.rules = rules
        self.table = collections.defaultdict(collections.Counter)
        self.left = []

    def take(self, folder, ours, perl):
        row = self.table[folder]
        row["ours"] += has_record(ours)
        row["Perl"] += has_record(perl)
        differences = list(compare_records(ours, perl))
        if has_record(ours) and has_record(perl):
            row["fields"] += len(ours.fields())
            row["differ" if differences else "equal"] += 1
        for difference in differences:
            row["differences"] += 1
            rule = next((r for r in self.rules if r.explains(difference, ours, perl)), None)
            if rule is not None:
                rule.used += 1
            else:
                row["left"] += 1
                self.left.append((ours or perl, difference))

    def report(self):
        columns = ("ours", "Perl", "equal", "differ", "fields", "differences", "left")
        print("Records that we read, that Perl reads, of these equal and not; fields compared;\n"
              "differences, and those that nothing explains:")
        print(f"{'folder':16}" + "".join(f"{column:>13}" for column in columns))
        total = collections.Counter()
        for folder in sorted(self.table):
            total.update(self.table[folder])
            print(f"{folder:16}" + "".join(f"{self.table[folder][c]:13}" for c in columns))
        print(f"{'all':16}" + "".join(f"{total[c]:13}" for c in columns))
        print("\nExplained by (differences):")
        for rule in self.rules:
            print(f"{rule.used:9}  {rule.id}: {rule.why}")
        if self.left:
            print("\nUnexplained:")
        for record, difference in self.left[:int(os.environ.get("OFFPRINT_COMPARE_SHOW", "20"))]:
            print(f"  {record.file} at {record.offset} [{record.findings.strip()[:60]}]: "
                  f"{difference.on} {difference.tag}")
            for side in ("ours", "perl", "raw"):
                print(f"    {side:5}{getattr(difference, side)!r:.300}")


def compare(rules_path, folder, tables, ours_path, perl_path):
    with open(rules_path, "rb") as file:
        comparison = Comparison([Rule(table) for table in tomllib.load(file)["rule"]])
    prepare(tables, folder)
    ours_files, perl_files = read_records(ours_path), read_records(perl_path)
    for path in sorted(ours_files.keys() | perl_files.keys()):
        ours, perl = ours_files.get(path, []), perl_files.get(path, [])
        with open(path, "rb") as file:
            is_xml = re.match(rb"\xef\xbb\xbf|\s*<", file.read(64)) is not None
        for pair in (match_by_content if is_xml else match_by_offset)(ours, perl):
            comparison.take(os.path.relpath(path, folder).split("/")[0] + (" (XML)" * is_xml), *pair)
    comparison.report()
    if not comparison.table:
        sys.exit("no records")
    return 1 if comparison.left else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["sample"] and len(sys.argv) > 3:
        sample(*sys.argv[2:])
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 7:
        sys.exit(compare(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
