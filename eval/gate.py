"""The quality gate: fails when a score on the project's own gold drops below its floor in ``floors.toml``.

python eval/gate.py [--misses]
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from score_events import score_events
from score_examples import score_examples

FLOORS = Path(__file__).resolve().parent / "floors.toml"
TABLES = {
    "examples": score_examples,
    "examples_late": lambda: score_examples(late=True),
    "events_blind": lambda: score_events("blind"),
    "events_open": lambda: score_events("open"),
}


def main() -> int:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    failed = False
    for table, score in TABLES.items():
        shares, misses = score()
        if "--misses" in sys.argv:
            print("\n".join(misses))
        failed |= _check(table, shares, floors.get(table, {}))
    return 1 if failed else 0


def _check(table: str, shares: dict[str, float], floors: dict[str, float]) -> bool:
    """Print the figures of one table of gold; tell whether one lies below its floor, or a floor has no figure."""
    low = 0
    print(f"{table:<22}{'score':>7}{'floor':>7}")
    for figure, share in shares.items():
        floor = floors.get(figure)
        below = floor is not None and share < floor
        low += below
        print(
            f"{figure:<22}{share:>7.3f}{floor if floor is not None else '-':>7}{'  below its floor' if below else ''}"
        )
    unknown = set(floors) - set(shares)
    if unknown:
        print(f"floors without a score: {', '.join(sorted(unknown))}")
    return bool(low or unknown)


if __name__ == "__main__":
    sys.exit(main())
