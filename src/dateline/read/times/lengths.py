"""Rules for durations and sets; ages, rates and names are refused."""

from __future__ import annotations

import re

from dateline.read.times.context import Context, Found
from dateline.read.times.rules import count_at, found, has, rule
from dateline.read.times.values import shift_by
from dateline.read.times.words import is_cue


@rule(r"(?P<n>[na])(?P<u>[Uu])(?:\|n)?")
def _in_future(context: Context, m: re.Match[str]) -> Found | None:
    """ "Will be repaid in five years": so far ahead; in the past tense "in five years" is a length."""
    unit = context.line.value(m.start("u"))
    if context.lower(m.start() - 1) != "in" or unit[0] == "T" or unit == "Q":
        return None
    if context.tense(m.start("u"), modifies=False) != "future":
        return None
    count = count_at(context, m) if m[0][-1] != "n" else None
    if count is None:
        return Found(m.start(), m.end(), "DATE", "FUTURE_REF", days=(context.published, None))
    return found(m, "DATE", shift_by(context.published, count, unit))


@rule(
    r"T?[lxvfrL]l?(?P<n>n)z?(?P<u>[uU])j?",
    r"T?(?P<o>2)(?P<n>n)z?(?P<u>u)",
    r"(?P<n>n)-?z?(?P<u>[uU])(?:-?(?P<z>z))?",
    r"T(?P<n>n)z?(?P<u>u)",
    r"TU-[Ab](?P<n>n)(?P<u>u)",
    r"T[lxr](?P<n>n)(?P<u>u)j",
)
def _counted(context: Context, m: re.Match[str]) -> Found | None:
    """ "Three years", "the past two weeks", "nine-year", "two-day-long"."""
    line, i, end = context.line, m.start("n"), m.end()
    if has(m, "z") and context.lower(m.start("z")) != "long":
        end = m.start("z") - (line.letters[m.start("z") - 1] == "-")
    number, unit = line.number(i), line.value(m.start("u"))
    if number.low == 0 or not _is_form_of_length(context, m, unit):
        return None
    if is_age(context, m.start(), end) or _is_rate(context, end):
        return None
    return Found(m.start(), end, "DURATION", duration_value(number.low if number.low == number.high else None, unit))


def _is_form_of_length(context: Context, m: re.Match[str], unit: str) -> bool:
    """Whether number and unit agree as English writes lengths, and are no name ("60 Minutes")."""
    i, at = m.start("n"), m.start("u")
    hyphened = "-" in m[0]
    if context.capital(at) and context.kind != "headline":
        return False
    if (unit == "Q" and (m["u"] == "U" or hyphened)) or (m["u"] == "u" and context.lower(at - 1) == "-"):
        return False  # "a quarter", "three-quarters"
    number = context.line.number(i)
    if m["u"] == "U" and not hyphened and (number.low or 0) > 1 and number.kind != "words":
        return False  # "15 day" is a damaged line; "five year" is how transcripts write "five-year"
    some_day = unit == "D" and context.lower(i) == "one" and i == m.start() and not hyphened
    return not some_day or is_cue("length cue", context.lower(i - 1))


@rule(r"Tud", r"U-z")
def _bare_length(context: Context, m: re.Match[str]) -> Found | None:
    """ "The weeks ahead", "day-long"."""
    if m[0] == "Tud":
        return found(m, "DURATION", duration_value(None, context.line.value(m.start() + 1)))
    if context.lower(m.end() - 1) != "long":
        return None
    return found(m, "DURATION", duration_value(1.0, context.line.value(m.start())))


@rule(r"(?P<n>n)[->|](?P<k>n)-?z?(?P<u>[uU])", r"[lxT]{1,2}(?P<n>n)[->|](?P<k>n)z?(?P<u>u)")
def _counted_range(context: Context, m: re.Match[str]) -> Found | None:
    """ "Two to three weeks": the lower number with a sign that it may be more."""
    line = context.line
    low, high = line.number(m.start("n")).low, line.number(m.start("k")).low
    if low is None or high is None or low >= high or is_age(context, m.start(), m.end()):
        return None
    return found(m, "DURATION", duration_value(low, line.value(m.start("u"))), "EQUAL_OR_MORE")


@rule(r"(?P<a>a)(?P<u>U)&aX", r"[na](?P<u>[Uu])&aX", r"(?:aX|Xa?)-?(?P<u>U)")
def _and_a_half(context: Context, m: re.Match[str]) -> Found | None:
    """ "A minute and a half", "half an hour"."""
    line = context.line
    unit = line.value(m.start("u"))
    if m[0][0] == "n":
        number = line.number(m.start())
        if number.low is None:
            return None
        return found(m, "DURATION", duration_value(number.low + 0.5, unit))
    return found(m, "DURATION", duration_value(1.5 if m[0].startswith("aU") else 0.5, unit))


@rule(r"a(?P<z>z)?-?(?P<u>U)j?")
def _one(context: Context, m: re.Match[str]) -> Found | None:
    """ "A year": a length after a preposition of length; a rate ("$3 a day") or an unmarked noun is none."""
    unit = context.line.value(m.start("u"))
    before = context.lower(m.start() - 1)
    if is_cue("count of times", before):
        return found(m, "SET", duration_value(1.0, unit))
    if context.lower(m.end()) == "that" and before == "of":
        return found(m, "DURATION", duration_value(1.0, unit))
    near = (
        is_cue("length cue", before.rpartition(" ")[2])
        or context.lower(m.end()) in ("after", "before")
        or (context.lower(m.end()) == "on" and context.lower(m.end() + 1) == ",")
        or context.lower(m.start() - 2) == "long"
    )
    if not (near or _is_given(context, m.start("u"))) or unit == "Q" or is_age(context, m.start(), m.end()):
        return None
    return found(m, "DURATION", duration_value(1.0, unit))


def _is_given(context: Context, i: int) -> bool:
    """Whether the unit at letter *i* is the object of a verb of length: "gave them a month"."""
    token = context.token(i)
    if token is None or context.parse is None or token.dep not in ("dobj", "npadvmod"):
        return False
    return is_cue("length verb", context.parse.head(token).lemma) and context.line.letters[i + 1 : i + 2] != "O"


@rule(r"5")
def _while(context: Context, m: re.Match[str]) -> Found | None:
    """ "For a while"."""
    return found(m, "DURATION", "PXX") if is_cue("open length cue", context.lower(m.start() - 1)) else None


@rule(r"r(?P<u>u)")
def _recent(context: Context, m: re.Match[str]) -> Found | None:
    """ "Recent weeks" is a length, "recent years" the unmeasured past."""
    unit = context.line.value(m.start("u"))
    if unit in ("Y", "10Y"):
        return Found(m.start(), m.end(), "DATE", "PAST_REF", days=(None, context.published))
    return found(m, "DURATION", duration_value(None, unit))


@rule(r"T?[xlf](?P<u>U)\|n")
def _one_or_two(context: Context, m: re.Match[str]) -> Found | None:
    """ "The next day or two"."""
    return found(m, "DURATION", duration_value(None, context.line.value(m.start("u"))))


@rule(r"lu")
def _past(context: Context, m: re.Match[str]) -> Found | None:
    """ "(In) past years": the unmeasured past."""
    if context.lower(m.start()) != "past" or context.line.value(m.start() + 1)[0] == "T":
        return None
    return Found(m.start(), m.end(), "DATE", "PAST_REF", days=(None, context.published))


@rule(r"T?x(?P<u>u)")
def _coming(context: Context, m: re.Match[str]) -> Found | None:
    """ "(The) coming months": the unmeasured future."""
    if context.lower(m.start("u") - 1) == "next" and m[0][0] != "T":
        return None
    return Found(m.start(), m.end(), "DATE", "FUTURE_REF", days=(context.published, None))


@rule(r"(?P<u>u)[bg]")
def _open_distance(context: Context, m: re.Match[str]) -> Found | None:
    """ "Weeks later": how long is left open."""
    if context.lower(m.start() - 1) in ("the", "of", "these", "those"):
        return None
    return found(m, "DURATION", duration_value(None, context.line.value(m.start("u"))))


@rule(r"[Tq]m?(?P<u>u)(?![OABF])")
def _stretch_of_time(context: Context, m: re.Match[str]) -> Found | None:
    """ "Over the years", "in the early years", "the weeks that followed": a stretch of open length."""
    unit = context.line.value(m.start("u"))
    followed = context.lower(m.end()) in ("that", "which") and context.lower(m.end() + 1) in ("follow", "followed")
    if not (followed or unit in ("Y", "10Y", "100Y")) or context.capital(m.start("u")):
        return None
    return found(m, "DURATION", duration_value(None, unit))


@rule(r"(?P<u>u)(?:-(?P<z>z))?")
def _open_length(context: Context, m: re.Match[str]) -> Found | None:
    """ "For years", "within weeks", "decades-long"."""
    unit, before, after = context.line.value(m.start("u")), context.lower(m.start() - 1), context.lower(m.end())
    if has(m, "z"):
        return found(m, "DURATION", duration_value(None, unit)) if context.lower(m.end() - 1) == "long" else None
    if not is_cue("open length cue", before) or after in ("of", "past", "gone"):
        return None
    if unit in ("TM", "TS") and before not in ("within", "for"):
        return None
    return found(m, "DURATION", duration_value(None, unit))


def _plain(unit: str) -> str:
    return {"10Y": "DE", "100Y": "CE", "1000Y": "ML", "2W": "W"}.get(unit, unit)


def duration_value(count: float | None, unit: str) -> str:
    """A TIMEX3 duration; a half is told in the next smaller unit, "P2Y6M"."""
    time = unit[0] == "T"
    prefix = "PT" if time else "P"
    if count is None:
        return f"{prefix}X{unit[1:] if time else _plain(unit)}"
    factor, letter = (1, unit[1:]) if time else (int(unit[:-1] or 1), unit[-1])
    count *= factor
    whole = int(count)
    part = count - whole
    if part == 0:
        return f"{prefix}{whole}{letter}"
    smaller = {"Y": (12, "M"), "M": (30, "D"), "W": (7, "D"), "D": (24, "H"), "H": (60, "M")}
    if time and letter == "M":
        smaller["M"] = (60, "S")
    if letter not in smaller:
        return f"{prefix}{count:g}{letter}"
    size, name = smaller[letter]
    rest = round(part * size)
    between = "T" if letter == "D" else ""
    head = f"{whole}{letter}" if whole else ""
    return f"{prefix}{head}{between}{rest}{name}" if rest else f"{prefix}{whole}{letter}"


def is_age(context: Context, first: int, end: int) -> bool:
    """Whether the length at letters ``[first, end)`` is an age: "18-year-old", "52 years old", "aged 3 months"."""
    at = end + 1 if context.lower(end) in ("-", "‑", "–") else end
    after = context.lower(at)
    before = context.lower(first - 1)
    if (
        is_cue("aged", before)
        or (before == "of" and is_cue("aged", context.lower(first - 2)))
        or (after == "of" and is_cue("aged", context.lower(at + 1)))
    ):
        return True
    return after == "old" or (after in ("older", "younger") and at == end)


def _is_rate(context: Context, end: int) -> bool:
    """ "18 hours a day", "60 minutes per lesson"."""
    return context.lower(end) in ("per", "/") or context.line.letters[end : end + 2] in ("aU", "EU")


@rule(r"E(?P<n>[n2])?(?P<u>[Uu])")
def _every(context: Context, m: re.Match[str]) -> Found | None:
    """ "Every day", "each year", "every two weeks"."""
    number = context.line.number(m.start("n")) if has(m, "n") else None
    if number is not None and (number.low != number.high or not number.low):
        return None
    return found(m, "SET", duration_value(number.low if number else 1.0, context.line.value(m.start("u"))))


@rule(r"E(?P<d>D)(?P<p>P)?", r"(?P<d>J)(?P<p>[Pp])?", r"(?P<d>D)(?P<p>p)")
def _weekly(context: Context, m: re.Match[str]) -> Found | None:
    """ "Every Friday", "Mondays", "Friday nights"."""
    part = context.line.value(m.start("p")) if has(m, "p") else ""
    return found(m, "SET", f"XXXX-WXX-{context.line.value(m.start('d'))}{part}")


@rule(r"(?P<d>D)&(?P<e>D)(?P<p>p)")
def _two_weekly(context: Context, m: re.Match[str]) -> list[Found]:
    """ "Monday and Tuesday nights"."""
    line, i, part = context.line, m.start(), context.line.value(m.start("p"))
    first, second = (f"XXXX-WXX-{line.value(m.start(group))}{part}" for group in "de")
    return [Found(i, i + 1, "SET", first), Found(i + 2, m.end(), "SET", second)]


@rule(r"E(?P<m>[MSP])", r"E[Ww]", r"Z")
def _set(context: Context, m: re.Match[str]) -> Found | None:
    """ "Every March", "each summer", "every morning", "every weekend", "daily"."""
    line = context.line
    if m[0] == "Z":
        if context.capital(m.start()) and (context.capital(m.end()) or context.capital(m.start() - 1)):
            return None  # a name: "The Daily Herald"
        value = line.value(m.start())
        rate = value == "P1Y" and re.search("[ny]", line.letters[max(m.start() - 3, 0) : m.start()])
        return None if rate else found(m, "SET", value)  # a rate: "20 percent annually"
    if not has(m, "m"):
        return found(m, "SET", "XXXX-WXX-WE")
    value = line.value(m.start("m"))
    return found(m, "SET", f"XXXX-XX-XX{value}" if m["m"] == "P" else f"XXXX-{value}")
