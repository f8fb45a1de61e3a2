"""The tables of the record, the same in SQLite and PostgreSQL.

Two times run through it. *Valid time* is when something was so, as reports tell it (``valid_from``, ``earliest`` ...).
*Record time* is when the record learnt it: a row of a table in `TEMPORAL` was believed from ``known_from`` until before
``known_to``, which is null while it still is. Rows are closed and followed, never changed, so that what was known on a
day can be asked for ever (Snodgrass 1999, *Developing Time-Oriented Database Applications in SQL*: bitemporal tables).

Times are ISO 8601 in UTC with microseconds, as text: they sort as they are, in both databases. A statement's words are
kept once, in the report's version; what rests on them keeps the span.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

#: The migration that these tables are at; `store.engine` brings a file that is behind up to it.
REVISION = "0001"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _known() -> tuple[Column[str], Column[str]]:
    return Column("known_from", Text, primary_key=True), Column("known_to", Text)


#: Where reports come from: a feed, page, file, folder or archive; ``state`` is what its next visit needs, as JSON.
#: One that was dropped is visited no more; its reports stay.
source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("location", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("visited_at", Text),
    Column("succeeded_at", Text),
    Column("state", Text),
    Column("error", Text),
    Column("dropped_at", Text),
)

#: An item from one outlet. ``key`` is what tells that two visits brought the same one; of an erased report, its hash.
report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("source_id", Text, ForeignKey("source.id"), index=True),
    Column("current", Integer, nullable=False),
    Column("first_seen_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("erased_at", Text),
)

#: A report's words at one visit. ``seq`` counts versions over the whole record. ``given`` holds the fields as they came
#: in, as JSON, and ``title`` the title; ``headline`` and the other particulars are what they are after the text was
#: asked, too. ``payload_sha256`` is of the page or entry as it came, ``rights`` what its publisher says about mining
#: it, ``told`` which part of the page told which particular, both as JSON. ``raw`` is the text where ``text`` could not
#: be: a database takes no NUL and no lone surrogate, for each of which ``text`` has one U+FFFD, so that offsets agree.
#: ``status`` is pending, read, unread (another language), failed or erased; ``reader`` what read it; ``outline`` and
#: ``speech`` what grouping needs of it: its words and terms as numbers, and what it quotes.
version = Table(
    "version",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("title", Text),
    Column("headline", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("url", Text),
    Column("byline", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("raw", LargeBinary),
    Column("given", Text, nullable=False),
    Column("page_map", LargeBinary),
    Column("payload_sha256", Text),
    Column("rights", Text),
    Column("told", Text),
    Column("fetched_at", Text, nullable=False),
    Column("reader", Text),
    Column("reading", LargeBinary),
    Column("outline", LargeBinary),
    Column("speech", LargeBinary),
    UniqueConstraint("report_id", "number"),
    Index(None, "status", "seq"),
    Index(None, "outlet", "report_id"),
)

#: What could not be taken in, read or put together: one row for each place and kind, kept when it is resolved.
problem = Table(
    "problem",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("source_id", Text, index=True),
    Column("report_id", Text, index=True),
    Column("version", Integer),
    Column("room", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("first_at", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("resolved_at", Text),
)

#: What the record knows of itself: ``grouped`` is a hash of all that its stories were made of.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

#: Decisions that a user has overruled, beside the evidence; undone ones stay, with the time.
judgement = Table(
    "judgement",
    metadata,
    Column("decision", Text, primary_key=True),
    Column("made_at", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undone_at", Text),
)

#: A happening. ``inputs`` is a hash of all that its dossier is made of; ``dossier`` the dossier itself.
story = Table(
    "story",
    metadata,
    Column("id", Text, primary_key=True),
    *_known(),
    Column("title", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("dossier", LargeBinary, nullable=False),
    Index(None, "earliest"),
)

#: Which version of which report a story holds, under which origin (an id, and why, as JSON).
story_report = Table(
    "story_report",
    metadata,
    Column("story_id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("report.id"), primary_key=True),
    *_known(),
    Column("version", Integer, nullable=False),
    Column("origin_id", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Index(None, "report_id"),
    Index(None, "origin_id"),
)

#: Which report is background to a story in which it is no news: ``beside`` is that story's first report, ``news_in``
#: the report's own story, ``told_by`` the report (with its version) whose passage says so, ``passage`` and ``words``
#: spans of it, as JSON.
background = Table(
    "background",
    metadata,
    Column("story_id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("report.id"), primary_key=True),
    *_known(),
    Column("beside", Text, nullable=False),
    Column("news_in", Text, nullable=False),
    Column("told_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("passage", Text, nullable=False),
    Column("words", Text, nullable=False),
    ForeignKeyConstraint(["told_by", "version"], ["version.report_id", "version.number"]),
    Index(None, "report_id"),
    Index(None, "told_by"),
)

#: An independent origin; ``depends`` is what it rests on without being a copy of it, as JSON.
origin = Table(
    "origin",
    metadata,
    Column("story_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    *_known(),
    Column("name", Text, nullable=False),
    Column("agency", Text),
    Column("depends", Text, nullable=False),
)

#: How stories came to be what they are: ``kind`` is merged (into ``to_id``) or split (off ``from_id``).
story_change = Table(
    "story_change",
    metadata,
    Column("from_id", Text, primary_key=True),
    Column("to_id", Text, primary_key=True),
    Column("at", Text, primary_key=True),
    Column("kind", Text, nullable=False),
)

#: One happening across reports; ``codes`` holds its parties' codes, each between blanks; parties are JSON. ``differs``
#: counts in what origins differ: whether it happened, when, who did it.
event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    *_known(),
    Column("story_id", Text, nullable=False),
    Column("place_in_story", Integer, nullable=False),
    Column("main", Boolean, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("cameo", Text),
    Column("what", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("place", Text),
    Column("sources", Text, nullable=False),
    Column("targets", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("differs", Integer, nullable=False),
    Index(None, "story_id"),
    Index("ix_event_days", "known_to", "latest", "earliest", "story_id", "place_in_story", "id", "codes"),
)

#: One thing that reports say. ``day`` is that of its first print; ``speaker_entity`` the entity that spoke; ``about``
#: the event that a statement of kind ``event`` is, under whose id its mentions stand. Of a speaker's name and role the
#: first 200 characters stand here, since an index holds them, so that a list is found without reading its rows
#: (PostgreSQL takes 2,700 bytes); the dossier has them whole.
statement = Table(
    "statement",
    metadata,
    Column("id", Text, primary_key=True),
    *_known(),
    Column("story_id", Text, nullable=False),
    Column("place_in_story", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text),
    Column("what", Text, nullable=False),
    Column("speaker", Text),
    Column("speaker_role", Text),
    Column("speaker_code", Text),
    Column("speaker_entity", Text),
    Column("quote_kind", Text),
    Column("day", Text),
    Column("origins", Integer, nullable=False),
    Index(None, "story_id"),
    Index(
        "ix_statement_speakers",
        "kind",
        "known_to",
        "day",
        "story_id",
        "place_in_story",
        "id",
        "speaker",
        "speaker_role",
        "speaker_code",
    ),
)

#: Where the words of a statement or event (``owner_id``) stand: a version and a span, in code points, end exclusive.
mention = Table(
    "mention",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("report_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("stop", Integer, primary_key=True),
    *_known(),
    Column("story_id", Text, nullable=False),
    Column("origin_id", Text, nullable=False),
    Column("status", Text),
    Column("reader", Text, nullable=False),
    ForeignKeyConstraint(["report_id", "version"], ["version.report_id", "version.number"]),
    Index("ix_mention_report_owner", "report_id", "known_to", "owner_id"),
    Index(None, "story_id"),
)

#: States of affairs as one story tells them, each whole, as the bytes of a relation.
told_state = Table(
    "told_state",
    metadata,
    Column("story_id", Text, primary_key=True),
    Column("place_in_story", Integer, primary_key=True),
    *_known(),
    Column("parties", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "parties"),
)

#: States of affairs over all stories; ``parties`` is the relation with its two sides. ``earliest`` is when one began at
#: the earliest, ``latest`` when it ended at the latest, of the precision that reports give.
state = Table(
    "state",
    metadata,
    Column("id", Text, primary_key=True),
    *_known(),
    Column("parties", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_code", Text),
    Column("object", Text, nullable=False),
    Column("object_code", Text),
    Column("polarity", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("origins", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "parties"),
    Index(None, "relation"),
)

#: The tables whose rows are closed and followed.
TEMPORAL = (story, story_report, background, origin, event, statement, mention, told_state, state)
