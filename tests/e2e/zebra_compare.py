#!/usr/bin/env python3
"""zebra_compare.py prepare ALL.xml COUNT EACH FOLDER: a sample of so many records, the
configuration with which Zebra indexes them in the fields of our access-point table, and so many
queries of each class, taken from the records.
zebra_compare.py compare FOLDER RULES.toml OURS ZEBRA: asks both (HOST:PORT) and explains each
difference, record by record, by a rule; or does not.

Zebra runs with its DOM filter and an ICU chain (words, without accents, in small letters), as
libraries run it that have more than Latin letters.
"""

import collections
import os
import pathlib
import random
import re
import subprocess
import sys
import tomllib
import unicodedata
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import unescape

sys.dont_write_bytecode = True
from fts5_model import Folding, Found, Keys, Table  # noqa: E402
from fts5_queries import Near, Term  # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[2]
ANSWERS = pathlib.Path(os.environ["OFFPRINT_BUILD"]) / "tests/e2e/fts5_answers"
MARC = "{http://www.loc.gov/MARC21/slim}"
SEED = int(os.environ.get("OFFPRINT_SEED", 2026))
ATTRIBUTES = {3: "position", 4: "structure", 5: "truncation", 6: "completeness"}
POINTS = ["title", "author", "subject", "title-series", "publisher", "place", "note", "abstract",
          "isbn", "issn", "lccn", "control-number", "language", "date", "anywhere"]

ZEBRA = """\
profilePath: {folder}:/usr/share/idzebra-2.0/tab
modulePath: {modules}
recordType: dom.{folder}/dom.xml
register: {folder}/register:20G
lockDir: {folder}/lock
keyTmpDir: {folder}/tmp
memMax: 256
attset: bib1.att
encoding: utf-8
storeData: 1
storeKeys: 1
index: {folder}/words.idx
perm.anonymous: rw
"""
DOM = """<dom xmlns="http://indexdata.com/zebra-2.0">
  <extract name="index"><xslt stylesheet="{folder}/index.xsl"/></extract>
  <retrieve name="id"><xslt stylesheet="{folder}/id.xsl"/></retrieve>
  <input><xmlreader level="1"/></input>
</dom>
"""
WORDS = """index w
completeness 0
position 1
alwaysmatches 1
firstinfield 1
icuchain words.xml

index p
completeness 1
firstinfield 1
icuchain phrases.xml

index 0
completeness 0
position 1
charmap @
"""
CHAIN = """<icu_chain locale="root">
  <transform rule="NFKD; [:Nonspacing Mark:] Remove; NFC"/>
  <transliterate rule="['`´‘’ʹʺʻʼʾʿ] > ; [[:Punctuation:][:Symbol:][:Control:]] > ' ' ;"/>
  {tokens}
  <transform rule="[:WhiteSpace:] Remove"/>
  <display/>
  <casemap rule="l"/>
</icu_chain>
"""
SHEET = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:m="http://www.loc.gov/MARC21/slim" xmlns:z="http://indexdata.com/zebra-2.0">
<xsl:template match="/m:record">
{body}
</xsl:template>
</xsl:stylesheet>
"""


# --- what Zebra indexes --------------------------------------------------------------------------


def test_of(tag):
    """XPath for a tag, with the 880s that count as it."""
    if "X" in tag:
        stem = tag.rstrip("X")
        return (f"starts-with(@tag,'{stem}') or (@tag='880' and "
                f"starts-with(m:subfield[@code='6'],'{stem}'))")
    return f"@tag='{tag}' or (@tag='880' and starts-with(m:subfield[@code='6'],'{tag}'))"


def rules_of(table):
    """{(tag, subfields, joined): names of the indexes that take them}"""
    rules = collections.defaultdict(set)
    for name in POINTS:
        for point in table.members(name):
            if name == "anywhere" and point.kind != "text":
                continue  # whole values there, no words
            for source in point.sources:
                if source.tag != "field" or source.get("where"):
                    continue
                codes = source.get("subfields") or "abcdefghijklmnopqrstuvwxyz"
                whole = point.kind == "text" or source.get("joined") == "yes"
                for tag in source.get("tag").split():
                    rules[tag, codes, whole].add(name)
    return rules


def stylesheet(table):
    """A field is one element to Zebra too, so that phrases may go on from $a to $b."""
    body = ['<z:record z:id="{m:controlfield[@tag=\'001\']}">',
            '<z:index name="control-number:w"><xsl:value-of '
            'select="m:controlfield[@tag=\'001\']"/></z:index>',
            '<z:index name="language:w"><xsl:value-of '
            'select="substring(m:controlfield[@tag=\'008\'],36,3)"/></z:index>',
            '<z:index name="date:w"><xsl:value-of '
            'select="substring(m:controlfield[@tag=\'008\'],8,4)"/></z:index>',
            '<z:index name="date:w"><xsl:value-of '
            'select="substring(m:controlfield[@tag=\'008\'],12,4)"/></z:index>']
    for (tag, codes, whole), names in sorted(rules_of(table).items()):
        indexes = " ".join(f"{name}:{register}" for name in sorted(names) for register in "wp"
                           if register == "w" or name != "anywhere")
        parts = f"m:subfield[contains('{codes}',@code)]"
        each = f'<xsl:for-each select="{parts}">'
        if whole:
            body.append(f'<xsl:for-each select="m:datafield[{test_of(tag)}][{parts}]">'
                        f'<z:index name="{indexes}">{each}<xsl:value-of select="."/>'
                        '<xsl:text> </xsl:text></xsl:for-each></z:index></xsl:for-each>')
        else:
            body.append(f'<xsl:for-each select="m:datafield[{test_of(tag)}]/{parts}">'
                        f'<z:index name="{indexes}"><xsl:value-of select="."/></z:index>'
                        '</xsl:for-each>')
    return SHEET.format(body="\n".join([*body, "</z:record>"]))


def configure(folder):
    modules = next(pathlib.Path("/usr/lib").glob("*/idzebra-2.0/modules"))
    for name in ("register", "lock", "tmp"):
        (folder / name).mkdir()
    (folder / "zebra.cfg").write_text(ZEBRA.format(folder=folder, modules=modules))
    (folder / "dom.xml").write_text(DOM.format(folder=folder))
    (folder / "words.idx").write_text(WORDS)
    (folder / "words.xml").write_text(CHAIN.format(tokens='<tokenize rule="w"/>'))
    (folder / "phrases.xml").write_text(CHAIN.format(tokens=""))
    (folder / "index.xsl").write_text(stylesheet(Table(PROJECT / "schemas/access-points.xml")))
    (folder / "id.xsl").write_text(SHEET.format(
        body='<id><xsl:value-of select="m:controlfield[@tag=\'001\']"/></id>'))


# --- queries ---------------------------------------------------------------------------------


def subfields(record, tag, codes):
    """The values of some subfields of each field with that tag, a list a field."""
    for field in record.findall(f"{MARC}datafield[@tag='{tag}']"):
        values = [part.text or "" for part in field.findall(f"{MARC}subfield")
                  if part.get("code") in codes]
        if values:
            yield values


def words_of(text):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


def quoted(value):
    return '"' + re.sub(r'(["\\])', r"\\\1", " ".join(value.split())) + '"'


class Queries:
    """{class: queries} as templates: {title} stands for the use attribute of that access point."""

    def __init__(self, pick, records):
        self.pick, self.asked = pick, collections.defaultdict(list)
        for record in records:
            self.take(record)

    def add(self, kind, query):
        if query not in self.asked[kind]:
            self.asked[kind].append(query)

    def take(self, record):
        pick = self.pick
        titles = list(subfields(record, "245", "ab"))
        words = [word for parts in titles[:1] for part in parts for word in words_of(part)]
        if not words:
            return
        at = pick.randrange(len(words))
        self.add("title word", f"{{title}} @attr 4=2 {quoted(words[at])}")
        self.add("any word", f"{{anywhere}} @attr 4=2 {quoted(pick.choice(words))}")
        self.add("title phrase", f"{{title}} @attr 4=1 {quoted(' '.join(words[at:at + 3]))}")
        self.add("title truncated", f"{{title}} @attr 5=1 {quoted(words[at][:5])}")
        self.add("title truncated left", f"{{title}} @attr 5=2 {quoted(words[at][-5:])}")
        self.add("title words", f"{{title}} @attr 4=6 {quoted(' '.join(words[:3]))}")
        self.add("title first words", f"{{title}} @attr 3=1 @attr 4=1 "
                                      f"{quoted(' '.join(words[:2]))}")
        self.add("title near", "@prox 0 3 0 2 k 2 "
                 f"{{title}} {quoted(words[0])} {{title}} {quoted(words[min(2, len(words) - 1)])}")
        whole = [" ".join(values) for values in subfields(record, "245", "abfgknps")]
        self.add("title complete", f"{{title}} @attr 4=1 @attr 6=3 {quoted(whole[0])}")
        self.take_names(record, words)
        self.take_numbers(record)

    def take_names(self, record, words):
        pick = self.pick
        for tag, point in (("100", "author"), ("700", "author"), ("650", "subject"),
                           ("651", "subject"), ("490", "title-series")):
            for values in subfields(record, tag, "a"):
                heading = words_of(values[0])
                if not heading:
                    continue
                self.add(f"{point} word", f"{{{point}}} @attr 4=2 {quoted(pick.choice(heading))}")
                self.add(f"{point} phrase", f"{{{point}}} @attr 4=1 {quoted(' '.join(heading))}")
                self.add(f"{point} truncated", f"{{{point}}} @attr 4=1 @attr 5=1 "
                                               f"{quoted(' '.join(heading)[:9].strip())}")
                other = f"{{title}} {quoted(pick.choice(words))}"
                one = f"{{{point}}} {quoted(pick.choice(heading))}"
                self.add("and", f"@and {other} {one}")
                self.add("or", f"@or {other} {one}")
                self.add("not", f"@not {one} {other}")
        for tag, codes, point in (("264", "b", "publisher"), ("260", "b", "publisher"),
                                  ("260", "a", "place"), ("500", "a", "note"),
                                  ("520", "a", "abstract")):
            for values in subfields(record, tag, codes):
                found = words_of(values[0])
                if found:
                    self.add(f"{point} words", f"{{{point}}} @attr 4=1 "
                                               f"{quoted(' '.join(found[:2]))}")

    def take_numbers(self, record):
        for tag, point in (("020", "isbn"), ("022", "issn"), ("010", "lccn")):
            for values in subfields(record, tag, "a"):
                if values[0].strip():
                    self.add(point, f"{{{point}}} {quoted(values[0].strip())}")
        for field in record.findall(f"{MARC}controlfield"):
            if field.get("tag") == "001" and words_of(field.text or ""):
                self.add("control number", f"{{control-number}} {quoted(field.text.strip())}")
            if field.get("tag") == "008" and re.fullmatch(r"\d{4}", (field.text or "")[7:11]):
                self.add("date", f"{{date}} {field.text[7:11]}")
            if field.get("tag") == "008" and re.fullmatch("[a-z]{3}", (field.text or "")[35:38]):
                self.add("language", f"{{language}} {field.text[35:38]}")


def said(query, table, zebra):
    """Use attributes by number where there is one for ours; Zebra knows its indexes by name, and
    in an ICU index counts the spaces between words too, so that distances are twice as long."""
    if zebra:
        query = re.sub(r"^@prox 0 (\d+)", lambda match: f"@prox 0 {2 * int(match.group(1))}", query)

    def use(match):
        uses = table[match.group(1)].uses
        return f"@attr 1={match.group(1) if zebra or not uses else uses[0]}"
    return re.sub(r"\{([a-z-]+)\}", use, query)


def prepare(source, count, each, folder):
    every = ElementTree.parse(source).getroot().findall(f"{MARC}record")
    step = max(1, len(every) // count)
    records = every[::step]
    ElementTree.register_namespace("", MARC[1:-1])
    collection = ElementTree.Element(f"{MARC}collection")
    collection.extend(records)
    ElementTree.ElementTree(collection).write(folder / "sample.xml", encoding="utf-8",
                                              xml_declaration=True)
    configure(folder)
    pick = random.Random(SEED)
    queries = Queries(pick, pick.sample(records, min(len(records), 8 * each)))
    lines = [(kind, query) for kind, asked in queries.asked.items()
             for query in pick.sample(asked, min(len(asked), each))]
    (folder / "queries").write_text("".join(f"{kind}\t{query}\n" for kind, query in lines))
    print(f"seed {SEED}: {len(records)} of {len(every)} records, {len(lines)} queries")


# --- the comparison --------------------------------------------------------------------------


def ask(where, commands):
    done = subprocess.run(["yaz-client", where], input="".join(f"{line}\n" for line in commands),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace")
    return done.stdout


def hits(where, queries):
    """How many records each finds; "refused" where it was not answered."""
    found = []
    asked = [f"find {query}" for query in queries]
    for line in ask(where, ["setnames", *asked, "quit"]).split("\n"):
        if match := re.match(r"Number of hits: (\d+)", line):
            found.append(int(match.group(1)))
        elif re.match(r"\s*\[\d+\] ", line) and found:
            found[-1] = "refused"
    if len(found) != len(queries):
        sys.exit(f"{where}: {len(queries)} queries, {len(found)} answers")
    return found


def ids_of_zebra(where, query, count):
    said = ask(where, ["setnames", "format xml", "elements id", f"find {query}",
                       *(f"show {at}+1" for at in range(1, count + 1)), "quit"])
    return {unescape(name).strip() for name in re.findall(r"<id[^>]*>([^<]*)</id>", said)}


def ids_of_offprint(folder, query):
    done = subprocess.run([ANSWERS, "ask", folder / "catalogue"], input=f"pqf\t\t{query}\n",
                          stdout=subprocess.PIPE, text=True, check=True)
    return {name.strip() for name in done.stdout.rstrip("\n").split("\t")[1:]}


class Record:
    """A record of the sample: as lines of text, and as fts5_model has one."""

    def __init__(self, element):
        self.fields = [(field.get("tag"), field.get("ind1"), field.get("ind2"),
                        [(part.get("code"), part.text or "") for part in field])
                       for field in element.findall(f"{MARC}datafield")]
        self.control = {field.get("tag"): field.text or ""
                        for field in element.findall(f"{MARC}controlfield")}
        self.leader = element.find(f"{MARC}leader").text

    def text(self):
        return "\n".join([f"{tag} {value}" for tag, value in self.control.items()] + [
            tag + "".join(f" ${code} {value.strip()}" for code, value in subfields)
            for tag, _, _, subfields in self.fields])

    def model(self):
        return {"id": self.control["001"].strip(), "collection": "", "leader": self.leader,
                "control": self.control, "fields": self.fields}


class Judge:
    """Does a rule say why one record is found by the one and not by the other? It must name the
    query's class and who finds more, its pattern must be in the record, and a scan of the record
    must answer as Offprint does."""

    def __init__(self, folder, rules):
        self.random = random.Random(SEED)
        self.table = Table(PROJECT / "schemas/access-points.xml")
        self.folding = Folding(ANSWERS)
        self.fold = self.folding.__getitem__
        self.keys = Keys(self.fold)
        self.rules = tomllib.loads(pathlib.Path(rules).read_text())["rule"]
        self.used = collections.Counter()
        self.records = {}
        for element in ElementTree.parse(folder / "sample.xml").getroot():
            record = Record(element)
            self.records[record.control["001"].strip()] = record

    def scanned(self, query, record):
        """Does a scan of the record find it?"""
        terms = [Term(self, point, value.strip('"'), **{
                     name: int(number) for kind, name in ATTRIBUTES.items()
                     for number in re.findall(rf"@attr {kind}=(\d+)", attributes)})
                 for point, attributes, value in re.findall(
                     r'\{([a-z-]+)\}((?: @attr \d=\d+)*) ("[^"]*"|\S+)', query)]
        if query.startswith("@prox"):
            terms = [Near(*terms, 2, int(query.split()[2]), False, False)]
        found = Found(record.model(), self.table, self.fold, self.keys, "")
        return len(terms) == 1 and terms[0].naive(found)

    def explains(self, kind, query, name, extra):
        record = self.records[name]
        found = words_of(" ".join(re.findall(r'\} (?:@attr \S+ )*("[^"]*"|\S+)', query)))
        words = {"WORDS": r"\W+".join(found), "FIRST": found[0], "LAST": found[-1]}
        for rule in self.rules:
            if re.fullmatch(rule["queries"], kind) and rule["extra"] == extra and re.search(
                    rule.get("query", ""), query) and re.search(
                    re.sub("WORDS|FIRST|LAST", lambda match: words[match.group()],
                           rule["record"]), record.text(), re.IGNORECASE | re.MULTILINE) and \
                    self.scanned(query, record) == (extra == "ours"):
                self.used[rule["name"]] += 1
                return True
        return False


def explain(judge, folder, zebra_at, kind, query, counts):
    """What is left of a difference that no rule explains, as a sentence; "" for none."""
    if "refused" in counts or re.match("@(and|or|not)", query):
        return "no rule is about such answers"
    mine = ids_of_offprint(folder, said(query, judge.table, False))
    theirs = ids_of_zebra(zebra_at, said(query, judge.table, True), counts[1])
    if (len(mine), len(theirs)) != counts:
        return f"{len(mine)} and {len(theirs)} ids"
    left = [f"{name} only by {extra}" for extra, names in (("ours", mine - theirs),
                                                           ("zebra", theirs - mine))
            for name in sorted(names) if not judge.explains(kind, query, name, extra)]
    return ", ".join(left[:4])


def compare(folder, rules, ours_at, zebra_at):
    queries = [line.split("\t", 1) for line in (folder / "queries").read_text().split("\n")[:-1]]
    judge = Judge(folder, rules)
    counts = list(zip(hits(ours_at, [said(query, judge.table, False) for _, query in queries]),
                      hits(zebra_at, [said(query, judge.table, True) for _, query in queries])))
    table = collections.defaultdict(lambda: [0, 0, 0, 0])
    failures = []
    for (kind, query), pair in zip(queries, counts):
        row = table[kind]
        row[0] += 1
        row[1] += bool(pair[0])
        if pair[0] != pair[1]:
            row[2] += 1
            why = explain(judge, folder, zebra_at, kind, query, pair)
            if why:
                row[3] += 1
                failures.append(f"{kind}: {query}\n    ours {pair[0]}, zebra {pair[1]}: {why}")
    judge.folding.close()
    print(f"{'queries':24}{'asked':>7}{'found':>7}{'differ':>7}{'unexplained':>12}")
    for kind, row in table.items():
        print(f"{kind:24}{row[0]:7}{row[1]:7}{row[2]:7}{row[3]:12}")
    for rule in judge.rules:
        print(f"{rule['name']}: {judge.used[rule['name']]} records")
    print("\n".join(failures[:20]))
    # The comparison must have had something to compare.
    found = sum(row[1] for row in table.values())
    sys.exit(bool(failures) or found < len(queries) // 2)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), pathlib.Path(sys.argv[5]))
    else:
        compare(pathlib.Path(sys.argv[2]), *sys.argv[3:])
