"""The commands: parse arguments, call one library function, print.

Results go to standard output, all else to standard error. Exit code 0: all was read; 1: something could not be (the
rest is still read and printed); 2: the command line itself is wrong; 130: interrupted.
"""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Annotated

import typer

from dateline.cli import ask, keep, paths, views
from dateline.cli.options import flatten
from dateline.cli.shared import complain
from dateline.errors import DatelineError

app = typer.Typer(
    name="dateline",
    help="Reads news reports and keeps a dated, sourced record of what they say happened: each event once, who is "
    "behind each statement by independent origin, where reports agree, differ or keep silent.",
    epilog="Start with: dateline demo. On files: dateline story FILES, dateline origins FOLDER, dateline read FILE. "
    "With a record: dateline add FILES, dateline run, dateline events. `dateline COMMAND --help` explains a command "
    "with an example.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# In the order in which `dateline --help` lists them.
for command in (
    keep.add,
    keep.run,
    keep.watch,
    ask.search,
    views.stories,
    views.story,
    views.events,
    views.timeline,
    views.quotes,
    views.relations,
    views.compare,
    views.origins,
    ask.evidence,
    ask.sources,
    ask.problems,
    keep.drop,
    keep.forget,
    keep.judge,
    views.export_events,
    paths.read,
    paths.check,
    paths.actors,
    paths.demo,
):
    app.command("export" if command is views.export_events else None)(flatten(command))


def main() -> None:
    """Run the command line; the errors dateline raises on purpose are one line each."""
    try:
        app()
    except DatelineError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("interrupted; what is printed above is complete, the rest was not read")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        sys.exit(0)


@app.callback(invoke_without_command=True)
def _about(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        typer.echo(f"dateline {metadata.version('dateline')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())
