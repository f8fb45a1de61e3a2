"""Every error that dateline raises on purpose.

::

    DatelineError            one line fit to show a user
    ├── InputError           a file or line that cannot be read as reports
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
    """An input that holds no report that could be read."""


class ReadError(DatelineError):
    """A report that one of the readers cannot work on."""


class StoreError(DatelineError):
    """A record that cannot be opened, read or written as asked."""


class LexiconError(DatelineError):
    """A data file that is missing, malformed or without its licence."""


class ConfigError(DatelineError):
    """A setting that is unknown or out of range."""
