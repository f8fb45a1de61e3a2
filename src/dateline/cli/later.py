"""The pipeline, imported when a command first asks it for something: help and mistakes wait for nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline import pipeline
else:

    class _Later:
        """Stands for the pipeline, which takes half of the start to import."""

        def __getattr__(self, name: str) -> Any:
            return getattr(import_module("dateline.pipeline"), name)

    pipeline = _Later()

__all__ = ["pipeline"]
