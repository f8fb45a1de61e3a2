"""Compile ``src/dateline/data/en/common_words.toml``: how many reports hold each common word, from word frequencies.

Run it when the list changes; the packages are needed for the build only::

    pip install --target /tmp/words-packages wordfreq==3.1.1 snowballstemmer
    PYTHONPATH=/tmp/words-packages python tools/build_common_words.py

wordfreq says how often each English word is used. Of reports of 300 words, a stem used with frequency p stands in
``1 - (1 - p)^300`` or fewer: words come in clusters, but what is weighed is one word against another, and that order
holds. Shares are rounded to a few steps, stems below the last are left out and count as rare.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from importlib.metadata import version
from math import log
from pathlib import Path

import snowballstemmer
import wordfreq  # type: ignore[import-not-found]

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "en" / "common_words.toml"
VERSION = "2026-11-22"
PACKAGE = version("wordfreq")
WORDS = 300  # of a report that count (dateline.group.vectors)
SHARES = (0.5, 0.35, 0.25, 0.18, 0.13, 0.09, 0.065, 0.045, 0.032, 0.023, 0.016, 0.0115, 0.008, 0.006)
SMALLEST = 1e-6  # frequency of a word form that adds to its stem
WIDTH = 136
_WORD = re.compile(r"[a-z]{2,}(?:n't|'ll|'re|'ve|'d|'m)?")
HEAD = f"""\
origin = "computed by tools/build_common_words.py from the word frequencies in wordfreq {PACKAGE} (Robyn Speer)"
licence = "CC-BY-SA-4.0"
version = "{VERSION}"

# Stems of common English words with the share of reports of {WORDS} words that would hold them if words fell evenly,
# rounded. A stem that is not here is rare.
"""


def find_shares() -> dict[str, float]:
    """Each stem with the share of reports that hold it."""
    stemmer = snowballstemmer.stemmer("english")
    frequency: dict[str, float] = defaultdict(float)
    for word, value in sorted(wordfreq.get_frequency_dict("en", wordlist="best").items()):
        if value >= SMALLEST and _WORD.fullmatch(word):
            frequency[stemmer.stemWord(word)] += value
    return {stem: 1 - (1 - value) ** WORDS for stem, value in frequency.items()}


def main() -> None:
    rows: dict[float, list[str]] = {share: [] for share in SHARES}
    for stem, share in find_shares().items():
        if share >= SHARES[-1]:
            rows[min(SHARES, key=lambda step, share=share: abs(log(step / share)))].append(stem)
    parts = [HEAD]
    for share, stems in rows.items():
        quoted = ", ".join(f'"{stem}"' for stem in sorted(stems))
        lines = textwrap.wrap(quoted, WIDTH, break_long_words=False, break_on_hyphens=False)
        listed = "\n".join(f"  {line}" for line in lines)
        parts.append(f"[[share]]\nof_reports = {share}\nstems = [\n{listed},\n]\n")
    TARGET.write_text("\n".join(parts), encoding="utf-8")
    print(sum(map(len, rows.values())), "stems")


if __name__ == "__main__":
    main()
