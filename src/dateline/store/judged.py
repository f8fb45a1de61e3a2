"""Judgements kept in the record: which there are, which were undone, and when."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from dateline.judgements import Judgement, Judgements
from dateline.store.schema import judgement


def read_judgements(connection: Connection) -> Judgements:
    """The judgements that stand, in the order in which they were made."""
    rows = connection.execute(
        select(judgement)
        .where(judgement.c.undone_at.is_(None))
        .order_by(judgement.c.made_at, judgement.c.decision, judgement.c.verdict)
    )
    return Judgements(tuple(Judgement(row.decision, row.verdict, row.author, row.note) for row in rows))


def replace_judgements(connection: Connection, judgements: Judgements, now: str) -> tuple[int, int]:
    """Make the judgements that stand those given: new ones are added, others undone; none is deleted.

    Returns:
        How many were added, and how many undone.
    """
    standing = set(read_judgements(connection).entries)
    added = [each for each in judgements.entries if each not in standing]
    undone = sorted(standing - set(judgements.entries), key=lambda each: each.decision)
    for each in undone:
        connection.execute(
            update(judgement)
            .where(judgement.c.decision == each.decision, judgement.c.undone_at.is_(None))
            .values(undone_at=now)
        )
    for each in added:
        connection.execute(
            insert(judgement).values(
                decision=each.decision, made_at=now, verdict=each.verdict, author=each.author, note=each.note
            )
        )
    return len(added), len(undone)
