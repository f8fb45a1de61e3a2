"""Particulars and credit: given fields win, else the text's own marks; being told by an agency is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Credit, Metadata, Report
from dateline.read.agencies import load_agencies, load_outlets, name_agency
from dateline.read.credit import find_credit, find_metadata
from dateline.read.regions import find_regions
from dateline.read.stamps import find_day, find_url_day, read_date_line, read_leading_date

LEAD = "The bridge over the Oker opened again on Monday, the town council said."
MORE = "It had been shut since a barge struck its second pier in March."


def credit_of(text: str, **fields: str) -> Credit:
    report = Report(id="r1", text=text, **fields)
    return find_credit(report, find_regions(text, title=report.title))


def metadata_of(text: str, **fields: str) -> Metadata:
    report = Report(id="r1", text=text, **fields)
    return find_metadata(report, find_regions(text, title=report.title))


CREDITED = [
    (f"BERGEN (AFP) - {LEAD}\n{MORE}", "AFP", "dateline"),
    (f"BERGEN, July 4 (Agence France-Presse) — {LEAD}\n{MORE}", "AFP", "dateline with the full name"),
    (f"MOSCOW, July 4. /TASS/. {LEAD}\n{MORE}", "TASS", "dateline with slashes"),
    (f"(Xinhua) {LEAD}\n{MORE}", "Xinhua", "brackets alone"),
    (f"BERGEN (AP/Reuters) - {LEAD}\n{MORE}", "AP", "of two the first"),
    (f"BERGEN (Kyodo News) -- {LEAD}\n{MORE}", "Kyodo", "a longer form"),
    (f"BERGEN (QXN) - {LEAD}\n{MORE}", "QXN", "initials that no list has"),
    (f"BERGEN (Meridian News Agency) - {LEAD}\n{MORE}", "Meridian News Agency", "a name that no list has"),
    (f"Bridge opens\n\nBy Reuters\n\n{LEAD}\n{MORE}", "Reuters", "byline"),
    (f"Bridge opens\n\nBy [AFP](#)\n\n{LEAD}\n{MORE}", "AFP", "byline behind a link"),
    (f"Bridge opens\n\nBy Ana Doe, Press Association\n\n{LEAD}\n{MORE}", "PA", "byline of a writer"),
    (f"Bridge opens\n\nAna Doe | TASS\n\n{LEAD}\n{MORE}", "TASS", "byline with a bar"),
    (f"Bridge opens\n\nANI | Updated: May 25, 2026 17:52\n\n{LEAD}\n{MORE}", "ANI", "byline with a stamp"),
    (
        f"Bridge opens\n\nBy Northern Press Agency\n\n{LEAD}\n{MORE}",
        "Northern Press Agency",
        "byline of an unlisted agency",
    ),
    (f"Bloomberg\n{LEAD}\n{MORE}", "Bloomberg", "a line above"),
    (f"{LEAD}\n{MORE}\nSource: AP", "AP", "a line below"),
    (f"{LEAD}\n{MORE}\n(AA)", "Anadolu", "initials in brackets below"),
    (f"{LEAD}\n{MORE}\nANSA", "ANSA", "a name below"),
    (f"{LEAD}\n{MORE} (dpa)", "dpa", "brackets after the last sentence"),
    (f"{LEAD}\n{MORE} — Yonhap", "Yonhap", "a dash after the last sentence"),
    (f"{LEAD}\n{MORE}/AP", "AP", "a slash after the last sentence"),
    (f"{LEAD}\n{MORE}\n© 2026 IANS", "IANS", "copyright sign"),
    (f"{LEAD}\n{MORE}\nCopyright 2026 The Associated Press. All rights reserved.", "AP", "copyright sentence"),
    (f"{LEAD}\n{MORE}\n(Reporting by Ana Doe; Editing by Jo Poe)", "Reuters", "a sign-off of Reuters' house style"),
    (f"{LEAD}\n{MORE} (Reporting by Ana Doe; Editing by Jo Poe)", "Reuters", "the same glued on"),
    (f"{LEAD}\n{MORE}\nAssociated Press writer Jo Poe contributed to this report.", "AP", "a writer of the AP"),
    (f"{LEAD}\n{MORE}\njd/ab (AFP, dpa)", "AFP", "initials and agencies"),
]


@pytest.mark.parametrize(("text", "agency", "reason"), CREDITED, ids=[row[2] for row in CREDITED])
def test_stated_agency_is_found_with_its_words(text: str, agency: str, reason: str) -> None:
    credit = credit_of(text)
    assert credit.agency == agency
    assert credit.credit
    assert credit.span
    assert credit.span.of(text)


NOT_CREDITED = [
    (f"{LEAD}\n“It is open,” Ines Abel told AP in an interview.\n{MORE}", "told"),
    (f"{LEAD}\nThe plan was first reported by Reuters, which cited two people.\n{MORE}", "reported first"),
    (f"{LEAD}\nIt was covered by outlets such as Reuters, the BBC and CNN.\n{MORE}", "listed"),
    (f"{LEAD}\nA count by The Associated Press found 30 barges.\n{MORE}", "counted"),
    (f"{LEAD}\nEarlier AFP said in a statement that it stood by its report.\n{MORE}", "speaking for itself"),
    (f"{LEAD}\nA barge waits on Tuesday. (AP Photo/Jo Poe)\n{MORE}", "photographed"),
    (f"{LEAD}\nPhoto: The Associated Press\n{MORE}", "photo credit on a line"),
    (f"{LEAD}\nUPI/Jo Poe\n{MORE}", "photo credit with a name"),
    (f"Barges wait near the bridge in Bergen. (Jo Poe/Reuters) {LEAD} {MORE}", "caption glued on"),
    (f"{LEAD}\n{MORE}\nThe Associated Press contributed to this report.", "a part only"),
    (f"{LEAD}\nHe showed a letter to Reuters", "the last words of a sentence"),
    (f"{LEAD}\n{MORE}\nAdditional reporting by Ana Doe", "a sign-off without an editor"),
    (f"BERGEN — {LEAD}\n{MORE}", "a dateline without an agency"),
    (f"Bridge opens\n\nBy Ana Doe\n\n{LEAD}\n{MORE}", "a byline without an agency"),
    (f"{LEAD}\n{MORE}\n© 2026 Harbour Daily", "the copyright of an outlet"),
    (f"{LEAD}\n{MORE}\n{LEAD}\n{MORE}\n{LEAD}\nBERGEN (AFP) - {MORE}", "the dateline of another report below"),
]


@pytest.mark.parametrize(("text", "reason"), NOT_CREDITED, ids=[row[1] for row in NOT_CREDITED])
def test_agency_that_is_only_mentioned_is_no_credit(text: str, reason: str) -> None:
    assert credit_of(text).agency is None


@pytest.mark.parametrize(
    ("fields", "agency", "reason"),
    [
        ({"byline": "AFP"}, "AFP", "byline field"),
        ({"byline": "Ana Doe, Reuters"}, "Reuters", "byline field with a name"),
        ({"byline": "Ana Doe"}, None, "byline field without an agency"),
        ({"url": "https://www.reuters.com/world/bridge"}, "Reuters", "the agency's own page"),
        ({"outlet": "Xinhua"}, "Xinhua", "the agency is the outlet"),
        ({"outlet": "Harbour Daily"}, None, "another outlet"),
    ],
)
def test_fields_can_state_the_agency(fields: dict[str, str], agency: str | None, reason: str) -> None:
    assert credit_of(f"{LEAD}\n{MORE}", **fields).agency == agency


def test_line_that_credits_another_outlet_is_kept_without_an_agency() -> None:
    credit = credit_of(f"{LEAD}\n\n{MORE}\n\nThis article first appeared in the Harbour Daily.")
    assert (credit.agency, credit.credit) == (None, "This article first appeared in the Harbour Daily.")


PUBLISHED = [
    ("date 2026-07-04 {}", "2026-07-04", "label glued to the first sentence"),
    ("Bridge opens\n\nJuly 04, 2026\n\n{}", "2026-07-04", "date line"),
    ("Bridge opens\n\nUpdated 5 July 2026\n\nPublished 4 July 2026\n\n{}", "2026-07-04", "publication before update"),
    ("Bridge opens\n\nBy Ana Doe | 4 July 2026\n\n{}", "2026-07-04", "in the byline"),
    ("BERGEN, July 4, 2026 (AFP) - {}", "2026-07-04", "in the dateline"),
    ("Bergen, 4 July 2026\n\n{}", "2026-07-04", "place and date"),
    ("harbourdaily.example | 4 July 2026\n\n{}", "2026-07-04", "outlet and date"),
    ("{}\n\nOriginal url:\n\nhttps://a.example/2026/07/04/bridge", "2026-07-04", "in the address"),
    ("BERGEN, July 4 (AFP) - {}", None, "no year"),
    ("Bridge opens\n\n03/04/2026\n\n{}", None, "day and month cannot be told apart"),
    ("{}\n\nMonday, July 4, 2026\n\nIt rained.", None, "a date among the paragraphs"),
    ("{}", None, "no date at all"),
]


@pytest.mark.parametrize(("frame", "day", "reason"), PUBLISHED, ids=[row[2] for row in PUBLISHED])
def test_publication_day_is_read_from_the_text(frame: str, day: str | None, reason: str) -> None:
    assert metadata_of(frame.format(f"{LEAD}\n\n{MORE}")).published == day


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("title", "Ferry closes", f"Bridge opens\n\n{LEAD}"),
        ("outlet", "Harbour Daily", f"{LEAD}\n\nhttps://a.example/b"),
        ("published", "2026-07-05", f"July 4, 2026\n\n{LEAD}"),
        ("url", "https://a.example/x", f"{LEAD}\n\nhttps://a.example/b"),
        ("byline", "Jo Poe", f"Bridge opens\n\nBy Ana Doe\n\n{LEAD}"),
        ("language", "en", LEAD),
    ],
)
def test_given_field_wins_over_the_text(field: str, value: str, text: str) -> None:
    assert getattr(metadata_of(text, **{field: value}), field) == value
    assert getattr(metadata_of(text), field) != value


@pytest.mark.parametrize("tag", ["en", "EN", "en-GB", "en_US", "eng", "English"])
def test_any_tag_of_english_is_english(tag: str) -> None:
    assert metadata_of(LEAD, language=tag).language == "en"


def test_published_field_that_is_no_day_gives_way_to_the_text() -> None:
    assert metadata_of(f"July 4, 2026\n\n{LEAD}\n\n{MORE}", published="last week").published == "2026-07-04"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ana Doe", "Ana Doe"),
        ("By [AFP](#)", "AFP"),
        ("By Ana Doe in Oslo", "Ana Doe"),
        ("By Ana Doe in Oslo and Jo Poe in Bergen", "Ana Doe in Oslo and Jo Poe in Bergen"),
        ("By Ana Doe | July 4, 2026", "Ana Doe"),
        ("Ana Doe, Harbour Daily", "Ana Doe, Harbour Daily"),
    ],
)
def test_byline_is_read_without_by_place_and_date(line: str, byline: str) -> None:
    assert metadata_of(f"Bridge opens\n\n{line}\n\n{LEAD}\n\n{MORE}").byline == byline


@pytest.mark.parametrize(
    ("text", "outlet", "reason"),
    [
        (f"{LEAD}\n\nhttps://www.harbourdaily.example/b", "harbourdaily.example", "host of the address"),
        (f"{LEAD}\n\n[https://www.a.example/b](https://www.a.example/bridge)", "a.example", "host behind a link"),
        (f"Bridge opens\n\nAna Doe, Harbour Daily\n\n{LEAD}", "Harbour Daily", "in the byline"),
        (f"HarbourDaily.example | 4 July 2026\n\n{LEAD}", "harbourdaily.example", "masthead"),
        (f"{LEAD}\n\n© 2026 The Guardian", "The Guardian", "copyright of a known outlet"),
        (f"{LEAD}\n\nSee https://other.example/x for more.", None, "an address in a sentence"),
        (f"{LEAD}\n\nhttps://other.example/x\n\n{MORE}", None, "an address among the paragraphs"),
        (LEAD, None, "none"),
    ],
)
def test_outlet_is_read_from_the_text(text: str, outlet: str | None, reason: str) -> None:
    assert metadata_of(text).outlet == outlet


def test_target_of_an_abridged_link_is_the_address() -> None:
    text = f"{LEAD}\n\nOriginal url:\n\n[https://a.example/bri](https://a.example/bridge-opens)"
    assert metadata_of(text).url == "https://a.example/bridge-opens"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Friday, 4 July 2025", "2025-07-04"),
        ("July 4th, 2025", "2025-07-04"),
        ("4th of July 2025", "2025-07-04"),
        ("Sept. 1, 2025", "2025-09-01"),
        ("2025/07/04", "2025-07-04"),
        ("04.07.2025", "2025-07-04"),
        ("13/07/2025", "2025-07-13"),
        ("07/13/2025", "2025-07-13"),
        ("05/05/2025", "2025-05-05"),
        ("05/06/2025", None),
        ("31 June 2025", None),
        ("July 2025", None),
    ],
)
def test_printed_day_is_read(words: str, day: str | None) -> None:
    assert find_day(words) == day


@pytest.mark.parametrize(
    "line", ["2016", "Monday", "1 of 2", "In July 2025 they met", "May 4 men", "12 dead", "No. 4, 2025"]
)
def test_line_with_more_than_a_date_is_no_date_line(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    "words", ["July 4, 2025, was a holiday.", "In 2025-07-04 style.", "4 July was a holiday.", "July 4"]
)
def test_date_that_belongs_to_its_sentence_stays(words: str) -> None:
    assert read_leading_date(words) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2025/07/04/x", "2025-07-04"),
        ("https://a.example/news/2025/jul/4/x", "2025-07-04"),
        ("https://a.example/2025-07-04/x", "2025-07-04"),
        ("https://a.example/2025/13/04/x", None),
        ("https://a.example/x-20250704", None),
    ],
)
def test_day_in_an_address_is_read(url: str, day: str | None) -> None:
    assert find_url_day(url) == day


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Associated Press", "AP"),
        ("agence france presse", "AFP"),
        ("Reuters, AFP", "Reuters"),
        ("PA", "PA"),
        ("Pa", None),
        ("AP Photo", None),
        ("AP and the council", None),
        ("", None),
    ],
)
def test_agency_is_named_only_by_all_of_the_words(words: str, name: str | None) -> None:
    assert name_agency(words) == name


def test_lexicons_hold_the_world() -> None:
    assert len({agency.name for agency in load_agencies().values()}) >= 100
    assert len({agency.country for agency in load_agencies().values()}) >= 60
    assert len({outlet.name for outlet in load_outlets().values()}) >= 200


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=40)), st.one_of(st.none(), st.text(max_size=40)))
def test_any_text_gives_spans_inside_it(text: str, url: str | None, byline: str | None) -> None:
    report = Report(id="r1", text=text, url=url, byline=byline)
    regions = find_regions(text)
    find_metadata(report, regions)
    credit = find_credit(report, regions)
    assert credit.span is None or credit.span.end <= len(text)
