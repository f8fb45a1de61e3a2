"""Datelines and bylines: who reports from where, as printed before a report's first words or beside its headline.

The shapes are those of the agencies' style books: ``KABUL, July 4 (AFP) -``, ``Cleveland (AP) —``,
``MOSCOW, July 4. /TASS/.``, ``GENEVA (4 July 2025) –``, ``By Jane Doe, Press Association``.
"""

from __future__ import annotations

import re

from dateline.read.agencies import fold, load_outlets, name_agency, name_unlisted
from dateline.read.stamps import find_day, load_words, read_date_line

_WINDOW = 130  # a dateline with state, date and a long agency name stays below this
_DASH = re.compile(r"\s*(?:--+|[-–—―_])\s+|\s*(?:—|--+|_)(?=\S)")
_MARK = re.compile(r"[-–—―_:(\[/]")  # every dateline has one
_CREDIT = re.compile(r"[(\[]([^()\[\]\n]{2,45})[)\]]|(?<!\w)/([^/\n]{2,30})/")
_LEAD = re.compile(r"\s*[.:]?\s*(?:--+|[-–—―:])?\s*|\s*[.:]?\s+")
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_OPENED = re.compile(r"([Bb]y|BY|[Ff]rom|FROM|[Ss]ource|SOURCE|[Aa]uthor|Written by|Reported by)\b[:\s]+")
_INITIALLED = re.compile(
    r"[a-z]{1,4}(?:[/,][a-z]{1,4}){0,4}\s?\(([^()]{2,60})\)"
)  # editors and sources: "jd/ab (AFP, dpa)"
_INITIALS = re.compile(r"[A-Z]{2,6}")
_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+){1,4}")
_ARTICLES = ("the", "a", "an")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_PERSON = re.compile(r"(?:[^\W\d_]\.?\s?){0,2}[^\W\d_][\w'’\-]*\.?(?:\s+[^\W\d_][\w'’\-]*\.?){0,4}")


def find_dateline(words: str, *, first: bool = True, credited: bool = False) -> int:
    """Where the dateline that *words* begin with ends, dash and blank included; 0 where there is none.

    Args:
        words: A paragraph, or its beginning.
        first: Whether it opens the report: only there a bare place in capitals before a colon counts.
        credited: Whether only a dateline that names an agency or outlet is looked for.

    >>> words = "KABUL, July 4 (AFP) - The ministry said so."
    >>> words[find_dateline(words):]
    'The ministry said so.'
    >>> find_dateline("Okello told Agence France-Presse (AFP) on Monday that it was.")
    0
    """
    head = words[:_WINDOW]
    if not _MARK.search(head):
        return 0
    if credited:
        return _with_credit(head)
    return _with_credit(head) or _with_date(head) or _bare_place(head, first=first)


def dateline_agency(words: str) -> tuple[str, str] | None:
    """The agency that a dateline names, and the words that do.

    >>> dateline_agency("PARIS, March 3 (Agence France-Presse) —")
    ('AFP', 'PARIS, March 3 (Agence France-Presse)')
    """
    for match in _CREDIT.finditer(words):
        inside = match[1] or match[2]
        agency = name_agency(inside) or name_unlisted(inside) or _unlisted_initials(inside, words, match.end())
        if agency:
            return agency, words[: match.end()].strip()
    return None


def _unlisted_initials(inside: str, words: str, end: int) -> str | None:
    """Initials in the place where a dateline names its agency, before the dash."""
    return inside.strip() if _INITIALS.fullmatch(inside.strip()) and _DASH.match(f"{words} ", end) else None


def is_dateline(line: str) -> bool:
    """Whether a line is a place and a whole date and nothing else.

    >>> is_dateline("Bamako, 25 September 2026"), is_dateline("Fighting in Bamako in 2026")
    (True, False)
    """
    if not 8 < len(line) <= 90 or "," not in line or find_day(line) is None or not _is_place(line):
        return False
    return read_date_line(line) is None and _ends_in_date(line, "")


def read_masthead(line: str) -> str | None:
    """The outlet in a line that holds it and a date: "example.com | 11 March 2026".

    >>> read_masthead("dailybeacon.example | 12 June 2026"), read_masthead("Monday | 12 June 2026")
    ('dailybeacon.example', None)
    """
    if len(line) > 160:
        return None
    parts = [part.strip() for part in re.split(r"\s*[|•·]\s*|\s[-–—]\s", line) if part.strip()]
    names = [part for part in parts if read_date_line(part) is None]
    if len(names) != 1 or len(parts) < 2:
        return None
    host = _HOST.fullmatch(names[0])
    named = fold(names[0]) in load_outlets() or (_is_title(names[0]) and _is_office(names[0]))
    return names[0] if named or (host and not names[0].endswith(".")) else None


def is_byline(line: str, *, headed: bool) -> bool:
    """Whether a line says who wrote the report and nothing else.

    Args:
        line: A whole paragraph.
        headed: Whether it stands before the first paragraph of prose, where "Jane Doe, Example Daily" is one too.

    >>> is_byline("By Jane Doe in Kabul", headed=True), is_byline("By Friday the toll had risen.", headed=True)
    (True, False)
    """
    plain = strip_links(line)
    if not 2 < len(plain) <= 200 or "\n\n" in plain or plain.endswith(":"):
        return False
    desk = _INITIALLED.fullmatch(plain)
    if name_agency(desk[1] if desk else plain) is not None:
        return True
    opened = _OPENED.match(plain)
    if opened is None:
        return headed and (name_unlisted(plain) is not None or _is_named_desk(plain))
    opener, rest = opened[1].lower(), plain[opened.end() :]
    if opener == "source":
        return name_agency(rest) is not None
    if opener == "from":
        return name_agency(rest) is not None or _has_desk(rest)
    return _is_name_list(rest)


def is_person(line: str) -> bool:
    """Whether a line could be one person's name: two to four capitalised words and nothing else."""
    plain = strip_links(line)
    return 2 <= len(plain.split()) <= 4 and len(plain) <= 40 and _is_title(plain) and bool(_PERSON.fullmatch(plain))


def strip_links(words: str) -> str:
    """*words* with Markdown links put as their text, and without emphasis marks.

    >>> strip_links("By [AFP](#)")
    'By AFP'
    """
    return _LINK.sub(r"\1", words).replace("**", "").replace("__", "").strip(" \t*_#") if words else words


def _with_credit(head: str) -> int:
    """A dateline with an agency or outlet in brackets or slashes."""
    match = _CREDIT.search(head)
    if match is None:
        return 0
    before, inside = head[: match.start()], match[1] or match[2]
    agency = name_agency(inside)
    dash = _DASH.match(head, match.end())
    if agency is None:
        named = dash and _is_capitals(before) and (fold(inside) in load_outlets() or _is_title(inside))
        dated = dash and _is_place(before) and len(before.split()) <= 5 and read_date_line(inside)
        return dash.end() if dash and (named or dated) else 0
    if before.strip() and (not _is_place(before) or name_agency(before) is not None):
        return 0
    gap = _LEAD.match(head, match.end())
    end = dash.end() if dash else gap.end() if gap else match.end()
    following = head[end : end + 1]
    if end == match.end() or not (following.isupper() or following in "“\"‘'«’$£€" or following.isdigit() or dash):
        return 0
    return end


def _with_date(head: str) -> int:
    """A dateline with place and date, or date alone, before a dash: ``London, 4 July –``."""
    for dash in _DASH.finditer(head):
        before = head[: dash.start()]
        if not _starts_sentence(head[dash.end() : dash.end() + 1]):
            return 0
        if any(char.isdigit() for char in before):
            tail = before.rpartition(",")[2] if "," in before else before
            dated = read_date_line(before) or (_is_place(before) and _ends_in_date(before, tail))
            return dash.end() if dated else 0
        # A hyphen in "Jul-4" is no dash, and a dash in a place ("Alsace - Lorraine") is hardly one: stop at the first.
        return 0
    return 0


def _ends_in_date(before: str, tail: str) -> bool:
    parts = [part.strip() for part in before.split(",")]
    return any(read_date_line(", ".join(parts[k:])) is not None for k in range(len(parts))) or bool(
        read_date_line(tail.strip())
    )


def _bare_place(head: str, *, first: bool) -> int:
    """``KABUL —``, ``BUENA PARK, Calif. -``, ``Kabul, Afghanistan –`` and, opening a report, ``KABUL:``."""
    dash = _DASH.search(head)
    if dash and 3 <= dash.start() <= 60 and _starts_sentence(head[dash.end() : dash.end() + 1]):
        before = head[: dash.start()]
        two = "," in before and _is_title(before) and before.count(",") == 1
        # Further down, longer words in capitals before a dash head an item of a list.
        short = first or "," in before or len(before.split()) <= 2
        if (short and _is_capitals(before)) or (first and two and _is_place(before)):
            return dash.end()
    colon = re.match(r"[^:\n]{4,40}:\s+(?=\S)", head)
    if first and colon and _is_capitals(colon.group().rstrip(": \t")) and _starts_sentence(head[colon.end()]):
        return colon.end()
    return 0


def _starts_sentence(char: str) -> bool:
    return char.isupper() or char.isdigit() or (char != "" and char in "“\"‘'’«$£€[")


def _is_capitals(words: str) -> bool:
    """Whether *words* are a place in capitals, a state or country in small letters after a comma allowed."""
    first, _, rest = words.strip().partition(",")
    letters = [char for char in first if char.isalpha()]
    if len(letters) < 3 or not all(char.isupper() for char in letters) or any(char.isdigit() for char in first):
        return False
    if (
        first.lower().strip() in load_words()["not_places"]
        or len(first.split()) > 5
        or re.search(r"[!?;…‘’“”\"]", first)
    ):
        return False
    return not rest.strip() or (_is_place(rest) and len(rest.split()) <= 6)


def _is_place(words: str) -> bool:
    """Whether every word could be of a place or date: capitals, numbers, a few small words."""
    if len(words) > 90 or re.search(r"[!?;\"“”:]", words):
        return False
    small = load_words()["place_words"] | load_words()["months"] | load_words()["short_months"]
    found = _WORD.findall(words)
    return (
        bool(found)
        and len(found) <= 12
        and all(not word[0].islower() or word.lower().rstrip(".") in small for word in found)
    )


def _is_title(words: str) -> bool:
    found = [word for word in _WORD.findall(words) if word.lower() not in load_words()["place_words"]]
    return bool(found) and len(found) <= 6 and all(word[0].isupper() for word in found)


def _has_desk(words: str) -> bool:
    return any(word.lower() in load_words()["desk_words"] for word in _WORD.findall(words))


def _is_name_list(words: str) -> bool:
    """Names, offices, places and a date, without a verb: what follows "By"."""
    lists = load_words()
    body = re.split(
        r"\s*(?:[|•·]|\s[-–—]\s|\bPublished\b|\bUpdated\b|\bLast updated\b|\bPosted\b)\s*", words, maxsplit=1
    )
    name, rest = body[0], body[1] if len(body) > 1 else ""
    if rest and not (read_date_line(rest) or _is_title(rest) or any(char.isdigit() for char in rest)):
        return False
    found = _WORD.findall(re.sub(r"\S+@\S+|https?://\S+", "", name))
    known = lists["name_words"] | lists["desk_words"]
    if not found or len(found) > 22 or re.search(r"[!?;]", name):
        return False
    dated = lists["weekdays"] | (lists["months"] - {"may", "april", "june", "august"})
    if found[0].lower() in dated or found[0][0].isdigit() or (len(found) > 6 and found[0].lower() in _ARTICLES):
        return False
    small = [word for word in found if not word[0].isupper()]
    if any(word.lower().rstrip(".") not in known and not word[0].isdigit() for word in small):
        return False
    return len(found) - len(small) >= 1 or _has_desk(name)


def _is_named_desk(line: str) -> bool:
    """A writer with outlet, agency or office: "Jane Doe, Example Daily", "ANI | Updated: May 25, 2017"."""
    if line.rstrip()[-1] in ".!?:;" and not line.endswith("."):
        return False
    parts = [part.strip() for part in re.split(r"\s*[|•·,/]\s*|\s[-–—]\s|\s+(?:in|for)\s+", line) if part.strip()]
    if len(parts) < 2 or len(line) > 120:
        return False
    if name_agency(parts[0]) and read_date_line(", ".join(parts[1:])):
        return True
    if not _PERSON.fullmatch(parts[0]) or not _is_title(parts[0]):
        return False
    return any(name_agency(part) or fold(part) in load_outlets() or _is_office(part) for part in parts[1:])


def _is_office(part: str) -> bool:
    found = _WORD.findall(part)
    if not found or len(found) > 6:
        return False
    last = found[-1].lower()
    desk = all(word.lower() in load_words()["desk_words"] or word[0].isupper() for word in found)
    return (last in load_words()["outlet_words"] and _is_title(part)) or (desk and last in load_words()["desk_words"])
