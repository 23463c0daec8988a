"""The verbs of open days with a scene where each is possible and a call that does it (R10)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.cases import promised_call, told_progress
from portal.cases.case import Case
from portal.cases.delivery import Way
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import appointment, calling, finding, hall_rule, holding, invitation, offered_time, opening, planning, reminding, sitting, taking, turn, vacancy
from portal.reception.opening import Wanted
from portal.reception.shift import Shift
from portal.reception.sitting import Presence
from portal.reception.slots import Slot
from portal.reception.vacancy import SaidAt
from tests.cast import Cast
from tests.reception import numbered, opened
from tests.reception.opened import MONDAY, WEDNESDAY, weekly

Do = Callable[[Cast, Case], object]


def _rule(cast: Cast, case: Case) -> None:
    opened.keep(cast, weekly(MONDAY))


def _planned(cast: Cast, case: Case) -> None:
    opened.monday(cast)


def _seated(cast: Cast, case: Case) -> None:
    opened.put_on(cast, opened.monday(cast)[0])


def _invited(cast: Cast, case: Case) -> None:
    opened.monday(cast)
    with unit_of_work():
        _invite(cast, case)


def _invite(cast: Cast, case: Case) -> invitation.Invitation:
    return invitation.invite(row(cast), cast.unit(), by=cast.actor("liaison"))


def _asked(cast: Cast) -> invitation.Invitation:
    """The only one there is."""
    return invitation.one(row(cast), cast.unit().id)


def _off(cast: Cast, case: Case) -> None:
    opened.monday(cast)
    with unit_of_work():
        call_off(cast, case)


def _moved(cast: Cast, case: Case) -> None:
    """The rule says another day and hour than the rows."""
    opened.put_on(cast, opened.monday(cast)[1])
    opened.keep(cast, weekly(MONDAY, WEDNESDAY, starts=600), rule=rule(cast))


def _numbered(cast: Cast, case: Case) -> None:
    opened.monday(cast)
    numbered.take(cast)


def _called(cast: Cast, case: Case) -> None:
    _numbered(cast, case)
    numbered.call(cast, row(cast))


def _served(cast: Cast, case: Case) -> None:
    _called(cast, case)
    numbered.move(cast, calling.serve, own(cast))


def _missed(cast: Cast, case: Case) -> None:
    _called(cast, case)
    numbered.move(cast, calling.miss, own(cast))


def own(cast: Cast) -> turn.Turn:
    """The only number there is."""
    return turn.of_shift(row(cast))[0]


def tap(verb: Callable[..., turn.Turn]) -> Do:
    """One tap of the liaison."""
    return lambda cast, case: verb(own(cast), by=cast.actor("liaison"))


def _slot(cast: Cast) -> Slot:
    """The next time that is free."""
    return finding.offered(cast.station(), clock.now())[0].free[0]


def _book(cast: Cast, wanted: appointment.Wanted) -> object:
    slot = _slot(cast) if wanted is appointment.Wanted.OPEN_DAY else None
    asked = appointment.Asked(wanted, slot, name="测某甲", phone="12000000017", address="菜场路9号")
    return appointment.book(cast.station(), asked, key="k", by=actor.public(clock.now()))


def _booking(cast: Cast, case: Case) -> None:
    opened.monday(cast)
    with unit_of_work():
        _book(cast, appointment.Wanted.OPEN_DAY)


def _home(cast: Cast, case: Case) -> None:
    with unit_of_work():
        _book(cast, appointment.Wanted.HOME)


def _offer(cast: Cast, case: Case) -> offered_time.OfferedTime:
    return offered_time.offer(case, offered_time.Proposed(appointment.Wanted.STATION, at=clock.now() + timedelta(days=2)), by=cast.actor("rep"))


def _offering(cast: Cast, case: Case) -> None:
    with unit_of_work():
        _offer(cast, case)


def _accept(cast: Cast, case: Case) -> object:
    return offered_time.accept(offered_time.needed(case), key="k", by=cast.visitor(case))


def _accepting(cast: Cast, case: Case) -> None:
    _offering(cast, case)
    with unit_of_work():
        _accept(cast, case)


def _promise(cast: Cast, case: Case) -> object:
    return promised_call.promise(case, promised_call.Part.TIME, clock.now() + timedelta(days=1), by=cast.actor("clerk"))


def _promised(cast: Cast, case: Case) -> None:
    with unit_of_work():
        _promise(cast, case)


def _booked() -> appointment.Appointment:
    """The only one there is."""
    return db.session.scalars(select(appointment.Appointment)).one()


SCENES: dict[str, Do] = {"open rule": _rule, "open days": _planned, "seated": _seated, "unit invited": _invited, "called off": _off, "other rule": _moved,
                         "numbered": _numbered, "called": _called, "at the table": _served, "missed": _missed, "booked": _booking,
                         "home asked": _home, "time offered": _offering, "time accepted": _accepting, "call promised": _promised}


def rule(cast: Cast) -> opening.OpeningRule:
    """The only one there is."""
    return opening.standing(clock.today())[0]


def row(cast: Cast, number: int = 0) -> Shift:
    """A shift of S01 by its place in time."""
    return opened.rows(cast)[number]


def call_off(cast: Cast, case: Case) -> object:
    """The next Monday."""
    return holding.call_off(row(cast, 1), reason="停电", by=cast.actor("liaison"))


def plan(cast: Cast, case: Case) -> object:
    """As the clock does."""
    return planning.plan(cast.station(), by=actor.system(clock.now()))


def seat(cast: Cast) -> sitting.Sitting:
    """The only one there is."""
    return sitting.of_shifts([row(cast).id])[row(cast).id][0]


ROWS: list[tuple[Callable[..., Any], str, Do]] = [
    (opening.keep, "register", lambda cast, case: opening.keep(
        None, Wanted(weekly(MONDAY), date(2026, 3, 1), cast.station()), by=cast.actor("director"))),
    (opening.keep, "open rule", lambda cast, case: opening.keep(
        rule(cast), Wanted(weekly(WEDNESDAY), date(2026, 3, 1), cast.station()), by=cast.actor("director"))),
    (opening.end, "open days", lambda cast, case: opening.end(rule(cast), by=cast.actor("director"))),
    (planning.plan, "open rule", plan), (planning.plan, "other rule", plan),
    (holding.call_off, "open days", call_off),
    (holding.hold_after_all, "called off", lambda cast, case: holding.hold_after_all(row(cast, 1), by=cast.actor("liaison"))),
    (sitting.put_on, "open days", lambda cast, case: sitting.put_on(row(cast, 1), cast.person("rep"), by=cast.actor("liaison"))),
    (sitting.take_off, "seated", lambda cast, case: sitting.take_off(seat(cast), by=cast.actor("liaison"))),
    (sitting.note, "seated", lambda cast, case: sitting.note(seat(cast), Presence.HERE, by=cast.actor("clerk"))),
    (invitation.name_theme, "open days", lambda cast, case: invitation.name_theme(row(cast, 1), "水电气专场", by=cast.actor("liaison"))),
    (invitation.invite, "open days", _invite),
    (invitation.withdraw, "unit invited", lambda cast, case: invitation.withdraw(_asked(cast), by=cast.actor("liaison"))),
    (invitation.note, "unit invited", lambda cast, case: invitation.note(_asked(cast), True, who="测某丙", by=cast.actor("clerk"))),
    (taking.take, "open days", lambda cast, case: taking.take(
        cast.station().id, key="k", by=actor.kiosk(cast.station().id, clock.now()))),
    (calling.call_next, "numbered", lambda cast, case: calling.call_next(row(cast), place="一号桌", holding=0, by=cast.actor("liaison"))),
    (calling.recall, "called", tap(calling.recall)), (calling.miss, "called", tap(calling.miss)),
    (calling.serve, "called", tap(calling.serve)), (calling.finish, "at the table", tap(calling.finish)),
    (calling.come_back, "missed", tap(calling.come_back)),
    (appointment.book, "open days", lambda cast, case: _book(cast, appointment.Wanted.OPEN_DAY)),
    (appointment.book, "register", lambda cast, case: _book(cast, appointment.Wanted.HOME)),
    (appointment.move, "booked", lambda cast, case: appointment.move(_booked(), _slot(cast), by=cast.actor("liaison"))),
    (appointment.cancel, "booked", lambda cast, case: appointment.cancel(_booked(), by=cast.actor("liaison"))),
    (appointment.check_in, "booked", lambda cast, case: appointment.check_in(_booked(), by=cast.actor("liaison"))),
    (appointment.remind, "booked", lambda cast, case: appointment.remind(_booked(), by=cast.actor("liaison"))),
    (appointment.end_visit, "home asked", lambda cast, case: appointment.end_visit(_booked(), True, by=cast.actor("liaison"))),
    (offered_time.offer, "handling", _offer), (offered_time.offer, "time offered", _offer), (offered_time.accept, "time offered", _accept),
    (offered_time.answer, "time offered", lambda cast, case: offered_time.answer(
        offered_time.needed(case), offered_time.Said.ACCEPTED, key="k", by=cast.actor("liaison"))),
    (offered_time.ask_other, "time offered", lambda cast, case: offered_time.ask_other(offered_time.needed(case), wish="周三。", by=cast.visitor(case))),
    (offered_time.decline, "time offered", lambda cast, case: offered_time.decline(offered_time.needed(case), by=cast.visitor(case))),
    (offered_time.decline, "time accepted", lambda cast, case: offered_time.decline(offered_time.needed(case), by=cast.visitor(case))),
    (offered_time.withdraw, "time accepted", lambda cast, case: offered_time.withdraw(offered_time.needed(case), by=cast.actor("rep"))),
    (promised_call.promise, "handling", _promise), (promised_call.promise, "call promised", _promise),
    (promised_call.tried, "call promised", lambda cast, case: promised_call.tried(case, reached=False, by=cast.actor("clerk"))),
    (told_progress.tell, "handling", lambda cast, case: told_progress.tell(case, words="下周修。", way=Way.PHONE, understood=True, by=cast.actor("rep"))),
    (reminding.write_to, "booked", lambda cast, case: reminding.write_to(_booked(), "one@mail.example", locale="en", by=cast.actor("liaison"))),
    (reminding.forget_old, "booked", lambda cast, case: reminding.forget_old(by=actor.system(clock.now() + timedelta(days=40)))),
    (hall_rule.keep, "register", lambda cast, case: hall_rule.keep(cast.station(), hall_rule.Hall("en"), by=cast.actor("liaison"))),
    (vacancy.say, "open days", lambda cast, case: vacancy.say(
        row(cast), source="x", said_at=SaidAt.KIOSK, by=actor.kiosk(cast.station().id, clock.now()))),
]
