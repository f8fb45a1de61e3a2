"""Fetching one address politely: redirects, robots.txt, reservations of rights, pace and retries.

What is asked for was named by strangers: each redirect is checked like the first address, and a host is
asked only what its robots.txt allows, no faster than it wishes. The request itself is made by ``wire.py``, which alone
sees the network.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from urllib.parse import urljoin

from dateline.config import IngestConfig
from dateline.errors import FetchError
from dateline.ingest.addresses import Target, check_port, parse_target
from dateline.ingest.records import Clock, RightsSignal, utc_now
from dateline.ingest.robots import (
    MAX_ROBOTS,
    PRODUCT,
    HostRules,
    header_signals,
    is_kept_back,
    read_robots,
    read_tdmrep,
)
from dateline.ingest.wire import Answer, Ask, BrokenError, Resolve, Wire, resolve_host

_KEPT = ("content-type", "content-language", "etag", "last-modified", "link", "x-robots-tag")
_FORWARDED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_STATUS_WORDS = {
    401: " (it wants a login)",
    402: " (it wants payment)",
    403: " (it refuses us)",
    404: " (there is no such page)",
    410: " (the page is gone)",
    429: " (too many requests)",
    451: " (withheld for legal reasons)",
}
_RULES_KEPT = 24 * 3600.0  # seconds: RFC 9309 allows a day
_CLOSED_KEPT = 600.0  # seconds after which a robots.txt that could not be had is asked for again
_HOSTS_KEPT = 2_000
_OWN_TROUBLE = frozenset({"private address", "port", "tls", "no such host", "bad url"})


@dataclass(frozen=True, slots=True)
class Response:
    """What came back.

    Attributes:
        asked: The address as given.
        url: The address that answered.
        status: 200, or 304 when what was asked for has not changed.
        headers: Those that matter here, by lower-case name.
        body: Decompressed.
        fetched_at: ISO 8601 in UTC.
        redirects: The addresses passed through, *asked* first; empty without a redirect.
        rights: What headers, robots.txt and tdmrep.json say of mining the text.
    """

    asked: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str
    redirects: tuple[str, ...] = ()
    rights: tuple[RightsSignal, ...] = ()


@dataclass(slots=True)
class _Host:
    """What is remembered of a host: its rules until a time, and when the next request may begin."""

    rules: HostRules = field(default_factory=HostRules)
    until: float = float("-inf")
    next_turn: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)  # while its rules are asked for, or a turn is taken


class Fetcher:
    """Fetches addresses politely and guardedly; make one and share it, as it keeps each host's pace and rules.

    Args:
        config: Limits and manners.
        clock: Gives the time that responses carry.
        monotonic: Seconds, for pace and deadlines.
        sleep: Waits.
        resolve: Names to addresses; ``OSError`` where there are none.

    Threads may share it: each waits for its turn at a host, and nobody waits while another reads.
    """

    def __init__(
        self,
        config: IngestConfig = IngestConfig(),
        *,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = resolve_host,
    ) -> None:
        self.config = config
        self._clock, self._monotonic, self._sleep = clock, monotonic, sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self.user_agent = name_us(config.contact)
        self._wire = Wire(config, self.user_agent, resolve)

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Fetch one address.

        Args:
            url: http or https.
            etag: Of what is held already: the host then answers 304 if it is unchanged.
            last_modified: Likewise.

        Raises:
            FetchError: It was not fetched; the error says what kind of thing was in the way, and if that will stay.
        """
        target = parse_target(url)
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value and value.isprintable()}
        tries = 0
        while True:
            try:
                return self._follow(url, target, headers)
            except _BusyError as busy:
                tries += 1
                wait = busy.wait if busy.wait is not None else float(2 ** (tries - 1))
                if tries > self.config.retries or wait > self.config.max_wait:
                    raise busy.error from busy
                self._sleep(wait)

    def _follow(self, url: str, target: Target, headers: Mapping[str, str]) -> Response:
        """Ask, and follow redirects, each checked like the first address."""
        passed: list[str] = []
        spent = 0.0
        while True:
            signals = self._knock(target)
            began = time.monotonic()
            ask = Ask(headers, self.config.max_bytes, began + self.config.deadline - spent)
            try:
                answer = self._wire.ask(target, ask)
            except BrokenError as broken:
                raise _BusyError(broken.error, None) from broken
            spent += time.monotonic() - began  # waiting for our turn is not the host's time
            if answer.status not in _FORWARDED or "location" not in answer.headers:
                break
            passed.append(target.url)
            following = _next_target(target, answer.headers["location"], passed, self.config.redirects)
            if following.origin != target.origin:
                headers = {}  # what was said to one host is not for another
            target = following
        signals += header_signals(answer.headers)
        self._check_status(target, answer, conditional=bool(headers))
        if self.config.obey_tdm and (kept_back := is_kept_back(signals)):
            raise reserved_error(target.url, kept_back)
        kept = {name: value for name, value in answer.headers.items() if name in _KEPT}
        return Response(
            url,
            target.url,
            answer.status,
            kept,
            answer.body,
            self._clock(),
            tuple(passed),
            tuple(dict.fromkeys(signals)),
        )

    def _check_status(self, target: Target, answer: Answer, *, conditional: bool) -> None:
        status = answer.status
        if status in (200, 203) or (status == 304 and conditional):
            return
        error = FetchError(
            f"answered {status}{_STATUS_WORDS.get(status, '')}",
            where=target.url,
            kind=f"http {status}",
            advice="ask again later" if status in _BUSY else "check the address, or take the text in from a file",
            permanent=status not in _BUSY,
        )
        if status in _BUSY:
            raise _BusyError(error, self._read_retry_after(answer.headers.get("retry-after", "")))
        raise error

    def _read_retry_after(self, value: str) -> float | None:
        if value.strip().isdecimal():
            return float(value.strip()[:9])
        try:
            then = parsedate_to_datetime(value)
            now = datetime.fromisoformat(self._clock())
            return max(0.0, (then - now).total_seconds())
        except (ValueError, TypeError):
            return None

    # Manners: robots.txt, reservations and pace.

    def _knock(self, target: Target) -> tuple[RightsSignal, ...]:
        """Ask a host's rules for leave, and wait for our turn."""
        check_port(target, self.config.allow_private)
        with self._lock:
            host = self._hosts.pop(target.origin, None) or _Host()
            self._hosts[target.origin] = host
            while len(self._hosts) > _HOSTS_KEPT:
                del self._hosts[next(iter(self._hosts))]
        with host.lock:
            if self._monotonic() >= host.until:
                host.rules = self._ask_rules(target)
                kept = _CLOSED_KEPT if host.rules.closed else _RULES_KEPT
                host.until = self._monotonic() + kept
        if host.rules.closed:
            raise FetchError(
                host.rules.closed, where=target.url, kind="robots", advice="ask again later", permanent=False
            )
        if self.config.obey_robots and not host.rules.allows(target.url):
            raise FetchError(
                "its host's robots.txt asks not to fetch it",
                where=target.url,
                kind="robots",
                advice="ask the publisher, or take the text in from a file",
            )
        signals = host.rules.find_signals(target.target)
        if self.config.obey_tdm and (kept_back := is_kept_back(signals)):
            raise reserved_error(target.url, kept_back)
        self._wait_for_turn(target, host)
        return signals

    def _wait_for_turn(self, target: Target, host: _Host) -> None:
        interval = max(self.config.interval, host.rules.delay if self.config.obey_robots else 0.0)
        with host.lock:
            now = self._monotonic()
            wait = host.next_turn - now
            if wait <= self.config.max_wait:
                host.next_turn = max(now, host.next_turn) + interval
        if wait > self.config.max_wait:
            raise FetchError(
                f"its host asks for {interval:g} seconds between requests",
                where=target.url,
                kind="pace",
                advice="visit again later, or raise ingest.max_wait",
                permanent=False,
            )
        if wait > 0:
            self._sleep(wait)

    def _ask_rules(self, target: Target) -> HostRules:
        rules = HostRules()
        if self.config.obey_robots:
            try:
                robots = self._ask_file(target, "/robots.txt")
            except FetchError as error:
                if error.kind in _OWN_TROUBLE:
                    raise  # the address itself is the trouble
                return HostRules(closed=f"its host's robots.txt cannot be had ({error.told}), so nothing is fetched")
            if robots is not None:
                rules = read_robots(robots)
        try:
            reservations = read_tdmrep(self._ask_file(target, "/.well-known/tdmrep.json") or b"")
        except FetchError:
            reservations = ()
        return replace(rules, reservations=reservations)

    def _ask_file(self, target: Target, path: str) -> bytes | None:
        """A small file of a host's; ``None`` where it says that there is none."""
        passed: list[str] = []
        here = parse_target(target.origin + path)
        deadline = time.monotonic() + self.config.deadline
        while True:
            try:
                answer = self._wire.ask(here, Ask({}, MAX_ROBOTS, deadline))
            except BrokenError as broken:
                raise broken.error from broken
            if answer.status in _FORWARDED and "location" in answer.headers:
                passed.append(here.url)
                here = _next_target(here, answer.headers["location"], passed, self.config.redirects)
            elif answer.status == 200:
                return answer.body
            elif 400 <= answer.status < 500 and answer.status != 429:
                return None
            else:
                raise FetchError(f"answered {answer.status}", where=here.url, kind=f"http {answer.status}")


class _BusyError(Exception):
    """A failure that may pass, and how many seconds the host asks to wait."""

    def __init__(self, error: FetchError, wait: float | None) -> None:
        super().__init__(str(error))
        self.error, self.wait = error, wait


def name_us(contact: str) -> str:
    """Our ``User-Agent``: the project, its version and whom to write to.

    >>> name_us("desk@news.example").partition("/")[0], "desk@news.example" in name_us("desk@news.example")
    ('dateline', True)
    """
    known = "".join(char for char in contact if char.isprintable() and char.isascii() and char not in "()").strip()
    return f"{PRODUCT}/{metadata.version('dateline')} (reads news reports; {known or 'no contact given'})"


def reserved_error(url: str, signal: RightsSignal) -> FetchError:
    """The error of a text whose publisher keeps text and data mining to itself."""
    return FetchError(
        f"its publisher reserves text and data mining (tdm-reservation in {signal.where})",
        where=url,
        kind="tdm reserved",
        advice="ask the publisher; if you have a licence or a right to, set ingest.obey_tdm = false",
    )


def _next_target(target: Target, location: str, passed: list[str], most: int) -> Target:
    """Where a redirect leads, if it may be followed."""
    first = passed[0]
    try:
        following = parse_target(urljoin(target.url, location.strip()))
    except (FetchError, ValueError) as error:
        kind, told = (error.kind, error.told) if isinstance(error, FetchError) else ("bad url", "is no address")
        raise FetchError(
            f"redirects to an address that {told}" if told.startswith(("is", "has", "holds")) else f"redirects: {told}",
            where=first,
            kind=kind,
            advice="check the address",
        ) from error
    if following.url in passed:
        raise FetchError(
            "redirects in a circle",
            where=first,
            kind="redirect loop",
            advice="open it in a browser and take its address",
        )
    if len(passed) > most:
        raise FetchError(
            f"redirects more than {most} times", where=first, kind="redirect loop", advice="give the final address"
        )
    if target.scheme == "https" and following.scheme == "http":
        # What came over TLS must not be replaced on its way by whoever sits on the line.
        raise FetchError(
            f"redirects from https to plain http ({following.url[:200]})",
            where=first,
            kind="insecure redirect",
            advice="give the http address itself if you mean it",
        )
    return following
