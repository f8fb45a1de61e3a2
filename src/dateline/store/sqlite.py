"""What SQLite does in its own way: a file, its settings, full text (FTS5), bulk rows, and one writer at a time."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.pool import NullPool

from dateline.errors import StoreError

#: Words are found by their stem (Porter), whatever their case and accents. The index holds no words of its own:
#: triggers keep it at one with ``version``, of which it is the shadow (SQLite manual, FTS5, "External Content Tables").
FULL_TEXT = (
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='version', content_rowid='seq', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER words_in AFTER INSERT ON version BEGIN "
    "INSERT INTO words(rowid, title, text) VALUES (new.seq, new.title, new.text); END",
    "CREATE TRIGGER words_out AFTER DELETE ON version BEGIN "
    "INSERT INTO words(words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text); END",
    "CREATE TRIGGER words_new AFTER UPDATE OF title, text ON version BEGIN "
    "INSERT INTO words(words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text); "
    "INSERT INTO words(rowid, title, text) VALUES (new.seq, new.title, new.text); END",
)
_BUSY = 30_000  # milliseconds to wait for another writer
_CACHE = 16_384  # kilobytes; what the system keeps of the file besides costs the process nothing
_WORD = re.compile(r"[^\W_]+")


def make_engine(path: str, *, read_only: bool) -> Engine:
    """An engine on a file: WAL, so that questions can be asked while a run writes; foreign keys; UTF-8.

    Where nothing can be written a file is opened as one that cannot change: to read, WAL would need a file beside it.
    """
    still = read_only and not os.access(Path(path).resolve().parent, os.W_OK) and not _has_log(path)
    unchanging = URL.create(
        "sqlite", database=f"file:{quote(path)}", query={"mode": "ro", "immutable": "1", "uri": "true"}
    )
    address = unchanging if still else URL.create("sqlite", database=path)
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, by us: pysqlite would not begin one for reads
        for pragma in (
            f"busy_timeout={_BUSY}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY",
            f"cache_size=-{_CACHE}", f"query_only={'ON' if read_only else 'OFF'}",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _has_log(path: str) -> bool:
    """Whether there is a write-ahead log beside a file, whose rows are not in the file yet."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


@contextmanager
def hold_lock(engine: Engine) -> Iterator[None]:
    """Be the only writer until the block ends, or the process does.

    Raises:
        StoreError: Another process is writing.
    """
    import fcntl  # noqa: PLC0415 (not on Windows, where only SQLite's own lock guards a run)

    path = f"{engine.url.database}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError("another dateline is writing to this record; wait for it", where=path[:-5]) from error
        yield
    finally:
        os.close(handle)  # the lock goes with it; the file stays, or two processes could hold locks on two files


def refresh_plans(connection: Connection) -> None:
    """Have the database look at what was written, where it has grown much since it last did."""
    connection.exec_driver_sql("PRAGMA analysis_limit=400")
    connection.exec_driver_sql("PRAGMA optimize")


def scrub(engine: Engine) -> None:
    """Leave nothing of what was deleted: the index of words is built anew, and the file without its free pages.

    FTS5 keeps deleted words in its segments until they are merged; SQLite keeps deleted rows in free pages and in the
    write-ahead log (SQLite manual: "rebuild", VACUUM, wal_checkpoint).
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("INSERT INTO words(words) VALUES ('rebuild')")
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows through the driver: a third of the time that building each statement takes."""
    if not rows:
        return
    names = [column.name for column in table.columns if column.name in rows[0]]
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', [tuple(row[name] for name in names) for row in rows]
    )


def find_words(connection: Connection, query: str, among: Sequence[int]) -> list[int]:
    """Versions (``seq``) among some whose title or text has the words, best first (BM25; a title counts four times).

    "quoted words" must stand together; ``OR`` and ``-word`` are heeded, all else is looked for as words.
    """
    wanted = _fts_query(query)
    if not wanted:
        return []
    kept = set(among)  # told apart here: FTS5 given the rows looks each of them up (0.8 s instead of 0.04 among 20,000)
    found = connection.scalars(
        text("SELECT rowid FROM words WHERE words MATCH :wanted ORDER BY bm25(words, 4.0, 1.0), rowid"),
        {"wanted": wanted},
    )
    return [seq for seq in found if seq in kept]


def show_words(connection: Connection, query: str, seqs: Sequence[int]) -> dict[int, str]:
    """What `find_words` found in some of its versions: ``seq`` -> a snippet with U+0002 and U+0003 around the words."""
    found = connection.execute(
        text(
            "SELECT rowid, snippet(words, 1, char(2), char(3), '…', 24) FROM words WHERE words MATCH :wanted "
            "AND rowid IN (SELECT value FROM json_each(:seqs))"
        ),
        {"wanted": _fts_query(query), "seqs": json.dumps(list(seqs))},
    )
    return {int(seq): str(snippet) for seq, snippet in found}


def _fts_query(query: str) -> str:
    """What a person typed as an FTS5 query that cannot fail: every word quoted, so that none is taken for syntax."""
    wanted: list[str] = []
    unwanted: list[str] = []
    either = False
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', query):
        if word == "OR" and wanted:
            either = True
            continue
        words = _WORD.findall(phrase or word)
        if not words:
            continue
        term = '"' + " ".join(words) + '"'
        if minus:
            unwanted.append(term)
        elif either:
            wanted[-1] = f"({wanted[-1]} OR {term})"
        else:
            wanted.append(term)
        either = False
    found = " AND ".join(wanted)
    return f"{found} NOT ({' OR '.join(unwanted)})" if found and unwanted else found


def missing_file(path: str) -> bool:
    """Whether there is no record at *path* yet."""
    return not Path(path).exists()
