"""What staff say to each other beside a matter, and what a visitor is asked; and that most of those put on have said they will come
(ZG-19, HB-78, YT-15)."""

from datetime import datetime

from sqlalchemy import exists, select

from portal.cases import side_note
from portal.cases.case import Case, State
from portal.cases.side_note import Audience
from portal.cases.timeline import Event
from portal.demo import wording
from portal.demo.days import Days
from portal.demo.people import FIRST, Cast
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station
from portal.reception import confirmation, sitting
from portal.reception.shift import Shift

SILENT_EVERY = 4  # every fourth seat waits for its word


def note_all(days: Days, cast: Cast) -> None:
    """Notes at the first station on the last working day, one for each audience, each beside another matter that was open and quiet then."""
    liaison = cast.one(Role.LIAISON, FIRST).then(days.at(-1, 17))
    for case, (audience, words) in zip(_quiet(liaison.at), wording.NOTES.items(), strict=False):
        by = actor.of_person(db.session.get_one(Person, case.agent_id), liaison.at) if audience is Audience.REPRESENTATIVES else liaison
        side_note.write(case, words=words, audience=audience, asks=audience is Audience.VISITOR, by=by)


def confirm_all(cast: Cast) -> None:
    """Those who receive say so for what is near, each for themselves, but for every fourth."""
    now = clock.now()
    near = select(Shift.id).where(Shift.begins_at > now, Shift.day <= clock.day_of(now) + confirmation.AHEAD, Shift.off_by.is_(None))
    seats = [seat for of in sitting.of_shifts(list(db.session.scalars(near.order_by(Shift.begins_at, Shift.id)))).values() for seat in of]
    for number, seat in enumerate(seats, 1):
        if number % SILENT_EVERY:
            confirmation.confirm(seat, by=actor.of_person(db.session.get_one(Person, seat.person_id), now))


def _quiet(at: datetime) -> list[Case]:
    """Open matters of which nothing was told since; first those that lie with a unit."""
    later = exists().where(Event.case_id == Case.id, Event.entered_at >= at)
    query = select(Case).join(Station, Station.id == Case.station_id).where(
        Station.code == FIRST, Case.state.in_((State.HANDLING, State.ACCEPTED, State.REPLIED, State.TO_DELIVER)), Case.sealed.is_(False), Case.agent_id.is_not(None), ~later)
    return list(db.session.scalars(query.order_by(Case.state != State.HANDLING, Case.id.desc()).limit(len(wording.NOTES))))
