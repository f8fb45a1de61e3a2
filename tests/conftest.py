import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from dateline.model import Report
from dateline.store import open_database
from dateline.store.reports import Incoming

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture
def count_calls():
    """Count the calls, of Python and C functions, that a function makes: work that no clock or other load changes."""

    def count(function):
        calls = 0

        def note(frame, event, argument):
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            function()
        finally:
            sys.setprofile(None)
        return calls

    return count


def _run(*words, check=True):
    """Run one of PostgreSQL's tools; it refuses to run as root, so its own user does."""
    words = ["runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words
    subprocess.run([str(word) for word in words], check=check, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def postgresql():
    """A server of our own on a socket, which goes with the tests; gives the address of a database made anew."""
    if not _INSTALLED:
        pytest.skip("no PostgreSQL on this machine (apt-get install postgresql)")
    if os.getuid() == 0 and not shutil.which("runuser"):
        pytest.skip("PostgreSQL does not run as root, and there is no runuser to run it as another user")
    tools = _INSTALLED[-1].parent
    folder = Path("/tmp") / f"dateline-pg-{uuid.uuid4().hex[:8]}"  # a socket's path must be short
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run(tools / "initdb", "-D", data, "-A", "trust", "-U", "dateline", "-E", "UTF8", "--locale=C", "-N")
    settings = f"-k {folder} -h '' -F -c synchronous_commit=off -c full_page_writes=off"
    _run(tools / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", folder / "log", "start")

    def make():
        name = f"d{uuid.uuid4().hex[:12]}"
        _run(tools / "createdb", "-h", folder, "-U", "dateline", name)
        return f"postgresql://dateline@/{name}?host={folder}"

    yield make
    _run(tools / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a new record goes, on each database in turn."""
    return str(tmp_path / "record.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")()


@pytest.fixture
def database(location):
    return open_database(location, create=True)


@pytest.fixture
def incoming():
    def make(report_id, text, **fields):
        at = fields.pop("at", "2026-03-01T00:00:00.000000+00:00")
        return Incoming(f"test#{report_id}", Report(report_id, text, **fields), None, at)

    return make
