"""Counts the figures of monthly reports, of any number of stations and months at once, by the same few questions (X-07, X-17).

A report about officials is in no figure, and a visit that brought nothing else is in none either (HB-44): what is told of a month would
else give one away. `sealed=True` counts them too, for comparing a month with itself: whether one was sealed since is not seen by it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median_low
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, Integer, Label, Select, and_, column, distinct, func, or_, select, true, values
from sqlalchemy.orm import aliased

from portal.cases.acceptance import Exclusion, NotAccepted
from portal.cases.case import FINAL, Case, Channel, Kind, Outcome, State
from portal.cases.closing import NotPublished
from portal.cases.deadline import REPLY_CLOCKS, UNIT_CLOCKS, Deadline
from portal.cases.delivery import Delivery
from portal.cases.explanation import Explanation
from portal.cases.follow_up import FollowUp
from portal.cases.in_time import FEWEST, FEWEST_IN_A_SHARE, GONE
from portal.cases.publication import Publication
from portal.cases.rating import Rating, Result, Solved
from portal.cases.referral import Referral
from portal.cases.reminder import Reminder
from portal.cases.reply import Reply
from portal.cases.slip import Level, Slip
from portal.cases.visit import CameAgain, Spoken, Visit
from portal.commons.concern import Concern
from portal.commons.motion import Motion
from portal.foundation import clock
from portal.foundation.database import Utc, db
from portal.network.role import Role
from portal.reception.activity import Activity
from portal.reception.handout import Handout
from portal.reception.shift import Shift
from portal.reception.sitting import Presence, Sitting
from portal.reception.weeks_held import CAME
from portal.statistics.figures import NAMES, NOT_SUMMED, OF_RATINGS

_LEFT_OUT = (*GONE, State.WITHDRAWN)


@dataclass(frozen=True)
class Span:
    """Of a station the days from `first` to `last`, both among them."""

    station_id: int
    first: date
    last: date


def counted(spans: Sequence[Span], sealed: bool = False) -> list[dict[str, int]]:
    """The figures of each span, in order; what is not told (R41) is left out. As many questions for thousands as for one."""
    found = [dict.fromkeys(NAMES, 0) for _ in spans]
    if not spans:
        return []
    over, known = _over(spans), true() if sealed else Case.sealed.is_(False)
    for query in _questions(over, _days(spans), known):
        for row in db.session.execute(query).mappings():
            found[row["span"]].update({name: int(n or 0) for name, n in row.items() if name != "span"})
    lasted = _lasted(over, known)
    for place, told in enumerate(found):
        days = sorted(lasted[place])
        if len(days) >= FEWEST_IN_A_SHARE:
            told["days_median"], told["days_90"] = median_low(days), days[ceil(0.9 * len(days)) - 1]
        for name in (*(OF_RATINGS if told["rated"] < FEWEST else ()), *(NOT_SUMMED if len(days) < FEWEST_IN_A_SHARE else ())):
            del told[name]
    return found


def _over(spans: Sequence[Span]) -> CTE:
    """The spans as rows: days as the roster counts them, and the moments at which they begin and are over."""
    rows = [(place, one.station_id, one.first, one.last, clock.at_local(one.first, 0), clock.at_local(one.last + timedelta(days=1), 0))
            for place, one in enumerate(spans)]
    return values(column("span", Integer), column("station", Integer), column("first", Date), column("last", Date), column("begins", Utc),
                  column("ends", Utc), name="spans").data(rows).cte("spans")


def _days(spans: Collection[Span]) -> CTE:
    """Each day of the spans, and of the time in which an answer may have been due first, with the moment it was over."""
    first, last = min(one.first for one in spans) - timedelta(days=400), max(one.last for one in spans)
    rows = [(day, clock.at_local(day + timedelta(days=1), 0)) for day in (first + timedelta(days=n) for n in range((last - first).days + 1))]
    return values(column("day", Date), column("over", Utc), name="days").data(rows).cte("days")


def _n(name: str, *which: ColumnElement[bool]) -> Label[int]:
    return func.count().filter(and_(true(), *which)).label(name)


def _within(over: CTE, moment: Any) -> ColumnElement[bool]:
    return and_(moment >= over.c.begins, moment < over.c.ends)


def _of_cases(over: CTE, known: ColumnElement[bool], *figures: Label[int]) -> Select[Any]:
    return select(over.c.span, *figures).join(Case, Case.station_id == over.c.station).where(known).group_by(over.c.span)


def _about(over: CTE, known: ColumnElement[bool], row: Any, moment: Any, *figures: Label[int]) -> Select[Any]:
    """Of rows about a case, by a moment of theirs."""
    return _of_cases(over, known, *figures).join(row, and_(row.case_id == Case.id, _within(over, moment)))


def _of_station(over: CTE, row: Any, when: ColumnElement[bool], *figures: Label[int]) -> Select[Any]:
    return select(over.c.span, *figures).join(row, and_(row.station_id == over.c.station, when)).group_by(over.c.span)


def _questions(over: CTE, days: CTE, known: ColumnElement[bool]) -> Iterator[Select[Any]]:
    yield from _running(over)
    yield _visits(over, known)
    yield from _matters(over, known)
    yield _due(over, days, known)
    yield from _supervised(over, known)
    yield from _results(over, known)
    yield from _around(over)


def _running(over: CTE) -> Iterator[Select[Any]]:
    there, here = Sitting.presence.in_(CAME), Shift.day.between(over.c.first, over.c.last)
    yield _of_station(over, Shift, here, _n("sessions", Shift.off_by.is_(None)), _n("called_off", Shift.off_by.is_not(None)))
    yield _of_station(over, Shift, and_(here, Shift.off_by.is_(None)), _n("seats"), _n("came", there), _n("absent", Sitting.presence == Presence.ABSENT),
                      func.count(distinct(Sitting.shift_id)).filter(there).label("sessions_held"),
                      func.count(distinct(Sitting.person_id)).filter(and_(there, Sitting.role == Role.REPRESENTATIVE)).label("representatives"),
                      ).join(Sitting, and_(Sitting.shift_id == Shift.id, Sitting.taken_off_at.is_(None)))


def _visits(over: CTE, known: ColumnElement[bool]) -> Select[Any]:
    """Visits that brought a matter, were about one that is here, or came to something without one (portal.cases.visit.took_place)."""
    spoken = select(Spoken.visit_id).where(Spoken.visit_id == Visit.id, Spoken.taken_back_at.is_(None)).exists()
    again = select(CameAgain.case_id).join(Case, Case.id == CameAgain.case_id).where(CameAgain.visit_id == Visit.id, known).exists()
    brought = select(Case.id).where(Case.visit_id == Visit.id, Case.state != State.VOID, known).exists()
    told = select(Visit.station_id, Visit.began_at, Visit.channel, Visit.heads, spoken.label("spoken")).where(or_(brought, again, spoken)).subquery()
    return select(over.c.span, _n("batches"), func.sum(told.c.heads).label("heads"), *(_n(f"channel-{one}", told.c.channel == one) for one in Channel),
                  _n("spoken", told.c.spoken)).join(told, and_(told.c.station_id == over.c.station, _within(over, told.c.began_at))).group_by(over.c.span)


def _matters(over: CTE, known: ColumnElement[bool]) -> Iterator[Select[Any]]:
    kinds = (_n(f"kind-{one.value}", Case.kind == one.value) for one in Kind if one is not Kind.CONDUCT_REPORT)
    yield _of_cases(over, known, _n("registered"), _n("common", Case.common.is_(True)), *kinds).where(
        _within(over, Case.registered_at), Case.state.not_in(GONE))
    yield _of_cases(over, known, _n("accepted")).where(_within(over, Case.accepted_at), Case.state.not_in(_LEFT_OUT))
    yield _about(over, known, NotAccepted, NotAccepted.at, _n("refused"), *(_n(f"exclusion-{one}", NotAccepted.reason == one) for one in Exclusion)).where(
        Case.state.not_in(_LEFT_OUT))
    yield _about(over, known, Referral, Referral.sent_at, _n("referred"))
    yield _of_cases(over, known, _n("closed"), _n("answered", Case.state == State.ANSWERED), _n("listened", Case.state == State.LISTENED),
                    _n("claimed", Case.claim.in_((Outcome.SOLVED, Outcome.MEDIATED)))).where(
        _within(over, Case.closed_at), Case.state.in_(FINAL - {*GONE}))
    late = select(Deadline.id).where(Deadline.case_id == Case.id, Deadline.clock.in_(UNIT_CLOCKS), Deadline.due_on <= over.c.last, Deadline.paused_on.is_(None),
                                     or_(Deadline.ended_at.is_(None), Deadline.ended_at >= over.c.ends)).exists()
    open_then = select(over.c.span, late.label("late")).join(Case, Case.station_id == over.c.station).where(
        known, Case.registered_at < over.c.ends, or_(Case.closed_at.is_(None), Case.closed_at >= over.c.ends), Case.state.not_in(GONE)).subquery()
    yield select(open_then.c.span, _n("open"), _n("overdue", open_then.c.late)).group_by(open_then.c.span)


def _due(over: CTE, days: CTE, known: ColumnElement[bool]) -> Select[Any]:
    """The matters whose last due day lies in the span: answered by the day they were due first, or else by the one they were extended to. A reply
    counts by the day it was handed in, once the visitor was told."""
    later, first, last = aliased(Deadline), aliased(days), aliased(days)
    stands = and_(Deadline.clock.in_(REPLY_CLOCKS), or_(Deadline.paused_on.is_(None), Deadline.ended_at.is_not(None)),
                  ~select(later.id).where(later.case_id == Deadline.case_id, later.clock.in_(REPLY_CLOCKS), later.id > Deadline.id).exists())
    by_first, by_last = (select(Reply.id).join(Delivery, Delivery.reply_id == Reply.id).where(
        Reply.case_id == Case.id, func.coalesce(Reply.paper_at, Reply.at) < day.c.over).exists() for day in (first, last))
    told = select(over.c.span, by_first.label("first"), by_last.label("last")).join(Case, Case.station_id == over.c.station).join(
        Deadline, and_(Deadline.case_id == Case.id, Deadline.due_on.between(over.c.first, over.c.last), stands)).join(
        first, first.c.day == Deadline.original_due_on).join(last, last.c.day == Deadline.due_on).where(known, Case.state.not_in(_LEFT_OUT)).subquery()
    return select(told.c.span, _n("due"), _n("on_time", told.c.first), _n("in_extension", told.c.last, ~told.c.first)).group_by(told.c.span)


def _supervised(over: CTE, known: ColumnElement[bool]) -> Iterator[Select[Any]]:
    yield _about(over, known, Reminder, Reminder.entered_at, _n("reminders"))
    yield _about(over, known, Slip, Slip.countersigned_at, _n("yellow", Slip.level == Level.B), _n("red", Slip.level == Level.A)).where(Slip.number != "")
    yield _about(over, known, Explanation, Explanation.entered_at, _n("explanations"))


def _results(over: CTE, known: ColumnElement[bool]) -> Iterator[Select[Any]]:
    """Of each matter the newest word of the span."""
    later = aliased(Rating)
    newest = ~select(later.id).where(later.case_id == Case.id, later.id > Rating.id, later.at < over.c.ends).exists()
    yield _about(over, known, Delivery, Delivery.entered_at, _n("delivered"))
    yield _about(over, known, Rating, Rating.at, _n("rated"), *(_n(one.value, Rating.result == one) for one in Result), _n("solved", Rating.solved == Solved.YES),
                 _n("understood", Rating.understood.is_(True))).where(newest)
    yield _about(over, known, FollowUp, FollowUp.entered_at, _n("follow_ups"))
    yield _about(over, known, Publication, Publication.published_at, _n("published"), _n("masked", Publication.masks != [])).where(Publication.is_current.is_(True))
    yield _about(over, known, NotPublished, NotPublished.at, _n("not_published"))


def _around(over: CTE) -> Iterator[Select[Any]]:
    yield _of_station(over, Concern, _within(over, Concern.shown_at), _n("concerns"))
    yield _of_station(over, Concern, true(), _n("motions")).join(Motion, and_(Motion.concern_id == Concern.id, _within(over, Motion.sent_at)))
    yield _of_station(over, Activity, and_(Activity.day.between(over.c.first, over.c.last), Activity.struck_at.is_(None)), _n("activities"),
                      func.sum(Activity.households).label("households"))
    yield _of_station(over, Handout, and_(Handout.day.between(over.c.first, over.c.last), Handout.struck_at.is_(None)), func.sum(Handout.count).label("cards"))


def _lasted(over: CTE, known: ColumnElement[bool]) -> dict[int, list[int]]:
    """By span, how many days each matter that was closed in it took from its registration."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(over.c.span, Case.registered_at, Case.closed_at).join(Case, Case.station_id == over.c.station).where(
        known, _within(over, Case.closed_at), Case.state == State.CLOSED)
    for place, registered, closed in db.session.execute(query):
        found[place].append((clock.day_of(closed) - clock.day_of(registered)).days)
    return found
