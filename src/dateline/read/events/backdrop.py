"""What a report as a whole says of its parties: whose police its officers are, in how many states it takes place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from dateline.model import Entity, Place
from dateline.read.actors import names_state
from dateline.read.actors.codes import country_of, sector_of
from dateline.read.events.home import dateline_country, home_of, told_countries
from dateline.read.text import Parse

_FEW = 4  # mentions of states: too few to tell that a report is of several
_HALF = 0.5  # of the mentions of states
_LETTERS = 5  # letters that many bodies share
_POLICE = frozenset({"police", "sheriff", "policeman", "detective", "officer", "constable", "trooper"})
_ARMY = frozenset({"army", "military", "soldier", "troop", "navy", "marine", "battalion", "regiment", "airman"})
_WORLD = frozenset({"", "IGO", "IMG"})


class Backdrop:
    """The country a report is at home in, the states it names, and the forces it speaks of."""

    def __init__(self, parse: Parse, entities: Sequence[Entity], places: Sequence[Place]) -> None:
        self.parse = parse
        self.home = home_of(parse, places, entities)
        self._written_in = dateline_country(parse, places, entities)
        self.told = told_countries(parse, places, entities)
        states = [e for e in entities if e.type in ("GPE", "NORP") and e.code and names_state(e.name)]
        self._mentioned: Counter[str] = Counter()
        for entity in states:
            self._mentioned[country_of(entity.code)] += len(entity.mentions)
        self._names = {country_of(e.code): e.name for e in reversed(states) if e.type == "GPE"}

    def state_name(self, country: str) -> str | None:
        """What the report calls a state."""
        return self._names.get(country)

    @property
    def is_domestic(self) -> bool:
        """Whether a report is written at home, or tells of home more than of other states.

        Who holds an office there need not say so.
        """
        if self._written_in:
            return True
        others = sum(self._mentioned.values())
        return others < _FEW or self._mentioned[self.home] >= _HALF * others

    @property
    def only_country(self) -> str:
        """The country that a report is set in: its home, or the only one that more than one name tells of."""
        return self.home or (next(iter(self.told)) if self.told is not None and len(self.told) == 1 else "")

    def tells_of(self, country: str) -> bool:
        """Whether a report speaks of a country by more than a town that may have namesakes."""
        return self.told is None or country in self.told or self._mentioned[country] > 0

    @cached_property
    def is_policed(self) -> bool:
        """Whether a report speaks of police rather than soldiers: then its sergeants are no soldiers."""
        lemmas = [token.lemma.lower() for token in self.parse.tokens]
        return sum(lemma in _POLICE for lemma in lemmas) > sum(lemma in _ARMY for lemma in lemmas)

    def is_stray(self, name: str, code: str) -> bool:
        """Whether letters are known as a party or rebels of a country that the report otherwise says nothing of."""
        letters = name.rsplit(maxsplit=1)[-1]
        short = letters.isupper() and len(letters) <= _LETTERS and sector_of(code) in ("PTY", "OPP", "REB")
        known = self.told is None or country_of(code) in (*_WORLD, self.home, *self.told)
        return short and bool(self.home) and not known
