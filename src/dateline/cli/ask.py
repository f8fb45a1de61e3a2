"""Commands that ask the record, and how a command finds out whether the record or files are asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline import export, pipeline
from dateline.answers import Filter, Listed
from dateline.cli.options import KnownOn, Limit, Narrowed, Shown
from dateline.cli.shared import Format, errors, print_result
from dateline.errors import InputError
from dateline.model import Story

if TYPE_CHECKING:
    from dateline.pipeline.ask import Record

#: Ids that dateline makes: whatever looks like one is one.
_MADE = re.compile(r"(story|ev|st|sa|or)_[0-9a-f]{12}\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A record, and the ids of it that were given."""

    record: Record
    ids: tuple[str, ...]


def find_asked(things: Sequence[str], shown: Shown) -> Asked | None:
    """What of the record is asked; ``None`` when *things* are paths.

    Without any thing the whole record is asked. What looks like an id that dateline makes is one; a report's id may
    look like anything, so it is taken for one where no file has that name and the record knows it.

    Raises:
        InputError: An id that the record does not know, or ids and paths at once.
        StoreError: There is no record.
    """
    if not things:
        return Asked(_open(shown), ())
    made = [thing for thing in things if _MADE.match(thing)]
    other = [thing for thing in things if thing not in made and not _is_place(thing)]
    if not made and not (other and pipeline.record_exists(shown.location)):
        return None
    record = _open(shown)
    known = [thing for thing in (*made, *other) if record.kind_of(thing)]
    if unknown := [thing for thing in made if thing not in known]:
        raise InputError("is no id of this record; `dateline stories` lists what it holds", where=unknown[0])
    if not known:
        return None
    if len(known) < len(things):
        path = next(thing for thing in things if thing not in known)
        raise InputError(f"ids of the record and paths are asked apart; {path} is no id", where=known[0])
    return Asked(record, tuple(known))


def _is_place(thing: str) -> bool:
    """Whether something is standard input, an address, or a file that is there."""
    return thing == "-" or "://" in thing or Path(thing).exists()


def _open(shown: Shown) -> Record:
    from dateline.pipeline.ask import open_record  # noqa: PLC0415 (the database library loads only where it is asked)

    return open_record(shown.location)


def choose_story(asked: Asked, known_on: str | None) -> str:
    """The id that one story is asked by: the one given, or that of the only story.

    Raises:
        InputError: Several ids, or none of a record with several stories.
    """
    if len(asked.ids) > 1:
        raise InputError("one story at a time; give one id", where=asked.ids[1])
    if asked.ids:
        return asked.ids[0]
    found = asked.record.stories(Filter(known_on=known_on, limit=1))
    if found.total != 1:
        raise InputError(
            f"the record holds {found.total} stories; give the id of one, as `dateline stories` lists them"
        )
    return found.rows[0].id


def open_story(asked: Asked, known_on: str | None, *, as_read: bool = False) -> Story:
    """The dossier that is asked for; a note on standard error where another story took its place.

    Raises:
        InputError: As for `Record.dossier`.
    """
    found, notes = asked.record.dossier(choose_story(asked, known_on), known_on=known_on, as_read=as_read)
    for note in notes:
        errors.print(f"note: {note}", soft_wrap=True)
    return found


def story_of(asked: Asked, known_on: str | None) -> str | None:
    """The id of the story that a list is cut to; ``None`` for the whole record."""
    if not asked.ids:
        return None
    found, notes = asked.record.story_of(choose_story(asked, known_on), known_on=known_on)
    for note in notes:
        errors.print(f"note: {note}", soft_wrap=True)
    return found


def print_listing(kind: str, listed: Listed[Any], shown: Shown, *, lines: Sequence[str] = (), after: str = "") -> None:
    """Print a list, and on standard error how to see what is cut off and what to ask next."""
    print_result(export.show_listing(kind, listed, shown.fmt.value, lines=lines, paper=shown.paper), shown.output)
    _tell_cut(len(listed.rows), listed.total)
    if after and shown.fmt is Format.text:
        errors.print(f"Next: {after}", soft_wrap=True)


def _tell_cut(shown: int, total: int) -> None:
    if shown < total:
        errors.print(f"note: {shown} of {total} are shown; --limit {total} shows all", soft_wrap=True)


def tell_known(known_on: str | None) -> tuple[str, ...]:
    """The line that says that a list is of what was known on a day."""
    return (f"As the record knew it at the end of {known_on}.",) if known_on else ()


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help='"Quoted words" stand together; OR; -without.')],
    narrowed: Narrowed = Narrowed(),
    shown: Shown = Shown(),
) -> None:
    """Find reports of the record by their words.

    By stem: "recognise" finds "recognised". Best first; the words found stand in [brackets].

    Example: dateline search recognition Kabul --outlet "Harbour Post"
    """
    text = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    found = _open(shown).search(text, narrowed.to_filter(shown))
    after = f"dateline evidence {found.rows[0].report}" if found.rows else "dateline stories"
    print_listing("found", found, shown, lines=tell_known(narrowed.known_on), after=after)


def evidence(
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="Of an event, statement, state, story, origin or report.")
    ],
    known_on: KnownOn = None,
    limit: Limit = None,
    shown: Shown = Shown(),
) -> None:
    """Show the sentences that something in the record rests on.

    Each with the one before and the one after, who printed it and when, when it was fetched, what read it, and its
    origin.

    Example: dateline evidence ev_1d0a6b1f2c3e
    """
    proof = _open(shown).evidence(wanted, known_on=known_on, limit=shown.rows(limit))
    print_result(export.show_evidence(proof, shown.fmt.value, paper=shown.paper), shown.output)
    _tell_cut(len(proof.passages), proof.total)
    if proof.stories and shown.fmt is Format.text:
        errors.print(f"Next: dateline compare {proof.stories[0]}", soft_wrap=True)


def problems(
    solved: Annotated[bool, typer.Option("--all", help="Also those that are solved.")] = False,
    limit: Limit = None,
    shown: Shown = Shown(),
) -> None:
    """List what could not be taken in, read or put together, and what to do.

    Example: dateline problems --all
    """
    found = _open(shown).problems(Filter(limit=shown.rows(limit)), solved=solved)
    print_listing("problems", found, shown, after="dateline sources" if solved else "dateline problems --all")


def sources(limit: Limit = None, shown: Shown = Shown()) -> None:
    """List where the record's reports come from.

    When each was last read, what went wrong, how many reports came of it, and how many of them are shared: with an
    agency, or with another report.

    Example: dateline sources --format json
    """
    found = _open(shown).sources(Filter(limit=shown.rows(limit)))
    print_listing("sources", found, shown, after="dateline problems")
