"""The only code that touches the network: one guarded request to one host, redirects not followed.

A host is resolved once, every address it has is checked, and a checked address is what is connected to (TLS still
proves the host's name), so that no second answer of a name server can lead elsewhere. Bytes are counted after
decompression while they come in, and a watch cuts off whoever sends too slowly, at any stage.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3 import connection, exceptions
from urllib3.response import BaseHTTPResponse

from dateline.config import IngestConfig
from dateline.errors import FetchError
from dateline.ingest.addresses import Target, check_address, check_port
from dateline.ingest.unpack import inflate

Resolve = Callable[[str, int], list[str]]
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"
_REFUSED_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/msword")
_CHUNK = 64 * 1024
_ADDRESSES_TRIED = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """How one request is made.

    Attributes:
        headers: Beside the usual ones.
        cap: The most bytes taken, after decompression.
        deadline: The time of the monotonic clock at which it is cut off.
    """

    headers: Mapping[str, str]
    cap: int
    deadline: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request brought: headers by lower-case name; the body, decompressed, of a 200 only."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class BrokenError(Exception):
    """A connection that failed in a way that may pass."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system resolves it.

    Raises:
        OSError: It has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Wire:
    """Makes requests.

    Args:
        config: Limits.
        user_agent: How we name ourselves.
        resolve: Names to addresses; ``OSError`` where there are none.
    """

    def __init__(self, config: IngestConfig, user_agent: str, resolve: Resolve = resolve_host) -> None:
        self._config, self._user_agent, self._resolve = config, user_agent, resolve
        self._tls: ssl.SSLContext | None = None

    def ask(self, target: Target, ask: Ask) -> Answer:
        """Ask a host for one thing.

        Raises:
            FetchError: It may not be asked, or its answer cannot be taken.
            BrokenError: The connection failed.
        """
        check_port(target, self._config.allow_private)
        addresses = self._find_addresses(target, ask)
        for address in addresses[:-1]:
            with suppress(BrokenError):  # the next address may be alive
                return self._ask_address(target, address, ask)
        return self._ask_address(target, addresses[-1], ask)

    def _find_addresses(self, target: Target, ask: Ask) -> list[str]:
        try:
            addresses = [str(ipaddress.ip_address(target.host))]
        except ValueError:
            addresses = self._resolve_within(target, min(self._config.timeout, self._left(target, ask)))
        for address in addresses:
            check_address(target, address, self._config.allow_private)
        return addresses[:_ADDRESSES_TRIED]

    def _resolve_within(self, target: Target, seconds: float) -> list[str]:
        """Resolve in a thread of its own: the system's resolver knows no deadline."""
        found: list[str] = []

        def resolve() -> None:
            with suppress(OSError, UnicodeError):
                found.extend(self._resolve(target.host, target.port))

        thread = threading.Thread(target=resolve, daemon=True)
        thread.start()
        thread.join(seconds)
        late, addresses = thread.is_alive(), list(found)
        if late or not addresses:
            raise FetchError(
                "its host's name was not resolved in time" if late else "has a host that cannot be found",
                where=target.url,
                kind="timeout" if late else "no such host",
                advice="check the address and the network",
                permanent=False,
            )
        return addresses

    def _left(self, target: Target, ask: Ask) -> float:
        left = ask.deadline - time.monotonic()
        if left <= 0:
            raise self._too_slow(target)
        return left

    def _ask_address(self, target: Target, address: str, ask: Ask) -> Answer:
        headers = {
            "Host": target.authority,
            "User-Agent": self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",  # what we can decompress within bounds; nothing else is taken
            "Connection": "close",
            **ask.headers,
        }
        wire = self._connect(target, address, min(self._config.timeout, self._left(target, ask)))
        with _watch(wire, self._left(target, ask)) as late:
            try:
                wire.connect()
                late.socket = wire.sock  # the connection lets go of it before the body is read
                wire.request("GET", target.target, headers=headers, preload_content=False, decode_content=False)
                answer = _read_answer(target, wire.getresponse(), ask.cap)
            except (OSError, HTTPException, exceptions.HTTPError, ValueError) as error:
                if late.happened:
                    raise self._too_slow(target) from error
                raise self._explain(target, error) from error
            if late.happened:
                raise self._too_slow(target)  # what looks whole was cut off by us
            return answer

    def _connect(self, target: Target, address: str, timeout: float) -> connection.HTTPConnection:
        if target.scheme == "http":
            return connection.HTTPConnection(address, target.port, timeout=timeout)
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return connection.HTTPSConnection(
            address,
            target.port,
            timeout=timeout,
            server_hostname=target.host,
            ssl_context=self._tls,
        )

    def _too_slow(self, target: Target) -> FetchError:
        return _slow_error(target, f"took longer than {self._config.deadline:g} seconds")

    def _explain(self, target: Target, error: Exception) -> Exception:
        if isinstance(error, TimeoutError | exceptions.TimeoutError):
            return _slow_error(target, f"was silent for {self._config.timeout:g} seconds")
        if isinstance(error, ssl.SSLError | exceptions.SSLError):
            return FetchError(
                f"its host cannot be trusted ({_one_line(error)})",
                where=target.url,
                kind="tls",
                advice="check the address; its certificate must be valid",
            )
        message = f"the connection failed ({_one_line(error)})"
        advice = "ask again later"
        return BrokenError(FetchError(message, where=target.url, kind="connection", advice=advice, permanent=False))


def _slow_error(target: Target, message: str) -> FetchError:
    advice = "ask again later, or raise ingest.timeout and ingest.deadline"
    return FetchError(message, where=target.url, kind="timeout", advice=advice, permanent=False)


def _one_line(error: Exception) -> str:
    """An error's own words without the objects in them."""
    words = str(error.args[-1]) if error.args else ""
    return (" ".join(words.split()) or type(error).__name__)[:160]


@dataclass(slots=True)
class _Late:
    """Whether a connection was cut off, and its socket."""

    happened: bool = False
    socket: socket.socket | None = None


@contextmanager
def _watch(wire: connection.HTTPConnection, seconds: float) -> Iterator[_Late]:
    """Cut a connection off after so many seconds, whatever it is at: headers and handshakes can be dripped too."""
    late, done = _Late(), threading.Event()

    def cut() -> None:
        if done.wait(seconds):
            return
        late.happened = True
        while not done.wait(0.05):
            if held := late.socket or wire.sock:
                with suppress(OSError):
                    socket.socket.shutdown(held, socket.SHUT_RDWR)

    thread = threading.Thread(target=cut, daemon=True)
    thread.start()
    try:
        yield late
    finally:
        done.set()
        thread.join()
        wire.close()


def _read_answer(target: Target, response: BaseHTTPResponse, cap: int) -> Answer:
    headers = {name.lower(): response.headers[name] for name in response.headers}
    try:
        if response.status not in (200, 203):
            return Answer(response.status, headers, b"")
        kind = headers.get("content-type", "").strip().lower()
        if kind.startswith(_REFUSED_TYPES):
            raise FetchError(
                f"is {kind.partition(';')[0]}, not a page or feed",
                where=target.url,
                kind="content type",
                advice="give the address of a page or feed",
            )
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > cap:
            raise _too_large(target, cap)
        raw = _read_raw(response)
        return Answer(response.status, headers, b"".join(_expand(target, raw, headers, cap)))
    finally:
        response.close()


def _read_raw(response: BaseHTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(_CHUNK, decode_content=False):
        yield chunk


def _expand(target: Target, raw: Iterator[bytes], headers: Mapping[str, str], cap: int) -> Iterator[bytes]:
    """Decompress while it comes in, and stop at *cap* bytes of either side."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(
            f"is compressed in a way that was not asked for ({coding[:40]})",
            where=target.url,
            kind="content encoding",
            advice="take the text in from a file",
        )
    if coding in ("", "identity"):
        yield from _count(target, raw, cap)
        return
    try:
        yield from _count(target, inflate(_count(target, raw, cap)), cap)
    except (zlib.error, EOFError) as error:
        message = "its compressed body is damaged or cut off"
        advice = "ask again later"
        raise FetchError(message, where=target.url, kind="damaged", advice=advice, permanent=False) from error


def _count(target: Target, chunks: Iterator[bytes], cap: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > cap:
            raise _too_large(target, cap)
        yield chunk


def _too_large(target: Target, cap: int) -> FetchError:
    return FetchError(
        f"is larger than {cap:,} bytes",
        where=target.url,
        kind="too large",
        advice="if it is meant to be, raise ingest.max_bytes",
    )
