"""Times as feeds, pages and archives write them -> ISO 8601, as precise as they were given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ]\s?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_ZONE_SLACK = timedelta(hours=15)  # what a time without a zone may be ahead of UTC


def read_moment(text: str | None) -> str | None:
    """Read a time or day, as ISO 8601 or as mail and RSS write it.

    Args:
        text: Whatever a feed or page holds.

    Returns:
        ``YYYY-MM-DD``, or that with ``Thh:mm:ss`` and the zone where one is given; ``None`` where it is no such thing.

    >>> read_moment("Wed, 11 Mar 2026 09:30:00 +0300"), read_moment("2026-03-11T09:30:00.123Z")
    ('2026-03-11T09:30:00+03:00', '2026-03-11T09:30:00+00:00')
    >>> read_moment("2026-03-11"), read_moment("last Wednesday")
    ('2026-03-11', None)
    """
    text = (text or "").strip()[:80]
    if match := _ISO.fullmatch(text):
        return _join(match["day"], match["hour"], match["minute"], match["second"], match["zone"])
    if match := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _join(f"{year}-{month}-{day}", hour, minute, second, zone)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(microsecond=0).isoformat() if 1500 < moment.year < 3000 else None


def _join(day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> str | None:
    zone = (zone or "").upper()
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
    if len(offset) in (3, 5) and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:] or '00'}"
    written = day if hour is None else f"{day}T{hour}:{minute}:{second or '00'}{offset}"
    try:
        (date if hour is None else datetime).fromisoformat(written)
    except ValueError:
        return None
    return written


def is_later(moment: str, now: str) -> bool:
    """Whether a time of `read_moment` is after *now* wherever on earth it was written; such a time is wrong.

    >>> is_later("2026-03-13", "2026-03-11T09:00:00+00:00"), is_later("2026-03-12", "2026-03-11T09:00:00+00:00")
    (True, False)
    """
    then = datetime.fromisoformat(moment)
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC) - _ZONE_SLACK
    return then > datetime.fromisoformat(now) + timedelta(minutes=10)  # clocks differ a little
