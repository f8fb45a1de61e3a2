import os
import signal
from pathlib import Path


def double(items):
    return [2 * item for item in items]


def die_on_seven(items):
    if 7 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(items)


def die_once(items):
    marker = Path(os.environ["DATELINE_TEST_MARKER"])
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return double(items)


def fail(items):
    raise ValueError(f"cannot do {items[0]}")
