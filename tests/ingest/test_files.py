"""Ingest: texts come in exactly as they are, and one bad input gives one clear line."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.ingest import Ingested, ingest_paths
from dateline.ingest.decode import decode_bytes
from dateline.ingest.texts import make_report

TEXT = "The bridge over the Oker opened again on Monday, the town council said."


def ingest(folder: Path, name: str, data: bytes | str) -> Ingested:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return ingest_paths([path])


def line(**fields: object) -> str:
    return json.dumps(fields)


EXACT = [
    (TEXT, "plain"),
    (f"{TEXT}\r\n\r\nIt rained.\r\n", "Windows line ends"),
    (f"{TEXT}\rIt rained.\r", "old line ends"),
    (f"\n\n  {TEXT} \n", "blanks at both ends"),
    (f"{TEXT}\u2028It rained.\u0085", "other line ends"),
    (f"\u202b{TEXT}\u202c \u200f(קרא עוד)\u200e", "right-to-left marks"),
    (f"{TEXT} 🙂🇫🇷 é", "code points beyond the first plane"),
    (f"{TEXT}\tIt\x07 rained.", "a control character"),
]


@pytest.mark.parametrize(("text", "reason"), EXACT, ids=[row[1] for row in EXACT])
def test_text_comes_in_exactly_as_it_is(tmp_path: Path, text: str, reason: str) -> None:
    [report] = ingest(tmp_path, "wire.txt", text).reports
    assert (report.id, report.text) == ("wire", text)
    [report] = ingest(tmp_path, "wire.jsonl", line(text=text)).reports
    assert (report.id, report.text) == ("wire-1", text)


ENCODED = [
    (f"\ufeff{TEXT}".encode(), TEXT, "", "a byte-order mark is no text"),
    (f"{TEXT} “Yes.”".encode("cp1252"), f"{TEXT} “Yes.”", "cp1252", "Windows"),
    (f"\ufeff{TEXT}".encode("utf-16-le"), TEXT, "UTF-16", "UTF-16 with its mark"),
    (f"\ufeff{TEXT}".encode("utf-16-be"), TEXT, "UTF-16", "UTF-16 the other way round"),
    (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", "UTF-16 without its mark"),
    (f"\ufeff{TEXT}".encode("utf-32-le"), TEXT, "UTF-32", "UTF-32"),
    (
        "“Ja” – „nein“ – ‘oui’. ".encode() * 3 + b"\xff",
        "“Ja” – „nein“ – ‘oui’. " * 3 + "\ufffd",
        "damaged",
        "a stray byte",
    ),
    (f"{TEXT}\x00\n".encode(), f"{TEXT}\x00\n", "control character", "a stray control character"),
]


@pytest.mark.parametrize(("data", "text", "note", "reason"), ENCODED, ids=[row[3] for row in ENCODED])
def test_encoding_is_told_with_a_note(tmp_path: Path, data: bytes, text: str, note: str, reason: str) -> None:
    [report] = ingest(tmp_path, "wire.txt", data).reports
    assert report.text == text
    assert (note in " ".join(report.notes)) if note else report.notes == ()


def test_encoding_far_from_ascii_is_told_from_the_bytes(tmp_path: Path) -> None:
    text = "Министр заявил в понедельник, что переговоры о мосте продолжатся в Москве. " * 5
    [report] = ingest(tmp_path, "wire.txt", text.encode("cp1251")).reports
    assert report.text == text
    assert report.language == "ru"


BAD = [
    ("wire.txt", b"", "wire.txt", "is empty", "empty file"),
    ("wire.txt", b" \n\n", "wire.txt", "is empty", "blank file"),
    ("wire.txt", b"%PDF-1.7\n...", "wire.txt", "is a PDF file", "PDF"),
    ("wire.txt", b"PK\x03\x04....", "wire.txt", "a zip or office file", "office file"),
    ("wire.txt", bytes(range(256)) * 20, "wire.txt", "binary file", "binary file"),
    ("wire.txt", "<!DOCTYPE html><p>Hello</p>", "wire.txt", "has no report's text", "a page without a report"),
    ("wire.jsonl", "[1, 2]", "wire.jsonl:1", "is a JSON list, not an object", "not an object"),
    ("wire.jsonl", "\n" + line(id="a"), "wire.jsonl:2", "has no text field", "no text"),
    ("wire.jsonl", line(text=None), "wire.jsonl:1", "text must be a string, not a null", "null text"),
    ("wire.jsonl", line(text=" "), "wire.jsonl:1", "its text is empty", "blank text"),
    ("wire.jsonl", line(text=3), "wire.jsonl:1", "text must be a string, not a number", "text of a wrong type"),
    ("wire.jsonl", line(text=TEXT, title=["a"]), "wire.jsonl:1", "title must be a string or null, not a list", "title"),
    ("wire.jsonl", line(text=TEXT, published=2026), "wire.jsonl:1", "published must be a string", "published"),
    ("wire.jsonl", line(text=TEXT, id={}), "wire.jsonl:1", "id must be a string, not a object", "id"),
    ("wire.jsonl", '{"text": "a"', "wire.jsonl:1", "is not JSON", "cut JSON"),
    ("wire.jsonl", "[" * 100_000, "wire.jsonl:1", "beyond what can be read", "nested JSON"),
    ("wire.json", "17", "wire.json", "is a JSON number", "JSON of another kind"),
    ("wire.json", '[{"text": "a"}, 3]', "wire.json: item 2", "is a JSON number", "an item of another kind"),
]


@pytest.mark.parametrize(("name", "data", "where", "message", "reason"), BAD, ids=[row[4] for row in BAD])
def test_bad_input_gets_one_clear_line(
    tmp_path: Path, name: str, data: bytes | str, where: str, message: str, reason: str
) -> None:
    [problem] = ingest(tmp_path, name, data).problems
    assert problem.where == str(tmp_path / where)
    assert message in problem.message
    assert "\n" not in str(problem)


def test_bad_lines_do_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.jsonl").write_text(
        f"{line(id='x', text=TEXT)}\nnonsense\n{line(id='y', text=TEXT)}\n", encoding="utf-8"
    )
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    found = ingest_paths([tmp_path / "a.txt", tmp_path / "missing", tmp_path / "b.jsonl", tmp_path / "c.txt"])
    assert [report.id for report in found.reports] == ["x", "y", "c"]
    assert [problem.where.rpartition("/")[2] for problem in found.problems] == ["a.txt", "missing", "b.jsonl:2"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    [problem] = ingest_paths([path]).problems
    assert "permission" in problem.message


def test_json_line_without_id_gets_stem_and_line_number(tmp_path: Path) -> None:
    found = ingest(tmp_path, "wire.jsonl", f"{line(text=TEXT)}\n\n{line(text=TEXT, id=7)}\n{line(text=TEXT, id='')}\n")
    assert [report.id for report in found.reports] == ["wire-1", "7", "wire-4"]


def test_later_of_two_equal_ids_is_renamed_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for path in (tmp_path / "wire.txt", tmp_path / "b" / "wire.txt", tmp_path / "wire.md"):
        path.write_text(TEXT, encoding="utf-8")
    found = ingest_paths([tmp_path])
    assert [report.id for report in found.reports] == ["wire", "wire-2", "wire-3"]
    assert found.reports[1].notes == ("id 'wire' was taken; this one is 'wire-2'",)


def test_folder_is_read_in_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.jsonl", ".hidden.txt", ".git/x.txt", "README.md", "wire", "p.png", "x.csv"):
        ingest(tmp_path, name, line(text=TEXT) if name.endswith("jsonl") else TEXT)
    (tmp_path / "gold.json").write_text('{"quotes": []}', encoding="utf-8")
    found = ingest_paths([tmp_path])
    assert [report.id for report in found.reports] == ["b", "wire", "c-1", "z"]
    assert [Path(note.partition(":")[0]).name for note in found.skipped] == ["README.md", "gold.json", "p.png", "x.csv"]
    assert found.problems == ()


def test_broken_json_in_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "wire.json").write_text('{"text": ', encoding="utf-8")
    [problem] = ingest_paths([tmp_path]).problems
    assert "is not JSON" in problem.message


@pytest.mark.parametrize(
    ("data", "ids", "reason"),
    [
        (line(text=TEXT), ["wire"], "one object"),
        (f"[{line(text=TEXT)}, {line(text=TEXT, id='x')}]", ["wire-1", "x"], "a list"),
        (f"{line(text=TEXT)}\n{line(text=TEXT)}", ["wire-1", "wire-2"], "JSON Lines under a plain name"),
    ],
)
def test_json_file_holds_one_report_or_many(tmp_path: Path, data: str, ids: list[str], reason: str) -> None:
    assert [report.id for report in ingest(tmp_path, "wire.json", data).reports] == ids


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (TEXT.encode(), ["stdin"]),
        (f"  {line(text=TEXT)}\n{line(text=TEXT, id='x')}".encode(), ["stdin-1", "x"]),
        (f"\ufeff{line(text=TEXT)}".encode(), ["stdin-1"]),
    ],
)
def test_standard_input_is_json_lines_or_one_text(data: bytes, ids: list[str]) -> None:
    assert [report.id for report in ingest_paths(["-"], stdin=io.BytesIO(data)).reports] == ids


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-07-04", "2026-07-04"),
        ("2026-07-04T10:15:00Z", "2026-07-04T10:15:00Z"),
        ("2026-07-04 10:15", "2026-07-04 10:15"),
        ("20260704", "2026-07-04"),
        ("2026-W27-6", "2026-07-04"),
        ("July 4, 2026", None),
        ("2026-07", None),
        ("2026-02-30", None),
        ("x" * 5_000, None),
    ],
)
def test_publication_date_is_iso_or_left_out_with_a_note(given: str, kept: str | None) -> None:
    report = make_report({"text": TEXT, "published": given}, default_id="r1")
    assert report.published == kept
    assert bool(report.notes) == (kept is None)
    assert all(len(note) < 120 for note in report.notes)


def test_blank_fields_are_none_and_unknown_fields_are_passed_over() -> None:
    report = make_report({"text": TEXT, "title": "  ", "outlet": "", "byline": " AFP ", "score": 3}, default_id="r1")
    assert (report.title, report.outlet, report.byline) == (None, None, "AFP")


def test_lone_surrogate_is_replaced_so_that_the_report_can_be_written() -> None:
    report = make_report(json.loads('{"text": "It rained \\ud800 here.", "title": "\\udfff"}'), default_id="r1")
    assert report.text == "It rained \ufffd here."
    assert report.text.encode()
    assert report.notes == ("lone surrogates in the text replaced by U+FFFD",)


def test_given_language_wins_and_another_language_is_told(tmp_path: Path) -> None:
    french = "Les deux pays ont signé lundi à Paris un accord sur le pont, a annoncé le ministère."
    assert make_report({"text": french}, default_id="r1").language == "fr"
    assert make_report({"text": french, "language": "en"}, default_id="r1").language == "en"


def test_ten_megabytes_come_in_whole(tmp_path: Path) -> None:
    text = f"{TEXT}\n\n" * 140_000
    [report] = ingest(tmp_path, "wire.txt", text).reports
    assert report.text == text


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_give_a_text_or_one_line(data: bytes) -> None:
    with contextlib.suppress(InputError):
        decode_bytes(data).text.encode("utf-8", errors="strict")


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200).filter(lambda text: text.strip() != "")
)
def test_any_text_comes_through_json_lines_unchanged(text: str) -> None:
    data = (line(text=text) + "\n").encode()
    [report] = ingest_paths(["-"], stdin=io.BytesIO(data)).reports
    assert report.text == text
