"""Fetching, against real servers on loopback, most of them hostile."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import IngestConfig
from dateline.errors import FetchError
from dateline.ingest.addresses import parse_target
from dateline.ingest.fetch import Fetcher
from dateline.ingest.unpack import inflate
from dateline.ingest.wire import Ask, Wire

from .conftest import Site, Waits

MakeFetcher = Callable[..., Fetcher]


def refuse(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as error:
        fetcher.fetch(url)
    assert "\n" not in str(error.value)
    return error.value


def asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked if path not in ("/robots.txt", "/.well-known/tdmrep.json")]


def test_a_page_comes_with_its_headers_and_time(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", "<p>Hello", etag='"1"', x_secret="no")
    response = fetcher.fetch(url)
    assert (response.status, response.body, response.url) == (200, b"<p>Hello", url)
    assert response.headers == {"content-type": "text/html", "etag": '"1"'}
    assert response.fetched_at == "2026-03-11T09:00:00.000000+00:00"
    assert response.redirects == ()


def test_we_say_who_we_are(site: Site, make_fetcher: MakeFetcher) -> None:
    make_fetcher(contact="desk@paper.example\r\nX-Evil: 1").fetch(site.serve("/a"))
    agent = site.asked[-1][1]["user-agent"]
    assert agent.startswith("dateline/")
    assert "desk@paper.example" in agent
    assert "x-evil" not in site.asked[-1][1]


def test_an_unchanged_page_is_told_as_such(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", status=304, content_length="")
    response = fetcher.fetch(url, etag='"1"', last_modified="Wed, 11 Mar 2026 09:00:00 GMT")
    assert (response.status, response.body) == (304, b"")
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert site.asked[-1][1]["if-modified-since"] == "Wed, 11 Mar 2026 09:00:00 GMT"


def test_an_answer_of_unchanged_that_was_not_asked_for_is_an_error(site: Site, fetcher: Fetcher) -> None:
    assert refuse(fetcher, site.serve("/a", status=304)).kind == "http 304"


def test_redirects_are_followed_and_told(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", status=302, location="/b?x=1")
    site.serve("/b?x=1", status=301, location=f"{site.url}/c")
    site.serve("/c", "end")
    response = fetcher.fetch(f"{site.url}/a")
    assert (response.url, response.body) == (f"{site.url}/c", b"end")
    assert response.redirects == (f"{site.url}/a", f"{site.url}/b?x=1")


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, make_site: Callable[..., Site], fetcher: Fetcher
) -> None:
    inner = make_site()
    inner.serve("/secret", "secret")
    for host in (f"127.0.0.1:{inner.port}", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"):
        url = site.serve("/a", status=302, location=f"http://{host}/secret")
        assert refuse(fetcher, url).kind in ("private address", "port", "bad url"), host
    assert inner.asked == []


def test_a_redirect_to_another_scheme_is_refused(site: Site, fetcher: Fetcher) -> None:
    for location in ("file:///etc/passwd", "javascript:alert(1)", "ftp://news.example/"):
        assert refuse(fetcher, site.serve("/a", status=302, location=location)).kind == "scheme"


def test_circles_and_long_chains_of_redirects_end(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", status=302, location="/b")
    site.serve("/b", status=302, location="/a")
    error = refuse(fetcher, f"{site.url}/a")
    assert (error.kind, error.permanent, error.told) == ("redirect loop", True, "redirects in a circle")
    for number in range(9):
        site.serve(f"/{number}", status=302, location=f"/{number + 1}")
    assert refuse(fetcher, f"{site.url}/0").kind == "redirect loop"


def test_what_was_said_to_one_host_is_not_told_to_another(
    site: Site, make_site: Callable[..., Site], make_fetcher: MakeFetcher
) -> None:
    other = make_site()
    other.serve("/b", "b")
    site.serve("/a", status=302, location=f"{other.url}/b")
    make_fetcher(allow_private=("127.0.0.1",)).fetch(f"{site.url}/a", etag='"mine"')
    assert dict(site.asked)["/a"]["if-none-match"] == '"mine"'
    assert "if-none-match" not in dict(other.asked)["/b"]


def test_a_private_host_is_refused_unless_listed(site: Site, make_fetcher: MakeFetcher) -> None:
    url = site.serve("/a")
    assert refuse(make_fetcher(allow_private=()), url).kind == "port"
    assert refuse(make_fetcher(allow_private=("wiki.corp",)), url).kind == "port"
    assert refuse(make_fetcher(allow_private=()), "http://127.0.0.1/").kind == "private address"
    assert site.asked == []


def test_a_name_is_resolved_once_and_the_checked_address_connected_to(site: Site) -> None:
    """A name server that changes its mind cannot lead a second look-up elsewhere: there is none."""
    site.serve("/a", "reached")
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    wire = Wire(IngestConfig(allow_private=("news.example",)), "us", resolve)
    target = parse_target(f"http://news.example:{site.port}/a")
    assert wire.ask(target, Ask({}, 100, time.monotonic() + 5)).body == b"reached"
    assert looked_up == ["news.example"]
    assert site.asked[-1][1]["host"] == f"news.example:{site.port}"


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["9.9.9.9", "10.0.0.1"], ["::ffff:10.0.0.1"]])
def test_a_name_with_any_private_address_is_refused(addresses: list[str], make_fetcher: MakeFetcher) -> None:
    error = refuse(make_fetcher(resolve=lambda host, port: addresses), "http://news.example/")
    assert error.kind == "private address"


def test_a_name_that_is_unknown_or_slow_to_resolve_is_told(make_fetcher: MakeFetcher) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    def slow(host: str, port: int) -> list[str]:
        time.sleep(0.5)
        return ["9.9.9.9"]

    error = refuse(make_fetcher(resolve=unknown), "http://news.example/")
    assert (error.kind, error.permanent) == ("no such host", False)
    assert "in time" in str(refuse(make_fetcher(resolve=slow, timeout=0.05, obey_robots=False), "http://news.example/"))


def test_a_gzip_bomb_is_stopped_while_it_comes_in(site: Site, make_fetcher: MakeFetcher) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(1 << 20)) for _ in range(300)]) + packer.flush()
    url = site.serve("/bomb", bomb, content_encoding="gzip")
    fetcher = make_fetcher()
    tracemalloc.start()
    error = refuse(fetcher, url)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (error.kind, error.permanent) == ("too large", True)
    assert most < 40 << 20  # of 300 MiB


def test_a_body_without_an_end_is_stopped_at_the_cap(site: Site, make_fetcher: MakeFetcher) -> None:
    sent = []

    def pour(request) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1024):
            request.wfile.write(bytes(1 << 20))
            sent.append(1)

    assert refuse(make_fetcher(max_bytes=1 << 20), site.handle("/pour", pour)).kind == "too large"
    assert len(sent) < 64  # of 1,024


def test_a_length_over_the_cap_is_refused_before_a_byte_is_read(site: Site, fetcher: Fetcher) -> None:
    assert refuse(fetcher, site.serve("/a", "x", content_length="99999999999")).kind == "too large"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_compression_that_was_not_asked_for_is_refused(coding: str, site: Site, fetcher: Fetcher) -> None:
    assert refuse(fetcher, site.serve("/a", "x", content_encoding=coding)).kind == "content encoding"
    assert site.asked[-1][1]["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("pack", "coding"),
    [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (lambda data: zlib.compress(data)[2:-4], "deflate")],
)
def test_a_compressed_page_is_read(pack: Callable[[bytes], bytes], coding: str, site: Site, fetcher: Fetcher) -> None:
    page = b"<p>The bridge is open.</p>" * 9000
    assert fetcher.fetch(site.serve("/a", pack(page), content_encoding=coding)).body == page


@given(st.lists(st.binary(max_size=3000), max_size=4), st.integers(1, 500))
def test_inflating_is_the_same_however_the_bytes_are_cut(members: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(member) for member in members)
    pieces = [packed[at : at + step] for at in range(0, len(packed), step)]
    assert b"".join(inflate(iter(pieces), step=64)) == b"".join(members)


def test_a_cut_or_damaged_compressed_body_is_told(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"<p>The bridge is open.</p>" * 100)
    for damaged in (packed[:-20], packed[:40] + b"\xff\xff" + packed[42:], b"no gzip"):
        error = refuse(fetcher, site.serve("/a", damaged, content_encoding="gzip"))
        assert (error.kind, error.permanent) == ("damaged", False)


def test_a_body_shorter_than_its_length_is_told(site: Site, make_fetcher: MakeFetcher) -> None:
    assert refuse(make_fetcher(retries=0), site.serve("/a", "abc", content_length="99")).kind == "connection"


def drip(first: bytes, each: bytes) -> Callable[..., None]:
    def handler(request) -> None:
        request.wfile.write(first)
        for _ in range(400):
            request.wfile.write(each)
            request.wfile.flush()
            time.sleep(0.01)

    return handler


SLOW = [
    (drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), "a body"),
    (drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x"), "a body of a known length"),
    (drip(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), "chunks"),
    (drip(b"HTTP/1.1 200 OK\r\nx: ", b"x"), "a header"),
    (drip(b"HTTP/1.1 ", b" "), "a status line"),
]


@pytest.mark.parametrize(("handler", "reason"), SLOW, ids=[row[1] for row in SLOW])
def test_who_sends_drop_by_drop_is_cut_off(handler, reason: str, site: Site, make_fetcher: MakeFetcher) -> None:
    url = site.handle("/slow", handler)
    fetcher = make_fetcher(deadline=0.3, obey_robots=False)
    began = time.monotonic()
    error = refuse(fetcher, url)
    assert (error.kind, error.permanent) == ("timeout", False)
    assert time.monotonic() - began < 2


def test_who_says_nothing_is_given_up(site: Site, make_fetcher: MakeFetcher) -> None:
    url = site.handle("/silent", lambda request: time.sleep(0.5))
    assert refuse(make_fetcher(timeout=0.1), url).kind == "timeout"


def test_what_is_no_page_is_not_read(site: Site, fetcher: Fetcher) -> None:
    error = refuse(fetcher, site.serve("/a.pdf", "%PDF", content_type="application/pdf"))
    assert (error.kind, error.told) == ("content type", "is application/pdf, not a page or feed")


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (410, True), (403, True), (503, False), (500, False)])
def test_an_error_of_the_server_is_told_with_whether_it_will_stay(
    status: int, permanent: bool, site: Site, fetcher: Fetcher
) -> None:
    error = refuse(fetcher, site.serve("/a", status=status))
    assert (error.kind, error.permanent) == (f"http {status}", permanent)


def test_a_busy_host_is_asked_again_when_it_says(site: Site, fetcher: Fetcher, waits: Waits) -> None:
    answers = iter([("7", 503), ("Wed, 11 Mar 2026 09:00:30 GMT", 429), ("", 200)])

    def busy(request) -> None:
        after, status = next(answers)
        request.send_response(status)
        request.send_header("retry-after", after)
        request.send_header("content-length", "0")
        request.end_headers()

    assert fetcher.fetch(site.handle("/busy", busy)).status == 200
    assert waits.slept == [7.0, 30.0]


def test_a_host_that_stays_busy_or_asks_for_hours_is_left(site: Site, fetcher: Fetcher, waits: Waits) -> None:
    assert refuse(fetcher, site.serve("/hours", status=503, retry_after="7200")).kind == "http 503"
    assert waits.slept == []
    refuse(fetcher, site.serve("/busy", status=503))
    assert asked(site).count("/busy") == 3


def test_a_host_is_asked_at_its_pace(site: Site, make_fetcher: MakeFetcher, waits: Waits) -> None:
    fetcher = make_fetcher(interval=2)
    for _ in range(3):
        fetcher.fetch(site.serve("/a"))
    assert waits.slept == [2, 2]
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 9")
    fetcher = make_fetcher(interval=2)
    for _ in range(2):
        fetcher.fetch(site.serve("/a"))
    assert waits.slept == [2, 2, 9]


def test_a_pace_beyond_patience_is_told_instead_of_waited_for(site: Site, fetcher: Fetcher, waits: Waits) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    fetcher.fetch(site.serve("/a"))
    error = refuse(fetcher, site.serve("/b"))
    assert (error.kind, error.permanent, waits.slept) == ("pace", False, [])


def test_threads_share_a_hosts_pace_and_rules(site: Site, make_fetcher: MakeFetcher, waits: Waits) -> None:
    fetcher = make_fetcher(interval=2)
    url = site.serve("/a")
    threads = [threading.Thread(target=fetcher.fetch, args=(url,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert waits.now >= 1000 + 4 * 2


def test_robots_txt_is_asked_once_and_obeyed(site: Site, fetcher: Fetcher, make_fetcher: MakeFetcher) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /print/\n\nUser-agent: dateline\nDisallow: /private/*.html$")
    fetcher.fetch(site.serve("/print/1"))
    assert refuse(fetcher, site.serve("/private/1.html")).kind == "robots"
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert asked(site) == ["/print/1"]
    make_fetcher(obey_robots=False).fetch(f"{site.url}/private/1.html")


@pytest.mark.parametrize(("status", "kind"), [(404, None), (403, None), (500, "robots"), (429, "robots")])
def test_a_robots_txt_that_is_not_there_allows_and_one_that_fails_forbids_for_now(
    status: int, kind: str | None, site: Site, fetcher: Fetcher, waits: Waits
) -> None:
    site.serve("/robots.txt", status=status)
    url = site.serve("/a", "here")
    if kind is None:
        assert fetcher.fetch(url).body == b"here"
        return
    error = refuse(fetcher, url)
    assert (error.kind, error.permanent) == (kind, False)
    site.serve("/robots.txt", status=404)
    assert refuse(fetcher, url).kind == kind
    waits.now += 601
    assert fetcher.fetch(url).body == b"here"


def test_a_redirect_is_held_against_robots_txt_too(site: Site, fetcher: Fetcher) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /b")
    assert refuse(fetcher, site.serve("/a", status=302, location="/b")).kind == "robots"


def test_reservations_are_obeyed_or_told(site: Site, make_fetcher: MakeFetcher) -> None:
    site.serve("/robots.txt", f"License: {site.url}/rsl.xml")
    site.serve("/.well-known/tdmrep.json", '[{"location": "/kept/*", "tdm-reservation": 1, "tdm-policy": "p"}]')
    kept, free = site.serve("/kept/1"), site.serve("/free")
    header = site.serve("/header", tdm_reservation="1")
    opened = site.serve("/kept/2", tdm_reservation="0")
    strict, lenient = make_fetcher(), make_fetcher(obey_tdm=False)
    for url in (kept, header):
        assert refuse(strict, url).kind == "tdm reserved"
    assert asked(site) == ["/header"]
    assert [signal.kind for signal in strict.fetch(free).rights] == ["rsl-license"]
    assert [(signal.kind, signal.value, signal.where) for signal in lenient.fetch(kept).rights] == [
        ("rsl-license", f"{site.url}/rsl.xml", "robots.txt"),
        ("tdm-reservation", "1", "tdmrep.json"),
        ("tdm-policy", "p", "tdmrep.json"),
    ]
    assert refuse(strict, opened).kind == "tdm reserved"  # told before the page could say otherwise


def test_a_connection_that_breaks_is_tried_again(site: Site, fetcher: Fetcher) -> None:
    answers = iter([False, True])

    def handler(request) -> None:
        if next(answers):
            request.send_response(200)
            request.end_headers()
            request.wfile.write(b"whole")

    assert fetcher.fetch(site.handle("/a", handler)).body == b"whole"


def test_a_port_that_speaks_no_tls_is_told_in_one_line(make_fetcher: MakeFetcher, site: Site) -> None:
    assert refuse(make_fetcher(), f"https://127.0.0.1:{site.port}/").kind == "tls"


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_the_certificate_must_be_the_named_hosts_not_the_addresses(
    tmp_path: Path, make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    names = ["-addext", "subjectAltName=DNS:news.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site = make_site(context)
    site.serve("/a", "over TLS")
    config = IngestConfig(allow_private=("*",))

    def ask(host: str) -> bytes:
        wire = Wire(config, "us", lambda *_: ["127.0.0.1"])
        return wire.ask(parse_target(f"https://{host}:{site.port}/a"), Ask({}, 100, time.monotonic() + 5)).body

    with pytest.raises(FetchError, match="cannot be trusted"):
        ask("news.example")  # signed by nobody we know
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    assert ask("news.example") == b"over TLS"
    with pytest.raises(FetchError, match="cannot be trusted"):
        ask("other.example")
