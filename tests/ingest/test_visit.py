"""Visits: what is new or changed comes once, what fails is told, and nothing hostile gets through."""

from __future__ import annotations

import json
import resource
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from feed_server import LAUGHS, FeedServer, Plan, iterate_bad, make_paragraphs

from dateline.errors import InputError
from dateline.ingest import Fetched, Problem, Skipped, SourceState, classify_source, ingest_paths, open_source
from dateline.ingest.fetch import Fetcher

from .conftest import Site
from .pages import PARAGRAPHS, make_page

LATER = "2026-03-12T09:00:00.000000+00:00"
NOW = "2026-03-11T09:00:00.000000+00:00"


def visit(location: object, fetcher: Fetcher, state: SourceState | None = None, now: str = NOW) -> Visited:
    *found, last = open_source(str(location), fetcher=fetcher, state=state, clock=lambda: now, config=fetcher.config)
    assert isinstance(last, SourceState)
    assert not any(isinstance(item, SourceState) for item in found)
    assert SourceState.from_json(last.to_json()) == last
    return Visited(found, last)


class Visited:
    def __init__(self, found: list, state: SourceState) -> None:
        self.state = state
        self.fetched = [item for item in found if isinstance(item, Fetched)]
        self.problems = [item for item in found if isinstance(item, Problem)]
        self.skipped = [item for item in found if isinstance(item, Skipped)]


@pytest.fixture(scope="module")
def two_visits() -> tuple[FeedServer, list, list]:
    with FeedServer() as server:
        fetcher = server.make_fetcher()
        first = list(open_source(server.url, fetcher=fetcher, clock=server.clock))
        server.go_on()
        state = SourceState.from_json(first[-1].to_json())
        second = list(open_source(server.url, fetcher=fetcher, state=state, clock=server.clock))
        return server, first, second


def numbers_of(server: FeedServer, found: list) -> Counter:
    return Counter(
        number
        for item in found
        if isinstance(item, Fetched)
        for number in server.kinds
        if item.canonical_url == server.address(number)
    )


def test_every_good_item_comes_once_and_the_changed_ones_twice(two_visits) -> None:
    server, first, second = two_visits
    assert numbers_of(server, first) == Counter(server.numbers("good", "change", "vanish"))
    assert numbers_of(server, second) == Counter(server.numbers("change"))
    assert sum(isinstance(item, Fetched) for item in (*first, *second)) == 200 - 15 + 20


def test_each_report_is_what_its_page_says(two_visits) -> None:
    server, first, second = two_visits
    for turn, found in ((1, first), (2, second)):
        for item in (item for item in found if isinstance(item, Fetched)):
            [number] = [number for number in server.kinds if item.canonical_url == server.address(number)]
            told = make_paragraphs(number, turn, changed=server.kinds[number] == "change")
            assert item.report.text.split("\n\n")[1:] == told
            assert item.report.published.startswith("2026-03-09T")
            assert (item.report.outlet, item.key) == ("The Orveld Lantern", server.address(number))


def test_each_bad_item_is_a_problem_of_its_kind(two_visits) -> None:
    server, first, second = two_visits
    for found in (first, second):
        told = {item.where: item for item in found if isinstance(item, Problem)}
        for number, kinds in iterate_bad(server):
            problem = told.pop(f"{server.address(number)}?utm_source=rss")
            assert problem.kind in kinds, (server.kinds[number], problem)
            assert "\n" not in str(problem)
        assert told == {}
    assert not any("secret" in path for path in server.asked)


def test_what_changed_or_vanished_has_the_key_it_had_or_is_only_gone(two_visits) -> None:
    server, first, second = two_visits
    keys = {item.canonical_url: item.key for item in first if isinstance(item, Fetched)}
    assert all(keys[item.canonical_url] == item.key for item in second if isinstance(item, Fetched))
    listed = set(first[-1].items) - set(second[-1].items)
    assert listed == {f"item-{number}" for number in server.numbers("vanish")}


def test_memory_stays_bounded_whatever_is_sent() -> None:
    with FeedServer(Plan(items=30, change=2, vanish=2, private=1, slow=1, loop=1)) as server:
        fetcher = server.make_fetcher()
        list(open_source(server.url, fetcher=fetcher, clock=server.clock))  # libraries are loaded
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tracemalloc.start()
        list(open_source(server.url, fetcher=fetcher, clock=server.clock))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 60 << 20
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def feed(site: Site, *items: str, head: str = "") -> str:
    rows = "".join(f"<item>{item}</item>" for item in items)
    body = f'<rss version="2.0"><channel><title>Lantern</title>{head}{rows}</channel></rss>'
    return site.serve("/feed", body, content_type="application/rss+xml")


def test_an_unchanged_feed_is_asked_for_once_and_its_pages_not(site: Site, fetcher: Fetcher) -> None:
    page = site.serve("/a", make_page())
    url = feed(site, f"<link>{page}</link><guid>1</guid>")
    site.serve("/feed", b"", status=304)
    feed(site, f"<link>{page}</link><guid>1</guid>")
    first = visit(url, fetcher)
    asked = len(site.asked)
    again = visit(url, fetcher, first.state)
    assert (len(first.fetched), len(again.fetched), again.problems) == (1, 0, [])
    assert [path for path, _ in site.asked[asked:]] == ["/feed"]


def test_a_page_is_looked_at_again_after_some_hours_or_when_its_entry_changes(site: Site, fetcher: Fetcher) -> None:
    page = site.serve("/a", make_page(), etag='"1"')
    first = visit(feed(site, f"<link>{page}</link><guid>1</guid>"), fetcher)
    site.serve("/a", make_page((*PARAGRAPHS, "The council said on Tuesday that the bridge would stay open at night.")))
    entry = f"<link>{page}</link><guid>1</guid>"
    assert visit(feed(site, entry), fetcher, first.state).fetched == []
    [later] = visit(feed(site, entry), fetcher, first.state, LATER).fetched
    [told] = visit(feed(site, f"{entry}<title>Longer</title>"), fetcher, first.state).fetched
    assert later.report.text.endswith("at night.")
    assert (told.report, told.key) == (later.report, first.fetched[0].key)
    assert ("/a", '"1"') in [(path, headers.get("if-none-match")) for path, headers in site.asked]


def test_a_page_that_cannot_be_had_is_told_and_the_feeds_own_text_stands_in(site: Site, fetcher: Fetcher) -> None:
    told = f"<description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</description>"
    item = f"<link>{site.url}/a</link><title>Bridge opens</title>{told}"
    first = visit(feed(site, item), fetcher)
    assert [problem.kind for problem in first.problems] == ["http 404"]
    assert first.fetched[0].report.text == f"Bridge opens\n\n{PARAGRAPHS[0]}"
    assert "its page could not be taken in (answered 404" in first.fetched[0].report.notes[0]
    site.serve("/a", make_page())
    [page] = visit(feed(site, item), fetcher, first.state, LATER).fetched
    assert page.key == first.fetched[0].key
    assert page.report.title == "Oker bridge reopens after two years"


def test_a_page_once_read_is_not_replaced_by_what_the_feed_says_of_it(site: Site, fetcher: Fetcher) -> None:
    item = f"<link>{site.url}/a</link><guid>1</guid><description>{PARAGRAPHS[1]}</description>"
    site.serve("/a", make_page())
    first = visit(feed(site, item), fetcher)
    site.serve("/a", status=500)
    second = visit(feed(site, item), fetcher, first.state, LATER)
    assert (second.fetched, [problem.kind for problem in second.problems]) == ([], ["http 500"])
    site.serve("/a", make_page())
    assert visit(feed(site, item), fetcher, second.state, LATER).fetched == []


def test_a_feed_cannot_speak_in_another_sites_name(site: Site, fetcher: Fetcher) -> None:
    """The page of another host that cannot be had: the feed's text is kept under the feed's own key and outlet."""
    url = feed(site, f"<link>http://10.0.0.1/a</link><description>{PARAGRAPHS[0]}</description>")
    [taken] = visit(url, fetcher).fetched
    assert taken.key.startswith(url)
    assert taken.report.outlet == "127.0.0.1"


def test_pages_can_be_left_alone(site: Site, make_fetcher: Callable[..., Fetcher]) -> None:
    item = f"<link>{site.url}/a</link><description>{PARAGRAPHS[0]}</description>"
    found = visit(feed(site, item), make_fetcher(fetch_pages=False))
    assert found.fetched[0].report.text == PARAGRAPHS[0]
    assert found.problems == []
    assert "/a" not in dict(site.asked)


def test_the_outlet_that_a_feed_names_is_kept(site: Site, fetcher: Fetcher) -> None:
    page = site.serve("/a", make_page())
    item = f"<link>{page}</link><source url='https://o.example/'>Kestrin Courier</source><author>Ana Doe</author>"
    report = visit(feed(site, item), fetcher).fetched[0].report
    assert (report.outlet, report.byline) == ("Kestrin Courier", "Ana Doe")


def test_two_items_of_one_page_are_one_report(site: Site, fetcher: Fetcher) -> None:
    page = site.serve("/a", make_page())
    site.serve("/a?utm_source=x", make_page())
    site.serve("/b", status=302, location="/a")
    found = visit(feed(site, f"<link>{page}?utm_source=x</link>", f"<link>{site.url}/b</link>"), fetcher)
    assert (len(found.fetched), len(found.skipped)) == (1, 1)


def test_items_beyond_the_most_are_told_and_the_newest_taken(site: Site, make_fetcher: Callable[..., Fetcher]) -> None:
    items = []
    for day in (1, 3, 2):
        page = site.serve(f"/{day}", make_page(title=f"Report of day {day} of the month"))
        items.append(f"<link>{page}</link><pubDate>0{day} Mar 2026 10:00:00 GMT</pubDate>")
    found = visit(feed(site, *items), make_fetcher(max_items=2))
    assert [item.report.published[:10] for item in found.fetched] == ["2026-03-03", "2026-03-02"]
    assert [problem.kind for problem in found.problems] == ["too many"]


FILE_ENTITY = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
)
WIDE = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY x "y">]><rss/>'.encode("utf-16")
REFUSED = [
    (LAUGHS, "application/rss+xml", "xml entities"),
    (FILE_ENTITY, "text/xml", "xml entities"),
    (b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><rss/>', "text/xml", "xml entities"),
    (WIDE, "text/xml", "xml entities"),
    (b'<?xml version="1.0" encoding="utf-7"?><rss/>', "text/xml", "xml encoding"),
    (b"", "application/rss+xml", "empty"),
    (b"Not found", "text/plain", "no feed"),
    (b'{"version": "https://jsonfeed.org/version/1.1", "items": ', "application/json", "damaged"),
    (b'{"a": 1}', "application/json", "no feed"),
    (b"\x1f\x8b damaged", "application/gzip", "damaged"),
]


@pytest.mark.parametrize(("body", "kind", "reason"), REFUSED)
def test_a_hostile_or_broken_feed_is_one_problem_and_the_state_keeps_what_it_had(
    body: bytes, kind: str, reason: str, site: Site, fetcher: Fetcher
) -> None:
    page = site.serve("/a", make_page())
    before = visit(feed(site, f"<link>{page}</link><guid>1</guid>"), fetcher).state
    found = visit(site.serve("/feed", body, content_type=kind), fetcher, before, LATER)
    assert (found.fetched, [problem.kind for problem in found.problems]) == ([], [reason])
    assert found.state.error == found.problems[0].message
    assert (found.state.items, found.state.succeeded_at) == (before.items, NOW)


def test_an_empty_or_damaged_feed_is_never_silent(site: Site, fetcher: Fetcher) -> None:
    assert "lists no item" in visit(feed(site), fetcher).problems[0].message
    page = site.serve("/a", make_page())
    url = site.serve(
        "/feed", f"<rss version='2.0'><channel><item><link>{page}</link></item><item><link>", content_type="text/xml"
    )
    found = visit(url, fetcher)
    assert len(found.fetched) == 1
    assert any("damaged" in problem.message for problem in found.problems)


def test_links_of_other_schemes_are_dropped_and_told(site: Site, fetcher: Fetcher) -> None:
    found = visit(
        feed(site, "<link>javascript:alert(1)</link><guid>1</guid>", "<link>file:///etc/passwd</link><guid>2</guid>"),
        fetcher,
    )
    assert found.fetched == []
    assert "'javascript:alert(1)' and 1 more" in found.skipped[0].reason
    assert {problem.kind for problem in found.problems} == {"no text"}


def test_a_web_page_given_as_a_feed_names_the_feed_it_links_to(site: Site, fetcher: Fetcher) -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    found = visit(site.serve("/", make_page(head=link)), fetcher)
    assert f"it links to the feed {site.url}/atom.xml" in found.problems[0].message


def test_a_page_is_visited_by_itself(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", make_page(), etag='"1"')
    first = visit(url, fetcher)
    assert first.state.kind == "page"
    assert first.fetched[0].page_map
    assert visit(url, fetcher, first.state).fetched == []
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.serve("/a", make_page(PARAGRAPHS[:3]))
    assert len(visit(url, fetcher, first.state).fetched) == 1


def test_a_page_that_reserves_its_text_is_left_alone(site: Site, fetcher: Fetcher, make_fetcher) -> None:
    page = site.serve("/a", make_page(head='<meta name="tdm-reservation" content="1">'))
    url = feed(site, f"<link>{page}</link><description>{PARAGRAPHS[0]}</description>")
    found = visit(url, fetcher)
    assert (found.fetched, [problem.kind for problem in found.problems]) == ([], ["tdm reserved"])
    [taken] = visit(url, make_fetcher(obey_tdm=False)).fetched
    assert [(signal.kind, signal.value, signal.where) for signal in taken.rights] == [("tdm-reservation", "1", "meta")]


def test_a_host_that_fails_in_a_row_is_left_alone_for_the_visit(
    site: Site, make_fetcher: Callable[..., Fetcher]
) -> None:
    for number in range(6):
        site.handle(f"/{number}", lambda request: request.connection.close())
    items = [f"<link>{site.url}/{number}</link>" for number in range(6)]
    found = visit(feed(site, *items), make_fetcher(retries=0))
    assert Counter(problem.kind for problem in found.problems) == {"connection": 3, "host failing": 3}
    assert found.state.etag is None


def test_opml_and_sitemap_indexes_lead_to_their_parts(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    page, other = site.serve("/a", make_page()), site.serve("/b", make_page(title="The mill of Tamm burned down"))
    feed(site, f"<link>{page}</link>")
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    site.serve("/news.xml", f"<urlset {space}><url><loc>{other}</loc></url></urlset>")
    part = f"<sitemap><loc>{site.url}/news.xml</loc></sitemap>"
    site.serve("/map.xml", f"<sitemapindex {space}>{part}</sitemapindex>")
    rows = "".join(f"<outline xmlUrl='{site.url}/{name}'/>" for name in ("feed", "map.xml", "gone"))
    opml = f"<opml version='2.0'><body><outline text='News'>{rows}</outline></body></opml>"
    (tmp_path / "feeds.opml").write_text(opml, encoding="utf-8")
    found = visit(tmp_path / "feeds.opml", fetcher)
    assert [item.url for item in found.fetched] == [page, other]
    assert [problem.kind for problem in found.problems] == ["http 404"]
    assert found.state.kind == "opml"
    assert visit(tmp_path / "feeds.opml", fetcher, found.state).fetched == []


def test_a_folder_gives_what_is_new_or_changed(tmp_path: Path, fetcher: Fetcher) -> None:
    (tmp_path / "a.txt").write_text(PARAGRAPHS[0], encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.txt").write_text(PARAGRAPHS[1], encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text("nonsense\n" + json.dumps({"text": PARAGRAPHS[2]}), encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    first = visit(tmp_path, fetcher)
    assert [item.key.removeprefix(str(tmp_path)) for item in first.fetched] == [
        "/a.txt#a",
        "/bad.jsonl#bad-2",
        "/b/a.txt#a",
    ]
    assert (len(first.problems), len(first.skipped)) == (1, 1)
    (tmp_path / "b" / "a.txt").write_text(PARAGRAPHS[3], encoding="utf-8")
    second = visit(tmp_path, fetcher, first.state)
    assert [item.key.removeprefix(str(tmp_path)) for item in second.fetched] == ["/bad.jsonl#bad-2", "/b/a.txt#a"]
    missing = visit(tmp_path / "none.txt", fetcher)
    assert missing.state.error == "no such file or folder; check the path"


@pytest.mark.parametrize("text", ["ftp://news.example/", "javascript:alert(1)", "data:text/html,x", "gopher://a"])
def test_an_address_of_another_scheme_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="only http and https"):
        classify_source(text)


def test_an_address_is_a_path_like_others(site: Site, make_fetcher: Callable[..., Fetcher], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PARAGRAPHS[0], encoding="utf-8")
    pages = [site.serve(f"/{name}", make_page(title=f"The {name} of Tamm burned down")) for name in ("mill", "pier")]
    url = feed(site, f"<link>{pages[0]}</link>", f"<link>{site.url}/gone</link>")
    config = replace(make_fetcher().config, interval=0)
    found = ingest_paths([url, tmp_path / "a.txt", pages[1], "ftp://news.example/"], config=config)
    assert [report.id.rpartition("-")[0] or report.id for report in found.reports] == ["mill", "a", "pier"]
    assert [problem.kind for problem in found.problems] == ["http 404", "missing"]
