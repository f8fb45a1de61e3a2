"""The first tables of the record, with full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store import postgresql, sqlite

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("place_in_story", sa.Integer(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("cameo", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_event")),
    )
    op.create_index(
        "ix_event_days",
        "event",
        ["known_to", "latest", "earliest", "story_id", "place_in_story", "id", "codes"],
        unique=False,
    )
    op.create_index(op.f("ix_event_story_id"), "event", ["story_id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("decision", "made_at", name=op.f("pk_judgement")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "origin",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("depends", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", "id", "known_from", name=op.f("pk_origin")),
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("report_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_report_id"), "problem", ["report_id"], unique=False)
    op.create_index(op.f("ix_problem_source_id"), "problem", ["source_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("visited_at", sa.Text(), nullable=True),
        sa.Column("succeeded_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("dropped_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("location", name=op.f("uq_source_location")),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("object_code", sa.Text(), nullable=True),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_state")),
    )
    op.create_index(op.f("ix_state_parties"), "state", ["parties"], unique=False)
    op.create_index(op.f("ix_state_relation"), "state", ["relation"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("place_in_story", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_role", sa.Text(), nullable=True),
        sa.Column("speaker_code", sa.Text(), nullable=True),
        sa.Column("speaker_entity", sa.Text(), nullable=True),
        sa.Column("quote_kind", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_statement")),
    )
    op.create_index(
        "ix_statement_speakers",
        "statement",
        ["kind", "known_to", "day", "story_id", "place_in_story", "id", "speaker", "speaker_role", "speaker_code"],
        unique=False,
    )
    op.create_index(op.f("ix_statement_story_id"), "statement", ["story_id"], unique=False)
    op.create_table(
        "story",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("dossier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_earliest"), "story", ["earliest"], unique=False)
    op.create_table(
        "story_change",
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("from_id", "to_id", "at", name=op.f("pk_story_change")),
    )
    op.create_table(
        "told_state",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("place_in_story", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", "place_in_story", "known_from", name=op.f("pk_told_state")),
    )
    op.create_index(op.f("ix_told_state_parties"), "told_state", ["parties"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_report_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("key", name=op.f("uq_report_key")),
    )
    op.create_index(op.f("ix_report_source_id"), "report", ["source_id"], unique=False)
    op.create_table(
        "story_report",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_story_report_report_id")),
        sa.PrimaryKeyConstraint("story_id", "report_id", "known_from", name=op.f("pk_story_report")),
    )
    op.create_index(op.f("ix_story_report_origin_id"), "story_report", ["origin_id"], unique=False)
    op.create_index(op.f("ix_story_report_report_id"), "story_report", ["report_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("page_map", sa.LargeBinary(), nullable=True),
        sa.Column("payload_sha256", sa.Text(), nullable=True),
        sa.Column("rights", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.Column("outline", sa.LargeBinary(), nullable=True),
        sa.Column("speech", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_version_report_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_version_report_id_number")),
    )
    op.create_index(op.f("ix_version_outlet_report_id"), "version", ["outlet", "report_id"], unique=False)
    op.create_index(op.f("ix_version_status_seq"), "version", ["status", "seq"], unique=False)
    op.create_table(
        "background",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("news_in", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_background_report_id")),
        sa.ForeignKeyConstraint(
            ["told_by", "version"], ["version.report_id", "version.number"], name=op.f("fk_background_told_by_version")
        ),
        sa.PrimaryKeyConstraint("story_id", "report_id", "known_from", name=op.f("pk_background")),
    )
    op.create_index(op.f("ix_background_report_id"), "background", ["report_id"], unique=False)
    op.create_index(op.f("ix_background_told_by"), "background", ["told_by"], unique=False)
    op.create_table(
        "mention",
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_to", sa.Text(), nullable=True),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id", "version"], ["version.report_id", "version.number"], name=op.f("fk_mention_report_id_version")
        ),
        sa.PrimaryKeyConstraint(
            "owner_id", "report_id", "version", "start", "stop", "known_from", name=op.f("pk_mention")
        ),
    )
    op.create_index("ix_mention_report_owner", "mention", ["report_id", "known_to", "owner_id"], unique=False)
    op.create_index(op.f("ix_mention_story_id"), "mention", ["story_id"], unique=False)
    dialect = postgresql if op.get_bind().dialect.name == "postgresql" else sqlite
    for statement in dialect.FULL_TEXT:
        op.execute(sa.text(statement.replace(":", "\\:")))
