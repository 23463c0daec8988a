"""Two matters under one number are told apart: the second gets a number, a code and clocks of its own (HB-49)."""

from collections.abc import Collection
from dataclasses import replace

from portal.cases import attachment, excluded_person, intake, lifecycle, referral, sorting, support, timeline
from portal.cases.case import Case, State
from portal.cases.intake import Consent, Registered, Telling
from portal.cases.visit import Visit
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access, representative
from portal.network.actor import Actor

S = State
_SEEN = frozenset({"progress.decide", "publication.decide"})
SPLITS = frozenset({S.REGISTERED, S.CLARIFYING, S.ACCEPTED, S.REFERRED, S.RETURN_ASKED, S.HANDLING})  # before anybody replied to all of it


def split(case: Case, second: Telling, *, stays: str, key: str, by: Actor, goes: Collection[int] = (), both: Collection[int] = ()) -> Registered:
    """Take the `second` matter out of a case, under a form key that gives the same answer when it comes again (R07). `stays` says in a
    line what is left under this number; the words as they were told are never cut.

    The second one belongs to the same visit, visitor, owner and representative, keeps what may be published of it, and its visitor's clock
    runs since the first word (practice.md §3.3); that a unit may reach them they said of the first one alone (§6.1). Each story names the
    other number, but never that of a sealed one in an open one (HB-44). What a report about officials is taken out of still holds its
    words: it is sealed as well (X-04). `goes` and `both` are the files that go with the second one, or belong to both; the others stay."""
    told = replace(second, channel=case.channel, heads=case.heads, locale=case.locale, off_paper=case.off_paper, home_id=case.home_id,
                   minor=case.minor or second.minor, consent=Consent(case.publish_result, case.publish_words, case.publish_rating))
    before = intake.earlier(told, key)
    if before is not None:
        return before
    access.permit(by, "case.split", case)
    if case.state not in SPLITS or case.needs_writer and not case.words:
        raise Refused("split_late")
    stays = needed(stays, 200, key="split_stays")
    report = sorting.is_report(told.kind, told.category)
    if report:
        _seal(case)
    alike, came = report == case.sealed, _visit(case)
    made = intake.enter(
        told, station=case.station, key=key, by=by, happened_at=came.began_at, agent_id=_agent(case, by),
        received_by_id=case.received_by_id, owner_id=case.owner_id if by.person_id == case.owner_id else None, visit_id=came.id,
        visitor_id=case.visitor_id, since=clock.day_of(case.registered_at), facts={"from": case.number} if alike else {})
    excluded_person.inherit(made.case, case, by=by)
    files = attachment.share_out(case, made.case, goes=goes, both=both)
    lifecycle.also(case, "case.split", by=by, text=stays, facts=({"new": made.case.number} if alike else {}) | files, for_visitor=True)
    return made


def _seal(case: Case) -> None:
    """Refused where it is too late: a unit got it with the report in its words, the committee too and one that supports, or it stood on
    the board. Whoever may read one report has no right to another, least of all to one about themselves, and whom it is about is said
    only when it is sorted (HB-44, X-04)."""
    if referral.of_case(case) or support.of_case(case) or any(event.act in _SEEN for event in timeline.story(case)):
        raise Refused("split_seen")
    if not case.sealed:
        sorting.seal(case)


def _visit(case: Case) -> Visit:
    """The visit that brought it; every case has one (invariants.py)."""
    return db.session.get_one(Visit, case.visit_id)


def _agent(case: Case, by: Actor) -> int | None:
    """The same representative, unless they can no longer stand for it."""
    able = case.agent_id is not None and representative.may_stand_for(case.agent_id, case.station, clock.day_of(by.at))
    return case.agent_id if able else None
