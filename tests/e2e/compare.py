"""Compares what we write of MARC records with what LC's stylesheets make of them.

compare.py sample WRITER COUNT OUT FOLDER...
    Takes COUNT records (0: all) at random, always the same ones, from the MARC files in the folders
    and puts them into the folder OUT: all.xml, and one document a record, 000001.xml and so on.

compare.py compare RULES RECORDS OURS LC
    RECORDS is the sample's all.xml; OURS is a file with one document a line; LC is xsltproc's output
    for the same records. Both are taken apart into statements (a path with its attributes, and a
    text); what only one of them says must be explained by a rule of RULES. Prints a table by
    element, one by rule, and what is left. Exit status 1 where something is left.

A rule is a table of TOML. The order counts: first what is narrow, then what is left of it.

    ours, lc   regular expressions of whole paths: with both, a statement of ours and one of LC's are
               explained together when their texts are related; with one, that side's alone;
               with neither, statements of the same path
    again      "lc": what LC says is explained by something that we say too (already matched or
               not); "ours": the other way round
    text       a regular expression that the text must hold; lc_text the same for LC's text, where
               there are both
    as         how texts are compared: text, punctuation (left out), letters (and digits only, no
               case), digits, url (unescaped); as sets: words, names (without
               numbers and initials), years, codes (of three letters)
    is         how they are related, ours to LC's: same, starts, ends, within, holds, most (three
               fifths of the words), some (one word), any
    field      a regular expression of tag and indicators ("490[0#].", "880-490..", control fields
               "008"): the text must come from such a field of the record, both texts from the same
               one; they need then be related in no other way, and are compared as letters where
               `as` does not say otherwise
    subfields  the text is what these subfields of the field say, joined; lc_subfields the same for
               LC's; "*" is all of them. Without it the text is what some of its subfields say, whole ones in their order
               (or within a control field); compared as a set, it has nothing that the field has not
    besides    words that the text may have all the same
    each       true: the text is what one of the subfields says
    having     the field must have one of these subfields; lacking: it must have none of these
    with       a regular expression that the text of the whole field must hold
    why        why ours is right, or as good
"""
import collections
import os
import random
import re
import subprocess
import sys
import tomllib
import unicodedata
import urllib.parse
import xml.etree.ElementTree as tree

SEED = 20261123
# Attributes that tell what an element says; others are statements of their own.
INLINE = ("type", "point", "encoding", "authority", "unit", "invalid", "qualifier")


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


def is_bibliographic(record):
    """Not an authority, holdings or UNIMARC record, whose tags mean other things."""
    leader = re.search(rb"<leader>.{6}(.)", record)
    known = leader is not None and leader[1] in b"acdefgijkmoprt"
    return known and (b'tag="245"' in record or b'tag="200"' not in record)


def sample(writer, count, out, *folders):
    records = sorted(set(marcxml(writer, list(marc_files(folders)))))
    records = [r for r in records if is_bibliographic(r)]
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


def join_names(root):
    """Family and given name as the one namePart that LC writes: we take the name apart."""
    for name in root.iter("{http://www.loc.gov/mods/v3}name"):
        parts = {part.get("type"): part for part in name if local(part.tag) == "namePart"}
        if "family" in parts and "given" in parts:
            family = parts["family"]
            family.text += ", " + parts["given"].text
            del family.attrib["type"]
            name.remove(parts["given"])


def record_statements(document):
    root = tree.fromstring(document)
    join_names(root)
    return collections.Counter(s for child in root for s in statements(child))


# --- rules ----------------------------------------------------------------------------------------

PUNCTUATION = re.compile(r"[\s\[\](){}.,:;/=\"'?!+\-–<>|©؛،]+")
CANONICAL = {
    "text": lambda text: text,
    "punctuation": lambda text: PUNCTUATION.sub(" ", text).strip(),
    "letters": lambda text: re.sub(r"[\W_]+", "", text).casefold(),
    "url": lambda text: urllib.parse.unquote(text),
    "words": lambda text: set(re.findall(r"\w+", text.casefold())),
    "digits": lambda text: re.sub(r"\D+", " ", text).strip(),
    "names": lambda text: set(re.findall(r"[^\W\d_]{2,}", text.casefold())),
    "years": lambda text: set(re.findall(r"\d{4}", text)),
    "codes": lambda text: set(re.findall(r"[a-z]{3}", text.casefold())),
}
RELATIONS = {
    "same": lambda ours, lc: ours == lc,
    "starts": lambda ours, lc: ours != "" and lc.startswith(ours),
    "ends": lambda ours, lc: ours != "" and lc.endswith(ours),
    "within": lambda ours, lc: ours != "" and ours in lc,
    "holds": lambda ours, lc: lc != "" and lc in ours,
    "most": lambda ours, lc: len(ours & lc) * 5 >= len(ours | lc) * 3,
    "some": lambda ours, lc: len(ours & lc) > 0,
    "any": lambda ours, lc: True,
}


class Field:
    """A field of the record: "2451#", "880-2451#", "008"."""

    def __init__(self, element):
        tag = element.get("tag")
        self.subfields = [(s.get("code"), s.text or "") for s in element]
        if not self.subfields:
            self.subfields = [("", element.text or "")]
        linked = dict(reversed(self.subfields)).get("6", "") if tag == "880" else ""
        indicators = (element.get("ind1", "") + element.get("ind2", "")).replace(" ", "#")
        self.key = tag + (f"-{linked[:3]}" if linked else "") + indicators
        self.text = " ".join(text for _, text in self.subfields)
        self.said = {}

    def each(self, canonical, codes):
        """What each subfield that is among `codes` says, or each of all (None)."""
        known = (id(canonical), codes)
        if known not in self.said:
            self.said[known] = [canonical(normal(text)) for code, text in self.subfields
                                if codes is None or code in codes]
        return self.said[known]

    def whole(self, canonical, codes):
        known = (id(canonical), codes, "whole")
        if known not in self.said:
            self.said[known] = canonical(normal(" ".join(
                text for code, text in self.subfields if codes in (None, "*") or code in codes)))
        return self.said[known]

    def spells(self, letters):
        """Are they those of some of the subfields, in order?"""
        subfields = self.each(CANONICAL["letters"], None)
        if not letters or len(self.key) == 3:
            return letters != "" and letters in subfields[0]
        ends = {0}
        for said in subfields:
            ends |= {at + len(said) for at in ends if letters.startswith(said, at)}
        return len(letters) in ends

    def has(self, codes):
        return any(code != "" and code in codes and text.strip() for code, text in self.subfields)


class Rule:
    """A row of the table."""

    columns = {"id", "why", "ours", "lc", "text", "lc_text", "as", "is", "again", "field",
               "subfields", "lc_subfields", "each", "having", "lacking", "besides",
               "with"}

    def __init__(self, table):
        unknown = set(table) - self.columns
        if unknown:
            sys.exit(f"rule {table.get('id')}: no such column: {unknown}")
        self.id, self.why = table["id"], table["why"]
        self.ours = re.compile(table["ours"]) if "ours" in table else None
        self.lc = re.compile(table["lc"]) if "lc" in table else None
        self.text = re.compile(table.get("text", ""), re.S)
        self.lc_text = re.compile(table.get("lc_text", ""), re.S)
        self.field = re.compile(table["field"]) if "field" in table else None
        self.subfields, self.lc_subfields = table.get("subfields"), table.get("lc_subfields")
        self.each = table.get("each", False)
        self.having, self.lacking = table.get("having"), table.get("lacking", "")
        self.canonical = CANONICAL[table.get("as", "letters" if self.field else "text")]
        self.holding = re.compile(table.get("with", ""))
        self.besides = set(table.get("besides", "").split())
        self.relation = RELATIONS[table.get("is", "any" if self.field else "same")]
        self.again = table.get("again")
        self.anywhere = "ours" not in table and "lc" not in table
        self.used = 0

    def sources(self, fields):
        """The fields that a text may come from."""
        return [f for f in fields if self.field.fullmatch(f.key) and
                (self.having is None or f.has(self.having)) and not f.has(self.lacking) and
                self.holding.search(f.text)]

    def is_from(self, mine, field, codes):
        if self.each:
            return mine in field.each(self.canonical, codes)
        if codes is not None:
            return mine == field.whole(self.canonical, codes)
        if isinstance(mine, set):
            return bool(mine) and mine - self.besides <= field.whole(self.canonical, None)
        return field.spells(mine)


def take(rest, statement, rule):
    rule.used += rest.pop(statement)


def matching(side, path, text=None):
    return [s for s in side if path.fullmatch(s[0]) and (text is None or text.search(s[1]))]


def from_one_field(rule, mine, other, fields):
    return rule.field is None or any(rule.is_from(mine, field, rule.subfields) and
                                     rule.is_from(other, field, rule.lc_subfields)
                                     for field in fields)


def apply_pair(rule, ours, lc, fields):
    """What ours says at one path and LC at the other, when the texts are related."""
    others = matching(lc, rule.lc, rule.lc_text)
    if not others:
        return
    canonical = {other: rule.canonical(other[1]) for other in others}
    for statement in matching(ours, rule.ours, rule.text):
        mine = rule.canonical(statement[1])
        for other in others:
            if (lc[other] and ours[statement] and rule.relation(mine, canonical[other]) and
                    from_one_field(rule, mine, canonical[other], fields)):
                times = min(ours[statement], lc[other])
                ours[statement] -= times
                lc[other] -= times
                rule.used += 2 * times
    drop_used(ours, lc)


def apply_same_path(rule, ours, lc):
    """The same path on both sides, whichever it is, and texts that are related."""
    for statement in list(ours):
        path, text = statement
        mine = rule.canonical(text)
        for other in [o for o in lc if o[0] == path]:
            if ours[statement] and lc[other] and rule.relation(mine, rule.canonical(other[1])):
                times = min(ours[statement], lc[other])
                ours[statement] -= times
                lc[other] -= times
                rule.used += 2 * times
    drop_used(ours, lc)


def drop_used(*sides):
    for side in sides:
        for statement in [s for s in side if side[s] == 0]:
            del side[statement]


def is_from_one(rule, mine, codes, fields):
    return rule.field is None or any(rule.is_from(mine, field, codes) for field in fields)


def apply_again(rule, rest, all_ours, all_lc, fields):
    """What one side says besides, and the other says at another place (said there already)."""
    mine, pattern, other, codes = ((rule.ours, rule.lc, all_lc, rule.subfields)
                                   if rule.again == "ours"
                                   else (rule.lc, rule.ours, all_ours, rule.lc_subfields))
    for statement in matching(rest, mine, rule.text):
        text = rule.canonical(statement[1])
        if not is_from_one(rule, text, codes, fields):
            continue
        for known in matching(other, pattern):
            pair = (text, rule.canonical(known[1]))
            if rule.relation(*(pair if rule.again == "ours" else pair[::-1])):
                take(rest, statement, rule)
                break


def apply_one(rule, rest, pattern, codes, fields):
    for statement in matching(rest, pattern, rule.text):
        text = rule.canonical(statement[1])
        if is_from_one(rule, text, codes, fields):
            take(rest, statement, rule)


def explain(rules, ours, lc, all_ours, all_lc, record):
    for rule in rules:
        if not ours and not lc:
            break
        fields = rule.sources(record) if rule.field else []
        if rule.field and not fields:
            continue
        if rule.anywhere:
            apply_same_path(rule, ours, lc)
        elif rule.again:
            apply_again(rule, ours if rule.again == "ours" else lc, all_ours, all_lc, fields)
        elif rule.ours and rule.lc:
            apply_pair(rule, ours, lc, fields)
        elif rule.ours:
            apply_one(rule, ours, rule.ours, rule.subfields, fields)
        else:
            apply_one(rule, lc, rule.lc, rule.lc_subfields, fields)


# --- the comparison -------------------------------------------------------------------------------

def documents(path):
    """The documents that xsltproc wrote one behind the other."""
    with open(path, "rb") as file:
        parts = re.split(rb'<\?xml version="1.0"[^>]*\?>\n', file.read())
    return [part for part in parts if part.strip()]


def record_fields(path):
    """The fields of each record of the sample."""
    for _, element in tree.iterparse(path):
        if local(element.tag) == "record":
            yield [Field(e) for e in element if local(e.tag) != "leader"]
            element.clear()


def compare(rules_path, records_path, ours_path, lc_path):
    with open(rules_path, "rb") as file:
        rules = [Rule(table) for table in tomllib.load(file)["rule"]]
    with open(ours_path, "rb") as file:
        ours_documents = file.read().split(b"\n")[:-1]
    lc_documents = documents(lc_path)
    if len(ours_documents) != len(lc_documents) or not lc_documents:
        sys.exit(f"{len(ours_documents)} documents of ours, {len(lc_documents)} of LC's")
    table = collections.defaultdict(collections.Counter)
    left = collections.defaultdict(list)
    records = zip(record_fields(records_path), ours_documents, lc_documents)
    for number, (record, a, b) in enumerate(records, 1):
        all_ours, all_lc = record_statements(a), record_statements(b)
        same = all_ours & all_lc
        ours, lc = all_ours - same, all_lc - same
        for (path, _), times in same.items():
            table[top(path)]["same"] += times
        for (path, _), times in ours.items():
            table[top(path)]["ours"] += times
        for (path, _), times in lc.items():
            table[top(path)]["LC"] += times
        explain(rules, ours, lc, all_ours, all_lc, record)
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
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 6:
        sys.exit(compare(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
