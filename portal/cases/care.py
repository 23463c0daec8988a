"""What can happen on the way: merged, withdrawn, handed over, taken up again, a spoiled number (T10, T25–T28)."""

from dataclasses import asdict

from sqlalchemy import select

from portal.cases import call_back, charge, closing, deadline, excluded_person, lifecycle, plain_words, referral, reply, timeline
from portal.cases.case import Case, Outcome, PublicState, State
from portal.cases.intake import Consent
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network import access, excluded, person, representative
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station


def merge(case: Case, *, into: Case, told: bool, by: Actor, plain: str = "") -> None:
    """T10: the same matter is already here, or at another station for whose cases the actor does this too, as when it was told online and
    again at the desk; both receipts follow the leading case. `plain`: what that means, in plain words."""
    if not told:
        raise Refused("merge_tell")
    if into.id == case.id or not into.is_open:  # what is over has no progress to follow, and no word of this visitor could change it
        raise Refused("merge_target")
    if not access.can(by, "case.see", into) or not access.can(by, "case.merge", into) or into.sealed != case.sealed:
        raise Refused("merge_target")
    if excluded_person.differ(case, into):
        raise Refused("merge_excluded")
    lifecycle.move(case, "T10", by=by, facts={"into": into.number} | plain_words.beside(plain))
    case.merged_into_id = into.id
    closing.finish(case, by=by)


def withdraw(case: Case, *, own_will: bool, by: Actor, reason: str = "") -> None:
    """T25: by the visitor, in person or with the code, after being asked "of your own will?"; a reason is not needed.
    Within a day of the referral somebody calls back and asks once more (practice.md §9, failure 5)."""
    if not own_will:
        raise Refused("own_will")
    slips = referral.of_case(case)
    asked = call_back.is_wanted(case, slips[-1].sent_at if slips else None, by.at)
    lifecycle.move(case, "T25", by=by, text=clean(reason, 500, 10),
                   facts={"in_person": not by.has(Role.VISITOR)} | ({"call_back": True} if asked else {}))
    closing.finish(case, by=by)
    if asked:
        call_back.ask_for(case, by=by)


def consent_is_open(case: Case) -> bool:
    """Whether what may be published can still make a difference: until the newest result stands on the board, or their own no keeps it
    away from beside an earlier one."""
    return case.is_open or (case.state in (State.CLOSED, State.ANSWERED) and not closing.stands_with_their_yes(case))


def change_consent(case: Case, consent: Consent, *, by: Actor) -> None:
    """The visitor changes their mind about publication and contact, at any time until the result stands on the board
    (practice.md §6.1: withdrawing is as easy as agreeing). While an earlier result stands there it is the next one they speak of."""
    if closing.stands_with_their_yes(case):
        raise Refused("consent_published")
    facts = {name: [getattr(case, name), new] for name, new in asdict(consent).items() if getattr(case, name) != new}
    if not facts:
        raise Refused("consent_same")
    lifecycle.also(case, "consent.change", by=by, facts=facts, for_visitor=True)
    for name, (_, new) in facts.items():
        setattr(case, name, new)
    if closing.stands_with_their_yes(case):  # a new yes to what waited beside it
        closing.settle(case, by=by)
    else:
        closing.settle_anew(case, by=by)


def hand_over(case: Case, *, by: Actor, reason: str, owner_id: int | None = None, agent_id: int | None = None) -> None:
    """T27: another owner or representative; both old and new are on record, and the visitor sees it (YT-18, SD-22)."""
    facts = {}
    for name, new in (("owner_id", owner_id), ("agent_id", agent_id)):
        if new is None:
            continue
        someone = db.session.get(Person, new)
        if someone is None or not someone.active:
            raise Refused("person_inactive")
        if new in excluded.people(case.id):
            raise Refused("excluded_taking")
        if name == "agent_id" and not representative.may_stand_for(new, case.station, clock.day_of(by.at)):
            raise Refused("decider_representative")
        if name == "owner_id" and new not in may_own(case, by):
            raise Refused("owner_role")
        facts[name] = [getattr(case, name), new]
    if not facts:
        raise Refused("hand_over_whom")
    reason = needed(reason, 500, 10, "reason_needed")
    lifecycle.move(case, "T27", by=by, text=reason, facts=facts)
    for name, (_, new) in facts.items():
        setattr(case, name, new)


def may_own(case: Case, by: Actor) -> dict[int, tuple[Person, Station]]:
    """Who may own a case, by person id, and where: the liaisons and directors of its station and of those above it,
    where there is none the office (YT-18)."""
    found: dict[int, tuple[Person, Station]] = {}
    here: Station | None = case.station
    while here is not None:
        for role in (Role.LIAISON, Role.DIRECTOR):
            found.update({one.id: (one, here) for one in person.holding(role, clock.day_of(by.at), station_id=here.id)})
        here = here.parent
    kept = excluded.people(case.id)
    found = {one: row for one, row in found.items() if one not in kept}
    return found or {one.id: (one, case.station) for one in person.holding(Role.OFFICE, clock.day_of(by.at)) if one.id not in kept}


def reopen(case: Case, *, reason: str, by: Actor) -> None:
    """T26: it is back again, or there are new facts: another round with its history."""
    reason = needed(reason, 500, 10, "reason_needed")
    if case.unit_id is None:
        raise Refused("not_referred")
    lifecycle.move(case, "T26", by=by, text=reason, facts=_owned(case, by))
    _next_round(case, by)


def look_again(case: Case, *, by: Actor) -> None:
    """T26b: the day the unit promised, or named to look at it again (CT-23), has passed and nobody heard or saw within the limit that
    it was kept."""
    row, promised = deadline.running(case, "look_again"), reply.promised_day(case)
    if row is None or promised is None or row.due_on >= clock.day_of(by.at):
        raise Refused("look_again_not_due")
    named = "look_on" if case.claim is Outcome.EXPLAINED else "planned_on"
    lifecycle.move(case, "T26b", by=by, facts={named: promised.isoformat()} | _owned(case, by))
    _next_round(case, by)


def _owned(case: Case, by: Actor) -> dict[str, list[int | None]]:
    """An account that was closed meanwhile owns nothing open: somebody who is there does, and the story tells both (YT-18)."""
    if case.owner is not None and case.owner.active and case.owner_id not in excluded.people(case.id):
        return {}
    before, case.owner_id = case.owner_id, charge.owner_of(case.station, by, excluded.people(case.id))
    return {"owner_id": [before, case.owner_id]}


def _next_round(case: Case, by: Actor) -> None:
    deadline.end(case, "follow_up", "look_again", by=by)
    closing.reopen(case)
    if closing.stands(case):
        case.public_state = PublicState.PUBLISHED  # what was published stays on the board until the next result joins it
    case.round += 1
    case.claim = None
    deadline.step(case, "rehandle", by=by)
    deadline.revive(case, "ceiling")


def void(case: Case, *, reason: str, by: Actor) -> None:
    """T28: a spoiled number, explained; only where no text was stored."""
    if case.words.strip() or any(event.act == "case.inform" and event.text for event in timeline.story(case)):
        raise Refused("void_words")
    lifecycle.move(case, "T28", by=by, text=needed(reason, 200, key="reason_needed"))
    closing.finish(case, by=by)


def followers(case: Case) -> list[Case]:
    """The cases that were merged into this one."""
    return list(db.session.scalars(select(Case).where(Case.merged_into_id == case.id).order_by(Case.id)))
