"""The printings of a remark, for every export: who printed it, who was first, and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.export.view import StoryView
from dateline.export.wording import list_names, one_line, outlet_name, show_date
from dateline.model import Decision, Printing, Statement

Json = dict[str, object]
_WORD = re.compile(r"\w+")


def printings_to_rows(printings: Sequence[Printing]) -> list[Json]:
    """Shape printings, each with the decisions that put it where it is.

    >>> printings_to_rows([])
    []
    """
    return [
        {
            "report": each.report,
            "origin_group": each.origin,
            "published": each.published,
            "first": each.first,
            "words": each.words,
            "quote_kind": each.kind,
            "attitude": each.attitude,
            "speaker": each.speaker,
            "role": each.role,
            "via": each.via,
            "span": [each.evidence.span.start, each.evidence.span.end],
            "attribution": decision_to_dict(each.attribution),
            "merge": decision_to_dict(each.merge) if each.merge else None,
        }
        for each in printings
    ]


def decision_to_dict(decision: Decision) -> Json:
    """Shape a decision.

    >>> decision_to_dict(Decision("origin:a|b", "credit line"))
    {'id': 'origin:a|b', 'reason': 'credit line'}
    """
    return {"id": decision.id, "reason": decision.reason}


def show_kind(quote: Statement) -> str:
    """A remark's kind, and that it is belief or intention where no report has it as speech: "indirect, belief"."""
    attitudes = [each.attitude for each in quote.printings]
    told = [] if not attitudes or "speech" in attitudes else [attitudes[0]]
    kinds = dict.fromkeys(str(each.kind) for each in quote.printings) or {str(quote.quote_kind): None}
    return ", ".join([" and ".join(kinds), *told])


def show_via(quote: Statement) -> str:
    """The outlets and platforms that a remark came through, as its printings tell: "via AFP"; empty when none tells."""
    names = list_names(one_line(each.via) for each in quote.printings if each.via)
    return f"via {names}" if names else ""


def show_first(view: StoryView, quote: Statement) -> str:
    """Which printings came first, by day and origin; empty when no printing is dated."""
    first = [each for each in quote.printings if each.first]
    if not first:
        return ""
    names = list_names(view.origin_names([each.origin])[0] for each in first)
    numbers = " ".join(dict.fromkeys(f"[{view.numbers[each.report]}]" for each in first))
    return f"{show_date(first[0].published)}, {names} {numbers}"


def show_printings(view: StoryView, quote: Statement) -> str:
    """Who printed a remark and when: outlet, day and number of each report."""
    shown = []
    for each in quote.printings:
        day = show_date(each.published[:10]) if each.published else "no date"
        shown.append(f"{outlet_name(view.readings[each.report])}, {day} [{view.numbers[each.report]}]")
    return "; ".join(dict.fromkeys(shown))


def list_variants(view: StoryView, quote: Statement) -> list[str]:
    """The wordings of a remark beside the one it goes by, each with the reports that have it."""
    groups: dict[str, tuple[str, list[str]]] = {}
    for each in quote.printings:
        _, numbers = groups.setdefault(_bare(each.words), (one_line(each.words), []))
        numbers.append(f"[{view.numbers[each.report]}]")
    return [
        f"{words} {' '.join(dict.fromkeys(numbers))}"
        for key, (words, numbers) in groups.items()
        if key != _bare(quote.what)
    ]


def _bare(words: str) -> str:
    """The words alone: two styles of quotation marks make no other wording."""
    return " ".join(_WORD.findall(words.lower()))
