"""Records at random for fts5.py: words of many scripts with and without diacritics, names, dates,
notes, identifiers in all their forms, languages, parts with hosts, and second scripts in 880s."""

import unicodedata
from xml.sax.saxutils import escape, quoteattr

# As records have them. Some differ by accents, case, an ending, or what they begin with.
WORDS = """
The the of and for Truce truces truth Truth precarious various Café cafes CAFÉ war warfare wars
Rupture rupt structure struct structures D'Arc arc d'Arc policy police Polis treaty treaties
Øresund Łódź Straße strasse İstanbul istanbul Smørrebrød ångström naïve Šumava Ærø Dvořák dvorak
1924 1917 1984 2001 17. C++ x-ray X-rays A B über Über coöperate cooperate 
Война война мир Мира и Толстой Ёлка елка история History histories historical
Ελλάδα ελλαδα Ἀθῆναι λόγος ΛΟΓΟΣ
كتاب الكتاب تاريخ تَارِيخ שלום שָׁלוֹם ספר
東京都の歴史 京都 東京 歴史 日本語 中国文学史
हिन्दी भाषा ไทย 한국어 한국
library Library libraries librarian catalogue catalogs catalogueing record records recorder
""".split()
NAMES = ["Tolstoĭ, Lev", "Tolstoy, Leo", "Müller, Jörg", "Muller, Georg", "O'Brien, Flann",
         "Björk", "Ibn Rushd", "García Márquez, Gabriel", "Kafka, Franz", "Kafka, Otla",
         "Świętochowski, Aleksander", "Woolf, Virginia", "Ærøe, Åse", "Dvořák, Antonín"]
SUBJECTS = ["Treaties", "World War, 1914-1918", "Library science", "Cooking, Danish", "Опера",
            "History", "Catalogs", "Soviet Union", "Łódź (Poland)", "Europe", "Peace"]
PUBLISHERS = ["Oxford University Press", "Yale", "Наука", "Gyldendal", "C.H. Beck", "岩波書店"]
PLACES = ["London :", "New Haven", "Москва :", "København :", "München", "東京"]
LANGUAGES = ["eng", "fre", "ger", "rus", "dan", "jpn"]
LEADERS = ["00000nam a2200000 i 4500", "00000naa a2200000 i 4500", "00000nas a2200000 i 4500",
           "00000ncm a2200000 i 4500", "00000nem a2200000 i 4500", "00000nab a2200000 i 4500"]


def check_digit_10(nine):
    left = -sum((10 - i) * int(c) for i, c in enumerate(nine)) % 11
    return "X" if left == 10 else str(left)


def isbn_forms(nine):
    """One ISBN as records and readers write it."""
    ten, twelve = nine + check_digit_10(nine), "978" + nine
    thirteen = twelve + str(-sum(int(c) * (1 + i % 2 * 2) for i, c in enumerate(twelve)) % 10)
    return [ten, thirteen, f"{ten[0]}-{ten[1:5]}-{ten[5:9]}-{ten[9]}",
            f"978-{ten[0]}-{ten[1:5]}-{ten[5:9]}-{thirteen[12]}", f"{thirteen} (pbk.)",
            f"ISBN {ten}", f"urn:isbn:{thirteen}", ten.lower()]


def issn_forms(seven):
    left = -sum((8 - i) * int(c) for i, c in enumerate(seven)) % 11
    whole = seven + ("X" if left == 10 else str(left))
    return [f"{whole[:4]}-{whole[4:]}", whole, f"{whole[:4]}-{whole[4:]}".lower()]


class Maker:
    """Makes records; what a record has must be found again, so numbers come from small ranges."""

    def __init__(self, random):
        self.random = random

    def text(self, most):
        """Few words often, many seldom, some decomposed, with punctuation between them."""
        pick = self.random
        words = [WORDS[min(pick.randrange(len(WORDS)), pick.randrange(len(WORDS)))]
                 for _ in range(pick.randint(1, most))]
        text = words[0]
        for word in words[1:]:
            text += pick.choice([" "] * 6 + [", ", " : ", " - ", "; "]) + word
        text += pick.choice(["", "", "", " /", ".", " ;"])
        return unicodedata.normalize("NFD", text) if pick.random() < 0.2 else text

    def dated(self, name):
        return [("a", name)] + ([("d", f"{self.random.randint(1800, 1990)}-")]
                                if self.random.random() < 0.3 else [])

    def title(self):
        pick = self.random
        article, skip = pick.choice([("", "0")] * 4 + [("The ", "4"), ("L'", "2"), ("Der ", "4")])
        subfields = [("a", article + self.text(5))]
        for name in "bnc":
            if pick.random() < 0.35:
                subfields.append((name, self.text(4)))
        return ("245", "1", skip, subfields)

    def isbn(self):
        return self.random.choice(isbn_forms(f"0{self.random.randint(30640615, 30640815)}"))

    def issn(self):
        return self.random.choice(issn_forms(f"{self.random.randint(1234500, 1234600)}"))

    def numbers(self):
        pick = self.random
        if pick.random() < 0.6:
            yield ("020", " ", " ", [("a", self.isbn())])
        if pick.random() < 0.3:
            yield ("022", " ", " ", [("a", self.issn())])
        if pick.random() < 0.3:
            yield ("010", " ", " ", [("a", pick.choice(["   85000{:03} ", "85-{}", "n 85-{}/AC"])
                                      .format(pick.randint(1, 99)))])
        if pick.random() < 0.3:
            yield ("024", "7", " ", [("a", pick.choice(["10.1000/", "https://doi.org/10.1000/",
                                                        "doi:10.1000/"]) + f"X{pick.randint(1, 99)}"),
                                     ("2", "doi")])
        if pick.random() < 0.3:
            yield ("035", " ", " ", [("a", f"(OCoLC){pick.randint(1, 99)}")])
        if pick.random() < 0.4:
            yield ("050", " ", "4", [("a", f"QA{pick.randint(70, 90)}"), ("b", ".B5 1998")])
        if pick.random() < 0.4:
            yield ("082", "0", "4", [("a", f"{pick.randint(900, 950)}.{pick.randint(1, 9)}")])

    def other_fields(self):
        pick = self.random
        if pick.random() < 0.4:
            yield ("041", "0", " ", [("a", pick.choice(LANGUAGES)), ("a", "engfre")])
        yield pick.choice([("100", "1", " ", self.dated(pick.choice(NAMES))),
                           ("110", "2", " ", [("a", self.text(3)), ("b", self.text(2))]),
                           ("111", "2", " ", [("a", self.text(3)), ("c", pick.choice(PLACES))])])
        if pick.random() < 0.3:
            yield ("246", "3", " ", [("a", self.text(4))])
        yield ("264", " ", "1", [("a", pick.choice(PLACES)), ("b", pick.choice(PUBLISHERS)),
                                 ("c", f"[{pick.randint(1950, 2010)}]")])
        if pick.random() < 0.4:
            yield ("490", "0", " ", [("a", self.text(3)), ("v", str(pick.randint(1, 9)))])
        for _ in range(pick.randrange(3)):
            yield ("500", " ", " ", [("a", self.text(8))])
        if pick.random() < 0.3:
            yield ("505", "0", " ", [("t", self.text(4)), ("r", pick.choice(NAMES))] * 2)
        if pick.random() < 0.4:
            yield ("520", " ", " ", [("a", self.text(20))])
        for _ in range(pick.randrange(4)):
            yield (pick.choice(["650", "650", "651", "655", "690"]), " ", "0",
                   [("a", pick.choice(SUBJECTS)), ("x", pick.choice(SUBJECTS))])
        for _ in range(pick.randrange(3)):
            yield ("700", "1", " ", self.dated(pick.choice(NAMES)) + [("t", self.text(3))])

    def host(self, number):
        pick = self.random
        return ("773", "0", " ", [("t", self.text(3)), ("w", f"(XX-Test)r{pick.randrange(number)}"),
                                  ("z", self.isbn()), ("g", f"p. {pick.randint(1, 300)}-301")])

    def second_scripts(self, fields):
        """880s for some fields: the same words in another script, as far as a search can tell."""
        for tag, ind1, ind2, subfields in fields:
            if tag in ("245", "100", "264", "500") and self.random.random() < 0.15:
                yield ("880", ind1, "0" if tag == "245" else ind2,
                       [("6", f"{tag}-01")] + [(name, self.text(3)) for name, _ in subfields])

    def record(self, number, collection):
        pick = self.random
        first, second = pick.randint(1950, 2010), pick.randint(1950, 2010)
        kind = pick.choice("sssmrtein|")
        dates = f"{first}{second if kind in 'mrt' else 9999 if kind == 'i' else '    '}"
        fields = [*self.numbers(), self.title(), *self.other_fields()]
        if pick.random() < 0.3:
            fields.append(self.host(number + 1))
        fields += self.second_scripts(fields)
        fixed = f"850101{kind}{dates}xx " + " " * 17 + pick.choice(LANGUAGES) + " d"
        return {"id": f"r{number}", "collection": collection, "leader": pick.choice(LEADERS),
                "control": {"001": f"r{number}", "003": "XX-Test", "008": fixed},
                "fields": fields}


def marcxml(records):
    lines = ['<collection xmlns="http://www.loc.gov/MARC21/slim">']
    for record in records:
        lines.append(f"<record><leader>{record['leader']}</leader>")
        for tag, value in record["control"].items():
            lines.append(f'<controlfield tag="{tag}">{escape(value)}</controlfield>')
        for tag, ind1, ind2, subfields in record["fields"]:
            lines.append(f'<datafield tag="{tag}" ind1="{ind1}" ind2="{ind2}">' + "".join(
                f"<subfield code={quoteattr(code)}>{escape(value)}</subfield>"
                for code, value in subfields) + "</datafield>")
        lines.append("</record>")
    return "\n".join([*lines, "</collection>"])
