"""Who a noun phrase stands for: its words, the entity it belongs to, its name and actor code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from dateline.model import Actor, Entity, Place, Quote, Span
from dateline.read.actors import code_actor, code_country, holds_rank, names_state
from dateline.read.actors.codes import country_of, has_country, sector_of
from dateline.read.events.backdrop import Backdrop
from dateline.read.text import Parse, Token

_LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nmod",
        "quantmod",
        "predet",
        "case",
        "neg",
        "npadvmod",
        "advmod",
        "punct",
    }
)
_WITHIN = frozenset({"of", "in", "from", "at", "near", "inside", "outside", "for"})
_NAME_POS = frozenset({"PROPN", "ADJ", "NOUN"})
_WIDEST = 250  # tokens of one clause or phrase that are looked at: a sentence of news has 25
_DEEPEST = 60  # tokens of one phrase that are looked through for a name
_LANDS = frozenset({"GPE", "LOC", "FAC"})
_ACRONYM = 3  # letters of a short country name in capitals
_SEAT = 4  # words from an office to its seat
_PRONOUNS = frozenset({"PRP", "PRP$"})
_WATERS = frozenset({"sea", "seas", "gulf", "ocean", "strait", "straits", "bay", "waters", "channel"})
_SAYING = frozenset({"allege", "alleges", "say", "says", "said", "tell", "told", "claim", "claims"})
_GROUP = frozenset({"they", "them", "their"})
_HOURS = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})  # "in Oslo hours after"
_LOCAL = frozenset({"COP", "CVL", "EDU", "HLH", "JUD", "LAB", "BUS", "REL"})  # of a town as well as of a state
_CROWNS = frozenset({"king", "pope", "prince", "bishop", "duke", "baron", "abbot"})  # surnames, without an article
_COMPASS = frozenset({"north", "south", "east", "west"})
_ASKING = frozenset({"when", "where", "why", "while"})


def is_people(actors: Sequence[Actor]) -> bool:
    """Whether any of the actors is more than a country: an office, a force, a group."""
    return any(actor.code is not None and len(actor.code) > 3 for actor in actors)


def reach(parse: Parse, token: Token, *, without: tuple[str, ...] = ()) -> list[Token]:
    """A token with what is below it, in text order, the nearest `_WIDEST` tokens at most: time stays linear."""
    found: list[Token] = []
    ahead = [token]
    while ahead and len(found) < _WIDEST:
        found.extend(ahead)
        ahead = [c for item in ahead for c in parse.children(item) if c.dep not in without]
    return sorted(found[:_WIDEST], key=lambda item: item.i)


def _is_sentence(tokens: Sequence[Token]) -> bool:
    """Whether the parser took a verb of saying into a name: "Police allege John Smith"."""
    return any(token.lower in _SAYING for token in tokens)


class Parties:
    """Turns tokens of one report into actors; remembers what it has looked up."""

    def __init__(
        self,
        parse: Parse,
        entities: Sequence[Entity],
        on: date | None,
        places: Sequence[Place] = (),
        quotes: Sequence[Quote] = (),
    ) -> None:
        self.parse = parse
        self.on = on
        self._spoken = [
            (span, quote.speaker.entity) for quote in quotes if quote.kind == "direct" for span in quote.content
        ]
        self._numbers = {id(entity): number for number, entity in enumerate(entities)}
        self._starts = [token.start for token in parse.tokens]
        self._entities = self._heads_of(entities)
        self._lands = self._heads_of_places(places)
        self.backdrop = Backdrop(parse, entities, places)
        self.home = self.backdrop.home
        self._names: dict[int, list[tuple[int, str]]] = {}
        self._known: dict[int, tuple[Actor, ...]] = {}

    def _heads_of(self, entities: Sequence[Entity]) -> dict[int, Entity]:
        """The head token of each mention: a noun phrase is the entity's when the mention ends where it ends."""
        found: dict[int, Entity] = {}
        for entity in entities:
            for mention in entity.mentions:
                first = bisect_left(self._starts, mention.start)
                last = bisect_left(self._starts, mention.end)
                inside = range(first, last)
                for i in inside:
                    token = self.parse.tokens[i]
                    if token.head not in inside or token.head == i:
                        found.setdefault(i, entity)
                        break
        return found

    def _country_at(self, i: int, code: str | None) -> str | None:
        """A town's country where no dictionary has it; the place reader also knows which Georgia is meant."""
        country, whole = self._lands.get(i, ("", True))
        if self.parse.tokens[i].text.isupper() and len(self.parse.tokens[i].text) > _ACRONYM:
            return code  # "SWAT" is no valley
        told = code is None or (not whole and names_state(self.parse.tokens[i].text))
        return country if country and told else code

    def _heads_of_places(self, places: Sequence[Place]) -> dict[int, tuple[str, bool]]:
        """The last token of each place whose country is known, and whether the name is no division."""
        found: dict[int, tuple[str, bool]] = {}
        for place in places:
            last = bisect_left(self._starts, place.span.end) - 1
            if place.country is not None and last >= 0 and self.parse.tokens[last].start >= place.span.start:
                found[last] = (place.country, place.kind != "division")
        return found

    def entity_at(self, token: Token) -> Entity | None:
        """The entity whose mention has this token as its head."""
        return self._entities.get(token.i)

    def phrase(self, head: Token, *, within: bool = True) -> Span:
        """A noun with what stands before it, and "of", "in", "from" phrases that follow it at once."""
        tokens = self.parse.tokens
        first = last = head.i
        for i in head.children:
            child = tokens[i]
            if i < head.i and child.dep in _LEFT and not self._is_told(child, head):
                first = min(first, self._left_edge(child))
        first = self._noun_start(first, head)
        if within:
            for i in head.children:
                child = tokens[i]
                if i < head.i or child.dep in ("case", "punct"):
                    continue
                if child.dep != "prep" or child.lower not in _WITHIN or i > last + 2 or self._is_at_sea(child):
                    break
                last = reach(self.parse, child, without=("relcl", "acl", "advcl", "appos"))[-1].i
        while tokens[first].dep == "punct" and first < head.i:
            first += 1
        return Span(tokens[first].start, tokens[last].end)

    def _noun_start(self, first: int, head: Token) -> int:
        """Where a noun's own words begin: at its article, after a clock time or cry that the parser took in with it."""
        tokens = self.parse.tokens
        while first < head.i and tokens[first].lower in _ASKING:
            first += 1
        for i in range(first + 1, head.i):
            if tokens[i].tag == "DT" and tokens[i].dep == "det" and tokens[i].head == head.i:
                before = tokens[first:i]
                return first if any(t.dep in ("predet", "case") or t.tag in ("DT", "PDT") for t in before) else i
        return first

    def _is_told(self, child: Token, head: Token) -> bool:
        """ "Told police Ruiz had left": whom something was told is no part of the name that follows."""
        if child.dep != "compound" or head.entity != "PERSON" or not child.text.islower() or child.i == 0:
            return False
        several = child.tag == "NNS" or child.lower == "police"
        return several and self.parse.tokens[child.i - 1].lower in _SAYING

    def _is_at_sea(self, prep: Token) -> bool:
        """ "In the Gulf of Aden": in no country, whatever the gulf is named after."""
        pobj = self.parse.child(prep, "pobj")
        return pobj is not None and pobj.lower in _WATERS

    def _left_edge(self, token: Token) -> int:
        edge = token.i
        for i in token.children:
            if i < edge:
                edge = min(edge, self._left_edge(self.parse.tokens[i]))
        return edge

    def code_of(self, text: str) -> str | None:
        """The code of a phrase as of the report's day; nothing longer than a name or office is asked for."""
        return code_actor(text[:300], self.on)

    def actors(self, head: Token) -> tuple[Actor, ...]:
        """The actor or actors that a noun phrase stands for: two for "Hungarian and Romanian officials"."""
        if head.i not in self._known:
            self._known[head.i] = tuple(self._split(head) or [self._actor(head)])
        return self._known[head.i]

    def _split(self, head: Token) -> list[Actor]:
        """ "French and German troops": the nationalities share the noun."""
        for i in head.children:
            adjective = self.parse.tokens[i]
            if adjective.dep not in ("amod", "compound", "nmod") or i > head.i:
                continue
            others = [t for t in self.parse.children(adjective, "conj") if t.i < head.i]
            if not others:
                continue
            rest = self.parse.text[others[-1].end : head.end]
            made = []
            for word in (adjective, *others):
                if not word.text[:1].isupper():
                    return []
                code = self.code_of(word.text + rest)
                if has_country(code) and self.code_of(word.text):
                    made.append(Actor(Span(word.start, word.end), word.text, word.text + rest, code))
            if len(made) > 1:
                return made
        return self._split_owners(head)

    def _split_owners(self, head: Token) -> list[Actor]:
        """ "the leaders of Poland and Latvia": as many actors as countries."""
        prep = next((c for c in self.parse.children(head, "prep") if c.lower in ("of", "from")), None)
        first = self.parse.child(prep, "pobj") if prep is not None else None
        lead = self.phrase(head, within=False).of(self.parse.text)
        if first is not None and first.tag == "NNS" and self.parse.child(first, "prep") is not None:
            inner = self.parse.children(first, "prep")[0]  # "the heads of the armies of Chad and Niger"
            lead = self.parse.text[self.phrase(head, within=False).start : first.end]
            first = self.parse.child(inner, "pobj") if inner.lower == "of" else None
        if first is None or head.tag not in ("NNS", "NNPS") or first.pos != "PROPN":
            return []
        owners, ahead = [], [first]
        while ahead:
            token = ahead.pop(0)
            owners.append(token)
            ahead.extend(self.parse.children(token, "conj"))
        made = []
        for owner in owners:
            name = self.phrase(owner, within=False).of(self.parse.text)
            code = self.code_of(f"{lead} of {name}") or self.code_of(f"{lead} from {name}")
            if has_country(self.code_of(name)) and has_country(code):
                made.append(Actor(owner.span, name, f"{lead} of {name}", code))
        return made if len(made) > 1 else []

    def _actor(self, head: Token) -> Actor:
        entity = self.entity_at(head)
        if entity is not None and head.tag in _PRONOUNS and self._is_misread(head, entity):
            entity = None
        if entity is None and head.tag in ("WP", "WDT") and (noun := self._relative_head(head)) is not None:
            return replace(self._actor(noun), span=head.span, text=head.text)
        if entity is None and head.lower in ("he", "she") and (main := self._main_subject(head)) is not None:
            entity = self.entity_at(main)
        if head.tag in _PRONOUNS:
            return self._as_pronoun(head, entity)
        whole, bare = self.phrase(head), self.phrase(head, within=False)
        code = self._worded(head, whole, bare, entity)
        if entity is not None and entity.type == "PERSON" and _is_sentence(self.parse.tokens_in(bare)):
            bare, code = head.span, entity.code
        if code is not None and not has_country(code) and whole == bare:
            code = self._seated(head, bare) or code
        code = self._by_entity(entity, bare, code)
        if not has_country(code):
            code = self._by_apposition(head, code)
        code = self._placed(head, code)
        name = entity.name if entity is not None else " ".join(bare.of(self.parse.text).split())
        return Actor(bare, bare.of(self.parse.text), name, code)

    def _worded(self, head: Token, whole: Span, bare: Span, entity: Entity | None) -> str | None:
        """The code that a noun phrase's own words give: with what follows it, unless that only tells where."""
        code = self.code_of(whole.of(self.parse.text))
        if whole != bare and (code is None or self._is_there(head)):
            own = self.code_of(bare.of(self.parse.text))
            code = own if code is None or has_country(own) else (country_of(code) + (own or "")) or None
        if head.pos == "PROPN" and len(bare) == len(head.text):  # Mr King is no king
            if entity is not None and entity.type == "PERSON":
                code = entity.code
            elif head.lower in _CROWNS and head.tag == "NNP":
                code = None
        return self._namesake(bare, code or "") if has_country(code) else code

    def _placed(self, head: Token, code: str | None) -> str | None:
        """The code with what the places of the report add: a town's country, whose officer, half a state's name."""
        if head.pos == "PROPN" and head.entity in _LANDS and (code is None or len(code) == 3):
            code = self._country_at(head.i, code)
        if code is None and head.lemma.lower() == "officer" and self.backdrop.is_policed and self._is_plain(head):
            code = "COP"
        return self._compass(head) or code

    def _as_pronoun(self, head: Token, entity: Entity | None) -> Actor:
        """A pronoun as whom it stands for."""
        if entity is None:
            return Actor(head.span, head.text, head.text, None)
        officer = entity.code is None and entity.name.lower() == "officer" and self.backdrop.is_policed
        return Actor(head.span, head.text, entity.name, "COP" if officer else entity.code)

    def _relative_head(self, pronoun: Token) -> Token | None:
        """The noun whose clause "who" begins."""
        for verb in islice(self.parse.ancestors(pronoun), 3):
            if verb.dep == "relcl":
                noun = self.parse.head(verb)
                return noun if noun.i < pronoun.i and noun.pos in ("NOUN", "PROPN") else None
        return None

    def _by_entity(self, entity: Entity | None, bare: Span, code: str | None) -> str | None:
        """The code, with what the report tells of its bearer elsewhere: an office, a country, the force of a rank."""
        if entity is None:
            return code
        if has_country(entity.code) and not has_country(code):
            code = entity.code
        person = entity.type == "PERSON" and bool(entity.names)
        if person and code is None:
            code = entity.code
        if code is not None and sector_of(code) == "MIL" and self.backdrop.is_policed:
            words = f"{entity.role or ''} {bare.of(self.parse.text)}" if person else bare.of(self.parse.text)
            code = code.replace("MIL", "COP") if holds_rank(words) else code
        if code is not None and entity.type == "ORG" and self.backdrop.is_stray(bare.of(self.parse.text), code):
            code = None
        return code

    def _namesake(self, bare: Span, code: str) -> str:
        """ "Georgia prosecutors": of two lands of one name the place reader knows which is meant."""
        for token in self.parse.tokens_in(bare):
            country, _ = self._lands.get(token.i, ("", True))
            if country == self.home != code[:3] and country and code_country(token.text) == code[:3]:
                return country + code[3:]
        local = self.backdrop.only_country
        if local not in ("", code[:3]) and sector_of(code) in _LOCAL and not self.backdrop.tells_of(code[:3]):
            towns = [t for t in self.parse.tokens_in(bare) if code_country(t.text) == code[:3]]
            if towns and not any(names_state(t.text) for t in towns):
                return local + code[3:]  # "Berlin police" in Connecticut
        return code

    def _is_plain(self, head: Token) -> bool:
        """Whether no other noun stands before a noun: "an officer" is no "press officer"."""
        return self.parse.child(head, "compound", "nmod", "poss") is None

    def _compass(self, head: Token) -> str | None:
        """The first of "South and North Korea", which is told by half its name."""
        if head.lower not in _COMPASS or head.pos != "PROPN":
            return None
        for other in self.parse.children(head, "conj"):
            half = self.parse.child(other, "compound", "amod")
            if half is not None and half.lower in _COMPASS and half.lower != head.lower:
                return self.code_of(f"{head.text} {other.text}")
        return None

    def _is_there(self, head: Token) -> bool:
        """Whether what follows only tells where: an area near a university is no school."""
        links = [c for c in self.parse.children(head, "prep") if c.i > head.i]
        return bool(links) and links[0].lower in ("near", "outside", "inside", "at")

    def _main_subject(self, pronoun: Token) -> Token | None:
        """Whom "before he was shot, Deputy Kim had called" tells of: the person who is the subject that follows."""
        clause = self.parse.head(pronoun)
        for head in (clause, self.parse.head(clause)):
            above = self.parse.head(head)
            if head.dep in ("advcl", "pcomp") and head.i < above.i:
                verb = self.parse.head(above) if above.dep == "prep" else above
                subject = self.parse.child(verb, "nsubj", "nsubjpass")
                if subject is not None and subject.i > pronoun.i and subject.entity == "PERSON":
                    return subject
        return None

    def _is_misread(self, pronoun: Token, entity: Entity) -> bool:
        """Whether a pronoun in direct speech was read as its speaker, or "they" there as somebody named outside it.

        Who speaks of himself says "I"; whom a speaker means by "they" the report need not have named.
        """
        if pronoun.lower in ("his", "her") and self._is_rivalled(pronoun, entity):
            return True
        if pronoun.lower in ("it", "its") and entity.type in ("PERSON", "GROUP"):
            return True
        for span, speaker in self._spoken:
            if not span.holds(pronoun.span):
                continue
            if speaker == self._numbers[id(entity)]:
                return True
            named = any(span.holds(mention) and mention.end < pronoun.start for mention in entity.mentions)
            if pronoun.lower in _GROUP and not named:
                return True
        return pronoun.lower in _GROUP and self._is_blurred(pronoun, entity)

    def _is_rivalled(self, pronoun: Token, entity: Entity) -> bool:
        """Whether somebody else is named before "his" in its sentence, and its own person is not."""
        sentence = self.parse.sentence_of(pronoun)
        if any(sentence.span.holds(mention) and mention.end <= pronoun.start for mention in entity.mentions):
            return False
        return any(token.entity == "PERSON" and token.i < pronoun.i for token in self.parse.words(sentence))

    def _is_blurred(self, pronoun: Token, entity: Entity) -> bool:
        """Whether "they" may as well be others named since: "the navy caught the pirates as they tried to board"."""
        last = max((mention for mention in entity.mentions if mention.end <= pronoun.start), default=None)
        sentence = self.parse.sentence_of(pronoun).span
        if last is None or not sentence.holds(last):
            return False
        if last.of(self.parse.text).lower() == "it":
            return True
        told = [head for head in self.parse.ancestors(pronoun) if head.dep in ("ccomp", "parataxis")]
        if told and last.end <= told[0].start and self.parse.token_at(last.start) is not None:
            return False  # "police said they"
        between = self.parse.tokens_in(Span(last.end, pronoun.start))
        return any(token.tag == "NNS" and self.code_of(token.text) is not None for token in between)

    def _seated(self, head: Token, bare: Span) -> str | None:
        """ "Recognised the authorities in Damascus": a seat that follows at once is theirs, whatever it hangs on."""
        after = head.i + 1
        if after >= len(self.parse.tokens):
            return None
        link = self.parse.tokens[after]
        seat = self.parse.child(link, "pobj") if link.dep == "prep" and link.lower in ("in", "of", "from") else None
        if seat is None or seat.pos != "PROPN" or seat.i - head.i > _SEAT:
            return None
        text = bare.of(self.parse.text) + self.parse.text[bare.end : seat.end]
        code = self.code_of(text)
        return code if has_country(code) else None

    def _by_apposition(self, head: Token, code: str | None) -> str | None:
        """ "Aino Virtanen, the Finnish envoy": what stands beside a name tells whose she is."""
        beside = self.parse.children(head, "appos")
        if head.dep == "appos":
            beside.append(self.parse.head(head))
        for other in beside:
            found = self.code_of(self.phrase(other).of(self.parse.text))
            if has_country(found):
                return found
        return code

    def names(self, sentence: int) -> list[tuple[int, str]]:
        """The tokens of a sentence that name a country, nationality or body, each with its code."""
        if sentence not in self._names:
            found = []
            for token in self.parse.words(self.parse.sentences[sentence]):
                if token.pos not in _NAME_POS or not token.text[:1].isupper():
                    continue
                entity = self.entity_at(token)
                compound = self.parse.child(token, "compound")
                first = compound.i if compound is not None else token.i
                code = self.code_of(self.parse.text[self.parse.tokens[min(first, token.i)].start : token.end])
                if not has_country(code) and entity is not None:
                    code = entity.code
                if not has_country(code) and first != token.i:
                    code = self.code_of(token.text)
                if token.pos == "PROPN" and token.entity in _LANDS and (code is None or len(code) == 3):
                    code = self._country_at(token.i, code)
                if code is not None and has_country(code):
                    found.append((token.i, code))
            self._names[sentence] = found
        return self._names[sentence]

    def lends(self, actor: Actor) -> bool:
        """Whether where an act was says of which country its people are: a town with namesakes told alone does not."""
        return self.backdrop.told is None or country_of(actor.code) in self.backdrop.told

    def named_within(self, head: Token, *, without: frozenset[int] = frozenset()) -> list[Actor]:
        """The actors named anywhere below a token, the nearest to it first."""
        names = self.names(head.sentence)
        if not names:
            return []
        codes = {i for i, _ in names}
        found: list[Token] = []
        ahead, seen = [head.i], 0
        while ahead and seen < _DEEPEST:
            i = ahead.pop(0)
            seen += 1
            if i in without:
                continue
            if i in codes and i != head.i:
                found.append(self.parse.tokens[i])
            elif i in codes:
                found.insert(0, self.parse.tokens[i])
            ahead.extend(self.parse.tokens[i].children)
        return [actor for token in found for actor in self.whole_actor(token)]

    def whole_actor(self, token: Token) -> tuple[Actor, ...]:
        """The actor whose name or nationality a token is: "Palestinian" in "Palestinian police"."""
        head = self.parse.head(token)
        if token.dep in ("amod", "compound", "nmod") and head.i != token.i and head.lower not in _HOURS:
            made = self.actors(head)
            if any(has_country(actor.code) for actor in made):
                return tuple(actor for actor in made if has_country(actor.code))
        made = self.actors(token)
        if any(has_country(actor.code) for actor in made):
            return made
        code = dict(self.names(token.sentence)).get(token.i)
        return (Actor(token.span, token.text, token.text, code),)
