"""A block laid out for the quote reader: which tokens are quoted, and where its sentences really end.

A parser ends sentences inside quotations, and after one that is still to be attributed (“Why?” she asked). A unit
here is a sentence of the reporter's: it holds each of its quotations whole, with what attributes it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from dateline.read.quotes.cues import CueLexicon
from dateline.read.quotes.marks import Quoted, pair_marks
from dateline.read.text import Block, Parse, Token

_STOPS = frozenset(".!?…")
_TAG_REACH = 14  # words within which “Why?” must find its verb of saying
DASHES = frozenset({"-", "–", "—", "―", "--"})
_LONGEST_UNIT = 500  # tokens; a longer "sentence" is no prose, and the readers' time grows with its square
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


class Layout:
    """One block: its tokens, quotations and units; all positions are indices into ``Parse.tokens``."""

    __slots__ = (
        "_number",
        "_starts",
        "block",
        "first",
        "last",
        "parse",
        "quotes",
        "reach",
        "tokens",
        "units",
        "vehicles",
        "verbs",
    )

    def __init__(self, parse: Parse, block: Block, lexicon: CueLexicon) -> None:
        self.parse = parse
        self.block = block
        self.tokens = parse.tokens
        self.verbs = lexicon.verbs
        self.vehicles = lexicon.vehicles
        sentences = parse.sentences[block.first : block.last]
        self.first = sentences[0].first if sentences else 0
        self.last = sentences[-1].last if sentences else 0
        self.quotes: tuple[Quoted, ...] = tuple(q for q in pair_marks(parse.text, block.span) if not q.depth)
        self._number = [-1] * (self.last - self.first)
        self.reach: list[tuple[int, int]] = []
        self._mark_quotes()
        self._starts = [first for first, _ in self.reach]
        self.units = list(self._cut())

    def _mark_quotes(self) -> None:
        i = self.first
        for number, quoted in enumerate(self.quotes):
            while i < self.last and self.tokens[i].end <= quoted.span.start:
                i += 1
            start = i
            while i < self.last and self.tokens[i].start < quoted.span.end:
                self._number[i - self.first] = number
                i += 1
            self.reach.append((start, i))

    def quote_at(self, i: int) -> int:
        """The number of the quotation that token *i* stands in, -1 outside."""
        return self._number[i - self.first] if self.first <= i < self.last else -1

    def widen(self, first: int, last: int) -> tuple[int, int]:
        """The range of tokens, grown so that it cuts no quotation."""
        if first < last:
            if (number := self.quote_at(first)) >= 0:
                first = min(first, self.reach[number][0])
            if (number := self.quote_at(last - 1)) >= 0:
                last = max(last, self.reach[number][1])
        return first, last

    def next_quote(self, i: int) -> int | None:
        """The number of the first quotation that begins at token *i* or later."""
        number = bisect_left(self._starts, i)
        return number if number < len(self._starts) else None

    def ends_with(self, number: int) -> str:
        """The last character inside a quotation's marks."""
        return self.quotes[number].inner.of(self.parse.text).rstrip("‘’'\"”» \n\u00a0")[-1:]

    def _cut(self) -> Iterator[tuple[int, int]]:
        start = self.first
        for i in range(self.first + 1, self.last):
            if i - start >= _LONGEST_UNIT or self._is_boundary(i):
                yield start, i
                start = i
        if start < self.last:
            yield start, self.last

    def _is_boundary(self, i: int) -> bool:
        before, here = self.tokens[i - 1], self.tokens[i]
        number = self.quote_at(i - 1)
        if number >= 0 and number == self.quote_at(i):
            return False
        if number >= 0:
            ending = self.ends_with(number)
            if ending not in _STOPS:
                return before.sentence != here.sentence and here.text[:1].isupper() and ending not in ",;:—-"
            if here.text in ",.;:)" or here.text in DASHES or here.text[:1].islower():
                return False
            return ending == "." or not self._is_tag(i)
        if before.sentence == here.sentence:
            return before.text in ".?!" and self.quote_at(i) >= 0
        return before.text[-1:] in _STOPS or before.text in (")", "]", ";") or self._breaks(before, here)

    def _breaks(self, before: Token, here: Token) -> bool:
        return "\n" in self.parse.text[before.end : here.start] and before.text not in (":", ",")

    def _is_tag(self, i: int) -> bool:
        """Whether the words from *i* only attribute what stands before: “Why?” the minister asked."""
        if self.tokens[i].tag in ("CC", "IN", "RB"):
            return False
        verb = None
        for token in self.tokens[i : min(i + _TAG_REACH, self.last)]:
            if self.quote_at(token.i) >= 0 or token.text in (".", ":", ";"):
                break
            if token.pos in ("VERB", "AUX"):
                verb = token
                break
        if verb is None or verb.lemma.lower() not in self.verbs or verb.tag not in _FINITE:
            return False
        if "quote" not in self.verbs[verb.lemma.lower()].frames:
            return False
        following = self.tokens[verb.i + 1].text if verb.i + 1 < self.last else "."
        if following in (":", "that") or (following in ("“", '"', "``", "''")):
            return False
        return not any(child.i > verb.i for child in self.parse.children(verb, "ccomp", "dobj", "xcomp"))
