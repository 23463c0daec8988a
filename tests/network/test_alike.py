"""Statements built once for all whose roles are alike: everybody still gets their own answer, and a role more is another statement."""

from typing import Any

from flask import Flask
from sqlalchemy import Select, select

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, alike
from portal.network.actor import Actor
from portal.network.alike import DAY
from tests.cast import Cast


def numbers(asked: tuple[Select[Any], dict[str, Any]]) -> set[str]:
    return set(db.session.scalars(*asked))


def test_two_of_a_kind_share_a_statement_and_each_sees_their_own(app: Flask, cast: Cast) -> None:
    """X-17, R30: built for the first of them, asked by both; who reaches further, or not so far, has another one."""
    here, there = cast.register().case.number, cast.register(station="S02").case.number
    seen: list[int] = []

    @alike.built
    def mine(by: Actor, latest: str) -> Select[tuple[str]]:
        seen.append(len(by.held))
        return select(Case.number).where(access.visible(by, Case), Case.number <= latest, Case.next_on >= DAY)

    logins = ("liaison-s02", "liaison-s90", "director", "director-s02", "rep", "officer", "office", "admin", "office")
    found = {login: numbers(mine(cast.actor(login), "Z")) for login in logins}
    assert found == {"liaison-s02": {there}, "liaison-s90": set(), "director": {here, there}, "director-s02": {there}, "rep": {here},
                     "officer": set(), "office": {here, there}, "admin": set()}
    kinds = len(seen)
    assert kinds < len(logins)
    assert (numbers(mine(cast.actor("liaison-s02"), "Z")), len(seen)) == ({there}, kinds)
    assert (numbers(mine(cast.actor("liaison-s02"), "A")), len(seen)) == (set(), kinds + 1)  # what else is given is part of it


def test_the_day_is_that_of_whoever_asks(app: Flask, cast: Cast) -> None:
    case, by = cast.register().case, cast.actor("liaison")

    @alike.built
    def due(by: Actor) -> Select[tuple[str]]:
        return select(Case.number).where(access.visible(by, Case), Case.next_on == DAY)

    assert case.next_on is not None
    assert numbers(due(by)) == set()
    assert numbers(due(by.then(clock.at_local(case.next_on, 10)))) == {case.number}
