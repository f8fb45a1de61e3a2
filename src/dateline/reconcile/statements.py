"""Quotes and quantities across reports -> statements: one remark from its printings, one count from its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.judgements import NO_JUDGEMENTS, Judgements, make_key, regroup
from dateline.lexicon import load_tables
from dateline.model import (
    Evidence,
    LinkedEntity,
    Origin,
    Quantity,
    Quote,
    Reading,
    Span,
    Statement,
    StatementSpeaker,
    make_id,
)
from dateline.reconcile.linking import fold_name
from dateline.reconcile.parties import has_country, is_proper
from dateline.reconcile.words import fold_spelling, meaning_stems, stem_word, surface_words

_OPEN, _CLOSE = '“"«„', '”"»“'
_ANY_OPEN = re.compile(f"[{_OPEN}‘]")
_LEAST_HELD = 0.6  # of the shorter printing's telling words that the longer must hold
_TOLLS = ("dead", "injured", "missing")
_OWN_ROLES = (*_TOLLS, "displaced", "money")  # counts that are one whatever noun is counted
_SAME_MATTER = 2  # words that two sentences share when their sums are of one matter
_REPEATED = 2  # words of a remark that a report prints twice
_BESIDE = 40  # characters between a verb of denying and what is denied that are shown with it
_VERBATIM = 4  # words, small ones aside, that nobody else says by chance in one story
_VAGUE_UNITS = ("people", "person", "persons", "")  # nouns that do not tell what is counted
_LONGEST_EVIDENCE = 600  # SPEC: a sentence or less, 600 code points at most


@dataclass(frozen=True, slots=True, eq=False)
class QuotePart:
    """A quote of one report, or one of its quoted stretches when it has several that can stand alone."""

    reading: Reading
    index: int
    quote: Quote
    spans: tuple[Span, ...]
    evidence: Span

    @property
    def words(self) -> str:
        """What is quoted, on one line."""
        return " ".join(" ".join(span.of(self.reading.text) for span in self.spans).split())

    @property
    def told(self) -> str:
        """What is quoted, with the verb where the speaker denies it: "denied on Monday that they had fired"."""
        cue, start = self.quote.cue, self.spans[0].start
        if cue is None or not denies(cue.of(self.reading.text)):
            return self.words
        between = self.reading.text[cue.end : start]
        if cue.end <= start and len(between) <= _BESIDE and not _ANY_OPEN.search(between):
            return " ".join(f"{cue.of(self.reading.text)}{between}{self.words}".split())
        return " ".join(f"{cue.of(self.reading.text)}: {self.words}".split())

    @property
    def key(self) -> str:
        """What stands for it in a decision's id."""
        return make_key(self.reading.id, self.spans[0].start, self.spans[-1].end)

    @property
    def order(self) -> tuple[str, str, int]:
        """By publication, then id, then place in the report."""
        return self.reading.metadata.published or "9", self.reading.id, self.spans[0].start


def denies(cue: str) -> bool:
    """Whether a cue's words deny what is quoted.

    >>> denies("has denied"), denies("said")
    (True, False)
    """
    stems = load_tables("en/reconcile.toml").tables["denial_cues"]
    return any(stem_word(word) in stems for word in cue.lower().split())


def group_quotes(
    readings: Sequence[Reading], entities: Sequence[LinkedEntity], judgements: Judgements = NO_JUDGEMENTS
) -> tuple[tuple[QuotePart, ...], ...]:
    """Group the quotes of a story: each group is one remark in its several printings, first printed first.

    Two quotes of different reports are one remark when one speaker (or one side: the same government) makes them and
    what the shorter carries is nearly all in the longer, synonyms counted as equal.
    """
    linked = {member: entity.id for entity in entities for member in entity.members}
    parts = sorted((part for reading in readings for part in _parts(reading)), key=lambda part: part.order)
    groups: list[list[QuotePart]] = []
    stems = {id(part): frozenset(meaning_stems(part.words)) for part in parts}
    holders: dict[str, set[int]] = {}
    # A report's whole printing before its few words in the first sentence, which join what holds them.
    for part in sorted(parts, key=lambda part: (*part.order[:2], -len(part.words), part.order)):
        near = sorted({number for stem in stems[id(part)] for number in holders.get(stem, ())})
        best = max(
            ((_likeness(part, other, stems, linked), -number) for number in near for other in groups[number]),
            default=(0.0, 0),
        )
        if best[0] > 0:
            number = -best[1]
            groups[number].append(part)
        else:
            number = len(groups)
            groups.append([part])
        for stem in stems[id(part)]:
            holders.setdefault(stem, set()).add(number)
    judged = [sorted(group, key=lambda p: p.order) for group in regroup(groups, lambda p: p.key, "quote", judgements)]
    return tuple(tuple(group) for group in sorted(judged, key=lambda group: group[0].order))


def quote_keys(readings: Sequence[Reading]) -> set[str]:
    """What stands for the printings of some readings in decisions' ids."""
    return {part.key for reading in readings for part in _parts(reading)}


def explain_likeness(one: QuotePart, other: QuotePart, entities: Mapping[tuple[str, int], str]) -> tuple[float, str]:
    """How alike two printings are (0: of two remarks, unless judged otherwise), and by what; *entities* as linked."""
    stems = {id(part): frozenset(meaning_stems(part.words)) for part in (one, other)}
    fewer = min(len(each) for each in stems.values())
    sides = {2: "same speaker", 1: "same side, or a speaker left open"}
    reasons = [
        sides.get(_same_speaker(one, other, entities), ""),
        f"{len(stems[id(one)] & stems[id(other)])} of {fewer} telling words shared",
        "word for word" if _is_verbatim(one, other) else "",
    ]
    return _likeness(one, other, stems, entities), "; ".join(reason for reason in reasons if reason)


def _parts(reading: Reading) -> Iterable[QuotePart]:
    for index, quote in enumerate(reading.quotes):
        stretches = [s for span in quote.content for s in _quoted(reading.text, span)]
        long = [span for span in stretches if len(span.of(reading.text).split()) >= 5]
        whole = _evidence_of(quote)
        if quote.kind == "mixed" and len(quote.content) == 1 and len(long) > 1:
            start = quote.content[0].start
            for span in long:
                piece = Span(start, min(span.end + 1, quote.content[0].end))
                yield QuotePart(reading, index, quote, (piece,), whole)
                start = piece.end
        else:
            yield QuotePart(reading, index, quote, quote.content, whole)


def _quoted(text: str, span: Span) -> list[Span]:
    """The stretches inside quotation marks within a span; a single mark that ends a word is one only after its like."""
    found, start, single = [], None, False
    if not _ANY_OPEN.search(text, span.start, span.end):
        return []
    for at in range(span.start, span.end):
        char = text[at]
        if start is None and (char in _OPEN or (char == "‘" and not text[max(at - 1, 0)].isalnum())):
            start, single = at, char == "‘"
        elif start is not None and (
            (single and char == "’" and not text[at + 1 : at + 2].isalnum()) or (not single and char in _CLOSE)
        ):
            found.append(Span(start + 1, at))
            start = None
    return found


def _evidence_of(quote: Quote) -> Span:
    """From speaker or cue to the end of the content, if that is no more than a sentence's length; else the content."""
    spans = [*quote.content, *([quote.cue] if quote.cue else []), *([quote.speaker.span] if quote.speaker.span else [])]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    if end - start > _LONGEST_EVIDENCE:
        start, end = quote.content[0].start, quote.content[-1].end
    return Span(start, min(end, start + _LONGEST_EVIDENCE))


def _likeness(
    one: QuotePart, other: QuotePart, stems: dict[int, frozenset[str]], linked: Mapping[tuple[str, int], str]
) -> float:
    if one.reading.id == other.reading.id:  # a few words in the first sentence, the whole of them further down
        first, second = (_printed_run(part) for part in (one, other))
        repeated = min(len(first), len(second)) >= _REPEATED and (_holds(first, second) or _holds(second, first))
        return 0.5 if repeated and _same_speaker(one, other, linked) else 0.0
    mine, theirs = stems[id(one)], stems[id(other)]
    shared = len(mine & theirs)
    fewer = min(len(mine), len(theirs))
    if shared < 2 or fewer == 0:
        return 0.0
    held = shared / fewer
    if held < _LEAST_HELD:  # too little for any speaker
        return 0.0
    speaker = _same_speaker(one, other, linked) or int(_is_verbatim(one, other))
    needed = 1.1
    if speaker == 2:
        needed = _LEAST_HELD if shared >= 3 else 0.99
    elif speaker == 1:
        needed = 0.75 if shared >= 4 else 0.99
    return held * speaker if held >= needed else 0.0


def _is_verbatim(one: QuotePart, other: QuotePart) -> bool:
    """Whether one prints the other's words within quotation marks, and no two people are named who say them."""
    if all(_type_of(part) == "PERSON" for part in (one, other)):
        return False
    first, second = (_printed_run(part) for part in (one, other))
    return min(len(first), len(second)) >= _VERBATIM and (_holds(first, second) or _holds(second, first))


def _type_of(part: QuotePart) -> str | None:
    entity = part.quote.speaker.entity
    return part.reading.entities[entity].type if entity is not None else None


def _printed_run(part: QuotePart) -> tuple[str, ...]:
    text = part.reading.text
    words = " ".join(span.of(text) for whole in part.spans for span in _quoted(text, whole))
    return tuple(fold_spelling(word) for word in fold_name(words))


def _holds(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _same_speaker(one: QuotePart, other: QuotePart, linked: Mapping[tuple[str, int], str]) -> int:
    """2 for one speaker; 1 for one side, one office, or a speaker that one of them leaves open or only describes."""
    speakers = [part.quote.speaker for part in (one, other)]
    names = [fold_name(speaker.name or "") for speaker in speakers]
    ids = [
        linked.get((part.reading.id, part.quote.speaker.entity)) if part.quote.speaker.entity is not None else None
        for part in (one, other)
    ]
    if (ids[0] and ids[0] == ids[1]) or (names[0] and names[0] == names[1]):
        return 2
    if not names[0] or not names[1]:
        return 1
    codes = [_code_of(part) for part in (one, other)]
    if bool(codes[0]) and codes[0] == codes[1] and len(codes[0]) >= 6:
        return 1
    if has_country(codes[0]) and has_country(codes[1]) and codes[0][:3] != codes[1][:3]:
        return 0
    if all(is_proper(speaker.name or "") for speaker in speakers):
        return 0
    # "a spokesman", "the ministry", "a women's group": told apart from a name only by what it is said to be
    told = [set(name) | set(fold_name(speaker.role or "")) for name, speaker in zip(names, speakers, strict=True)]
    return int(bool({stem_word(word) for word in told[0]} & {stem_word(word) for word in told[1]}))


def _code_of(part: QuotePart) -> str:
    entity = part.quote.speaker.entity
    return (part.reading.entities[entity].code or "")[:6] if entity is not None else ""


def differ_in_wording(parts: Sequence[QuotePart]) -> bool:
    """Whether printings of one remark use different words, other than by trimming it.

    Compared are the words inside quotation marks, in one spelling (a translator's choice shows in them). Who retells a
    remark without quotation marks chooses the words and says so: that is no difference.
    """
    printed = [printed_words(part) for part in parts]
    for i, one in enumerate(parts):
        for j in range(i + 1, len(parts)):
            a, b = printed[i], printed[j]
            if a and b and not (a <= b or b <= a) and parts[j].reading.id != one.reading.id:
                return True
    return False


def printed_words(part: QuotePart) -> frozenset[str]:
    """The words that stand inside quotation marks, hyphens dropped, as they are spelt."""
    text = part.reading.text
    stretches = [span for whole in part.spans for span in _quoted(text, whole)]
    if not stretches and part.quote.kind == "direct":
        stretches = list(part.spans)
    return frozenset(word for span in stretches for word in surface_words(span.of(text)))


def printed_stretches(part: QuotePart) -> list[str]:
    """What stands inside quotation marks, a stretch each: all its words, in one spelling, cut at dots of omission."""
    text = part.reading.text
    stretches = [span for whole in part.spans for span in _quoted(text, whole)]
    if not stretches and part.quote.kind == "direct":
        stretches = list(part.spans)
    pieces = [piece for span in stretches for piece in re.split(r"…|\.\.\.", span.of(text))]
    words = [re.findall(r"\w+", piece.lower()) for piece in pieces]
    return [f" {' '.join(fold_spelling(word) for word in each)} " for each in words if each]


def quote_statements(
    groups: Sequence[Sequence[QuotePart]], entities: Sequence[LinkedEntity], origins: Sequence[Origin]
) -> tuple[Statement, ...]:
    """Each group of printings as a statement, in the order first printed."""
    linked = {member: entity for entity in entities for member in entity.members}
    origin_of = {report: origin.id for origin in origins for report in origin.reports}
    statements = []
    for group in groups:
        first = group[0]
        spoken = [(part, part.quote.speaker) for part in group if part.quote.speaker.name]
        speaker = None
        if spoken:
            part, best = max(spoken, key=lambda item: (item[1].entity is not None, len(item[1].name or "")))
            entity = linked.get((part.reading.id, best.entity)) if best.entity is not None else None
            role = next((each.role for _, each in spoken if each.role), None)
            speaker = StatementSpeaker(entity.name if entity else str(best.name), role, entity.id if entity else None)
        statements.append(
            Statement(
                id=make_id("st", first.reading.id, first.spans[0].start, first.spans[-1].end),
                kind="quote",
                what=max((part.told for part in group), key=lambda words: (len(words) <= 300, len(words), words)),
                speaker=speaker,
                origins=tuple(sorted({origin_of[part.reading.id] for part in group})),
                evidence=tuple(dict.fromkeys(as_evidence(part.reading, part.evidence) for part in group)),
                quote_kind=first.quote.kind,
            )
        )
    return tuple(statements)


def as_evidence(reading: Reading, span: Span) -> Evidence:
    """The words of a report at a span, cut to what evidence may hold."""
    span = Span(span.start, min(span.end, span.start + _LONGEST_EVIDENCE))
    return Evidence(reading.id, span, span.of(reading.text))


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A quantity of one report with the sentence it stands in."""

    reading: Reading
    quantity: Quantity
    sentence: Span

    @property
    def day(self) -> str:
        """The day its report was published, empty when it is not told."""
        return (self.reading.metadata.published or "")[:10]

    @property
    def order(self) -> tuple[str, str, int]:
        """By publication, then id, then place in the report."""
        return self.reading.metadata.published or "9", self.reading.id, self.quantity.span.start


def group_quantities(readings: Sequence[Reading]) -> tuple[tuple[tuple[str, str], tuple[Figure, ...]], ...]:
    """Group the quantities of a story by what they count.

    A toll or a sum is told by its role ("dead", "money"), other figures by the noun they count, if two reports count
    it. A figure below three without a role ("the two sides") is seldom news and is left out. So is a
    toll in a sentence dated more than a month before publication, which belongs to another happening.
    """
    groups: dict[tuple[str, str], list[Figure]] = {}
    for reading in readings:
        for quantity in reading.quantities:
            sentence = next((s for s in reading.sentences if s.start <= quantity.span.start < s.end), quantity.span)
            key = _counted(quantity)
            if key is not None and not (key[0] in _TOLLS and _is_background(reading, sentence)):
                groups.setdefault(key, []).append(Figure(reading, quantity, sentence))
    kept = {
        key: figures
        for whole, together in groups.items()
        for key, figures in (_by_matter(whole, together) if whole[0] == "money" else [(whole, together)])
        if any(figure.quantity.role for figure in figures) or len({figure.reading.id for figure in figures}) > 1
    }
    return tuple((key, tuple(sorted(kept[key], key=lambda figure: figure.order))) for key in sorted(kept))


def _by_matter(key: tuple[str, str], figures: Sequence[Figure]) -> list[tuple[tuple[str, str], list[Figure]]]:
    """Sums of money put together by what their sentences say: two are of one matter that share two words."""
    groups: list[tuple[set[str], list[Figure]]] = []
    for figure in sorted(figures, key=lambda figure: figure.order):
        amount = figure.quantity.span
        text = figure.reading.text
        around = f"{text[figure.sentence.start : amount.start]} {text[amount.end : figure.sentence.end]}"
        words = set(meaning_stems(around))
        alike = [group for group in groups if len(group[0] & words) >= _SAME_MATTER]
        groups = [group for group in groups if group not in alike]
        groups.append((words.union(*(each for each, _ in alike)), [f for _, each in alike for f in each] + [figure]))
    groups.sort(key=lambda group: min(figure.order for figure in group[1]))
    return [
        ((key[0] if number == 0 else f"{key[0]} ({number + 1})", key[1]), group)
        for number, (_, group) in enumerate(groups)
    ]


def _counted(quantity: Quantity) -> tuple[str, str] | None:
    """What a quantity is grouped by: what it counts and the unit; ``None`` when it is no news figure."""
    if quantity.role == "percent":
        return None
    if quantity.role in _OWN_ROLES:
        of = fold_name(quantity.of or "") if quantity.role == "money" else ()
        return f"{quantity.role} {of[-1] if of else ''}".strip(), quantity.unit
    noun = (fold_name(quantity.of or "") or (quantity.unit,))[-1]
    if quantity.role is None and (quantity.unit in _VAGUE_UNITS and noun in _VAGUE_UNITS):
        return None
    if quantity.role is None and (quantity.low or quantity.high or 0) < 3:
        return None
    if quantity.role is not None and noun in _VAGUE_UNITS:
        return quantity.role, ""
    return fold_spelling(noun.removesuffix("s")), ""


def _is_background(reading: Reading, sentence: Span) -> bool:
    published = reading.metadata.published
    if not published:
        return False
    before = date.fromisoformat(published[:10]) - timedelta(days=31)
    return any(
        sentence.holds(timex.span)
        and timex.type in ("DATE", "TIME")
        and timex.latest is not None
        and timex.latest < before
        for timex in reading.times
    )


def show_quantity(quantity: Quantity) -> str:
    """A quantity for people: "14", "at least 9", "10 to 12", "9 bn USD".

    >>> show_quantity(Quantity(Span(0, 2), 14, 14, "people"))
    '14 people'
    >>> show_quantity(Quantity(Span(0, 2), 9, None, "people"))
    'at least 9 people'
    """
    low, high = (None if side is None else f"{side:,.10g}" for side in (quantity.low, quantity.high))
    if low is None:
        number = f"up to {high}"
    elif high is None:
        number = f"at least {low}"
    else:
        number = low if low == high else f"{low} to {high}"
    return f"{number} {quantity.unit}".strip()


def quantity_statements(
    groups: Sequence[tuple[tuple[str, str], Sequence[Figure]]], origins: Sequence[Origin]
) -> tuple[Statement, ...]:
    """One statement for each value of each count: reports that give the same value share it."""
    origin_of = {report: origin.id for origin in origins for report in origin.reports}
    found = []
    for (role, _), figures in groups:
        values: dict[str, list[Figure]] = {}
        for figure in figures:
            values.setdefault(show_quantity(figure.quantity), []).append(figure)
        for value, same in values.items():
            first = same[0]
            found.append(
                Statement(
                    id=make_id("st", first.reading.id, first.quantity.span.start, role),
                    kind="quantity",
                    what=f"{role}: {value}",
                    speaker=None,
                    origins=tuple(sorted({origin_of[figure.reading.id] for figure in same})),
                    evidence=tuple(dict.fromkeys(as_evidence(figure.reading, figure.sentence) for figure in same)),
                )
            )
    return tuple(found)
