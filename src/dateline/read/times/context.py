"""Where a time is read from: the publication date, the date last told, and the tense of the clause.

A bare weekday lies on or before publication (280 of 294 in TimeBank and AQUAINT) unless its clause looks ahead; a bare
month or day likewise, but without a tense the nearest one is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateline.model import TimexType
from dateline.read.text import Parse, Token
from dateline.read.times.values import interval_of, shift_value, week_value
from dateline.read.times.words import TimeLine, is_cue, load_time_words

Tense = Literal["past", "future"] | None
#: Prepositions by which an act reaches a time that is still to come.
_LOOKING_BACK = frozenset({"over", "because"})
_GROUND = 8  # words between a time and what the act was done over
_REACHING = frozenset({"until", "till", "to", "for", "by", "through", "before"})
#: Modals that with "have" speak of what did not come about.
_REGRETTED = frozenset({"would", "could", "should", "might", "may", "must"})
#: No clause is this deep; the bound keeps damaged parses cheap.
_DEEPEST = 12
#: Days beyond which a bare month or day is hardly meant when another is near.
_FAR = 240


@dataclass(frozen=True, slots=True)
class Found:
    """A time found at letters ``[first, last)`` of a line; ``tells`` that later times may refer to it."""

    first: int
    last: int
    type: TimexType
    value: str
    mod: str | None = None
    tells: bool = False
    zone: str | None = None
    days: tuple[date | None, date | None] | None = None


class Context:
    """What is known when a time is read; ``told`` and ``quarter`` follow the report from its beginning to its end."""

    __slots__ = ("day_first", "kind", "line", "parse", "published", "quarter", "stretch", "told")

    def __init__(self, published: date | None, parse: Parse | None, *, day_first: bool | None = None) -> None:
        self.published = published
        self.parse = parse
        self.day_first = day_first
        self.told: str | None = None  # the calendar value last told
        self.quarter: str | None = None  # the quarter last told
        self.stretch: str | None = None  # that quarter, or the year after "the first nine months" was told
        self.line = TimeLine("", [], [], [], [])
        self.kind = "body"

    # -- words around ------------------------------------------------------------------------------------------------

    def lower(self, i: int) -> str:
        """The word at letter *i* in lower case, empty outside the line."""
        return self.line.lowers[i] if 0 <= i < len(self.line.lowers) else ""

    def token(self, i: int) -> Token | None:
        """The parser's token at letter *i*, if the line is prose."""
        if self.parse is None or not 0 <= i < len(self.line.starts):
            return None
        token = self.parse.token_at(self.line.starts[i])
        return token if token and token.start <= self.line.starts[i] else None

    def capital(self, i: int) -> bool:
        """Whether the word at letter *i* begins with a capital."""
        return (
            self.parse is not None and 0 <= i < len(self.line.starts) and self.parse.text[self.line.starts[i]].isupper()
        )

    # -- the days that times are counted from ------------------------------------------------------------------------

    def told_day(self) -> date | None:
        """The day last told, when it was told to the day."""
        if self.told is None:
            return None
        first, last = interval_of(self.told)
        return first if first == last else None

    # -- tense ------------------------------------------------------------------------------------------------------

    def tense(self, i: int, *, modifies: bool = True) -> Tense:
        """Whether the clause around letter *i* looks back or ahead; ``None`` when its grammar does not tell.

        Args:
            i: A letter of the line.
            modifies: Whether the word may stand before the noun that it dates ("Monday's attack"): that looks back,
                unless the noun is of a kind that is announced ("Monday's vote").
        """
        token = self.token(i)
        if token is None or self.parse is None:
            return None
        parse = self.parse
        holder = parse.head(token)
        if holder.lower in load_time_words().day_parts and holder.i != token.i:
            token, holder = holder, parse.head(holder)
        if holder.dep == "ccomp" and token.dep == "npadvmod" and _precedes_subject(parse, token, holder):
            token, holder = holder, parse.head(holder)  # "said Tuesday he would resign" was said on Tuesday
        before_noun = token.dep in ("poss", "compound", "nmod") and holder.pos in ("NOUN", "PROPN")
        if (modifies and before_noun and not is_cue("plannable", holder.lemma.lower())) or self._follows_ground(token):
            return "past"
        infinitive, due, reaching, within = False, False, self.lower(i - 1) in _REACHING, False
        for depth, above in enumerate(parse.ancestors(token)):
            if depth > _DEEPEST:
                break
            if above.pos not in ("VERB", "AUX"):
                due = due or (depth < 3 and is_cue("looks ahead", above.lemma.lower()))
                if within and above.lower in _LOOKING_BACK:
                    return "past"  # "ordered to leave over the fighting on Monday"
                within = within or (depth > 0 and above.pos in ("NOUN", "PROPN"))
                reaching = reaching or (above.lower in _REACHING and not infinitive)
                continue
            verb = _Verb(parse, above, infinitive=infinitive, reaching=reaching, headline=self.kind == "headline")
            tense, ends = verb.tense(token)
            if due and not verb.is_unreal():
                return "future"
            if ends:
                return None if tense == "future" and within and verb.is_running() else tense
            infinitive = infinitive or any(child.tag == "TO" for child in parse.children(above, "aux"))
        return "future" if infinitive or due else None

    def _follows_ground(self, token: Token) -> bool:
        """ "Ordered to leave over the fighting at Ras Doumeira on Monday", which the parser hangs on "leave"."""
        assert self.parse is not None
        verb = next((above for above in self.parse.ancestors(token) if above.pos in ("VERB", "AUX")), None)
        if verb is None or not any(child.tag == "TO" for child in self.parse.children(verb, "aux")):
            return False
        named = False
        for before in reversed(self.parse.tokens[max(token.i - _GROUND, 0) : token.i]):
            if before.lower in _LOOKING_BACK:
                return named
            if before.pos not in ("ADP", "DET", "PROPN", "NOUN", "ADJ"):
                return False
            named = named or before.pos == "NOUN"
        return False


def _precedes_subject(parse: Parse, token: Token, verb: Token) -> bool:
    """Whether the time stands between a verb of saying and the subject of the clause that was said."""
    subject = parse.child(verb, "nsubj", "nsubjpass", "expl")
    return subject is not None and parse.head(verb).i < token.i < subject.i


class _Verb:
    """A verb above a time and what its form says of when the time lies.

    ``reaching`` tells that the time hangs on a preposition that reaches ("postponed until Monday"), ``infinitive``
    that it stands in an infinitive which the verb governs.
    """

    __slots__ = ("headline", "helpers", "infinitive", "looks_ahead", "reaching", "verb", "words")

    def __init__(self, parse: Parse, verb: Token, *, infinitive: bool, reaching: bool, headline: bool) -> None:
        self.verb = verb
        self.infinitive = infinitive
        self.reaching = reaching
        self.headline = headline
        self.helpers = parse.children(verb, "aux", "auxpass")
        self.words = {helper.lower for helper in self.helpers}
        states = [verb, *parse.children(verb, "acomp")]  # "were due"
        self.looks_ahead = any(is_cue("looks ahead", state.lemma.lower()) for state in states)

    def tense(self, token: Token) -> tuple[Tense, bool]:
        """The tense, and whether it ends the search (an infinitive or participle leaves it to what is above)."""
        if self.is_unreal():
            return "past", True
        if self._looks_ahead(token):
            return "future", True
        verb, was = self.verb, any(helper.tag == "VBD" for helper in self.helpers)
        if verb.tag == "VBD" or was or "has" in self.words or "have" in self.words:
            return "past", True
        if verb.tag == "VBN":
            return ("past" if not self.helpers else None), True
        now = any(helper.tag in ("VBZ", "VBP") for helper in self.helpers)
        if verb.tag == "VBG":
            return ("future" if now else None), now
        return None, verb.tag in ("VBZ", "VBP")

    def is_running(self) -> bool:
        """ "Is raising questions": what it is about may well be over."""
        return self.verb.tag == "VBG" and not self.looks_ahead and not any(h.tag == "MD" for h in self.helpers)

    def is_unreal(self) -> bool:
        """ "Had been due on Monday", "would have met on Monday": over, whether or not it came about."""
        return "had" in self.words or ("have" in self.words and bool(self.words & _REGRETTED))

    def _looks_ahead(self, token: Token) -> bool:
        verb, tag = self.verb, self.verb.tag
        if any(is_cue("future auxiliary", word) for word in sorted(self.words)):
            return True
        governs = self.infinitive or self.reaching
        going = verb.lemma == "go" and not self.infinitive  # "kept going until Friday"
        if governs and not going and (self.looks_ahead or is_cue("reaches ahead", verb.lemma)):
            return True
        if tag in ("VBN", "VBD") and is_cue("appoints", verb.lemma) and verb.i < token.i:
            return True  # "scheduled a hearing Thursday"
        if tag == "VBN" and self.looks_ahead:
            return not any(helper.tag == "VBD" for helper in self.helpers)
        if self.infinitive and verb.lemma == "be":
            return tag != "VBD"
        timetable = is_cue("timetable", verb.lemma) and not self.headline
        return tag in ("VBZ", "VBP") and (self.infinitive or self.looks_ahead or timetable)


# -- choosing the nearest day, month, quarter ------------------------------------------------------------------------


def choose(published: date, tense: Tense, options: Callable[[int], tuple[str, date, date] | None]) -> str | None:
    """Pick among the values of the years around publication the one that fits the tense, else the nearest.

    Args:
        published: The day counted from.
        tense: "past" takes the last that has begun, "future" the first that has not ended.
        options: Gives for a year the value with its first and last day, or ``None`` (29 February).
    """
    around = [option for year in range(published.year - 1, published.year + 2) if (option := options(year))]
    if not around:
        return None
    nearest = min(around, key=lambda option: (_distance(published, option[1], option[2]), option[1]))
    if tense == "past":
        chosen = [option for option in around if option[1] <= published][-1:] or [nearest]
    elif tense == "future":
        chosen = [option for option in around if option[2] >= published][:1] or [nearest]
    else:
        chosen = [nearest]
    # "By November", told in the past tense on 30 October, is not last year's: that would be "last November".
    far, near = (_distance(published, option[1], option[2]) for option in (chosen[0], nearest))
    return nearest[0] if far > _FAR and near * 8 < far else chosen[0][0]


def _distance(day: date, first: date, last: date) -> int:
    if first <= day <= last:
        return 0
    return min(abs((day - first).days), abs((day - last).days))


def day_of_month(context: Context, month: str, day: int, i: int) -> str | None:
    """The value of "March 3" without its year."""
    if context.published is None:
        return f"XXXX-{month}-{day:02d}" if _is_day(2024, month, day) else None

    def option(year: int) -> tuple[str, date, date] | None:
        if not _is_day(year, month, day):
            return None
        at = date(year, int(month), day)
        return at.isoformat(), at, at

    return choose(context.published, context.tense(i), option)


def month_alone(context: Context, month: str, i: int) -> str:
    """The value of a month without its year."""
    if context.published is None:
        return f"XXXX-{month}"
    return choose(context.published, context.tense(i), _spans(f"-{month}")) or f"XXXX-{month}"


def part_of_year(context: Context, part: str, i: int) -> str:
    """The value of a quarter, half or season ("Q3", "H1", "SU") without its year."""
    if context.published is None:
        return f"XXXX-{part}"
    tense = context.tense(i)
    return choose(context.published, tense or "past", _spans(f"-{part}")) or f"XXXX-{part}"


def _spans(rest: str) -> Callable[[int], tuple[str, date, date] | None]:
    def option(year: int) -> tuple[str, date, date] | None:
        first, last = interval_of(f"{year:04d}{rest}")
        return (f"{year:04d}{rest}", first, last) if first and last else None

    return option


def weekday(context: Context, number: int, i: int) -> str:
    """The value of a bare weekday: on or before publication unless its clause looks ahead."""
    published = context.published
    if published is None:
        return f"XXXX-WXX-{number}"
    back = (published.isoweekday() - number) % 7
    if context.tense(i) == "future" and back:
        return (published + timedelta(days=7 - back)).isoformat()
    return (published - timedelta(days=back)).isoformat()


def weekday_in_week(published: date | None, number: int, weeks: int) -> str:
    """The value of "Friday last week"."""
    if published is None:
        return f"XXXX-WXX-{number}"
    monday = published - timedelta(days=published.isoweekday() - 1)
    return (monday + timedelta(weeks=weeks, days=number - 1)).isoformat()


def weekend(published: date | None, i: int, context: Context, which: str) -> str:
    """The value of "the weekend", "this weekend" (to come, or running), "last weekend", "next weekend"."""
    if published is None:
        return "XXXX-WXX-WE"
    at_weekend = published.isoweekday() >= 6
    if which == "next":
        return week_value(published + timedelta(weeks=1 if at_weekend or published.isoweekday() < 3 else 0)) + "-WE"
    if which == "last" or (not at_weekend and which != "this" and context.tense(i) != "future"):
        return week_value(published - timedelta(weeks=1)) + "-WE"
    if which == "this" and context.tense(i) == "past" and not at_weekend and published.isoweekday() < 4:
        return week_value(published - timedelta(weeks=1)) + "-WE"
    return week_value(published) + "-WE"


def _is_day(year: int, month: str, day: int) -> bool:
    return interval_of(f"{year:04d}-{month}-{day:02d}")[0] is not None


def unit_at(day: date | None, unit: str, count: int) -> str | None:
    """The value of the unit *count* units away from the one that holds *day* ("last month", "this decade")."""
    if day is None:
        return _unknown(unit)
    if unit == "10Y":
        return f"{day.year // 10 + count:03d}"
    if unit == "100Y":
        return f"{day.year // 100 + count:02d}"
    return shift_value(day, count, unit)


def _unknown(unit: str) -> str | None:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(unit)
