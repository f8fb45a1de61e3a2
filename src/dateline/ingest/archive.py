"""WARC archives, those of CC-NEWS among them -> the pages in them, one record at a time.

References:
    ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from dateline.errors import ConfigError, InputError
from dateline.ingest.moments import read_moment
from dateline.ingest.unpack import inflate, join_chunks

_HTML = ("text/html", "application/xhtml+xml")
_STEP = 64 * 1024


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as an archive holds it: its address, when it was captured (ISO), its bytes and their type."""

    url: str
    captured: str | None
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A record whose page was not taken, and why."""

    url: str
    error: InputError


def read_warc(stream: BinaryIO, cap: int, passed_over: Counter[str]) -> Iterator[Capture | Refused]:
    """Read the pages of an archive, plain or compressed.

    Args:
        stream: The archive.
        cap: The most bytes of a record, after decompression.
        passed_over: Counts here, by reason, what is no page: other types, other statuses, revisits.

    Yields:
        HTML responses with status 200.

    Raises:
        InputError: It is no WARC archive, or broken from some record on.
        ConfigError: The library that reads archives is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ConfigError("WARC archives need a further library; run: pip install 'dateline[warc]'") from error
    records = 0
    try:
        for record in ArchiveIterator(stream, parse_http=True):
            records += 1
            url = record.headers.get("WARC-Target-URI") or ""
            if record.record_type != WarcRecordType.response:
                again = record.record_type == WarcRecordType.revisit
                passed_over["revisit records" if again else "records that are no response"] += 1
                continue
            headers = {name.lower(): value for name, value in record.http_headers or ()} if record.is_http else {}
            reason = _find_reason(record, headers)
            if reason:
                passed_over[reason] += 1
                continue
            try:
                body = _read_body(record, headers, cap)
            except InputError as error:
                yield Refused(url, error)
                continue
            yield Capture(url, read_moment(record.headers.get("WARC-Date")), headers["content-type"], body)
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())[:120]
        if not records:
            raise InputError(f"is no WARC archive ({told})", kind="damaged") from error
        raise InputError(f"is damaged after {records} records ({told}); get it again", kind="damaged") from error
    if not records:
        raise InputError("holds no WARC record", kind="empty")


def _find_reason(record: Any, headers: dict[str, str]) -> str | None:
    """Why a response is no page to be read."""
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is None:
        return "responses without HTTP headers"
    if status not in (200, 203):
        return "responses with another status than 200"
    if not headers.get("content-type", "").lower().startswith(_HTML):
        return "responses that are no HTML"
    return None


def _read_body(record: Any, headers: dict[str, str], cap: int) -> bytes:
    """A response's page, its codings undone within the cap."""
    pieces, total = [], 0
    while piece := record.reader.read(_STEP):
        total += len(piece)
        if total > cap:
            raise _too_large(cap)
        pieces.append(piece)
    if total < (record.content_length or 0):
        raise InputError("is cut off: the archive ends inside it; get it again", kind="damaged")
    data = b"".join(pieces)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = join_chunks(data)
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        return data
    if coding in ("gzip", "x-gzip", "deflate"):
        # Many crawlers store the decompressed page and leave the header as it was.
        return _inflate(data, cap) if coding == "deflate" or data.startswith(b"\x1f\x8b") else data
    if b"<" in data[:200] and b"\0" not in data[:2_000]:
        return data
    raise InputError(f"is compressed with {coding[:20]}, which is not read", kind="content encoding")


def _inflate(data: bytes, cap: int) -> bytes:
    pieces, total = [], 0
    try:
        for piece in inflate([data]):
            total += len(piece)
            if total > cap:
                raise _too_large(cap)
            pieces.append(piece)
    except (zlib.error, EOFError) as error:
        if data.lstrip().startswith(b"<"):
            return data
        raise InputError("its compressed body is damaged", kind="damaged") from error
    return b"".join(pieces)


def _too_large(cap: int) -> InputError:
    advice = "if it is meant to be, raise ingest.max_record_bytes"
    return InputError(f"is larger than {cap:,} bytes; {advice}", kind="too large")
