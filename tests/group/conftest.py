"""Texts and light records for the tests of grouping."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.group import Item, make_item
from dateline.model import Credit, Report

TEXTS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "group_texts.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="session")
def texts() -> dict[str, Any]:
    return TEXTS


@pytest.fixture(scope="session")
def item() -> Callable[..., Item]:
    """Make a light record; ``agency`` is what it credits."""

    def make(report_id: str, text: str, *, agency: str | None = None, **fields: str | None) -> Item:
        credit = Credit(agency, f"By {agency}") if agency else None
        return make_item(Report(id=report_id, text=text.strip(), **fields), credit=credit)

    return make
