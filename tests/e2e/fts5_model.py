"""What a record is found by, worked out a second time: from the access-point table and the record,
by rules written here, for fts5.py to judge the catalogue by. Only folding is the catalogue's own.

A record is a dict: id, leader, control ({tag: value}), fields ([(tag, ind1, ind2, [(code, value)])])
and collection.
"""

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree


class Point:
    """An access point as schemas/access-points.xml has it."""

    def __init__(self, element):
        self.name = element.get("name")
        self.number = int(element.get("number"))
        self.kind = element.get("kind")
        self.form = element.get("form") or {"date": "day", "code": "code"}.get(self.kind, "plain")
        self.uses = [int(use) for use in (element.get("uses") or "").split()]
        self.members = (element.get("members") or "").split()
        self.scans = element.get("scans") == "yes"
        self.sources = list(element)

    def takes(self, source, tag):
        return any(re.fullmatch(pattern.replace("X", r"\d"), tag)
                   for pattern in source.get("tag").split())


class Table(dict):
    def __init__(self, path):
        super().__init__((point.get("name"), Point(point))
                         for point in ElementTree.parse(path).getroot().iter("access-point"))

    def members(self, name):
        """The access points with terms of their own that one stands for, each once."""
        if not self[name].members:
            return [self[name]]
        found = {}
        for member in self[name].members:
            found.update((point.name, point) for point in self.members(member))
        return list(found.values())


class Folding(dict):
    """{value: the words that the catalogue makes of it}, asked of `fts5_answers fold` as needed."""

    def __init__(self, program):
        super().__init__()
        self.process = subprocess.Popen([program, "fold"], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __missing__(self, value):
        self.process.stdin.write(value + "\n")
        line = self.process.stdout.readline().rstrip("\n")
        self[value] = line.split("\t") if line else []
        return self[value]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


# --- keys ---------------------------------------------------------------------------------------


def plain(value):
    value = "".join(c.lower() if c.isascii() else c for c in unicodedata.normalize("NFC", value))
    return re.sub(r"[ \t\r\n]+", " ", value).strip(" ")


def isbn13(value):
    digits = re.sub(r"[^0-9xX]", "", re.sub(r"^(urn:isbn:|isbn(-1[03])?:? ?)", "", value.strip(),
                                            flags=re.I).split("(")[0]).lower()
    if len(digits) != 10:
        return digits if len(digits) >= 8 else ""
    if sum((10 - i) * (10 if c == "x" else int(c)) for i, c in enumerate(digits)) % 11:
        return digits
    digits = "978" + digits[:9]
    return digits + str(-sum(int(c) * (1 + i % 2 * 2) for i, c in enumerate(digits)) % 10)


def issn(value):
    digits = re.sub(r"[^0-9xX]", "", value).lower()
    return digits if re.fullmatch(r"\d{7}[\dx]", digits) else ""


def lccn(value):
    value = re.sub(r"\s", "", value.lower()).split("/")[0]
    head, hyphen, serial = value.partition("-")
    return head + serial.zfill(6) if hyphen else head


def doi(value):
    value = re.sub(r"^(https?://(dx\.|www\.)?doi\.org/|doi:\s*|info:doi/)", "", value.strip(),
                   flags=re.I)
    return plain(value) if re.match(r"10\.[^/]*/", value) else ""


def code(value):
    value = re.sub(r"[-|#]+$", "", value.strip())
    return plain(value) if re.search(r"[^|# ]", value) else ""


def years(value):
    """Runs of four or eight digits, of whatever script."""
    return ["".join(str(unicodedata.digit(c)) for c in digits[:4])
            for digits in re.findall(r"\d+", value) if len(digits) in (4, 8)]


class Keys:
    """Values as keys, by the form of an access point."""

    def __init__(self, fold):
        self.fold = fold
        self.one = {"plain": plain, "code": code, "language": code, "isbn": isbn13, "issn": issn,
                    "lccn": lccn, "doi": doi, "link": plain, "number": self.number,
                    "year": lambda value: (years(value) or [""])[0],
                    "day": lambda value: value.replace("-", "")}

    def number(self, value):
        return "".join(self.fold(value))

    def of_query(self, point, value):
        return self.one[point.form](value)

    def of_record(self, point, value):
        """All that a record is found by which holds this value."""
        if point.form == "year":
            return years(value)
        if point.form == "language" and re.fullmatch(r"([a-zA-Z]{3})+", value.strip()):
            return re.findall("...", value.strip().lower())
        found = [self.one[point.form](value)]
        if point.form == "link" and value.strip().startswith("(") and ")" in value:
            found.append(plain(value.split(")", 1)[1]))
        return [key for key in found if key]


# --- records ------------------------------------------------------------------------------------


class Field:
    """Words of one field, and which of them a subfield begins with."""

    def __init__(self, parts):
        self.words = [word for part in parts for word in part]
        self.begins = [i == 0 for part in parts for i in range(len(part))]
        self.set = frozenset(self.words)


class Found:
    """What one record is found by: fields and filed fields by access point, keys by number."""

    def __init__(self, record, table, fold, keys, today):
        self.id, self.collection = record["id"], record["collection"]
        self.fields, self.filed, self.keys = {}, {}, {}
        for point in table.values():
            for source in point.sources:
                if source.tag == "field" and point.kind == "text":
                    self.take_text(point, source, record, fold)
                else:
                    for value in self.values(source, record, point, today):
                        self.keys.setdefault(point.name, set()).update(
                            keys.of_record(point, value))

    @staticmethod
    def matching(source, point, record):
        for tag, ind1, ind2, subfields in record["fields"]:
            if tag == "880":
                tag = dict(subfields).get("6", "")[:3]
            if tag and point.takes(source, tag) and source.get("ind1") in (None, ind1) \
                    and source.get("ind2") in (None, ind2):
                where = source.get("where")
                if where and dict(subfields).get(where[0]) != where[2:]:
                    continue
                codes = source.get("subfields") or "abcdefghijklmnopqrstuvwxyz"
                yield (ind1, ind2), [value for name, value in subfields if name in codes]

    def take_text(self, point, source, record, fold):
        for indicators, values in self.matching(source, point, record):
            parts = [words for words in map(fold, values) if words]
            if not parts:
                continue
            self.fields.setdefault(point.name, []).append(Field(parts))
            skip = indicators[int(source.get("nonfiling")) - 1] if source.get("nonfiling") else "0"
            if skip.isdigit() and skip != "0" and values[0][int(skip):]:
                parts = [words for words in [fold(values[0][int(skip):])] +
                         [fold(value) for value in values[1:]] if words]
                self.filed.setdefault(point.name, []).append(Field(parts))

    def values(self, source, record, point, today):
        if source.tag == "leader":
            yield from self.named(source, record["leader"][int(source.get("from")):][
                :int(source.get("length"))])
        elif source.tag == "record":
            yield record["id"] if source.get("value") == "id" else today
        elif source.tag == "control":
            value = record["control"].get(source.get("tag"), "")
            if source.get("take") == "dates":
                yield from self.dates(value)
            elif source.get("from"):
                yield value[int(source.get("from")):][:int(source.get("length"))]
            elif value:
                yield value
        elif source.tag == "field":
            for _, values in self.matching(source, point, record):
                yield from [" ".join(values)] if source.get("joined") and values else values

    @staticmethod
    def named(source, value):
        maps = source.findall("map")
        if not maps:
            yield value
        for name in maps:
            if re.fullmatch(name.get("code"), value):
                yield name.get("name")
                return

    @staticmethod
    def dates(value):
        if value[6:7] in ("n", "b", ""):
            return
        for year in (value[7:11], value[11:15] if value[6] != "e" else ""):
            if year.isdigit() and year != "9999":
                yield year
