"""Regions: every paragraph gets the kind it is there for, and nothing that is not blank is left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Region
from dateline.read.regions import find_regions

LEAD = "The bridge over the Oker opened again on Monday, the town council said."
MORE = "It had been shut since a barge struck its second pier in March."
LAST = "“Nobody will miss the ferry,” said Ines Abel, the mayor."


def read_kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(region.kind, region.span.of(text)) for region in find_regions(text, title=title)]


def kind_of(text: str, words: str, title: str | None = None) -> str:
    start = text.index(words)
    [region] = [region for region in find_regions(text, title=title) if region.span.start <= start < region.span.end]
    return region.kind


# (line, kind, reason): the line stands between the headline and the first paragraph.
HEAD_LINES = [
    ("By Ana Doe", "byline", "a name after By"),
    ("BY ANA DOE AND JO POE", "byline", "two names in capitals"),
    ("By Ana Doe in Oslo and Jo Poe in Bergen", "byline", "names with places"),
    ("By [AFP](#)", "byline", "an agency behind a link"),
    ("By Ana Doe, Press Association", "byline", "a name and an agency"),
    ("Ana Doe, Harbour Daily", "byline", "no By, but the name of an outlet"),
    ("Ana Doe | Reuters", "byline", "name and agency with a bar"),
    ("PTI | Updated: May 25, 2026 17:52", "byline", "agency and time"),
    ("By Ana Doe | July 4, 2026", "byline", "a date after the name"),
    ("From our correspondent in Kabul", "byline", "no name but an office"),
    ("Agence France-Presse", "byline", "an agency alone above the report"),
    ("AP - AFP", "byline", "two agencies"),
    ("Source: AP", "byline", "an agency named as the words' origin"),
    ("July 4, 2026", "date", "a date alone"),
    ("Published: 4 July 2026 at 17:50 GMT", "date", "label, date, time, zone"),
    ("PUBLISHED FRIDAY, MARCH 8, 2026 AT 12:46 PM / UPDATED AT 12:48 PM", "date", "two stamps in capitals"),
    ("2026-07-04T10:15:00Z", "date", "ISO time"),
    ("harbourdaily.example | 4 July 2026", "date", "outlet and date"),
    ("Bergen, 4 July 2026", "dateline", "place and date on a line of their own"),
    ("BERGEN, Norway (AP) _", "dateline", "a dateline on a line of its own"),
    ("Photo: Ana Doe/Reuters", "caption", "a picture's credit"),
    ("FILE PHOTO: Barges wait near the Oker bridge.", "caption", "a labelled picture"),
    ("Ines Abel (2R) cuts the ribbon beside Jo Poe (L) in Bergen.", "caption", "people's places"),
    ("Barges wait near the bridge. **Town Council / AFP**", "caption", "a bold credit with a slash"),
    ("Barges wait near the bridge. (Jo Poe/Getty Images)", "caption", "a bracketed credit"),
    ("3/34 4 July 2026 Barges wait near the bridge Getty", "caption", "a gallery's numbering"),
    ("Share on Facebook", "boilerplate", "a button"),
    ("Advertisement", "boilerplate", "an advertisement's label"),
    ("https://harbourdaily.example/bridge", "url", "an address alone"),
    ("A town gets its bridge back", "subhead", "a second heading"),
]


@pytest.mark.parametrize(("line", "kind", "reason"), HEAD_LINES, ids=[row[2] for row in HEAD_LINES])
def test_line_above_the_report_gets_its_kind(line: str, kind: str, reason: str) -> None:
    text = f"Bridge opens again\n\n{line}\n\n{LEAD}\n\n{MORE}\n"
    assert kind_of(text, line) == kind
    assert kind_of(text, "Bridge opens") == "headline"
    assert kind_of(text, LEAD) == kind_of(text, MORE) == "body"


INNER_LINES = [
    ("'Allies'", "subhead", "one quoted word"),
    ("A second pier", "subhead", "a short heading"),
    ("## What comes next", "subhead", "a Markdown heading"),
    ("Related article: [How barges turn](#)", "related", "a labelled link"),
    ("READ MORE: How barges turn in a narrow river", "related", "a label in capitals"),
    ("See also", "related", "a label alone"),
    ("[How barges turn](https://harbourdaily.example/barges)", "related", "a link alone"),
    ("[The barge that would not turn]", "related", "a heading in brackets"),
    ("Photo: The Associated Press", "caption", "a picture between paragraphs"),
    ("A barge passes on Tuesday. (AP Photo/Jo Poe)", "caption", "a picture with its credit"),
    ("UPI/Jo Poe", "caption", "agency and photographer alone"),
    ("Jo Poe/Reuters", "caption", "photographer and agency alone"),
    ("Skip advertisement", "boilerplate", "a button"),
    ("* * *", "boilerplate", "a rule of stars"),
    ("___", "boilerplate", "a rule of underscores"),
    ("11:20 p.m.", "date", "the hour of a running report"),
    # What must stay body.
    ("“The pier held,” Abel said", "body", "a quotation without a stop"),
    ("The mayor will not say when the ferry goes", "body", "a sentence that lost its stop"),
    ("More than 30 barges wait.", "body", "More is no label without a colon"),
    ("Follow the river and you reach the pier.", "body", "Follow without a handle"),
    ("By Friday, the queue had reached the lock.", "body", "By that opens a sentence"),
    ("By Abel’s count, 30 barges wait.", "body", "By with a name that opens a sentence"),
    ("Copyright law does not cover bridges, she said.", "body", "Copyright that opens a sentence"),
    ("Reporting by the panel showed that the pier had moved.", "body", "Reporting that opens a sentence"),
    ("Abel (Labour) and Poe (Green) voted for it.", "body", "parties in brackets are no places"),
    ("Total: 4,257", "body", "a figure"),
    ("Correction of the river’s course took nine years.", "body", "Correction that opens a sentence"),
    ("On July 4, 2026 the ferry sank.", "body", "a date that belongs to its sentence"),
    ("Watch the water, the pilots say.", "body", "Watch without a colon"),
]


@pytest.mark.parametrize(("line", "kind", "reason"), INNER_LINES, ids=[row[2] for row in INNER_LINES])
def test_line_between_paragraphs_gets_its_kind(line: str, kind: str, reason: str) -> None:
    text = f"{LEAD}\n\n{MORE}\n\n{line}\n\n{LAST}\n"
    assert kind_of(text, line) == kind
    assert kind_of(text, LEAD) == kind_of(text, LAST) == "body"


TAIL_LINES = [
    ("(Reporting by Ana Doe; Editing by Jo Poe)", "boilerplate", "a sign-off"),
    ("Additional reporting by Ana Doe in Oslo", "boilerplate", "a sign-off without brackets"),
    ("Associated Press writer Jo Poe contributed to this report.", "boilerplate", "a contribution"),
    ("© 2026 Harbour Daily", "boilerplate", "a copyright line"),
    ("Copyright 2026 Harbour Daily. No part of this page may be copied.", "boilerplate", "a copyright sentence"),
    ("Subscribe to our newsletter for more.", "boilerplate", "an offer"),
    ("Follow Ana Doe on Twitter @anadoe", "boilerplate", "a handle"),
    ("Original url:", "url", "a label of an address"),
    ("Correction: An earlier version of this report gave the wrong pier.", "correction", "a labelled correction"),
    ("An earlier version of this report gave the wrong pier.", "correction", "a correction without a label"),
    ("(Corrects the name of the river in paragraph 2)", "correction", "an agency's correction"),
    ("Editor’s note: The writer owns a barge.", "boilerplate", "a note about something else"),
    ("— Reuters", "byline", "a credit on a line of its own"),
    ("(AFP)", "byline", "a bracketed credit"),
    ("jd/ab (AFP, dpa)", "byline", "initials and agencies"),
    ("Published 4 July 2026", "date", "a stamp below the report"),
]


@pytest.mark.parametrize(("line", "kind", "reason"), TAIL_LINES, ids=[row[2] for row in TAIL_LINES])
def test_line_below_the_report_gets_its_kind(line: str, kind: str, reason: str) -> None:
    text = f"{LEAD}\n\n{MORE}\n\n{line}"
    assert kind_of(text, line) == kind
    assert kind_of(text, MORE) == "body"


DATELINES = [
    ("BERGEN (AFP) - ", "place and agency"),
    ("Bergen (AFP) – ", "a place in small letters"),
    ("BERGEN, Norway, July 4 (AFP) -- ", "place, country, day, agency"),
    ("TRENTON, N.J. (AP) — ", "a state in short"),
    ("BERGEN (AP)_", "the teleprinter's dash"),
    ("Aug 27 (Reuters) - ", "a day without a place"),
    ("MOSCOW, July 4. /TASS/. ", "slashes for brackets"),
    ("(AFP) ", "an agency alone"),
    ("(Xinhua) -- ", "an agency alone with a dash"),
    ("BERGEN — ", "a place in capitals"),
    ("BERGEN—", "a dash without blanks"),
    ("NEW BERGEN, Calif. - ", "a place of two words and its state"),
    ("Bergen, Norway – ", "place and country in small letters"),
    ("ISLAMABAD: ", "a colon for a dash"),
    ("London, 4 July – ", "place and day"),
    ("GENEVA (4 July 2026) – ", "the day in brackets"),
    ("BERGEN (MNA) - ", "an agency that no list has"),
]


@pytest.mark.parametrize(("dateline", "reason"), DATELINES, ids=[row[1] for row in DATELINES])
def test_dateline_is_a_region_of_its_own(dateline: str, reason: str) -> None:
    text = f"{dateline}{LEAD}\n\n{MORE}"
    assert read_kinds(text) == [("dateline", dateline.strip()), ("body", LEAD), ("body", MORE)]


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        ("Abel told Agence France-Presse (AFP) that the bridge is open.", "an agency that was told"),
        ("BREAKING: The bridge is open.", "capitals that are no place"),
        ("The bridge – open again – is safe.", "dashes around an insertion"),
        ("NATO (the alliance) - and others - agreed.", "a bracket that names no agency"),
        ("“We are back,” she said – and smiled.", "a quotation with a dash"),
        ("A4 - The road is closed.", "a road"),
        ("It was over. (AP Photo/Jo Poe) - Nobody came.", "a picture's credit"),
    ],
)
def test_opening_that_only_looks_like_a_dateline_stays_whole(opening: str, reason: str) -> None:
    assert "dateline" not in [kind for kind, _ in read_kinds(f"{opening} {MORE}\n\n{LAST}")]


@pytest.mark.parametrize(
    ("stamp", "reason"),
    [
        ("date 2026-07-04", "a bare label"),
        ("Updated July 4, 2026 10:15 GMT", "label, day, time, zone"),
        ("July 4, 2026", "a day with its year"),
        ("2026-07-04", "an ISO day"),
        ("(July 4, 2026)", "brackets"),
    ],
)
def test_date_glued_to_the_first_sentence_comes_off(stamp: str, reason: str) -> None:
    assert read_kinds(f" {stamp} {LEAD}\n\n{MORE}")[:2] == [("date", stamp), ("body", LEAD)]


def test_caption_glued_to_the_first_paragraph_comes_off() -> None:
    caption = "Barges wait near the bridge in Bergen. (Jo Poe/Reuters)"
    assert read_kinds(f"{caption} {LEAD} {MORE}") == [("caption", caption), ("body", f"{LEAD} {MORE}")]


@pytest.mark.parametrize(("closing", "kind"), [("— Reuters", "byline"), ("(dpa)", "byline"), ("/AP", "byline")])
def test_credit_glued_to_the_last_sentence_comes_off(closing: str, kind: str) -> None:
    joint = "" if closing.startswith("/") else " "
    assert read_kinds(f"{LEAD}\n\n{MORE}{joint}{closing}")[-2:] == [("body", MORE), (kind, closing)]


def test_sign_off_glued_to_the_last_sentence_comes_off() -> None:
    sign_off = "(Reporting by Ana Doe in Oslo; Editing by Jo Poe)"
    assert read_kinds(f"{LEAD}\n\n{MORE} {sign_off}")[-2:] == [("body", MORE), ("boilerplate", sign_off)]


@pytest.mark.parametrize(
    ("title", "printed", "reason"),
    [
        ("Bridge opens again", "Bridge opens again", "the same"),
        ("Bridge opens again", "BRIDGE OPENS AGAIN.", "another case and a stop"),
        ("‘Open’ bridge closes", "'Open' Bridge Closes", "other quotation marks"),
        ("Bridge opens, at last", "Bridge opens —\nat last!", "another break and dash"),
    ],
)
def test_given_title_that_opens_the_text_is_its_headline(title: str, printed: str, reason: str) -> None:
    assert read_kinds(f"{printed}\n\n{LEAD}", title)[0] == ("headline", printed)


def test_title_before_a_dateline_on_the_same_line_is_the_headline() -> None:
    text = f"Bridge opens again . BERGEN — {LEAD}"
    assert [kind for kind, _ in read_kinds(text, "Bridge opens again")] == ["headline", "dateline", "body"]


def test_title_made_of_the_first_words_is_no_headline() -> None:
    assert read_kinds(f"{LEAD}\n{MORE}", " ".join(LEAD.split()[:6])) == [("body", LEAD), ("body", MORE)]


def test_correction_label_takes_in_the_paragraph_below_it() -> None:
    assert read_kinds(f"{LEAD}\n\nCorrection:\n\n{MORE}")[-1] == ("correction", MORE)


def test_correction_announced_above_the_report_leaves_its_first_paragraph_body() -> None:
    assert kind_of(f"CORRECTION APPENDED\n\n{LEAD}\n\n{MORE}", LEAD) == "body"


def test_headings_listed_below_read_more_are_related() -> None:
    text = f"{LEAD}\n\n{MORE}\n\nRead more:\n\nHow barges turn\n\nWhy piers move\n\n{LAST}"
    assert [kind for kind, _ in read_kinds(text)] == ["body", "body", "related", "related", "related", "body"]


TORN = [
    ("The council said that the\n\nbridge was open again by noon.", "a sentence torn by a blank line"),
    ("“The bridge is open again, and the ferry\n\nwill not be missed,” said Abel.", "a quotation torn in mid-sentence"),
    (
        "“The bridge is open again and the ferry is gone. We\n\nWill not miss it at all,” said Ines Abel.",
        "a quotation torn before a capital",
    ),
    ("The council said that the\n\n\n\nbridge was open again by noon.", "two stray blank lines"),
    ("The council said on Monday that the\nbridge was open.", "a stray line break"),
]


@pytest.mark.parametrize(("torn", "reason"), TORN, ids=[row[1] for row in TORN])
def test_torn_paragraph_is_one_region(torn: str, reason: str) -> None:
    assert read_kinds(f"{LEAD}\n\n{torn}\n\n{MORE}") == [("body", LEAD), ("body", torn), ("body", MORE)]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (LEAD, MORE, "two sentences"),
        (
            "“The bridge is open again and it is here to stay.",
            "“The ferry is gone,” said Abel.",
            "a reopened quotation",
        ),
        (
            "She named three piers that had moved since the spring:",
            "the northern one first of all.",
            "a list after a colon",
        ),
    ],
)
def test_whole_paragraphs_stay_apart(first: str, second: str, reason: str) -> None:
    assert read_kinds(f"{first}\n\n{second}") == [("body", first), ("body", second)]


WRAPPED = """The bridge over the Oker opened again on Monday, the town council
said. It had been shut since a barge struck its second pier in March
of last year.

“Nobody will miss the ferry,” said Ines Abel, the mayor, who crossed
first.
  A second barge waited below while she did so, and its pilot waved at
her.
"""


def test_hard_wrapped_lines_are_put_together() -> None:
    first, second = WRAPPED.split("\n\n")
    second, third = second.split("\n  ")
    assert read_kinds(WRAPPED) == [("body", first), ("body", second), ("body", third.strip())]


def test_lines_of_a_text_that_is_not_wrapped_are_paragraphs() -> None:
    assert read_kinds(f"{LEAD}\n{MORE}\n{LAST}") == [("body", LEAD), ("body", MORE), ("body", LAST)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_any_line_end_parts_paragraphs(end: str) -> None:
    assert read_kinds(f"{LEAD}{end}{end}{MORE}{end}") == [("body", LEAD), ("body", MORE)]


def test_one_line_without_a_stop_is_a_headline_only_above_a_report() -> None:
    assert read_kinds("Bridge opens again") == [("body", "Bridge opens again")]
    assert read_kinds(f"Bridge opens again\n{LEAD}")[0] == ("headline", "Bridge opens again")


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u00a0"])
def test_blank_text_has_no_region(text: str) -> None:
    assert find_regions(text) == ()


MARKS = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "“",
    "”",
    '"',
    "'",
    "[a](",
    "](",
    "**",
    "\x00",
    "\u200f",
    "\ufeff",
    "#",
    "_",
    "/",
    "(",
    ")",
]
ODD = ["-", "–", ":", "é", "ǅ", "İ", "١٢", "1.", "jd/ab (AFP)", "Title", "12:30 p.m.", "© 2026 AP", "date 2026-07-04 "]
LINES = [
    "'Allies'",
    "By Ana Doe",
    "By [AFP](#)",
    "July 4, 2026",
    "KABUL (AFP) - ",
    "(AFP) ",
    "Read more:",
    "Correction:",
]
TAILS = ["(Reporting by Ana Doe; Editing by Jo Poe)", "— Reuters", "https://a.example/b", "Photo: Jo Poe/AFP"]
PIECES = st.sampled_from([LEAD, MORE, LAST, *MARKS, *ODD, *LINES, *TAILS])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.one_of(st.none(), st.text(max_size=30), st.just("Title")))
def test_regions_cover_all_but_blanks_in_order_without_overlap(text: str, title: str | None) -> None:
    regions = find_regions(text, title=title)
    assert_sound(text, regions)


def assert_sound(text: str, regions: tuple[Region, ...]) -> None:
    covered = [False] * len(text)
    end = 0
    for region in regions:
        assert end <= region.span.start < region.span.end <= len(text)
        assert not region.span.of(text)[0].isspace()
        assert not region.span.of(text)[-1].isspace()
        end = region.span.end
        covered[region.span.start : end] = [True] * len(region.span)
    assert all(seen or char.isspace() for seen, char in zip(covered, text, strict=True))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([LEAD, MORE, LAST, "'Allies'", "Read more: Barges"]), min_size=1, max_size=6), st.data()
)
def test_a_paragraph_put_between_two_others_only_shifts_what_follows(
    paragraphs: list[str], data: st.DataObject
) -> None:
    paragraphs = [LEAD, *paragraphs, MORE]
    at = data.draw(st.integers(1, len(paragraphs) - 1))
    new = "Nothing else happened in the town that day. It rained."
    before = read_kinds("\n\n".join(paragraphs))
    after = read_kinds("\n\n".join([*paragraphs[:at], new, *paragraphs[at:]]))
    after.remove(("body", new))
    assert after == before


HOSTILE = {
    "quotes": '"' * 200_000,
    "curly": "“" * 200_000,
    "digits": "1" * 200_000,
    "brackets": "(" * 200_000,
    "links": "[a](" * 50_000,
    "slashes": "A/" * 100_000,
    "dashes": "-" * 200_000,
    "blanks": " " * 200_000 + "x",
    "sign-offs": "(Reporting by " * 15_000,
    "dates": "2026-07-04 " * 20_000,
    "lines": "a\n" * 5_000,
    "open quotations": "“abc def ghi jkl\n\n" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read(text: str) -> None:
    assert_sound(text, find_regions(text, title=text[:100]))
