"""GDELT Events and Mentions, read back strictly and compared with the story."""

import csv
import io
from dataclasses import replace

import pytest

from dateline import export
from dateline.export.codebook import cameo_of, is_told_as_done
from dateline.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS, find_dyads
from dateline.model import Evidence, Metadata, Party, Reading, Report, Span, Story, StoryEvent

PERU, CHILE, CUBA, NOBODY = Party("Peru", "PER"), Party("Chile", "CHLGOV"), Party("Cuba", "CUB"), Party("the men")
INTEGERS = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources",
            "NumArticles", "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED"]  # fmt: skip
MENTION_INTEGERS = [
    name for name in MENTION_COLUMNS
    if name not in ("MentionSourceName", "MentionIdentifier", "Confidence", "MentionDocTone",
                    "MentionDocTranslationInfo", "Extras")
]  # fmt: skip


def read_rows(story, to, columns):
    [file] = export.export_story(story, to).files
    text = file.content.decode("utf-8")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    assert lines == [line.split("\t") for line in text.split("\n")[:-1]]
    assert {len(line) for line in lines} <= {len(columns)}
    assert file.rows == len(lines)
    return [dict(zip(columns, line, strict=True)) for line in lines]


def make_story(**changes):
    event = StoryEvent("ev_1", "SUPPORT", "x", True, "happened", "positive", None, None, None, (), (), (), (), ())
    return Story("s_1", "Talks", None, None, (), (), (), (replace(event, **changes),), (), (), ())


def pairs(**changes):
    dyads, _ = find_dyads(make_story(**changes))
    return [tuple(side.party.name if side else None for side in (dyad.one, dyad.other)) for dyad in dyads]


def test_events_have_61_columns_and_mentions_16():
    assert len(EVENT_COLUMNS) == len(set(EVENT_COLUMNS)) == 61
    assert len(MENTION_COLUMNS) == len(set(MENTION_COLUMNS)) == 16
    known = {
        0: "GLOBALEVENTID", 5: "Actor1Code", 15: "Actor2Code", 25: "IsRootEvent", 26: "EventCode", 30: "GoldsteinScale",
        34: "AvgTone", 35: "Actor1Geo_Type", 51: "ActionGeo_Type", 53: "ActionGeo_CountryCode", 59: "DATEADDED",
        60: "SOURCEURL",
    }  # fmt: skip
    assert {at: EVENT_COLUMNS[at] for at in known} == known


def test_gdelt_events_are_read_back(any_story):
    rows = read_rows(any_story, "gdelt", EVENT_COLUMNS)
    dyads, notes = find_dyads(any_story)
    assert len(rows) == len(dyads)
    assert len({row["GLOBALEVENTID"] for row in rows}) == len(rows)
    done = [event.id for event in any_story.events if is_told_as_done(event)]
    assert list(dict.fromkeys(dyad.record.event.id for dyad in dyads)) == [
        event.id for event in any_story.events
        if event.id in done and cameo_of(event) and (event.source_actors or event.target_actors)
    ]  # fmt: skip
    assert bool(notes) is (len({dyad.record.event.id for dyad in dyads}) < len(any_story.events))
    for dyad, row in zip(dyads, rows, strict=True):
        event = dyad.record.event
        assert all(row[name] == "" or int(row[name]) >= 0 for name in INTEGERS)
        assert 0 < int(row["GLOBALEVENTID"]) < 10**15
        assert -10 <= float(row["GoldsteinScale"]) <= 10
        assert (row["EventBaseCode"], row["EventRootCode"]) == (row["EventCode"][:3], row["EventCode"][:2])
        assert row["AvgTone"] == ""
        assert int(row["NumSources"]) == len(event.origins)
        assert int(row["NumMentions"]) == len(dyad.record.mentions)
        for number, side in (("1", dyad.one), ("2", dyad.other)):
            assert bool(row[f"Actor{number}Name"]) is (side is not None)
            if side and side.party.code:
                code = row[f"Actor{number}CountryCode"]
                assert code in ("", "ROM", "TMP") or side.party.code.startswith(code)
        if row["SQLDATE"]:
            assert event.earliest.replace("-", "") == row["SQLDATE"]
            assert row["SQLDATE"].startswith(row["MonthYear"])
        if row["MonthYear"]:
            assert event.earliest[:7].replace("-", "") == row["MonthYear"]
            assert row["MonthYear"].startswith(row["Year"])
        if row["ActionGeo_Lat"]:
            assert row["ActionGeo_Type"] in "34"
            assert (float(row["ActionGeo_Lat"]), float(row["ActionGeo_Long"])) == (
                dyad.record.where.lat, dyad.record.where.lon,
            )  # fmt: skip


def test_gdelt_mentions_are_read_back_and_join_the_events(any_story):
    rows = read_rows(any_story, "gdelt-mentions", MENTION_COLUMNS)
    events = read_rows(any_story, "gdelt", EVENT_COLUMNS)
    told = [row["GLOBALEVENTID"] for row in rows]
    assert {row["GLOBALEVENTID"]: told.count(row["GLOBALEVENTID"]) for row in events} == {
        row["GLOBALEVENTID"]: int(row["NumMentions"]) for row in events
    }
    lengths = {str(len(reading.text)): reading for reading in any_story.readings}
    for row in rows:
        assert all(row[name] in ("", "-1") or int(row[name]) >= 0 for name in MENTION_INTEGERS)
        assert row["MentionType"] in "12"
        assert row["MentionType"] != "1" or row["MentionIdentifier"].startswith("http")
        assert row["MentionDocLen"] in lengths
        assert int(row["ActionCharOffset"]) < int(row["MentionDocLen"])
        assert (row["InRawText"], row["Confidence"], row["Extras"]) == ("1", "", "")


def test_offsets_are_where_the_report_has_the_words(examples):
    story = examples["recognition"]
    main = next(event for event in story.events if event.main)
    dyad = next(dyad for dyad in find_dyads(story)[0] if dyad.record.event.id == main.id)
    rows = [row for row in read_rows(story, "gdelt-mentions", MENTION_COLUMNS) if row["GLOBALEVENTID"] == str(dyad.id)]
    assert len(rows) == len(dyad.record.mentions)
    for row, record in zip(rows, dyad.record.mentions, strict=True):
        mention, text = record.mention, record.reading.text
        assert text[int(row["ActionCharOffset"]) :].startswith(mention.trigger.of(text))
        actors = {str(actor.span.start) for actor in (*mention.source_actors, *mention.target_actors)}
        assert row["Actor1CharOffset"] in actors | {"-1"}
        assert record.reading.sentences[int(row["SentenceID"]) - 1].holds(mention.trigger)


PAIR_ROWS = [
    ("one to one", (PERU,), (CHILE,), [("Peru", "Chile")]),
    ("every source meets every target", (PERU, CUBA), (CHILE, NOBODY),
     [("Peru", "Chile"), ("Peru", "the men"), ("Cuba", "Chile"), ("Cuba", "the men")]),
    ("a joint act goes both ways", (PERU, CHILE), (), [("Peru", "Chile"), ("Chile", "Peru")]),
    ("three do it jointly", (PERU, CHILE, CUBA), (),
     [("Peru", "Chile"), ("Peru", "Cuba"), ("Chile", "Peru"), ("Chile", "Cuba"), ("Cuba", "Peru"), ("Cuba", "Chile")]),
    ("alone", (PERU,), (), [("Peru", None)]),
    ("by nobody named", (), (CHILE,), [(None, "Chile")]),
    ("nobody meets itself", (PERU, CHILE), (CHILE,), [("Peru", "Chile")]),
    ("a party on both sides alone", (PERU,), (PERU,), [("Peru", None)]),
    ("a party twice is one", (PERU, PERU), (CHILE,), [("Peru", "Chile")]),
    ("nobody at all", (), (), []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "sources", "targets", "expected"), PAIR_ROWS, ids=[row[0] for row in PAIR_ROWS])
def test_an_event_becomes_dyads(why, sources, targets, expected):
    assert pairs(source_actors=sources, target_actors=targets) == expected


def test_ids_are_made_of_the_event_and_its_actors():
    def number(**changes):
        return find_dyads(make_story(source_actors=(PERU,), target_actors=(CHILE,), **changes))[0][0].id

    assert number() == number(mode="x", what="y", latest="2026")
    assert number() != number(id="ev_2")
    assert len({dyad.id for dyad in find_dyads(make_story(source_actors=(PERU, CHILE, CUBA)))[0]}) == 6


def test_ids_never_collide_even_when_the_hash_does(monkeypatch):
    class Stuck:
        calls = 0

        def __init__(self, seed):
            self.seed = seed

        def digest(self):
            Stuck.calls += 1
            return (7 if Stuck.calls < 4 else Stuck.calls * 1000).to_bytes(8) + b"\0" * 24

    monkeypatch.setattr("dateline.export.gdelt.hashlib.sha256", Stuck)
    dyads, _ = find_dyads(make_story(source_actors=(PERU, CHILE)))
    assert len({dyad.id for dyad in dyads}) == 2
    assert Stuck.calls == 4


LEFT_OUT = [
    ({"status": "planned"}, "1 event planned"),
    ({"status": "denied"}, "1 event denied"),
    ({"status": "alleged"}, "1 event alleged"),
    ({"polarity": "negative"}, "1 event told as not done"),
    ({"type": "WEATHER"}, "1 event of a type without a CAMEO code"),
    ({"source_actors": ()}, "1 event without an actor"),
]


@pytest.mark.parametrize(("changes", "words"), LEFT_OUT)
def test_what_gdelt_cannot_say_is_left_out_and_told(changes, words):
    story = make_story(**{"source_actors": (PERU,), **changes})
    delivery = export.export_story(story, "gdelt")
    assert delivery.files[0].content == b""
    assert [note for note in delivery.notes if note.endswith(words)]


DAY_ROWS = [
    # earliest, latest -> SQLDATE, MonthYear, Year, FractionDate
    ("2015-02-18", "2015-02-18", "20150218", "201502", "2015", "2015.1315"),
    ("2026-12-30", "2027-01-02", "20261230", "202612", "2026", "2026.9863"),
    ("2026-03", "2026-03", "", "202603", "2026", ""),
    ("2026-03-31", "2026-04", "", "", "2026", ""),
    ("2026", "2026", "", "", "2026", ""),
    ("2026-03-11", None, "", "", "", ""),
    (None, None, "", "", "", ""),
]


@pytest.mark.parametrize(("earliest", "latest", "day", "month", "year", "fraction"), DAY_ROWS)
def test_no_more_of_a_date_is_written_than_reports_tell(earliest, latest, day, month, year, fraction):
    [row] = read_rows(make_story(source_actors=(PERU,), earliest=earliest, latest=latest), "gdelt", EVENT_COLUMNS)
    assert [row[name] for name in ("SQLDATE", "MonthYear", "Year", "FractionDate")] == [day, month, year, fraction]


@pytest.mark.parametrize(
    ("published", "stamp"),
    [("2026-03-11", "20260311000000"), ("2026-03-11T08:30:00+01:00", "20260311073000"), ("2026-03", ""), (None, ""),
     ("yesterday", "")],
)  # fmt: skip
def test_publication_is_a_stamp_in_utc(published, stamp):
    reading = Reading(Report("a", "Peru won."), Metadata(published=published))
    story = replace(
        make_story(source_actors=(PERU,), evidence=(Evidence("a", Span(0, 9), "Peru won."),)), readings=(reading,)
    )
    [row] = read_rows(story, "gdelt", EVENT_COLUMNS)
    assert row["DATEADDED"] == stamp


ACTOR_ROWS = [
    # code -> Actor1Code, CountryCode, KnownGroupCode, Type1Code, Type2Code
    ("AFGGOV", ["AFGGOV", "AFG", "", "GOV", ""]),
    ("IGOUNOJUD", ["IGOUNOJUD", "", "UNO", "IGO", "JUD"]),
    ("IGOEUR", ["IGOEEC", "", "EEC", "IGO", ""]),
    ("ROUMED", ["ROMMED", "ROM", "", "MED", ""]),
    ("CVL", ["CVL", "", "", "CVL", ""]),
    (None, ["", "", "", "", ""]),
]


@pytest.mark.parametrize(("code", "cells"), ACTOR_ROWS)
def test_actor_cells(code, cells):
    [row] = read_rows(make_story(source_actors=(Party("Somebody", code),)), "gdelt", EVENT_COLUMNS)
    names = ("Code", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code")
    assert [row[f"Actor1{name}"] for name in names] == cells
    assert row["Actor1Name"] == "SOMEBODY"
