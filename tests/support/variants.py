"""Many reports made of the bundled examples: the same sentences about other countries, people and towns."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from dateline import pipeline
from dateline.lexicon import load_rows
from dateline.model import Report

_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_KEPT = frozenset(
    word
    for line in (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August",
        "September October November December Press News Agency Times Post Foreign Minister Ministry President",
        "The This That They There When With After Before",
    )
    for word in line.split()
)


def make_variants(count: int, seed: int = 1) -> list[Report]:
    """Make *count* reports, the same for the same seed: each round over the examples under names of its own."""
    chance = random.Random(seed)
    folders = [folder for _, folder in pipeline.example_paths()]
    examples = [report for folder in folders for report in pipeline.take_in([folder]).reports]
    countries = [row["name"] for row in load_rows("countries.tsv") if row["name"].isalpha()]
    found: list[Report] = []
    while len(found) < count:
        number = len(found) // len(examples)
        names: dict[str, str] = {}
        found.extend(_rename(report, number, names, (chance, countries)) for report in examples)
    return found[:count]


def _rename(report: Report, number: int, names: dict[str, str], pool: tuple[random.Random, Sequence[str]]) -> Report:
    if number == 0:
        return report
    chance, countries = pool

    def other(match: re.Match[str]) -> str:
        name = match.group()
        if name in _KEPT:
            return name
        if name not in names:
            fresh = chance.choice(countries) if name in countries else name[:2] + chance.choice("aeiou") + name[2:]
            names[name] = fresh
        return names[name]

    title = _NAME.sub(other, report.title) if report.title else None
    text = _NAME.sub(other, report.text)
    return replace(report, id=f"{report.id}-v{number}", text=text, title=title, notes=())
