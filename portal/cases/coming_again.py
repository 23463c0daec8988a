"""Somebody comes again about a matter that has its number: one more visit in its story, never a second number (HB-22)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.cases import dissatisfaction, lifecycle, timeline, visit
from portal.cases.case import Case, Channel, State
from portal.cases.delivery import Way
from portal.cases.timeline import Event
from portal.cases.visit import CameAgain, Visit
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean
from portal.network import access
from portal.network.actor import Actor

STATES = frozenset(State) - {State.DRAFT, State.MERGED, State.WITHDRAWN, State.VOID}  # of what was merged the leading one is spoken of
SAID_MOST = 500


@dataclass(frozen=True)
class Coming:
    """How many came by which way, and what they said. `asks`: they asked how far it is, which the ladder counts (HB-64). `beside`: the
    number of a matter that was registered in the same visit, which is then counted once."""

    channel: Channel = Channel.STATION
    heads: int = 1
    words: str = ""
    asks: bool = False
    beside: str = ""


def come_again(case: Case, coming: Coming, *, by: Actor, happened_at: datetime | None = None) -> Event:
    """Add a visit to a case: a batch and its people are counted, the story tells it to the visitor, and no clock moves."""
    access.permit(by, "visit.again", case)
    if case.state not in STATES or not case.words.strip():
        raise Refused("again_unwritten")
    if not 1 <= coming.heads <= 9999:
        raise Refused("heads_range")
    other = _other(case, coming.beside, by) if coming.beside else None
    if other is None:
        at = timeline.checked_time(happened_at, db.session.get_one(Visit, case.visit_id).began_at, by)
        came = db.session.get_one(Visit, visit.begin(case.station_id, coming.channel, coming.heads, at))
    else:
        came = _same_visit(case, other, coming.heads, clock.day_of(happened_at or by.at))
    facts = {"channel": came.channel.value, "heads": coming.heads} | ({"with": other.number} if other and other.sealed == case.sealed else {})
    db.session.add(CameAgain(visit_id=came.id, case_id=case.id))
    event = lifecycle.also(case, "visit.again", by=by, happened_at=came.began_at, text=clean(coming.words, SAID_MOST, 10), facts=facts,
                           for_visitor=True)
    if coming.asks and not dissatisfaction.asked_on(case, clock.day_of(came.began_at)):  # the ladder counts days
        way = Way.PHONE if came.channel is Channel.PHONE else Way.IN_PERSON
        dissatisfaction.ask_again(case, way=way, happened_at=came.began_at, by=by)
    return event


def _other(case: Case, number: str, by: Actor) -> Case:
    """The matter that was told, or asked about, in the same visit; it belongs to the same station and this actor sees it."""
    found = db.session.scalar(select(Case).where(Case.number == number))
    if found is None or found.id == case.id or found.station_id != case.station_id or not access.can(by, "case.see", found):
        raise Refused("visit_beside")
    return found


def _same_visit(case: Case, other: Case, heads: int, day: date) -> Visit:
    """The newest visit about the other matter: of the day that is meant, later than the first one about this, not counted here yet, by as
    many people or more."""
    came, first = visit.latest(other), db.session.get_one(Visit, case.visit_id)
    if came.id == first.id or came.began_at < first.began_at or clock.day_of(came.began_at) != day:
        raise Refused("visit_beside")
    if db.session.get(CameAgain, (came.id, case.id)) is not None:
        raise Refused("visit_counted")
    if heads > came.heads:
        raise Refused("heads_visit", n=came.heads)
    return came
