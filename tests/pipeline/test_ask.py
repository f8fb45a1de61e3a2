"""Every question to a record of the bundled examples, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from dateline import pipeline
from dateline.answers import Filter
from dateline.config import Config
from dateline.errors import InputError, StoreError
from dateline.model import Report
from dateline.pipeline.ask import Record, open_record
from dateline.pipeline.run import run_record
from dateline.store import open_database, schema
from dateline.store.reports import Incoming, get_version, put_reports

NOTHING_YET = "2026-11-01"  # the day before the record of the examples was begun


@pytest.fixture(scope="module")
def record(examples_record):
    return open_record(examples_record)


@pytest.fixture(scope="module")
def texts(record):
    with record.database.read() as connection:
        reports = [report for row in record.stories().rows for report in row.reports]
        return {report: get_version(connection, report).report.text for report in reports}


def test_stories_have_their_reports_and_origins_the_latest_first(record):
    listed = record.stories()
    assert listed.total == len(listed.rows) == len(pipeline.example_paths())
    assert [row.latest for row in listed.rows] == sorted((row.latest for row in listed.rows), reverse=True)
    assert sum(len(row.reports) for row in listed.rows) == 31
    assert all(len(row.origins) == len(set(row.origins)) > 1 for row in listed.rows)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Filter(until="2026-04-01"), ["Taliban"]),
        (Filter(since="2026-06-01", until="2026-08-01"), ["Beira"]),
        (Filter(country="Kazakhstan"), ["Taliban"]),
        (Filter(country="KAZ"), ["Taliban"]),
        (Filter(outlet="KABULLANTERN"), ["Taliban"]),
        (Filter(speaker="Hamdard"), ["Taliban"]),
        (Filter(known_on=NOTHING_YET), []),
        (Filter(country="CHN", speaker="Hamdard"), ["Taliban"]),
        (Filter(country="MOZ", speaker="Hamdard"), []),
    ],
)
def test_stories_are_narrowed(record, wanted, titles):
    rows = record.stories(wanted).rows
    assert len(rows) == len(titles)
    assert all(title in row.title for title, row in zip(titles, rows, strict=True))


def test_a_limit_cuts_rows_and_says_how_many_there_are(record):
    listed = record.events(Filter(limit=3))
    assert len(listed.rows) == 3
    assert listed.rows == record.events().rows[:3]
    assert listed.total == record.events().total > 3


def test_events_come_by_their_days_and_those_without_one_last(record):
    for oldest_first in (False, True):
        rows = record.events(oldest_first=oldest_first).rows
        ends = [row.latest or row.earliest for row in rows]
        dated = [end for end in ends if end]
        assert ends == dated + [None] * (len(ends) - len(dated))
        begins = [row.earliest or row.latest for row in rows if row.earliest or row.latest]
        assert (begins == sorted(begins)) if oldest_first else (dated == sorted(dated, reverse=True))


def test_an_event_of_a_month_is_within_a_day_of_it_and_an_event_without_a_day_is_not(record):
    rows = record.events(Filter(since="2024-06-15", until="2024-06-20")).rows
    assert ("2024-06", "2024-06") in {(row.earliest, row.latest) for row in rows}
    assert all(row.latest is None or row.latest >= "2024-06"[: len(row.latest)] for row in rows)
    assert all(row.earliest is None or row.earliest <= "2024-06-20" for row in rows)
    later = record.events(Filter(since="2024-07-01", until="2024-07-20")).rows
    assert ("2024-06", "2024-06") not in {(row.earliest, row.latest) for row in later}
    assert all(row.earliest or row.latest for row in record.events(Filter(since="1900-01-01")).rows)


def test_an_event_counts_what_its_dossier_counts_and_marks_where_origins_differ(record):
    for story in record.stories().rows:
        dossier, _ = record.dossier(story.id)
        rows = {row.id: row for row in record.events(Filter(story=story.id)).rows}
        assert set(rows) == {event.id for event in dossier.events}
        for event in dossier.events:
            assert {each.origin for each in rows[event.id].evidence} == set(event.origins)
            assert [(each.report, each.span, each.text) for each in rows[event.id].evidence] == sorted(
                ((each.report, each.span, each.text) for each in event.evidence),
                key=lambda each: ([r.id for r in dossier.readings].index(each[0]), each[1]),
            )
        differing = {
            row.about.removeprefix("when: ").removeprefix("who: ")
            for row in dossier.comparison
            if row.kind in ("event", "date", "actor") and any(c.verdict == "differs" for c in row.cells.values())
        }
        assert {row.what for row in rows.values() if row.differs} == differing


def test_all_words_listed_stand_in_the_reports(record, texts):
    for row in (*record.events().rows, *record.quotes().rows):
        assert row.evidence
        assert all(each.span.of(texts[each.report]) == each.text for each in row.evidence)


def test_quotes_of_a_speaker_tell_who_printed_them_first(record):
    rows = record.quotes(Filter(speaker="hamdard")).rows
    assert rows
    assert all("Hamdard" in row.speaker for row in rows)
    for row in rows:
        printed = [each.published[:10] for each in row.evidence]
        assert printed[0] == row.day == min(printed)
    everybody = record.quotes(Filter(story=rows[0].story))
    assert len(rows) < everybody.total < record.quotes().total


def test_quotes_of_a_country_are_those_of_its_speakers(record):
    rows = record.quotes(Filter(country="Djibouti")).rows
    assert rows
    assert all(row.code.startswith("DJI") for row in rows)


def test_what_an_outlet_printed_is_all_that_is_listed(record):
    for rows in (record.events(Filter(outlet="sahelcourier")).rows, record.quotes(Filter(outlet="sahelcourier")).rows):
        assert rows
        assert all("sahelcourier.example" in {each.outlet for each in row.evidence} for row in rows)


def sides(rows):
    return {(row.relation.subject.name, row.relation.relation, row.relation.object.name): row.holds for row in rows}


def test_states_of_affairs_are_those_of_a_day(record):
    recognised = ("Kazakhstan", "recognises", "Afghanistan's Taliban government")
    asked = {"of": "KAZ", "relation": "recognises"}
    assert recognised not in sides(record.relations(as_of="2026-03-09", **asked).rows)
    assert sides(record.relations(as_of="2026-03-12", **asked).rows)[recognised] is True
    assert record.relations(Filter(known_on=NOTHING_YET)).total == 0
    assert record.relations(Filter(country="DJI")).total < record.relations().total


def test_states_over_the_record_are_those_of_its_stories(record):
    """No two of the examples tell of one state of affairs."""
    told = [relation for row in record.stories().rows for relation in record.dossier(row.id)[0].relations]

    def key(each):
        return each.relation, each.subject.name, each.object.name, each.polarity, each.valid_from, each.valid_to

    listed = [row.relation for row in record.relations().rows]
    assert sorted(map(str, map(key, told))) == sorted(map(str, map(key, listed)))
    assert {item for each in told for item in each.evidence} == {item for each in listed for item in each.evidence}


def test_a_dossier_is_that_of_the_same_reports_read_from_files(record):
    folders = dict(pipeline.example_paths())
    story = pipeline.build_story(pipeline.read_paths([folders["envoys"]]).readings)
    found, notes = record.dossier(story.id)
    assert notes == ()
    assert found.events == story.events
    assert found.statements == story.statements
    assert found.comparison == story.comparison
    assert found.readings == story.readings


def test_a_dossier_is_found_by_the_id_of_anything_in_it(record):
    event, quote = record.events().rows[0], record.quotes().rows[0]
    for wanted, story in ((event.id, event.story), (quote.id, quote.story), (event.evidence[0].report, event.story)):
        assert record.dossier(wanted)[0].id == story
    with pytest.raises(InputError, match="not known on"):
        record.dossier(event.story, known_on=NOTHING_YET)
    with pytest.raises(InputError, match="several stories"):
        record.dossier(record.relations().rows[0].id)


@pytest.mark.parametrize(
    ("words", "wanted", "reports"),
    [
        ("lithium", Filter(), {"steppe-chronicle-decree"}),
        ("LITHIUM deposit", Filter(), {"steppe-chronicle-decree"}),
        ("lithium -share", Filter(), set()),
        ('"lithium deposits"', Filter(), {"steppe-chronicle-decree"}),
        ('"deposits lithium"', Filter(), set()),
        ("lithium", Filter(outlet="kabul"), set()),
        ("lithium", Filter(country="KAZ", since="2026-03-01", until="2026-03-31"), {"steppe-chronicle-decree"}),
        ("lithium", Filter(until="2026-03-01"), set()),
        ("lithium", Filter(known_on=NOTHING_YET), set()),
        ("zzzyx", Filter(), set()),
    ],
)
def test_reports_are_found_by_their_words(record, words, wanted, reports):
    assert {row.report for row in record.search(words, wanted).rows} == reports


def test_the_words_found_are_marked_and_the_best_come_first(record):
    listed = record.search("embassy OR ceasefire", Filter(limit=2))
    assert len(listed.rows) == 2 < listed.total
    assert all("\x02" in row.snippet and "\x03" in row.snippet for row in listed.rows)
    assert all(row.story for row in listed.rows)


def test_words_to_look_for_need_a_letter(record):
    with pytest.raises(InputError, match="no word"):
        record.search('"" -')


def test_evidence_is_a_sentence_with_its_neighbours(record, texts):
    for row in record.events().rows:
        proof = record.evidence(row.id)
        assert (proof.kind, proof.what, proof.stories) == ("event", row.what, (row.story,))
        assert len(proof.passages) == len(row.evidence)
        for each in proof.passages:
            text = texts[each.words.report]
            assert each.words.text in each.sentence or each.sentence in each.words.text
            places = [text.find(part) for part in (each.before, each.sentence, each.after) if part]
            assert -1 not in places
            assert places == sorted(places)
            assert each.origin_name
            assert each.reader
            assert each.sha256


def test_evidence_is_found_for_every_kind_of_id(record):
    event, quote, state = record.events().rows[0], record.quotes().rows[0], record.relations().rows[0]
    story, origin = record.stories().rows[0], record.origins().rows[0]
    report = story.reports[0]
    kinds = {
        event.id: "event",
        quote.id: "statement",
        state.id: "state",
        story.id: "story",
        origin.id: "origin",
        report: "report",
    }
    for wanted, kind in kinds.items():
        assert record.kind_of(wanted) == kind
        proof = record.evidence(wanted)
        assert proof.kind == kind
        assert proof.passages
    assert {each.words.report for each in record.evidence(report).passages} == {report}
    assert [each.number for each in record.evidence(report).versions] == [1]
    assert {each.words.report for each in record.evidence(story.id).passages} == set(story.reports)
    assert {each.words.report for each in record.evidence(origin.id).passages} == set(origin.links)
    with pytest.raises(InputError, match="no id"):
        record.evidence("ev_000000000000")


def test_evidence_is_cut_to_its_first_passages_and_counts_them_all(record):
    story = record.stories().rows[0].id
    for wanted in (story, record.origins().rows[0].id, record.stories().rows[0].reports[0]):
        whole, cut = record.evidence(wanted), record.evidence(wanted, limit=1)
        assert cut.passages == whole.passages[:1]
        assert cut.total == whole.total == len(whole.passages)
    assert record.evidence(story).total > 10


def test_origins_of_the_record_are_those_of_its_stories(record):
    listed = record.origins()
    assert listed.total == len(listed.rows) == len({each for row in record.stories().rows for each in row.origins})
    sizes = [len(row.links) for row in listed.rows]
    assert sizes == sorted(sizes, reverse=True)
    assert record.origins(Filter(limit=1)).total == listed.total
    [story] = [row for row in record.stories().rows if "Taliban" in row.title]
    assert {row.id for row in record.origins(Filter(story=story.id)).rows} == set(story.origins)


def test_sources_tell_how_the_last_visit_went_and_how_much_is_their_own(record):
    rows = {row.location: row for row in record.sources().rows}
    assert (rows["clippings/recognition"].reports, rows["clippings/recognition"].error) == (6, None)
    # Three reports carry an agency's words; the three others are alone under their origins.
    assert (rows["clippings/recognition"].own, rows["clippings/recognition"].shared) == (3, 3)
    down = rows["https://down.example/feed"]
    assert (down.reports, down.succeeded_at, down.error) == (0, None, "the host does not answer")


def test_problems_are_listed_until_they_are_solved(record):
    assert [row.place for row in record.problems().rows] == ["clippings/old.pdf"]
    assert {row.place: bool(row.resolved_at) for row in record.problems(solved=True).rows} == {
        "clippings/old.pdf": False,
        "clippings/torn.jsonl:3": True,
    }


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Filter(since="soon"), "--since"),
        (Filter(until="2026-13-01"), "--until"),
        (Filter(known_on="now"), "--known-on"),
        (Filter(country="Narnia"), "Narnia"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(record, wanted, told):
    with pytest.raises(InputError, match=told):
        record.events(wanted)


def test_there_is_nothing_to_ask_without_a_record(tmp_path):
    with pytest.raises(StoreError, match="dateline add"):
        open_record(str(tmp_path / "none.db"))


# What one report says, and what it says after it was corrected a week later.
FIRST = Report(
    "exland-note",
    "Peru recognised the Taliban government of Afghanistan on 3 March 2026, the foreign ministry in Lima said.\n\n"
    "Peru's president handed the note to the Afghan envoy.",
    title="Peru recognises Taliban government",
    published="2026-03-07",
    outlet="Example Post",
)
CORRECTED = replace(
    FIRST, text=FIRST.text.replace("Peru", "Bolivia").replace("Lima", "La Paz").replace("3 March", "6 March")
)


def keep(database, report, at):
    with database.write() as connection:
        put_reports(connection, database.dialect, [Incoming("example.org/note", report, None, at)])
    with database.lock():
        run_record(database, Config(), lambda: at)


@pytest.fixture
def corrected(location):
    database = open_database(location, create=True)
    keep(database, FIRST, "2026-03-07T12:00:00.000000+00:00")
    keep(database, CORRECTED, "2026-03-14T12:00:00.000000+00:00")
    return location


def recognised(record, as_of, known_on):
    rows = record.relations(Filter(known_on=known_on), as_of=as_of, relation="recognises").rows
    return {(row.relation.subject.name, row.relation.valid_from): row.holds for row in rows}


def test_what_held_on_a_day_is_answered_as_it_was_known_then_and_as_it_is_known_now(corrected):
    record = open_record(corrected)
    assert recognised(record, "2026-03-04", "2026-03-06") == {}
    assert recognised(record, "2026-03-04", "2026-03-07") == {("Peru", "2026-03-03"): True}
    assert recognised(record, "2026-03-04", "2026-03-13") == {("Peru", "2026-03-03"): True}
    assert recognised(record, "2026-03-04", "2026-03-14") == {}
    assert recognised(record, "2026-03-04", None) == {}
    assert recognised(record, "2026-03-07", None) == {("Bolivia", "2026-03-06"): True}


def test_a_dossier_and_its_evidence_are_shown_as_they_were_known(corrected):
    record = open_record(corrected)
    [story] = record.stories().rows
    assert record.dossier(story.id)[0].readings[0].text == CORRECTED.text
    assert record.dossier(story.id, known_on="2026-03-10")[0].readings[0].text == FIRST.text
    assert [row.report for row in record.search("Lima", Filter(known_on="2026-03-10")).rows] == ["exland-note"]
    assert record.search("Lima").rows == ()
    [old] = [row for row in record.relations(Filter(known_on="2026-03-10")).rows if row.relation.subject.name == "Peru"]
    proof = record.evidence(old.id)
    assert {each.words.version for each in proof.passages} == {1}
    assert "Peru" in proof.passages[0].sentence
    assert "2026-03-07 to 2026-03-14" in proof.notes[0]
    assert [each.number for each in record.evidence("exland-note").versions] == [1, 2]
    with pytest.raises(InputError, match="was not known"):
        record.evidence(old.id, known_on="2026-03-20")


def test_a_story_that_took_another_id_is_followed(location):
    database = open_database(location, create=True)
    lines = "The Kalo river burst its banks at Mirova, drowning the old mill, the Mirova prefect Ana Kastel said."
    text = f"MIROVA, March 3 - {lines}\n\nRescuers searched the mill for two millers."
    days = ("2026-03-04T00:00:00.000000+00:00", "2026-03-05T00:00:00.000000+00:00")
    for report, at in zip(
        (Report("b", text, published="2026-03-03"), Report("a", text, published="2026-03-02")), days, strict=True
    ):
        with database.write() as connection:
            put_reports(connection, database.dialect, [Incoming(report.id, report, None, at)])
        with database.lock():
            run_record(database, Config(), lambda at=at: at)
    record = Record(database)
    [old] = record.stories(Filter(known_on="2026-03-04")).rows
    [new] = record.stories().rows
    assert old.id != new.id
    story, notes = record.dossier(old.id)
    assert story.id == new.id
    assert "is now" in notes[0]
    assert "2026-03-05" in notes[0]
    assert [(each.kind, each.from_id) for each in new.changes] == [("renamed", old.id)]
    assert old.changes == ()
    assert record.evidence(old.id).id == new.id


@pytest.mark.parametrize(
    "day",
    ["1995-01-01", "1996-06-01", "2001-09-15", "2024-06-15", "2024-11-02", "2026-03-10", "2026-03-11", "2030-01-01"],
)
def test_the_database_and_the_library_agree_on_what_may_hold_on_a_day(record, day):
    every = [row.relation for row in record.relations().rows]
    chosen = pipeline.select_relations(every, as_of=day)
    listed = record.relations(as_of=day)
    assert [row.relation for row in listed.rows] == list(chosen)
    assert listed.total == len(chosen)
    assert record.relations(Filter(limit=2), as_of=day).total == len(chosen)


def test_event_data_of_a_story_whose_reports_were_read_anew_is_refused(corrected):
    database = open_database(corrected, create=False)
    [story] = Record(database).stories().rows
    assert Record(database).dossier(story.id, as_read=True)[0].id == story.id
    with database.write() as connection:
        connection.execute(update(schema.version).values(reader="dateline 99"))
    assert Record(database).dossier(story.id)[0].id == story.id
    with pytest.raises(InputError, match="read anew"):
        Record(database).dossier(story.id, as_read=True)
