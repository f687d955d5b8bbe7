"""Compares the MARC that we make of MODS with what LC's stylesheet makes of it.

mods_in_compare.py sample COUNT OUT FOLDER
    Takes COUNT records (0: all) at random, always the same ones, from whatever holds MODS in the
    folder, and puts them into the folder OUT: all.xml, and one document a record.

mods_in_compare.py compare RULES RECORDS OURS LC
    As compare.py does, whose rules it has (see there). A statement is a subfield with its text
    ("245/a"), of an 880 under the tag that it stands for ("880-245/a"), or a position of the leader
    or a control field ("008/06"). The column `field` of a rule matches the path of the MODS
    element, with its attributes, that the text must come from; "mods" is the record. As words
    texts may be compared "unglued", too: "editorHertz" is two.

mods_in_compare.py lossless FROM TO
    Compares MARC records, one a line, with what became of them on their way to MODS and back, and
    prints a table of what was kept and what was lost. Exit status 1 where more than a hundredth is
    lost of what a cataloguer must find again.
"""
import collections
import os
import random
import re
import sys
import xml.etree.ElementTree as tree

import compare

MODS = "{http://www.loc.gov/mods/v3}mods"
PATH_ATTRIBUTES = ("type", "authority", "encoding", "point", "usage", "objectPart", "displayLabel")
# What must survive MODS, as "within" at least: it may stand under another code.
SURVIVES = (
    "001 003 010/a 020/a 022/a 024/a 043/a 050/a 050/b 082/a 100/a 100/d 110/a 110/b "
    "245/a 245/b 245/c 245/n 245/p 246/a 250/a 264/c 260/c 300/a 300/b 300/c 310/a 362/a "
    "500/a 504/a 505/a 505/t 506/a 510/a 520/a 533/a 540/a 546/a 600/a 600/d 610/a 650/a "
    "650/x 650/y 650/z 650/v 651/a 651/x 700/a 700/d 710/a 710/b 773/t 773/w 773/x 773/z "
    "774/t 774/w 776/t 776/w 776/z 780/t 780/w 785/t 785/w 830/a 830/v 856/u 856/y 856/z "
    "880-100/a 880-245/a 880-245/c 880-700/a ").split()
# Positions of control fields that belong together.
RANGES = {"008": [(0, 5), (6, 6), (7, 10), (11, 14), (15, 17)] + [(i, i) for i in range(18, 35)] +
                 [(35, 37), (38, 38), (39, 39)]}


# --- the sample -----------------------------------------------------------------------------------

def outermost(element):
    """The MODS records within, but for those within others."""
    if element.tag == MODS:
        yield element
        return
    for child in element:
        yield from outermost(child)


def says_something(record):
    """Is there more than related items and names that are nothing but their roles?"""
    said = [text for child in record for inner in [child, *child.iter()]
            if compare.local(child.tag) != "relatedItem" and
            compare.local(inner.tag) not in ("role", "roleTerm") for text in [inner.text or ""]]
    return "".join(said).strip() != ""


def mods_records(folder):
    for path, names, files in os.walk(folder):
        names.sort()
        for name in sorted(files):
            try:
                root = tree.parse(os.path.join(path, name)).getroot()
            except tree.ParseError:
                continue  # the readers' tests have those
            for record in outermost(root):
                record.tail = None
                for element in record.iter():  # some files forget it; LC's stylesheet needs it
                    if isinstance(element.tag, str) and "}" not in element.tag:
                        element.tag = MODS[:-4] + element.tag
                if says_something(record):
                    yield tree.tostring(record, encoding="utf-8")


def sample(count, out, folder):
    records = sorted(set(mods_records(folder)))
    if 0 < int(count) < len(records):
        records = random.Random(compare.SEED).sample(records, int(count))
    with open(os.path.join(out, "all.xml"), "wb") as collection:
        collection.write(b'<modsCollection xmlns="http://www.loc.gov/mods/v3">\n')
        for number, record in enumerate(records, 1):
            collection.write(record.replace(b"\n", b" ") + b"\n")
            with open(os.path.join(out, f"{number:06}.xml"), "wb") as single:
                single.write(record)
        collection.write(b"</modsCollection>\n")
    print(len(records), "records")


# --- statements of MARC ---------------------------------------------------------------------------

def fixed(tag, value):
    if tag == "008" and len(value) != 40:
        yield "008", value.replace(" ", "#")
        return
    for first, last in RANGES.get(tag, [(0, len(value))]):
        place = "" if tag not in RANGES else f"/{first:02}" + (f"-{last:02}" * (last > first))
        yield tag + place, value[first:last + 1].replace(" ", "#")


def data(field):
    tag, links = field.get("tag"), [s.text for s in field if s.get("code") == "6"]
    if tag == "880" and links:
        tag = f"880-{links[0][:3]}"
    named = False
    for subfield in field:
        code = subfield.get("code")
        if code != "6":  # a heading has one $a: what some files have besides is another name
            further = "+" * (named and code == "a" and tag[0] in "17")
            yield f"{tag}/{code}{further}", compare.normal(subfield.text or "")
        named |= code == "a"


def marc_statements(document):
    said = collections.Counter()
    for field in tree.fromstring(document):
        kind, text = compare.local(field.tag), field.text or ""
        if kind == "leader":
            said.update((f"LDR/{i:02}", text[i:i + 1].replace(" ", "#")) for i in (6, 7, 8, 18, 19))
        elif kind == "controlfield":
            said.update(fixed(field.get("tag"), text))
        elif kind == "datafield":
            said.update(data(field))
    return said


class Element(compare.Field):
    """An element of the MODS record, as a field: all its text is subfield t, attributes are others,
    by the letter of CODES."""

    CODES = {"valueURI": "v", "href": "h", "displayLabel": "l", "note": "n", "source": "s",
             "lang": "g", "edition": "e", "dateLastAccessed": "d", "authority": "a", "type": "y"}

    def __init__(self, element, path):
        field = tree.Element("field", tag=path)
        tree.SubElement(field, "subfield", code="t").text = " ".join(element.itertext())
        for name, value in element.attrib.items():
            tree.SubElement(field, "subfield",
                            code=self.CODES.get(compare.local(name), "*")).text = value
        super().__init__(field)


def elements(element, path=""):
    for child in element:
        name = compare.local(child.tag)
        inline = "".join(f"[{a}={child.attrib[a]}]" for a in PATH_ATTRIBUTES if a in child.attrib)
        here = f"{path}/{name}{inline}" if path else name + inline
        yield Element(child, here)
        yield from elements(child, here)


def mods_elements(path):
    for record in tree.parse(path).getroot():
        yield [Element(record, "mods"), *elements(record)]


def unglued(text):
    """Words, also those that were joined without a space: "editorHertz"."""
    apart = re.sub(r"(?<=[^\W\dA-Z])(?=[A-Z\d])|(?<=[a-z])(?=[^\x00-\u024F])", " ", text)
    return compare.CANONICAL["words"](apart)


# --- there and back -------------------------------------------------------------------------------

def lossless(from_path, to_path):
    with open(from_path, "rb") as file:
        before = file.read().split(b"\n")[:-1]
    with open(to_path, "rb") as file:
        after = file.read().split(b"\n")[:-1]
    if len(before) != len(after) or not before:
        sys.exit(f"{len(before)} records, {len(after)} came back")
    table = collections.defaultdict(collections.Counter)
    examples = collections.defaultdict(list)
    for number, (a, b) in enumerate(zip(before, after), 1):
        had, has = marc_statements(a), marc_statements(b)
        letters = {compare.CANONICAL["letters"](text) for _, text in has}
        words = compare.CANONICAL["words"](" ".join(text for _, text in has))
        places = {(path, compare.CANONICAL["letters"](text)) for path, text in has}
        for (path, text), times in had.items():
            mine = compare.CANONICAL["letters"](text)
            kept = ("kept" if (path, mine) in places else "elsewhere" if mine in letters
                    else "within" if compare.CANONICAL["words"](text) <= words else "lost")
            table[path][kept] += times
            if kept == "lost":
                examples[path].append((number, text))
    print(f"{len(before)} records. Subfields that came back in their place, elsewhere, as part of "
          "another, not:")
    lost = [path for path in SURVIVES if path in table and
            table[path]["lost"] * 50 > sum(table[path].values())]
    for path in sorted(table):
        row = table[path]
        counts = "".join(f"{row[c]:9}" for c in ("kept", "elsewhere", "within", "lost"))
        print(f"{path:14}{counts}",
              "; ".join(f"{n}: {t[:40]}" for n, t in examples[path][:2]))
    if lost:
        print("lost, more than two hundredths:", *lost)
    return 1 if lost else 0


if __name__ == "__main__":
    compare.CANONICAL["unglued"] = unglued
    compare.record_statements, compare.record_fields = marc_statements, mods_elements
    if sys.argv[1:2] == ["sample"] and len(sys.argv) == 5:
        sample(*sys.argv[2:])
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 6:
        sys.exit(compare.compare(*sys.argv[2:]))
    elif sys.argv[1:2] == ["lossless"] and len(sys.argv) == 4:
        sys.exit(lossless(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
