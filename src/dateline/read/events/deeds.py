"""Which deed an act is, once its parties are known: an arrest or a kidnapping, a blow or a rebuke; by what means."""

from __future__ import annotations

from dateline.model import Actor
from dateline.read.actors.codes import sector_of_actor
from dateline.read.events.acts import Acts
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of, subject_of
from dateline.read.text import Parse, Token

_CAPTORS = frozenset({"REB", "CRM", "UAF"})  # who hold people as no police does
_KEEPERS = frozenset({"MIL", "COP", "GOV", "JUD", ""})


class Deeds:
    """Settles the acts of one report."""

    def __init__(self, parse: Parse, acts: Acts) -> None:
        self.parse, self.acts = parse, acts

    def settle(self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> None:
        """Give a draft the act, type and mode that its parties and the words around it make of it."""
        if self._is_verbal(draft, sources):
            draft.type, draft.mode, draft.act, draft.cameo = "ACCUSE", "disapprove", "condemn", "111"
        elif draft.act == "arrest" and sources and all(sector_of_actor(a) in _CAPTORS for a in sources):
            draft.type, draft.mode, draft.act = "ASSAULT", "abduct", "abduct"
        elif draft.act == "abduct" and self._is_caught(draft, sources, targets):
            draft.type, draft.mode, draft.act = "COERCE", "arrest", "arrest"
        if draft.type == "ASSAULT" and draft.mode in ("", "explosives"):
            draft.mode = self._instrument(draft) or draft.mode
        elif draft.act == "impose-curbs" and any(lemma_of(t) == "curfew" for t in self._around(draft)):
            draft.mode = "curfew"
        elif draft.act == "talk" and {"phone", "telephone"} & {lemma_of(t) for t in self._around(draft)}:
            draft.mode = "phone"

    def _is_caught(self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
        """ "The fugitive was captured": who is wanted is arrested, not kidnapped."""
        if draft.core.lemma.lower() not in ("capture", "recapture", "seize"):
            return False
        words = {token.lower for actor in targets for token in self.parse.tokens_in(actor.span)}
        if words & self.acts.classes["wanted"]:
            return True
        if sources:  # a navy that captures pirates
            held = {sector_of_actor(actor) for actor in targets}
            return held == {"CRM"} and all(sector_of_actor(actor) in _KEEPERS for actor in sources)
        at = draft.core.sentence
        near = [t for s in self.parse.sentences[max(at - 1, 0) : at + 2] for t in self.parse.words(s)]
        return any(lemma_of(token) in self.acts.words["hunted"] for token in near)

    def _is_verbal(self, draft: Draft, sources: tuple[Actor, ...]) -> bool:
        """ "The senator attacked his rival": politicians attack with words, unless the sentence tells of arms."""
        if draft.act != "attack" or draft.chain or not sources:
            return False
        if not all(self._is_politician(actor) for actor in sources):
            return False
        words = self.parse.words(self.parse.sentence_of(draft.core))
        rounds = self.acts.words["amounts"]  # "a round of attacks"
        lemmas = {lemma_of(token) for token in words if token.i not in draft.taken and token.plain not in rounds}
        arms = self.acts.classes["weapons"] | self.acts.classes["forces"] | self.acts.classes["blast"]
        return not lemmas & (arms | self.acts.classes["harm"] | self.acts.classes["violence"])

    def _is_politician(self, actor: Actor) -> bool:
        """A lawmaker, a party, or an office that is a person's."""
        sector = sector_of_actor(actor)
        people = self.acts.classes["people"] - {"opposition", "group", "member"}
        if any(lemma_of(token) in people for token in self.parse.tokens_in(actor.span)):
            return False  # its supporters throw stones
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        person = token is not None and (token.entity == "PERSON" or token.lower in ("he", "she"))
        words = self.parse.words(self.parse.sentence_of(token)) if token is not None else []
        public = any(lemma_of(word) in self.acts.words["politicking"] for word in words)
        return sector in ("PTY", "LEG", "OPP") or (person and (sector == "GOV" or public))

    def _around(self, draft: Draft) -> list[Token]:
        """The words that say by what an act was done: its own, its doer's, its means' and its object's."""
        heads = [draft.core, *([draft.noun] if draft.noun is not None else []), draft.trigger]
        if draft.core.pos == "VERB":
            subject = subject_of(self.parse, draft.core)
            heads.extend([subject] if subject is not None else [])
            heads.extend(self.parse.children(draft.core, "dobj"))
            heads.extend(
                p for c in self.parse.children(draft.core, "agent", "prep") for p in self.parse.children(c, "pobj")
            )
        return [t for head in heads for t in (head, *self.parse.children(head, "compound", "amod", "poss"))]

    def _instrument(self, draft: Draft) -> str:
        """The mode of a deed of violence by its means: "drone", "firearms", "aerial"."""
        around = self._around(draft)
        lemmas = {lemma_of(token) for token in around} | {token.lower for token in around}
        for mode, means in self.acts.instruments.items():
            if any(words <= lemmas for words in means):
                return mode
        return ""
