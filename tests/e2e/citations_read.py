"""Compares what other programs read out of our exports with what the records say.

citations_read.py CSL READ...
    CSL is our export as CSL-JSON: what each record says, in order. READ is what a program made of
    another export of the same records: CSL-JSON (pandoc) or MODS (bibutils). Both must have the same
    records in the same order, with the same title, year of issue and, where they are parts, first
    page. Prints what is not so, and numbers. Exit status 1 where a fact is lost.
"""
import collections
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree

NAMESPACE = "{http://www.loc.gov/mods/v3}"


def letters(text):
    """Letters and digits: how a program writes quotes, dashes and spaces is its own affair.
    bibutils leaves LaTeX's commands for backslashes and the like as they are, pandoc writes a raised
    letter as HTML."""
    text = re.sub(r"</?su[bp]>|\\text(backslash|brace(left|right)|ascii(tilde|circum))", "", text)
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def first_number(text):
    """The first page of "211-256"."""
    return letters(re.split(r"[-–]", text)[0])


def of_item(item):
    dates = item.get("issued", {}).get("date-parts", [[]])
    part = "container-title" in item and item.get("type") != "thesis"
    return {"title": letters(item.get("title", "")),
            "year": str(dates[0][0]) if dates and dates[0] else "",
            "page": first_number(item.get("page", "")) if part else ""}


def inner(element, path):
    found = element.find("/".join(NAMESPACE + name for name in path.split("/")))
    return "" if found is None else "".join(found.itertext())


def of_mods(mods):
    title = inner(mods, "titleInfo/nonSort") + inner(mods, "titleInfo/title")
    dates = [e.text or "" for e in mods.iter() if e.tag in (NAMESPACE + "dateIssued",
                                                             NAMESPACE + "date")]
    pages = [e.text or "" for e in mods.iter() if e.tag in (NAMESPACE + "start",
                                                            NAMESPACE + "list")]
    pages += [inner(e, "number") for e in mods.iter(NAMESPACE + "detail")
              if e.get("type") == "page"]
    return {"title": letters(title + inner(mods, "titleInfo/subTitle")),
            "year": re.split(r"[-–]", dates[0])[0].lstrip("0") if dates else "",
            "page": first_number((pages + [""])[0])}


def read(path):
    with open(path, "rb") as file:
        begin = file.read(1)
        if begin == b"[":
            file.seek(0)
            return [of_item(item) for item in json.load(file)]
    return [of_mods(mods) for mods in tree.parse(path).getroot()]


def main(csl_path, *read_paths):
    wanted = read(csl_path)
    lost = collections.Counter()
    for path in read_paths:
        got = read(path)
        print(f"{path}: {len(got)} of {len(wanted)} records")
        if len(got) != len(wanted):
            lost[path, "records"] += 1
            continue
        for number, (says, reads) in enumerate(zip(wanted, got), 1):
            for fact, value in says.items():
                if value and value != reads[fact]:
                    lost[path, fact] += 1
                    if lost[path, fact] <= 5:
                        print(f"    record {number}: {fact} {value[:120]}, read: {reads[fact][:120]}")
    for (path, fact), times in lost.items():
        print(f"{path}: {fact}: {times} times")
    return 1 if lost or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
