"""The JSON shapes: those of the specification, exact evidence, the same bytes each time."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.json import (
    comparison_to_dict,
    dump_json,
    dump_jsonl,
    origins_to_rows,
    quotes_to_rows,
    relations_to_rows,
    stories_to_rows,
    story_to_dict,
    timeline_to_rows,
)
from dateline.export.reading_json import reading_to_dict
from dateline.model import Metadata, Quantity, Reading, Report, Span, name_story

READ_KEYS = (
    "id text_sha256 title outlet published url byline language origin regions "
    "entities quotes times places quantities events"
)


def test_a_reading_has_the_keys_of_the_specification_in_its_order(story):
    row = reading_to_dict(story.readings[2])
    assert list(row)[:16] == READ_KEYS.split()
    assert row["origin"] == {"agency": "Wire", "credit": "By Wire Desk"}
    quote = row["quotes"][0]
    assert list(quote) == ["kind", "content", "cue", "speaker", "via", "attitude"]
    assert list(quote["speaker"])[:3] == ["span", "name", "entity"]
    event = row["events"][0]
    assert event["date"] == "2026-05-13"
    assert event["source"][0] == {"span": [60, 67], "text": "Norland", "name": "Norland", "code": "NOR"}
    assert {"type", "mode", "cameo", "trigger", "text", "status", "polarity", "target", "place", "asserted_by"} <= set(
        event
    )


def test_every_span_of_a_reading_slices_its_text(story):
    reading = story.readings[2]
    row = reading_to_dict(reading)
    spans = [*(e["trigger"] for e in row["events"]), *(r["span"] for r in row["regions"]), *row["quotes"][0]["content"]]
    assert all(0 <= start < end <= len(reading.text) for start, end in spans)
    assert reading.text[slice(*row["events"][0]["span"])] == row["events"][0]["text"]


def test_a_dossier_has_the_keys_of_the_specification(story):
    dossier = story_to_dict(story)
    assert list(dossier)[:7] == ["story", "entities", "reports", "events", "statements", "states", "comparison"]
    assert dossier["story"] == {
        "id": "sy_1",
        "title": "Norland opens embassy in Exland",
        "from": "2026-05-12",
        "to": "2026-05-13",
    }
    assert list(dossier["reports"][0]["origin"])[:5] == ["group", "name", "agency", "reasons", "depends_on"]
    assert dossier["events"][0]["date"] == {"earliest": "2026-05-12", "latest": "2026-05-13"}
    assert dossier["events"][0]["origins"] == 2 == len(dossier["events"][0]["origin_groups"])
    assert dossier["states"][1]["from"] is None
    assert dossier["states"][2]["polarity"] == "negative"
    assert set(dossier["comparison"][0]["cells"]) == {"or_a", "or_b"}
    assert dossier["comparison"][4]["cells"]["or_b"] == {"verdict": "silent", "value": None, "evidence": []}


def test_evidence_is_the_text_letter_for_letter(story):
    texts = {reading.id: reading.text for reading in story.readings}
    dossier = story_to_dict(story)
    evidence = [item for key in ("events", "statements", "states") for row in dossier[key] for item in row["evidence"]]
    evidence += [item for row in dossier["comparison"] for cell in row["cells"].values() for item in cell["evidence"]]
    assert evidence
    assert all(texts[item["report"]][slice(*item["span"])] == item["text"] for item in evidence)


def test_the_smaller_views_are_rows_of_the_dossier(story):
    dossier = story_to_dict(story)
    assert comparison_to_dict(story)["comparison"] == dossier["comparison"]
    assert timeline_to_rows(story) == dossier["events"]
    assert quotes_to_rows(story) == [row for row in dossier["statements"] if row["kind"] == "quote"]
    assert relations_to_rows(story.relations) == dossier["states"]
    assert origins_to_rows(story.origins)[0]["reports"] == ["paper", "wire"]


def test_a_story_row_has_the_id_of_its_dossier():
    assert stories_to_rows([("b", "a")])[0]["id"] == name_story("b")


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (14.0, 14.0, [14, 14]),  # whole numbers lose their point
        (2.5, None, [2.5, None]),  # an open side is null
        (float("nan"), float("inf"), [None, None]),  # JSON has neither
    ],
)
def test_a_quantity_is_written_as_json_numbers(low, high, value):
    quantity = Quantity(Span(0, 1), low, high, "people")
    reading = Reading(Report("r", "x"), Metadata(), quantities=(quantity,))
    assert reading_to_dict(reading)["quantities"][0]["value"] == value


@given(st.text(st.characters(codec=None)))
def test_json_lines_survive_any_text(text):
    row = {"text": text}
    written = dump_jsonl([row, row])
    assert len(written.splitlines()) == 2, "no character of a report ends a line"
    written.encode("utf-8")
    assert json.loads(dump_json(row)) == row


def test_the_same_story_gives_the_same_bytes(story):
    assert dump_json(story_to_dict(story)) == dump_json(story_to_dict(story))
    assert "“We are back" in dump_json(story_to_dict(story)), "letters beyond ASCII stay readable"
