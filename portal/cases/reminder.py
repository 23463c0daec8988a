"""C: the reminder. A call or a visit by a representative who received the matter, or by the liaison on their word, kept with what was promised (HB-61, HB-62)."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import explanation, lifecycle, referral, timeline
from portal.cases.case import WITH_UNIT, Case, State
from portal.cases.policy import limit_of
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import clean, needed
from portal.network import access, representative
from portal.network.actor import Actor
from portal.network.role import Role


class RemindBy(enum.StrEnum):
    """The ways the rule names (HB-62)."""

    ENQUIRY = "phone_enquiry"
    URGING = "phone_urging"
    VISIT = "visit_to_visitor"
    OTHER = "other"


CALLS = frozenset({RemindBy.ENQUIRY, RemindBy.URGING})  # the ways that reach the unit within the hour
MISSED = "clock.uncalled"


class Reminder(Base):
    """One reminder; many are allowed, none has a number (HB-61). `instructed_by_id`: whose it is, when the liaison gave it."""

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    way: Mapped[RemindBy] = mapped_column(choice(RemindBy))
    spoke_to: Mapped[str] = mapped_column(String(60))
    said: Mapped[str] = mapped_column(Text)
    promised: Mapped[str] = mapped_column(String(200), default="")
    promised_on: Mapped[date | None] = mapped_column(index=True)
    instructed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(Utc)
    entered_at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(Reminder.__table__)  # type: ignore[arg-type]


def remind(case: Case, *, way: RemindBy, spoke_to: str, said: str, by: Actor, promised: str = "", promised_on: date | None = None,
           happened_at: datetime | None = None, instructed_by_id: int | None = None) -> Reminder:
    """C: while a unit has it, or owes the explanation of a red slip. The public story counts it; what was said stays inside."""
    slip = referral.current(case)
    if not is_possible(case):
        raise Moved("remind_not_now")
    whose = _whose(case, instructed_by_id, by)
    told = timeline.checked_time(happened_at, slip.sent_at, by)
    if promised_on is not None and promised_on < clock.day_of(told):
        raise Refused("promise_past")
    row = Reminder(
        case_id=case.id, referral_id=slip.id, way=way, said=needed(said, 1000, 20, "said_needed"), promised=clean(promised, 200),
        spoke_to=clean(spoke_to, 60) if way is RemindBy.VISIT else needed(spoke_to, 60, key="spoke_to_needed"),
        promised_on=promised_on, instructed_by_id=whose, given_by_id=by.person_id or 0, happened_at=told, entered_at=by.at)
    facts = {"remind_by": way.value, "instructed_by": whose} | ({"promised_on": promised_on.isoformat()} if promised_on else {})
    lifecycle.also(case, "reminder.give", by=by, happened_at=told, facts=facts, for_visitor=True)
    db.session.add(row)
    return row


def is_possible(case: Case) -> bool:
    """Whether there is something to press a unit for: its reply, or after that the explanation of a red slip (HB-66)."""
    if case.state in WITH_UNIT:
        return True
    return case.state not in (State.VOID, State.WITHDRAWN) and any(row.referral_id == referral.current(case).id for row in explanation.owed(case))


def called(case: Case, given: list[Reminder]) -> bool:
    """Whether a call to the unit was entered since the mark of danger was set; what was said before spoke of none."""
    return case.danger_at is not None and any(row.way in CALLS and row.entered_at >= case.danger_at for row in given)


def miss_call(case: Case, *, by: Actor) -> None:
    """The hours passed in which the unit is called where there is danger, counted from the mark, and no call is on record: the story
    says so, once for each mark."""
    since = case.danger_at
    if since is None or case.state not in WITH_UNIT | {State.REGISTERED, State.CLARIFYING, State.ACCEPTED}:
        raise Moved("call_not_missed")
    until = since + timedelta(hours=limit_of(case.policy, "danger_call").limit)
    said = any(event.act == MISSED and event.entered_at >= since for event in timeline.story(case))
    if until >= by.at or said or called(case, of_case(case)):
        raise Moved("call_not_missed")
    lifecycle.also(case, MISSED, by=by)


def is_own(case: Case, by: Actor) -> bool:
    """Whether a reminder is this person's own: as the representative of the case, or as another one who received it (practice.md §13)."""
    return access.can(by.only(Role.REPRESENTATIVE), "reminder.give", case)


def _whose(case: Case, instructed_by_id: int | None, by: Actor) -> int:
    """The representative's own, or one the liaison names and gives it for."""
    own = by.person_id if is_own(case, by) else None
    whose = instructed_by_id or own
    if whose is None or not representative.may_stand_for(whose, case.station, clock.day_of(by.at)):
        raise Refused("instruction_needed")
    return whose


def of_case(case: Case) -> list[Reminder]:
    """Every reminder of a case, oldest first."""
    return list(db.session.scalars(select(Reminder).where(Reminder.case_id == case.id).order_by(Reminder.id)))
