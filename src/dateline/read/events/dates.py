"""When and where an event was, from its own clause, then its sentence, then the report's first lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.model import EventMention, Place, Span, Timex
from dateline.read.events.drafts import Draft
from dateline.read.text import Parse, Token

_PLAIN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})T")
_YEARS = re.compile(r"P(\d{1,3})Y\Z")
_DAYS = re.compile(r"P(\d{1,2})D\Z")
_MONTHS = re.compile(r"P(\d{1,3})M\Z")
_OPENING = frozenset({"since", "after", "from"})
_LIMITS = frozenset({"by", "before"})
_CLOSING = frozenset({"to", "until", "till", "through", "and", "-", "–"})
_CLIMB = 6
_GOES_ON = 3  # sentences back in which the date that a story goes on from is looked for
_YEAR = 366
LONG_AGO = 92  # days after which what happened is told as history
_NEVER = date(1, 1, 1)
_PERFECT = frozenset({"has", "have", "'s", "'ve"})
_HAPPENING = frozenset({"come", "take", "occur", "happen", "begin", "start", "follow"})

_GROUNDS = frozenset({"over", "after", "since", "following", "during", "for"})
_PLACING = frozenset({"ADP", "DET", "PROPN", "NUM"})
_BESIDE = 7  # words between a noun and the day told of it

Interval = tuple[str | None, str | None, str]


class Dates:
    """The dates of one report, each with the word that it dates."""

    def __init__(self, parse: Parse, times: Sequence[Timex], published: date | None) -> None:
        self.parse, self.published = parse, published
        self._starts = [token.start for token in parse.tokens]
        self._told: dict[int, list[tuple[int, Timex]]] = {}
        self._lengths: dict[int, list[Timex]] = {}
        self._grounds: dict[int, int] = {}  # first word of a time -> the noun that it dates, which an act was over
        self._by_sentence: dict[int, list[tuple[int, Timex]]] = {}
        for timex in times:
            self._place(timex)

    def _place(self, timex: Timex) -> None:
        first = bisect_left(self._starts, timex.span.start)
        last = bisect_left(self._starts, timex.span.end)
        if first >= last or last > len(self.parse.tokens):
            return
        inside = range(first, last)
        top = next(
            (self.parse.tokens[i] for i in inside if self.parse.tokens[i].head not in inside), self.parse.tokens[first]
        )
        governor = self._governor(top)
        if timex.type == "DURATION":
            self._lengths.setdefault(governor.i, []).append(timex)
        elif timex.type in ("DATE", "TIME") and bounds(timex) is not None:
            ground = self._ground_of(first)
            if ground is not None:
                self._grounds[first] = ground.i
                governor = ground
            self._told.setdefault(governor.i, []).append((first, timex))
            self._by_sentence.setdefault(top.sentence, []).append((first, timex))

    def _governor(self, token: Token) -> Token:
        """The verb or noun that a time tells the when of."""
        head = self.parse.head(token)
        for _ in range(_CLIMB):
            if (head.pos in ("VERB", "AUX", "NOUN", "PROPN") and head.entity != "DATE") or head.head == head.i:
                break
            head = self.parse.head(head)
        return head

    def find(self, draft: Draft, clause: Span, *, background: bool, first: bool) -> Interval:
        """The date of a draft as (earliest, latest, reason).

        Args:
            draft: The act.
            clause: Its clause.
            background: Whether its clause only sets the scene: then the sentence's date is not its own.
            first: Whether it is told in the report's first lines, where an undated act is news.
        """
        own = self._own(draft)
        reckoned = None if own else self._reckon(draft)
        if reckoned is not None:
            return reckoned
        told = own or [
            (i, timex)
            for i, timex in self._by_sentence.get(draft.core.sentence, ())
            if clause.holds(timex.span) and i not in self._grounds and self._belongs(i, draft)
        ]
        if told:
            return self._interval(told, "clause")
        return self._from_around(draft, background=background, first=first)

    def age(self, draft: Draft, earliest: str | None, latest: str | None) -> int | None:
        """Days from an event to the report; of an undated one told in the past, those of the date it goes on from."""
        if earliest is not None or latest is not None:
            return self._age(latest) if latest is not None else None
        return self._age_told(draft)

    def _age_told(self, draft: Draft) -> int | None:
        """Days to the report from the date that the story goes on from to an undated act."""
        top = draft.top
        if draft.noun is not None and draft.noun.dep in ("nsubj", "nsubjpass") and draft.noun.i == top.i:
            top = self.parse.head(top)  # "their kidnapping spurred an outcry"
        elif draft.noun is not None:
            return None
        perfect = any(child.lower in _PERFECT for child in self.parse.children(top, "aux"))
        if perfect or not self._is_past(top) or not self._is_main(top):
            return None
        goes_on = self._date_before(draft)
        return self._age(goes_on) if goes_on is not None else None

    def _age(self, latest: str) -> int | None:
        """Without a day of publication, what is a year before another day that the report tells is as old as that."""
        if self.published is not None:
            return age_in_days(latest, self.published)
        age = age_in_days(latest, self._last_told())
        return age if age is not None and age > _YEAR else None

    def _last_told(self) -> date | None:
        """The last day that anything is said to have been done on."""
        days = [
            (bounds(timex) or (None, None))[1]
            for i, told in self._told.items()
            if self._is_past(self.parse.tokens[i])
            for _, timex in told
        ]
        ages = [-age for day in days if (age := age_in_days(day, _NEVER)) is not None]
        return _NEVER + timedelta(days=max(ages)) if ages else None

    def _is_past(self, verb: Token) -> bool:
        aux = self.parse.children(verb, "aux", "auxpass")
        told = verb.tag == "VBD" or (verb.tag == "VBN" and any(child.tag == "VBD" for child in aux))
        return told and not any(child.tag == "MD" for child in aux)

    def _date_before(self, draft: Draft) -> str | None:
        """The date of what was told last before an act, in its paragraph: the story goes on from there."""
        block = next((b for b in self.parse.blocks if b.first <= draft.core.sentence < b.last), None)
        first = max(block.first if block is not None else 0, draft.core.sentence - _GOES_ON)
        for sentence in range(draft.core.sentence, first - 1, -1):
            for i, timex in reversed(self._by_sentence.get(sentence, ())):
                governor = self.parse.tokens[self._governor_of(i)]
                if i < draft.core.i and self._is_past(governor) and self._is_main(governor):
                    return (bounds(timex) or (None, None))[1]
        return None

    def _is_main(self, verb: Token) -> bool:
        """Whether a verb tells what its sentence tells: its root, coordinated with it, or said in it."""
        while verb.dep in ("conj", "ccomp") and verb.head != verb.i:
            verb = self.parse.head(verb)
        return verb.dep == "ROOT"

    def _from_around(self, draft: Draft, *, background: bool, first: bool) -> Interval:
        """The date of the sentence, or of the report for news told first."""
        above = self._above(draft)
        told = self._interval(above, "sentence") if above else (None, None, "none")
        if above and (not background or (draft.noun is not None and len(told[0] or "") == 4)):
            return told  # a year is wide enough to hold what came before
        old = first and (self._age_told(draft) or 0) > LONG_AGO
        if first and not background and not old and self.published is not None:
            return ((self.published - timedelta(days=1)).isoformat(), self.published.isoformat(), "publication")
        return (None, None, "none")

    def _own(self, draft: Draft) -> list[tuple[int, Timex]]:
        marks = [t for t in (draft.core, draft.top, draft.trigger, *draft.chain) if not _is_denial(t, draft)]
        if draft.noun is not None:
            after = [
                (i, timex)
                for i, timex in self._by_sentence.get(draft.noun.sentence, ())
                if 0 < i - draft.noun.i <= 2 or self._grounds.get(i) == draft.noun.i
            ]
            if after:  # "the invasion from 1979 to 1989", whatever the parser hangs it on
                return [
                    *after,
                    *[(i, t) for i, t in self._by_sentence[draft.noun.sentence] if after[0][0] < i <= after[0][0] + 3],
                ]
            marks.append(draft.noun)
            relative = self.parse.child(draft.noun, "relcl")
            if relative is not None and relative.lemma in _HAPPENING:
                marks.append(relative)
            head = self.parse.head(draft.noun)
            if draft.noun.dep in ("nsubj", "nsubjpass"):
                marks.append(head)
        found = {
            i: timex for mark in {mark.i: mark for mark in marks}.values() for i, timex in self._told.get(mark.i, ())
        }
        if draft.noun is None:
            found = {i: timex for i, timex in found.items() if not self._is_owner(i)}
        direct = {i: timex for i, timex in found.items() if self._governor_of(i) == draft.core.i}
        found = direct or found
        if not found:
            for item in self.parse.children(draft.core, "dobj", "prep", "nsubjpass"):
                for inner in (item, *self.parse.children(item, "pobj")):
                    found.update(dict(self._told.get(inner.i, ())))
        return sorted(found.items())

    def _ground_of(self, first: int) -> Token | None:
        """ "Expelled him over the fighting at Ras Doumeira on Monday": the day of what it was over, not its own."""
        for token in reversed(self.parse.tokens[max(first - _BESIDE, 0) : first]):
            if token.pos == "NOUN" and token.dep == "pobj" and self.parse.head(token).lower in _GROUNDS:
                return token
            if token.pos not in _PLACING and not token.text[0].isupper():
                return None
        return None

    def _is_owner(self, i: int) -> bool:
        """ "Saturday's election": the day of the election, not of what is said of it."""
        token = self.parse.tokens[i]
        return token.dep == "poss" or self.parse.head(token).dep == "poss"

    def _governor_of(self, i: int) -> int:
        token = self.parse.tokens[i]
        while (
            token.entity in ("DATE", "TIME")
            and self.parse.head(token).entity in ("DATE", "TIME")
            and token.head != token.i
        ):
            token = self.parse.head(token)
        return self._governor(token).i

    def _belongs(self, i: int, draft: Draft) -> bool:
        """Whether a time inside the clause is not that of a clause within it."""
        token = self.parse.tokens[i]
        for _ in range(_CLIMB * 2):
            if token.i in (draft.core.i, draft.top.i):
                return not _is_denial(token, draft)
            if (
                token.dep in ("relcl", "advcl", "ccomp") and token.tag in ("VBD", "VBZ", "VBP", "VBN")
            ) or token.head == token.i:
                return False
            token = self.parse.head(token)
        return False

    def _above(self, draft: Draft) -> list[tuple[int, Timex]]:
        """The times of the clauses that this one is coordinated with or reported in."""
        token = draft.top
        for _ in range(_CLIMB):
            siblings = self.parse.children(token, "conj") if token.i == draft.top.i else []
            for sibling in siblings:
                if self._told.get(sibling.i):
                    return list(self._told[sibling.i])
            head = self.parse.head(token)
            if head.i == token.i:
                return []
            if token.dep in ("relcl", "acl") and token.tag == "VBD":
                return []
            if token.dep == "ccomp" and _is_denial(head, draft):
                return []
            token = head
            if self._told.get(token.i):
                return list(self._told[token.i])
        return []

    def _reckon(self, draft: Draft) -> Interval | None:
        """ "Four years after they came": the publication date less the length, as exact as its unit."""
        token = draft.top
        for _ in range(2):
            marks = {child.lower for child in self.parse.children(token, "mark", "prep")}
            lengths = list(self._lengths.get(token.i, ()))
            if token.dep == "advcl" and (near := self._counted_from(token, marks)) is not None:
                return (near, near, "length from another event")
            if token.dep == "advcl" and "after" in marks:
                lengths.extend(self._lengths.get(token.head, ()))
                value = next((found for timex in lengths if (found := self._less(timex)) is not None), None)
                if value is not None:
                    return (value, value, "length before publication")
            if token.dep != "conj":
                return None
            token = self.parse.head(token)
        return None

    def _counted_from(self, verb: Token, marks: set[str]) -> str | None:
        """ "Expelled him on Friday, a day after troops fought": the day told above, less (or plus) the days."""
        sign = -1 if "after" in marks else 1 if "before" in marks else 0
        days = next((int(m[1]) for t in self._lengths.get(verb.i, ()) if (m := _DAYS.match(t.value))), 0)
        above = self.parse.head(verb)
        while above.dep == "conj" and above.i not in self._told and above.head != above.i:
            above = self.parse.head(above)
        for _, timex in self._told.get(above.i, ()) if sign and days else ():
            low, high = bounds(timex) or (None, None)
            if low is not None and low == high and len(low) == len("2025-01-01"):
                return (date.fromisoformat(low) + sign * timedelta(days=days)).isoformat()
        return None

    def _less(self, timex: Timex) -> str | None:
        if self.published is None:
            return None
        if years := _YEARS.match(timex.value):
            return str(self.published.year - int(years[1]))
        if months := _MONTHS.match(timex.value):
            whole = self.published.year * 12 + self.published.month - 1 - int(months[1])
            return f"{whole // 12:04d}-{whole % 12 + 1:02d}"
        return None

    def _interval(self, told: Sequence[tuple[int, Timex]], reason: str) -> Interval:
        """One interval of several times: a range when they are joined as one, else the first."""
        i, timex = told[0]
        low, high = bounds(timex) or (None, None)
        before = self.parse.tokens[i - 1].lower if i else ""
        if len(told) > 1:
            j, later = told[1]
            joint = self.parse.tokens[j - 1].lower
            end = bounds(later)
            if joint in _CLOSING and end is not None and j - i <= 5 and (end[1] or "") >= (low or ""):
                return (low, end[1], reason)
            if end is not None and len(end[0] or "") > len(low or "") and (end[0] or "").startswith(low or ""):
                low, high = end
        if before in _OPENING and reason != "publication":
            return (low, None, reason)
        if before in _LIMITS and reason == "clause":
            return (None, high, reason)
        return (low, high, reason)


def date_after_others(parse: Parse, drafts: Sequence[Draft], events: Sequence[EventMention]) -> list[EventMention]:
    """Give undated events told as "after the takeover" the date of that event as their earliest, open at the end.

    Args:
        parse: The report's prose.
        drafts: The drafts, one an event.
        events: The events; one with the same act and a source in common lends its date to a bare noun.
    """
    by_trigger = {draft.trigger.i: number for number, draft in enumerate(drafts)}
    made = list(events)
    for number, (draft, event) in enumerate(zip(drafts, events, strict=True)):
        if event.date_reason not in (None, "publication"):
            continue
        other = next((by_trigger[i] for i in _after(parse, draft) if i in by_trigger and by_trigger[i] != number), None)
        if other is None:
            continue
        start = events[other].earliest or _same_act(events, events[other])
        if start is not None:
            made[number] = replace(event, earliest=start, latest=None, date_reason="after another event")
    return made


def _after(parse: Parse, draft: Draft) -> list[int]:
    found: list[int] = []
    for anchor in (
        draft.core,
        draft.top,
        *parse.children(draft.core, "dobj"),
        *_objects_of_prepositions(parse, draft.core),
    ):
        for child in parse.children(anchor, "prep", "advcl"):
            if child.dep == "prep" and child.lower in ("after", "following", "since"):
                found.extend(pobj.i for pobj in parse.children(child, "pobj", "pcomp"))
            elif child.dep == "advcl" and any(
                mark.lower in ("after", "since") for mark in parse.children(child, "mark")
            ):
                found.append(child.i)
    return found


def _objects_of_prepositions(parse: Parse, token: Token) -> list[Token]:
    heads = [token, *parse.children(token, "dobj")]
    return [pobj for head in heads for prep in parse.children(head, "prep") for pobj in parse.children(prep, "pobj")]


def _same_act(events: Sequence[EventMention], other: EventMention) -> str | None:
    """The date of the event that a dateless noun names, told elsewhere in the report."""
    codes = {actor.code[:3] for actor in other.source_actors if actor.code}
    for event in events:
        same = event.act == other.act and event.earliest is not None and event.date_reason != "publication"
        if same and codes & {actor.code[:3] for actor in event.source_actors if actor.code}:
            return event.earliest
    return None


def bounds(timex: Timex) -> tuple[str | None, str | None] | None:
    """The first and last ISO date of a time, as exact as it was told; ``None`` when it names no date.

    >>> from dateline.model import Span
    >>> bounds(Timex(Span(0, 8), "DATE", "2025-04"))
    ('2025-04', '2025-04')
    """
    if _PLAIN.match(timex.value):
        return (timex.value, timex.value)
    if timed := _TIMED.match(timex.value):
        return (timed[1], timed[1])
    if timex.earliest is None and timex.latest is None:
        return None
    low = timex.earliest.isoformat() if timex.earliest is not None else None
    high = timex.latest.isoformat() if timex.latest is not None else None
    return (low, high) if low is not None else None


def age_in_days(latest: str | None, published: date | None) -> int | None:
    """Days from the end of an ISO date to the publication, ``None`` when either is not known.

    >>> age_in_days("2025-04", date(2025, 7, 4))
    65
    """
    if latest is None or published is None:
        return None
    parts = [int(part) for part in latest.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    if not 1 <= year <= 9998 or not 1 <= month <= 12:
        return None
    if len(parts) > 2:
        end = date(year, month, parts[2])
    else:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return (published - end).days


_AT = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "within", "into", "to"})


def find_place(
    parse: Parse, draft: Draft, clause: Span, places: Sequence[Place], seats: Sequence[Span] = ()
) -> str | None:
    """The place of an event: the first told with "in", "at" or "near" in its clause, but not a government's seat."""
    for place in places:
        if place.span.start >= clause.end:
            break
        if not clause.holds(place.span):
            continue
        token = parse.token_at(place.span.start)
        if token is None:
            continue
        while token.dep in ("compound", "det", "amod", "nmod") and token.head != token.i:
            token = parse.head(token)
        head = parse.head(token)
        if any(span.holds(parse.head(head).span) for span in seats):
            continue  # "the government in Kabul"
        if token.dep == "pobj" and head.lower in _AT and (head.lower != "to" or draft.mode == "visit"):
            return place.name
        if draft.mode == "visit" and token.dep == "dobj":
            return place.name
    return None


def _is_denial(token: Token, draft: Draft) -> bool:
    """ "Denied on Monday that they had fired": the day is that of the denial, not of what is denied."""
    return token.lemma.lower() == "deny" and token.i != draft.core.i
