"""Options that several commands take, as groups: a command asks for a group as one argument.

The command-line library knows single options only; `flatten` gives a command the options of its groups, and the groups
their values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, get_type_hints

import typer

from dateline.answers import Filter
from dateline.cli.shared import AnyFormat, Format, Output, Record, Settings, choose_paper
from dateline.config import Config, load_config
from dateline.errors import InputError
from dateline.export import Paper

_MOST = 50  # rows of a list in text; a screen holds some ten

KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DAY", help="As the record knew it at the end of this day, YYYY-MM-DD."),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, help=f"At most so many rows; {_MOST} unless given, and all in JSON."),
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="COUNTRY", help="With this country: a name, or a code like FRA.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Printed by this outlet: part of a name.")]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a result is shown, under which settings, and which record is meant."""

    fmt: AnyFormat = Format.text
    output: Output = None
    config: Settings = None
    record: Record = None

    @property
    def settings(self) -> Config:
        """The settings."""
        return load_config(self.config)

    @property
    def location(self) -> str:
        """Where the record is: the option, else the setting."""
        return self.record or self.settings.store.record

    @property
    def paper(self) -> Paper:
        """What text is written for."""
        return choose_paper(self.output)

    def rows(self, limit: int | None) -> int | None:
        """How many rows a list may have; data has no limit of its own, so that none is cut unseen."""
        return limit if limit is not None or self.fmt in (Format.json, Format.jsonl) else _MOST


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of the record is narrowed to."""

    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Not what ended before YYYY-MM-DD.")] = (
        None
    )
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Not what began after YYYY-MM-DD.")] = None
    known_on: KnownOn = None
    country: Country = None
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", metavar="NAME", help="Part of a speaker's name or role, or a country's code."),
    ] = None
    outlet: Outlet = None
    limit: Limit = None

    def to_filter(self, shown: Shown, *, story: str | None = None) -> Filter:
        """The same as the record takes it."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return Filter(**{**values, "limit": shown.rows(self.limit), "story": story})


def refuse(given: object, *, but: tuple[str, ...] = (), one_story: bool = False) -> None:
    """Refuse options that play no part: those of the record where files are asked, those of lists where one story is.

    Raises:
        InputError: One of the group is given, and it is not one of *but*.
    """
    told = (
        "narrows lists of the whole record; leave the id out"
        if one_story
        else "asks the record; leave the paths out, or add them with `dateline add`"
    )
    for item in fields(given):  # type: ignore[arg-type]
        if item.name not in but and getattr(given, item.name) != item.default:
            raise InputError(f"--{item.name.replace('_', '-')} {told}")


def flatten(function: Callable[..., None]) -> Callable[..., None]:
    """A command with the options of its groups in the place of each group.

    >>> def show(words: str, shown: Shown = Shown()) -> None: ...
    >>> list(signature(flatten(show)).parameters)
    ['words', 'fmt', 'output', 'config', 'record']
    """
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    parameters: list[Parameter] = []
    for name, parameter in signature(function).parameters.items():
        if name not in groups:
            parameters.append(parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY))
            continue
        own = get_type_hints(groups[name], include_extras=True)
        for item in fields(groups[name]):
            parameters.append(
                Parameter(item.name, Parameter.KEYWORD_ONLY, default=item.default, annotation=own[item.name])
            )

    def command(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{item.name: given.pop(item.name) for item in fields(group)})
        function(**given)

    command.__name__, command.__doc__, command.__module__ = function.__name__, function.__doc__, function.__module__
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


__all__ = ["Country", "KnownOn", "Limit", "Narrowed", "Outlet", "Shown", "flatten", "refuse"]
