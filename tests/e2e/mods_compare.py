"""Compares what we write of MARC records with what LC's stylesheets make of them.

mods_compare.py sample WRITER COUNT OUT FOLDER...
    Takes COUNT records (0: all) at random, always the same ones, from the MARC files in the folders
    and puts them into the folder OUT: all.xml, and one document a record, 000001.xml and so on.

mods_compare.py compare RULES OURS LC
    OURS is a file with one document a line; LC is xsltproc's output for the same records. Both are
    taken apart into statements (a path with its attributes, and a text); what only one of them says
    must be explained by a rule of RULES. Prints a table by element, one by rule, and what is left.
    Exit status 1 where something is left.
"""
import collections
import os
import random
import re
import subprocess
import sys
import tomllib
import unicodedata
import xml.etree.ElementTree as tree

SEED = 20261123
# Attributes that tell what an element says; others are statements of their own.
INLINE = ("type", "otherType", "point", "encoding", "authority", "unit", "invalid", "qualifier")


# --- the sample -----------------------------------------------------------------------------------

def marc_files(folders):
    for folder in folders:
        for path, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                yield os.path.join(path, name)


def marcxml(writer, files):
    """All records of the files as MARCXML."""
    for start in range(0, len(files), 500):
        done = subprocess.run([writer, "marcxml", *files[start:start + 500]],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        for record in done.stdout.split(b"</record>\n")[:-1]:
            yield record + b"</record>"


def sample(writer, count, out, *folders):
    records = sorted(set(marcxml(writer, list(marc_files(folders)))))
    # A record in UNIMARC means other things by its tags.
    records = [r for r in records if b'tag="245"' in r or b'tag="200"' not in r]
    if 0 < int(count) < len(records):
        records = random.Random(SEED).sample(records, int(count))
    with open(os.path.join(out, "all.xml"), "wb") as collection:
        collection.write(b'<collection xmlns="http://www.loc.gov/MARC21/slim">\n')
        for number, record in enumerate(records, 1):
            collection.write(record + b"\n")
            with open(os.path.join(out, f"{number:06}.xml"), "wb") as single:
                single.write(record)
        collection.write(b"</collection>\n")
    print(len(records), "records")


# --- statements -----------------------------------------------------------------------------------

def local(name):
    return name.rsplit("}", 1)[-1]


def normal(text):
    """NFC, one space for any white space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def statements(element, path=""):
    """Yields (path, text) for each text and each attribute that is not part of the path."""
    name = local(element.tag)
    inline = "".join(f"[{a}={normal(element.attrib[a])}]" for a in INLINE if a in element.attrib)
    here = f"{path}/{name}{inline}" if path else name + inline
    for attribute, value in element.attrib.items():
        attribute = local(attribute)
        if attribute not in INLINE and attribute not in ("space", "version", "schemaLocation"):
            yield f"{here}/@{attribute}", normal(value)
    text = normal(element.text or "")
    if text:
        yield here, text
    elif len(element) == 0:
        yield here, ""
    for child in element:
        yield from statements(child, here)


def record_statements(document):
    root = tree.fromstring(document)
    return collections.Counter(s for child in root for s in statements(child))


# --- rules ----------------------------------------------------------------------------------------

PUNCTUATION = re.compile(r"[\s\[\](){}.,:;/=\"'?!+\-–<>|©]+")
CANONICAL = {
    "punctuation": lambda text: PUNCTUATION.sub(" ", text).strip(),
    "case": lambda text: text.casefold(),
    "letters": lambda text: re.sub(r"[\W_]+", "", text).casefold(),
}


class Rule:
    def __init__(self, table):
        self.id, self.why, self.kind = table["id"], table["why"], table["kind"]
        self.path = re.compile(table["path"])
        self.other = re.compile(table.get("other", table["path"]))
        self.text = re.compile(table.get("text", ""), re.S)
        self.canonical = CANONICAL.get(table.get("as"), lambda text: text)
        self.used = 0

    def takes(self, statement):
        return self.path.fullmatch(statement[0]) and self.text.search(statement[1])


def take(rest, statement, rule):
    rest[statement] -= 1
    if rest[statement] == 0:
        del rest[statement]
    rule.used += 1


def apply_pair(rule, ours, lc):
    """`path` of ours and `other` of LC's, with texts that are the same in a canonical form."""
    waiting = collections.defaultdict(list)
    for statement in lc:
        if rule.other.fullmatch(statement[0]):
            waiting[rule.canonical(statement[1])].append(statement)
    for statement in list(ours):
        if not waiting or not rule.takes(statement):
            continue
        for other in waiting.get(rule.canonical(statement[1]), ()):
            while ours[statement] and lc[other]:
                take(ours, statement, rule)
                take(lc, other, rule)


def apply_one(rule, rest):
    for statement in list(rest):
        if rule.takes(statement):
            while rest[statement]:
                take(rest, statement, rule)


def explain(rules, ours, lc):
    for rule in rules:
        if rule.kind == "pair":
            apply_pair(rule, ours, lc)
        else:
            apply_one(rule, ours if rule.kind == "ours" else lc)


# --- the comparison -------------------------------------------------------------------------------

def documents(path):
    """The documents that xsltproc wrote one behind the other."""
    with open(path, "rb") as file:
        parts = re.split(rb'<\?xml version="1.0"[^>]*\?>\n', file.read())
    return [part for part in parts if part.strip()]


def compare(rules_path, ours_path, lc_path):
    with open(rules_path, "rb") as file:
        rules = [Rule(table) for table in tomllib.load(file)["rule"]]
    with open(ours_path, "rb") as file:
        ours_documents = file.read().split(b"\n")[:-1]
    lc_documents = documents(lc_path)
    if len(ours_documents) != len(lc_documents) or not lc_documents:
        sys.exit(f"{len(ours_documents)} documents of ours, {len(lc_documents)} of LC's")
    table = collections.defaultdict(collections.Counter)
    left = collections.defaultdict(list)
    for number, (a, b) in enumerate(zip(ours_documents, lc_documents), 1):
        ours, lc = record_statements(a), record_statements(b)
        same = ours & lc
        ours, lc = ours - same, lc - same
        for (path, _), times in same.items():
            table[top(path)]["same"] += times
        for (path, _), times in ours.items():
            table[top(path)]["ours"] += times
        for (path, _), times in lc.items():
            table[top(path)]["LC"] += times
        explain(rules, ours, lc)
        for side, rest in (("ours", ours), ("LC", lc)):
            for (path, text), times in rest.items():
                table[top(path)]["left"] += times
                left[side, path].append((number, text))
    report(table, rules, left, len(lc_documents))
    return 1 if left else 0


def top(path):
    return re.split(r"[/\[]", path, maxsplit=1)[0]


def report(table, rules, left, records):
    print(f"{records} records. Statements that both make, that one alone makes, unexplained:")
    print(f"{'element':28}{'same':>9}{'ours':>9}{'LC':>9}{'left':>9}")
    total = collections.Counter()
    for element in sorted(table):
        row = table[element]
        total.update(row)
        print(f"{element:28}" + "".join(f"{row[c]:9}" for c in ("same", "ours", "LC", "left")))
    print(f"{'all':28}" + "".join(f"{total[c]:9}" for c in ("same", "ours", "LC", "left")))
    print("\nExplained by (statements):")
    for rule in rules:
        print(f"{rule.used:9}  {rule.id}: {rule.why}")
    if left:
        print("\nUnexplained:")
    for (side, path), cases in sorted(left.items(), key=lambda item: -len(item[1])):
        print(f"{len(cases):7} {side}: {path}")
        for number, text in cases[:int(os.environ.get("OFFPRINT_COMPARE_SHOW", "2"))]:
            print(f"            record {number}: {text[:150]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["sample"] and len(sys.argv) > 5:
        sample(*sys.argv[2:])
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 5:
        sys.exit(compare(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
