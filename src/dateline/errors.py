"""Every error that dateline raises on purpose.

::

    DatelineError            one line fit to show a user
    ├── InputError           a file or line that cannot be read as reports
    ├── FetchError           an address that was not fetched, with its kind and whether that will stay so
    ├── ReadError            a report that cannot be read further
    ├── StoreError           a record that cannot be opened, read or written
    ├── LexiconError         a data file that is missing or malformed
    └── ConfigError          a setting that cannot be used
"""

from __future__ import annotations


class DatelineError(Exception):
    """An error whose text is one line that tells a user what happened and what to do.

    Args:
        message: One line, without the name of the input.
        where: The file, line or report id that the error is about.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        self.message = message
        self.where = where
        super().__init__(f"{where}: {message}" if where else message)


class InputError(DatelineError):
    """An input that holds no report that could be read.

    Args:
        message: One line that tells what it is and what to do.
        where: The file, line or address.
        kind: A short word for programs: "unreadable", "xml entities", "too large", "no text" ...
    """

    def __init__(self, message: str, *, where: str | None = None, kind: str = "unreadable") -> None:
        super().__init__(message, where=where)
        self.kind = kind


class FetchError(DatelineError):
    """An address that was not fetched.

    Args:
        message: One line that tells what happened.
        where: The address asked for.
        kind: A short word for programs: "private address", "too large", "timeout", "robots", "http 404" ...
        advice: What to do.
        permanent: Whether asking again would give the same; not so for what the network or a busy host caused.
    """

    def __init__(self, message: str, *, where: str, kind: str, advice: str = "", permanent: bool = True) -> None:
        super().__init__(f"{message}; {advice}" if advice else message, where=where)
        self.told = message
        self.kind = kind
        self.advice = advice
        self.permanent = permanent


class ReadError(DatelineError):
    """A report that one of the readers cannot work on."""


class StoreError(DatelineError):
    """A record that cannot be opened, read or written as asked."""


class LexiconError(DatelineError):
    """A data file that is missing, malformed or without its licence."""


class ConfigError(DatelineError):
    """A setting that is unknown or out of range."""
