"""The verbs of rosters and leave with a scene where each is possible and a call that does it (R10)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from portal.cases import handing, sitting_spoken
from portal.cases.case import Case
from portal.cases.sitting_spoken import Told
from portal.cases.visit import Ended
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, naming, staff
from portal.network.role import Grant
from portal.reception import confirmation, departure, handed_days, laying, leave, own_calendar, roster, sitting, swap
from portal.reception.leave import Leave
from portal.reception.roster import Roster
from portal.reception.swap import Answer, Swap
from tests.cast import Cast
from tests.reception import opened

Do = Callable[[Cast, Case], object]
SPAN = (date(2026, 3, 2), date(2026, 4, 30))


def asked(cast: Cast, case: Case) -> Roster:
    """A draft without seats."""
    return roster.ask(cast.station(), SPAN, by=cast.actor("office"))


def put_down(cast: Cast, case: Case) -> object:
    """What the rotation gives, written into the draft."""
    row = the_roster(cast)
    return laying.put_down(row, laying.lay(row, cast.actor("office")), by=cast.actor("office"))


def the_roster(cast: Cast) -> Roster:
    """The only one there is."""
    return roster.latest(cast.actor("office"))[0]


def enter(cast: Cast, case: Case) -> object:
    """A week in which somebody was put on."""
    return leave.enter(cast.person("rep"), SPAN, reason="进修", by=cast.actor("liaison"))


def _asked(cast: Cast, case: Case) -> None:
    opened.put_on(cast, opened.monday(cast)[1])
    with unit_of_work():
        asked(cast, case)


def _drafted(cast: Cast, case: Case) -> None:
    _asked(cast, case)
    with unit_of_work():
        put_down(cast, case)


def _away(cast: Cast, case: Case) -> None:
    _asked(cast, case)
    with unit_of_work():
        enter(cast, case)


def seat(cast: Cast) -> sitting.Sitting:
    """The only one there is."""
    return sitting.one(opened.rows(cast)[1], cast.person("rep").id)


def ask(cast: Cast, case: Case) -> object:
    """One asks another to come instead."""
    return swap.ask(seat(cast), cast.person("rep-2"), by=cast.actor("rep"))


def _asked_to_swap(cast: Cast, case: Case) -> None:
    _asked(cast, case)
    with unit_of_work():
        ask(cast, case)


def _calendar(cast: Cast, case: Case) -> None:
    with unit_of_work():
        own_calendar.make(by=cast.actor("rep"))


def _term_over(cast: Cast, case: Case) -> None:
    """Somebody who stands for nothing was put on, and their role ended the day before."""
    opened.put_on(cast, opened.monday(cast)[1], "rep-2")
    with unit_of_work():
        db.session.execute(update(Grant).where(Grant.person_id == cast.person("rep-2").id).values(until=clock.today() - timedelta(days=1)))


def _term_told(cast: Cast, case: Case) -> None:
    """Somebody who sits on an open day was told that their term ends before it; both happened in one moment."""
    opened.put_on(cast, opened.monday(cast)[1], "rep")
    with unit_of_work():
        staff.take(cast.person("rep"), cast.person("rep").grants[0].id, by=cast.actor("admin"), last_on=clock.today())
        departure.leave_seats(cast.actor("admin"), cast.person("rep").id)


SCENES: dict[str, Do] = {"roster asked": _asked, "roster drafted": _drafted, "on leave": _away, "swap asked": _asked_to_swap, "own calendar": _calendar, "term over": _term_over, "term told": _term_told}
ROWS: list[tuple[Callable[..., Any], str, Do]] = [
    (roster.ask, "open days", asked), (laying.put_down, "roster asked", put_down),
    (laying.publish, "roster drafted", lambda cast, case: laying.publish(the_roster(cast), by=cast.actor("office"))),
    (roster.discard, "roster drafted", lambda cast, case: roster.discard(the_roster(cast), by=cast.actor("office"))),
    (swap.ask, "roster asked", ask),
    (confirmation.confirm_all, "roster asked", lambda cast, case: confirmation.confirm_all([seat(cast)], by=cast.actor("rep"))),
    (confirmation.confirm, "roster asked", lambda cast, case: confirmation.confirm(seat(cast), by=cast.actor("rep"))),
    (own_calendar.make, "register", lambda cast, case: own_calendar.make(by=cast.actor("rep"))),
    (own_calendar.revoke, "own calendar", lambda cast, case: own_calendar.revoke(by=cast.actor("rep"))),
    (swap.set_down, "roster asked", lambda cast, case: swap.set_down(seat(cast), cast.person("rep-2"), by=cast.actor("liaison"))),
    (handing.give, "register", lambda cast, case: handing.give(cast.person("rep"), cast.person("rep-2"), reason="换届", by=cast.actor("director"))),
    (handed_days.give, "roster asked", lambda cast, case: handed_days.give(
        cast.person("rep"), cast.person("rep-2"), reason="换届", by=cast.actor("director"))),
    (swap.answer, "swap asked", lambda cast, case: swap.answer(db.session.get_one(Swap, 1), Answer.ACCEPTED, by=cast.actor("rep-2"))),
    (leave.enter, "roster asked", enter),
    (departure.leave_seats, "term over", lambda cast, case: departure.leave_seats(actor.system(clock.now()))),
    (departure.sit_again, "term told", lambda cast, case: (
        staff.keep(cast.person("rep"), cast.person("rep").grants[0].id, by=cast.actor("admin")), departure.sit_again(cast.actor("admin"), cast.person("rep").id))),
    (staff.keep, "term told", lambda cast, case: staff.keep(cast.person("rep"), cast.person("rep").grants[0].id, by=cast.actor("admin"))),
    (naming.hide_ended, "term over", lambda cast, case: naming.hide_ended(actor.system(clock.now()))),
    (sitting_spoken.note, "roster asked", lambda cast, case: sitting_spoken.note(
        cast.station(), Told(Ended.EXPLAINED, 2), key="k", by=cast.actor("liaison"))),
    (leave.take_back, "on leave", lambda cast, case: leave.take_back(db.session.get_one(Leave, 1), by=cast.actor("liaison"))),
]
