"""Which acts are events of the record: those with a cast, and that are no play, mishap or private talk."""

from __future__ import annotations

from dateline.model import Actor
from dateline.read.accidents import AccidentReader
from dateline.read.drafts import Draft
from dateline.read.frames import is_passive, lemma_of, objects_of, subject_of
from dateline.read.parties import has_country
from dateline.read.status import Mood
from dateline.read.text import Parse
from dateline.read.triggers import Triggers

#: Moods that are read through a verb that says so: that reading goes first.
MARKED = frozenset({"denied", "negative", "alleged"})
_SPORT = 5  # different words of sport that make a report one of sport, where people attack and defend in play
_VERBAL = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT", "COOPERATE", "AID"}
)


class Worth:
    """Judges the acts of one report."""

    def __init__(self, parse: Parse, triggers: Triggers, reader: AccidentReader) -> None:
        self.parse, self.triggers, self.reader = parse, triggers, reader
        self.acts, self.parties = triggers.acts, triggers.parties
        words = {token.lower for token in parse.tokens} | {lemma_of(token) for token in parse.tokens}
        self.is_sport = len(words & self.acts.classes["sports"]) >= _SPORT

    def is_worth(
        self, draft: Draft, mood: Mood, sources: tuple[Actor, ...], targets: tuple[Actor, ...], earliest: str | None
    ) -> bool:
        """Whether enough of the cast is known: words need a speaker, deeds somebody on one side, background both."""
        if self._is_barred(draft, mood, sources, targets):
            return False
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
            yielded = known_target and not sources and (draft.mood == "denied" or draft.base in ("RETREAT", "CONCEDE"))
            return whole or yielded or (draft.top.dep != "advcl" and (known_source or named))
        return known or any(actor.code for actor in (*sources, *targets))

    def _is_barred(self, draft: Draft, mood: Mood, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
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
            or (
                draft.mood != "denied"
                and (mood.conditional or mood.possible)
                and not (known_source and (known_target or joint))
            )
            or (draft.type == "PROTEST" and any(self._is_authority(actor) for actor in sources))
            or (self.is_sport and not all((actor.code or "")[3:] for actor in cast))
            or (draft.type == "ASSAULT" and bool(sources) and all(_sector(a) in ("BUS", "MED") for a in sources))
            or self._is_mishap(draft)
            or (draft.type == "SUPPORT" and self._is_own(draft))
            or (
                draft.type in _VERBAL - {"CONCEDE"}
                and draft.base != "RETREAT"
                and not any(self._is_institution(actor) for actor in cast)
            )
            or (draft.type == "CONSULT" and len(cast) > 1 and len(coded) < 2)
            or (lone and not _is_plural(self.parse, draft))
            or (draft.type in _VERBAL and bool(sources) and all(self._is_deed(actor) for actor in sources))
        )

    def _is_authority(self, actor: Actor) -> bool:
        """Whether a source holds power: such actors do not protest, though their "supporters" do."""
        if _sector(actor) not in ("GOV", "MIL", "COP"):
            return False
        words = self.parse.tokens_in(actor.span)
        return not any(lemma_of(token) in self.acts.classes["people"] for token in words)

    def _is_deed(self, actor: Actor) -> bool:
        """Whether a source is itself an act ("the U.S. sanctions"): deeds do not speak."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return (
            token is not None
            and token.pos == "NOUN"
            and (self.triggers.noun_act(token) is not None or lemma_of(token) in self.acts.classes["sanctions"])
        )

    def _is_institution(self, actor: Actor) -> bool:
        """Whether an actor acts for more than himself: a state, a body, an office; not a private person."""
        code = actor.code or ""
        if not has_country(code) or code[3:] in ("CVL", "EDU", "LAB", "HLH", "REL", "CRM", "AGR", "BUS"):
            return code[:3] in ("NGO", "IGO")
        if len(code) > 3:
            return True
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is None or token.entity != "PERSON" or has_country(self.parties.code_of(actor.text))

    def _is_mishap(self, draft: Draft) -> bool:
        """Deaths that nobody is said to have willed: told in the passive, without a weapon or attack."""
        if draft.type != "ASSAULT" or draft.core.lemma.lower() not in self.acts.classes["harm"]:
            return False
        words = self.parse.words(self.parse.sentence_of(draft.core))
        lemmas = {lemma_of(token) for token in words if token.pos != "VERB"}  # a ship "struck" a bridge: no strike
        blamed = [subject_of(self.parse, draft.core)]
        for prep in self.parse.children(draft.core, "agent", "prep"):
            blamed.extend(self.parse.children(prep, "pobj") if prep.lower in ("by", "in") else [])
        if self.reader.is_told_in(draft.core) or any(t is not None and self.reader.is_mishap(t) for t in blamed):
            return True
        if not is_passive(self.parse, draft.core):
            subject = subject_of(self.parse, draft.core)
            return subject is None and bool(lemmas & self.acts.classes["accident"])
        if self.parse.child(draft.core, "agent") is not None:
            agents = {
                lemma_of(p) for a in self.parse.children(draft.core, "agent") for p in self.parse.children(a, "pobj")
            }
            return bool(agents & self.acts.classes["accident"]) and not agents & self.acts.classes["blast"]
        victims = {lemma_of(token) for token in objects_of(self.parse, self.acts, draft.core)}
        harmed = bool(victims & (self.acts.classes["forces"] | self.acts.classes["fighters"] - {"officer", "group"}))
        return bool(lemmas & self.acts.classes["accident"]) or not (
            harmed or lemmas & (self.acts.classes["blast"] - {"fire"})
        )

    def _is_own(self, draft: Draft) -> bool:
        """ "Defended its actions": support of oneself."""
        objects = objects_of(self.parse, self.acts, draft.core)
        return draft.act == "endorse" and any(
            child.tag == "PRP$" for item in objects for child in self.parse.children(item, "poss")
        )

    def _is_name(self, actor: Actor) -> bool:
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and token.pos == "PROPN"


def _sector(actor: Actor) -> str:
    """What sort of actor a code names: GOV of RUSGOV and of GOV."""
    code = actor.code or ""
    return code[3:6] if has_country(code) else code[:3]


def _is_plural(parse: Parse, draft: Draft) -> bool:
    subjects = parse.children(draft.top, "nsubj", "nsubjpass")
    return any(subject.tag in ("NNS", "NNPS") or subject.lower == "they" for subject in subjects)
