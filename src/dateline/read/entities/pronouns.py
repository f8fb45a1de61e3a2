"""Whom a pronoun stands for: candidates that agree, ranked by nearness, grammar and who is speaking."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from dateline.read.entities.chains import Chain, Register
from dateline.read.entities.mentions import Mention
from dateline.read.text import Token

_WINDOW = 60  # mentions before a pronoun that it may stand for
_TYPES = {
    "PERSON": frozenset({"PERSON"}),
    "ORG": frozenset({"ORG", "LOC", "GPE", "THING"}),
    "GROUP": frozenset({"GROUP", "NORP", "ORG", "THING", "GPE"}),
}
_FARTHEST = {"PERSON": 8, "ORG": 4, "GROUP": 4}  # sentences back
_SUBJECT_WEIGHTS = {"ROOT": 0.9, "conj": 0.85, "ccomp": 0.6}  # of the main clause before what is said in it
_DATIVE = frozenset({"dobj", "pobj", "iobj", "dative"})


class Resolver:
    """Resolves pronouns in text order over the mentions read so far."""

    def __init__(self, register: Register, told: Sequence[int]) -> None:
        self.register = register
        self.parse = register.parse
        self.nouns = register.nouns
        self.before: deque[Mention] = deque(maxlen=_WINDOW)
        self.last_speaker: Chain | None = None
        self._subjects: dict[int, Mention] = {}
        self._told = told

    def note(self, mention: Mention) -> None:
        """Remember a mention, and who speaks, for the pronouns to come."""
        self.before.append(mention)
        head = self._role_word(mention)
        if head.dep in ("nsubj", "nsubjpass"):
            self._subjects.setdefault(head.head, mention)
            chain = self.register.of.get(id(mention))
            if chain is not None and not mention.quoted and self.parse.head(head).lemma.lower() in self.nouns.speech:
                self.last_speaker = chain

    def resolve(self, mention: Mention, ahead: Mention | None) -> Chain | None:
        """The chain a pronoun stands for, or ``None``: nobody, or nobody that can be told.

        Args:
            mention: The pronoun.
            ahead: The subject of its sentence's main clause, if that comes later ("In its report, the agency said").
        """
        token = self.parse.tokens[mention.head]
        if mention.type == "RELATIVE":
            return self._antecedent(token)
        agent = self._is_agent(token)
        if mention.type == "ORG" and self._is_empty(token, agent):
            return None
        best: tuple[float, Chain | None] = (-3.0, None)
        chain: Chain | None
        seen: set[int] = set()
        if ahead is not None and ahead.kind == "name" and self._is_fronted(token, ahead):
            chain = self.register.of.get(id(ahead)) or self.register.take_name(ahead)
            if chain is not None and self._agrees(chain, mention):
                best = (0.9, chain)
        types = _TYPES[mention.type]
        for candidate in reversed(self.before):
            chain = self.register.of.get(id(candidate))
            if chain is None or chain.type not in types:
                continue
            distance = mention.turn - candidate.turn
            if not mention.quoted and not candidate.quoted:
                # What is quoted in between takes the two no further apart.
                distance = min(distance, self._told[mention.sentence] - self._told[candidate.sentence] + (distance > 0))
            if distance > _FARTHEST[mention.type]:
                break
            if not self._agrees(chain, mention) or not self._may_bind(token, candidate, mention):
                continue
            if chain.type == "THING" and agent and mention.number == "many":
                continue
            score = self._score(mention, token, candidate, chain, distance) - (0.05 if id(chain) in seen else 0.0)
            seen.add(id(chain))
            if score > best[0]:
                best = (score, chain)
        chain = best[1]
        return None if chain is None or chain.type == "THING" else chain

    def _role_word(self, mention: Mention) -> Token:
        """The word whose place in the clause is the mention's: "his colleague, Ana Ruiz, spoke" has Ruiz speak."""
        head = self.parse.tokens[mention.head]
        return self.parse.head(head) if head.dep == "appos" and mention.kind == "name" else head

    # --- agreement ---

    def _agrees(self, chain: Chain, mention: Mention) -> bool:
        if mention.type == "PERSON":
            return chain.type == "PERSON" and chain.number == "one" and self.register.agrees(chain, mention)
        if mention.type == "ORG":
            return chain.number == "one" and chain.type in _TYPES["ORG"]
        return chain.type in _TYPES["GROUP"] and not (chain.type == "GPE" and chain.kind == "capital")

    def _may_bind(self, token: Token, candidate: Mention, mention: Mention) -> bool:
        """A verb's object is not its subject, unless reflexive; somebody quoted does not call himself "he"."""
        if candidate.first <= token.i < candidate.last:
            return False
        head = self.parse.tokens[candidate.head]
        if token.lower in self.nouns.reflexive:
            return head.dep in ("nsubj", "nsubjpass")
        if token.dep in _DATIVE and head.dep in ("nsubj", "nsubjpass") and head.sentence == token.sentence:
            verb = self.parse.head(token)
            verb = self.parse.head(verb) if verb.dep == "prep" else verb
            if head.head == verb.i or (verb.dep == "conj" and verb.head == head.head):
                return False
        if token.dep in ("nsubj", "nsubjpass") and head.dep in _DATIVE and head.head == token.head:
            return False
        return not (mention.quoted and not candidate.quoted and self._speaks_over(candidate, token))

    def _speaks_over(self, candidate: Mention, token: Token) -> bool:
        """Whether the candidate is the subject of a verb of saying in the pronoun's own sentence."""
        head = self.parse.tokens[candidate.head]
        if head.sentence != token.sentence or head.dep != "nsubj":
            return False
        return self.parse.head(head).lemma.lower() in self.nouns.speech

    # --- ranking ---

    def _score(self, mention: Mention, token: Token, candidate: Mention, chain: Chain, distance: int) -> float:
        score = -1.0 * distance - 0.004 * min(token.i - candidate.head, 100)
        head = self._role_word(candidate)
        if candidate.type == "RELATIVE":
            score -= 0.3
        elif candidate.subject or head.dep in ("nsubj", "nsubjpass"):
            score += _SUBJECT_WEIGHTS.get(self.parse.head(head).dep, 0.55)
        elif head.dep in _DATIVE:
            score += 0.15 if head.dep != "pobj" else 0.0
        elif head.dep == "poss":  # "the minister's speech was long. He ..."
            score += 0.5 if self.parse.head(head).dep in ("nsubj", "nsubjpass") else -0.1
        if token.dep == "nsubjpass":  # what is done to them goes on with those it was done to
            score += 0.45 if head.dep in ("dobj", "nsubjpass") else -0.3
            score -= 0.8 if self._speaks(head) else 0.0  # who told of it is hardly who was arrested
        score += {"name": 0.3, "pronoun": 0.35, "noun": 0.1}[candidate.kind]
        score += 0.06 * min(len(chain.mentions), 8)
        if candidate.quoted and not mention.quoted:
            score -= 1.3
        if candidate.headline:
            score -= 1.5
        if mention.gender and mention.gender == (chain.gender or chain.likely_gender):
            score += 0.5
        if mention.type == "GROUP":
            score += {"GROUP": 0.4, "NORP": 0.3, "THING": 0.2, "ORG": -0.1, "GPE": -0.6}[chain.type]
        elif mention.type == "ORG":
            score += {"ORG": 0.3, "GPE": 0.0, "LOC": -0.8, "THING": 0.2}[chain.type]
        return score + self._speech_score(mention, token, candidate, chain)

    def _speaks(self, head: Token) -> bool:
        verb = self.parse.head(head)
        return head.dep == "nsubj" and verb.lemma.lower() in self.nouns.speech and verb.tag == "VBD"

    def _speech_score(self, mention: Mention, token: Token, candidate: Mention, chain: Chain) -> float:
        """ "Okello said he hoped": the subject of what is said is most often who says it."""
        if token.dep not in ("nsubj", "nsubjpass", "poss"):
            return 0.0
        verb = self.parse.head(token)
        score = 0.0
        if not mention.quoted and token.dep != "poss":
            for above in self._above(verb):
                if above.lemma.lower() in self.nouns.speech or above.lemma.lower() in self.nouns.will:
                    if self._subjects.get(above.i) is candidate:
                        score += 1.5
                    break
        if token.dep == "nsubj" and verb.lemma.lower() in self.nouns.speech and chain is self.last_speaker:
            score += 0.25
        return score

    def _above(self, verb: Token) -> list[Token]:
        """The verbs that a clause is the complement of, the nearest first."""
        found: list[Token] = []
        while verb.dep in ("ccomp", "conj", "xcomp", "advcl") and verb.head != verb.i and len(found) < 6:
            verb = self.parse.head(verb)
            if verb.tag.startswith("VB"):
                found.append(verb)
        return found

    # --- which "it" is a party ---

    def _is_agent(self, token: Token) -> bool:
        if token.dep not in ("nsubj", "nsubjpass", "agent"):
            return False
        verb = self.parse.head(token).lemma.lower()
        return verb in self.nouns.speech or verb in self.nouns.will

    def _is_empty(self, token: Token, agent: bool) -> bool:
        """Whether "it" stands for no party: weather, "it seems that", or the thing talked about."""
        if token.lower in ("its", "itself") or agent:
            return False
        if token.dep not in ("nsubj", "nsubjpass"):
            return True
        verb = self.parse.head(token)
        if verb.lemma.lower() in self.nouns.empty:
            return True
        if verb.lemma.lower() == "be":
            return True
        above = self._above(verb)
        if not above or above[0].lemma.lower() not in self.nouns.speech:
            return True
        # "The ministry said it would": the ministry; "Okello said it would": the thing he speaks of.
        speaker = self._subjects.get(above[0].i)
        chain = self.register.of.get(id(speaker)) if speaker is not None else None
        return chain is None or chain.type not in ("ORG", "GPE")

    def _antecedent(self, token: Token) -> Chain | None:
        """What a relative pronoun refers to: the noun that its clause hangs by."""
        verb = self.parse.head(token)
        for _ in range(3):
            if verb.dep == "relcl":
                break
            verb = self.parse.head(verb)
        if verb.dep != "relcl":
            return None
        noun = verb.head
        for candidate in reversed(self.before):
            if candidate.head == noun:
                chain = self.register.of.get(id(candidate))
                return chain if chain is not None and chain.type != "THING" else None
            if candidate.sentence != token.sentence:
                break
        return None

    def _is_fronted(self, token: Token, ahead: Mention) -> bool:
        """Whether the pronoun stands in a phrase or clause put before the main clause's subject."""
        if ahead.first <= token.i:
            return False
        root = self.parse.sentences[token.sentence].root
        for above in self.parse.ancestors(token):
            if above.head == root and above.dep in ("prep", "advcl"):
                return self.parse.tokens[ahead.head].head == root
            if above.i == root:
                return False
        return False
