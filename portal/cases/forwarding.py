"""Two-step routing: the station passes a matter on to the liaison office, which refers it; a setting of the network (SD-26)."""

from portal.cases import deadline, lifecycle, target, timeline
from portal.cases.case import Case, State
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import network, representative, seats
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.unit import Unit


def goes_through_office() -> bool:
    """Whether matters of this network go station → office → unit; otherwise, and while no office sits, stations refer by themselves, so
    that nothing lies where nobody is (HB-52)."""
    return is_set() and bool(seats.served(frozenset({Role.OFFICE}), clock.today()))


def is_set() -> bool:
    """What the administrator chose, whether an office sits or not."""
    row = network.shown()
    return row is not None and row.refer_through_office


def is_forwarded(case: Case) -> bool:
    """Whether an accepted matter lies with the office now."""
    return case.state is State.ACCEPTED and case.forwarded_at is not None and goes_through_office()


def forward(case: Case, *, to: Unit, clock_name: str, opinion: str, opinion_by_id: int, by: Actor) -> Event:
    """The station's step: the representative's opinion, and the unit and the limit it proposes. The limit for referring runs on."""
    if not goes_through_office():
        raise Refused("forward_direct")
    if case.state is not State.ACCEPTED or case.forwarded_at is not None:
        raise Refused("forward_once")
    if clock_name not in deadline.REPLY_CLOCKS:
        raise Refused("clock_needed")
    target.check(case, to)
    if not representative.may_stand_for(opinion_by_id, case.station, clock.day_of(by.at)):
        raise Refused("decider_representative")
    event = lifecycle.also(case, "referral.forward", by=by, text=needed(opinion, 1000, 20, "opinion_needed"), for_visitor=True,
                           facts={"proposed_unit": to.id, "clock": clock_name, "opinion_by": opinion_by_id})
    case.forwarded_at = by.at
    return event


def proposed(case: Case) -> Event | None:
    """What the station proposed, for the office that refers now."""
    return next((event for event in reversed(timeline.story(case)) if event.act == "referral.forward"), None) if is_forwarded(case) else None


def may_refer(case: Case, by: Actor) -> bool:
    """Where matters go through the office, nobody else gives them to a unit; but danger to life waits for no desk (practice.md §3.2)."""
    return case.danger or by.has(Role.OFFICE) or not goes_through_office()


def check_sender(case: Case, by: Actor) -> None:
    """Refused where somebody may not give a matter to a unit."""
    if not may_refer(case, by):
        raise Refused("refer_office")
