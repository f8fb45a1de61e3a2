"""What grouping keeps of a report when its text is put away: words and terms as numbers, and whom it cites.

An outline is a tenth of a reading in bytes and takes no parse and no text to compare, so that a record of many reports
can be grouped anew from the outlines that it keeps. The text is asked for again only where a reason cites it.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from dateline.errors import InputError
from dateline.group.dependence import Cited, find_cited
from dateline.group.items import Item
from dateline.group.passages import Passages, make_passages, pack_passages, unpack_passages
from dateline.group.shingles import Words, split_words
from dateline.group.vectors import Profile, make_profile
from dateline.model import Credit, Span

#: Of how outlines are made: one of another version is made anew.
OUTLINE_VERSION = 2


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One report as grouping sees it, without its text; the fields are those of an `Item`, ``length`` its prose's."""

    id: str
    published: str | None
    outlet: str | None
    byline: str | None
    credit: Credit
    length: int
    words: Words
    profile: Profile
    cited: tuple[Cited, ...]
    passages: bytes  # as `pack_passages` packs them: one object that nothing opens until background is looked for

    @property
    def agency(self) -> str | None:
        """The agency that the report itself credits."""
        return self.credit.agency

    @property
    def day(self) -> str | None:
        """The day of publication, ``YYYY-MM-DD``."""
        return self.published[:10] if self.published else None


def make_outline(item: Item) -> Outline:
    """Draw the outline of a light record.

    >>> outline = make_outline(Item("r", "He said so.", prose=(Span(0, 11),)))
    >>> outline.length, len(outline.words.hashes)
    (11, 3)
    """
    return Outline(
        item.id,
        item.published,
        item.outlet,
        item.byline,
        item.credit,
        item.length,
        split_words(item),
        make_profile(item),
        find_cited(item),
        pack_passages(make_passages(item)),
    )


def pack_outline(outline: Outline) -> bytes:
    """An outline as bytes, some eight kilobytes for a report of four hundred words."""
    words, profile = outline.words, outline.profile
    fields = (
        OUTLINE_VERSION,
        outline.id,
        outline.published,
        outline.outlet,
        outline.byline,
        (outline.credit.agency, outline.credit.credit),
        outline.length,
        words.hashes.tobytes(),
        words.lines.astype(np.uint16 if len(words.lines) < 2**16 else np.int32).tobytes(),
        np.packbits(words.quoted).tobytes(),
        profile.terms.tobytes(),
        profile.weights.tobytes(),
        np.packbits(np.isin(profile.terms, profile.names)).tobytes(),
        profile.rarities.tobytes(),
        [(*each[:3], each.span.start, each.span.end) for each in outline.cited],
        outline.passages,
    )
    return msgspec.msgpack.encode(fields)


def unpack_outline(data: bytes) -> Outline:
    """The outline that was packed.

    Raises:
        InputError: It was made by another version, or is none.

    >>> item = Item("r", "Quake hits Qeshm.", prose=(Span(0, 17),))
    >>> unpack_outline(pack_outline(make_outline(item))).words.hashes.tolist() == split_words(item).hashes.tolist()
    True
    """
    try:
        version, *fields = msgspec.msgpack.decode(data)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise InputError("is no outline of a report") from error
    if version != OUTLINE_VERSION:
        raise InputError(f"is an outline of version {version}, not {OUTLINE_VERSION}; draw it anew")
    report_id, published, outlet, byline, credit, length, hashes, lines, quoted, *profile, cited, passages = fields
    numbers = np.frombuffer(hashes, dtype=np.uint64)
    return Outline(
        report_id,
        published,
        outlet,
        byline,
        Credit(*credit),
        length,
        Words(
            numbers,
            np.frombuffer(lines, dtype=np.uint16 if len(numbers) < 2**16 else np.int32),
            _open_bits(quoted, len(numbers)),
        ),
        _open_profile(*profile),
        tuple(Cited(first, last, phrase, Span(*span)) for first, last, phrase, *span in cited),
        passages,
    )


def _open_bits(bits: bytes, count: int) -> npt.NDArray[np.bool_]:
    return np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=count).astype(np.bool_)


def _open_profile(terms: bytes, weights: bytes, named: bytes, rarities: bytes) -> Profile:
    numbers = np.frombuffer(terms, dtype=np.uint64)
    return Profile(
        numbers,
        np.frombuffer(weights, dtype=np.float64),
        numbers[_open_bits(named, len(numbers))],
        np.frombuffer(rarities, dtype=np.float64),
    )


def words_of(item: Item | Outline) -> Words:
    """The words of a report, split now where they are not kept."""
    return item.words if isinstance(item, Outline) else split_words(item)


def profile_of(item: Item | Outline) -> Profile:
    """The profile of a report, made now where it is not kept."""
    return item.profile if isinstance(item, Outline) else make_profile(item)


def cited_of(item: Item | Outline) -> tuple[Cited, ...]:
    """Whom a report may cite, looked up now where it is not kept."""
    return item.cited if isinstance(item, Outline) else find_cited(item)


def passages_of(item: Item | Outline) -> Passages:
    """What the passages of a report name, looked up now where it is not kept."""
    return unpack_passages(item.passages) if isinstance(item, Outline) else make_passages(item)
