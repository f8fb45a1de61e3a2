"""Feeds of each kind: the same items with what each kind can tell."""

from __future__ import annotations

import contextlib
import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.ingest import ingest_paths
from dateline.ingest.feeds import read_feed
from dateline.ingest.hardened import check_xml, read_opening
from dateline.ingest.moments import is_later, read_moment
from dateline.ingest.robots import HostRules, header_signals, is_kept_back, read_robots, read_tdmrep
from dateline.ingest.urls import canonical_url, find_site, make_report_id

from .pages import PARAGRAPHS

URL = "https://lantern.example/feed.xml"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Orveld Lantern</title><language>en</language><item>
<title>Oker bridge &lt;b&gt;reopens&lt;/b&gt; &amp;amp; more</title><link>/bridge</link>
<guid isPermaLink="false">urn:l-1</guid>
<pubDate>Wed, 11 Mar 2026 07:30:00 +0100</pubDate><source url="https://k.example/rss">Kestrin Courier</source>
<dc:creator>Ana Doe</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Orveld Lantern</title><entry>
<title type="html">Oker bridge &lt;b&gt;reopens&lt;/b&gt; &amp;amp; more</title><id>urn:l-1</id>
<link rel="alternate" href="https://lantern.example/bridge"/><published>2026-03-11T07:30:00+01:00</published>
<updated>2026-03-11T08:00:00+01:00</updated><author><name>Ana Doe</name></author>
<source><title>Kestrin Courier</title></source><summary>Short.</summary>
<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Orveld Lantern",
        "items": [
            {
                "id": "urn:l-1",
                "url": "/bridge",
                "title": "Oker bridge reopens &amp; more",
                "date_published": "2026-03-11T07:30:00+01:00",
                "authors": [{"name": "Ana Doe"}],
                "summary": "Short.",
                "content_html": "<p>One.</p><p>Two.</p>",
            }
        ],
    }
)
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>The Orveld Lantern</title></channel>
<item rdf:about="urn:l-1"><title>Oker bridge reopens &amp; more</title><link>https://lantern.example/bridge</link>
<dc:date>2026-03-11T07:30:00+01:00</dc:date><dc:creator>Ana Doe</dc:creator><dc:publisher>Kestrin Courier</dc:publisher>
</item></rdf:RDF>"""


@pytest.mark.parametrize("source", [RSS, ATOM, JSON, RDF], ids=["RSS 2.0", "Atom", "JSON Feed", "RSS 1.0"])
def test_an_item_is_the_same_from_each_kind_of_feed(source: str) -> None:
    for data in (
        source.encode(),
        gzip.compress(source.encode()),
        b"\xef\xbb\xbf \n" + source.encode().replace(b'<?xml version="1.0"?>', b""),
    ):
        feed = read_feed(data, URL)
        [item] = feed.items
        assert (feed.kind, feed.title) == ("feed", "The Orveld Lantern")
        assert item.url == "https://lantern.example/bridge"
        assert item.title == "Oker bridge reopens & more"
        assert (item.author, item.published or item.updated) == ("Ana Doe", "2026-03-11T07:30:00+01:00")
        assert item.outlet == (None if source is JSON else "Kestrin Courier")
        if source is not RDF:
            assert (item.guid, item.content, item.summary) == ("urn:l-1", "<p>One.</p><p>Two.</p>", "Short.")


def test_an_entry_has_the_same_hash_until_it_tells_anything_else() -> None:
    first, again = read_feed(RSS.encode(), URL), read_feed(RSS.encode(), URL)
    other = read_feed(RSS.replace("Two.", "Three.").encode(), URL)
    assert first.items[0].entry == again.items[0].entry != other.items[0].entry


NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://lantern.example/bridge </loc>
<lastmod>2026-03-11</lastmod><news:news><news:publication><news:name>The Orveld Lantern</news:name>
<news:language>en</news:language></news:publication>
<news:publication_date>2026-03-11T07:30:00+01:00</news:publication_date>
<news:title>Oker bridge reopens</news:title></news:news></url><url><loc>javascript:x</loc></url></urlset>"""


def test_a_news_sitemap_tells_outlet_title_and_time() -> None:
    feed = read_feed(NEWS.encode(), URL)
    [item] = feed.items
    assert (item.url, item.title, item.outlet) == (
        "https://lantern.example/bridge",
        "Oker bridge reopens",
        "The Orveld Lantern",
    )
    assert (item.published, item.updated, item.language) == ("2026-03-11T07:30:00+01:00", "2026-03-11", "en")
    assert feed.notes == ("links that are no web address were dropped: 'javascript:x'",)


def test_a_sitemap_index_gives_its_parts_newest_first() -> None:
    rows = "".join(
        f"<sitemap><loc>https://lantern.example/{day}.xml</loc><lastmod>2026-03-0{day}</lastmod></sitemap>"
        for day in (1, 3, 2)
    )
    feed = read_feed(f"<sitemapindex>{rows}</sitemapindex>".encode())
    assert [part.rpartition("/")[2] for part in feed.parts] == ["3.xml", "2.xml", "1.xml"]


def test_a_saved_feed_gives_the_texts_it_holds(tmp_path: Path) -> None:
    html = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in PARAGRAPHS)
    source = RSS.replace("<![CDATA[<p>One.</p><p>Two.</p>]]>", html).replace(
        "/bridge", "https://lantern.example/bridge"
    )
    (tmp_path / "a.xml").write_text(
        source.replace("</item>", "</item><item><title>Bare</title><guid>2</guid></item>"), encoding="utf-8"
    )
    found = ingest_paths([tmp_path])
    [report] = found.reports
    assert report.text.split("\n\n")[1:] == list(PARAGRAPHS)
    assert (report.outlet, report.url) == ("Kestrin Courier", "https://lantern.example/bridge")
    assert "the feed holds no text of it" in found.skipped[0]


def test_a_list_of_addresses_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(NEWS, encoding="utf-8")
    [problem] = ingest_paths([tmp_path]).problems
    assert "a list of addresses" in problem.message


def test_a_feed_made_to_be_slow_is_refused() -> None:
    for hostile in (b"<a " * 1_000_000, b"<item>" * 500_000, b"&lt;" * 400_000, b"&" * 500_000):
        began = time.process_time()
        with contextlib.suppress(InputError):
            read_feed(b"<rss version='2.0'><channel><item><title>" + hostile + b"</title></item></channel></rss>")
        assert time.process_time() - began < 5


def test_entities_of_html_and_undeclared_encodings_are_read() -> None:
    head = "<rss version='2.0'><channel><item><guid>1</guid><title>"
    source = f"{head}Orveld&nbsp;&eacute;tude &amp;amp; “más”</title></item></channel></rss>"
    for data, kind in ((source.encode("cp1252"), "text/xml; charset=windows-1252"), (source.encode(), "text/xml")):
        feed = read_feed(data, content_type=kind)
        assert feed.items[0].title == "Orveld étude & “más”"
        assert feed.damage == ()


@given(st.binary(max_size=300) | st.text(alphabet="<>/=&;\"'!?[]-DOCTYPErssxml \n", max_size=200).map(str.encode))
def test_any_bytes_are_a_feed_or_one_clear_error(data: bytes) -> None:
    for given_data in (data, b"<rss version='2.0'><channel><item>" + data):
        try:
            read_feed(given_data, URL)
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
        "<!-- x --> <!DOCTYPE rss SYSTEM 'x' [ <!ENTITY % a SYSTEM 'b'> %a; ]>",
        "<?pi ?><!doctype rss [ ]>",
        '<!DOCTYPE rss PUBLIC ">" "]" [<!ENTITY a "b">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_document_type_that_defines_is_refused_in_every_dress(prolog: str, encoding: str) -> None:
    declared = "" if encoding in ("utf-16-le", "utf-32") else '<?xml version="1.0"?>'
    if encoding == "utf-16-le":
        declared = '<?xml version="1.0"?>'
    with pytest.raises(InputError) as error:
        check_xml(f"{declared}{prolog}<rss/>".encode(encoding))
    assert error.value.kind in ("xml entities", "xml")


def test_a_document_type_that_only_names_is_taken() -> None:
    plain = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss.dtd"><rss/>'
    assert check_xml(plain) == plain
    assert read_opening(b"<!doctype html><p>x").root == "html"


MOMENTS = [
    ("2026-03-11", "2026-03-11"),
    ("2026-03-11T09:30", "2026-03-11T09:30:00"),
    ("2026-03-11 09:30:15 +0100", "2026-03-11T09:30:15+01:00"),
    ("2026-03-11T09:30:15.25Z", "2026-03-11T09:30:15+00:00"),
    ("2026-03-11T09:30:15+01", "2026-03-11T09:30:15+01:00"),
    ("20260311T093015+0100", "2026-03-11T09:30:15+01:00"),
    ("Wed, 11 Mar 2026 09:30:15 GMT", "2026-03-11T09:30:15+00:00"),
    ("11 Mar 2026 09:30 EST", "2026-03-11T09:30:00-05:00"),
    ("2026-02-30", None),
    ("2026-03-11T25:00:00Z", None),
    ("yesterday", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("given_text", "moment"), MOMENTS)
def test_a_time_is_read_as_precisely_as_it_is_written(given_text: str | None, moment: str | None) -> None:
    assert read_moment(given_text) == moment


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_none(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or not (is_later(moment, moment[:10] + "T23:59:59+00:00") and len(moment) == 10)


URLS = [
    ("http://News.Example:80", "http://news.example/"),
    ("https://news.example:8443/a", "https://news.example:8443/a"),
    ("https://news.example/a/./b/../c?b=2&a=1#x", "https://news.example/a/c?a=1&b=2"),
    ("https://news.example/?utm_source=a&UTM_medium=b&fbclid=c&id=", "https://news.example/?id="),
    ("https://news.example/%7ea%2fb", "https://news.example/~a%2Fb"),
    ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
    ("//news.example/a", None),
    ("news.example/a", None),
    ("ftp://news.example/a", None),
    ("http://[::1]:99999/", None),
]


@pytest.mark.parametrize(("url", "canonical"), URLS)
def test_one_page_has_one_address(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=80), st.text(alphabet="abc/.?=&#%20é ", max_size=40))
def test_a_canonical_address_is_its_own(anything: str, path: str) -> None:
    for url in (anything, f"https://news.example/{path}"):
        canonical = canonical_url(url)
        if canonical is not None:
            assert canonical_url(canonical) == canonical
            assert canonical.isascii()
            assert find_site(canonical) == find_site(url)


@given(st.text(max_size=100))
def test_an_id_is_made_of_any_key_and_tells_two_apart(key: str) -> None:
    assert make_report_id(key) == make_report_id(key)
    assert make_report_id(key) != make_report_id(key + "x")
    assert set(make_report_id(key)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_rules_of_a_host_are_read_as_the_standard_says() -> None:
    rules = read_robots(
        b"User-agent: *\nDisallow: /\n\nUser-agent: DateLine\nAllow: /news/*.html$\nDisallow: /news/\nCrawl-delay: 2.5"
    )
    assert rules.allows("https://a.example/")
    assert rules.allows("https://a.example/news/1.html")
    assert not rules.allows("https://a.example/news/1.html?x")
    assert rules.delay == 2.5
    assert read_robots(b"\xff\xfe\0 nonsense \0").allows("https://a.example/")


def test_the_nearest_reservation_counts() -> None:
    reserved = HostRules(
        reservations=read_tdmrep(
            b'[{"location": "/open/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]'
        )
    )
    assert is_kept_back(reserved.find_signals("/open/1")) is None
    assert is_kept_back(reserved.find_signals("/news/1"))
    assert is_kept_back((*reserved.find_signals("/news/1"), *header_signals({"tdm-reservation": "0"}))) is None
    for nonsense in (b"", b"{}", b'[3, {}, {"location": 4}]', b"[" * 9000):
        assert read_tdmrep(nonsense) == ()
