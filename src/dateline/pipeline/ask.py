"""Asks the record: every question that the commands ask, as a method of a `Record`.

Nothing here writes. A question sees one view of the record, whatever a run writes meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.answers import (
    EventRow,
    Filter,
    FoundRow,
    Kind,
    Listed,
    OriginRow,
    ProblemRow,
    Proof,
    QuoteRow,
    SourceRow,
    StateRow,
    StoryRow,
)
from dateline.errors import InputError
from dateline.model import Story
from dateline.pipeline.choose import check_day, select_quotes
from dateline.store import Database, open_database
from dateline.store.dossier import find_story, kind_of, list_reread, open_dossier
from dateline.store.evidence import find_evidence
from dateline.store.query import (
    list_events,
    list_origins,
    list_problems,
    list_quotes,
    list_states,
    list_stories,
    search_reports,
    survey_sources,
)

__all__ = ["Record", "open_record"]


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is only asked."""

    database: Database

    def stories(self, wanted: Filter = Filter()) -> Listed[StoryRow]:
        """Stories, the latest first."""
        with self.database.read() as connection:
            return list_stories(connection, _checked(wanted))

    def events(self, wanted: Filter = Filter(), *, oldest_first: bool = False) -> Listed[EventRow]:
        """Events by their days, the latest first unless said otherwise; those that no report dates come last."""
        with self.database.read() as connection:
            return list_events(connection, _checked(wanted), oldest_first=oldest_first)

    def origins(self, wanted: Filter = Filter()) -> Listed[OriginRow]:
        """Origins with their reports, those of most reports first."""
        with self.database.read() as connection:
            return list_origins(connection, _checked(wanted))

    def quotes(self, wanted: Filter = Filter()) -> Listed[QuoteRow]:
        """Remarks by the day of their first print, the latest first."""
        with self.database.read() as connection:
            return list_quotes(connection, _checked(wanted))

    def relations(
        self, wanted: Filter = Filter(), *, as_of: str | None = None, of: str | None = None, relation: str | None = None
    ) -> Listed[StateRow]:
        """States of affairs over all stories; arguments as for `dateline.select_relations`.

        Raises:
            InputError: A day is no day, or there is no such relation.
        """
        from dateline.reconcile.relations import RELATIONS, holds_on  # noqa: PLC0415 (other questions do not need it)

        if relation is not None and relation not in RELATIONS:
            raise InputError(f"no relation {relation!r}; there are: {', '.join(RELATIONS)}")
        if as_of is not None:
            check_day(as_of, "--as-of")
        with self.database.read() as connection:
            found = list_states(connection, _checked(wanted), as_of=as_of, of=of, relation=relation)
        if as_of is None:
            return found
        # Of a denial only its day is known, and that it was made.
        holds = (None if row.relation.polarity == "negative" else holds_on(row.relation, as_of) for row in found.rows)
        return Listed(tuple(replace(row, holds=held) for row, held in zip(found.rows, holds, strict=True)), found.total)

    def search(self, words: str, wanted: Filter = Filter()) -> Listed[FoundRow]:
        """Reports whose title or text has words, best first.

        Raises:
            InputError: There is no word to look for.
        """
        if not any(char.isalnum() for char in words):
            raise InputError(f"no word to look for in {words!r}")
        with self.database.read() as connection:
            return search_reports(connection, self.database.dialect, words, _checked(wanted))

    def problems(self, wanted: Filter = Filter(), *, solved: bool = False) -> Listed[ProblemRow]:
        """What could not be taken in, read or put together: what still cannot, or all there was."""
        with self.database.read() as connection:
            return list_problems(connection, wanted, solved=solved)

    def sources(self, wanted: Filter = Filter()) -> Listed[SourceRow]:
        """Where reports come from."""
        with self.database.read() as connection:
            return survey_sources(connection, wanted)

    def evidence(self, wanted: str, *, known_on: str | None = None, limit: int | None = None) -> Proof:
        """What an event, statement, state, story, origin or report rests on, by its id; at most *limit* passages.

        Raises:
            InputError: There is no such id.
        """
        _checked(Filter(known_on=known_on))
        with self.database.read() as connection:
            return find_evidence(connection, wanted, known_on, limit=limit)

    def dossier(
        self, wanted: str, *, known_on: str | None = None, speaker: str | None = None, as_read: bool = False
    ) -> tuple[Story, tuple[str, ...]]:
        """The dossier of the story that an id leads to, as it is or was known on a day.

        Returns:
            It, with the remarks of one speaker only if one is given, and lines for the user where another story took
            the place of the one asked for.

        Raises:
            InputError: The id leads to no story, or to several; or *as_read* is asked, which event data needs, and a
                report was read anew since.
        """
        _checked(Filter(known_on=known_on))
        with self.database.read() as connection:
            story, notes = find_story(connection, wanted, known_on)
            if as_read and (reread := list_reread(connection, story, known_on)):
                told = "was read anew since the story was put together; `dateline run`, and leave --known-on out"
                raise InputError(told, where=reread[0])
            found = open_dossier(connection, story, known_on)
        return (select_quotes(found, speaker) if speaker else found), notes

    def story_of(self, wanted: str, *, known_on: str | None = None) -> tuple[str, tuple[str, ...]]:
        """The id of the story that an id leads to, with lines for the user; errors as for `dossier`."""
        with self.database.read() as connection:
            return find_story(connection, wanted, known_on)

    def kind_of(self, wanted: str) -> Kind | None:
        """What an id is the id of; ``None`` for one that the record does not know."""
        with self.database.read() as connection:
            return kind_of(connection, wanted)


def open_record(location: str) -> Record:
    """Open a record to ask it.

    Args:
        location: A file, or ``postgresql://user@host/name``.

    Raises:
        StoreError: There is none, it is no record, or a newer dateline made it.
    """
    return Record(open_database(location, create=False, read_only=True))


def _checked(wanted: Filter) -> Filter:
    for day, option in ((wanted.since, "--since"), (wanted.until, "--until"), (wanted.known_on, "--known-on")):
        if day is not None:
            check_day(day, option)
    if wanted.since is not None and wanted.until is not None and wanted.since > wanted.until:
        raise InputError(f"--since {wanted.since} is after --until {wanted.until}; no day lies between them")
    return replace(wanted, country=_country(wanted.country)) if wanted.country else wanted


def _country(words: str) -> str:
    """A country's code, given as such or as a name.

    Raises:
        InputError: The words name no country.

    >>> _country("FRA"), _country("France")
    ('FRA', 'FRA')
    """
    if words.isupper() and words.isalpha() and len(words) >= 3:
        return words
    from dateline.read.actors import code_actor  # noqa: PLC0415 (a code needs no dictionary)

    code = code_actor(words)
    if code is None:
        raise InputError(f"--country needs a name like France or a code like FRA, not {words!r}")
    return code
