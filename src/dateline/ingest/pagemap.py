"""From a report's text back to the page that it was taken from, as a record small enough to keep with every report."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from dateline.errors import InputError

_LARGEST = 20_000_000  # bytes unpacked


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A paragraph of a report's text, ``[start, end)`` in code points, and where it stands on the page.

    ``path`` is the XPath of the element that holds it; ``offset`` where it begins in the page's text, which is what
    `dateline.ingest.blocks.find_blocks` finds, one block a line.
    """

    start: int
    end: int
    path: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """The places of a report's paragraphs, in order; what the page does not show (a headline of its metadata) has none.

    >>> page_map = PageMap((PagePlace(0, 5, "/html/body/h1", 12), PagePlace(7, 20, "/html/body/p[1]", 18)))
    >>> PageMap.from_bytes(page_map.to_bytes()) == page_map, page_map.find(9).path
    (True, '/html/body/p[1]')
    """

    places: tuple[PagePlace, ...] = ()

    def find(self, at: int) -> PagePlace | None:
        """The place that a code point of the report's text comes from."""
        return next((place for place in self.places if place.start <= at < place.end), None)

    def to_bytes(self) -> bytes:
        """Compressed, the same bytes for the same map."""
        rows = [[place.start, place.end, place.path, place.offset] for place in self.places]
        return zlib.compress(json.dumps(rows, ensure_ascii=True, separators=(",", ":")).encode("ascii"), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> PageMap:
        """What `to_bytes` made.

        Raises:
            InputError: It is no page map.
        """
        try:
            rows = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
            return cls(tuple(PagePlace(int(a), int(b), str(path), int(c)) for a, b, path, c in rows))
        except (ValueError, TypeError, zlib.error) as error:
            raise InputError("is no page map") from error
