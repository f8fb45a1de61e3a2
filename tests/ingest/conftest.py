"""A web server on loopback that tests tell what to answer, and a fetcher that neither waits nor sleeps."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dateline.config import IngestConfig
from dateline.ingest.fetch import Fetcher

Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What a server answers, by path; what was asked of it; its address."""

    pages: dict[str, Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    port: int = 0

    def serve(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Answer *path* with a body; a header ``content_type`` is ``Content-Type``."""
        data = body.encode() if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in ({"content-type": "text/html", "content-length": str(len(data))} | named).items():
                if value:
                    request.send_header(name, value)
            request.end_headers()
            with contextlib.suppress(OSError):
                request.wfile.write(data)

        return self.handle(path, answer)

    def handle(self, path: str, handler: Handler) -> str:
        self.pages[path] = handler
        return self.url + path


class _Request(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        handler = site.pages.get(self.path)
        with contextlib.suppress(OSError):
            if handler is None:
                self.send_error(404)
            else:
                handler(self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what many of these tests are about."""


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    servers = []

    def make(tls: ssl.SSLContext | None = None) -> Site:
        server = _Server(("127.0.0.1", 0), _Request)
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        site = Site(port=server.server_address[1])
        site.url = f"http://127.0.0.1:{site.port}"
        server.site = site  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return site

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


class Waits:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, []
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.now += seconds


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def make_fetcher(site: Site, waits: Waits) -> Callable[..., Fetcher]:
    def make(**settings: Any) -> Fetcher:
        resolve = {"resolve": settings.pop("resolve")} if "resolve" in settings else {}
        config = replace(IngestConfig(allow_private=(f"127.0.0.1:{site.port}",), timeout=5, deadline=10), **settings)
        return Fetcher(
            config,
            clock=lambda: "2026-03-11T09:00:00.000000+00:00",
            monotonic=waits.monotonic,
            sleep=waits.sleep,
            **resolve,
        )

    return make


@pytest.fixture
def fetcher(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    return make_fetcher()
