"""WARC archives: pages come in one at a time, bombs and damage are told, the rest is counted."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
import zlib
from pathlib import Path

import pytest
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.config import IngestConfig
from dateline.errors import ConfigError
from dateline.ingest import ingest_paths, iterate_paths, open_source
from dateline.model import Report

from .pages import PARAGRAPHS, make_page

URL = "https://harbourpost.example/2026/03/11/oker-bridge"


class Archive:
    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path, self.buffer = path, io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=packed)

    def add(
        self, url: str, body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        named = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
        told = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=told,
            warc_headers_dict={"WARC-Date": "2026-03-11T09:00:00Z"},
        )
        self.write(record)

    def write(self, record: ArcWarcRecord) -> None:
        self.writer.write_record(record)
        record.raw_stream.close()  # a temporary file that the writer leaves open

    def close(self) -> Path:
        self.path.write_bytes(self.buffer.getvalue())
        return self.path


def fill(archive: Archive) -> Path:
    page = make_page().encode()
    archive.write(archive.writer.create_warcinfo_record("a.warc", {"software": "test"}))
    archive.add(f"{URL}?utm_source=x", page)
    archive.add("https://harbourpost.example/packed", gzip.compress(page), Content_Encoding="gzip")
    archive.add("https://harbourpost.example/unpacked", page, Content_Encoding="gzip")
    archive.add("https://harbourpost.example/brotli", page, Content_Encoding="br")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(page[at : at + 99]), page[at : at + 99]) for at in range(0, len(page), 99))
    archive.add("https://harbourpost.example/chunks", chunks + b"0\r\n\r\n", Transfer_Encoding="chunked")
    archive.add("https://harbourpost.example/gone", page, "404 Not Found")
    archive.add("https://harbourpost.example/a.png", b"png", kind="image/png")
    archive.add("https://harbourpost.example/list", b"<ul><li><a href='/1'>One</a></ul>")
    revisit = archive.writer.create_revisit_record(URL, "sha1:A", URL, "2026-03-11T09:00:00Z")
    archive.write(revisit)
    return archive.close()


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False), ("a.bin", True)])
def test_pages_come_in_and_the_rest_is_counted(name: str, packed: bool, tmp_path: Path) -> None:
    found = ingest_paths([fill(Archive(tmp_path / name, packed=packed))])
    assert found.problems == ()
    assert [report.url.rpartition("/")[2] for report in found.reports] == [
        "oker-bridge",
        "packed",
        "unpacked",
        "brotli",
        "chunks",
    ]
    assert {report.text.split("\n\n", 1)[1] for report in found.reports} == {"\n\n".join(PARAGRAPHS)}
    assert found.reports[0].id.rpartition("-")[0] == "oker-bridge"
    told = found.skipped[-1].partition("passed over: ")[2]
    assert told == (
        "1 records that are no response, 1 responses that are no HTML, 1 responses with another status than 200,"
        " 1 revisit records"
    )


def test_a_capture_is_no_later_than_its_date_and_keeps_its_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add(URL, make_page(head='<meta name="date" content="2026-03-20">').encode())
    *found, _ = open_source(str(archive.close()))
    [item] = found
    assert (item.key, item.url, item.report.published) == (URL, URL, None)
    assert item.page_map


def test_bombs_and_large_records_are_told_and_the_others_read(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(1 << 20)) for _ in range(200)]) + packer.flush()
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add("https://harbourpost.example/bomb", bomb, Content_Encoding="gzip")
    archive.add("https://harbourpost.example/large", bytes(40 << 20))
    archive.add("https://harbourpost.example/cut", gzip.compress(b"<p>one")[:-6], Content_Encoding="gzip")
    archive.add(URL, make_page().encode())
    path = archive.close()
    tracemalloc.start()
    found = ingest_paths([path], config=IngestConfig(max_record_bytes=2 << 20))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.kind for problem in found.problems] == ["too large", "too large", "damaged"]
    assert len(found.reports) == 1
    assert most < 40 << 20


def test_a_damaged_archive_gives_what_it_holds_and_is_told(tmp_path: Path) -> None:
    path = fill(Archive(tmp_path / "a.warc", packed=False))
    path.write_bytes(path.read_bytes()[:9000] + b"\0garbage\r\n" * 400)
    found = ingest_paths([path])
    assert found.reports
    (tmp_path / "b.warc").write_bytes(b"no archive\r\n\r\n" * 20)
    (tmp_path / "c.warc").write_bytes(b"")
    for name in ("b.warc", "c.warc"):
        [problem] = ingest_paths([tmp_path / name]).problems
        assert problem.kind in ("damaged", "empty")


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_that_the_archive_ends_inside_of_is_told(packed: bool, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc", packed=packed)
    archive.add(URL, make_page().encode())
    archive.add("https://harbourpost.example/cut", make_page(PARAGRAPHS * 40).encode())
    path = archive.close()
    path.write_bytes(path.read_bytes()[: -400 if packed else -9_000])
    found = ingest_paths([path])
    assert len(found.reports) == 1
    assert ["cut off" in problem.message for problem in found.problems] == [True]


def test_without_the_extra_the_way_to_get_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(Archive(tmp_path / "a.warc.gz"))
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(ConfigError, match=r"pip install 'dateline\[warc\]'"):
        ingest_paths([path])


def test_a_large_archive_and_many_lines_are_not_held_in_memory(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    for number in range(20):
        archive.add(
            f"https://harbourpost.example/{number}",
            make_page().encode() + b"<!--" + bytes(65 + number % 9 for _ in range(200_000)) + b"-->",
        )
    archive.close()
    line = b'{"text": "' + PARAGRAPHS[0].encode() + b" word" * 1_000 + b'"}\n'
    (tmp_path / "b.jsonl").write_bytes(line * 800)  # 4 MB
    with gzip.open(tmp_path / "c.jsonl.gz", "wb") as stream:
        stream.write(line * 100)
    for name, count, cap in (("a.warc.gz", 20, 3 << 20), ("b.jsonl", 800, 1 << 20), ("c.jsonl.gz", 100, 1 << 20)):
        next(iterate_paths([tmp_path / name]))  # libraries are loaded
        tracemalloc.start()
        kinds = [type(item) for item in iterate_paths([tmp_path / name])]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert kinds.count(Report) == count
        assert most < cap, name
