"""A story as tables: a folder of CSV or Parquet files with a ``datapackage.json`` that names every column."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from dateline.errors import ConfigError
from dateline.export.delivery import Delivery, OutputFile, coder, disarm, write_csv
from dateline.export.eventdata import gather_events
from dateline.export.json import dump_json
from dateline.export.schema import TABLES, Column, Table, Value
from dateline.export.wording import neutralise, one_line
from dateline.model import Story

Json = dict[str, Any]
_Write = Callable[[Table, Sequence[tuple[Value, ...]]], bytes]

#: Whose words and figures the tables hold beside our own.
_RIGHTS = (
    "Points, GeoNames ids and codes of places: GeoNames, CC BY 4.0. Words of reports (evidence, triggers, titles, "
    "names as written) belong to the outlets that published them. Codes and all else: no rights are claimed."
)


def to_csv(story: Story) -> Delivery:
    """Write a story as a folder of CSV tables.

    Args:
        story: Of one happening.

    Returns:
        A file for each table and ``datapackage.json``. A cell has no line break; one that a spreadsheet program would
        take for a formula begins with an apostrophe; nothing known is an empty cell.

    References:
        RFC 4180; Frictionless Data Package 1.

    >>> [file.name for file in to_csv(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files][:2]
    ['events.csv', 'event_actors.csv']
    """
    return _deliver(story, "csv", _write_csv)


def to_parquet(story: Story) -> Delivery:
    """Write a story as a folder of Parquet tables; text is as the reports have it, letter for letter.

    Args:
        story: Of one happening.

    Raises:
        ConfigError: pyarrow is not installed.

    References:
        Apache Parquet; Frictionless Data Package 1.
    """
    return _deliver(story, "parquet", _write_parquet)


def _deliver(story: Story, ending: str, write: _Write) -> Delivery:
    events = gather_events(story)
    files = []
    for table in TABLES:
        rows = table.rows(story, events)
        files.append(OutputFile(f"{table.name}.{ending}", write(table, rows), len(rows)))
    package = dump_json(_package(story, ending, files)) + "\n"
    return Delivery((*files, OutputFile("datapackage.json", package.encode("utf-8"), None)), folder=True)


def _write_csv(table: Table, rows: Sequence[tuple[Value, ...]]) -> bytes:
    return write_csv([column.name for column in table.columns], [[_cell(value) for value in row] for row in rows])


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return disarm(one_line(value)) if isinstance(value, str) else str(value)


def _write_parquet(table: Table, rows: Sequence[tuple[Value, ...]]) -> bytes:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ConfigError("writing Parquet needs pyarrow: pip install 'dateline[parquet]'") from error
    types = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
    }
    fields = [
        arrow.field(
            column.name, types[column.type], nullable=column.name not in table.key, metadata={"about": column.about}
        )
        for column in table.columns
    ]
    values = zip(*rows, strict=True) if rows else [() for _ in table.columns]
    arrays = [
        arrow.array([_typed(value, column) for value in column_values], type=types[column.type])
        for column, column_values in zip(table.columns, values, strict=True)
    ]
    sink = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields)), sink, compression="snappy")
    return sink.getvalue()


def _typed(value: Value, column: Column) -> Value | date:
    """A value as the column's type; controls and lone surrogates, which are not text, become signs of their own."""
    if isinstance(value, str):
        return date.fromisoformat(value) if column.type == "date" else neutralise(value)
    return value


def _package(story: Story, ending: str, files: Sequence[OutputFile]) -> Json:
    return {
        "profile": "tabular-data-package" if ending == "csv" else "data-package",
        "name": f"dateline-{story.id}".lower().replace("_", "-"),
        "title": one_line(story.title),
        "description": f"Events, statements and states of affairs of one story, by {coder()}.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "GeoNames: places' points, ids and codes",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "rights": _RIGHTS,
        "resources": [_resource(table, file, ending) for table, file in zip(TABLES, files, strict=True)],
    }


def _resource(table: Table, file: OutputFile, ending: str) -> Json:
    fields = [{"name": column.name, "type": column.type, "description": column.about} for column in table.columns]
    schema: Json = {"fields": fields, "missingValues": [""], "primaryKey": list(table.key)}
    links = [
        {"fields": column.name, "reference": {"resource": column.to[0], "fields": column.to[1]}}
        for column in table.columns
        if column.to
    ]
    if links:
        schema["foreignKeys"] = links
    form: Json = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    if ending == "csv":
        form = {
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "delimiter": ",",
                "lineTerminator": "\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
            },
        }
    return {
        "name": table.name,
        "path": file.name,
        "title": table.about,
        **form,
        "bytes": len(file.content),
        "hash": f"sha256:{hashlib.sha256(file.content).hexdigest()}",
        "rows": file.rows,
        "schema": schema,
    }
