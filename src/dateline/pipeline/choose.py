"""What a user asks for, checked and picked; nothing of the rooms, for which no question should wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from dateline.errors import InputError
from dateline.model import StatementSpeaker, Story

__all__ = ["check_day", "record_exists", "select_quotes"]


def check_day(day: str, option: str) -> None:
    """Refuse what is no ISO day.

    Raises:
        InputError: It is none; the line names the *option*.
    """
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f"{option} needs a day like 2025-07-04, not {day!r}") from error


def record_exists(location: str) -> bool:
    """Whether there may be a record at a place: a file that is there, or a database that can be asked.

    >>> record_exists("no-such-folder/dateline.db")
    False
    """
    return location.startswith("postgres") or Path(location.removeprefix("sqlite:///")).exists()


def select_quotes(story: Story, speaker: str) -> Story:
    """The story with the quotes of one speaker only: *speaker* is part of a name, a role, or a country's code."""
    wanted = speaker.casefold()
    codes = {entity.id: entity.code or "" for entity in story.entities}

    def is_by(by: StatementSpeaker | None) -> bool:
        if by is None:
            return False
        named = f"{by.name} {by.role or ''}".casefold()
        return wanted in named or codes.get(by.entity or "", "").startswith(speaker.upper())

    kept = tuple(item for item in story.statements if item.kind == "quote" and is_by(item.speaker))
    return replace(story, statements=kept)
