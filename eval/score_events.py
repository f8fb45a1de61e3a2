"""Scores of the event reader on the project's own sentences (``tests/data/events``).

    python eval/score_events.py [blind|open] [--misses]

An event is found when a trigger overlaps the gold one. ``cast`` asks for the same countries (or organisations) on each
side, ``cast_exact`` for the same codes with their sectors; ``date`` is asked only where the sentence tells one;
``all_right`` is found with type, status, polarity, countries and date; ``precision`` is the share of events that are
gold.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from dateline.model import EventMention, Report
from dateline.read import read_report

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "events"


def score_events(name: str) -> tuple[dict[str, float], list[str]]:
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    misses: list[str] = []
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        events = read_report(Report(row["id"], row["text"], published=row["published"])).events
        events = tuple(event for event in events if event.type)  # accidents have no type and no gold
        used: set[int] = set()
        for gold in row["events"]:
            start = row["text"].index(gold["trigger"])
            end = start + len(gold["trigger"])
            hits = [i for i, e in enumerate(events) if e.trigger.start < end and start < e.trigger.end]
            best = max(hits, key=lambda i: sum(_verdicts(gold, events[i]).values()), default=None)
            used.update(hits)
            verdicts = _verdicts(gold, events[best]) if best is not None else {}
            wanted.update(["found", "type", "status", "polarity", "cast", "cast_exact", "all_right"])
            found["found"] += best is not None
            for figure in ("type", "status", "polarity", "cast", "cast_exact"):
                found[figure] += verdicts.get(figure, False)
            if verdicts.get("type"):
                wanted["mode"] += 1
                found["mode"] += (events[best].mode if best is not None else None) == gold["mode"]
            if gold["date"] is not None:
                wanted["date"] += 1
                found["date"] += verdicts.get("date", False)
            right = best is not None and all(v for k, v in verdicts.items() if k != "cast_exact")
            found["all_right"] += right
            if not right:
                wrong = [k for k, v in verdicts.items() if not v] or ["not found"]
                got = [_show(events[i]) for i in hits]
                told = f"{row['id']} {gold['trigger']!r} {wrong}: {row['text']}"
                misses.append(f"{told}\n    want {_shape(gold)}\n    got  {got}")
        wanted["precision"] += len(events)
        found["precision"] += len(used)
        misses.extend(f"{row['id']} extra: {_show(e)}: {row['text']}" for i, e in enumerate(events) if i not in used)
    return {figure: round(found[figure] / wanted[figure], 3) for figure in wanted}, misses


def _verdicts(gold: dict[str, Any], event: EventMention) -> dict[str, bool]:
    sides = tuple([_plain(a.code or "") for a in side] for side in (event.source_actors, event.target_actors))
    if not gold["target"] and len(gold["source"]) > 1:  # a joint act: order and side are free
        sides = (sides[0] + sides[1], [])
    return {
        "type": event.type in (gold["type"], *gold.get("also", [])),
        "status": event.status == gold["status"],
        "polarity": event.polarity == gold["polarity"],
        "cast": all(
            {_party(c) for c in want} == {_party(c) for c in got if c}
            for want, got in zip((gold["source"], gold["target"]), sides, strict=True)
        ),
        "cast_exact": all(
            set(want) == {c for c in got if c}
            for want, got in zip((gold["source"], gold["target"]), sides, strict=True)
        ),
        "date": gold["date"] is None or gold["date"] == _date(event),
    }


def _plain(code: str) -> str:
    """The gold's code: it knows four world bodies and calls every other one IGO."""
    return code if not code.startswith("IGO") or code[3:6] in ("UNO", "EUR", "NAT", "JUD") else "IGO"


def _party(code: str) -> str:
    return code[:6] if code.startswith("IGO") else code[:3]


def _date(event: EventMention) -> str | None:
    if event.earliest is None and event.latest is None:
        return None
    return str(event.earliest) if event.earliest == event.latest else f"{event.earliest or ''}/{event.latest or ''}"


def _shape(gold: dict[str, Any]) -> list[Any]:
    return [gold["type"], gold["status"], gold["polarity"], gold["source"], gold["target"], gold["date"]]


def _show(event: EventMention) -> list[Any]:
    source, target = [a.code for a in event.source_actors], [a.code for a in event.target_actors]
    return [event.type, event.status, event.polarity, source, target, _date(event)]


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or ["blind", "open"]
    for name in names:
        shares, misses = score_events(name)
        if "--misses" in sys.argv:
            print("\n".join(misses))
        print(f"{name:<8}" + "  ".join(f"{figure} {share:.3f}" for figure, share in shares.items()))


if __name__ == "__main__":
    main()
