"""Where the words of reports come from: independent origins, each report's link to its origin with its reason.

Evidence comes in layers. Reports with one text are of one origin, whoever prints it; so are reports of one happening
that credit one agency, and those of sister outlets that share a passage. A credit found in one copy holds for all.
That a report rests on another outlet, a speaker or a document is shown as dependence, which makes no copy of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.config import GroupConfig
from dateline.errors import InputError
from dateline.group.cluster import day_number, find_stories
from dateline.group.copies import compare_windows
from dateline.group.copying import Copies, find_copies
from dateline.group.dependence import SpokenWords, find_outlets_relied_on, find_shared_speech
from dateline.group.items import Item
from dateline.group.outlets import are_one_name, family_of, find_outlet, host_of, label_of, name_outlet, spell_out
from dateline.group.outlines import Outline, cited_of, profile_of
from dateline.group.shingles import find_words
from dateline.group.vectors import likeness
from dateline.judgements import NO_JUDGEMENTS, Judgements, regroup
from dateline.model import Dependence, Origin, make_id

_HOUSE_PASSAGE = 12  # windows of one passage that sister outlets share: more than a formula, less than a copy
_SAME_DAYS = 3  # days between dispatches of one agency on one happening
_SAME_HAPPENING = 0.45  # likeness of two such dispatches; the mean within a story is 0.4
_QUOTED = 120  # characters of evidence that a reason cites


@dataclass(slots=True)
class _Unit:
    """Reports that have been found to be of one origin so far, and why."""

    members: list[int]
    agency: str | None
    reasons: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


Fetch = Callable[[str], Item]


@dataclass(frozen=True, slots=True)
class Groups:
    """Reports by origin and by story, as `find_origins` and `find_stories` return them."""

    origins: tuple[Origin, ...]
    stories: tuple[tuple[str, ...], ...]


def find_groups(
    items: Sequence[Item | Outline],
    config: GroupConfig = GroupConfig(),
    *,
    speech: Sequence[SpokenWords] = (),
    judgements: Judgements = NO_JUDGEMENTS,
    fetch: Fetch | None = None,
) -> Groups:
    """Find the independent origins of reports and the stories that they tell, in one go.

    Args:
        items: In any order; ids are distinct. Outlines will do: they hold no text.
        config: How much shared text makes a copy, how alike the reports of one happening are.
        speech: What the reports quote and whom, where they have been read: shows which origins rest on one speaker.
        judgements: Which reports a user keeps apart or joins, whatever is found here.
        fetch: Gives the item of a report by its id, for the words that a reason cites. Needed for outlines; asked for
            one at a time, and for few of them.

    Returns:
        Every report in one origin and one story; origins by first publication. The same for any order of the items.

    Raises:
        InputError: There are outlines, and nothing to fetch texts with.
    """
    if fetch is None:
        if any(isinstance(item, Outline) for item in items):
            raise InputError("outlines hold no text; give a way to fetch the items that reasons cite")
        fetch = {item.id: item for item in items if isinstance(item, Item)}.__getitem__
    copies = find_copies(items, config)
    if not copies.items:
        return Groups((), ())
    stories = find_stories(items, config, copies=copies)
    story_of = {report_id: number for number, story in enumerate(stories) for report_id in story}
    units = [_start_unit(copies, group, fetch) for group in copies.groups]
    by_story: dict[int, list[_Unit]] = defaultdict(list)
    for unit in units:
        by_story[story_of[copies.items[unit.members[0]].id]].append(unit)
    joined = []
    for number in sorted(by_story):
        joined += _join_houses(copies, _join_agencies(copies, by_story[number]), config)
    return Groups(_finish(copies, _judge(copies, joined, judgements), stories, (speech, fetch)), stories)


def find_origins(
    items: Sequence[Item | Outline],
    config: GroupConfig = GroupConfig(),
    *,
    speech: Sequence[SpokenWords] = (),
    judgements: Judgements = NO_JUDGEMENTS,
    fetch: Fetch | None = None,
) -> tuple[Origin, ...]:
    """Find the independent origins of reports: the first part of `find_groups`, with the same arguments."""
    return find_groups(items, config, speech=speech, judgements=judgements, fetch=fetch).origins


def _judge(copies: Copies, units: Sequence[_Unit], judgements: Judgements) -> list[_Unit]:
    """The units as a user has judged them, each judgement a reason beside those found."""
    if not judgements.entries:
        return list(units)
    items = copies.items
    number = {item.id: index for index, item in enumerate(items)}
    groups = [sorted((items[index] for index in unit.members), key=_first) for unit in units]
    reasons = {index: each for unit in units for index, each in unit.reasons.items()}
    known = {tuple(sorted(unit.members)): unit for unit in units}
    found = []
    for group in regroup(groups, lambda item: item.id, "origin", judgements):
        members = sorted(number[item.id] for item in group)
        unit = known.get(tuple(members)) or _Unit(members, _common_agency([items[index] for index in members]))
        unit.reasons.update({index: reasons[index] for index in members if index in reasons})
        found.append(unit)
    for judgement, pair in judgements.pairs("origin", set(number)):
        for report, other in (pair, pair[::-1]):
            unit = next(unit for unit in found if number[report] in unit.members)
            unit.reasons[number[report]].append(judgement.explain(other))
    return found


def _start_unit(copies: Copies, group: Sequence[int], fetch: Fetch) -> _Unit:
    """The reports of one text: their agency, and the reasons for each."""
    items = copies.items
    agency = _common_agency([items[index] for index in group])
    unit = _Unit(list(group), agency)
    witness = next((items[index].id for index in group if items[index].agency), None)
    for index in group:
        item = items[index]
        if item.agency:
            credit = item.credit.credit or item.agency
            unit.reasons[index].append(f"credits {item.agency}: “{_clip(credit)}”")
        if index in copies.shared:
            shared = copies.shared[index]
            cited = fetch(item.id)
            passage = find_words(cited, shared.first, shared.last).of(cited.text)
            part = min(100, round(100 * shared.likeness.containment))
            unit.reasons[index].append(
                f"has the text of {items[shared.other].id} ({part} % of the shorter one’s word runs, in one order): "
                f"“{_clip(passage)}”"
            )
            if agency and not item.agency:
                unit.reasons[index].append(f"names no agency; {witness} has the same text and credits {agency}")
    return unit


def _common_agency(items: Sequence[Item | Outline]) -> str | None:
    """The agency that most copies credit, the earliest of equals, by its longest name."""
    credited = sorted((item.published or "9", item.id, item.agency) for item in items if item.agency)
    if not credited:
        return None
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for _, _, agency in credited:
        known = next((name for name in names if are_one_name(name, agency)), agency)
        counts[known] += 1
        names[known] = max(names.get(known, agency), agency, key=len)
    first = max(counts.values())
    return next(names[name] for name in counts if counts[name] == first)


def _join_agencies(copies: Copies, units: Sequence[_Unit]) -> list[_Unit]:
    """Join the texts of one story that credit one agency: its dispatches on one happening are one origin."""
    joined: list[_Unit] = []
    for unit in units:
        same = next((one for one in joined if _is_one_dispatch(copies, one, unit)), None)
        if same is None:
            joined.append(unit)
            continue
        agency = max(unit.agency or "", same.agency or "", key=len)
        reason = f"credited to {agency} as other reports of the story are"
        for index in (*same.members, *unit.members):
            if reason not in unit.reasons[index] and reason not in same.reasons[index]:
                (unit if index in unit.members else same).reasons[index].append(reason)
        _absorb(same, unit)
        same.agency = agency
    return joined


def _is_one_dispatch(copies: Copies, one: _Unit, two: _Unit) -> bool:
    """Whether two texts that credit one agency tell of one happening: published within days, in like words."""
    if one.agency is None or two.agency is None or not are_one_name(one.agency, two.agency):
        return False
    pairs = [(copies.items[first], copies.items[second]) for first in one.members for second in two.members]
    near = [(first, second) for first, second in pairs if _days_apart(first, second) <= _SAME_DAYS]
    return any(likeness(profile_of(first), profile_of(second)) >= _SAME_HAPPENING for first, second in near[:16])


def _days_apart(one: Item | Outline, two: Item | Outline) -> int:
    days = day_number(one), day_number(two)
    return 0 if days[0] is None or days[1] is None else abs(days[0] - days[1])


def _join_houses(copies: Copies, units: Sequence[_Unit], config: GroupConfig) -> list[_Unit]:
    """Join the texts of one story that outlets of one owner print, where they share a passage of their own."""
    joined: list[_Unit] = []
    for unit in units:
        found = next((link for one in joined if (link := _house_link(copies, one, unit, config)) is not None), None)
        if found is None:
            joined.append(unit)
            continue
        one, index, other, house = found
        unit.reasons[index].append(f"shares a passage with {copies.items[other].id}, and both outlets are of {house}")
        _absorb(one, unit)
    return joined


def _house_link(copies: Copies, one: _Unit, two: _Unit, config: GroupConfig) -> tuple[_Unit, int, int, str] | None:
    if one.agency and two.agency:
        return None
    houses = {house: index for index in reversed(one.members) if (house := family_of(copies.items[index].outlet))}
    for index in two.members:
        house = family_of(copies.items[index].outlet)
        if house is None or house not in houses:
            continue
        other = houses[house]
        found = compare_windows(copies.windows[other], copies.windows[index], size=config.window)
        if (
            found is not None
            and copies.items[index].outlet != copies.items[other].outlet
            and found.longest >= _HOUSE_PASSAGE
            and found.containment >= config.part / 2
            and found.in_order >= 0.9
        ):
            return one, index, other, house
    return None


def _absorb(one: _Unit, two: _Unit) -> None:
    one.members = sorted(one.members + two.members)
    one.agency = one.agency or two.agency
    for index, reasons in two.reasons.items():
        one.reasons[index] += [reason for reason in reasons if reason not in one.reasons[index]]


def _finish(
    copies: Copies,
    units: Iterable[_Unit],
    stories: Sequence[Sequence[str]],
    given: tuple[Sequence[SpokenWords], Fetch],
) -> tuple[Origin, ...]:
    items, (speech, fetch) = copies.items, given
    by_id = {item.id: item for item in items}
    mates = {report_id: number for number, story in enumerate(stories) for report_id in story}
    names = [_name_outlets([by_id[report_id] for report_id in story], fetch) for story in stories]
    owner = {items[index].id: unit.members[0] for unit in units for index in unit.members}
    shared_speech = find_shared_speech(speech, owner, mates)
    origins = []
    for unit in units:
        members = sorted((items[index] for index in unit.members), key=_first)
        known = names[mates[members[0].id]]
        reasons = {
            items[index].id: tuple(unit.reasons[index]) or ("no other report given has its words",)
            for index in unit.members
        }
        cited = [(item, cited_of(item)) for item in members]
        depends = (
            *find_outlets_relied_on(cited, unit.agency, known, lambda report: fetch(report).text),
            *shared_speech.get(unit.members[0], ()),
        )
        origins.append((_first(members[0]), _make_origin(members, unit.agency, known, reasons, depends)))
    return tuple(origin for _, origin in sorted(origins, key=lambda each: each[0]))


def _name_outlets(story: Sequence[Item | Outline], fetch: Fetch) -> dict[str, str]:
    """The outlets of a story's reports: what stands for each and its name, as the reports' texts spell it."""
    outlets = {label_of(item.outlet): item.outlet for item in reversed(story) if item.outlet}
    unknown = {label for label, outlet in outlets.items() if host_of(outlet) and not find_outlet(outlet)}
    spelled = spell_out(unknown, (fetch(item.id).text for item in story)) if unknown else {}
    return {label: name_outlet(outlet, spelled) or outlet for label, outlet in outlets.items()}


def _first(item: Item | Outline) -> tuple[str, str]:
    return item.published or "9", item.id


def _make_origin(
    members: Sequence[Item | Outline],
    agency: str | None,
    names: Mapping[str, str],
    reasons: Mapping[str, tuple[str, ...]],
    depends: tuple[Dependence, ...],
) -> Origin:
    """An origin under the name of its agency, else of the outlet that was first with it."""
    outlet = next((names[label_of(item.outlet)] for item in members if item.outlet), None)
    name = agency or outlet or (f"unnamed outlet ({members[0].id})")
    if agency and len(members) == 1 and outlet and not are_one_name(agency, outlet):
        name = f"{agency} (run by {outlet})"
    return Origin(
        id=make_id("or", members[0].id),  # the first print: later copies do not change it
        name=name,
        agency=agency,
        reports=tuple(item.id for item in members),
        reasons={item.id: reasons[item.id] for item in members},
        depends_on=depends,
    )


def _clip(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _QUOTED else flat[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"
