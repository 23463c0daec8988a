"""A fault at each single SQL statement of each writing act: nothing half done, and the next try succeeds (R10)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from portal.cases import acceptance, delivery, intake, invariants, publication, rating, referral, reply
from portal.cases.case import Case, Channel, Outcome
from portal.cases.rating import Result, Solved
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.tables import metadata
from tests.cast import NOW, WORDS, Cast

Act = Callable[[Cast, Case], object]
KEY = "f" * 32


def register(cast: Cast, _: Case) -> object:
    return intake.register(cast.telling(), station=cast.station(), key=KEY, by=actor.kiosk(cast.station().id, NOW))


def accept(cast: Cast, case: Case) -> object:
    return acceptance.accept(case, acceptance.Sorting(2, "C4"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def refer(cast: Cast, case: Case) -> object:
    return referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请办理", opinion_by_id=cast.person("rep").id,
                          by=cast.actor("liaison"))


def answer(cast: Cast, case: Case) -> object:
    return reply.write(case, text="已修复。", claim=Outcome.SOLVED, officer="甲", signed_off_by="乙", by=cast.actor("officer"))


def tell(cast: Cast, case: Case) -> object:
    delivery.summarise(case, asked="问", answer="答", next="后", disagree="异", by=cast.actor("liaison"))
    delivery.confirm(case, by=cast.actor("rep"))
    return delivery.deliver(case, way=delivery.Way.PHONE, by=cast.actor("liaison"))


def send_round_again(cast: Cast, case: Case) -> object:
    return rating.rate(case, result=Result.DISSATISFIED, solved=Solved.NO, understood=True, channel=Channel.ONLINE,
                       by=cast.visitor(case))


def satisfied(cast: Cast, case: Case) -> object:
    return rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE,
                       by=cast.visitor(case))


def publish(cast: Cast, case: Case) -> object:
    return publication.publish(case, by=cast.actor("director"))


ACTS: dict[Act, Callable[[Cast], Case]] = {
    register: lambda cast: cast.register().case, accept: lambda cast: cast.register().case, refer: lambda cast: cast.accepted(),
    answer: lambda cast: cast.handling(), tell: lambda cast: cast.to_deliver(), send_round_again: lambda cast: cast.delivered(),
    satisfied: lambda cast: cast.delivered(), publish: lambda cast: cast.closed()}


class Fault(Exception):
    """Anything at all."""


def content() -> list[list[str]]:
    """Every row of every table, full-text tables too."""
    db.session.rollback()
    names = ("rowid, body", "rowid, vector")[db.engine.dialect.name == "postgresql"]
    tables = [[repr(row) for row in db.session.execute(select(table))] for table in metadata.sorted_tables]
    return [sorted(rows) for rows in [*tables, *([repr(row) for row in db.session.execute(text(f"SELECT {names} FROM {name}"))]
                                                 for name in ("case_words", "publication_words"))]]


def fails_at(place: int, act: Act, cast: Cast, number: int) -> bool:
    """Do the act with a fault at the statement of this place; False when the act needs fewer."""
    seen = 0

    def fault(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == place:
            raise Fault

    event.listen(db.engine, "before_cursor_execute", fault)
    try:
        with unit_of_work():
            act(cast, db.session.get_one(Case, number))
    except Fault:
        return True
    finally:
        event.remove(db.engine, "before_cursor_execute", fault)
    return False


@pytest.mark.parametrize("act", list(ACTS), ids=lambda act: act.__name__)
def test_a_fault_at_every_statement_leaves_nothing_half_done(app: Flask, cast: Cast, act: Act) -> None:
    number = ACTS[act](cast).id
    before, place = content(), 1
    while fails_at(place, act, cast, number):
        assert content() == before, f"statement {place} of {act.__name__}"
        place += 1
    assert place > 5 and content() != before
    assert invariants.broken() == []


@pytest.mark.parametrize("act", [register, publish], ids=lambda act: act.__name__)
def test_a_fault_at_the_commit_itself(app: Flask, cast: Cast, act: Act) -> None:
    """The last moment at which it can go wrong."""
    number = ACTS[act](cast).id
    before = content()

    def fault(_connection: object) -> None:
        raise Fault

    event.listen(db.engine, "commit", fault)
    try:
        with pytest.raises(Fault), unit_of_work():
            act(cast, db.session.get_one(Case, number))
    finally:
        event.remove(db.engine, "commit", fault)
    assert content() == before
    with unit_of_work():
        act(cast, db.session.get_one(Case, number))
    assert invariants.broken() == [] and WORDS in repr(content())
