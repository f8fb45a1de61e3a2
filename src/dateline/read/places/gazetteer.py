"""The gazetteer: a place index in one memory-mapped file, asked by name.

``data/gazetteer.bin`` is compiled by ``tools/build_gazetteer.py``. It holds a hash table from names to places, so
that opening it reads a header only and a look-up touches a page or two; nothing is unpacked beforehand.

Layout (little-endian): 8 bytes of magic; the length of a JSON header and the header, which states origin, licence
and version and where each part begins; the table (one u32 a slot: where the name's record begins, plus one, or 0);
name records (u8 length, the key, u8 count, count u32 place numbers with two flag bits); place records; names.
"""

from __future__ import annotations

import json
import mmap
import struct
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from dateline.errors import LexiconError
from dateline.lexicon import data_file

PlaceKind = Literal["country", "former", "division", "district", "town", "region", "continent", "water", "land"]

#: Kinds in the order of their numbers in the file.
KINDS: tuple[PlaceKind, ...] = (
    "country", "former", "division", "district", "town", "region", "continent", "water", "land",
)  # fmt: skip
MAGIC = b"DLGAZ\x00\x01\n"
NO_PARENT = 0xFFFF
NOT_A_NAME = 1 << 31  # flag on a place number: the name is another name of the place, not its usual one
AFTER_TOWN = 1 << 30  # flag: the form stands for the place after a town only ("Gary, IN")
_NUMBER = (1 << 30) - 1
_PLACE = struct.Struct("<IhhIHBBI")  # geonameid, lat and lon in 1/180 degree, people, parent, country, kind, name
_SLOT = struct.Struct("<I")
_SCALE = 180.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for.

    ``number`` is its row in the file; ``country`` ISO 3166 alpha-3 or ``None``; ``parent`` the row of the district or
    division it lies in; ``people`` its inhabitants, the sum of its towns' for a division; ``capital`` tells a state's
    capital; ``usual`` is false when the name asked for is only another name of it; ``after_town`` when it is a form
    that follows a town.
    """

    number: int
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str | None
    parent: int | None
    people: int
    geonameid: int | None
    capital: bool = False
    usual: bool = True
    after_town: bool = False


@cache
def _leading(word: str) -> str:
    return {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}.get(word, word)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """The form under which *name* is filed: no case, accents, points, apostrophes; hyphens are blanks.

    >>> name_key("St. Paul’s"), name_key("Rhône-Alpes"), name_key("the Hague")
    ('saint pauls', 'rhone alpes', 'the hague')
    """
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        char if char.isalnum() else " " if char in "-‐‑–/,&" or char.isspace() else ""
        for char in plain.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i")
    )
    words = kept.split()
    if words:
        words[0] = _leading(words[0])
    return " ".join(words)


class Gazetteer:
    """Names and places of one index file, read where they lie.

    >>> gazetteer = open_gazetteer()
    >>> [(place.name, place.country) for place in gazetteer.find("Timbuktu")]
    [('Timbuktu', 'MLI')]
    """

    def __init__(self, data: bytes | mmap.mmap, where: str = "gazetteer.bin") -> None:
        if data[: len(MAGIC)] != MAGIC:
            raise LexiconError("is not a gazetteer; the installation is incomplete", where=where)
        (length,) = _SLOT.unpack_from(data, len(MAGIC))
        base = len(MAGIC) + 4
        self.header: Mapping[str, Any] = json.loads(bytes(data[base : base + length]))
        base += length
        self._data = data
        self._table = base + self.header["table"]
        self._records = base + self.header["records"]
        self._places = base + self.header["places"]
        self._names = base + self.header["names"]
        self._mask = self.header["slots"] - 1
        self._countries: tuple[str, ...] = tuple(self.header["countries"])

    @lru_cache(maxsize=4096)  # noqa: B019 - one gazetteer lives as long as the process
    def find(self, name: str) -> tuple[Candidate, ...]:
        """The places called *name*, the most populous first; none when there is no such name.

        A short form with capitals or points ("U.S.", "NSW", "Ky.") is looked up as it is written, too.
        """
        numbers = (self._numbers("=" + name) if len(name) <= 12 else ()) or self._numbers(name_key(name))
        return tuple(map(self._candidate, numbers))

    def has_short(self, form: str) -> bool:
        """Whether *form* is listed as it is written."""
        return len(form) <= 12 and bool(self._numbers("=" + form))

    def longest_from(self, word: str) -> int:
        """How many words the longest name that begins with *word* has, at least 1."""
        key = name_key(word)
        found = self._numbers("~" + (key.split(" ", 1)[0] if key else ""))
        return max(1, found[0]) if found else 1

    def division_of(self, place: Candidate) -> int | None:
        """The row of the first-level division that *place* is or lies in."""
        while place.kind != "division":
            if place.parent is None:
                return None
            place = self._row(place.parent)
        return place.number

    def lies_in(self, inner: Candidate, outer: Candidate) -> bool:
        """Whether *inner* is part of *outer*: a state, a division, a district; or near it: a town, a region."""
        if inner.number == outer.number or inner.kind in ("country", "continent", "former"):
            return False
        if outer.kind in ("country", "former"):
            return inner.country == outer.country
        if outer.kind in ("division", "district"):
            above = inner.parent
            while above is not None:
                if above == outer.number:
                    return True
                above = self._row(above).parent
            if inner.kind == "town" or inner.country != outer.country:
                return False
        if outer.kind in ("continent", "water") or outer.country not in (inner.country, None):
            return False
        near = 0.7 if outer.kind == "town" else 2.5
        return (
            inner.people < outer.people * 2 + 1
            and abs(inner.lat - outer.lat) < near
            and abs(inner.lon - outer.lon) < near
        )

    def __contains__(self, name: str) -> bool:
        return bool(self._numbers(name_key(name)) or (len(name) <= 12 and self._numbers("=" + name)))

    def place(self, number: int) -> Candidate:
        """The place with row *number*."""
        return self._candidate(number)

    def _numbers(self, key: str) -> tuple[int, ...]:
        wanted = key.encode()
        if not wanted or len(wanted) > 255:
            return ()
        data, slot = self._data, crc32(wanted) & self._mask
        while True:
            (at,) = _SLOT.unpack_from(data, self._table + 4 * slot)
            if not at:
                return ()
            start = self._records + at - 1
            end = start + 1 + data[start]
            if data[start + 1 : end] == wanted:
                return struct.unpack_from(f"<{data[end]}I", data, end + 1)
            slot = (slot + 1) & self._mask

    def _candidate(self, flagged: int) -> Candidate:
        number = flagged & _NUMBER
        row = self._row(number)
        if flagged == number:
            return row
        return Candidate(
            row.number, row.name, row.kind, row.lat, row.lon, row.country, row.parent, row.people, row.geonameid,
            row.capital, not flagged & NOT_A_NAME, bool(flagged & AFTER_TOWN),
        )  # fmt: skip

    @lru_cache(maxsize=4096)  # noqa: B019 - one gazetteer lives as long as the process
    def _row(self, number: int) -> Candidate:
        fields = _PLACE.unpack_from(self._data, self._places + number * _PLACE.size)
        geonameid, lat, lon, people, parent, country, kind, name = fields
        at = self._names + name
        return Candidate(
            number,
            bytes(self._data[at + 1 : at + 1 + self._data[at]]).decode(),
            KINDS[kind & 0x7F],
            round(lat / _SCALE, 3),
            round(lon / _SCALE, 3),
            self._countries[country] or None,
            None if parent == NO_PARENT else parent,
            people,
            geonameid or None,
            bool(kind & 0x80),
        )


_OPEN = ExitStack()


@cache
def open_gazetteer() -> Gazetteer:
    """The gazetteer that is installed with the package, opened once.

    Raises:
        LexiconError: The file is missing or is no gazetteer.
    """
    path: Path = _OPEN.enter_context(as_file(data_file("gazetteer.bin")))
    with path.open("rb") as file:
        return Gazetteer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
