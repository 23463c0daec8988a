"""Shorthands for numbers: taken, called and moved on, each in a unit of work of its own."""

from collections.abc import Callable

from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import calling, taking, turn
from portal.reception.shift import Shift
from portal.reception.turn import Turn
from tests.cast import Cast

TABLE = "一号桌"


def take(cast: Cast, key: str = "", station: str = "S01") -> Turn:
    """At the terminal of a station, with a form of its own unless one is named."""
    here = cast.station(station).id
    with unit_of_work():
        return taking.take(here, key=key or codes.new_key(), by=actor.kiosk(here, clock.now())).turn


def call(cast: Cast, shift: Shift, holding: int = 0, login: str = "liaison", place: str = TABLE) -> Turn | None:
    """The next one."""
    with unit_of_work():
        return calling.call_next(shift, place=place, holding=holding, by=cast.actor(login))


def move(cast: Cast, verb: Callable[..., Turn], row: Turn, login: str = "liaison") -> Turn:
    """One of the other taps."""
    with unit_of_work():
        by = cast.actor(login)
        return verb(calling.one(row.id, by), by=by)


def line(shift: Shift) -> list[int]:
    """The numbers that wait, as they will be called."""
    db.session.rollback()
    return [row.number for row in turn.in_line(turn.of_shift(shift), clock.now())]
