"""A PostgreSQL server of our own, on a socket, as an unprivileged user: for tests, and gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def why_not() -> str | None:
    """Why no server can be started here; ``None`` when one can."""
    if not INSTALLED:
        return "no PostgreSQL on this machine (apt-get install postgresql)"
    if os.getuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser to run it as another user"
    return None


@contextmanager
def own_postgresql() -> Iterator[Callable[[], str]]:
    """Start a server; gives a function that makes a new database and returns its address."""
    tools = INSTALLED[-1].parent
    folder = Path("/tmp") / f"dateline-pg-{uuid.uuid4().hex[:8]}"  # a socket's path must be short
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run(tools / "initdb", "-D", data, "-A", "trust", "-U", "dateline", "-E", "UTF8", "--locale=C", "-N")
    settings = f"-k {folder} -h '' -F -c synchronous_commit=off -c full_page_writes=off"
    _run(tools / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", folder / "log", "start")

    def make() -> str:
        name = f"d{uuid.uuid4().hex[:12]}"
        _run(tools / "createdb", "-h", folder, "-U", "dateline", name)
        return f"postgresql://dateline@/{name}?host={folder}"

    try:
        yield make
    finally:
        _run(tools / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(*words: object, check: bool = True) -> None:
    user = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()
    subprocess.run([*user, *map(str, words)], check=check, stdout=subprocess.DEVNULL, cwd="/")
