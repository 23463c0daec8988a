"""Stations and people from a list, as a spreadsheet gives it: every line by the verb that one of them would take, all or none; what
hinders is said line by line (SD-09). No password comes or goes this way: each account gets its first from its own page."""

import csv
import enum
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access, places, sign_in, staff
from portal.network.actor import Actor
from portal.network.role import AT_STATION, AT_UNIT, STAFF, Role
from portal.network.station import StationLevel

MOST_LINES = 1000


class What(enum.StrEnum):
    """What a list is of; PEOPLE: one line a role, the same login again is one more role of theirs."""

    STATIONS = "stations"
    PEOPLE = "people"


NEEDED = {What.STATIONS: ("code", "name", "level"), What.PEOPLE: ("name", "login", "role")}
COLUMNS = {What.STATIONS: (*NEEDED[What.STATIONS], "parent", *(name for name in places.FACTS if name != "name"), "step_free"),
           What.PEOPLE: (*NEEDED[What.PEOPLE], "place", "kind", "public", "until")}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
YES = frozenset({"1", "y", "yes", "true", "是", "有", "✓"})


@dataclass(frozen=True)
class Line:
    """One line by column, with its number in the list."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be brought in."""

    number: int
    refusal: Refused


def read(text: str, what: What, heads: Mapping[str, str]) -> list[Line]:
    """The lines below the heading; commas, or tabs as they are pasted. `heads`: column by the word that stands for it. Refused: nothing
    there, too much, a heading that is not known or lacks what is needed, signs no list holds."""
    text = text.lstrip("\ufeff").strip("\r\n")
    if "\0" in text:
        raise Refused("list_text")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",", strict=True))
    except csv.Error as wrong:
        raise Refused("list_text") from wrong
    found = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if len(found) < 2:
        raise Refused("list_empty")
    if len(found) > MOST_LINES + 1:
        raise Refused("list_long", most=MOST_LINES)
    columns = _columns(found[0][1], what, heads)
    return [Line(number, {column: cell for column, cell in zip(columns, row, strict=False) if column}) for number, row in found[1:]]


def _columns(row: list[str], what: What, heads: Mapping[str, str]) -> list[str]:
    columns = [heads.get(word.lower(), "") if word else "" for word in row]
    for word, column in zip(row, columns, strict=True):
        if word and (column not in COLUMNS[what] or columns.count(column) > 1):
            raise Refused("list_heading", word=word[:20])
    if not set(columns) >= set(NEEDED[what]):
        raise Refused("list_heading_lacks")
    return columns


def bring_in(lines: list[Line], what: What, values: Mapping[str, str], *, by: Actor) -> list[Problem]:
    """Bring every line in, in their order; what hindered which. Whoever calls it takes all of it back if anything did. `values`: level or
    role by the word that stands for it."""
    access.permit(by, "network.manage")
    one: Callable[[dict[str, str], Mapping[str, str], Actor], None] = _station if what is What.STATIONS else _person
    problems = []
    for line in lines:
        try:
            with db.session.begin_nested():
                _check(line.cells)
                one(line.cells, values, by)
        except Refused as refusal:
            problems.append(Problem(line.number, refusal))
    return problems


def _check(cells: dict[str, str]) -> None:
    """No cell that a spreadsheet would reckon with: what stands here is exported again one day. A phone may begin with its plus."""
    for cell in cells.values():
        if cell[:1] in ("=", "@", "-", "\t", "\r") or (cell[:1] == "+" and not cell[1:].replace(" ", "").replace("-", "").isdecimal()):
            raise Refused("list_formula", cell=cell[:20])


def _station(cells: dict[str, str], values: Mapping[str, str], by: Actor) -> None:
    level = values.get(cells.get("level", "").lower(), "")
    if level not in set(StationLevel):
        raise Refused("list_level")
    above = cells.get("parent", "")
    parent = places.meant(above) if above else None
    if above and parent is None:
        raise Refused("list_place", place=above[:60])
    _fit(cells, places.FACTS)
    facts = {name: cells.get(name, "") for name in places.FACTS} | {"step_free": cells.get("step_free", "").lower() in YES}
    places.open_station(code=cells.get("code", ""), level=StationLevel(level), parent_id=parent.id if parent else None, facts=facts, by=by)


def _fit(cells: dict[str, str], limits: Mapping[str, int]) -> None:
    """Nothing is cut off in silence."""
    for name, most in limits.items():
        if len(cells.get(name, "")) > most:
            raise Refused("list_cell_long", cell=cells[name][:20], most=most)


def _person(cells: dict[str, str], values: Mapping[str, str], by: Actor) -> None:
    role = values.get(cells.get("role", "").lower(), "")
    if role not in set(STAFF):
        raise Refused("list_role")
    _fit(cells, {"name": 40, "login": 40, "kind": 30})
    place, kept = cells.get("place", ""), Role(role)
    station = places.meant(place) if kept in AT_STATION else None
    unit = places.unit_meant(place) if kept in AT_UNIT else None
    if (kept in AT_STATION and station is None) or (kept in AT_UNIT and unit is None):
        raise Refused("list_place", place=place[:60])
    name, known = cells.get("name", ""), sign_in.find(cells.get("login", ""))
    if known is not None and known.name != name:
        raise Refused("login_taken")
    who = known or staff.add(name=name, login=cells.get("login", ""), by=by)
    staff.give(who, kept, by=by, station_id=station.id if station else None, unit_id=unit.id if unit else None, kind=cells.get("kind", ""),
               public=cells.get("public", "").lower() in YES, until=_day(cells.get("until", "")))


def _day(cell: str) -> date | None:
    """A day as a spreadsheet writes it; None for an empty cell."""
    if not cell:
        return None
    found = _DAY.fullmatch(cell)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(cell)
    except ValueError as wrong:
        raise Refused("list_day", cell=cell[:20]) from wrong
