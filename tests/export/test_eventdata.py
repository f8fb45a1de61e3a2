"""What the event-data formats have in common: codes, days, places, cells; and POLECAT, PLOVER and GeoJSON read back."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import export
from dateline.errors import InputError
from dateline.export.codebook import (
    ActorCode,
    auxiliary_of,
    cameo_country,
    cameo_group,
    cameo_of,
    cameo_types,
    goldstein_of,
    is_told_as_done,
    plover_sectors,
    quad_of_cameo,
    quad_of_type,
    split_code,
)
from dateline.export.delivery import disarm, plain_cell, write_csv, write_tabbed
from dateline.export.eventdata import first_day, gather_events, last_day
from dateline.export.polecat import COLUMNS
from dateline.lexicon import load_tables
from dateline.model import EventMention, Metadata, Party, Place, Reading, Report, Span, Story, StoryEvent

TYPES = [row["type"] for row in load_tables("cameo.toml").tables["entry"]]


def make_event(**changes):
    event = StoryEvent("ev_1", "SUPPORT", "x", True, "happened", "positive", None, None, None, (), (), (), (), ())
    return replace(event, **changes)


def one_file(story, to):
    delivery = export.export_story(story, to)
    [file] = delivery.files
    assert not delivery.folder
    return file


def plover_events(story):
    return [event for event in story.events if event.type in TYPES]


def read_tabbed(content):
    """Read strictly, and once more the way careless loaders do: both must give the same cells."""
    text = content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    assert rows == [line.split("\t") for line in text.split("\n")[:-1]]
    return rows


# --- Codes -------------------------------------------------------------------------------------------------------


def test_every_plover_type_has_its_codes():
    assert len(set(TYPES)) == len(TYPES) == 16
    for row in load_tables("cameo.toml").tables["entry"]:
        for code in (row["code"], *row.get("modes", {}).values()):
            assert code.startswith(tuple(row["within"])), f"{row['type']} would refuse its own {code}"
            assert -10 <= goldstein_of(code) <= 10
            assert quad_of_cameo(code) in (1, 2, 3, 4)


def test_every_code_of_the_lexicon_of_acts_fits_its_type_and_has_a_weight():
    for row in load_tables("en/acts.toml").tables["entry"]:
        if row.get("cameo"):
            event = make_event(type=row["type"], mode=row.get("mode"), cameo=row["cameo"])
            assert cameo_of(event) == row["cameo"]
            goldstein_of(row["cameo"])


@pytest.mark.parametrize(
    ("why", "event", "code"),
    [
        ("its own code", make_event(cameo="054"), "054"),
        ("no code: the mode's", make_event(type="PROTEST", mode="riot"), "145"),
        ("no code, a mode without one: the type's", make_event(type="REQUEST", mode="assist"), "100"),
        ("the code of the act promised is not the promise's", make_event(type="AGREE", cameo="042"), "030"),
        ("nor the threat's", make_event(type="THREATEN", mode="expel", cameo="166"), "136"),
        ("an apology is conceded", make_event(type="CONCEDE", cameo="055"), "055"),
        ("no PLOVER type", make_event(type="WEATHER", cameo="190"), None),
    ],
)
def test_cameo_code(why, event, code):
    assert cameo_of(event) == code, why


@pytest.mark.parametrize(
    ("code", "weight"),
    [("010", 0.0), ("0334", 6.0), ("033", 5.2), ("0356", 7.0), ("057", 8.0), ("0874", 10.0), ("0872", 9.0),
     ("13", -6.0), ("130", -4.4), ("1385", -7.0), ("1444", -7.5), ("163", -8.0), ("1712", -9.2), ("1821", -9.0),
     ("1823", -10.0), ("185", -8.0), ("196", -9.5), ("201", -9.5), ("2042", -10.0)],
)  # fmt: skip
def test_goldstein_weight_is_that_of_the_published_table(code, weight):
    assert goldstein_of(code) == weight


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (None, ActorCode()),
        ("RUS", ActorCode("RUS")),
        ("RUSGOVMIL", ActorCode("RUS", None, ("GOV", "MIL"))),
        ("IGO", ActorCode(None, "")),
        ("IGOJUD", ActorCode(None, "", ("JUD",))),
        ("IGOEURLEG", ActorCode(None, "EUR", ("LEG",))),
        ("NGO", ActorCode(None, None, ("NGO",))),
        ("REB", ActorCode(None, None, ("REB",))),
        ("<b>not a code</b>", ActorCode()),
    ],
)
def test_actor_code_in_parts(code, parts):
    assert split_code(code) == parts


def test_actor_code_in_the_letters_of_each_scheme():
    court, press, romania = split_code("IGOUNOJUD"), split_code("FRAMED"), split_code("ROUGOV")
    assert (cameo_group(court), cameo_types(court), cameo_country(court)) == ("UNO", ("IGO", "JUD"), None)
    assert (cameo_types(press), plover_sectors(press)) == (("MED",), ("JRN",))
    assert (cameo_country(romania), romania.country) == ("ROM", "ROU")


STATUS_ROWS = [
    # status, polarity, type, contexts, whether a format without a status may hold it
    ("happened", "positive", "AID", (), True),
    ("historical", "positive", "AID", ("historical",), True),
    ("planned", "positive", "AID", ("future",), False),
    ("hypothetical", "positive", "AID", ("hypothetical",), False),
    ("alleged", "positive", "AID", ("alleged",), False),
    ("denied", "positive", "AID", ("negation", "denied"), False),
    ("happened", "negative", "AID", ("negation",), False),
    ("planned", "positive", "AGREE", (), True),
    ("hypothetical", "positive", "AGREE", ("hypothetical",), False),
    ("hypothetical", "positive", "THREATEN", (), True),
    ("planned", "negative", "AGREE", ("negation",), False),
]


@pytest.mark.parametrize(("status", "polarity", "kind", "contexts", "done"), STATUS_ROWS)
def test_status_as_contexts(status, polarity, kind, contexts, done):
    event = make_event(type=kind, status=status, polarity=polarity)
    assert auxiliary_of(event) == contexts
    assert is_told_as_done(event) is done


# --- Days and places ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earliest", "latest", "day"),
    [
        ("2026-03-11", "2026-03-11", "2026-03-11"),
        ("2026-03-10", "2026-03-12", "2026-03-10"),
        ("2026-03", "2026-03", None),
        ("2026-03-31", "2026-04", None),
        ("2026-03-11", None, None),
        (None, "2026-03-11", None),
        (None, None, None),
    ],
)
def test_a_day_is_given_only_when_both_ends_are_days(earliest, latest, day):
    [record] = gather_events(make_story(make_event(earliest=earliest, latest=latest)))
    assert record.day == day
    assert bool(first_day(earliest)) is (earliest is not None)
    assert last_day("2024-02") == "2024-02-29"


TEXT = "Talks were held in Springfield. Springfield was calm."
SPOT = Span(19, 30)
TOWN = Place(SPOT, "Springfield", 39.8, -89.6, "USA", 4250542, (), "town")
AFTER = replace(TOWN, span=Span(32, 43))


def make_story(event, *readings):
    return Story("s_1", "Talks", None, None, readings, (), (), (event,), (), (), ())


def make_reading(name, *places):
    mention = EventMention("CONSULT", Span(0, 5), Span(0, 30), place="Springfield")
    return Reading(Report(name, TEXT), Metadata(), places=places, events=(mention,))


PLACE_ROWS = [
    ("a town has a point", [TOWN], ("town", 39.8, "USA", 4250542)),
    ("a province has a name and an id, no point", [replace(TOWN, kind="division")], ("division", None, "USA", 4250542)),
    ("so has a country", [replace(TOWN, kind="country")], ("country", None, "USA", 4250542)),
    ("not resolved", [Place(TOWN.span, "Springfield")], ("unresolved", None, None, None)),
    ("only the country is known", [Place(SPOT, "Springfield", country="USA")], ("unresolved", None, "USA", None)),
    ("no toponym of that name", [replace(TOWN, name="Shelbyville")], ("unresolved", None, None, None)),
    ("the mention in the clause counts", [replace(AFTER, lat=1.0), TOWN], ("town", 39.8, "USA", 4250542)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "places", "expected"), PLACE_ROWS, ids=[row[0] for row in PLACE_ROWS])
def test_place_of_an_event(why, places, expected):
    event = make_event(type="CONSULT", place="Springfield", mentions=(("a", 0),))
    [record] = gather_events(make_story(event, make_reading("a", *places)))
    where = record.where
    assert (where.precision, where.lat, where.country, where.geonameid) == expected
    [feature] = json.loads(one_file(make_story(event, make_reading("a", *places)), "geojson").content)["features"]
    assert (feature["geometry"] is None) is (expected[1] is None)


def test_reports_that_mean_two_places_give_none():
    event = make_event(type="CONSULT", place="Springfield", mentions=(("a", 0), ("b", 0)))
    other = replace(TOWN, lat=37.2, lon=-93.3, geonameid=4409896)
    [record] = gather_events(make_story(event, make_reading("a", TOWN), make_reading("b", other)))
    assert (record.where.precision, record.where.lat, record.where.country) == ("conflicting", None, None)


# --- Cells -------------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_tabbed_cells_are_read_back_whatever_they_hold(rows):
    cells = [[plain_cell(words) for words in row] for row in rows]
    assert read_tabbed(write_tabbed(["a", "b", "c"], cells, header=True)) == [["a", "b", "c"], *cells]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in cells for cell in row)


@given(st.text())
def test_a_formula_is_disarmed_by_one_sign(words):
    assert disarm(words) in (words, "'" + words)


@pytest.mark.parametrize("row", [["a"], ["a", "b", "c"]])
def test_a_row_of_another_width_is_never_written(row):
    with pytest.raises(ValueError, match="columns"):
        write_tabbed(["a", "b"], [row], header=False)
    with pytest.raises(ValueError, match="columns"):
        write_csv(["a", "b"], [row])


@pytest.mark.parametrize("cell", ["a\tb", "a\nb", '"a"', "a\x00", "a\u2028b"])
def test_a_cell_that_would_break_a_table_is_never_written(cell):
    with pytest.raises(ValueError, match="break"):
        write_tabbed(["a"], [[cell]], header=False)


# --- POLECAT -----------------------------------------------------------------------------------------------------


def test_polecat_has_its_40_columns():
    assert len(COLUMNS) == len(set(COLUMNS)) == 40
    assert COLUMNS[7:15] == ("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
                             "Actor Title", "Actor Name Raw", "Wikipedia Actor ID")  # fmt: skip
    assert COLUMNS[15] == "Recipient Name"
    assert COLUMNS[22] == "Wikipedia Recipient ID"


def test_polecat_is_read_back(any_story):
    file = one_file(any_story, "polecat")
    header, *lines = read_tabbed(file.content)
    assert header == list(COLUMNS)
    assert {len(line) for line in lines} == {40}
    events = plover_events(any_story)
    assert file.rows == len(lines) == len(events)
    ids = [line[0] for line in lines]
    assert ids == [plain_cell(event.id) for event in events]
    assert len(set(ids)) == len(ids)
    for event, line in zip(events, lines, strict=True):
        row = dict(zip(header, line, strict=True))
        assert row["Event Type"] == event.type
        assert row["Event Mode"] == (event.mode or "")
        assert re.fullmatch(r"|\d{4}-\d\d-\d\d", row["Event Date"])
        both_days = len(event.earliest or "") == len(event.latest or "") == 10
        assert row["Event Date"] == (event.earliest if both_days else "")
        assert tuple(row["Contexts"].split("; ") if row["Contexts"] else ()) == auxiliary_of(event)
        assert row["Quad Code"].split()[0] in ("VERBAL", "MATERIAL")
        for side, parties in (("Actor", event.source_actors), ("Recipient", event.target_actors)):
            names = [plain_cell(party.name.replace(";", ",")) for party in parties]
            assert row[f"{side} Name"] == plain_cell("; ".join(names) or "None")
            lists = [
                row[column].split("; ")
                for column in header
                if column in (f"{side} Country", f"{side} COW", f"Primary {side} Sector", f"{side} Name Raw")
            ]
            assert {len(cells) for cells in lists} == {max(1, len(parties))}
        if row["Latitude"]:
            assert -90 <= float(row["Latitude"]) <= 90
            assert -180 <= float(row["Longitude"]) <= 180
            assert row["City"] == row["Placename"] == row["Raw Placename"]


def test_polecat_actors_are_coded(examples):
    header, *lines = read_tabbed(one_file(examples["recognition"], "polecat").content)
    main = next(event for event in examples["recognition"].events if event.main)
    row = dict(zip(header, next(line for line in lines if line[0] == main.id), strict=True))
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"]) == ("Kazakhstan", "KAZ", "705")
    assert row["Recipient Country"] == "AFG"
    assert row["Recipient Sectors"] == "GOV"
    assert row["Event Date"] == "2026-03-10"
    assert row["Quad Code"] == "VERBAL COOPERATION"
    assert row["Publication Date"] == "2026-03-11"
    assert row["Source"].split("; ")[0] == "harbourpost.example"
    assert len(row["Source"].split("; ")) == len({report for report, _ in main.mentions})


# --- PLOVER ------------------------------------------------------------------------------------------------------


def test_plover_is_read_back(any_story):
    file = one_file(any_story, "plover")
    lines = file.content.decode("utf-8").split("\n")
    assert lines.pop() == ""
    rows = [json.loads(line, parse_constant=pytest.fail) for line in lines]
    assert len(rows) == file.rows == len(plover_events(any_story))
    assert len({row["id"] for row in rows}) == len(rows)
    texts = {reading.id: reading.text for reading in any_story.readings}
    for event, row in zip(plover_events(any_story), rows, strict=True):
        assert row["id"] == event.id
        assert row["event"] == [event.type]
        assert (row["status"], row["polarity"]) == (event.status, event.polarity)
        assert (row["date"], row["enddate"]) == (first_day(event.earliest), last_day(event.latest))
        assert row["quad_code"] == quad_of_type(event.type)
        assert row["context"] == list(auxiliary_of(event))
        for name, parties in (("source", event.source_actors), ("recipient", event.target_actors)):
            assert [(actor["identifier_text"], actor["dateline_code"]) for actor in row[name]] == [
                (party.name, party.code) for party in parties
            ]
        for item, evidence in zip(row["text_info"], event.evidence, strict=True):
            assert item["text"] == evidence.text
            if item["report"] in texts:
                assert texts[item["report"]][item["start"] : item["end"]] == item["text"]
        assert row["event_scale"] is None or -10 <= row["event_scale"] <= 10


def test_no_format_holds_more_of_a_report_than_its_evidence(examples):
    """A sentence that nothing rests on stands in none of the files."""
    checked = 0
    for story in examples.values():
        contents = "\n".join(
            file.content.decode("utf-8") for to in export.FORMATS if to != "parquet"
            for file in export.export_story(story, to).files
        )  # fmt: skip
        used = [
            item.text for group in (story.events, story.statements, story.relations) for one in group
            for item in one.evidence
        ]  # fmt: skip
        for reading in story.readings:
            for span in reading.sentences:
                words = " ".join(span.of(reading.text).split())
                if len(words) > 40 and not any(words in " ".join(text.split()) for text in used):
                    titles = [r.metadata.title or "" for r in story.readings]
                    if not any(words in title for title in titles):
                        assert json.dumps(words, ensure_ascii=False)[1:-1] not in contents
                        checked += 1
    assert checked


# --- GeoJSON -----------------------------------------------------------------------------------------------------


def test_geojson_is_read_back(any_story):
    file = one_file(any_story, "geojson")
    collection = json.loads(file.content.decode("utf-8"), parse_constant=pytest.fail)
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    records = gather_events(any_story)
    assert len(collection["features"]) == file.rows == len(records)
    for record, feature in zip(records, collection["features"], strict=True):
        event, told = record.event, feature["properties"]
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert (feature["type"], feature["id"]) == ("Feature", event.id)
        assert (told["type"], told["status"], told["earliest"], told["latest"]) == (
            event.type or None, event.status, event.earliest, event.latest,
        )  # fmt: skip
        assert told["place"] == event.place
        assert (told["precision"] is None) is (not event.place)
        assert told["origins"] == len(told["origin_groups"])
        if feature["geometry"] is not None:
            lon, lat = feature["geometry"]["coordinates"]
            assert told["precision"] == "town"
            places = [place for m in record.mentions for place in m.reading.places]
            assert (lon, lat) in {(place.lon, place.lat) for place in places if place.name == event.place}


def test_a_town_of_the_examples_is_on_the_map(examples):
    features = json.loads(one_file(examples["envoys"], "geojson").content)["features"]
    points = {f["properties"]["place"]: f["geometry"] for f in features if f["geometry"]}
    assert points["Nouakchott"] == {"type": "Point", "coordinates": [-15.978, 18.083]}


def test_an_unknown_export_is_refused_with_those_that_are_known():
    with pytest.raises(InputError, match="polecat"):
        export.export_story(make_story(make_event()), "stata")


@pytest.mark.parametrize("to", list(export.FORMATS))
def test_an_export_gives_the_same_bytes_again(any_story, to):
    assert export.export_story(any_story, to) == export.export_story(any_story, to)


@pytest.mark.parametrize("to", list(export.FORMATS))
def test_a_story_without_events_has_no_rows(to):
    empty = Story("s_1", "Rain", None, None, (), (), (), (), (), (), ())
    assert all(not file.rows for file in export.export_story(empty, to).files)


@pytest.mark.parametrize("to", ["polecat", "plover"])
def test_what_plover_has_no_type_for_is_left_out_and_told(to):
    delivery = export.export_story(make_story(make_event(type="", act="accident:storm")), to)
    assert delivery.files[0].rows == 0
    assert delivery.notes == ("left out, for PLOVER has no type for it: 1 event",)


def test_what_plover_has_no_type_for_is_kept_where_a_type_is_not_asked_for():
    story = make_story(make_event(type="", act="accident:storm"))
    [feature] = json.loads(one_file(story, "geojson").content)["features"]
    assert (feature["properties"]["type"], feature["properties"]["act"]) == (None, "accident:storm")
    [table, *_] = export.export_story(story, "csv").files
    assert table.rows == 1


def test_a_party_without_a_name_on_the_spot_is_kept():
    event = make_event(source_actors=(Party("Peru", "PER"),))
    [record] = gather_events(make_story(event))
    assert (record.sources[0].party.code, record.sources[0].text) == ("PER", None)
