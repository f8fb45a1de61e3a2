"""Chains of mentions: which names and nouns of a report stand for one person, body or place."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from dateline.read.entities.forms import bare, initials, may_be, short_forms
from dateline.read.entities.mentions import Mention
from dateline.read.nouns import Gender, Nouns
from dateline.read.text import Parse

_WINDOW = 60  # chains that a noun may take up again, the latest first
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_HARMLESS = frozenset({"same", "own", "said", "whole", "entire", "powerful", "influential", "main"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_TOLD = frozenset({"GOV", "JUD"})
#: A role goes on after these with what it is a role in: "wife of the president" is no president.
_LINKS = frozenset({"of", "for", "at", "in", "to", "from", "with", "on", "under", "who", "assigned", "charged"})
_RESUMES = frozenset({"and", "&"})
_UNDER = frozenset({"deputy", "vice", "assistant", "associate"})  # who stands under an office holds another one
_PEACEFUL = re.compile("NGO|IGO|JUD|LEG|MED|HLH|EDU|BUS")  # in an actor code
_AGENCY = 3  # words of a name from which an "Administration" is an agency, no government ("Food and Drug ...")


@dataclass(slots=True, eq=False)
class Chain:
    """Mentions of one entity so far, in text order, and what they tell of it."""

    type: str
    mentions: list[Mention] = field(default_factory=list)
    gender: Gender | None = None
    forms: list[tuple[str, ...]] = field(default_factory=list)  # names, in words
    roles: list[str] = field(default_factory=list)
    role_words: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)  # the words of its roles that say what it is itself
    heads: set[str] = field(default_factory=set)  # nouns it was called by, or its name ends in
    mods: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    country: str | None = None
    code: str | None = None
    kind: str | None = None
    number: str = "one"
    votes: int = 0  # pronouns that took it for a woman, less those that took it for a man

    @property
    def likely_gender(self) -> Gender | None:
        """What the pronouns so far say: two of one kind at least, as a single one may be misread."""
        return "female" if self.votes > 1 else "male" if self.votes < -1 else None

    @property
    def last(self) -> Mention:
        """The latest mention."""
        return self.mentions[-1]

    @property
    def fullest(self) -> tuple[str, ...]:
        """The name with most words."""
        return max(self.forms, key=len, default=())

    def add(self, mention: Mention) -> None:
        """Take in a mention and what it tells."""
        self.mentions.append(mention)
        if mention.kind == "pronoun":
            self.votes += {"female": 1, "male": -1}.get(mention.gender or "", 0)
            return
        self.country = self.country or mention.country
        self.gender = self.gender or mention.gender
        if mention.kind == "noun":
            if mention.type != "PERSON" or not self.forms:
                self.heads.add(mention.word)
            self.mods |= mention.mods
            self.traits |= mention.traits
            return
        name = mention.name
        if name is None:
            return
        if mention.words not in self.forms:
            self.forms.append(mention.words)
        if self.type == "ORG" and mention.words:
            self.heads.add(mention.words[-1])
        self.kind = self.kind or name.kind
        if self.type != "PERSON":
            self.code = self.code or name.code
        if name.role:
            self.roles.append(name.role)
            self.role_words.update(
                word.strip(".,").removesuffix("'s").removesuffix("’s") for word in name.role.lower().split()
            )
            self.offices.update(_offices(name.role))


class Register:
    """All chains of a report while it is read from left to right, with indexes to look them up by name."""

    def __init__(self, parse: Parse, nouns: Nouns) -> None:
        self.parse = parse
        self.nouns = nouns
        self.chains: list[Chain] = []
        self.recent: deque[Chain] = deque()
        self.of: dict[int, Chain] = {}  # id of a mention -> its chain
        self.at: dict[int, Chain] = {}  # head token of a mention -> its chain
        self._of_name: dict[int, Chain] = {}
        self._by_word: dict[str, list[Chain]] = {}
        self._by_key: dict[tuple[str, ...], Chain] = {}

    def link(self, mention: Mention, chain: Chain) -> Chain:
        """Put a mention into a chain, and the chain to the front of the recent ones."""
        chain.add(mention)
        self.of[id(mention)] = chain
        self.at[mention.head] = chain
        if not self.recent or self.recent[0] is not chain:
            if chain in islice(self.recent, _WINDOW):
                self.recent.remove(chain)
            self.recent.appendleft(chain)
            while len(self.recent) > 2 * _WINDOW:
                self.recent.pop()
        return chain

    def open(self, mention: Mention, label: str | None = None) -> Chain:
        """Begin a chain with a mention."""
        chain = Chain(label or mention.type, number=mention.number)
        self.chains.append(chain)
        return self.link(mention, chain)

    def window(self) -> Iterator[Chain]:
        """The chains mentioned last, the latest first."""
        return islice(self.recent, _WINDOW)

    # --- names ---

    def take_name(self, mention: Mention) -> Chain:
        """Link a name to the chain it belongs to, or begin one."""
        if mention.type == "PERSON":
            chain = self._find_person(mention)
        elif mention.type in _PLACES or mention.type == "NORP":
            chain = self._find_capital(mention) or self._by_key.get(self._place_key(mention))
        else:
            chain = self._find_body(mention)
        chain = self.link(mention, chain) if chain is not None else self.open(mention)
        self._index(mention, chain)
        self._of_name[id(mention.name)] = chain
        return chain

    def _index(self, mention: Mention, chain: Chain) -> None:
        if mention.type in _PLACES or mention.type == "NORP":
            self._by_key.setdefault(self._place_key(mention), chain)
            return
        words = bare(mention.words)
        self._by_key.setdefault(words, chain)
        if mention.type == "PERSON":
            for word in words:
                rows = self._by_word.setdefault(word, [])
                if chain not in rows:
                    rows.append(chain)
        else:
            for key in short_forms(words):
                self._by_key.setdefault(key, chain)

    def _place_key(self, mention: Mention) -> tuple[str, ...]:
        name = mention.name
        if name is not None and name.code and name.kind in ("state", "nation") and name.type in ("GPE", "NORP"):
            return (f"#{name.kind}", name.code)
        return mention.words

    def _find_capital(self, mention: Mention) -> Chain | None:
        """ "Moscow" for Russia's government: only where it acts, and the state was named."""
        name = mention.name
        if name is None or name.kind != "capital" or not name.code or not self.acts(mention):
            return None
        return self._by_key.get(("#state", name.code))

    def acts(self, mention: Mention) -> bool:
        """Whether the mention is the subject of a verb that only a party can be the subject of."""
        head = self.parse.tokens[mention.head]
        if head.dep not in ("nsubj", "nsubjpass", "agent"):
            return False
        verb = self.parse.head(head).lemma.lower()
        return verb in self.nouns.speech or verb in self.nouns.will

    def _find_person(self, mention: Mention) -> Chain | None:
        words = bare(mention.words)
        if not words or (len(words) == 1 and len(mention.words) > 1 and mention.words[-1] in _SUFFIXES):
            return None  # "Donald Jr." is the son
        rows = [chain for chain in self._by_word.get(words[-1], ())[-8:] if self.agrees(chain, mention)]
        if len(words) > 1:
            full = [chain for chain in rows if may_be(words, chain.forms)]
            return max(full, key=lambda chain: len(chain.mentions), default=None)
        surnamed = [chain for chain in rows if any(bare(form)[-1:] == words for form in chain.forms)]
        return max(surnamed or rows, key=lambda chain: self._standing(chain, mention), default=None)

    def _standing(self, chain: Chain, mention: Mention) -> tuple[bool, int, int]:
        """Of two who share a surname: no relative of whom the report is about, who is spoken of more or just named."""
        near = mention.turn - chain.last.turn <= 1 and any(len(form) > 1 for form in chain.forms)
        relative = not chain.offices.isdisjoint(self.nouns.kin)
        return not relative, len(chain.mentions) + (4 if near else 0), chain.last.first

    def agrees(self, chain: Chain, mention: Mention) -> bool:
        """Whether nothing known of the two genders speaks against their being one."""
        gender = chain.gender or chain.likely_gender
        return not (gender and mention.gender and gender != mention.gender)

    def _find_body(self, mention: Mention) -> Chain | None:
        words = bare(mention.words)
        found = self._by_key.get(words)
        if found is not None and found.type == "PERSON":
            return None
        if found is not None or len(words) < 2:
            return found
        # The full name after its letters: "the AWN, the Afghan Women's Network".
        letters = self._by_key.get((initials(words),))
        if letters is not None and letters.type == "ORG" and not any(len(form) > 1 for form in letters.forms):
            return letters
        return None

    # --- nouns ---

    def take_noun(self, mention: Mention) -> Chain:
        """Link a noun to the chain it takes up again, or begin one."""
        if mention.owner is not None:
            owner = self._of_name.get(id(mention.owner))
            return self.link(mention, owner) if owner is not None else self.open(mention)
        chain: Chain | None = None
        if mention.possessor >= 0:
            return self._take_owned(mention)
        if mention.owned:
            return self.open(mention)
        if mention.type == "PERSON":
            chain = self._person_called(mention)
        elif mention.type == "ORG":
            chain = self._body_called(mention)
        elif mention.type in ("GPE", "LOC"):
            chain = self._place_called(mention)
        elif mention.type == "GROUP":
            chain = self._group_called(mention)
        return self.link(mention, chain) if chain is not None else self.open(mention)

    def _take_owned(self, mention: Mention) -> Chain:
        """ "Its foreign ministry": that of the state that "its" stands for; whatever else is owned is new."""
        owner = self.at.get(mention.possessor)
        chain: Chain | None = None
        if owner is not None and owner.type == "GPE" and owner.country:
            mention.country = mention.country or owner.country
            chain = self._body_called(mention) if mention.type == "ORG" else None
        return self.link(mention, chain) if chain is not None else self.open(mention)

    def _synonyms(self, word: str) -> frozenset[str]:
        return self.nouns.same.get(word, frozenset({word}))

    def _person_called(self, mention: Mention) -> Chain | None:
        if not mention.definite:
            return None
        words = self._synonyms(mention.word)
        if mention.word in ("man", "woman"):
            return self._only_one(mention)
        for exact in (True, False):
            for chain in self.window():
                if chain.type != "PERSON" or chain.number == "many" or not self.agrees(chain, mention):
                    continue
                distance = mention.turn - chain.last.turn
                if distance > 12 or not self._fits_country(chain, mention):
                    continue
                # A word of like meaning counts only for somebody just spoken of, before other words for others.
                wanted = words if distance <= 2 or not exact else {mention.word}
                if (
                    chain.forms
                    and (wanted & chain.offices or (mention.mods & _UNDER and wanted & chain.role_words))
                    and mention.mods <= chain.role_words | _person_words(chain)
                ):
                    return chain
                alike = mention.word in chain.heads and _compatible(mention.mods, chain.mods)
                if not chain.forms and alike and mention.names <= chain.mods:
                    return chain
        return None

    def _only_one(self, mention: Mention) -> Chain | None:
        """ "The woman": the one woman of the last sentences, if there is just one."""
        near = [
            chain
            for chain in self.window()
            if chain.type == "PERSON" and chain.gender == mention.gender and mention.turn - chain.last.turn <= 2
        ]
        return near[0] if len(near) == 1 else None

    def _fits_country(self, chain: Chain, mention: Mention) -> bool:
        return not (chain.country and mention.country and chain.country != mention.country)

    def _body_called(self, mention: Mention) -> Chain | None:
        if not mention.definite and not mention.proper:
            return None
        if "MED" in self.nouns.fits.get(mention.word, ()) and mention.text.lower().startswith("this "):
            return None  # "this newspaper" is the outlet itself
        alone = not mention.mods and not mention.country and not mention.tail and mention.traits <= _HARMLESS
        if alone and mention.word in self.nouns.loose:
            found = self._body_in_general(mention)
            if found is not None:
                return found
        words = self._synonyms(mention.word)
        exact = frozenset({mention.word})
        # First a body not marked off from others of its kind ("the foreign-backed government"), then any.
        for wanted, plain in ((exact, True), (words, True), (exact, False), (words, False)):
            for chain in self.window():
                if plain and not chain.traits <= mention.traits | _HARMLESS:
                    continue
                if chain.type != "ORG" or mention.turn - chain.last.turn > 20 or not self._fits_country(chain, mention):
                    continue
                if not wanted & chain.heads or (mention.word in self.nouns.governments and _is_agency(chain)):
                    continue
                said = chain.mods | {word for form in chain.forms for word in form}
                if not mention.traits <= chain.traits | said | _HARMLESS:
                    continue
                alike = not chain.forms and mention.names <= chain.mods and _compatible(mention.mods, chain.mods)
                if mention.mods <= said or alike:
                    return chain
        if alone and (mention.word in self.nouns.general or mention.word in self.nouns.fits):
            return self._body_in_general(mention)
        return None

    def _body_in_general(self, mention: Mention) -> Chain | None:
        """ "The company" for the body named last, if its code lets it be one."""
        fitting = list(islice(self._bodies_fitting(mention), 2))
        if len(fitting) > 1 and fitting[0].last.turn == fitting[1].last.turn and mention.word not in fitting[0].heads:
            first, other = (any(m.subject and m.turn == c.last.turn for m in c.mentions[-4:]) for c in fitting)
            return fitting[1] if other and not first else fitting[0]  # whom the sentence before was about
        return next(iter(fitting), None)

    def _bodies_fitting(self, mention: Mention) -> Iterator[Chain]:
        """Bodies that a general word may stand for, the one named last first."""
        wanted = self.nouns.fits.get(mention.word)
        head = self.parse.tokens[mention.head]
        violent = mention.subject and self.parse.head(head).lemma.lower() in self.nouns.violent
        for chain in self.window():
            if mention.turn - chain.last.turn > 4:
                continue
            if chain.type != "ORG" or chain.last.headline or (violent and chain.code and _PEACEFUL.search(chain.code)):
                continue
            if mention.word in chain.heads:
                yield chain
                continue
            if not chain.forms or not self._is_party(chain):
                continue
            code = chain.code or ""
            if wanted is None and code[3:6] not in ("GOV", "LEG", "MIL", "JUD") and not code.startswith("GOV"):
                yield chain
            # A ministry, department or court says in its name what it is, so that its code is known.
            unknown = not code[3:] and wanted is not None and wanted.isdisjoint(_TOLD)
            if wanted is not None and (unknown or any(sector in code for sector in wanted)):
                yield chain

    def _is_party(self, chain: Chain) -> bool:
        """Whether its name stands anywhere but before another noun: the "Harbour terminal" names a terminal."""
        deps = (self.parse.tokens[m.head].dep for m in chain.mentions if m.kind == "name")
        return any(dep not in ("compound", "nmod", "amod") for dep in deps)

    def _place_called(self, mention: Mention) -> Chain | None:
        if not mention.definite or mention.country or mention.mods:
            return None
        state = mention.type == "GPE"
        here = self._country_so_far(mention) if state else None
        if here is not None:
            return here
        near = [
            chain
            for chain in self.window()
            if chain.type == "GPE"
            and chain.forms
            and (chain.kind == "state") == state
            and mention.turn - chain.last.turn <= 5
        ]
        before = [
            chain for chain in near if any(m.subject and 0 <= mention.turn - m.turn <= 1 for m in chain.mentions[-4:])
        ]
        return next(iter(before or near), None)

    def _country_so_far(self, mention: Mention) -> Chain | None:
        """The state of the body that is its sentence's party: "The Taliban said the country ..."."""
        for chain in self.window():
            if chain.last.sentence != mention.sentence:
                break
            if chain.type in ("ORG", "GROUP", "NORP") and chain.country and chain.last.subject:
                return self._by_key.get(("#state", chain.country))
        return None

    def _group_called(self, mention: Mention) -> Chain | None:
        for chain in self.window():
            if chain.type != "GROUP" or mention.word not in chain.heads or mention.turn - chain.last.turn > 8:
                continue
            alike = mention.mods == chain.mods and mention.traits == chain.traits
            if chain.country == mention.country and alike and not mention.counted:
                return chain
            if mention.definite and mention.country in (None, chain.country) and mention.mods <= chain.mods:
                return chain
        return None


def _offices(role: str) -> Iterator[str]:
    """The words of a role that say what somebody is: neither whose he is nor what he is over or under.

    "sheriff's deputy" is no sheriff, "mother of the mayor" no mayor, "deputy prime minister" no prime minister.
    """
    inside = True
    for part in role.lower().replace(",", " , ").split():
        word = part.strip('.,()"“”')
        if part == "," or word in _RESUMES:
            inside = True
        elif word in _LINKS:
            inside = False
        elif inside and not word.endswith(("'s", "’s", "s'", "s’")):
            yield word
            inside = word not in _UNDER


def _is_agency(chain: Chain) -> bool:
    """Whether a body is called an "Administration" of something and is no government's."""
    short = any(len(form) < _AGENCY and form[-1:] == chain.fullest[-1:] for form in chain.forms)
    return len(chain.fullest) >= _AGENCY and not short


def _person_words(chain: Chain) -> set[str]:
    return chain.mods | chain.role_words | {"former", "ex"}


def _compatible(one: frozenset[str], other: set[str]) -> bool:
    return one <= other or other <= one
