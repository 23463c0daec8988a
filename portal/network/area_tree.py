"""The tree of areas: district, town, village and community, as stations stand below each other and as siblings share an area (SD-01, HB-76)."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from portal.foundation import marks
from portal.foundation.database import db
from portal.network.station import Station


@dataclass(frozen=True)
class Node:
    """A station as the tree holds it."""

    id: int
    code: str
    name: str
    area: str
    parent_id: int | None
    closed: bool


@dataclass(frozen=True)
class Branch:
    """One area: what the address calls it, its name, the codes of every station in it, how many of these are open, and what lies
    right below: areas, each alone where it is one station."""

    key: str
    name: str
    codes: tuple[str, ...]
    open: int
    below: tuple["Branch", ...] = ()

    @property
    def areas(self) -> list["Branch"]:
        """The areas right below that hold more than one station."""
        return [one for one in self.below if len(one.codes) > 1]


def roots() -> tuple[Branch, ...]:
    """The whole tree, from the stations that stand below no other."""
    return marks.kept("network", "area_tree", _grown)


def path(key: str) -> list[Branch]:
    """The areas from a root down to the one of that key, itself last; an area's word finds all that bear it; empty where there is none."""
    known = marks.kept("network", "area_paths", lambda: {way[-1].key: way for way in _ways(roots(), [])})
    if key in known:
        return known[key]
    bear = [way[-1] for way in known.values() if way[-1].name == key]
    codes = dict.fromkeys(code for one in bear for code in one.codes)
    openly = set(marks.kept("network", "area_open", _openly))
    return [Branch(key, key, tuple(codes), len(openly & set(codes)))] if codes else []


def _ways(branches: tuple[Branch, ...], above: list[Branch]) -> list[list[Branch]]:
    found = []
    for one in branches:
        here = [*above, one]
        found += [here, *_ways(one.below, here)]
    return found


def _openly() -> tuple[str, ...]:
    return tuple(db.session.scalars(select(Station.code).where(Station.closed.is_(False))))


def _grown() -> tuple[Branch, ...]:
    rows = db.session.execute(select(Station.id, Station.code, Station.name, Station.area, Station.parent_id, Station.closed).order_by(Station.code))
    children: dict[int | None, list[Node]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(Node(*row))
    return _below(children, None)


def _below(children: dict[int | None, list[Node]], above: Node | None) -> tuple[Branch, ...]:
    """The branches right below a station: those of its children, where several without children of their own share an area under it."""
    here = children.get(above.id if above else None, [])
    shared: dict[str, list[Node]] = defaultdict(list)
    for one in here:
        if one.area and one.id not in children and (above is None or one.area != above.area):
            shared[one.area].append(one)
    grouped = {area: of for area, of in shared.items() if len(of) > 1}
    alone = [_branch(children, one) for one in here if one.area not in grouped or one not in grouped[one.area]]
    return tuple(sorted([*alone, *(_area(children, area, of, above) for area, of in grouped.items())], key=lambda one: one.codes[0]))


def _branch(children: dict[int | None, list[Node]], node: Node) -> Branch:
    below = _below(children, node)
    codes = (node.code, *(code for one in below for code in one.codes))
    return Branch(node.code, node.area if below and node.area else node.name, codes, (not node.closed) + sum(one.open for one in below), below)


def _area(children: dict[int | None, list[Node]], area: str, of: list[Node], above: Node | None) -> Branch:
    below = tuple(_branch(children, one) for one in of)
    return Branch(f"{above.code}.{area}" if above else area, area, tuple(one.code for one in of), sum(one.open for one in below), below)
