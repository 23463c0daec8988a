"""Notices: which event concerns whom. Written in the transaction of what happened; a number and a kind, never content (R09, R34)."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import acceptance, forwarding, hands, proposal, rating, reviewers, support, timeline, unit_paper
from portal.cases.case import AT_DESK, WITH_UNIT, Case, State
from portal.cases.slip import Level
from portal.cases.timeline import Event
from portal.foundation import clock, unit_of_work
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.network import access, actor, person, seats
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station
from portal.notices import excluded_told, wish

S = State


class Kind(enum.StrEnum):
    """What came; it is all that a notice says beside the number."""

    DANGER = "danger"
    UNCALLED = "uncalled"
    REFERRED = "referred"
    SUPPORT = "support"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    LOOK_AGAIN = "look_again"
    RETURN_ASKED = "return_asked"
    EXTENSION_ASKED = "extension_asked"
    REPLIED = "replied"
    ANSWERED = "answered"
    DISSATISFIED = "dissatisfied"
    UNSETTLED = "unsettled"
    FORWARDED = "forwarded"
    REVIEW = "review"
    CONTESTED = "contested"
    SOON = "soon"
    LATE = "late"
    CEILING = "ceiling"
    STANDS_STILL = "stands_still"
    RUNS_ON = "runs_on"
    VISIT = "visit"
    CALL_BACK = "call_back"
    PRESSURE = "pressure"
    NEWS = "news"
    REMINDED = "reminded"
    SUGGESTED = "suggested"
    SLIP_SIGN = "slip_sign"
    SLIP_UNSIGNED = "slip_unsigned"
    SLIP_DECLINED = "slip_declined"
    SLIP = "slip"
    SLIP_WITHDRAWN = "slip_withdrawn"
    SLIP_LATE = "slip_late"
    EXPLAIN = "explain"
    EXPLAINED = "explained"
    PROPOSAL, PROPOSAL_DECIDED = "proposal", "proposal_decided"
    TO_SCORE, SCORE_SOON = "to_score", "score_soon"


class Whom(enum.StrEnum):
    """Who is concerned, seen from the case."""

    OWNER = "owner"
    AGENT = "agent"
    UNIT = "unit"
    HEAD = "head"
    DIRECTOR = "director"
    REVIEWER = "reviewer"
    ABOVE = "above"
    RULER = "ruler"
    OFFICE = "office"
    ADDRESSEE = "addressee"
    AUTHOR = "author"


# by the number of a move, or the act where nothing moves
TOLD: dict[str, tuple[Kind, tuple[Whom, ...]]] = {
    "referral.forward": (Kind.FORWARDED, (Whom.OFFICE,)), "T11": (Kind.REFERRED, (Whom.UNIT,)), "T14": (Kind.REFERRED, (Whom.UNIT,)), "T17": (Kind.SENT_BACK, (Whom.UNIT,)),
    "T26": (Kind.REOPENED, (Whom.UNIT, Whom.AGENT)), "T26b": (Kind.LOOK_AGAIN, (Whom.UNIT, Whom.AGENT, Whom.OWNER)),
    **dict.fromkeys(("T13", "T13b"), (Kind.RETURN_ASKED, (Whom.DIRECTOR,))), **dict.fromkeys(("extension.ask", "behalf.extension"), (Kind.EXTENSION_ASKED, (Whom.OWNER,))),
    **dict.fromkeys(("T16", "T16b", "T22", "T22b"), (Kind.REPLIED, (Whom.AGENT,))),
    "T21": (Kind.DISSATISFIED, (Whom.UNIT, Whom.AGENT, Whom.OWNER)), "T23": (Kind.REVIEW, (Whom.REVIEWER,)),
    "T24": (Kind.DISSATISFIED, (Whom.UNIT,)), "T25": (Kind.CALL_BACK, (Whom.OWNER,)), "case.contest": (Kind.CONTESTED, (Whom.RULER,)),
    "time.answer": (Kind.ANSWERED, (Whom.AGENT, Whom.OWNER)), "reminder.give": (Kind.REMINDED, (Whom.UNIT,)), "clock.uncalled": (Kind.UNCALLED, (Whom.OWNER, Whom.AGENT)),
    "slip.yellow": (Kind.SLIP_SIGN, (Whom.DIRECTOR,)), "slip.red": (Kind.SLIP_SIGN, (Whom.OFFICE,)), "clock.unsigned": (Kind.SLIP_UNSIGNED, (Whom.AGENT, Whom.ABOVE)),
    **dict.fromkeys(("explanation.write", "behalf.explanation"), (Kind.EXPLAINED, (Whom.AGENT, Whom.OWNER))),
    "proposal.write": (Kind.PROPOSAL, (Whom.ADDRESSEE,)), "proposal.decide": (Kind.PROPOSAL_DECIDED, (Whom.AUTHOR,)),
    "clock.pause": (Kind.STANDS_STILL, (Whom.AGENT, Whom.OWNER)), "clock.resume": (Kind.RUNS_ON, (Whom.AGENT, Whom.OWNER)),
}
_SENT = (Whom.UNIT, Whom.AGENT, Whom.OWNER)
# what is news to the visitor, unless they did it themselves
NEWS = frozenset({"T5", "visitor.ask", "time.offer", "time.withdraw", "T7", "T8", "T9", "T11", "T14", "T15", "T19", "T20", "T24", "T24b", "T26", "T26b",
                  "contest.decide", "publication.show", "publication.decide", "publication.withdraw", "award.nominate", "award.decide", "award.end",
                  "clock.pause", "clock.resume", "acceptance.extend", "deadline.recount"})
LISTED = frozenset({Kind.VISIT, Kind.CALL_BACK})  # the page of the day has a list of its own for these
_TURN = {S.REFERRED: Whom.UNIT, S.HANDLING: Whom.UNIT, S.REHANDLE: Whom.UNIT, S.REPLIED: Whom.AGENT, S.REVIEW: Whom.REVIEWER,
         S.RETURN_ASKED: Whom.DIRECTOR, S.NOT_ACCEPTED: Whom.RULER}
# beside those whose turn it is: whoever presses where they are late
_BESIDE: dict[S | Whom, tuple[Whom, ...]] = {**dict.fromkeys(WITH_UNIT, (Whom.AGENT, Whom.OWNER)), **dict.fromkeys((S.REPLIED, *AT_DESK), (Whom.DIRECTOR,)), Whom.OFFICE: (Whom.OWNER, Whom.DIRECTOR)}


class Notice(Base):
    """One person is told of one case. Without a person it is for the visitor who wished to hear. `spread`: its messages are made."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_seen", "person_id", "seen_at", "at"),
        index_where("ix_notice_spread", "id", where="NOT spread"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    at: Mapped[datetime] = mapped_column(Utc, index=True)
    seen_at: Mapped[datetime | None] = mapped_column(Utc)
    spread: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship()


def tell_of_events() -> None:
    """At the end of every unit of work: whoever an event concerns is told of it, but not of what they did themselves."""
    for case, event in timeline.fresh():
        what = event.move or event.act
        for kind, whom in (*_endangered(what, case, event), *_concerned(what, case, event)):
            for one in excluded_told.able(case, (_people(case, each, event.entered_at, event.person_id) for each in whom), event.entered_at):
                if one.id != event.person_id:
                    _tell(case, kind, event.entered_at, one)
        if what == "support.name":
            _tell_supporting(case, event)
        if event.for_visitor and what in NEWS and event.role is not Role.VISITOR and wish.of_case(case.id) is not None:
            db.session.add(Notice(case_id=case.id, kind=Kind.NEWS, at=event.entered_at))


unit_of_work.finishers.append(tell_of_events)


def _endangered(what: str, case: Case, event: Event) -> list[tuple[Kind, tuple[Whom, ...]]]:
    """Of danger to life, wherever it was first heard: at registration, by a tick of another act, or marked by itself (practice.md §3.2)."""
    heard = event.facts.get("danger") is True or (what == "T2" and case.danger)
    return [(Kind.DANGER, (Whom.OWNER, Whom.AGENT))] if heard else []


def _concerned(what: str, case: Case, event: Event) -> list[tuple[Kind, tuple[Whom, ...]]]:
    """Who is told of an event. A slip that did not go out, or never had, is no matter of the unit's (practice.md §13)."""
    match what:
        case "case.inform" if event.facts.get("answers"):
            return [(Kind.ANSWERED, (Whom.AGENT, Whom.OWNER))]
        case "T25" if not event.facts.get("call_back"):
            return []
        case "rating.give":  # without a move: of an answer on the spot
            return [(Kind.UNSETTLED, (Whom.AGENT, Whom.OWNER))] if rating.is_unsettled(case) else []
        case "slip.send_yellow" | "slip.send_red" if not event.for_visitor:
            return [(Kind.SLIP_DECLINED, (Whom.AGENT,))]
        case "slip.send_yellow":
            return [(Kind.SLIP, _SENT)]
        case "slip.send_red":
            return [(Kind.SLIP, _SENT), (Kind.EXPLAIN, (Whom.HEAD,))]
        case "slip.withdraw" if event.for_visitor:
            return [(Kind.SLIP_WITHDRAWN, _SENT)]
        case "slip.withdraw":
            return [(Kind.SLIP_WITHDRAWN, (Whom.DIRECTOR if event.facts["level"] == Level.B else Whom.OFFICE,))]
    return [TOLD[what]] if what in TOLD else []


def _tell_supporting(case: Case, event: Event) -> None:
    """Those of the units that were just named: they have a page of their own and never the file, so that page is what they must be
    able to open (HB-44)."""
    named = [row for row in support.of_case(case) if row.unit_id in event.facts["supporting"] and row.referral.ended_at is None]
    for row in named:
        for one in _of_unit(row.unit_id, clock.day_of(event.entered_at)):
            if access.can(actor.of_person(one, event.entered_at), "support.note", row):
                db.session.add(Notice(person_id=one.id, case_id=case.id, kind=Kind.SUPPORT, at=event.entered_at))


def remind(case: Case, kind: Kind, *, by: Actor, whom: tuple[Whom, ...] = ()) -> None:
    """The clock tells `whom`, else those whose turn it is: due soon, late, or a visit to make; of what is late also those who press."""
    for one in excluded_told.able(case, (_people(case, each, by.at) for each in whom or _turn(case, kind, by)), by.at):
        _tell(case, kind, by.at, one)


def _turn(case: Case, kind: Kind, by: Actor) -> tuple[Whom, ...]:
    """Whose turn it is; the owner's where the unit works on paper, for the liaison enters what comes from there; the office's
    where the station passed it on (SD-26)."""
    turn = Whom.OFFICE if forwarding.is_forwarded(case) else _TURN.get(case.state, Whom.OWNER)
    on_paper = turn is Whom.UNIT and case.unit_id is not None and not unit_paper.can_sign(case, case.unit_id, by)
    return (Whom.OWNER if on_paper else turn, *(_BESIDE.get(turn, _BESIDE.get(case.state, ())) if kind is Kind.LATE else ()))


def _tell(case: Case, kind: Kind, at: datetime, one: Person) -> None:
    """Only those who may open the case are told of it: a report about officials stays with whoever reads such (HB-44)."""
    if access.can(actor.of_person(one, at), "case.see", case):
        db.session.add(Notice(person_id=one.id, case_id=case.id, kind=kind, at=at, seen_at=at if kind in LISTED else None))


def _people(case: Case, whom: Whom, at: datetime, but: int | None = None) -> list[Person]:
    day = clock.day_of(at)
    match whom:
        case Whom.UNIT:
            return _of_unit(case.unit_id, day) if case.unit_id else []
        case Whom.HEAD:
            return person.holding(Role.UNIT_HEAD, day, unit_id=case.unit_id) if case.unit_id else []
        case Whom.DIRECTOR:
            return _directors(case.station, day, but)
        case Whom.REVIEWER:
            may, nearest = reviewers.of_case(case, day), {one.id for one in _directors(case.station, day)}
            return [one for one in may if one.id in nearest] or may
        case Whom.ABOVE:
            return _directors(case.station.parent, day)
        case Whom.RULER:
            able = acceptance.deciders(case, day)
            return [one for one in _directors(case.station.parent, day) if one.id in able] or [
                db.session.get_one(Person, one) for one in sorted(able)]
        case Whom.OFFICE:
            return person.holding(Role.OFFICE, day)
        case Whom.ADDRESSEE | Whom.AUTHOR:
            return _readers(case, whom, at)
        case _ if hands.slipped(case, day, f"{whom.value}_id") or (whom is Whom.AGENT and hands.is_left(case, day)):  # who hands it over (YT-18)
            return _directors(case.station, day)
        case _:
            one = db.session.get(Person, (case.owner_id if whom is Whom.OWNER else case.agent_id) or 0)
            return [one] if one is not None and one.active else []


def _of_unit(unit_id: int, day: date) -> list[Person]:
    """Its officers and its head, each once."""
    found = [one for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD) for one in person.holding(role, day, unit_id=unit_id)]
    return list({one.id: one for one in found}.values())


def _readers(case: Case, whom: Whom, at: datetime) -> list[Person]:
    """Of the newest proposal that waits, whoever may decide it; of the newest decided one, its author; each only if they may read it."""
    given = proposal.newest(case, decided=whom is Whom.AUTHOR)
    if given is None:
        return []
    author = db.session.get(Person, given.written_by_id)
    found = person.holding(proposal.READS[given.addressee], clock.day_of(at)) if whom is Whom.ADDRESSEE else [author] if author else []
    return [one for one in found if proposal.may_read(case, given, actor.of_person(one, at))]


def _directors(station: Station | None, day: date, but: int | None = None) -> list[Person]:
    """The directors of a station, else of the nearest one above it, else the office; never `but`, who did it and does not sign it."""
    return seats.nearest(Role.DIRECTOR, station, day, but) or person.holding(Role.OFFICE, day)
