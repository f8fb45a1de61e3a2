"""A feed server for tests: many items on loopback, some of which change, vanish, mislead, burst, drip or go in circles.

Everything is made of templates and numbers, so that each run serves the same bytes. Use as::

    with FeedServer() as server:
        fetcher = server.make_fetcher()
        first = list(open_source(server.url, fetcher=fetcher, clock=server.clock, config=fetcher.config))
        server.go_on()  # the second visit, a day later
"""

from __future__ import annotations

import contextlib
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dateline.config import IngestConfig
from dateline.ingest.fetch import Fetcher

TOWNS = ("Orveld", "Tamm", "Kestrin", "Halla", "Brugge Sund", "Merow", "Ilvesby", "Santa Rufa", "Dorna", "Pell Harbour")
THINGS = (
    "bridge",
    "harbour",
    "library",
    "tramway",
    "water works",
    "theatre",
    "town hall",
    "ferry pier",
    "mill",
    "school",
)
ACTS = ("reopened", "closed for repairs", "was sold to the county", "caught fire", "was inspected by the ministry")
PEOPLE = ("Lene Harkin", "Oto Brandt", "Maria Quell", "Ivo Sand", "Ruth Almaden", "Paul Iversen", "Nadja Holm")
AGENCY = "Meridian News Agency"
CHANGED = "The council corrected the figure late on Monday and gave {sum} crowns, {more} more than before."


@dataclass(frozen=True)
class Plan:
    """How many items of each kind there are; the rest are good and stay as they are."""

    items: int = 200
    change: int = 20
    vanish: int = 10
    private: int = 5  # redirect to a private address
    slow: int = 5
    loop: int = 2

    @property
    def bombs(self) -> tuple[str, ...]:
        return ("gzip", "entities", "endless")


def make_title(number: int) -> str:
    town, thing, act = TOWNS[number % 10], THINGS[(number // 10) % 10], ACTS[(number // 3) % 5]
    return f"{town} {thing} number {number} {act}"


def make_paragraphs(number: int, visit: int = 1, *, changed: bool = False) -> list[str]:
    """An invented report, different for each number."""
    town, thing, act = TOWNS[number % 10], THINGS[(number // 10) % 10], ACTS[(number // 3) % 5]
    person, other = PEOPLE[number % 7], PEOPLE[(number + 3) % 7]
    cost = 100_000 + 7_919 * number
    told = [
        f"{town.upper()}, 9 March ({AGENCY}) - The {thing} of {town}, built in {1800 + number}, {act} on Monday, its"
        f" council said.",
        f"“We have waited {number + 2} years for this day,” Mayor {person} told reporters at gate {number}.",
        f"The council put the cost at {cost:,} crowns, of which the county pays {number % 60 + 20} percent.",
        f"{other}, who leads the opposition in {town}, said that the vote of {number % 27 + 1} April would decide on"
        f" the other {number + 5} buildings.",
    ]
    if changed and visit > 1:
        told.append(CHANGED.format(sum=f"{cost + 991:,}", more=991))
    return told


class FeedServer:
    """Serves ``/feed.xml`` and the pages of its items; made for a ``with`` statement.

    Attributes:
        plan: What is among the items.
        visit: 1 until `go_on` is called.
        asked: How often each path was asked for.
    """

    def __init__(self, plan: Plan = Plan()) -> None:
        self.plan, self.visit, self.asked = plan, 1, {}
        self._lock = threading.Lock()
        self._done = threading.Event()

    def __enter__(self) -> FeedServer:
        self._server = _Server(("127.0.0.1", 0), _Request)
        self._server.helper = self
        make_bomb()  # before anybody waits for it
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.base}/feed.xml"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()

    def go_on(self) -> None:
        """Begin the second visit: a day later, some items changed and some gone."""
        self.visit += 1

    def clock(self) -> str:
        """The time of the visit, for whoever visits."""
        return f"2026-03-{9 + self.visit:02}T12:00:00.000000+00:00"

    def make_fetcher(self, **settings: Any) -> Fetcher:
        """A fetcher that may see this server and no other private address, and that does not wait."""
        limits = {"timeout": 0.8, "deadline": 0.8, "max_bytes": 2 * 1024 * 1024, "interval": 0.0, "retries": 0}
        config = replace(IngestConfig(allow_private=(f"127.0.0.1:{self.port}",)), **(limits | settings))
        return Fetcher(config, clock=self.clock, sleep=lambda _: None)

    @cached_property
    def kinds(self) -> dict[int, str]:
        """What each item is, spread over the feed: "good", "change", "vanish", "private", "slow", "loop" or a bomb."""
        plan = self.plan
        marked = ["change"] * plan.change + ["vanish"] * plan.vanish + ["private"] * plan.private
        marked += ["slow"] * plan.slow + ["loop"] * plan.loop + list(plan.bombs)
        step = max(1, plan.items // len(marked))
        kinds = dict.fromkeys(range(plan.items), "good")
        kinds.update({place * step: kind for place, kind in enumerate(marked)})
        return kinds

    def numbers(self, *kinds: str) -> list[int]:
        return [number for number, kind in self.kinds.items() if kind in kinds]

    def address(self, number: int) -> str:
        """The address that the feed gives for an item."""
        return f"{self.base}/{2026}/item-{number}-of-the-day"

    def make_feed(self) -> bytes:
        rows = []
        for number, kind in self.kinds.items():
            if kind == "vanish" and self.visit > 1:
                continue
            hour, minute = divmod(number, 60)
            rows.append(
                f"<item><title>{make_title(number)}</title><link>{self.address(number)}?utm_source=rss</link>"
                f"<guid isPermaLink='false'>item-{number}</guid>"
                f"<pubDate>Mon, 09 Mar 2026 {hour:02}:{minute:02}:00 GMT</pubDate></item>"
            )
        head = "<title>The Orveld Lantern</title><link>https://lantern.example/</link><language>en</language>"
        return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{''.join(rows)}</channel></rss>".encode()

    def make_page(self, number: int) -> bytes:
        told = make_paragraphs(number, self.visit, changed=self.kinds[number] == "change")
        shown = "".join(f"<p>{paragraph}</p>" for paragraph in told)
        title = make_title(number)
        return (
            f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} | The Orveld Lantern</title>"
            f"<meta property='og:site_name' content='The Orveld Lantern'></head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>{title}</h1>{shown}</article><footer>© The Orveld Lantern</footer></body></html>"
        ).encode()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        with self._lock:
            self.asked[path] = self.asked.get(path, 0) + 1
        if path == "/feed.xml":
            send(request, self.make_feed(), "application/rss+xml")
            return
        number = path.partition("/item-")[2].partition("-")[0]
        if not number.isdecimal() or int(number) not in self.kinds:
            request.send_error(404)
            return
        getattr(self, f"_send_{self.kinds[int(number)]}")(request, int(number))

    def _send_good(self, request: BaseHTTPRequestHandler, number: int) -> None:
        page = self.make_page(number)
        etag = f'"{zlib.crc32(page):08x}"'
        if request.headers.get("If-None-Match") == etag:
            request.send_response(304)
            request.end_headers()
        else:
            send(request, page, "text/html", etag=etag)

    _send_change = _send_vanish = _send_good

    def _send_private(self, request: BaseHTTPRequestHandler, number: int) -> None:
        hosts = ("127.0.0.1", "[::1]", "169.254.169.254", "localhost", "10.0.0.7")
        send(request, b"", "text/html", status=302, location=f"http://{hosts[number % 5]}/secret-{number}")

    def _send_loop(self, request: BaseHTTPRequestHandler, number: int) -> None:
        turn = "" if "turn=" in request.path else "?turn=1"
        send(request, b"", "text/html", status=302, location=f"{self.address(number)}{turn}")

    def _send_slow(self, request: BaseHTTPRequestHandler, number: int) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/html")
        request.end_headers()
        while not self._done.wait(0.02):
            request.wfile.write(b"<p>")
            request.wfile.flush()

    def _send_gzip(self, request: BaseHTTPRequestHandler, number: int) -> None:
        send(request, make_bomb(), "text/html", content_encoding="gzip")

    def _send_entities(self, request: BaseHTTPRequestHandler, number: int) -> None:
        send(request, LAUGHS, "application/xml")

    def _send_endless(self, request: BaseHTTPRequestHandler, number: int) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/html")
        request.end_headers()
        for _ in range(1024):  # a gigabyte, without a length
            request.wfile.write(bytes(1 << 20))


LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]><rss version='2.0'><channel><title>&j;</title></channel></rss>"
)


@cache
def make_bomb() -> bytes:
    """Two hundred megabytes as two hundred kilobytes of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(200)]) + packer.flush()


def send(request: BaseHTTPRequestHandler, body: bytes, kind: str, *, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    request.send_header("content-type", kind)
    request.send_header("content-length", str(len(body)))
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


class _Request(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with contextlib.suppress(OSError):
            self.server.helper.answer(self)  # type: ignore[attr-defined]

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    helper: FeedServer

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are expected."""


def iterate_bad(server: FeedServer) -> Iterator[tuple[int, set[str]]]:
    """The items that must come as a problem, each with the kinds that it may be told as."""
    wanted = {
        "private": {"private address"},
        "slow": {"timeout"},
        "loop": {"redirect loop"},
        "gzip": {"too large"},
        "endless": {"too large"},
        "entities": {"no text", "xml entities"},
    }
    for number, kind in server.kinds.items():
        if kind in wanted:
            yield number, wanted[kind]
