"""Statements that differ from one actor to another by values alone are built once for all whose roles are alike: to build the list
of the day costs more than to read it."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import BindParameter, Date, Integer, bindparam

from portal.foundation import clock
from portal.network.actor import Actor, Held

MOST = 64  # statements of one kind kept at a time; there are a handful of ways to hold roles, and few things left behind
DAY = bindparam("day", type_=Date)  # the local day of the moment at which the actor acts
Given = ParamSpec("Given")
Made = TypeVar("Made")


class Several:
    """A set of ids that a statement gets when it is asked; how many there are was known when it was built: none, one or more."""

    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size

    def __len__(self) -> int:
        return self._size

    def __clause_element__(self) -> BindParameter[Any]:
        return bindparam(self._name, expanding=True, type_=Integer)


def built(build: Callable[Concatenate[Actor, Given], Made]) -> Callable[Concatenate[Actor, Given], tuple[Made, dict[str, Any]]]:
    """`build(by, …)` makes a statement of who holds which roles where. What is made of it answers with the statement and the values
    that belong to this very actor, and is called anew only for another kind of actor. In `build` each id of the actor stands for
    itself: it may be compared in SQL, never looked at; `by.at` is not there, its day is DAY. What else is given must be hashable."""
    kept: dict[Hashable, Made] = {}

    @wraps(build)
    def ask(by: Actor, *given: Given.args, **named: Given.kwargs) -> tuple[Made, dict[str, Any]]:
        key = (_kind(by), given, tuple(named.items()))
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST:
                kept.clear()
            found = kept[key] = build(_anybody(by), *given, **named)
        return found, _values(by)

    return ask


def _kind(by: Actor) -> Hashable:
    """What a statement may look at: the roles, and which ids are there at all."""
    return (by.person_id is None, by.case_id is None, min(len(by.units), 2), min(len(by.kept_from), 2),
            tuple((held.role, held.station_id is None, held.unit_id is None, min(len(held.stations), 2), held.receives_sealed)
                  for held in by.held))


def _anybody(by: Actor) -> Actor:
    held = tuple(Held(each.role, _id(f"station_{n}", each.station_id), _id(f"unit_{n}", each.unit_id),
                      _several(f"stations_{n}", each.stations), each.receives_sealed) for n, each in enumerate(by.held))
    return Actor(held, None, _id("person", by.person_id), case_id=_id("case", by.case_id), units=_several("units", by.units), kept_from=_several("kept_from", by.kept_from))  # type: ignore[arg-type]


def _id(name: str, value: int | None) -> Any:
    return None if value is None else bindparam(name, type_=Integer)


def _several(name: str, ids: frozenset[int]) -> Any:
    return Several(name, min(len(ids), 2)) if ids else ids


def _values(by: Actor) -> dict[str, Any]:
    values: dict[str, Any] = {"person": by.person_id, "case": by.case_id, "units": sorted(by.units), "kept_from": sorted(by.kept_from), "day": clock.day_of(by.at)}
    for n, each in enumerate(by.held):
        values |= {f"station_{n}": each.station_id, f"unit_{n}": each.unit_id, f"stations_{n}": sorted(each.stations)}
    return values
