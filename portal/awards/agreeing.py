"""The visitor's word on the nomination of their matter: separate, given or not, and taken back as easily (practice.md §6.1, ZK-02)."""

from datetime import date

from portal.awards import award, nomination, period
from portal.awards.award import Award, Ending
from portal.awards.nomination import Consent, Nomination, Way
from portal.cases import lifecycle, publication, timeline
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.foundation import clock, unit_of_work
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import actor
from portal.network.actor import Actor
from portal.network.role import Role


def asked(case: Case) -> Nomination | None:
    """What the visitor may say something about now: the nomination of the open period, or that by which their case was awarded."""
    row = next((one for one in nomination.of_case(case) if one.withdrawn_at is None), None)
    if row is None or row.period.is_open:
        return row
    given = award.of_case(case)
    return row if given is not None and given.nomination_id == row.id and given.ended_at is None else None


def say(case: Case, *, agreed: bool, by: Actor, way: Way = Way.CODE, on: date | None = None) -> None:
    """The visitor says yes or no, themselves or as the liaison heard it, `on` a day since the result went up. A no ends an award that was given. Raises Refused."""
    row, own = asked(case), by.has(Role.VISITOR)
    if row is None:
        raise Refused("award_nothing")
    period.hold(row.period)
    word = Consent.AGREED if agreed else Consent.REFUSED
    if row.consent is word:
        raise Refused("award_same")
    way, today = Way.CODE if own else way, clock.day_of(by.at)
    on = today if own or on is None else on
    if not own and way is Way.CODE:
        raise Refused("award_way")
    stands = publication.current_of(case)
    if on > today or (stands is not None and on < stands.published_on):
        raise Refused("award_said_on")
    lifecycle.also(case, "award.consent", by=by, facts={"agreed": agreed, "by": way.value, "on": on.isoformat()}, for_visitor=True)
    row.consent, row.consent_way, row.consent_on, row.consent_at = word, way, on, by.at
    given = award.of_case(case)
    if given is not None and not agreed:
        _end(given, Ending.VISITOR, by)


def end(case: Case, *, reason: str, by: Actor) -> None:
    """The office takes an award back, with its reason; it is not given again."""
    given = award.of_case(case)
    if given is None or given.ended_at is not None:
        raise Refused("award_nothing")
    lifecycle.also(case, "award.end", by=by, text=needed(reason, 500, 10, "reason_needed"), facts={"ended": Ending.OFFICE.value}, for_visitor=True)
    _end(given, Ending.OFFICE, by)


def _end(given: Award, ending: Ending, by: Actor) -> None:
    given.ended_at, given.ending = by.at, ending


def follow() -> None:
    """Whoever wants their result off the board wants no award for it either: their yes ends with it, should it ever stand there again."""
    for case, event in timeline.fresh(keep=True):
        if event.act == "publication.withdraw" and event.facts.get("reason") == NotPublishedReason.REFUSED.value:
            _take_back(case, actor.system(event.entered_at))


def _take_back(case: Case, by: Actor) -> None:
    row, given = asked(case), award.of_case(case)
    if row is not None and row.consent is not Consent.REFUSED:
        row.consent, row.consent_at = Consent.REFUSED, by.at
    if given is not None and given.ended_at is None:
        _end(given, Ending.VISITOR, by)


unit_of_work.finishers.insert(0, follow)
