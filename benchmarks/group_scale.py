"""How long origins and stories of thousands of reports take, how the time grows, and how right they are.

    python benchmarks/group_scale.py [N...] [--seed N] [--reports FILE --truth FILE]

Without arguments 2,500, 5,000, 10,000 and 20,000 invented reports are grouped, one size after another in one process.
Prints CPU and wall seconds for origins and stories together, peak memory of the process and pair F1 against how the
reports were made, then the exponent of the growth. A report is given as text: reading it is not part of this. FILEs are
JSON Lines of the same shape from another generator; then the first N reports are taken.

How a story is made: a happening has its own names, numbers and sentences, written from common English words, each as
often as it is used, and from rare words made up of syllables. Three in ten are lookalikes of the one before, with half
of the words and most names replaced. Each of a story's origins tells a part of the sentences in an order and in words
of its own, and adds some; an origin's copies are cut, lose paragraphs, get a dateline or a local ending.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from dateline.group import find_groups, make_item
from dateline.lexicon import load_tables
from dateline.model import Report

SIZES = (2500, 5000, 10000, 20000)
ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st", "tr", "pl")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
Made = tuple[Report, str, str]  # a report, its story and its origin
RARE = 0.15  # rare words by common ones
_SMALL = ("the", "of", "to", "and", "in", "a", "that", "for", "on", "was", "with", "by", "said", "after", "from", "at")


class Language:
    """Words to write invented reports with: common ones, rare ones and names."""

    def __init__(self, chance: random.Random) -> None:
        syllables = [onset + vowel for onset in ONSETS for vowel in VOWELS]

        def make(most: int) -> str:
            return "".join(chance.choices(syllables, k=chance.randint(2, most)))

        rows = load_tables("en/common_words.toml").tables["share"]
        often = {word: -math.log(1 - row["of_reports"]) for row in rows for word in row["stems"]}
        rare = sorted({make(4) for _ in range(12000)} - often.keys())
        self.words = [*often, *rare]
        self.heights = list(accumulate([*often.values(), *(RARE * sum(often.values()) / len(rare) for _ in rare)]))
        self.names = sorted({make(3).capitalize() for _ in range(6000)})
        self.chance = chance

    def sentence(self, names: Sequence[str]) -> list[str]:
        """A sentence of common words, small words and some of a story's names and numbers."""
        plain = self.chance.choices(self.words, cum_weights=self.heights, k=self.chance.randint(7, 15))
        found = []
        for word in plain:
            found.append(word)
            draw = self.chance.random()
            if draw < 0.6:
                found.append(self.chance.choice(_SMALL))
            elif draw < 0.75:
                found.append(self.chance.choice(names))
        return found

    def reword(self, sentence: Sequence[str], rate: float) -> list[str]:
        """The sentence with a share of its words replaced."""
        fresh = self.chance.choices(self.words, cum_weights=self.heights, k=len(sentence))
        return [new if self.chance.random() < rate else old for old, new in zip(sentence, fresh, strict=True)]


def make_reports(count: int, seed: int) -> list[Made]:
    """Make invented reports of happenings over as many days as a thousand reports a day fill."""
    chance = random.Random(seed)
    language = Language(chance)
    made: list[Made] = []
    facts: list[list[str]] = []
    before: list[str] = []
    stories = origins = 0
    while len(made) < count:
        size = min(count - len(made), int(chance.paretovariate(0.9)), 300)
        day = date(2026, 1, 1) + timedelta(days=len(made) // 1000)
        names = [*chance.sample(language.names, 9), str(chance.randint(3, 9000)), str(chance.randint(3, 90))]
        if facts and chance.random() < 0.3:
            change = dict(zip(before[2:], names[2:], strict=True))
            names[:2] = before[:2]
            facts = [[change.get(word, word) for word in language.reword(fact, 0.5)] for fact in facts]
        else:
            facts = [language.sentence(names) for _ in range(chance.randint(12, 24))]
        before = names
        stories += 1
        while size > 0:
            copies = min(size, 1 + int(chance.expovariate(1.2)))
            size -= copies
            origins += 1
            for text in _print_origin(language, facts, names, copies):
                house = chance.choice(("herald", "post", "wire", "courier"))
                outlet = f"{house}{int(chance.paretovariate(0.7)) % 90}.example"
                later = day + timedelta(days=min(5, int(chance.expovariate(1))))
                title = " ".join(text.split()[: chance.randint(6, 10)])
                report = Report(f"g{len(made):06}", text, title=title, outlet=outlet, published=later.isoformat())
                made.append((report, f"s{stories}", f"o{origins}"))
    return made


def _print_origin(language: Language, facts: list[list[str]], names: list[str], copies: int) -> Iterator[str]:
    """One origin's report, then its copies as outlets print them."""
    chance = language.chance
    told = [facts[0], *chance.sample(facts[1:], int(len(facts) * chance.uniform(0.4, 0.8)))]
    told = [language.reword(sentence, 0.3) for sentence in told] + [language.sentence(names) for _ in range(3)]
    lines = [" ".join(sentence).capitalize() + "." for sentence in told]
    yield "\n".join(lines)
    for _ in range(copies - 1):
        kept = lines[: max(3, int(len(lines) * chance.uniform(0.4, 1)))]
        if chance.random() < 0.3:
            kept = [line for line in kept if chance.random() > 0.2] or lines
        if chance.random() < 0.3:
            kept = ["LONDON (Reuters) - " + kept[0], *kept[1:]]
        if chance.random() < 0.2:
            kept = [*kept, " ".join(language.sentence(names)).capitalize() + "."]
        yield "\n".join(kept)


def load_reports(reports: Path, truth: Path) -> list[Made]:
    """Reports of another generator with their truth."""
    rows = [json.loads(line) for line in reports.read_text(encoding="utf-8").splitlines()]
    known = {row["id"]: row for row in map(json.loads, truth.read_text(encoding="utf-8").splitlines())}
    fields = ("id", "text", "title", "outlet", "published", "url")
    return [
        (Report(**{name: row.get(name) for name in fields}), known[row["id"]]["story"], known[row["id"]]["origin"])
        for row in rows
    ]


def pair_f1(groups: Sequence[Sequence[str]], truth: dict[str, str]) -> float:
    """F1 over the pairs of reports that are put together."""
    cells = Counter((number, truth[each]) for number, group in enumerate(groups) for each in group)
    both, found, true = (
        sum(n * (n - 1) // 2 for n in counts)
        for counts in (cells.values(), map(len, groups), Counter(truth.values()).values())
    )
    return 2 * both / max(1, found + true)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--reports", type=Path)
    options.add_argument("--truth", type=Path)
    given = options.parse_args()
    loaded = load_reports(given.reports, given.truth) if given.reports else None
    find_groups([make_item(report) for report, _, _ in make_reports(60, 0)])  # loads word lists before the clock
    spent: list[float] = []
    print(f"{'reports':>8}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'origins':>9}{'F1':>7}{'stories':>9}{'F1':>7}")
    for size in given.sizes:
        made = loaded[:size] if loaded else make_reports(size, given.seed)
        items = [make_item(report) for report, _, _ in made]
        start, wall = time.process_time(), time.perf_counter()
        found = find_groups(items)
        spent.append(time.process_time() - start)
        wall = time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        origins = [each.reports for each in found.origins]
        figures = "".join(
            f"{len(groups):>9}{pair_f1(groups, {row[0].id: row[truth] for row in made}):>7.3f}"
            for groups, truth in ((origins, 2), (found.stories, 1))
        )
        print(f"{size:>8}{spent[-1]:>8.1f}{wall:>8.1f}{peak:>9}{figures}", flush=True)
    if len(given.sizes) > 1:
        power = math.log(spent[-1] / spent[0]) / math.log(given.sizes[-1] / given.sizes[0])
        print(f"time grows as n^{power:.2f} from {given.sizes[0]} to {given.sizes[-1]}")


if __name__ == "__main__":
    main()
