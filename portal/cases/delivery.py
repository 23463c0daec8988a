"""Tell the visitor in plain words: the four-sentence summary, the telling, and the tries (T19, T20, SD-29, X-03)."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import closing, deadline, lifecycle, reply, timeline
from portal.cases.case import Case, State
from portal.cases.policy import limit_of
from portal.cases.visitor import can_be_reached
from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network import access, calendar
from portal.network.actor import Actor
from portal.network.role import Role

SENTENCE_MOST = 120


class Way(enum.StrEnum):
    """How a visitor is told or tried."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    HOME_VISIT = "home_visit"
    LETTER = "letter"
    SMS = "sms"
    TRACKING_PAGE = "tracking_page"


class PlainSummary(Base):
    """The liaison's four sentences beside the reply, never instead of it; confirmed by the representative (SD-29)."""

    __tablename__ = "plain_summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    asked: Mapped[str] = mapped_column(String(SENTENCE_MOST))
    answer: Mapped[str] = mapped_column(String(SENTENCE_MOST))
    next: Mapped[str] = mapped_column(String(SENTENCE_MOST))
    disagree: Mapped[str] = mapped_column(String(SENTENCE_MOST))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Utc)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)

    @property
    def sentences(self) -> list[str]:
        """You asked, the answer is, next, if you disagree."""
        return [self.asked, self.answer, self.next, self.disagree]


class Delivery(Base):
    """The visitor was told: how, when, by whom. `looked_at` is when somebody who cannot be reached first looked it up (T20)."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), unique=True)
    way: Mapped[Way] = mapped_column(choice(Way))
    happened_at: Mapped[datetime] = mapped_column(Utc)
    entered_at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime | None] = mapped_column(Utc)


class ContactTry(Base):
    """One try to reach the visitor for their rating."""

    __tablename__ = "contact_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    round: Mapped[int]
    way: Mapped[Way] = mapped_column(choice(Way))
    happened_at: Mapped[datetime] = mapped_column(Utc)
    note: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


def summarise(case: Case, *, asked: str, answer: str, next: str, disagree: str, by: Actor) -> PlainSummary:
    """Write the four sentences for the newest reply; a new text waits for the representative's confirmation again."""
    if case.state is not State.TO_DELIVER:
        raise Refused("summary_not_now")
    sentences = [needed(sentence, SENTENCE_MOST, key="sentence_needed") for sentence in (asked, answer, next, disagree)]
    row = PlainSummary(reply_id=reply.latest(case).id, asked=sentences[0], answer=sentences[1], next=sentences[2],
                       disagree=sentences[3], written_by_id=by.person_id or 0, written_at=by.at)
    lifecycle.also(case, "summary.write", by=by)
    db.session.add(row)
    return row


def confirm(case: Case, *, by: Actor) -> None:
    """The representative stands for the summary: it says what the reply says."""
    row = summary_of(case)
    if row is None or case.state is not State.TO_DELIVER:
        raise Refused("summary_needed")
    lifecycle.also(case, "summary.confirm", by=by)
    row.confirmed_by_id, row.confirmed_at = by.person_id, by.at


def deliver(case: Case, *, way: Way, by: Actor, happened_at: datetime | None = None, understood: bool | None = None) -> Delivery:
    """T19: told, with how and when, and whether it was understood where they were asked (HB-38). A reply without a confirmed plain summary cannot be delivered."""
    summary = summary_of(case)
    if case.state is State.TO_DELIVER and summary is None:
        raise Refused("summary_needed")
    if summary is not None and summary.confirmed_at is None:
        raise Refused("summary_unconfirmed")
    since = reply.latest(case).at if case.state is State.TO_DELIVER else case.registered_at
    told = timeline.checked_time(happened_at, since, by)
    lifecycle.move(case, "T19", by=by, happened_at=told, facts={"way": way.value} | ({"understood": understood} if understood is not None else {}))
    row = Delivery(case_id=case.id, reply_id=reply.latest(case).id, way=way, happened_at=told, entered_at=by.at,
                   person_id=by.person_id or 0)
    db.session.add(row)
    deadline.step(case, "rate", by=by)
    return row


def record_try(case: Case, *, way: Way, by: Actor, note: str = "", happened_at: datetime | None = None) -> ContactTry:
    """One more try to get the visitor's word, after they were told: earlier calls were not about the answer."""
    telling = delivery_of(case)
    if case.state is not State.DELIVERED or telling is None:
        raise Refused("try_not_now")
    when = timeline.checked_time(happened_at, telling.happened_at, by)
    lifecycle.also(case, "delivery.try", by=by, happened_at=when, facts={"way": way.value}, for_visitor=True)
    deadline.wake(case, "rate")
    row = ContactTry(case_id=case.id, round=case.round, way=way, happened_at=when, note=clean(note, 200), person_id=by.person_id or 0)
    db.session.add(row)
    return row


def close_by_rule(case: Case, *, by: Actor) -> None:
    """T20 without a rating: three tries on three days by two ways; or nobody to reach and the page stood its time (X-01)."""
    if by.has(Role.VISITOR):
        raise Refused("close_by_rating")
    reason = "tries" if tried_enough(case) else "stood" if stood_long_enough(case, by) else None
    if case.state is State.DELIVERED and reason is None:
        raise Refused("tries_missing", tries=limit_of(case.policy, "tries").limit, ways=limit_of(case.policy, "tries_ways").limit)
    lifecycle.move(case, "T20", by=by, facts={"no_rating": reason} | (_looked(case) if reason == "stood" else {}))
    case.outcome = case.claim
    closing.finish(case, by=by, follow_up=True, promised=reply.promised_day(case))


def _looked(case: Case) -> dict[str, str]:
    """The day it was first looked up, for whoever cannot be reached that is when they were told; empty where nobody came (T20)."""
    told = delivery_of(case)
    return {"looked": clock.day_of(told.looked_at).isoformat() if told and told.looked_at else ""}


def is_unseen(case: Case) -> bool:
    """Whether a look-up by number and code now would be the first one of an answer nobody could be told in another way."""
    if case.state is not State.DELIVERED or can_be_reached(case):
        return False
    told = delivery_of(case)
    return told is not None and told.looked_at is None


def look_up(case: Case, *, by: Actor) -> None:
    """Number and code were shown: noted once for each telling, and of nobody who can be reached. It is no event of its own, which
    would move the case under whoever works on it; the closing tells it."""
    access.permit(by, "case.see", case)
    told = delivery_of(case) if is_unseen(case) else None
    if told is not None:
        first = update(Delivery).where(Delivery.id == told.id, Delivery.looked_at.is_(None))
        db.session.execute(first.values(looked_at=by.at))


def tried_enough(case: Case) -> bool:
    """Whether the tries of this round fulfil the rule: so many, each on another day, by so many ways."""
    tries, least = tries_of(case), limit_of(case.policy, "tries").limit
    days = {clock.day_of(row.happened_at) for row in tries}
    return len(days) >= least and len({row.way for row in tries}) >= limit_of(case.policy, "tries_ways").limit


def stood_long_enough(case: Case, by: Actor) -> bool:
    """Whether nobody could be reached and the reply stood on the tracking page for the whole rating window."""
    told = delivery_of(case)
    if told is None or can_be_reached(case):
        return False
    window = limit_of(case.policy, "rate").limit
    return calendar.workdays().between(clock.day_of(told.entered_at), clock.day_of(by.at)) > window


def summary_of(case: Case) -> PlainSummary | None:
    """The newest summary of the newest reply."""
    replies = reply.of_case(case)
    if not replies:
        return None
    return db.session.scalar(select(PlainSummary).where(PlainSummary.reply_id == replies[-1].id).order_by(PlainSummary.id.desc()))


def delivery_of(case: Case) -> Delivery | None:
    """The newest telling."""
    return db.session.scalar(select(Delivery).where(Delivery.case_id == case.id).order_by(Delivery.id.desc()))


def told(case: Case) -> list[tuple[reply.Reply, PlainSummary | None]]:
    """The replies the visitor was told, in order, each with its newest plain summary."""
    told_ids = set(db.session.scalars(select(Delivery.reply_id).where(Delivery.case_id == case.id)))
    rows = [row for row in reply.of_case(case) if row.id in told_ids]
    newest = {row.reply_id: row for row in db.session.scalars(
        select(PlainSummary).where(PlainSummary.reply_id.in_(told_ids)).order_by(PlainSummary.id))}
    return [(row, newest.get(row.id)) for row in rows]


def tries_of(case: Case) -> list[ContactTry]:
    """The tries of the present round."""
    return list(db.session.scalars(select(ContactTry).where(ContactTry.case_id == case.id, ContactTry.round == case.round)
                                   .order_by(ContactTry.id)))


_SUMMARIES = (select(PlainSummary).join(reply.Reply, reply.Reply.id == PlainSummary.reply_id)
              .where(reply.Reply.case_id == bindparam("case")).order_by(PlainSummary.id))


def summaries_of(case: Case) -> list[PlainSummary]:
    """Every summary that was written, of every round, in order."""
    return list(db.session.scalars(_SUMMARIES, {"case": case.id}))


def all_tries_of(case: Case) -> list[ContactTry]:
    """The tries of every round, in order."""
    return list(db.session.scalars(select(ContactTry).where(ContactTry.case_id == case.id).order_by(ContactTry.id)))
