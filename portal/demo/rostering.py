"""The invented roster: one published for the first station, a leave it goes round, and a day that somebody is asked to take over."""

from datetime import timedelta

from sqlalchemy import select

from portal.demo.people import FIRST, Cast
from portal.demo.receiving import AHEAD
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import face, pledge, station
from portal.network.person import Person
from portal.network.pledge import Kept
from portal.network.role import Role
from portal.reception import laying, leave, planning, roster, sitting, swap
from portal.reception.shift import Shift
from portal.reception.sitting import Sitting

VISITS, VISITED = "这三个月走访三十户，一户一户问。", "走访登记二十六户，遇汛期停了两周。"
REASON, ASKED_BECAUSE = "外出学习", "当天要开人代会"
ASKS = "S03"  # whose representative asks one of the first station for a day


def roster_all(cast: Cast) -> None:
    """Lay and publish what comes after the weeks that were settled by hand; one is on leave in them, another asks for a day off."""
    place, office = station.by_code(FIRST), cast.one(Role.OFFICE).then(clock.now())
    assert place is not None
    first, last = clock.today() + AHEAD + timedelta(days=1), clock.today() + planning.HORIZON
    away = db.session.get_one(Person, cast.one(Role.REPRESENTATIVE, FIRST, 1).person_id)
    leave.enter(away, (first + timedelta(days=14), first + timedelta(days=27)), reason=REASON,
                by=cast.one(Role.LIAISON, FIRST).then(office.at))
    row = roster.ask(place, (first, last), by=office)
    laying.put_down(row, laying.lay(row, office), by=office)
    laying.publish(row, by=office)
    _ask(cast)
    _pledge(cast)


def _ask(cast: Cast) -> None:
    """Somebody of another town asks for the last of their days that are settled."""
    giver, taker = cast.one(Role.REPRESENTATIVE, ASKS).then(clock.now()), cast.one(Role.REPRESENTATIVE, FIRST)
    seat = db.session.scalars(select(Sitting).join(Shift, Shift.id == Sitting.shift_id).where(
        Sitting.person_id == giver.person_id, Sitting.taken_off_at.is_(None), Shift.off_by.is_(None), Shift.begins_at > giver.at)
        .order_by(Shift.begins_at.desc())).first()
    if seat is not None and sitting.elsewhere(taker.person_id or 0, seat.shift) is None:
        swap.ask(seat, db.session.get_one(Person, taker.person_id), reason=ASKED_BECAUSE, by=giver)


def _pledge(cast: Cast) -> None:
    """A representative of the first station kept last quarter's pledge in part, and has given the next."""
    today, liaison = clock.today(), cast.one(Role.LIAISON, FIRST).then(clock.now())
    row = face.one(cast.one(Role.REPRESENTATIVE, FIRST).person_id or 0, liaison)
    line = row.pledge
    pledge.give(row, VISITS, today - timedelta(days=100), today - timedelta(days=9), by=liaison)
    pledge.settle(row, Kept.PARTLY, evidence=VISITED, by=liaison)
    pledge.give(row, line, today - timedelta(days=8), today + timedelta(days=83), by=liaison)
