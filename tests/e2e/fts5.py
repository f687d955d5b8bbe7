#!/usr/bin/env python3
"""Random records and random queries, answered as SQLite's FTS5 answers them, and as a scan of all
records does where FTS5 has no words for the question.

Claims, for records in many scripts that were imported, replaced in part and deleted in part:
  - the same ids, no more and no fewer, are found as by FTS5: words, phrases, prefixes, NEAR, the
    first words of a field, whole fields, AND, OR and NOT, in one column, in some, and in all;
  - the same ids as by a naive scan: places in subfields, truncation of all kinds, proximity of all
    kinds, dates and their relations, identifiers however they are written, codes, collections;
  - in PQF and in CQL alike; and both judges agree where both can say it;
  - `offprint verify` finds nothing afterwards.

OFFPRINT_ROUNDS is how many catalogues and sets of queries to make (1), OFFPRINT_SEED the first's
seed: 2026, 2027 … Programs come from $OFFPRINT_BUILD.
"""

import datetime
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from fts5_model import Folding, Found, Keys, Table  # noqa: E402
from fts5_queries import (ANY_WORD, ANYWHERE, BOTH, EQUAL, FIELD, FIRST_IN_FIELD,  # noqa: E402
                          FIRST_IN_SUBFIELD, GAP, INCOMPLETE, LEFT, MASKED, NOT_EQUAL, PHRASE,
                          RIGHT, SUBFIELD, WHOLE, WITHIN, WORD, WORD_LIST, All, Boolean, Near, Term,
                          key_token, token)
from fts5_records import WORDS, Maker, marcxml  # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["OFFPRINT_BUILD"])
ANSWERS = BUILD / "tests/e2e/fts5_answers"
RECORDS, QUERIES = 300, 2500
COLLECTIONS = ["North", "South", "East"]


def run(*command, text=None):
    done = subprocess.run([str(part) for part in command], input=text, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout[-2000:]}")
    return done.stdout


class World:
    """One catalogue, what is in it, and the judges of its answers."""

    def __init__(self, seed, folder):
        self.random = random.Random(seed)
        self.folder, self.catalogue = folder, folder / "catalogue"
        self.maker, self.folding = Maker(self.random), Folding(ANSWERS)
        self.fold = self.folding.__getitem__
        self.table = Table(PROJECT / "schemas/access-points.xml")
        self.keys = Keys(self.fold)
        self.today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d")
        self.records = self.write_records()
        if datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d") != self.today:
            sys.exit("the day ended while the records were written: run it again")
        self.found = [Found(record, self.table, self.fold, self.keys, self.today)
                      for record in self.records]
        self.collections = {found.id: found.collection for found in self.found}
        self.spellings = {}
        for word in WORDS:
            if len(self.fold(word)) == 1:
                self.spellings.setdefault(self.fold(word)[0], []).append(word)
        self.load_fts()

    # --- the records

    def write_records(self):
        """Imports them, then a third of them anew, and deletes a tenth; returns what is left."""
        records = [self.maker.record(number, self.random.choice(COLLECTIONS))
                   for number in range(RECORDS)]
        self.import_records(records)
        for number in self.random.sample(range(RECORDS), RECORDS // 3):
            records[number] = self.maker.record(number, self.random.choice(COLLECTIONS))
        self.import_records(records)
        deleted = set(self.random.sample(range(RECORDS), RECORDS // 10))
        run(BUILD / "service/cli/offprint", "delete", "--catalogue", self.catalogue,
            *(f"r{number}" for number in deleted))
        return [record for number, record in enumerate(records) if number not in deleted]

    def import_records(self, records):
        for collection in COLLECTIONS:
            path = self.folder / f"{collection}.xml"
            path.write_text(marcxml([record for record in records
                                     if record["collection"] == collection]))
            run(BUILD / "service/cli/offprint", "import", "--catalogue", self.catalogue,
                "--collection", collection, path)

    def close(self):
        self.database.close()
        self.folding.close()

    # --- FTS5

    def load_fts(self):
        """Columns for an access point's fields and for those without their article, and one of
        keys. Every word is a token of hexadecimal digits, so that FTS5 folds and parts nothing; a
        gap of "z" follows every field."""
        columns = [point for point in self.table.values()
                   if point.kind == "text" and not point.members]
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, keys, "
            + ", ".join(f"p{point.number}, f{point.number}" for point in columns)
            + ", tokenize = 'ascii')")
        for found in self.found:
            row = [found.id, " ".join(["kall"] + [
                key_token(self.table[name], key) for name, keys in found.keys.items()
                for key in keys])]
            for point in columns:
                for fields in (found.fields, found.filed):
                    row.append("".join(" ".join(map(token, field.words)) + f" {GAP} "
                                       for field in fields.get(point.name, ())))
            self.database.execute(f"INSERT INTO t VALUES ({','.join('?' * len(row))})", row)

    def fts(self, expression):
        return {row[0] for row in self.database.execute("SELECT id FROM t WHERE t MATCH ?",
                                                        [expression])}

    # --- queries

    def spell(self, word):
        return self.random.choice(self.spellings.get(word, [word]))

    def natural(self, words):
        """As a reader types them: what is indexed in pairs of characters goes without spaces."""
        text = ""
        for word in words:
            if len(word) == 2 and ord(word[0]) > 0x3000 and text.endswith(word[0]):
                text += word[1]
            else:
                text += (" " if text else "") + self.spell(word)
        return text

    def unions(self, name):
        return [point.name for point in self.table.values()
                if any(member.name == name for member in self.table.members(point.name))]

    def some_field(self):
        while True:
            found = self.random.choice(self.found)
            name = self.random.choice(list(found.fields))
            fields = found.fields[name] + found.filed.get(name, [])
            return name, self.random.choice(fields)

    def words_of(self, field, start, most=4):
        pick = self.random
        at = 0 if start else pick.randrange(len(field.words))
        words = field.words[at:at + pick.randint(1, most)]
        if pick.random() < 0.1:
            words[pick.randrange(len(words))] = self.fold(pick.choice(WORDS))[0]
        return words

    def text_term(self):
        pick = self.random
        name, field = self.some_field()
        position = pick.choice([ANYWHERE] * 5 + [FIRST_IN_FIELD] * 2 + [FIRST_IN_SUBFIELD])
        completeness = pick.choice([INCOMPLETE] * 6 + [FIELD, SUBFIELD])
        structure = pick.choice([PHRASE] * 5 + [WORD, WORD_LIST, ANY_WORD])
        if structure in (WORD_LIST, ANY_WORD):
            position, completeness = ANYWHERE, INCOMPLETE
        truncation = pick.choice([WHOLE] * 6 + [RIGHT] * 3 + [LEFT, BOTH])
        words = self.words_of(field, position != ANYWHERE)
        if completeness != INCOMPLETE and pick.random() < 0.8:
            end = next((i for i in range(1, len(field.words)) if field.begins[i]
                        and completeness == SUBFIELD), len(field.words))
            words = field.words[:end]
        words = self.truncated(words, truncation)
        return Term(self, pick.choice(self.unions(name)), self.natural(words),
                    position=position, structure=structure, truncation=truncation,
                    completeness=completeness)

    def truncated(self, words, truncation):
        """Fewer letters where truncation gives them back; text without spaces only at its end."""
        words = list(words)
        if truncation in (RIGHT, BOTH) and words[-1].isascii():
            words[-1] = words[-1][:self.random.randint(1, len(words[-1]))]
        if truncation in (LEFT, BOTH):
            words = [word for word in words if word.isascii()] or ["war"]
            words[0] = words[0][self.random.randrange(len(words[0])):]
        return words

    def masked_term(self):
        pick = self.random
        name, field = self.some_field()
        words = [word for word in self.words_of(field, False, 2) if word.isascii()] or ["truce"]
        for i, word in enumerate(words):
            at = pick.randrange(len(word))
            masked = pick.choice([word[:at] + "*" + word[at + 1:], word[:at] + "*",
                                  word[:at] + "?" + word[at + 1:], "*" + word[at:], word])
            if not re.search(r"\*\d", masked):  # which Z39.58 reads as a number of characters
                words[i] = masked
        if not any(c in word for word in words for c in "*?"):
            words[0] += "*"
        structure = pick.choice([PHRASE, PHRASE, WORD_LIST])
        return Term(self, pick.choice(self.unions(name)), " ".join(words), truncation=MASKED,
                    structure=structure)

    def near(self):
        pick = self.random
        name, field = self.some_field()
        unions = self.unions(name)
        left, right = (Term(self, pick.choice(unions), " ".join(self.words_of(field, False, 2)))
                       for _ in range(2))
        if pick.random() < 0.7:
            right = Term(self, left.point, right.value)
        return Near(left, right, pick.choice([2, 2, 2, 1, 3, 4, 5, 6]), pick.randint(1, 8),
                    pick.random() < 0.3, pick.random() < 0.15)

    def identifier(self):
        pick, number = self.random, self.random.randint(1, 99)
        name, value = pick.choice([
            ("isbn", self.maker.isbn()), ("isbn", self.maker.isbn()), ("issn", self.maker.issn()),
            ("lccn", f"85{number:06}"), ("lccn", f"85-{number}"), ("lccn", f"n85-{number}"),
            ("doi", f"10.1000/x{number}"), ("doi", f"https://doi.org/10.1000/X{number}"),
            ("system-number", f"(OCoLC){number}"), ("system-number", f"{number}"),
            ("control-number", f"r{pick.randrange(RECORDS)}"),
            ("lc-call-number", f"qa{pick.randint(70, 90)} .b5  1998"),
            ("dewey", f"{pick.randint(900, 950)}.{pick.randint(1, 9)}"),
            ("host-id", f"(XX-Test)r{number}"), ("host-id", f"r{number}"),
            ("host-isbn", self.maker.isbn())])
        term = Term(self, pick.choice(self.unions(name)), value)
        if not term.text and pick.random() < 0.1:
            term.relation = NOT_EQUAL
        elif pick.random() < 0.25:
            return self.truncated_key(term.point, value)
        return term

    def truncated_key(self, point, value):
        truncation = self.random.choice([RIGHT, RIGHT, LEFT, BOTH])
        at = self.random.randint(1, len(value))
        cut = {RIGHT: value[:at], LEFT: value[at:], BOTH: value[at // 2:at]}[truncation]
        return Term(self, point, cut if self.fold(cut) else value, truncation=truncation)

    def code(self):
        pick = self.random
        name, value = pick.choice([
            ("language", pick.choice(["eng", "ENG", "fre", "jpn"])),
            ("material", pick.choice(["book", "chapter", "serial", "score", "map", "article"])),
            ("level", pick.choice("amsb"))])
        return Term(self, name, value, relation=pick.choice([EQUAL, EQUAL, NOT_EQUAL]))

    def date(self):
        pick = self.random
        first, second = sorted(pick.randint(1945, 2012) for _ in range(2))
        if pick.random() < 0.2:
            today = self.today
            return Term(self, pick.choice(["date-added", "date-changed"]),
                        pick.choice([today[:4], f"{today[:4]}-{today[4:6]}", today, "2020-12-31"]),
                        relation=pick.choice([1, 2, 3, 4, 5, 6]))
        if pick.random() < 0.3:
            return Term(self, "date", f"{first} {second}", relation=WITHIN)
        if pick.random() < 0.2:
            return Term(self, "date", str(first)[:pick.randint(2, 3)], truncation=RIGHT)
        return Term(self, "date", str(first), relation=pick.choice([1, 2, 3, 3, 4, 5, 6]))

    def query(self, depth):
        pick = self.random
        if depth > 0 and pick.random() < 0.45:
            return Boolean(pick.choice(["and", "and", "or", "not"]), self.query(depth - 1),
                           self.query(depth - 1))
        return pick.choice([self.text_term] * 12 + [self.masked_term, self.near, self.near,
                                                    self.identifier, self.identifier, self.code,
                                                    self.date, All])()

    # --- the comparison

    def wanted(self, query):
        """By FTS5 where it can say the query, by the scan else, and by both now and then."""
        expression = query.fts()
        judged = self.fts(expression) if expression else None
        if judged is None or self.random.random() < 0.2:
            scanned = {found.id for found in self.found if query.naive(found)}
            if judged is not None and judged != scanned:
                sys.exit(f"the judges differ: {query.pqf()}\n{expression}\nFTS5 has "
                         f"{sorted(judged - scanned)}, the scan {sorted(scanned - judged)}")
            return scanned, expression is not None
        return judged, True

    def questions(self):
        """Lines to ask, each with its query."""
        while True:
            query = self.query(3)
            said = {"pqf": query.pqf(), "cql": query.cql()}
            language = self.random.choice([name for name in said if said[name]] or [None])
            if language is None:
                continue
            names = self.random.sample(COLLECTIONS, self.random.choice([0, 0, 0, 1, 2]))
            yield query, names, f"{language}\t{','.join(names)}\t{said[language]}"

    def compare(self, report):
        source = self.questions()
        asked = [next(source) for _ in range(QUERIES)]
        answers = run(ANSWERS, "ask", self.catalogue,
                      text="".join(line + "\n" for _, _, line in asked)).splitlines()
        assert len(answers) == len(asked), "an answer is missing"
        for (query, names, line), answer in zip(asked, answers):
            count, *ids = answer.split("\t")
            if count == "!":
                report.refused(line, ids)
                continue
            wanted, by_fts = self.wanted(query)
            if names:
                wanted = {name for name in wanted if self.collections[name] in names}
            report.answered(line, int(count), ids, wanted, by_fts)


class Report:
    def __init__(self):
        self.fts = self.scan = self.some = self.refusals = self.failures = 0

    def refused(self, line, why):
        """The generator asks for nothing that is not offered."""
        self.failures += 1
        if self.failures <= 20:
            print(f"refused: {line}\n    {' '.join(why)}")

    def answered(self, line, count, ids, wanted, by_fts):
        self.fts += by_fts
        self.scan += not by_fts
        self.some += bool(wanted)
        if count == len(ids) and len(set(ids)) == count and set(ids) == wanted:
            return
        self.failures += 1
        if self.failures <= 20:
            print(f"not so: {line}\n    {count} found, {len(wanted)} wanted; missing "
                  f"{sorted(wanted - set(ids))[:5]}, too many {sorted(set(ids) - wanted)[:5]}")


def main():
    first, rounds = int(os.environ.get("OFFPRINT_SEED", 2026)), int(
        os.environ.get("OFFPRINT_ROUNDS", 1))
    report = Report()
    for seed in range(first, first + rounds):
        before = report.failures
        with tempfile.TemporaryDirectory(prefix="offprint-test.") as folder:
            world = World(seed, pathlib.Path(folder))
            world.compare(report)
            run(BUILD / "service/cli/offprint", "verify", "--catalogue", world.catalogue)
            world.close()
        print(f"seed {seed}: {RECORDS} records, {QUERIES} queries, "
              f"{report.failures - before} answered otherwise")
    print(f"{report.fts} queries judged by FTS5, {report.scan} by a scan; {report.some} found "
          f"something; {report.failures} answered otherwise")
    # The comparison must have had something to compare.
    assert report.fts > 0 and report.scan > 0 and report.some > (report.fts + report.scan) // 4
    sys.exit(report.failures > 0)


if __name__ == "__main__":
    main()
