"""Names of a package that are loaded from their modules when they are first asked for (PEP 562)."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def load_later(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """What a package is to have as ``__getattr__`` and ``__dir__``.

    Args:
        package: Its ``__name__``.
        homes: Each name's module.

    Returns:
        The one loads a name once and leaves it in the package; the other lists the names, loaded or not.

    >>> find, _ = load_later("dateline", {"Span": "dateline.model"})
    >>> find("Span").__name__
    'Span'
    """
    held = vars(sys.modules[package])

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = held[name] = getattr(importlib.import_module(homes[name]), name)
        return value

    return find, lambda: sorted({*held, *homes})
