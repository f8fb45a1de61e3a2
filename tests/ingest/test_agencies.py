"""What agencies deliver comes in with its particulars; what they take back, or what holds no text, is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import InputError
from dateline.ingest import ingest_paths
from dateline.ingest.newsml import read_newsml
from dateline.ingest.ninjs import is_ninjs, read_ninjs

from .pages import PARAGRAPHS

SPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
NITF = (
    "<nitf><body><body.head><hedline><hl1>Oker bridge reopens</hl1></hedline></body.head>"
    "<body.content>{}</body.content></body></nitf>"
)
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'


def make_item(
    inline: str = "",
    *,
    status: str = "stat:usable",
    meta: str = "",
    content: str = "",
    rights: str = "",
    kind: str = "ninat:text",
) -> str:
    shown = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return f"""<newsItem {SPACE} guid="urn:newsml:meridian.example:20260311:bridge" version="3" xml:lang="en-GB">
      {rights}
      <itemMeta><itemClass qcode="{kind}"/><provider literal="MNA"><name>Meridian News Agency</name></provider>
        <versionCreated>2026-03-11T08:30:00+01:00</versionCreated><pubStatus qcode="{status}"/>{meta}</itemMeta>
      <contentMeta><contentCreated>2026-03-11T07:00:00+01:00</contentCreated>
        <headline>Oker bridge reopens after two years</headline>{content}</contentMeta>
      <contentSet><inlineXML contenttype="application/nitf+xml">{inline or NITF.format(shown)}</inlineXML></contentSet>
    </newsItem>"""


def read(source: str) -> Any:
    [item] = read_newsml(source.encode())
    return item


@pytest.mark.parametrize("form", [NITF, XHTML, "{}"])
def test_the_text_comes_in_whatever_markup_it_is_in(form: str) -> None:
    shown = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    item = read(make_item(form.format(shown)))
    assert item.text.split("\n\n") == ["Oker bridge reopens after two years", *PARAGRAPHS]
    assert (item.guid, item.version) == ("urn:newsml:meridian.example:20260311:bridge", "3")
    assert (item.published, item.outlet, item.language) == (
        "2026-03-11T08:30:00+01:00",
        "Meridian News Agency",
        "en-GB",
    )


def test_plain_inline_text_is_cut_at_blank_lines() -> None:
    source = make_item().replace("inlineXML", "inlineData")
    head, _, rest = source.partition('<inlineData contenttype="application/nitf+xml">')
    plain = f"{head}<inlineData>{PARAGRAPHS[0]}\n \n{PARAGRAPHS[1]}</inlineData>{rest.partition('</inlineData>')[2]}"
    assert read(plain).text.split("\n\n")[1:] == list(PARAGRAPHS[:2])


def test_writers_and_credits_make_the_byline() -> None:
    content = "<by>By Ana Doe</by><creditline>Meridian News Agency</creditline>"
    content += "<infoSource><name>Tamm Press</name></infoSource>"
    assert read(make_item(content=content)).byline == "Ana Doe, Tamm Press"


def test_a_dateline_of_its_own_stands_before_the_first_paragraph() -> None:
    shown = "".join(f"<p>{each}</p>" for each in PARAGRAPHS[1:])
    item = read(make_item(NITF.format(shown), content="<dateline>ORVELD, March 11 (MNA)</dateline>"))
    assert item.text.split("\n\n")[1:3] == ["ORVELD, March 11 (MNA)", PARAGRAPHS[1]]
    given = read(make_item(content="<dateline>ORVELD, 11 March (Meridian News Agency)</dateline>"))
    assert given.text.count("ORVELD") == 1


def test_an_editors_note_that_corrects_is_kept_and_one_for_the_desk_is_only_told() -> None:
    corrected = read(make_item(meta="<edNote>CORRECTS the cost of the repairs</edNote>"))
    assert corrected.text.endswith("\n\nCORRECTS the cost of the repairs")
    advised = read(make_item(meta="<edNote>Pictures at 1000 GMT</edNote>"))
    assert "Pictures" not in advised.text
    assert ("edNote", "Pictures at 1000 GMT") in [(told.name, told.value) for told in advised.told]


def test_what_says_of_data_mining_is_kept() -> None:
    rights = '<rightsInfo><dataMining uri="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/></rightsInfo>'
    [signal] = read(make_item(rights=rights)).rights
    assert (signal.kind, signal.where) == ("data-mining", "rightsInfo")
    assert signal.value.endswith("PROHIBITED")


def test_a_message_gives_its_items_in_order_and_tells_what_it_does_not_give(tmp_path: Path) -> None:
    picture = make_item(kind="ninat:picture").replace(NITF.format("".join(f"<p>{p}</p>" for p in PARAGRAPHS)), "")
    parts = [make_item(), make_item(status="stat:canceled", meta="<edNote>Story withdrawn</edNote>"), picture]
    message = f"<newsMessage {SPACE}><header/><itemSet>{''.join(parts)}</itemSet></newsMessage>"
    (tmp_path / "a.xml").write_text(message, encoding="utf-8")
    found = ingest_paths([tmp_path])
    assert [report.title for report in found.reports] == ["Oker bridge reopens after two years"]
    [problem] = found.problems
    assert (problem.kind, problem.message) == ("withdrawn", "is canceled by its provider (Story withdrawn)")
    assert "is a picture, not a text" in found.skipped[0]


def test_entities_in_newsml_are_refused(tmp_path: Path) -> None:
    hostile = f'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>{make_item("<p>&x;</p>")}'
    (tmp_path / "a.xml").write_text(hostile, encoding="utf-8")
    [problem] = ingest_paths([tmp_path]).problems
    assert problem.kind == "xml entities"


BODY = "\n\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
VERSIONS: list[tuple[str, dict[str, Any]]] = [
    (
        "1.5",
        {
            "headline": "Oker bridge reopens",
            "body_xhtml": HTML,
            "byline": "Ana Doe",
            "infosource": [{"name": "Meridian News Agency"}],
            "versioncreated": "2026-03-11T07:30:00Z",
            "pubstatus": "usable",
        },
    ),
    (
        "2.1",
        {
            "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Oker bridge reopens"}],
            "bodies": [
                {"role": "summary", "contenttype": "text/plain", "value": "Short."},
                {"role": "main", "contenttype": "text/html", "value": HTML},
                {"role": "main", "contenttype": "text/plain", "value": BODY},
            ],
            "byline": "Ana Doe",
            "infosources": [{"role": "origin", "name": "Meridian News Agency"}],
            "versioncreated": "2026-03-11T07:30:00Z",
            "pubstatus": "usable",
        },
    ),
    (
        "3.1",
        {
            "headlines": [{"role": "main", "value": "Oker bridge reopens"}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": HTML}],
            "byline": "By Ana Doe",
            "infoSources": [{"literal": "Meridian News Agency"}],
            "versionCreated": "2026-03-11T07:30:00Z",
            "pubStatus": "usable",
        },
    ),
]


@pytest.mark.parametrize(("version", "fields"), VERSIONS, ids=[row[0] for row in VERSIONS])
def test_ninjs_of_each_version_is_the_same_report(version: str, fields: dict[str, Any], tmp_path: Path) -> None:
    value = {"uri": "urn:ninjs:bridge", "version": "2", "language": "en", "type": "text", **fields}
    for name, data in (
        ("a.json", json.dumps(value)),
        ("b.jsonl", json.dumps(value) + "\n"),
        ("c.json", f"[{json.dumps(value)}]"),
    ):
        (tmp_path / name).write_text(data, encoding="utf-8")
        [report] = ingest_paths([tmp_path / name]).reports
        assert report.text == f"Oker bridge reopens\n\n{BODY}"
        assert (report.title, report.byline) == ("Oker bridge reopens", "Ana Doe, Meridian News Agency")
        assert report.published == "2026-03-11T07:30:00+00:00"
        assert report.id.startswith("urn-ninjs-bridge-") or report.id.startswith("bridge-")


def test_ninjs_that_is_withheld_or_no_text_is_told(tmp_path: Path) -> None:
    held = {"uri": "urn:a", "headline": "Bridge", "body_text": BODY, "pubstatus": "withheld", "ednote": "Embargo"}
    picture = {"uri": "urn:b", "headline": "Bridge", "type": "picture", "pubstatus": "usable"}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(held)}\n{json.dumps(picture)}\n", encoding="utf-8")
    found = ingest_paths([tmp_path])
    assert [problem.message for problem in found.problems] == ["is withheld by its provider (Embargo)"]
    assert "is a picture, not a text" in found.skipped[0]
    assert found.reports == ()


def test_damaged_ninjs_is_one_clear_line() -> None:
    for value in ({"uri": " ", "pubstatus": "usable"}, {"pubstatus": 3}):
        with pytest.raises(InputError):
            read_ninjs(value)
    odd = read_ninjs({"uri": "urn:a", "bodies": [3, {"value": 4}], "headlines": "x", "infosources": {"name": 7}})
    assert odd.empty == "has no text of its own"
    assert not is_ninjs({"uri": "urn:a", "text": "x", "pubstatus": "usable"})
