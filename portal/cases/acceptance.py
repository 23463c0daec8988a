"""Take it on, ask back, answer at once, listen, or refuse with reason and body (T3–T9, HB-46, CT-22, X-28)."""

import enum
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import closing, danger, deadline, lifecycle, plain_words, reply, side_note, where_to_go
from portal.cases.case import Case, Kind, Outcome, State
from portal.cases.pause import PauseReason
from portal.cases.policy import limit_of
from portal.cases.sorting import Sorting, changed, sort
from portal.cases.visitor import IdentityMode, mode_of
from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST, needed
from portal.foundation.workdays import ONE_DAY
from portal.network import access, excluded, representative, seats
from portal.network.actor import Actor
from portal.network.unit import Unit


class Exclusion(enum.StrEnum):
    """Why a matter is outside: already in one of three procedures, or another written rule (HB-46)."""

    JUDICIAL = "judicial"
    DISCIPLINE = "discipline"
    PETITION = "petition"
    OTHER = "other"


class NotAccepted(where_to_go.WhereToGo, Base):
    """A refusal to take on: the fact it rests on and where to go instead; it is registered, reasoned and printed (X-28)."""

    __tablename__ = "not_accepted"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reason: Mapped[Exclusion] = mapped_column(choice(Exclusion))
    body: Mapped[str] = mapped_column(String(100))
    since: Mapped[str] = mapped_column(String(60))
    explanation: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


class Contest(Base):
    """The visitor objects to a refusal; somebody above who had no part in it decides (T8)."""

    __tablename__ = "contest"
    __table_args__ = (index_where("ix_contest_open", "case_id", where="decided_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Utc)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    upheld: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(Text, default="")


def clarify(case: Case, *, question: str, by: Actor) -> None:
    """T5: ask the visitor something; the acceptance clock stands still within the policy's limit."""
    lifecycle.move(case, "T5", by=by, text=needed(question, 500, 10, "question_needed"))
    started = deadline.begin(case, "clarify", by=by)
    deadline.pause(case, "accept", PauseReason.CLARIFY, limit_on=started.due_on, by=by)
    case.next_clock, case.next_on = "clarify", started.due_on


def inform(case: Case, *, words: str, by: Actor) -> None:
    """T6: the visitor (or the liaison for them) adds what was asked; outside CLARIFYING it is added to the story alone."""
    words = needed(words, WORDS_MOST, WORDS_LINES, "words_needed")
    if case.state is not State.CLARIFYING:
        if not case.is_open:
            raise Refused("case_over")
        lifecycle.also(case, "case.inform", by=by, text=words, facts=side_note.answering(case), for_visitor=True)
        return
    lifecycle.move(case, "T6", by=by, text=words)
    _run_on(case, by)


def go_on_without(case: Case, *, by: Actor) -> None:
    """T6 by the system: nothing came within the limit, so the matter goes on with what there is."""
    row = deadline.running(case, "clarify")
    if row is None or row.due_on >= clock.day_of(by.at):
        raise Refused("clarify_running")
    lifecycle.move(case, "T6", by=by, facts={"time_over": True})
    _run_on(case, by, on=row.due_on + ONE_DAY)


def _run_on(case: Case, by: Actor, on: date | None = None) -> None:
    deadline.end(case, "clarify", by=by)
    deadline.resume(case, "accept", by=by, on=on)


def accept(case: Case, sorting: Sorting, *, decided_by_id: int, by: Actor) -> None:
    """T9: the representative decides, the liaison records; kind, class and, if confidential, the privacy check (HB-41 … 45)."""
    _check_decider(case, decided_by_id, by)
    if sorting.kind not in frozenset(Kind):
        raise Refused("kind_needed")
    if mode_of(case) is not IdentityMode.NAMED and not sorting.points_to_nobody:
        raise Refused("points_to_visitor")
    if not case.words.strip():
        raise Refused("words_needed")
    facts = {"decided_by": decided_by_id, "kind": sorting.kind, "category": sorting.category} | changed(case, sorting) | danger.heard(case, sorting.danger, by)
    lifecycle.move(case, "T9", by=by, facts=facts)
    sort(case, sorting)
    case.accepted_at = by.at
    deadline.step(case, "refer", by=by)


def extend(case: Case, *, reason: str, by: Actor) -> None:
    """Whether to take it on needs longer: the policy's working days more, once, before the due day is over. The visitor reads why,
    and the first due day stays (practice.md §3.2)."""
    running = deadline.running(case, "accept")
    days = longest(case)
    if case.state is not State.REGISTERED or running is None or not days:
        raise Refused("extension_not_here")
    if running.extended_by:
        raise Refused("extension_once")
    if running.due_on < clock.day_of(by.at):
        raise Refused("extension_late")
    reason = needed(reason, 1000, 20, "reason_needed")
    lifecycle.also(case, "acceptance.extend", by=by, text=reason, facts={"days": days}, for_visitor=True)
    deadline.extend(case, running, days)


def longest(case: Case) -> int:
    """How many working days more the policy of the case gives for this decision; 0: none."""
    return limit_of(case.policy, "accept").extension


def refuse(case: Case, *, reason: Exclusion, body: str, since: str, explanation: str, decided_by_id: int, by: Actor, plain: str = "",
           where: Mapping[str, str] = {}) -> NotAccepted:
    """T7: not taken on, because it is already in a procedure: which body, since when, where to go (HB-46, X-28), also in plain words."""
    _check_decider(case, decided_by_id, by)
    row = NotAccepted(
        case_id=case.id, reason=reason, body=needed(body, 100, key="body_needed"), since=needed(since, 60, key="since_needed"),
        explanation=needed(explanation, 2000, 40, "explanation_needed"), decided_by_id=decided_by_id,
        recorded_by_id=by.person_id or 0, at=by.at, **where_to_go.cleaned(where))
    facts = {"reason": reason.value, "body": body, "since": since, "decided_by": decided_by_id}
    lifecycle.move(case, "T7", by=by, text=explanation, facts=facts | plain_words.beside(plain))
    db.session.add(row)
    closing.finish(case, by=by)
    return row


def contest(case: Case, *, words: str, by: Actor) -> Contest:
    """The visitor says: you should have taken it on. Within the policy's days, once at a time."""
    hindrance = no_contest(case, clock.day_of(by.at))
    if hindrance is not None:
        raise hindrance
    words = needed(words, WORDS_MOST, WORDS_LINES, "words_needed")
    lifecycle.also(case, "case.contest", by=by, text=words, for_visitor=True)
    row = Contest(case_id=case.id, words=words, at=by.at)
    db.session.add(row)
    deadline.step(case, "second_review", by=by)
    return row


def no_contest(case: Case, day: date) -> Refused | None:
    """Why the visitor can make no objection on a day; None where they can. The verb and every door ask this."""
    refusal = refusal_of(case) if case.state is State.NOT_ACCEPTED else None
    if refusal is None:
        return Refused("contest_nothing")
    if (day - clock.day_of(refusal.at)).days > contest_days(case):
        return Refused("contest_late", days=contest_days(case))
    return Refused("contest_runs") if open_contest(case) is not None else None


def decide_contest(case: Case, *, upheld: bool, decision: str, by: Actor) -> None:
    """T8: the parent station takes the matter back in, or says in writing why not; never by whoever had a part in the refusal."""
    row = open_contest(case)
    if row is None:
        raise Refused("contest_nothing")
    access.permit(by, "contest.decide", case)
    if by.person_id in refusers(case):
        raise Refused("contest_own")
    decision = needed(decision, 1000, 20, "reason_needed")
    if upheld:
        lifecycle.move(case, "T8", by=by, text=decision)
        closing.reopen(case)
        deadline.step(case, "accept", by=by)
        deadline.revive(case, "ceiling")
    else:
        lifecycle.also(case, "contest.decide", by=by, text=decision, for_visitor=True)
        deadline.step(case, None, by=by)
    row.decided_at, row.upheld, row.decision = by.at, upheld, decision


def answer(case: Case, *, text: str, answered_by: str, by: Actor, of: Unit | None = None, plain: str = "",
           sorting: Sorting | None = None) -> None:
    """T3: answered in the same session; still registered, still counted (CT-22). `of`: the unit at the table whose officer answered.

    `sorting`: what it is about, before it is decided whether it is published (SD-41)."""
    text, name = needed(text, WORDS_MOST, WORDS_LINES, "answer_needed"), needed(answered_by, 60, key="answerer_needed")
    facts = {"answered_by": name} | ({"at_table": of.id} if of else {}) | plain_words.beside(plain)
    facts |= {"kind": sorting.kind, "category": sorting.category} if sorting else {}
    lifecycle.move(case, "T3", by=by, text=text, facts=facts)
    if sorting is not None:
        sort(case, sorting)
    if of is not None:
        reply.give_at_the_table(case, of=of, text=text, officer=name[:40], by=by)
    case.outcome = Outcome.ANSWERED
    closing.finish(case, by=by)


def listen(case: Case, *, note: str, by: Actor) -> None:
    """T4: somebody wanted to talk; the visit counts, nothing is referred (X-11)."""
    lifecycle.move(case, "T4", by=by, text=needed(note, 500, 10, "note_needed"))
    closing.finish(case, by=by)


def refusal_of(case: Case) -> NotAccepted | None:
    """The newest refusal of a case."""
    return db.session.scalar(select(NotAccepted).where(NotAccepted.case_id == case.id).order_by(NotAccepted.id.desc()))


def refusers(case: Case) -> set[int]:
    """Who refused the matter, by word or by hand, who owns it and who stands for it: none of them decides the objection."""
    rows = db.session.execute(select(NotAccepted.decided_by_id, NotAccepted.recorded_by_id).where(NotAccepted.case_id == case.id))
    return {one for row in rows for one in row} | {one for one in (case.owner_id, case.agent_id) if one is not None}


def deciders(case: Case, day: date) -> frozenset[int]:
    """Who may decide an objection: the directors above and the office, without those who had a part. Empty where nobody else sits."""
    return seats.above(day)[case.station_id] - refusers(case)


def contest_days(case: Case) -> int:
    """Within how many days a refusal may be objected to."""
    return limit_of(case.policy, "contest").limit


def open_contest(case: Case) -> Contest | None:
    """The objection that waits for a decision."""
    return db.session.scalar(select(Contest).where(Contest.case_id == case.id, Contest.decided_at.is_(None)))


def _check_decider(case: Case, person_id: int, by: Actor) -> None:
    """The one who decides is the case's representative, or another of the station or of one above it (T7, T9)."""
    if not representative.may_stand_for(person_id, case.station, clock.day_of(by.at)):
        raise Refused("decider_representative")
    if person_id in excluded.people(case.id):
        raise Refused("excluded_taking")
    case.agent_id = case.agent_id or person_id
