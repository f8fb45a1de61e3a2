"""What a report takes back: "An earlier version said that Togo had closed the border; it was Benin".

What an earlier version said is what the report no longer says: it is told as denied, here and where a line that was
not put right still tells it. Where only a figure or a day is put right, the act stays as the report tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import EventMention
from dateline.read.actors.codes import country_of
from dateline.read.events.acts import Acts
from dateline.read.events.frames import lemma_of, subject_of
from dateline.read.text import Parse, Token

_DETAIL = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"})
_NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC", "FAC"})
_OWN = frozenset({"version", "headline", "caption"})  # "an earlier report" may be another outlet's
_WRONG = frozenset({"incorrectly", "wrongly", "mistakenly", "erroneously", "inaccurately", "falsely"})


def without_withdrawn(parse: Parse, acts: Acts, events: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """The events of a report with those that it takes back told as denied.

    Args:
        parse: The report's prose.
        acts: The act lexicon, with the words for an earlier version.
        events: What was read from it, in text order.

    Returns:
        The same, less what only repeats an error in a detail.
    """
    errors = {error.i: error for error in parse.tokens if _tells_error(parse, acts, error)}
    if not errors:
        return tuple(events)
    above = {event: _error_above(parse, errors, event) for event in events}
    wrong = [event for event, error in above.items() if error is not None and not _is_detail(parse, error)]
    kept = []
    for event in events:
        if event in wrong or (above[event] is None and any(_is_same(event, other) for other in wrong)):
            kept.append(replace(event, status="denied", polarity="positive"))
        elif above[event] is None:
            kept.append(event)
    return tuple(kept)


def _tells_error(parse: Parse, acts: Acts, verb: Token) -> bool:
    """ "An earlier version said", "the headline incorrectly said"."""
    if verb.pos != "VERB" or not (lemma_of(verb) in acts.words["speech"] or lemma_of(verb) in acts.words["misreport"]):
        return False
    subject = subject_of(parse, verb)
    if subject is None or lemma_of(subject) not in acts.words["printing"]:
        return False
    if lemma_of(verb) in acts.words["misreport"] or {c.lower for c in parse.children(verb, "advmod")} & _WRONG:
        return True
    own = lemma_of(subject) in _OWN or any(
        block.kind == "correction" and block.first <= verb.sentence < block.last for block in parse.blocks
    )
    return own and bool({c.lower for c in parse.children(subject, "amod", "advmod")} & acts.words["earlier"])


def _error_above(parse: Parse, errors: dict[int, Token], event: EventMention) -> Token | None:
    """The verb that says an event was wrongly told, if one stands over it and before it."""
    trigger = parse.token_at(event.trigger.start)
    if trigger is None:
        return None
    found = next((errors[token.i] for token in parse.ancestors(trigger) if token.i in errors), None)
    return found if found is not None and found.i < trigger.i and not _is_rest(parse, found, trigger) else None


def _is_rest(parse: Parse, error: Token, token: Token) -> bool:
    """Whether a word stands in what puts an error right: after a semicolon, or in a clause coordinated with it."""
    return any(other.text == ";" for other in parse.tokens[error.i : token.i])


def _is_detail(parse: Parse, error: Token) -> bool:
    """Whether what puts an error right names only a figure or a day: "seven died; it was four"."""
    sentence = parse.sentence_of(error)
    block = next(b for b in parse.blocks if b.first <= error.sentence < b.last)
    last = parse.sentences[block.last - 1].last
    stop = next((t.i for t in parse.words(sentence) if t.i > error.i and t.text == ";"), sentence.last)
    kinds = {token.entity for token in parse.tokens[stop:last]}
    return bool(kinds & _DETAIL) and not kinds & _NAMED


def _is_same(event: EventMention, wrong: EventMention) -> bool:
    """Whether a line tells the act that was taken back: the same act of the same sides."""
    if event.type != wrong.type or event.act != wrong.act:
        return False
    sides = [
        ({country_of(a.code) for a in mine}, {country_of(a.code) for a in theirs})
        for mine, theirs in (
            (event.source_actors, wrong.source_actors),
            (event.target_actors, wrong.target_actors),
        )
    ]
    return all(not mine or not theirs or mine == theirs for mine, theirs in sides) and bool(sides[0][0] & sides[0][1])
