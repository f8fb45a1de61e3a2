"""Quantities: numbers with their unit, what they count, what is said of it, and how exact they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from dateline.model import Quantity, Span, Timex
from dateline.read.numbers import Counted, Words, cut_words, join_ranges, read_numbers
from dateline.read.quantities.words import Bound, load_quantity_words
from dateline.read.text import Parse, Token

QuantityOrder = Literal["agrees", "differs", "contains", "within", "unknown"]
#: A number called approximate agrees with one this share of it away: "about 300" with 280.
_INEXACT = 0.1
#: No sign, unit or bound in the data is longer than this many words.
_LONGEST = 4
_TIME_UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "quarter"})
#: Endings of nouns that name a person: "fisherman", "salesperson".
_PERSON_ENDINGS = ("man", "woman", "person")
_AGED = frozenset({"aged", "age", "ages", "turned"})
#: Words before "one" that make it a pronoun.
_ONE_AFTER = frozenset({"no", "any", "every", "the", "this", "that", "each"})
_FATES = frozenset({"dead", "injured", "missing", "detained", "displaced"})


def find_quantities(parse: Parse, *, times: Sequence[Timex] = ()) -> tuple[Quantity, ...]:
    """Find the quantities that a report tells.

    Numbers within times, ages, ordinals and numbers that name a thing ("Resolution 425", "Flight 93", "F-16") are none.

    Args:
        parse: The report's prose, parsed.
        times: The report's times; numbers in them are not quantities.

    Returns:
        Quantities in text order; the span holds bound, sign, number and unit word, not the noun counted.

    References:
        ISO 4217 for currency codes.

    >>> from dateline.model import Region
    >>> from dateline.read.text import parse_text
    >>> text = "At least 12 people were killed and $9bn (£6.6bn) was lost."
    >>> found = find_quantities(parse_text(text, [Region("body", Span(0, len(text)))]))
    >>> [(item.low, item.high, item.unit, item.role) for item in found][:2]
    [(12.0, None, 'people', 'dead'), (9000000000.0, 9000000000.0, 'USD', 'money')]
    """
    taken = [timex.span for timex in times]
    found: list[Quantity] = []
    at = 0
    for block in parse.blocks:
        words = cut_words(parse.text, block.span)
        for counted in join_ranges(words, read_numbers(words)):
            span = Span(words.starts[counted.first], words.ends[counted.last - 1])
            while at < len(taken) and taken[at].end <= span.start:
                at += 1
            if at < len(taken) and taken[at].overlaps(span):
                continue
            quantity = _Reader(parse, words, counted).read()
            if quantity is not None:
                found.append(quantity)
    return tuple(found)


def compare_quantities(first: Quantity, second: Quantity) -> QuantityOrder:
    """How two numbers of one unit lie to each other.

    Args:
        first: A quantity.
        second: Another; that both count the same thing is for the caller to know.

    Returns:
        "agrees" (the same, or ranges that meet), "contains" (the second lies in the first's range), "within",
        "differs"; "unknown" when the units differ. A number that its report calls inexact agrees with one within ten
        per cent of it.

    >>> at_least = Quantity(Span(0, 2), 12.0, None, "people", "dead")
    >>> told = Quantity(Span(0, 2), 15.0, 15.0, "people", "dead")
    >>> compare_quantities(at_least, told), compare_quantities(told, at_least)
    ('contains', 'within')
    """
    if first.unit != second.unit:
        return "unknown"
    one, two = _reach(first), _reach(second)
    if one[1] < two[0] or two[1] < one[0]:
        return "differs"
    if one == two or first.approximate != second.approximate:
        return "agrees"
    if one[0] <= two[0] and two[1] <= one[1]:
        return "contains"
    if two[0] <= one[0] and one[1] <= two[1]:
        return "within"
    return "agrees"


def _reach(quantity: Quantity) -> tuple[float, float]:
    low, high = quantity.low, quantity.high
    if quantity.approximate:
        base = high if low is None else low
        slack = _INEXACT * abs(base or 0.0)
        low = (base or 0.0) - slack if low is None else low - slack
        high = high + slack if high is not None else None
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


# -- one quantity ------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads what stands around one number."""

    def __init__(self, parse: Parse, words: Words, counted: Counted) -> None:
        self.parse = parse
        self.words = words
        self.counted = counted
        self.first = counted.first
        self.last = counted.last
        self.lexicon = load_quantity_words()

    def word(self, i: int) -> str:
        return self.words.lowers[i] if 0 <= i < len(self.words.lowers) else ""

    def read(self) -> Quantity | None:
        counted = self.counted
        if self._is_name() or self._is_age() or self._is_time():
            return None
        role, of = None, None
        low, high = counted.low, counted.high
        unit = self._money()
        if unit is not None:
            role, of = "money" if unit != "pound weight" else None, self._of_what()
            if self.word(self.last - 1) in self.lexicon.cents:
                low, high = (side / 100 if side is not None else None for side in (low, high))
        elif unit := self._unit_after(self.lexicon.percent):
            role, of = "percent", self._of_what()
        elif unit := self._unit_after(self.lexicon.measures):
            of = self._of_what()
        elif (noun := self._counted_noun()) is not None:
            unit, role, of = noun
        if unit is None:
            return None
        bound, inexact = self._bound()
        if bound == "low":
            high = None
        elif bound == "high":
            low = None
        span = Span(self.words.starts[self.first], self.words.ends[self.last - 1])
        return Quantity(span, low, high, unit, role, of, inexact or counted.vague)

    # -- what is no quantity

    def _is_name(self) -> bool:
        """Whether the number names something: "F-16", "Resolution 425", "Group of Seven", "3-2", "no one"."""
        words, i = self.words, self.first
        before, after = self.word(i - 1), self.word(self.last)
        if words.glued(i):
            tied = before in ("-", "‑", "/", "#", ".", ":") and words.glued(i - 1) and self.word(i - 2)[-1:].isalnum()
            if before[-1:].isalpha() or tied:
                return True
        if before in self.lexicon.labels or before == "#" or (before == "." and self.word(i - 2) in ("no", "nos")):
            return True
        glued_after = self.last < len(words.starts) and words.glued(self.last)
        if (glued_after and after in ("/", ":", "°")) or (after == "-" and self.word(self.last + 1).isdigit()):
            return True
        if self.word(i) == "one" and (after in ("of", "another", "day", "-") or before in _ONE_AFTER):
            return True
        token = self.parse_token(i)
        written = self.counted.number.kind != "figures" and words.forms[i][:1].isupper() and len(words.forms[i]) > 1
        begins = token is None or token.i == self.parse.sentence_of(token).first
        return written and not begins and token is not None and token.pos == "PROPN"

    def _is_age(self) -> bool:
        """Whether the number is an age: "aged 12", "over the age of 12", "Khan, 45, said"."""
        i = self.first
        if self.word(i - 1) in _AGED or (self.word(i - 1) in ("of", "over", "under") and self._speaks_of_age(i)):
            return True
        token = self.parse_token(i)
        if token is None or self.word(i - 1) != "," or self.word(self.last) not in (",", ".", ";", ")"):
            return False
        head = self.parse.head(token)
        named = head.pos in ("PROPN", "NOUN") and head.i < token.i
        return named and token.dep in ("appos", "nummod", "npadvmod", "amod", "advcl")

    def _speaks_of_age(self, i: int) -> bool:
        return "age" in (self.word(i - 2), self.word(i - 3)) or "ages" in (self.word(i - 2), self.word(i - 3))

    def _is_time(self) -> bool:
        """Whether the number measures time that the times did not take (an age, a rate, a score in minutes)."""
        i = self.last + (self.word(self.last) in ("-", "‑"))
        after = self.word(i)
        if after.rstrip("s") in _TIME_UNITS and not (after == "second" and i == self.last):
            return True
        return self.counted.number.year is not None and self.counted.number.kind == "words"

    # -- units beside the number

    def _money(self) -> str | None:
        """The currency of a sign before or a word after the number, taken into the span."""
        for size in (3, 2, 1):
            start = self.first - size
            if start >= 0 and (code := self.lexicon.signs.get(tuple(self.words.lowers[start : self.first]))):
                if (
                    size == 1
                    and code.isalpha()
                    and self.word(start).isalpha()
                    and not self.words.forms[start].isupper()
                ):
                    continue
                self.first = start
                return code
        hyphen = self.word(self.last) == "-"
        if hyphen:
            self.last += 1
        unit = self._unit_after(self.lexicon.money)
        if unit == "GBP" and self.word(self.last) == "of" and self.word(self.last - 1) == "pounds":
            return "pound weight"  # "200 pounds of explosives"
        if unit is None and hyphen:
            self.last -= 1
        if unit == "KRW" and self.word(self.last - 1) == "won" and not self._is_noun(self.last - 1):
            self.last -= 1
            return None  # "the party 60 won"
        return unit

    def _is_noun(self, i: int) -> bool:
        token = self.parse_token(i)
        return token is not None and token.pos in ("NOUN", "PROPN")

    def _unit_after(self, units: Mapping[tuple[str, ...], str]) -> str | None:
        hyphen = self.word(self.last) in ("-", "‑") and self.words.glued(self.last)
        start = self.last + hyphen
        for size in (3, 2, 1):
            words = tuple(self.words.lowers[start : start + size])  # fewer at the end of the text
            if unit := units.get(words):
                self.last = start + len(words)
                return unit
        return None

    def _bound(self) -> tuple[str, bool]:
        """Which side of the number its bound leaves, the bound taken into the span, and whether it is inexact."""
        for size in range(_LONGEST, 0, -1):
            start = self.first - size
            if start < 0:
                continue
            bound = self.lexicon.before.get(tuple(self.words.lowers[start : self.first]))
            if bound is not None and not self._is_place_word(start, bound):
                self.first = start
                return bound.side, bound.inexact
        for size in (2, 1):
            words = tuple(self.words.lowers[self.last : self.last + size])
            after = self.lexicon.after.get(words)
            if after is not None:
                self.last += len(words)
                return after.side, after.inexact
        return "both", False

    def _is_place_word(self, start: int, bound: Bound) -> bool:
        """Whether "over", "under", "above", "below" is a preposition of its own here: "fell over 12 hurdles"."""
        token = self.parse_token(start)
        return (
            self.word(start) in ("under", "below", "above")
            and bound.side != "both"
            and token is not None
            and token.dep == "prep"
            and self.parse.head(token).pos == "NOUN"
        )

    # -- grammar

    def parse_token(self, i: int) -> Token | None:
        if not 0 <= i < len(self.words.starts):
            return None
        token = self.parse.token_at(self.words.starts[i])
        return token if token is not None and token.start <= self.words.starts[i] else None

    def _counted_noun(self) -> tuple[str, str | None, str | None] | None:
        """Unit, role and words of the noun counted, or of people meant by a number that stands alone."""
        token = self.parse_token(self.counted.last - 1)
        if token is None:
            return None
        noun = self._noun(token)
        if noun is None:
            return self._alone(token)
        lemma = noun.lemma.lower()
        if lemma in _TIME_UNITS:
            return None  # "two full days after the dead were found": days, whatever is said around them
        role = self._fate(token) if noun.dep == "pobj" else None
        role = role or self._role(noun)
        plural = noun.tag in ("NNS", "NNPS") or lemma in self.lexicon.people or lemma in self.lexicon.names
        if not plural and (self.counted.low or 0) != 1 and self.word(self.counted.last) in ("-", "‑"):
            return None  # "a 12-member team", "seven-party talks"
        person = lemma in self.lexicon.people or (lemma.endswith(_PERSON_ENDINGS) and noun.pos == "NOUN")
        unit = "people" if person or role in _FATES | {"troops", "protesters", "expelled"} else lemma
        return unit, role, self._phrase(noun, token)

    def _noun(self, token: Token) -> Token | None:
        """The noun that the number counts."""
        for _ in range(
            3
        ):  # the second of a range hangs on the first: "10-12 fishermen", "between 200 and 300 villagers"
            head = self.parse.head(token)
            if head.tag != "CD" or head.i >= token.i:
                break
            token = head
        head = self.parse.head(token)
        if token.pos == "NOUN" or token.tag == "NNS":
            of = next((child for child in self.parse.children(token, "prep") if child.lower == "of"), None)
            if of is not None:
                return self.parse.child(of, "pobj")
        if token.dep not in ("nummod", "quantmod", "compound", "amod", "det") or head.i <= token.i:
            return None
        if head.tag == "CD" and head.dep == "nummod":
            head = self.parse.head(head)
        named = head.pos in ("NOUN", "PROPN", "ADJ") or head.lemma.lower() in self.lexicon.names
        return head if named and head.tag != "CD" else None

    def _alone(self, token: Token) -> tuple[str, str | None, str | None] | None:
        """A number without a noun ("12 were killed", "a toll of 12"): people, when a word says what befell them."""
        role = self._role(token) or self._counter_role(token)
        if role in _FATES or role in ("troops", "protesters", "casualties"):
            return "people", role, None
        return ("vote", role, None) if role == "votes" else None

    def _role(self, noun: Token) -> str | None:
        """What is said of the noun: its fate by verb or adjective first, then what the noun itself names."""
        parse, lexicon = self.parse, self.lexicon
        for child in parse.children(noun, "acl", "relcl", "amod", "acomp", "oprd"):
            undergone = lexicon.undergo.get(child.lemma) if child.tag == "VBN" else None
            done = lexicon.do.get(child.lemma) if child.tag == "VBG" else None
            if role := undergone or lexicon.names.get(child.lower) or done:
                return role
        top = noun
        while top.dep in ("conj", "appos") and top.head != top.i:
            top = parse.head(top)
        if role := self._fate(noun) or (self._fate(top) if top is not noun else None):
            return role
        return lexicon.names.get(noun.lemma.lower()) or lexicon.names.get(noun.lower)

    def _fate(self, noun: Token) -> str | None:
        parse, lexicon = self.parse, self.lexicon
        verb = parse.head(noun)
        if noun.dep in ("dobj", "nsubjpass"):
            moved = lexicon.people_undergo.get(verb.lemma) if noun.lemma.lower() in lexicon.people else None
            complement = next(
                (c for c in parse.children(verb, "oprd", "acomp", "ccomp", "advcl") if c.lower in lexicon.names), None
            )
            return lexicon.undergo.get(verb.lemma, moved) or (lexicon.names[complement.lower] if complement else None)
        if noun.dep == "nsubj":
            if verb.tag == "VBN" and not parse.child(verb, "dobj"):
                return lexicon.undergo.get(verb.lemma) or lexicon.do.get(verb.lemma)
            if verb.lower in lexicon.names and verb.pos in ("ADJ", "NOUN"):
                return lexicon.names[verb.lower]
            state = parse.child(verb, "acomp", "attr", "oprd")
            if verb.lemma in ("be", "remain", "feel", "go", "lie") and state and state.lower in lexicon.names:
                return lexicon.names[state.lower]
            return (
                lexicon.do.get(verb.lemma)
                if verb.lemma not in lexicon.undergo or not parse.child(verb, "dobj")
                else None
            )
        return None

    def _counter_role(self, token: Token) -> str | None:
        """The role in "the death toll rose to 12", "a death toll of 12", "put the number of injured at 30"."""
        lexicon, parse = self.lexicon, self.parse
        above = [token, *list(parse.ancestors(token))[:3]]
        for holder in above:
            for candidate in (holder, *parse.children(holder, "nsubj", "nsubjpass", "dobj", "attr")):
                if candidate.lemma.lower() not in lexicon.counters:
                    continue
                named = [*parse.children(candidate, "compound", "amod")]
                named += [noun for prep in parse.children(candidate, "prep") for noun in parse.children(prep, "pobj")]
                for word in named:
                    if role := lexicon.names.get(word.lemma.lower()) or lexicon.names.get(word.lower):
                        return role
                if candidate.lemma.lower() == "toll":
                    return "dead"
        return None

    def _phrase(self, noun: Token, number: Token | None) -> str:
        """The noun with the adjectives and nouns before it, without the number."""
        first = noun
        for child in self.parse.children(noun, "compound", "amod", "nmod"):
            after_number = number is None or child.i > number.i
            if child.i < first.i and after_number and child.pos in ("NOUN", "PROPN", "ADJ", "VERB"):
                first = child
        return self.parse.text[first.start : noun.end]

    def _of_what(self) -> str | None:
        """What money or a share is of: "$9bn in assets", "20 percent of voters"."""
        if self.word(self.last) not in ("of", "in", "worth"):
            return None
        step = 2 if (self.word(self.last), self.word(self.last + 1)) == ("worth", "of") else 1
        token = self.parse_token(self.last + step)
        if token is None:
            return None
        prep = self.parse_token(self.last + step - 1)
        noun = self.parse.child(prep, "pobj") if prep is not None else None
        if noun is None or noun.i < token.i or noun.pos not in ("NOUN", "PROPN") or noun.entity == "DATE":
            return None
        return self._phrase(noun, None)
