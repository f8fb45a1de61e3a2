"""A draft: an act as it is being read, before it is cast, dated and given its status."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.read.events.acts import Act, Frame
from dateline.read.text import Token


@dataclass(slots=True)
class Draft:
    """An act that is being read: what it is, where its words are, and how it is to be cast.

    ``core`` is the word that the base act's arguments hang on, ``top`` the outermost verb of its chain (whose subject
    is the source), ``noun`` an event noun, bare (then it is ``top``) or under a light verb; ``chain`` holds the
    operators over the act, outermost first, ``asked`` whom they address. ``base`` is the PLOVER type of the act under
    them. ``mood`` is what they make of it ("planned", "negative", "denied", "alleged"), or how a bare noun stands
    ("bare", "dated", "never": see `Act.bare`). ``taken`` are the tokens that belong to it.
    """

    type: str
    core: Token
    top: Token
    trigger: Token
    frame: Frame
    act: str
    mode: str = ""
    cameo: str = ""
    tail: Token | None = None  # the last word of a phrasal verb: its object is the verb's
    noun: Token | None = None
    asked: list[Token] = field(default_factory=list)
    chain: list[Token] = field(default_factory=list)
    swapped: bool = False
    future: str = ""
    over: bool = False
    needs: str = ""
    joint_type: str = ""
    base: str | None = None
    mood: str = ""
    written: bool = False  # told by the document that does it: "the decree recognising them was signed"
    taken: set[int] = field(default_factory=set)


def draft_of(act: Act, frame: Frame, core: Token, trigger: Token) -> Draft:
    """A draft of a base act at its words, nothing standing over it yet."""
    draft = Draft(act.type, core, core, trigger, frame, act.act, act.mode, act.cameo, future=act.future, base=act.type)
    draft.over, draft.needs, draft.joint_type = act.over, act.needs, act.joint_type
    return draft
