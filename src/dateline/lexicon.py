"""Load, check and cache the data files under ``dateline/data``.

Every data file states its origin, licence and version; a file without them is refused. TOML files
hold ``[[entry]]`` tables (and may hold further tables); TSV files begin with ``# key: value`` lines
followed by a header row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, TypeVar

from dateline.errors import LexiconError

T = TypeVar("T")
_STATED = ("origin", "licence", "version")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A loaded TOML data file: its statement of origin and its tables."""

    name: str
    origin: str
    licence: str
    version: str
    tables: Mapping[str, Any]


def data_file(name: str) -> Traversable:
    """The data file *name* ("en/times.toml") inside the package.

    Raises:
        LexiconError: There is no such file.
    """
    path = files("dateline") / "data"
    for part in name.split("/"):
        path = path / part
    if not path.is_file():
        raise LexiconError("no such data file; the installation is incomplete", where=name)
    return path


@cache
def load_tables(name: str) -> Lexicon:
    """Load a TOML data file whole.

    Raises:
        LexiconError: The file is missing, malformed, or does not state origin, licence and version.

    >>> load_tables("agencies.toml").licence
    'CC0-1.0'
    """
    try:
        raw = tomllib.loads(data_file(name).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"is not TOML ({error})", where=name) from error
    for key in _STATED:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise LexiconError(f"does not state its {key}", where=name)
    tables = {key: value for key, value in raw.items() if key not in _STATED}
    return Lexicon(name, raw["origin"], raw["licence"], raw["version"], MappingProxyType(tables))


def load_entries(name: str, record: Callable[..., T], table: str = "entry") -> tuple[T, ...]:
    """Load the ``[[entry]]`` rows of a TOML data file, each into *record* (a dataclass).

    Lists become tuples. A row with a field that the record does not have, or without one it needs, is refused.

    Raises:
        LexiconError: As `load_tables`; or a row does not fit the record.
    """
    rows = load_tables(name).tables.get(table)
    if not isinstance(rows, list):
        raise LexiconError(f"has no [[{table}]] rows", where=name)
    known = {item.name for item in fields(record)}  # type: ignore[arg-type]
    loaded = []
    for number, row in enumerate(rows, 1):
        if extra := set(row) - known:
            raise LexiconError(f"[[{table}]] {number} has an unknown field {min(extra)!r}", where=name)
        try:
            loaded.append(record(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}))
        except (TypeError, ValueError) as error:
            raise LexiconError(f"[[{table}]] {number}: {error}", where=name) from error
    return tuple(loaded)


@cache
def load_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Load a TSV data file: its rows as mappings from column to cell.

    Raises:
        LexiconError: As `load_tables`; or a row has another number of cells than the header.
    """
    stated: dict[str, str] = {}
    header: list[str] | None = None
    rows: list[Mapping[str, str]] = []
    for number, line in enumerate(data_file(name).read_text(encoding="utf-8").split("\n"), 1):
        if header is None and line.startswith("#"):
            key, _, value = line[1:].partition(":")
            stated[key.strip()] = value.strip()
        elif header is None:
            header = line.split("\t")
        elif line:
            cells = line.split("\t")
            if len(cells) != len(header):
                raise LexiconError(f"line {number} has {len(cells)} cells, the header {len(header)}", where=name)
            rows.append(MappingProxyType(dict(zip(header, cells, strict=True))))
    for key in _STATED:
        if not stated.get(key):
            raise LexiconError(f"does not state its {key}", where=name)
    return tuple(rows)
