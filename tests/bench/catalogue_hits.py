"""Compares the hits of two engines, query by query, and says why they differ where they do.

The one reason known is a phrase that begins in one subfield and ends in the next: Offprint takes
the field's words as they follow each other, Zebra's rules for MARC end a phrase with its subfield.
A difference counts as explained where both engines have exactly what a scan of the records has.
"""

import re

WORDS = re.compile(r"\w+")
TITLE = re.compile("\x1e[01]0\x1fa([^\x1e]*)")
PHRASE = re.compile(r'^@attr 1=4 @attr 4=1 "(\w+) (\w+)"$')


def title_of(record):
    """The words of 245 $a and $b, a list a subfield."""
    found = TITLE.search(record)
    if not found:
        return []
    title = found.group(1).split("\x1fc")[0]
    return [WORDS.findall(part.lower()) for part in title.split("\x1fb")]


def records_of(path):
    """The records of an ISO 2709 file, as text."""
    rest = ""
    with open(path, encoding="utf-8", newline="") as file:
        while piece := file.read(1 << 20):
            *records, rest = (rest + piece).split("\x1d")
            yield from records


def scan(path, phrases):
    """How many titles hold each pair of words: (within a field, within a subfield)."""
    counts = {phrase: [0, 0] for phrase in phrases}
    for record in records_of(path):
        parts = title_of(record)
        whole = [word for part in parts for word in part]
        within_field = set(zip(whole, whole[1:]))
        within_subfield = {pair for part in parts for pair in zip(part, part[1:])}
        for place, pairs in enumerate((within_field, within_subfield)):
            for pair in pairs & counts.keys():
                counts[pair][place] += 1
    return counts


def explain(differing, path):
    """Splits differences into those that the scan explains and the others."""
    phrases = {PHRASE.match(query).groups() for query, _, _ in differing if PHRASE.match(query)}
    counts = scan(path, phrases) if phrases else {}
    explained, others = [], []
    for query, ours, zebra in differing:
        phrase = PHRASE.match(query)
        known = phrase and counts[phrase.groups()] == [int(ours), int(zebra)]
        (explained if known else others).append((query, ours, zebra))
    return explained, others


def report(queries, ours, zebra, records):
    """Lines about the queries whose hits differ; queries are PQF, hits as text."""
    asked = dict(zip(queries, zip(ours, zebra)))
    differing = [(query, *hits) for query, hits in asked.items() if hits[0] != hits[1]]
    explained, others = explain(differing, records)
    lines = [f"hits: {len(asked)} different queries; {len(differing)} have different hits, "
             f"{len(explained)} of them phrases that go on from $a to $b, counted by a scan"]
    for query, our_hits, zebra_hits in explained[:2]:
        lines.append(f"  {query}: offprint {our_hits}, zebra {zebra_hits}")
    if others:
        lines.append(f"  unexplained: {len(others)}, such as")
    for query, our_hits, zebra_hits in others[:10]:
        lines.append(f"    {query}: offprint {our_hits}, zebra {zebra_hits}")
    return lines, len(others)
