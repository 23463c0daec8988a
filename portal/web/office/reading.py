"""Which events of a story somebody of the office reads: units, steering group and members nothing of the inside (ZG-03), nobody but its
readers anything of a proposal (HB-67)."""

from portal.cases import proposal, timeline
from portal.cases.case import Case
from portal.cases.timeline import Event
from portal.network import access
from portal.network.actor import Actor
from portal.network.role import Role

# what a unit, the steering group and a member do not read: who looked at whom, how the visitor was reached, what may yet become a slip
INSIDE = frozenset({"identity.reveal", "identity.correct", "contact.reveal", "delivery.try", "code.reissue", "danger.mark", "case.pressed", "slip.yellow", "slip.red",
                    "clock.uncalled", "clock.unsigned", "case.split", "visit.again", "follow_up.ask", "call_back.record", "news.wish",
                    "excluded.name", "excluded.resolve", "excluded.lift", "interest.declare", "interest.note"})


def events(case: Case, by: Actor) -> list[Event]:
    """The story as far as this actor reads it."""
    confidential = frozenset() if proposal.readable(case, by) else proposal.CONFIDENTIAL
    inside = not by.units and (by.has(Role.OFFICE) or access.can(by, "enclosure.see", case))
    left = by.units and not case.sealed  # what an open matter that was split still asks of the unit is the unit's to know (HB-49)
    return [event for event in timeline.story(case) if event.act not in confidential
            and (inside or (left and event.act == "case.split") or not _inside(event))]


def _inside(event: Event) -> bool:
    """A slip exists for a unit when it went out; one that was not countersigned never did."""
    return event.act in INSIDE or event.facts.get("countersigned") is False
