"""The marks that a search leaves around the words it found: told from the words, and shown."""

from __future__ import annotations

import re

from dateline.export.wording import one_line
from dateline.model import Span

_MARK = re.compile("[\x02\x03]")


def strip_marks(snippet: str) -> tuple[str, tuple[Span, ...]]:
    r"""A snippet without its marks, and the spans of the words found in it.

    Args:
        snippet: On one line or more; U+0002 stands before each word found and U+0003 after it.

    >>> strip_marks("it \x02rained\x03  today")
    ('it rained today', (Span(start=3, end=9),))
    """
    found: list[Span] = []
    begin: int | None = None
    plain = ""
    for part in re.split("([\x02\x03])", " ".join(snippet.split())):
        if part == "\x02":
            begin = len(plain)
        elif part == "\x03":
            if begin is not None:
                found.append(Span(begin, len(plain)))
            begin = None
        else:
            plain += part
    return plain, tuple(found)


def show_marks(snippet: str) -> str:
    r"""A snippet with the words found between brackets, for where there is neither bold nor colour.

    >>> show_marks("it \x02rained\x03 today")
    'it [rained] today'
    """
    return one_line(_MARK.sub(lambda match: "[" if match[0] == "\x02" else "]", snippet))
