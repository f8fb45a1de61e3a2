"""Captions of pictures, told by their credits and by the places of people in them.

A picture's credit is no credit of the report: "(Photo: Ana Doe/AFP)" says whose picture it is.
"""

from __future__ import annotations

import re

from dateline.read.agencies import name_agency
from dateline.read.paragraphs import ends_sentence

_LONGEST = 400
_GLUED_CREDIT = 350  # a caption stuck to a first paragraph has its credit within this many code points
_HINTS = ("(", "[", "**", "/", "hoto", "HOTO", "icture", "mage")
_NUMBERED = re.compile(r"\d{1,3}\s?(?:/|of)\s?\d{1,3}\b(?!\s?(?:percent|per cent|%))")
_PLACED = re.compile(
    r"\(\s*(?:\d[LRC]|(?:from |at )?(?:far |top |bottom |second |third )?(?:left|right|centre|center))\s*\)"
    r"|\([LRC]\)"
)
_CREDITED = re.compile(
    r"(?:[(\[](?:[Pp]hoto|[Ii]mage|[Pp]icture|[Pp]hotograph|[Cc]redit|[Vv]ideo|[Cc]ourtesy|[Ff]ile|[Hh]andout)\b"
    r"[^()\[\]\n]{0,90}[)\]]"
    r"|[(\[][^()\[\]\n]{2,60}\b(?:[Pp]hoto|[Hh]andout|[Ff]ile|Images?)\b[^()\[\]\n]{0,50}[)\]]"
    r"|\((?:[A-Z][\w.'’-]+\s?){1,4}(?:/\s?[A-Z][\w.'’ -]{1,40}){1,3}\)"
    r"|(?:Photograph|Photo|Picture|Image|PHOTO)(?: by)?:? [A-Z][^\n.]{2,80})\s*\.?"
)
_BOLD_CREDIT = re.compile(r"\*\*[^*\n]{2,100}\*\*\s*$")
_CLOSING = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]$")
_SLASHED = re.compile(r"(?:^|\s)((?:[^\W\d_][\w.'’-]+\s){0,3}[^\W\d_][\w.'’-]+)\s?/\s?([^\W\d_][\w.'’ -]{1,40})$")


def is_caption(words: str, plain: str, length: int) -> bool:
    """Whether a paragraph is a picture's: numbered, with people's places in it, or closing with a picture credit.

    Args:
        words: The paragraph.
        plain: The same without links and emphasis marks.
        length: Its length in code points.

    >>> words = "Ana Doe (2R) opens the bridge in Oslo. Ministry / AFP"
    >>> is_caption(words, words, len(words))
    True
    >>> is_caption("Doe (Labour) opened the bridge.", "Doe (Labour) opened the bridge.", 31)
    False
    """
    if length > _LONGEST or not (any(hint in words for hint in _HINTS) or plain[0].isdigit()):
        return False
    if _NUMBERED.match(plain) and not ends_sentence(plain):
        return True
    places = set(_PLACED.findall(words))
    if len(places) > 1 or any(place[1].isdigit() for place in places):
        return True
    if _BOLD_CREDIT.search(words) and "/" in words[-120:]:
        return True
    return _closes_with_credit(words, plain) or _closes_with_name(plain)


def find_caption_end(words: str) -> int:
    """Where a caption ends that is stuck to the front of a first paragraph; 0 when there is none.

    >>> words = "Cranes over a port. (Ana Doe/Reuters) The port will be rebuilt by next May, ministers in Oslo said."
    >>> words[find_caption_end(words):].split()[:3]
    ['The', 'port', 'will']
    """
    match = _CREDITED.search(words[:_GLUED_CREDIT])
    if match is None or match.group()[0] not in "([":
        return 0
    before, rest = words[: match.start()].rstrip(), words[match.end() :].lstrip()
    if len(before) < 15 or len(rest) < 50 or not rest[0].isupper():
        return 0
    return match.end() if before[-1] in ".!?”\"’'" or len(before) <= 200 else 0


def _closes_with_credit(words: str, plain: str) -> bool:
    last = None
    for match in _CREDITED.finditer(words):
        last = match
    if last is None or last.end() < len(words.rstrip()) or plain.count(". ") > 3:
        return False
    return last.start() > 0 or not plain[0].islower()


def _closes_with_name(plain: str) -> bool:
    """Whether a line without a stop closes with "(AFP)", "Ana Doe/AFP" or "AFP/Ana Doe"."""
    if ends_sentence(plain):
        return False
    closing = _CLOSING.search(plain)
    if closing and closing.start() > 10 and name_agency(closing[1]):
        return not ends_sentence(plain[: closing.start()].rstrip())
    slashed = _SLASHED.search(plain)
    if slashed is None:
        return False
    one, two = slashed[1], slashed[2]
    named = name_agency(one) or name_agency(two) or "images" in two.lower()
    return bool(named) and all(word[0].isupper() for word in f"{one} {two}".split() if word[0].isalpha())
