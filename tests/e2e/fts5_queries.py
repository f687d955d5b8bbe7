"""Queries at random for fts5.py. Each can say itself in PQF, most in CQL, those that FTS5 has words
for as a MATCH expression, and all can be tried on one record after the other."""

import re
import unicodedata

from fts5_model import plain

EQUAL, NOT_EQUAL, WITHIN = 3, 6, 104
FIRST_IN_FIELD, FIRST_IN_SUBFIELD, ANYWHERE = 1, 2, 3
PHRASE, WORD, WORD_LIST, ANY_WORD = 1, 2, 6, "any"
RIGHT, LEFT, BOTH, WHOLE, MASKED = 1, 2, 3, 100, 104
INCOMPLETE, SUBFIELD, FIELD = 1, 2, 3
SIGNS = {1: "<", 2: "<=", 3: "=", 4: ">=", 5: ">", 6: "<>", 104: "within"}

GAP = " ".join(["z"] * 12)  # between the fields of a column: wider than any distance asked for


def token(word):
    return word.encode().hex()


def key_token(point, key):
    return f"k{point.number}x{token(key)}"


def quoted(value):
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def wildcard(word, truncation):
    """What a word must be: `*` any run and `?` one character where masks stand in it."""
    if truncation == MASKED:
        parts = ["[^ ]*" if c == "*" else "." if c == "?" else re.escape(c) for c in word]
        return "".join(parts)
    return (".*" if truncation in (LEFT, BOTH) else "") + re.escape(word) + (
        ".*" if truncation in (RIGHT, BOTH) else "")


def is_date(value):
    return re.fullmatch(r"\d{4}(-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\d|3[01]))?)?", value) is not None


class Term:
    """One access point's term. `words` are those of its value as the catalogue folds them."""

    def __init__(self, world, point, value, **attributes):
        self.world, self.point, self.value = world, point, value
        self.relation, self.position, self.structure = EQUAL, ANYWHERE, PHRASE
        self.truncation, self.completeness, self.use = WHOLE, INCOMPLETE, None
        self.__dict__.update(attributes)
        self.members = world.table.members(point)
        self.text = world.table[point].kind == "text"
        self.words = value.split() if self.truncation == MASKED else world.fold(value)
        self.patterns = [re.compile(wildcard(word, self.truncation_of(i)))
                         for i, word in enumerate(self.words)]
        self.plain_words = all(self.truncation_of(i) == WHOLE for i in range(len(self.words)))

    def truncation_of(self, i):
        """Truncation holds for the ends of a phrase, and for each word of a list."""
        if self.structure in (WORD_LIST, ANY_WORD) or self.truncation == MASKED:
            return self.truncation
        left = self.truncation in (LEFT, BOTH) and i == 0
        right = self.truncation in (RIGHT, BOTH) and i == len(self.words) - 1
        return BOTH if left and right else LEFT if left else RIGHT if right else WHOLE

    # --- in words

    def pqf(self):
        value = self.value.replace("?", "\0").replace("*", "?").replace("\0", "#") \
            if self.truncation == MASKED else self.value
        attributes = [(2, self.relation, EQUAL), (3, self.position, ANYWHERE),
                      (5, self.truncation, WHOLE), (6, self.completeness, INCOMPLETE)]
        if self.text:
            attributes.append((4, self.structure, PHRASE))
        if self.structure == ANY_WORD:
            return None
        said = "".join(f"@attr {kind}={number} " for kind, number, usual in attributes
                       if number != usual or self.world.random.random() < 0.2)
        return f"@attr 1={self.use or self.point} {said}{quoted(value)}"

    def cql(self):
        value = re.sub(r'([\\"^])' if self.truncation == MASKED else r'([\\"^*?])', r"\\\1",
                       self.value.strip())
        sign = SIGNS[self.relation]
        if self.truncation in (LEFT, RIGHT, BOTH) and not (value[:1] + value[-1:]).isalnum():
            return None  # a mask beside punctuation is a word of its own
        if self.structure in (WORD_LIST, ANY_WORD):
            if self.truncation != WHOLE:
                return None
            sign = "all" if self.structure == WORD_LIST else "any"
        elif self.completeness == SUBFIELD or self.position == FIRST_IN_SUBFIELD:
            return None
        elif self.completeness == FIELD and self.text:
            if self.truncation != WHOLE:
                return None
            sign = "=="
        value = ("*" if self.truncation in (LEFT, BOTH) else "") + value + (
            "*" if self.truncation in (RIGHT, BOTH) else "")
        if self.text and self.position == FIRST_IN_FIELD and sign == "=":
            value = "^" + value
        return f'{self.point} {sign} "{value}"'

    # --- in FTS5

    def fts(self):
        """The expression, or None where FTS5 cannot say it."""
        if self.relation != EQUAL or self.truncation not in (WHOLE, RIGHT) or \
                (self.position, self.completeness) not in (
                    (ANYWHERE, INCOMPLETE), (FIRST_IN_FIELD, INCOMPLETE), (ANYWHERE, FIELD),
                    (FIRST_IN_FIELD, FIELD)) or \
                (self.completeness == FIELD and self.truncation != WHOLE) and self.text:
            return None
        if self.structure in (WORD_LIST, ANY_WORD) and self.text:
            joined = (" AND " if self.structure == WORD_LIST else " OR ").join(
                self.fts_words([word], word, False) for word in self.words)
            return f"({joined})"
        return self.fts_words(self.words, self.value, True)

    def fts_words(self, words, value, sequence):
        parts = list(self.fts_keys(value, sequence))
        columns = [f"p{point.number}" for point in self.members if point.kind == "text"]
        if columns:
            end = " *" if self.truncation == RIGHT else ""
            close = " z" if self.completeness == FIELD else ""
            tokens = " ".join(map(token, words))
            if self.completeness == FIELD or self.position == FIRST_IN_FIELD:
                columns += [column.replace("p", "f") for column in columns]
            where = "{" + " ".join(columns) + "} : "
            if self.completeness == FIELD or self.position == FIRST_IN_FIELD:
                parts += [f'{where}^ "{tokens}{close}"{end}', f'{where}"z {tokens}{close}"{end}']
            else:
                parts.append(f'{where}"{tokens}"{end}')
        return "(" + " OR ".join(parts) + ")"

    def fts_keys(self, value, sequence):
        """A key column has one token a key, so that truncation is a prefix there too."""
        for point in self.members:
            if point.kind == "text":
                continue
            if self.truncation == RIGHT:
                forms = self.starts(point, value) if sequence else [value]
                yield from (f'keys : "{key_token(point, form)}" *' for form in set(forms) if form)
            elif point.kind == "date":
                if is_date(value):
                    yield f'keys : "{key_token(point, value.replace("-", ""))}" *'
            elif self.world.keys.of_query(point, value):
                yield f'keys : "{key_token(point, self.world.keys.of_query(point, value))}"'

    # --- record by record

    def places(self, field):
        """Where the words stand in a field: (first, last)."""
        count = len(self.patterns)
        if self.plain_words and not field.set.issuperset(self.words):
            return []
        return [(at, at + count - 1) for at in range(len(field.words) - count + 1)
                if self.stands(field, at, at + count)]

    def stands(self, field, at, end):
        if not all(pattern.fullmatch(word)
                   for pattern, word in zip(self.patterns, field.words[at:end])):
            return False
        if self.completeness == SUBFIELD and (
                not field.begins[at] or any(field.begins[at + 1:end]) or
                not (end == len(field.words) or field.begins[end])):
            return False
        if self.completeness == FIELD and (at, end) != (0, len(field.words)):
            return False
        return self.position == ANYWHERE or at == 0 or (
            self.position == FIRST_IN_SUBFIELD and field.begins[at])

    def filed_counts(self):
        """May a title begin after its article?"""
        if self.completeness == FIELD:
            return self.truncation == WHOLE
        return self.completeness == INCOMPLETE and self.position == FIRST_IN_FIELD and \
            self.truncation in (WHOLE, RIGHT)

    def fields(self, found):
        for point in self.members:
            yield from found.fields.get(point.name, ())

    def naive(self, found):
        if self.structure in (WORD_LIST, ANY_WORD) and self.text:
            every = all if self.structure == WORD_LIST else any
            return every(self.has_word(found, i) for i in range(len(self.words)))
        if self.has_key(found, self.value, self.truncation):
            return True
        if any(self.places(field) for field in self.fields(found)):
            return True
        return self.text and self.filed_counts() and any(
            at == 0 for point in self.members for field in found.filed.get(point.name, ())
            for at, _ in self.places(field))

    def has_word(self, found, i):
        if any(self.patterns[i].fullmatch(word) for field in self.fields(found)
               for word in field.words):
            return True
        masked = self.truncation == MASKED and re.search("[*?]", self.words[i])
        if self.truncation in (WHOLE, MASKED) and not masked:
            return self.has_key(found, self.words[i], WHOLE)
        return any(self.patterns[i].fullmatch(key) for point in self.members
                   for key in found.keys.get(point.name, ()) if point.kind != "text")

    def has_key(self, found, value, truncation):
        return any(self.key_answers(point, found.keys[point.name], value, truncation)
                   for point in self.members
                   if point.kind != "text" and found.keys.get(point.name))

    def key_answers(self, point, keys, value, truncation):
        if truncation == RIGHT:
            return any(key.startswith(start) for start in self.starts(point, value) if start
                       for key in keys)
        if truncation != WHOLE:
            return self.key_truncated(keys, value, truncation)
        if point.kind == "date":
            return self.date_answers(keys, value.split())
        wanted = self.world.keys.of_query(point, value)
        return any(key != wanted for key in keys) if self.relation == NOT_EQUAL \
            else wanted in keys

    def starts(self, point, value):
        """What keys may begin with that a right-truncated value asks for: as it stands, by its
        letters and digits alone, and as the access point's keys are; ISBN of ten as of thirteen."""
        digits = "".join(self.world.fold(value))
        own = ""
        if point.kind == "identifier":
            own = self.world.keys.of_query(point, value)
            if point.form == "isbn" and len(digits) < 10 and digits[:3] not in ("978", "979"):
                own = "978" + digits
        return [plain(value), digits, own]

    def key_truncated(self, keys, value, truncation):
        """As it stands, in small letters; or by its letters and digits alone."""
        fold = self.world.fold
        if truncation == MASKED:
            small = unicodedata.normalize("NFC", value).lower()
            forms = [small, "".join(part if part in "*?" else "".join(fold(part))
                                    for part in re.split(r"([*?])", value) if part)]
            patterns = [form.replace("*", "\0") for form in forms]
            patterns = ["".join(".*" if c == "\0" else "." if c == "?" else re.escape(c)
                                for c in pattern) for pattern in patterns]
        else:
            patterns = [wildcard(form, truncation) for form in (plain(value), "".join(fold(value)))]
        return any(re.fullmatch(pattern, key) for pattern in patterns for key in keys)

    def date_answers(self, keys, dates):
        if len(dates) != (2 if self.relation == WITHIN else 1) or not all(map(is_date, dates)):
            return False
        dates = [date.replace("-", "") for date in dates]
        start, end = dates[0], dates[-1]
        test = {1: lambda key: key < start, 2: lambda key: key[:len(end)] <= end,
                3: lambda key: key.startswith(start), 4: lambda key: key >= start,
                5: lambda key: key[:len(end)] > end, 6: lambda key: not key.startswith(start),
                104: lambda key: start <= key and key[:len(end)] <= end}[self.relation]
        return any(map(test, keys))


class All:
    def pqf(self):
        return '@attr 2=103 ""'

    def cql(self):
        return "cql.allRecords = 1"

    def fts(self):
        return 'keys : "kall"'

    def naive(self, found):
        return True


class Boolean:
    def __init__(self, operator, left, right):
        self.operator, self.left, self.right = operator, left, right

    def said(self, language, form):
        left, right = getattr(self.left, language)(), getattr(self.right, language)()
        return None if None in (left, right) else form.format(self.operator, left, right)

    def pqf(self):
        return self.said("pqf", "@{0} {1} {2}")

    def cql(self):
        return self.said("cql", "({1}) {0} ({2})")

    def fts(self):
        operator, self.operator = self.operator, self.operator.upper()
        said = self.said("fts", "(({1}) {0} ({2}))")
        self.operator = operator
        return said

    def naive(self, found):
        left = self.left.naive(found)
        if self.operator == "or":
            return left or self.right.naive(found)
        return left and self.right.naive(found) == (self.operator == "and")


class Near:
    """Two terms of words, as far apart as `relation` and `distance` say; 1 is side by side."""

    def __init__(self, left, right, relation, distance, ordered, exclusion):
        self.left, self.right = left, right
        self.relation, self.distance = relation, distance
        self.ordered, self.exclusion = ordered, exclusion

    def pqf(self):
        left, right = self.left.pqf(), self.right.pqf()
        return left and right and f"@prox {int(self.exclusion)} {self.distance} " \
            f"{int(self.ordered)} {self.relation} k 2 {left} {right}"

    def cql(self):
        left, right = self.left.cql(), self.right.cql()
        if None in (left, right) or self.exclusion:
            return None
        return f"{left} prox/distance{SIGNS[self.relation]}{self.distance}" \
            f"{'/ordered' if self.ordered else ''} {right}"

    def fts(self):
        """FTS5 counts the words between, in any order, and lets both share words: ours do not."""
        if self.ordered or self.exclusion or self.relation != 2 or \
                self.left.members != self.right.members or \
                set(self.left.words) & set(self.right.words) or \
                (self.left.truncation, self.right.truncation) != (WHOLE, WHOLE):
            return None
        columns = " ".join(f"p{point.number}" for point in self.left.members
                           if point.kind == "text")
        phrases = " ".join('"' + " ".join(map(token, term.words)) + '"'
                           for term in (self.left, self.right))
        return f"{{{columns}}} : NEAR({phrases}, {self.distance - 1})"

    def naive(self, found):
        both = near = False
        for name, fields in found.fields.items():
            for field in fields:
                lefts, rights = ([place for place in term.places(field)]
                                 if any(point.name == name for point in term.members) else []
                                 for term in (self.left, self.right))
                near = near or any(self.are_near(a, b) for a in lefts for b in rights)
        both = all(any(term.places(field) for field in term.fields(found))
                   for term in (self.left, self.right))
        return both and near != self.exclusion

    def are_near(self, a, b):
        if b[0] > a[1]:
            distance = b[0] - a[1]
        elif a[0] > b[1] and not self.ordered:
            distance = a[0] - b[1]
        else:
            return False
        return {1: distance < self.distance, 2: distance <= self.distance,
                3: distance == self.distance, 4: distance >= self.distance,
                5: distance > self.distance, 6: distance != self.distance}[self.relation]
