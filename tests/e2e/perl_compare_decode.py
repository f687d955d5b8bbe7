"""How the rules of perl_compare_rules.toml judge a difference: by decoding Perl's bytes anew.

Each decoder of DECODERS takes a difference and the two records, and says whether what we read is
what those bytes say. MARC-8 is decoded here by LC's own code tables, ISO 5426 by the German
National Library's: neither YAZ's tables nor Perl's have a part in it.
"""
import functools
import os
import re
import unicodedata
import xml.etree.ElementTree as tree

TABLES = FOLDER = None


def prepare(tables, folder):
    global TABLES, FOLDER
    TABLES, FOLDER = tables, folder


def unescaped(text):
    return re.sub(r"\\([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), text)


def escaped(text):
    return re.sub(r"[\\\t\n\x1e\x1f]", lambda match: f"\\{ord(match[0]):02X}", text)


# --- the tables -----------------------------------------------------------------------------------

def read_set(element):
    """The characters of a set by their code, the high bits off, and which of them combine."""
    characters, combining = {}, set()
    for code in element.iter("code"):
        number = int(code.findtext("marc"), 16) & 0x7F7F7F
        ucs = code.findtext("ucs") or ("" if code.find("marc_left_half") is not None
                                       else code.findtext("alt") or "")
        characters[number] = "".join(chr(int(ucs[i:i + 4], 16)) for i in range(0, len(ucs), 4))
        if code.findtext("isCombining") == "true":
            combining.add(number)
    return characters, combining


@functools.cache
def marc8_sets():
    root = tree.parse(os.path.join(TABLES, "lc-marc8-codetables.xml"))
    return {int(element.get("ISOcode"), 16): read_set(element)
            for element in root.iter("characterSet")}


@functools.cache
def iso5426_sets():
    root = tree.parse(os.path.join(TABLES, "iso5426-codetables.xml"))
    return {int(element.get("ISOcode"), 16): read_set(element)
            for element in root.iter("characterSet")}


# --- sets invoked by escapes (ISO 2022) -----------------------------------------------------------

ESCAPE = re.compile(r"\x1b(?:([gbps])|\$?([(,)\-])!?([A-Z0-9])|\$(1))")
SHORT = {"g": 0x67, "b": 0x62, "p": 0x70, "s": 0x42}
EACC = 0x31


def decode_sets(text, sets, left, right):
    """`text` are bytes as Latin-1. Marks stand before what they belong to. None for no such code;
    U+FFFD for an escape that leads nowhere."""
    out, marks = "", ""
    at = 0
    while at < len(text):
        escape = ESCAPE.match(text, at)
        if escape:
            if escape[1]:
                left = SHORT[escape[1]]
            elif escape[4]:
                left = EACC
            elif escape[2] in "(,":
                left = 0x45 if escape[3] == "E" else ord(escape[3])
            else:
                right = ord(escape[3])
            at = escape.end()
            continue
        if text[at] == "\x1b":
            out += "\ufffd"
            at += 1
            continue
        byte = ord(text[at])
        invoked = right if byte >= 0x80 else left
        width = 3 if invoked == EACC and byte & 0x7F > 0x20 else 1
        code = functools.reduce(lambda number, c: number << 8 | (ord(c) & 0x7F),
                                text[at:at + width], 0)
        at += width
        if byte < 0x20 or byte == 0x20:
            characters, combining = {code: chr(byte)}, ()
        else:
            characters, combining = sets.get(invoked, ({}, ()))
        if byte in (0x88, 0x89):  # C1: non-sorting
            characters, combining = {code: chr({0x88: 0x98, 0x89: 0x9C}[byte])}, ()
        if code not in characters:
            return None
        if code in combining:
            marks += characters[code]
        else:
            out += characters[code] + marks
            marks = ""
    return out if not marks else None


def lc_marc8(text):
    return decode_sets(text, marc8_sets(), 0x42, 0x45)


def iso5426(text):
    return decode_sets(text, iso5426_sets(), 0x42, 0x45)


def utf8(text):
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def damaged_utf8(text):
    """U+FFFD for each byte that is none of UTF-8."""
    try:
        bytes_ = text.encode("latin-1")
    except UnicodeError:
        return None
    return bytes_.decode("utf-8", "surrogateescape").translate(
        {number: "\ufffd" for number in range(0xDC80, 0xDD00)})


def windows(text):
    out = ""
    for c in text:
        try:
            out += c.encode("latin-1").decode("cp1252") if "\x80" <= c < "\xa0" else c
        except UnicodeError:
            out += "\ufffd"
    return out


def koi8(text):
    try:
        return text.encode("latin-1").decode("koi8-r")
    except UnicodeError:
        return None


def references(text):
    """LC's lossless technique: &#xHHHH; within MARC-8."""
    decoded = lc_marc8(text)
    return decoded and re.sub(r"&#x([0-9A-Fa-f]{4,6});", lambda m: chr(int(m[1], 16)), decoded)


# --- whole differences ----------------------------------------------------------------------------

def by(decode):
    """Is our value what `decode` makes of the bytes? Of a field, every one of them."""
    def judge(difference, ours, perl):
        if difference.raw is None:
            return False
        mine, raw = difference.ours.split("\x1f"), difference.raw.split("\x1f")
        if len(mine) != len(raw):
            return False
        return all(decoded_as(decode, a, b) for a, b in zip(mine, raw))
    return judge


def decoded_as(decode, mine, raw):
    decoded = decode(unescaped(raw))
    return decoded is not None and \
        unicodedata.normalize("NFC", escaped(decoded)) == unicodedata.normalize("NFC", mine)


def spaces(difference, ours, perl):
    """Delimiters and terminators within a value are spaces with us, whatever it is encoded in."""
    if difference.raw is None:
        return False
    raw = re.sub(r"\\1[DEF]", " ", difference.raw)
    return any(decoded_as(decode, difference.ours, raw) for decode in READINGS)


READINGS = (utf8, lc_marc8, windows, damaged_utf8, koi8, iso5426)


@functools.lru_cache(maxsize=2)
def contents(path):
    with open(path, "rb") as file:
        return file.read()


@functools.lru_cache(maxsize=4)
def record_pieces(path, offset):
    """What stands between two terminators in the record, read in every way that there is."""
    rest = contents(path)[offset:offset + 2000000]
    terminator = rest.find(b"\x1d")
    pieces = set()
    for piece in (rest[:terminator] if terminator >= 0 else rest).decode("latin-1").split("\x1e"):
        parts = piece.replace("\x1f\x1f", "\x1f").split("\x1f")
        for decode in READINGS:
            decoded = [decode(part) for part in parts]
            if None not in decoded:
                for joint in "\x1f ":  # a control field has blanks for delimiters
                    pieces.add(unicodedata.normalize("NFC", joint.join(map(escaped, decoded))))
            if piece.isascii() and "\x1b" not in piece:
                break
    return pieces


def field_forms(field):
    """How our field may stand in the file: as it is, its text where indicators and a subfield
    should be, one indicator only, a third one or MARCMaker's blank, no ASCII for a code."""
    head, _, rest = field[3:].partition("\x1f")
    yield field[3:]
    yield f"{head.rstrip()}\x1f{rest}"
    yield f"{head}\x1f{rest}".replace("\x1f?", "\x1f")
    if rest[:1] == "a":
        yield rest[1:]
        yield head + rest[1:]
        yield head.strip() + rest[1:]
    for third in "0123456789 \\":
        for form in (field[3:], field[3:].replace("\x1f?", "\x1f")):
            yield form.replace("\x1f", f"{escaped(third)}\x1f", 1)


def terminators(difference, ours, perl):
    """Is our field, or are all fields of our record, just what stands between two terminators?"""
    if ours is None:
        return False
    pieces = record_pieces(ours.file, ours.offset)
    fields = ours.fields() if difference.field is None else [difference.field]
    return all(any(form in pieces for form in field_forms(field)) for field in fields)


def unclaimed(difference, ours, perl):
    """What Perl alone has runs over a field's end, or begins within one."""
    return difference.ours == "" and difference.raw is not None and \
        difference.raw[3:] not in record_pieces(perl.file, perl.offset)


def codes(difference, ours, perl):
    """Where Perl has no subfield code, we have '?' and all of the value; all else is the same."""
    mine, theirs = difference.ours.split("\x1f"), difference.perl.split("\x1f")
    raw = difference.raw.split("\x1f") if difference.raw else theirs
    if not len(mine) == len(theirs) == len(raw):
        return False
    return all(a == b or (a[:1] == "?" and b.endswith(a[1:])) or
               any(decoded_as(decode, a.removeprefix("?"), c) for decode in READINGS)
               for a, b, c in zip(mine[1:], theirs[1:], raw[1:]))


def kept_indicators(difference, ours, perl):
    """Perl has blanks for what is neither a letter nor a digit."""
    return all(a == b or (b == " " and not re.match("[0-9A-Za-z ]", a))
               for a, b in zip(difference.ours, difference.perl))


def leaders(difference, ours, perl):
    """Perl's letters, digits and blanks, blanks for all else, 'a' where there is no type. One of
    another length is read as far as it goes; without any we give 'nam'."""
    theirs = perl.leader()
    if theirs.strip() == "":
        return difference.ours.strip() in ("nam", "")
    if len(theirs) != 24:
        theirs = (theirs.strip() if len(theirs) > 24 else theirs)[:24].ljust(24)
    return all(a == b or a == ("a" if at == 6 else " ") and not re.match("[0-9A-Za-z]", b)
               for at, (a, b) in enumerate(zip(ours.leader(), theirs)) if at in LEADER_KEPT)


LEADER_KEPT = (5, 6, 7, 8, 17, 18, 19)


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def xml_indicator(field, name):
    value = field.get(name, "")
    return value if len(value) == 1 and " " <= value <= "~" else " "


def xml_text(element):
    return escaped("".join(element.itertext()))


def xml_field(field):
    """One field with the repairs that we report; None where nothing of it can be kept."""
    tag = field.get("tag", "")
    if local(field) not in ("controlfield", "datafield") or \
            not re.fullmatch("[0-9A-Za-z]{3}", tag) or tag == "000":
        return None
    subfields = [child for child in field if local(child) == "subfield"]
    if tag.startswith("00"):
        return tag + (" ".join(map(xml_text, subfields)) if subfields else xml_text(field))
    if local(field) == "controlfield":
        return f"{tag}  \x1fa{xml_text(field)}"
    text = tag + xml_indicator(field, "ind1") + xml_indicator(field, "ind2")
    for subfield in subfields:
        code = subfield.get("code", "")
        text += "\x1f" + (code if re.fullmatch("[!-~]", code) else "?") + xml_text(subfield)
    return text if subfields else None


def xml_record(element):
    fields = [xml_field(field) for field in element if isinstance(field.tag, str)]
    return "\x1e".join(unicodedata.normalize("NFC", field) for field in fields if field is not None)


@functools.lru_cache(maxsize=2)
def xml_records(path):
    try:
        roots = [tree.fromstring(contents(path))]
    except tree.ParseError:
        roots = list(xml_pieces(without_controls(contents(path))))
    return frozenset(xml_record(element) for root in roots for element in root.iter()
                     if isinstance(element.tag, str) and local(element) == "record")


def without_controls(bytes_):
    """Characters that XML forbids, and references to them, as the spaces that we read."""
    bytes_ = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b" ", bytes_)
    return re.sub(rb"&#(x?)([0-9A-Fa-f]+);", lambda match: match[0] if is_xml_character(
        int(match[2], 16 if match[1] else 10)) else b" ", bytes_)


def is_xml_character(number):
    return number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or \
        0x10000 <= number < 0x110000


def xml_pieces(bytes_):
    """Of a file that is not well-formed, the records that are."""
    for piece in re.split(rb"<(?=(?:\w+:)?record\b)", bytes_)[1:]:
        name = re.match(rb"[\w:]+", piece)[0]
        end = piece.find(b"</" + name + b">")
        inner = re.sub(rb"<(/?)\w+:", rb"<\1", piece[piece.find(b">") + 1:end])
        try:
            yield tree.fromstring(b"<record>" + inner + b"</record>")
        except tree.ParseError:
            pass


def not_in_xml(difference, ours, perl):
    """Python's XML parser does not find what Perl found: it stands in a comment, or is none."""
    return ours is None and perl is not None and xml_records(perl.file) and \
        "\x1e".join(perl.fields()) not in xml_records(perl.file)


def python_xml(difference, ours, perl):
    """Python's own XML parser finds exactly our fields in a record of the file."""
    return ours is not None and "\x1e".join(ours.fields()) in xml_records(ours.file)


DECODERS = {
    "codes": codes, "kept-indicators": kept_indicators, "leaders": leaders, "python-xml": python_xml,
    "not-in-xml": not_in_xml,
    "utf8": by(utf8), "lc-marc8": by(lc_marc8), "windows": by(windows), "koi8": by(koi8), "iso5426": by(iso5426), "damaged-utf8": by(damaged_utf8), "references": by(references),
    "spaces": spaces, "terminators": terminators, "unclaimed": unclaimed,
}
