"""What is printed under a report, or glued to its last paragraph: sign-offs and agency credits."""

from __future__ import annotations

import re

from dateline.model import Span
from dateline.read.agencies import name_agency
from dateline.read.paragraphs import ends_sentence
from dateline.read.stamps import load_words

_LONGEST = 500
_WORD = re.compile(r"[^\W_]+")
_SIGN_OFF = re.compile(
    r"[(\[]?(?:(?:additional |other |further )?(?:reporting|writing|research|graphics|translation)"
    r"(?: and (?:writing|editing|reporting))?|editing|compiled|edited|written|reported|translated)"
    r"(?: contributed)? by ",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"(?:on )?(?:follow|twitter:|facebook:|e-?mail:?|on twitter,? follow|reach|contact)\b", re.IGNORECASE
)
_HANDLE = re.compile(r"\bon (?:twitter|facebook|instagram|x|threads|bluesky)\b|@\w|https?://", re.IGNORECASE)
_CREDIT = re.compile(r"(?:\s*[—–]\s*|\s+--?\s*|\s*/|\s*[(\[])([^\W\d_][\w.\-’' ]{1,40})[)\]]?\s*\.?$")


def is_sign_off(plain: str, length: int) -> bool:
    """Whether a paragraph only lists who reported, wrote and edited, or tells where to follow them.

    >>> is_sign_off("(Reporting by Ana Doe; Editing by Jo Poe)", 41)
    True
    >>> is_sign_off("Reporting by the panel shows that waters rose.", 46)
    False
    """
    if length > _LONGEST:
        return False
    if _SIGN_OFF.match(plain):
        return _is_name_list(plain)
    return length <= 200 and bool(_FOLLOW.match(plain) and _HANDLE.search(plain))


def find_sign_off(text: str, span: Span) -> int | None:
    """Where the bracketed sign-off begins that closes the paragraph at *span*.

    >>> text = "It will open in May. (Reporting by Ana Doe; Editing by Jo Poe)"
    >>> text[find_sign_off(text, Span(0, len(text))):][:10]
    '(Reporting'
    """
    start = max(span.start, span.end - _LONGEST)
    tail = text[start : span.end]
    if not tail.rstrip(" ._*").endswith(")"):
        return None
    opened = max(tail.rfind(form) for form in ("(Reporting", "(Additional", "(Writing", "(Editing"))
    if opened < 0 or start + opened <= span.start:
        return None
    return start + opened if _SIGN_OFF.match(tail, opened) and _is_name_list(tail[opened:]) else None


def find_closing_credit(text: str, span: Span) -> int | None:
    """Where a closing ``— Reuters``, ``(dpa)`` or ``/AP`` begins after the last sentence at *span*.

    >>> text = "It will open in May. — Reuters"
    >>> text[find_closing_credit(text, Span(0, len(text))):]
    '— Reuters'
    """
    start = max(span.start, span.end - 70)
    match = _CREDIT.search(text[start : span.end])
    if match is None or name_agency(match[1]) is None or start + match.start() <= span.start:
        return None
    begin = start + match.start()
    before = text[max(span.start, begin - 100) : begin]
    bracketed = match.group().strip()[0] in "(["
    if not ends_sentence(before) and (bracketed or len(before) > 80):
        return None  # "in a statement to Reuters" or the last words of a sentence
    return begin + len(match.group()) - len(match.group().lstrip())


def _is_name_list(words: str) -> bool:
    """Whether all but a tenth of the small words are those of sign-offs."""
    known = load_words()["sign_off_words"]
    small = [word for word in _WORD.findall(words) if word[0].islower()]
    return sum(word not in known for word in small) <= len(small) // 10
