"""The terminal view of one report: what it says, as the readers found it."""

from __future__ import annotations

from dateline.export.sheet import PLAIN, Paper, Sheet
from dateline.export.wording import (
    count,
    join_interval,
    join_sides,
    one_line,
    outlet_name,
    show_act,
    show_date,
    show_status,
)
from dateline.model import Actor, Party, Quote, Reading


def render_reading(reading: Reading, paper: Paper = PLAIN) -> str:
    """Write what one report says.

    Args:
        reading: Of one report.
        paper: Width and colour.

    Returns:
        Its particulars, the people and bodies it names, who says what, events, and figures.

    >>> from dateline.model import Metadata, Report
    >>> render_reading(Reading(Report("r1", "Rain fell."), Metadata(title="Rain"))).splitlines()[0]
    'Rain'
    """
    sheet, meta = Sheet(paper), reading.metadata
    sheet.title(meta.title or reading.id)
    published = f"published {show_date(meta.published)}" if meta.published else "publication date not given"
    parts = [f"report {reading.id}", outlet_name(reading), published]
    sheet.line(" · ".join(parts + ([f"by {meta.byline}"] if meta.byline else [])))
    if reading.credit.agency or reading.credit.credit:
        words = f"; the report says “{one_line(reading.credit.credit)}”" if reading.credit.credit else ""
        sheet.line(f"Origin stated: {reading.credit.agency or 'no agency'}{words}")
    if meta.url:
        sheet.line(meta.url)
    for note in dict.fromkeys((*reading.report.notes, *reading.notes)):
        sheet.line(f"Note: {note}")
    _put_read_quotes(sheet, reading)
    _put_read_events(sheet, reading)
    if reading.entities:
        sheet.heading("Who and what is named")
        for entity in sorted(reading.entities, key=lambda e: -len(e.mentions)):
            about = [entity.type, *([entity.code] if entity.code else []), count(len(entity.mentions), "mention")]
            sheet.item("", entity.name, ["; ".join([*([entity.role] if entity.role else []), *about])])
    if reading.quantities:
        sheet.heading("Figures")
        for quantity in reading.quantities:
            of = f" of {quantity.of}" if quantity.of else ""
            role = f"{quantity.role}: " if quantity.role else ""
            value = _range(quantity.low, quantity.high)
            sheet.item("", f"“{quantity.span.of(reading.text)}”", [f"{role}{value} {quantity.unit}{of}"])
    if reading.times:
        sheet.heading("Times")
        rows = [(timex.span.of(reading.text), timex.value, timex.type) for timex in reading.times]
        sheet.table(("words", "value", "type"), rows, narrow=(1, 2))
    if reading.places:
        sheet.heading("Places")
        for place in reading.places:
            where = (
                f"{place.lat:.2f}, {place.lon:.2f}"
                if place.lat is not None and place.lon is not None
                else "cannot be told"
            )
            sheet.item("", one_line(place.name), [f"{place.country or 'country cannot be told'}; {where}"])
    return sheet.done()


def _put_read_quotes(sheet: Sheet, reading: Reading) -> None:
    sheet.heading("Who says what")
    if not reading.quotes:
        sheet.line("Nobody is quoted.")
    for quote in reading.quotes:
        details = [f"{quote.kind} {quote.attitude}" + (f", via {quote.via}" if quote.via else "")]
        sheet.line(_read_speaker(quote, reading.text), style="bold")
        sheet.item("", " … ".join(span.of(reading.text) for span in quote.content), details)


def _read_speaker(quote: Quote, text: str) -> str:
    speaker = quote.speaker
    words = one_line(speaker.span.of(text)) if speaker.span else None
    name = speaker.name or (f"unknown (“{words}”)" if words else "unknown speaker")
    said = f", in the text “{words}”" if words and speaker.name and words != one_line(speaker.name) else ""
    return name + said


def _put_read_events(sheet: Sheet, reading: Reading) -> None:
    sheet.heading("What it says happened")
    if not reading.events:
        sheet.line("No event is told.")
    for event in reading.events:
        sides = join_sides(
            *([Party(_actor(actor)) for actor in side] for side in (event.source_actors, event.target_actors))
        )
        when = show_date(join_interval(event.earliest, event.latest))
        status = show_status(event.status, event.polarity)
        details = [
            " · ".join(part for part in (status, f"date {when}", event.place or "") if part),
            " · ".join(part for part in (show_act(event), sides) if part),
        ]
        sheet.item("", event.clause.of(reading.text), details)


def _actor(actor: Actor) -> str:
    return actor.name + (f" ({actor.code})" if actor.code else "")


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "some"
    if low is None:
        return f"up to {high:,.10g}"
    if high is None:
        return f"at least {low:,.10g}"
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
