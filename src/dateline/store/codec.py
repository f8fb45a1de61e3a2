"""Readings and dossiers to bytes and back, for the columns that hold them whole.

The bytes are MessagePack of the records' fields, deflated. They hold data only: nothing in them is ever run, as
unpickling would. A reading's text is not among them, since the record keeps it beside them, once.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import msgspec

from dateline.errors import StoreError
from dateline.model import Reading, Report, Story

_Record = TypeVar("_Record")
_LEVEL = 1  # half the size of level 0 for a tenth of the time of level 6; field names repeat, so more gains little
_LARGEST = 256 * 2**20  # bytes unpacked: a damaged or hostile file must not fill the memory


@cache
def _decoder(kind: type[Any]) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


def pack(record: object) -> bytes:
    """A record's fields as bytes.

    >>> from dateline.model import Span
    >>> unpack(pack(Span(1, 4)), Span)
    Span(start=1, end=4)
    """
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def unpack(data: bytes, kind: type[_Record]) -> _Record:
    """The record of type *kind* that `pack` made *data* of.

    Raises:
        StoreError: The bytes are damaged, or of a record with other fields.
    """
    try:
        unzip = zlib.decompressobj()
        plain = unzip.decompress(data, _LARGEST)
        if unzip.unconsumed_tail:
            raise StoreError("a stored record is larger than any that dateline writes")
        found: _Record = _decoder(kind).decode(plain)  # type: ignore[arg-type]
    except (zlib.error, msgspec.DecodeError) as error:
        raise StoreError(f"a stored {kind.__name__} cannot be read back ({error}); read its report again") from error
    return found


def pack_reading(reading: Reading) -> bytes:
    """A reading without its report's text."""
    return pack(replace(reading, report=replace(reading.report, text="")))


def unpack_reading(data: bytes, report: Report) -> Reading:
    """The reading of *report* that `pack_reading` made *data* of.

    >>> from dateline.model import Metadata
    >>> reading = Reading(Report("r", "It rained."), Metadata())
    >>> unpack_reading(pack_reading(reading), reading.report) == reading
    True
    """
    return replace(unpack(data, Reading), report=report)


def pack_story(story: Story) -> bytes:
    """A dossier without its readings and its background, which the record keeps by report."""
    return pack(replace(story, readings=(), background=()))


def unpack_story(data: bytes, readings: Sequence[Reading]) -> Story:
    """The dossier that `pack_story` made *data* of, with its *readings* in the story's order."""
    return replace(unpack(data, Story), readings=tuple(readings))
