"""Who may look at a matter a second time: somebody who had no part in it; where nobody is left, who only watched over it (T24)."""

from datetime import date

from portal.cases import timeline
from portal.cases.case import Case
from portal.network import person
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station

# What directors and the office do from above, without handling the matter or answering for it.
ABOVE = frozenset({"return.decide", "extension.decide", "contest.decide", "clock.pause", "clock.resume", "slip.send_yellow", "slip.send_red",
                   "proposal.decide", "case.hand_over", "review.decide"})


def involved(case: Case) -> set[int]:
    """Everybody who did or decided something in this case, owns it or stands for it."""
    return _handled(case) | {event.person_id for event in timeline.story(case) if event.person_id is not None}


def of_case(case: Case, day: date) -> list[Person]:
    """The directors of its station and of those above it, and the office, without those who had a part. Where that is nobody, those
    of them whose part was all from above: the matter does not lie for ever because everybody did their duty by it."""
    seated = _seated(case, day)
    free = [one for one in seated if one.id not in involved(case)]
    if free:
        return free
    handled = _handled(case) | {event.person_id for event in timeline.story(case) if event.act not in ABOVE}
    return [one for one in seated if one.id not in handled]


def _handled(case: Case) -> set[int]:
    deciders = {event.facts.get(name) for event in timeline.story(case) for name in ("decided_by", "opinion_by")}
    return {one for one in deciders | {case.owner_id, case.agent_id} if one is not None}


def _seated(case: Case, day: date) -> list[Person]:
    here: Station | None = case.station
    found: dict[int, Person] = {}
    while here is not None:
        found |= {one.id: one for one in person.holding(Role.DIRECTOR, day, station_id=here.id)}
        here = here.parent
    return [*(found | {one.id: one for one in person.holding(Role.OFFICE, day)}).values()]
