import pytest

from dateline.model import Actor, Credit, Entity, EventMention, Metadata, Origin, Quote, Reading, Report, Span, Speaker


class Builder:
    """Makes readings by hand: every span is found in the text by its words."""

    def span(self, text, words):
        return Span(text.index(words), text.index(words) + len(words))

    def reading(self, report_id, text, published="2026-03-11", outlet=None, **parts):
        sentences, start = [], 0
        for piece in text.split(". "):
            sentences.append(Span(start, min(start + len(piece) + 1, len(text))))
            start += len(piece) + 2
        report = Report(id=report_id, text=text, published=published)
        metadata = Metadata(published=published, outlet=outlet)
        return Reading(report, metadata, Credit(), sentences=tuple(sentences), **parts)

    def entity(self, text, name, kind="PERSON", code=None, role=None):
        span = self.span(text, name)
        return Entity(name, kind, code, role, (span,), (span,))

    def quote(self, text, words, speaker, entity=None, kind="direct", cue=None):
        speaker_span = self.span(text, speaker) if speaker and speaker in text else None
        said = Speaker(speaker_span, speaker, entity)
        return Quote(kind, (self.span(text, words),), self.span(text, cue) if cue else None, said)

    def actor(self, text, words, code=None, name=None):
        return Actor(self.span(text, words), words, name or words, code)

    def event(self, text, trigger, clause, act, kind="SUPPORT", sources=(), targets=(), when=(None, None), **more):
        return EventMention(
            type=kind,
            trigger=self.span(text, trigger),
            clause=self.span(text, clause),
            act=act,
            source_actors=tuple(self.actor(text, *source) for source in sources),
            target_actors=tuple(self.actor(text, *target) for target in targets),
            earliest=when[0],
            latest=when[1],
            **more,
        )

    def origins(self, *readings):
        return tuple(Origin(f"or_{r.id}", r.metadata.outlet or r.id, None, (r.id,), {r.id: ("own",)}) for r in readings)


@pytest.fixture
def make():
    return Builder()
