"""How dates, counts, parties and verdicts are put into words, the same in every export."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence

from dateline.model import (
    Background,
    EventMention,
    Party,
    Polarity,
    Reading,
    Relation,
    Row,
    RowKind,
    Status,
    StoryEvent,
    Verdict,
)

#: Each verdict has a shape of its own, so that no export needs colour to tell them apart.
MARKS: dict[Verdict, str] = {"agrees": "✓", "differs": "≠", "silent": "·"}
#: What one origin alone states has nobody to agree with.
ONLY_HERE = "○ only here"

#: What an export says of a status, beyond the word itself.
STATUS_WORDS = {
    "happened": "reported as done",
    "planned": "reported as planned",
    "denied": "reported and denied",
    "alleged": "alleged by somebody",
    "historical": "told as background",
    "hypothetical": "spoken of as possible",
}


def show_verdict(row: Row, verdict: Verdict) -> str:
    """A verdict with its mark: "✓ agrees", or "○ only here" when no other origin says anything of the row's matter.

    >>> from dateline.model import Cell
    >>> show_verdict(Row("rain", "event", {"a": Cell("agrees"), "b": Cell("silent")}), "agrees")
    '○ only here'
    """
    alone = sum(cell.verdict != "silent" for cell in row.cells.values()) == 1
    return ONLY_HERE if verdict == "agrees" and alone else f"{MARKS[verdict]} {verdict}"


_TOLD_NOT_DONE = {"happened": "told as not done", "denied": "denied, told as not done"}
_BEING = {
    "has ambassador of": "has an ambassador of",
    "has embassy in": "has an embassy in",
    "at war with": "is at war with",
    "party to agreement with": "is party to an agreement with",
}
_NOT_BEING = {
    "recognises": "does not recognise",
    "governs": "does not govern",
    "has ambassador of": "has no ambassador of",
    "has embassy in": "has no embassy in",
    "sanctions": "does not sanction",
    "designates as terrorist": "does not designate as terrorist",
    "at war with": "is not at war with",
    "party to agreement with": "is not party to an agreement with",
}

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d:\d\d))?")
# C0 and C1 controls but tab, line feed and carriage return, and lone surrogates, which cannot be written as UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What reorders or hides what follows it on a line: embeddings, overrides, isolates, interlinear annotation, tags.
# U+200E and U+200F stay: right-to-left text needs them, and they reorder nothing else.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")


def neutralise(text: str) -> str:
    r"""Replace control characters, which a terminal or a page would obey or refuse, by signs that show them.

    Args:
        text: From a report.

    Returns:
        As many code points as before: a control below U+0020 becomes its picture (U+2400 on), any other U+FFFD. Tabs
        and line breaks stay.

    >>> neutralise("red\x1b[31m")
    'red␛[31m'
    """
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)


#: PLOVER's "discontinue" is what a sanction does to ties, trade or talks; on screen it reads as if the sanction ended.
_PLAIN_MODES = {"discontinue": "cutting off"}


def one_line(text: str) -> str:
    r"""A text on one line: blanks and line breaks run together, controls and what reorders a line neutralised.

    >>> one_line("two\r\n  lines")
    'two lines'
    """
    return neutralise(_REORDERING.sub("\ufffd", " ".join(text.split())))


def show_act(event: StoryEvent | EventMention) -> str:
    """What kind of event it is: PLOVER's type with its mode; for what PLOVER has no type for, the act.

    >>> from dateline.model import Span
    >>> show_act(EventMention("CONSULT", Span(0, 1), Span(0, 1), mode="visit"))
    'CONSULT (visit)'
    >>> show_act(EventMention("SANCTION", Span(0, 1), Span(0, 1), mode="discontinue"))
    'SANCTION (cutting off)'
    >>> show_act(EventMention("", Span(0, 1), Span(0, 1), act="accident:explosion"))
    'accident: explosion'
    """
    if not event.type:
        return (event.act or "").replace(":", ": ")
    return show_type(event.type, event.mode)


def show_type(kind: str, mode: str | None) -> str:
    """PLOVER's type with its mode in brackets; a mode that would read as its opposite is put in plain words."""
    return f"{kind} ({_PLAIN_MODES.get(mode, mode)})" if kind and mode else kind


def join_interval(earliest: str | None, latest: str | None) -> str | None:
    """A date as the specification writes it: one date, an interval ``a/b`` with an open side empty, or ``None``.

    >>> join_interval("2026-03", "2026-03"), join_interval("2021", None), join_interval(None, None)
    ('2026-03', '2021/', None)
    """
    if earliest is None and latest is None:
        return None
    return earliest if earliest == latest else f"{earliest or ''}/{latest or ''}"


def show_status(status: Status, polarity: Polarity) -> str:
    """How an event is told: its status, and that it is told as not done when it is.

    >>> show_status("planned", "positive"), show_status("happened", "negative"), show_status("planned", "negative")
    ('planned', 'told as not done', 'planned, told as not done')
    """
    return status if polarity == "positive" else _TOLD_NOT_DONE.get(status, f"{status}, told as not done")


def show_date(value: str | None) -> str:
    """An ISO date or interval in words, of the precision it has.

    Args:
        value: ``YYYY[-MM[-DD]]``, an ISO time, an interval ``a/b`` or ``None``.

    Returns:
        Words; "not given" for ``None``, and the value itself if it is no ISO date.

    >>> show_date("2026-03-11"), show_date("1996/2001"), show_date("2021/"), show_date(None)
    ('11 March 2026', 'between 1996 and 2001', '2021 or later', 'not given')
    """
    if not value:
        return "not given"
    if "/" in value:
        early, _, late = value.partition("/")
        return show_interval(early or None, late or None)
    match = _ISO.match(value)
    if not match or not 1 <= int(match[2] or 1) <= 12:
        return one_line(value)
    day = f"{int(match[3])} " if match[3] else ""
    month = f"{calendar.month_name[int(match[2])]} " if match[2] else ""
    return f"{day}{month}{match[1]}" + (f", {match[4]}" if match[4] else "")


def show_interval(earliest: str | None, latest: str | None) -> str:
    """When something happened, in words.

    >>> show_interval("2026-03-10", "2026-03-11"), show_interval("2026-03", "2026-05-01")
    ('between 10 and 11 March 2026', 'between March and 1 May 2026')
    >>> show_interval(None, "2001"), show_interval(None, None)
    ('2001 or earlier', 'not given')
    """
    if earliest == latest:
        return show_date(earliest)
    if latest is None:
        return f"{show_date(earliest)} or later"
    if earliest is None:
        return f"{show_date(latest)} or earlier"
    begin, end = show_date(earliest), show_date(latest)
    if len(earliest) == len(latest) == 10 and earliest[:7] == latest[:7]:
        begin = begin.split(" ", 1)[0]
    elif earliest[:4] == latest[:4] and len(earliest) in (7, 10) and len(latest) in (7, 10):
        begin = begin.rsplit(" ", 1)[0]
    return f"between {begin} and {end}"


def show_period(earliest: str | None, latest: str | None) -> str:
    """From the first day to the last of something that went on, in words.

    >>> show_period("2026-03-10", "2026-03-12"), show_period("2026-03-10", "2026-03-10")
    ('10 to 12 March 2026', '10 March 2026')
    """
    words = show_interval(earliest, latest)
    return words.removeprefix("between ").replace(" and ", " to ") if words.startswith("between ") else words


def show_value(value: str | None, kind: RowKind) -> str:
    """What an origin says of a thing compared, on one line: dates in words.

    >>> show_value("2026-03", "date"), show_value("40 people", "quantity")
    ('March 2026', '40 people')
    """
    return show_date(value) if value and kind == "date" else one_line(value or "")


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "origin"), count(3, "report")
    ('1 origin', '3 reports')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def list_names(names: Iterable[str]) -> str:
    """Names as a list in words, each once.

    >>> list_names(["Peru", "Chile", "Peru", "Cuba"])
    'Peru, Chile and Cuba'
    """
    each = list(dict.fromkeys(names))
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)


def show_parties(event: StoryEvent) -> str:
    """Who did it, and to whom if that is told; empty when no party is named.

    >>> peru = (Party("Peru"),)
    >>> show_parties(StoryEvent("e", "AID", "", False, "happened", "positive", None, None, None, peru, (), (), (), ()))
    'Peru'
    """
    return join_sides(event.source_actors, event.target_actors)


def join_sides(one: Sequence[Party], other: Sequence[Party]) -> str:
    """Two sides of an act: "Peru → Chile"."""
    sides = [list_names(one_line(party.name) for party in side) for side in (one, other)]
    if sides[1]:
        return f"{sides[0] or 'somebody'} → {sides[1]}"
    return sides[0]


def show_relation(relation: Relation) -> str:
    """A state of affairs as a sentence without its time.

    >>> show_relation(Relation("recognises", Party("Peru"), Party("Exland"), "negative", None, None, (), ()))
    'Peru does not recognise Exland'
    """
    words = _BEING if relation.polarity == "positive" else _NOT_BEING
    verb = words.get(relation.relation, relation.relation)
    return f"{one_line(relation.subject.name)} {verb} {one_line(relation.object.name)}"


def show_validity(relation: Relation) -> str:
    """When a state of affairs held, in words; what no report gives is called unknown.

    >>> show_validity(Relation("governs", Party("A"), Party("B"), "positive", "2021-08", None, (), ()))
    'from August 2021, end unknown'
    """
    begin, end = relation.valid_from, relation.valid_to
    if relation.polarity == "negative":
        return f"as of {show_date(begin)}" if begin else "date unknown"
    if begin is None and end is None:
        return "beginning and end unknown"
    if begin is None:
        return f"beginning unknown, until {_inner(end)}"
    return f"from {_inner(begin)}, " + (f"until {_inner(end)}" if end else "end unknown")


def _inner(value: str | None) -> str:
    """A date within a phrase: "from some time between 1996 and 2001"."""
    words = show_date(value)
    return f"some time {words}" if words.startswith("between") else words


def safe_link(url: str | None) -> str | None:
    """A report's address if a page may link to it: http or https, with a host, without blanks or controls.

    References:
        WHATWG URL Standard: browsers drop tabs and line breaks, so that ``java\\nscript:`` would run.

    >>> safe_link("https://example.org/a?b"), safe_link("javascript:alert(1)"), safe_link(" https://example.org")
    ('https://example.org/a?b', None, None)
    """
    if not url or any(char <= " " or "\x7f" <= char <= "\xa0" for char in url):
        return None
    return url if re.match(r"https?://[^/?#\\]", url, re.IGNORECASE) else None


def outlet_name(reading: Reading) -> str:
    """The outlet of a report, or that none is named."""
    return one_line(reading.metadata.outlet or "outlet not named")


#: What background is to a story.
BACKGROUND_NOTE = "Reports that are news in other stories: they count as no origin here and stand in no comparison."


def show_background(item: Background) -> str:
    """Why a report is background to a story.

    >>> from dateline.model import Evidence, Span
    >>> told = Evidence("b", Span(0, 14), "Qeshm, in 2019")
    >>> show_background(Background("s1", "a", "b", "s2", (told,), (Span(0, 5), Span(10, 14))))
    'tells of it by the way: “Qeshm”, “2019”'
    """
    words = ", ".join(f"“{one_line(word)}”" for word in item.shared)
    aside = item.told_by == item.report
    return f"tells of it by the way: {words}" if aside else f"{item.told_by} goes back to it: {words}"


def name_background(item: Background) -> str:
    """A report that is background, by its outlet, day and headline as far as they are known."""
    meta = item.metadata
    if meta is None:
        return item.report
    published = show_date(meta.published) if meta.published else "publication date not given"
    return f"{one_line(meta.title or 'without a title')} ({one_line(meta.outlet or 'unnamed outlet')}, {published})"


def letter(number: int) -> str:
    """A column's letters, counted from 0: A to Z, then AA.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
