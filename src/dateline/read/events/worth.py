"""Which acts are events of the record: those with a cast, and that are no play, mishap or private talk."""

from __future__ import annotations

from dateline.model import Actor
from dateline.read.actors.codes import has_country, sector_of_actor
from dateline.read.events.accidents import AccidentReader
from dateline.read.events.doubt import Doubt
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of, objects_of
from dateline.read.events.private import Private
from dateline.read.events.status import Mood
from dateline.read.events.triggers import Triggers
from dateline.read.quotes.cues import load_cues
from dateline.read.text import Parse, Token

#: Moods that are read through a verb that says so: that reading goes first.
MARKED = frozenset({"denied", "negative", "alleged"})
_HABITUAL = frozenset({"rarely", "seldom", "usually", "typically", "generally"})
#: Acts whose doer goes without saying: an ambassador is summoned by those whom he is sent to.
_BY_HOSTS = frozenset({"summon-ambassador"})
_DEEDS = frozenset({"ASSAULT", "COERCE", "RETREAT", "AID"})
_OUTLAWS = frozenset({"CRM", "UAF"})  # whom nothing need be forbidden: "prevented pirates from boarding"
_OFFICES = frozenset({"GOV", "MIL", "LEG"})  # of a state, though nobody says of which
_VERBAL = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT", "COOPERATE", "AID"}
)


class Worth:
    """Judges the acts of one report."""

    def __init__(self, parse: Parse, triggers: Triggers, reader: AccidentReader, opening: int) -> None:
        self.parse, self.triggers, self.reader = parse, triggers, reader
        self.acts, self.parties = triggers.acts, triggers.parties
        self.doubt, self.private = Doubt(parse, triggers, reader), Private(parse, triggers)
        self.is_sport = self.doubt.is_sport
        self.opening = opening

    def is_worth(
        self, draft: Draft, mood: Mood, sources: tuple[Actor, ...], targets: tuple[Actor, ...], earliest: str | None
    ) -> bool:
        """Whether enough of the cast is known: words need a speaker, deeds somebody on one side, background both."""
        known_source = any(has_country(actor.code) for actor in sources)
        known_target = any(has_country(actor.code) for actor in targets)
        known = known_source or known_target
        whole = known_source and (known_target or not draft.frame.steps or len(sources) > 1)
        if draft.mood == "never":
            return whole
        if draft.mood in ("bare", "dated"):
            return known or (draft.mood == "dated" and earliest is not None and bool(sources or targets))
        verbal = draft.type in _VERBAL
        aside = (mood.background or draft.top.dep in ("acl", "relcl")) and draft.mood not in MARKED
        both = bool(sources) and bool(targets) and not verbal
        if aside and not (whole or (known and (earliest is not None or both))):
            return False
        if verbal:
            named = known and any(actor.code or self._is_name(actor) for actor in sources)
            # "30 prisoners would be freed", "denied that Chile had been promised a share"
            passive = draft.mood == "denied" or draft.base in ("RETREAT", "CONCEDE") or draft.act in _BY_HOSTS
            yielded = known_target and not sources and passive
            said = draft.type in ("REQUEST", "ACCUSE") and known_target and self._is_somebody(sources)
            office = any((a.code or "")[:3] in _OFFICES and self._is_name(a) for a in sources)
            if (said or office) and draft.top.dep != "advcl":
                return True
            return whole or yielded or (draft.top.dep != "advcl" and (known_source or named))
        return known or any(actor.code for actor in (*sources, *targets))

    def is_barred(self, draft: Draft, mood: Mood, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
        """What is no event of the record: play, mishaps, private talk, and acts that lack a side they need."""
        cast = (*sources, *targets)
        known_source = any(has_country(actor.code) for actor in sources)
        known_target = any(has_country(actor.code) for actor in targets)
        joint = len(sources) > 1
        coded = [actor for actor in cast if actor.code]
        lone = draft.type in ("CONSULT", "AGREE") and draft.frame.joint and not joint and not targets
        return (
            (draft.needs == "both" and not ((known_target and known_source) or joint))
            or (draft.needs == "target" and not (known_target or joint))
            or (draft.type == "COOPERATE" and joint and sum(has_country(actor.code) for actor in sources) < 2)
            or (
                draft.mood != "denied"
                and (mood.conditional or mood.possible)
                and not (known_source and (known_target or joint))
            )
            or (draft.type == "PROTEST" and any(self._is_authority(actor) for actor in sources))
            or self.doubt.is_play(draft, sources, targets)
            or self.private.is_private(draft, sources, targets)
            or self.private.is_procedure(draft, sources, targets)
            or self.doubt.is_thwarted(draft)
            or (draft.act == "ban" and bool(targets) and all(sector_of_actor(a) in _OUTLAWS for a in targets))
            or self.doubt.is_figure(draft, sources)
            or (draft.act == "fire" and mood.negative)
            or (draft.act == "kill" and not targets and self._is_crime(draft, sources))
            or self._is_idle(draft, targets)
            or self._is_said_of_anybody(draft)
            or self._is_one_sided(draft, sources, targets)
            or (draft.act == "in-force" and self.parse.child(draft.core, "csubj") is not None)
            or (draft.act == "list" and not targets and not draft.chain)
            or (draft.type == "CONSULT" and len(cast) < 2 and not draft.frame.joint)
            or (draft.type in ("THREATEN", "COERCE") and any(self._is_object(actor) for actor in sources))
            or (
                draft.type == "ASSAULT" and bool(sources) and all(sector_of_actor(a) in ("BUS", "MED") for a in sources)
            )
            or self.doubt.is_mishap(draft)
            or (draft.type == "SUPPORT" and self._is_own(draft))
            or (
                draft.type in _VERBAL - {"CONCEDE"}
                and draft.base != "RETREAT"
                and not any(self._is_institution(actor) for actor in cast)
            )
            or (draft.type == "CONSULT" and len(cast) > 1 and len(coded) < 2)
            or (lone and not _is_plural(self.parse, draft))
            or (draft.type in _VERBAL | {"COERCE"} and bool(sources) and all(self._is_deed(actor) for actor in sources))
        )

    def _is_idle(self, draft: Draft, targets: tuple[Actor, ...]) -> bool:
        """What is told of habits ("are rarely carried out by"), advice ("warned against guessing") and fans."""
        habits = {
            child.lower
            for verb in (draft.top, draft.core, self.parse.head(draft.top))
            for child in self.parse.children(verb, "advmod")
        } & _HABITUAL
        against = [c for c in self.parse.children(draft.core, "prep") if c.lower == "against"]
        advice = draft.type == "THREATEN" and any(self.parse.child(c, "pcomp") is not None for c in against)
        objects = objects_of(self.parse, self.acts, draft.core) if draft.type == "ASSAULT" else []
        by = draft.core.i + 1 < len(self.parse.tokens) and self.parse.tokens[draft.core.i + 1].lower == "by"
        himself = bool(objects) and all(token.lower.endswith(("self", "selves")) for token in objects)
        bare = by or (draft.core.tag == "VBD" and not objects)
        shouted = draft.type == "ASSAULT" and draft.core.text.isupper() and bare
        if himself or shouted:  # a suicide; "WOMAN KILLED BY DRIVER", where the victim looks like the doer
            return True
        return bool(habits) or advice or (draft.act == "praise" and self.is_sport and not targets)

    def _is_said_of_anybody(self, draft: Draft) -> bool:
        """ "When you fight rebels", "no matter how many he killed", "rejects anything that", "pirates take crews"."""
        core = draft.core if draft.core.pos == "VERB" else draft.top
        subject = self.parse.child(draft.top, "nsubj")
        objects = objects_of(self.parse, self.acts, core) if core.pos in ("VERB", "AUX") else []
        if draft.type == "ASSAULT":
            anybody = subject is not None and subject.lower in ("you", "one")
            asked = any(c.tag in ("WDT", "WRB") for o in objects for c in _below(self.parse, o))
            if anybody or asked:
                return True
        told = self.parse.children(draft.top, "nsubj", "nsubjpass", "aux", "auxpass", "mark")
        if draft.top.tag == "VB" and not told and draft.top.dep in ("ROOT", "ccomp", "parataxis"):
            return True  # "Free the prisoners!"
        if draft.type == "REJECT" and any(token.lower in ("anything", "everything") for token in objects):
            return True
        plain = subject is not None and subject.tag == "NNS" and not self.parse.children(subject)
        return (
            draft.type in _DEEDS
            and plain
            and draft.top.tag == "VBP"
            and not self.parse.children(draft.top, "aux", "auxpass")
            and draft.top.sentence > self.opening
        )

    def _is_one_sided(self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
        """Acts that are none without the side they are about, or of those who do no such thing."""
        if draft.act == "call-ally" and not targets:
            return True  # "called him a hero"
        if draft.type == "SUPPORT" and sources and all(sector_of_actor(actor) == "CVL" for actor in sources):
            return True  # a family that supports a charity
        if draft.act == "grant-rights" and not sources:
            return all(sector_of_actor(actor) == "CVL" for actor in targets)
        judges = bool(sources) and all(sector_of_actor(actor) == "JUD" for actor in sources)
        return draft.act == "kill" and judges

    def _is_crime(self, draft: Draft, sources: tuple[Actor, ...]) -> bool:
        """ "Charged with murder": a crime whose victim nobody names is in the charge already."""
        head = self.parse.head(draft.top)
        return (
            draft.noun is not None
            and draft.top.dep in ("pobj", "conj")
            and head.pos != "VERB"
            and bool(
                sources
                and all(actor.span.end < draft.top.start - 1 for actor in sources)
                and not self.parse.child(draft.top, "poss", "compound", "amod")
            )
        )

    def _is_authority(self, actor: Actor) -> bool:
        """Whether a source holds power: such actors do not protest, though their "supporters" do."""
        if sector_of_actor(actor) not in ("GOV", "MIL", "COP"):
            return False
        words = self.parse.tokens_in(actor.span)
        return not any(lemma_of(token) in self.acts.classes["people"] for token in words)

    def _is_object(self, actor: Actor) -> bool:
        """A thing of which only the country is known: "the U.S. measures", "the new constitution"."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        plain = token is not None and token.pos == "NOUN" and len(actor.code or "") == 3 and has_country(actor.code)
        return plain and token is not None and self.parties.entity_at(token) is None

    def people_of(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The actors without what is none: a deed that is nobody's ("the release"), a platform ("on Facebook")."""
        platforms = load_cues().platforms
        return tuple(
            a
            for a in actors
            if a.text not in platforms
            and not (self._is_deed(a) and (not has_country(a.code) or sector_of_actor(a) == "CVL"))
        )

    def struck_or_asked(self, draft: Draft, targets: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The targets without waters ("attacks in the Gulf of Aden") and without what is asked for ("seeks help")."""
        if draft.type == "REQUEST" and any(lemma_of(word) == "seek" for word in draft.chain):
            return tuple(a for a in targets if not self._is_object(a) or self._is_pair(a))
        if draft.type in ("ASSAULT", "MOBILIZE", "COERCE"):
            return tuple(a for a in targets if not self._is_water(a))
        return targets

    def _is_pair(self, actor: Actor) -> bool:
        return any(lemma_of(t) in self.acts.words["pair_of"] for t in self.parse.tokens_in(actor.span))

    def _is_water(self, actor: Actor) -> bool:
        words = self.parse.tokens_in(actor.span)
        if len(actor.code or "") != 3 or not words:
            return False
        of = self.parse.head(words[-1])
        above = self.parse.head(of) if of.lower == "of" else of
        waters = self.acts.words["waters"]
        return lemma_of(words[-1]) in waters or (of.lower == "of" and lemma_of(above) in waters)

    def _is_deed(self, actor: Actor) -> bool:
        """Whether a source is itself an act ("the U.S. sanctions"): deeds do not speak."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return (
            token is not None
            and token.pos == "NOUN"
            and (
                self.triggers.noun_act(token) is not None
                or lemma_of(token) in self.acts.classes["sanctions"] | self.acts.words["hurts"]
            )
        )

    def _is_institution(self, actor: Actor) -> bool:
        """Whether an actor acts for more than himself: a state, a body, an office; not a private person."""
        code = actor.code or ""
        if code[:3] in _OFFICES and self._is_name(actor):
            return True  # "President Ruiz", wherever he presides
        if not has_country(code) or code[3:] in ("CVL", "EDU", "LAB", "HLH", "REL", "CRM", "AGR", "BUS"):
            return code[:3] in ("NGO", "IGO")
        if len(code) > 3:
            return True
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        if token is not None and token.entity == "NORP" and token.tag in ("NN", "NNP") and not actor.text.endswith("s"):
            return False  # "the Brit"
        return token is None or token.entity != "PERSON" or has_country(self.parties.code_of(actor.text))

    def _is_own(self, draft: Draft) -> bool:
        """ "Defended its actions": support of oneself."""
        objects = objects_of(self.parse, self.acts, draft.core)
        objects += self.parse.children(draft.tail, "pobj") if draft.tail is not None else []  # "stood by its report"
        return draft.act == "endorse" and any(
            child.tag == "PRP$" for item in objects for child in self.parse.children(item, "poss")
        )

    def _is_somebody(self, sources: tuple[Actor, ...]) -> bool:
        """Whether a person is named who speaks, of whom the report does not say whose or what he is."""
        return any(a.code is None and (self._is_name(a) or (a.text != a.name and a.name.istitle())) for a in sources)

    def _is_name(self, actor: Actor) -> bool:
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and token.pos == "PROPN"


def _below(parse: Parse, token: Token) -> list[Token]:
    """A noun's measure: "how many people"."""
    return [part for c in parse.children(token, "amod", "nummod", "det") for part in (c, *parse.children(c))]


def _is_plural(parse: Parse, draft: Draft) -> bool:
    subjects = parse.children(draft.top, "nsubj", "nsubjpass")
    return any(subject.tag in ("NNS", "NNPS") or subject.lower == "they" for subject in subjects)
