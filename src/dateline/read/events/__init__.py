"""Events of one report: who did what to whom, when and where, and how the report tells it.

Triggers are read into drafts (`triggers`), cast by grammar (`cast`), given their status (`status`) and their date
(`eventdates`). An act under an operator ("refused to sign") is one event, the operator's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from dateline.model import Actor, Entity, EventMention, Place, Quote, Span, Timex
from dateline.read.actors.codes import sector_of_actor
from dateline.read.events.accidents import AccidentReader
from dateline.read.events.acts import HOSTILE, Acts, load_acts
from dateline.read.events.cast import OVER_ALL, Cast
from dateline.read.events.dates import Dates, date_after_others, find_place
from dateline.read.events.deeds import Deeds
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import is_passive, lemma_of
from dateline.read.events.parties import Parties, reach
from dateline.read.events.status import Mood, is_headline_infinitive, read_mood, read_status, retype
from dateline.read.events.triggers import COPULAS, Triggers
from dateline.read.events.withdrawn import without_withdrawn
from dateline.read.events.worth import MARKED, Worth
from dateline.read.text import Parse, Token

_DEEPEST = 60
_WIDEST = 200  # tokens of a clause: longer ones are lists or no prose
_LONGEST_CLAUSE = 600  # SPEC: evidence is a sentence or less
_FIRST_SENTENCES = 3  # of the body: an undated act told here is the news itself
_OUTSIDE = ("advcl", "relcl", "parataxis", "ccomp", "conj")
_VERBAL = frozenset({"VERB", "AUX", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def find_events(
    parse: Parse,
    *,
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    times: Sequence[Timex],
    places: Sequence[Place],
    published: date | None,
) -> tuple[EventMention, ...]:
    """Find the political, conflict and diplomatic acts that a report tells.

    Args:
        parse: The report's prose.
        entities: Whom its names, descriptions and pronouns stand for.
        quotes: What it attributes to speakers; an event inside one is asserted by it.
        times: Its time expressions.
        places: Its toponyms.
        published: The day of publication.

    Returns:
        Events in text order, none for plain statements, accidents or acts without any known actor.

    References:
        PLOVER 0.8 (types, modes, auxiliary ideas); CAMEO 1.1b3 (codes).

    >>> from dateline.model import Region
    >>> from dateline.read.text import parse_text
    >>> text = "Norway has refused to recognise the Libyan government."
    >>> parse = parse_text(text, [Region("body", Span(0, len(text)))])
    >>> [event] = find_events(parse, entities=(), quotes=(), times=(), places=(), published=None)
    >>> event.type, event.source_actors[0].code, event.target_actors[0].code, event.status
    ('REJECT', 'NOR', 'LBYGOV', 'happened')
    """
    return _EventReader(parse, entities, quotes, times, places, published).read()


class _EventReader:
    """One reading of one report."""

    def __init__(
        self,
        parse: Parse,
        entities: Sequence[Entity],
        quotes: Sequence[Quote],
        times: Sequence[Timex],
        places: Sequence[Place],
        published: date | None,
    ) -> None:
        self.parse, self.published = parse, published
        self.acts: Acts = load_acts()
        parties = Parties(parse, entities, published, places, quotes)
        self.triggers = Triggers(parse, self.acts, parties)
        self.casting = Cast(parse, self.acts, parties)
        self.parties = parties
        self.dates = Dates(parse, times, published)
        self.places = sorted(places, key=lambda place: place.span)
        self.quotes = [(span, i) for i, quote in enumerate(quotes) for span in quote.content]
        body = [block for block in parse.blocks if block.kind == "body"]
        opening = body[0].first if body else 0
        self.opening = opening + _FIRST_SENTENCES
        self.reader = AccidentReader(parse, self.acts, parties, opening)
        self.deeds = Deeds(parse, self.acts)
        self.worth = Worth(parse, self.triggers, self.reader, self.opening)

    def read(self) -> tuple[EventMention, ...]:
        self.orphans: list[tuple[Draft, tuple[Actor, ...]]] = []
        drafts = sorted(self._drafts(), key=lambda item: (item[0], item[1].mood not in MARKED, item[1].trigger.i))
        taken: set[int] = set()
        found: list[tuple[Draft, EventMention]] = []
        for _, draft in drafts:
            if draft.trigger.i in taken or draft.core.i in taken or (draft.noun is not None and draft.noun.i in taken):
                continue
            made = self._mention(draft)
            if made is None:
                taken |= draft.taken if draft.chain else set()
                continue
            taken |= draft.taken | self._absorbed(draft)
            found.append((draft, made))
            if made.type == "ACCUSE" and draft.base in HOSTILE | {"AID"}:
                alleged = self._alleged(draft, made)
                found.extend([(draft, alleged)] if alleged is not None else [])
            if draft.act.startswith("accept:promise:"):
                found.extend(self._offered(draft))
        found.extend(self._adopted(found))
        found.extend(self._accidents(frozenset(i for draft, _ in found for i in draft.taken)))
        events = date_after_others(self.parse, [draft for draft, _ in found], [event for _, event in found])
        told = _without_echoes([(draft, event) for (draft, _), event in zip(found, events, strict=True)])
        return without_withdrawn(self.parse, self.acts, told)

    def _accidents(self, taken: frozenset[int]) -> list[tuple[Draft, EventMention]]:
        """What nobody did: explosions, earthquakes, crashes; without a type, with the country it struck as target."""
        if self.worth.is_sport:
            return []
        found = []
        for draft in self.reader.drafts(taken):
            mood = read_mood(self.parse, self.acts, draft)
            if mood.future or mood.conditional or mood.possible:
                continue
            told = self._told(draft, replace(mood, background=False), "", (), self.reader.place_hit(draft))
            found.append((draft, told))
        return found

    def _drafts(self) -> list[tuple[int, Draft]]:
        """Drafts at every token that can be a trigger, each with its depth in the tree."""
        acts, found = self.acts, []
        for token in self.parse.tokens:
            lemma = token.plain
            verbal = token.pos in _VERBAL or token.tag in _VERBAL
            draft: Draft | None = None
            if verbal:
                known = lemma in acts.verbs or lemma in acts.verb_operators or lemma in acts.light or lemma in COPULAS
                draft = self.triggers.draft(token) if known else None
                draft = self.triggers.said_duty(token) or draft
            elif token.pos in ("NOUN", "PROPN") and (
                lemma in acts.nouns or token.lower in acts.nouns or lemma in acts.noun_operators
            ):
                draft = self.triggers.draft(token)
            if draft is not None:
                found.append((self._depth(draft.top), draft))
        return found

    def _depth(self, token: Token) -> int:
        """How far below the root a token is; beyond a clause or twenty it no longer matters."""
        return sum(1 for _ in islice(self.parse.ancestors(token), _DEEPEST))

    def _alleged(self, draft: Draft, accusation: EventMention) -> EventMention | None:
        """What is alleged in an accusation: an act of the accused."""
        inner = self.triggers.draft(draft.core)
        if inner is None or inner.type not in HOSTILE | {"AID"}:
            return None
        inner.mood = "alleged"
        made = self._mention(inner, doers=accusation.target_actors)
        return replace(made, status="alleged") if made is not None else None

    def _absorbed(self, draft: Draft) -> set[int]:
        """Acts that belong to this one: what is demanded, refused, threatened, or what a protest calls for."""
        found: set[int] = set()
        if draft.type == "PROTEST":
            for start in (draft.top, draft.core):
                for child in self.parse.children(start, "advcl", "xcomp", "acl"):
                    found.update(token.i for token in reach(self.parse, child))
            return found
        for word in draft.chain:
            for child in self.parse.children(word, "xcomp", "ccomp", "acl", "dobj", "prep", "advcl", "nsubjpass"):
                if child.dep == "advcl" and child.i not in draft.taken and not self._is_condition(child):
                    continue
                found.update(token.i for token in self._within(child))
        judged = draft.type in ("SUPPORT", "ACCUSE") and draft.frame.name == "words" and not draft.chain
        objects = () if judged else self.parse.children(draft.core, "dobj", "nsubjpass")
        for noun in (draft.noun, *objects):
            if noun is not None:
                found.update(token.i for token in reach(self.parse, noun, without=("relcl", "acl")))
        for subject in self.parse.children(draft.top, "nsubj") if draft.type in HOSTILE else ():
            found.add(subject.i)  # "an attack killed two": one event
        return found

    def _is_condition(self, clause: Token) -> bool:
        """ "Threatened sanctions unless they stopped": the terms of a threat or demand."""
        return any(child.lower in self.acts.words["condition"] for child in self.parse.children(clause, "mark"))

    def _within(self, start: Token) -> list[Token]:
        """A complement without the finite clauses that only hang on it ("... when he met her")."""
        found: list[Token] = []
        ahead = [start]
        while ahead and len(found) < _WIDEST:
            token = ahead.pop()
            found.append(token)
            for child in self.parse.children(token):
                finite = child.dep == "advcl" and child.tag in ("VBD", "VBZ", "VBP")
                if child.dep != "relcl" and not finite:
                    ahead.append(child)
        return found

    def _mention(self, draft: Draft, doers: tuple[Actor, ...] = ()) -> EventMention | None:
        """The event that a draft tells, ``None`` when it is none; *doers* are who did it where that is known."""
        mood = read_mood(self.parse, self.acts, draft)
        kind = retype(draft, mood)
        if kind is None or self._is_purpose(draft) or self._is_undone(draft):
            return None
        draft.type = kind
        sources, targets = self.casting.cast(draft)
        sources = doers or self.worth.people_of(sources)
        targets = self.worth.struck_or_asked(draft, self.worth.people_of(targets))
        self.deeds.settle(draft, sources, targets)
        if self._is_orphan(draft, sources, targets):
            self.orphans.append((draft, sources or targets))
            return None
        if sources and targets and all(any(_is_one(a, b) for b in sources) for a in targets):
            meant = any(token.pos == "PRON" for a in targets for token in self.parse.tokens_in(a.span))
            if not meant and draft.act not in OVER_ALL:
                return None  # nobody does it to himself: one side is misread
            # "its members" are somebody else's; and "Chad" upon Chad is told by its doer alone
            targets = () if meant else tuple(a for a in targets if a.code not in {b.code for b in sources})
        if self.worth.is_barred(draft, mood, sources, targets):
            return None  # before its clause, place and date are looked for
        made = self._told(draft, mood, draft.type, sources, targets)
        if not self.worth.is_worth(draft, mood, sources, targets, made.earliest):
            return None
        said = (
            bool(sources) and not doers and made.status in ("happened", "historical") and self._is_only_charged(draft)
        )
        return replace(made, status="alleged") if said else made

    def _is_only_charged(self, draft: Draft) -> bool:
        """ "Charged over the killing of": that he did it, is only said."""
        return draft.type == "ASSAULT" and draft.noun is not None and self.casting.is_only_charged(draft.noun)

    def _offered(self, draft: Draft) -> list[tuple[Draft, EventMention]]:
        """ "Accepted Qatar's offer to mediate": the offer is told too."""
        noun = next((t for t in draft.chain[1:] if t.pos == "NOUN" and self.parse.child(t, "poss") is not None), None)
        inner = self.triggers.draft(noun) if noun is not None else None
        made = self._mention(inner) if inner is not None else None
        return [(inner, made)] if inner is not None and made is not None else []

    def _is_orphan(self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
        """Whether an act names nobody who does it, and follows on another: its parties may be that other's."""
        row = self.acts.by_name.get(draft.act)
        if row is None or not row.after or (sources and not (draft.frame.joint and not targets and len(sources) == 1)):
            return False
        definite = any(c.lower == "the" for c in self.parse.children(self.parse.head(draft.top), "det"))
        aside = draft.frame.joint and draft.top.dep == "acl" and definite  # "the agreement signed in Lima"
        bare = draft.noun is None and draft.top.dep in ("ROOT", "ccomp", "conj") and not targets
        return (draft.written and not sources) or aside or (bare and not sources)

    def _adopted(self, found: Sequence[tuple[Draft, EventMention]]) -> list[tuple[Draft, EventMention]]:
        """Acts that name nobody but follow on another, with its parties: "the truce will begin on Friday"."""
        more = []
        told = sorted(found, key=lambda item: item[1].trigger)
        for draft, targets in self.orphans:
            after = self.acts.by_name[draft.act].after
            before = [event for _, event in told if event.act in after and event.trigger.end <= draft.trigger.start]
            if before and not (targets and draft.frame.joint):
                parties = before[-1].source_actors, targets or before[-1].target_actors
            elif draft.written or draft.frame.joint:
                parties = self.casting.at_issue(draft, targets)
            else:
                continue
            if parties[0]:
                mood = read_mood(self.parse, self.acts, draft)
                more.append((draft, self._told(draft, mood, draft.type, *parties)))
        return more

    def _told(
        self, draft: Draft, mood: Mood, kind: str, sources: tuple[Actor, ...], targets: tuple[Actor, ...]
    ) -> EventMention:
        """The event with its clause, date, place and status."""
        clause = self._with_cast(self._clause(draft), draft, sources)
        first = draft.top.sentence < self.opening and not mood.background and not mood.future
        background = mood.background or draft.mood in ("bare", "dated", "never")
        earliest, latest, reason = self.dates.find(draft, clause, background=background, first=first)
        status, polarity = read_status(draft, mood, kind, self.dates.age(draft, earliest, latest))
        if status in ("happened", "historical") and self._is_ahead(earliest):
            earliest = latest = None  # the day is that of something else in the clause ("ordered to leave on Friday")
            reason = "none"
        return EventMention(
            type=kind,
            trigger=draft.trigger.span,
            clause=clause,
            mode=draft.mode or None,
            cameo=draft.cameo or None,
            act=draft.act,
            status=status,
            polarity=polarity,
            source_actors=sources,
            target_actors=targets,
            earliest=earliest,
            latest=latest,
            date_reason=reason if reason != "none" else None,
            place=find_place(self.parse, draft, clause, self.places, [a.span for a in targets if _is_rule(a)]),
            asserted_by=self._asserted_by(draft.trigger.span),
        )

    def _is_ahead(self, earliest: str | None) -> bool:
        """Whether a date begins after the day of publication."""
        return bool(self.published and earliest and earliest > self.published.isoformat()[: len(earliest)])

    def _is_undone(self, draft: Draft) -> bool:
        """ "Without launching missiles", "the wisdom of launching attacks"."""
        verb = draft.top
        avoided = verb.dep in ("xcomp", "ccomp") and lemma_of(self.parse.head(verb)) == "avoid"
        if verb.tag == "VBG" and (avoided or verb.dep == "csubj"):
            return True  # "attacking the ports would not help", "to avoid attacking them"
        if verb.dep == "conj" and verb.tag == "VBG" and self.parse.head(verb).dep == "pcomp":
            verb = self.parse.head(verb)  # "without launching missiles and conducting a test"
        if verb.dep != "pcomp":
            return False
        above = self.parse.head(verb)
        if above.lower == "from" and self.parse.head(above).lower == "apart":
            return True
        if above.lower in self.acts.words["undone"]:
            return True
        if above.lower == "about" and not is_passive(self.parse, verb):
            return True  # "boasted about killing a guard"
        return above.lower == "of" and lemma_of(self.parse.head(above)) in self.acts.words["undone_of"]

    def _is_purpose(self, draft: Draft) -> bool:
        """ "to help them", "steps to mend ties": what is meant, not what is told; "the first to sign" is told."""
        verb = draft.top
        if verb.dep == "conj" and verb.tag == self.parse.head(verb).tag == "VB":
            verb = self.parse.head(verb)  # "to reduce their say and to block the law"
        if verb.tag == "VB" and verb.dep in ("ccomp", "xcomp") and self._is_infinitive(self.parse.head(verb)):
            verb = self.parse.head(verb)  # "to help it break the embargo"
        if verb.dep not in ("advcl", "acl", "relcl", "xcomp") or not self._is_infinitive(verb):
            return False
        if is_headline_infinitive(self.parse, verb):
            return False
        head = self.parse.head(verb)
        ordinals = self.acts.words["ordinal"]
        head = self.parse.child(head, "attr") or head if verb.dep == "xcomp" else head
        first = head.lower in ordinals or any(child.lower in ordinals for child in self.parse.children(head, "amod"))
        return not first

    def _is_infinitive(self, verb: Token) -> bool:
        """ "To deport", "to be deported"."""
        passive = verb.tag == "VBN" and any(c.lower == "be" for c in self.parse.children(verb, "auxpass"))
        return (verb.tag == "VB" or passive) and any(c.lower == "to" for c in self.parse.children(verb, "aux"))

    def _clause(self, draft: Draft) -> Span:
        """The words that tell the event: its clause without the clauses beside and under it."""
        starts = {start.i: start for start in (draft.top, draft.core, draft.trigger)}
        words = {token.i for start in starts.values() for token in self._clause_tokens(start, draft)}
        inside = [
            self.parse.tokens[i] for i in sorted(words) if self.parse.tokens[i].sentence == draft.trigger.sentence
        ]
        while inside and inside[-1].dep in ("punct", "cc") and inside[-1].i != draft.trigger.i:
            inside.pop()
        while inside and inside[0].dep in ("punct", "cc", "mark") and inside[0].i != draft.trigger.i:
            inside.pop(0)
        span = Span(inside[0].start, inside[-1].end)
        if len(span) <= _LONGEST_CLAUSE:
            return span
        start = max(span.start, draft.trigger.start - _LONGEST_CLAUSE // 2)
        end = min(span.end, start + _LONGEST_CLAUSE)
        return Span(start, max(end, draft.trigger.end))

    def _with_cast(self, clause: Span, draft: Draft, sources: tuple[Actor, ...]) -> Span:
        """The clause with its doer, when a relative or infinitive leaves the doer outside ("was the first to sign")."""
        if draft.top.dep not in ("relcl", "acl", "xcomp") or not sources:
            return clause
        sentence = self.parse.sentence_of(draft.trigger).span
        start = min(actor.span.start for actor in sources)
        wider = Span(min(start, clause.start), clause.end)
        return wider if sentence.holds(wider) and len(wider) <= _LONGEST_CLAUSE else clause

    def _clause_tokens(self, start: Token, draft: Draft) -> list[Token]:
        found: list[Token] = []
        ahead = [start.i]
        while ahead and len(found) < _WIDEST:
            i = ahead.pop(0)
            token = self.parse.tokens[i]
            found.append(token)
            for child in token.children:
                other = self.parse.tokens[child]
                verbal = other.pos in ("VERB", "AUX")
                if other.dep in _OUTSIDE and verbal and child not in draft.taken:
                    continue
                ahead.append(child)
        return found

    def _asserted_by(self, trigger: Span) -> int | None:
        holding = [(len(span), i) for span, i in self.quotes if span.holds(trigger)]
        return min(holding)[1] if holding else None


def _is_one(one: Actor, other: Actor) -> bool:
    """Whether both are read off the same words, or are of one name and sort."""
    alike = one.name == other.name and sector_of_actor(one) == sector_of_actor(other)
    return alike or one.span.overlaps(other.span)


def _is_rule(actor: Actor) -> bool:
    """Whether an actor is a government or its head: "in Kabul" after it tells whose it is."""
    return (actor.code or "")[-3:] == "GOV"


def _without_echoes(found: list[tuple[Draft, EventMention]]) -> tuple[EventMention, ...]:
    """The events in text order; of two that one sentence tells alike, the one with the fuller cast."""
    best: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, (draft, event) in enumerate(found):
        codes = tuple(sorted({(a.code or "")[:3] for a in (*event.source_actors, *event.target_actors)}))
        key = (draft.trigger.sentence, event.type, event.act, codes, event.status)
        fullness = len(event.source_actors) + len(event.target_actors)
        if key not in best or fullness > best[key][0]:
            best[key] = (fullness, number)
    kept = {number for _, number in best.values()}
    chosen = [event for number, (_, event) in enumerate(found) if number in kept]
    return tuple(sorted(chosen, key=lambda event: (event.trigger, event.type)))
