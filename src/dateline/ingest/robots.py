"""What a host asks of those who fetch from it: robots.txt, its pace, its reservation of rights. No network here.

References:
    RFC 9309 (robots.txt); W3C Community Group, TDM Reservation Protocol (2024); RSL 1.0 (the ``License:`` line).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote

from dateline.ingest.records import RightsSignal

PRODUCT = "dateline"  # what robots.txt names us by
MAX_ROBOTS = 512 * 1024  # bytes: RFC 9309 asks for 500 KiB at least to be read
_LICENSE = re.compile(r"^[ \t]*license[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


class _Rules(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


@dataclass(frozen=True, slots=True)
class HostRules:
    """What one host (scheme, name and port) asks for.

    Attributes:
        rules: Its robots.txt, ``None`` where it has none.
        closed: Why nothing may be fetched for now, where its robots.txt could not be had.
        delay: Seconds between requests that it asks for.
        licenses: Of its ``License:`` lines.
        reservations: Of its tdmrep.json: (path pattern, reserved, policy).
    """

    rules: _Rules | None = None
    closed: str | None = None
    delay: float = 0.0
    licenses: tuple[str, ...] = ()
    reservations: tuple[tuple[str, bool, str | None], ...] = ()

    def allows(self, url: str) -> bool:
        """Whether robots.txt lets us fetch *url*."""
        return self.rules is None or bool(self.rules.can_fetch(url, PRODUCT))

    def find_signals(self, path: str) -> tuple[RightsSignal, ...]:
        """What the host says of mining the text at a path."""
        found = [RightsSignal("rsl-license", address, "robots.txt") for address in self.licenses]
        for pattern, reserved, policy in self.reservations:
            if _covers(pattern, path):  # the first that covers it counts
                found.append(RightsSignal("tdm-reservation", "1" if reserved else "0", "tdmrep.json"))
                if policy:
                    found.append(RightsSignal("tdm-policy", policy, "tdmrep.json"))
                break
        return tuple(found)


def read_robots(data: bytes) -> HostRules:
    r"""Read a robots.txt.

    >>> robots = read_robots(b"License: https://news.example/rsl.xml\nUser-agent: *\nDisallow: /print/\nCrawl-delay: 3")
    >>> robots.rules.can_fetch("https://news.example/print/1", PRODUCT), robots.delay, robots.licenses
    (False, 3.0, ('https://news.example/rsl.xml',))
    """
    from protego import Protego  # noqa: PLC0415  (only where something is fetched)

    text = data[:MAX_ROBOTS].decode("utf-8", errors="replace").removeprefix("\ufeff")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(PRODUCT)
    licenses = tuple(dict.fromkeys(_LICENSE.findall(text)))[:5]
    return HostRules(rules, None, max(0.0, float(delay or 0)), licenses)


def read_tdmrep(data: bytes) -> tuple[tuple[str, bool, str | None], ...]:
    """Read a tdmrep.json: a list of path patterns, each with whether its text is reserved, and the policy's address.

    What is no such list says nothing.

    >>> read_tdmrep(b'[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://news.example/tdm.json"}]')
    (('/news/*', True, 'https://news.example/tdm.json'),)
    """
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    found: list[tuple[str, bool, str | None]] = []
    for row in rows[:1_000] if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("location"), str):
            policy = row.get("tdm-policy")
            reserved = is_reserved(row.get("tdm-reservation"))
            found.append((row["location"][:500], reserved, policy if isinstance(policy, str) else None))
    return tuple(found)


def is_reserved(value: Any) -> bool:
    """Whether a ``tdm-reservation`` reserves: 1, however it is written."""
    return str(value).strip().strip('"') == "1"


def header_signals(headers: Mapping[str, str]) -> tuple[RightsSignal, ...]:
    """The signals of a response's headers.

    >>> header_signals({"tdm-reservation": "1"})
    (RightsSignal(kind='tdm-reservation', value='1', where='header'),)
    """
    found: list[RightsSignal] = []
    if value := headers.get("tdm-reservation", "").strip():
        found.append(RightsSignal("tdm-reservation", value[:20], "header"))
    if value := headers.get("tdm-policy", "").strip():
        found.append(RightsSignal("tdm-policy", value[:500], "header"))
    return tuple(found)


def is_kept_back(signals: tuple[RightsSignal, ...]) -> RightsSignal | None:
    """The signal that reserves a text: what is nearest to it counts, the page before its headers before its host."""
    for where in ("meta", "header", "tdmrep.json"):
        said = [signal for signal in signals if signal.kind == "tdm-reservation" and signal.where == where]
        if said:
            return said[0] if is_reserved(said[0].value) else None
    return None


def _covers(pattern: str, path: str) -> bool:
    """Match as robots.txt does: ``*`` for any characters, ``$`` for the end; without quadratic trouble."""
    ended = pattern.endswith("$")
    pieces = [unquote(piece) for piece in pattern.removesuffix("$").split("*")]
    path = unquote(path)
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ended or path.endswith(pieces[-1]) if len(pieces) > 1 else not ended or at == len(path)
