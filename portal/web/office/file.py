"""The case as a file: left the story in order, right the one next act (X-17, R27, R31)."""

from typing import Any

from flask import Response

from portal.cases import (
    acceptance,
    care,
    closing,
    deadline,
    delivery,
    excluded_person,
    forwarding,
    printed,
    proposal,
    publication,
    referral,
    reply,
    side_note,
    suited,
    tracking,
    visit,
    visitor,
)
from portal.cases.case import Case, State, seen_by
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access
from portal.network.actor import Actor
from portal.network.person import Person, name_of
from portal.network.unit import Unit
from portal.reception import offered_time
from portal.web import gate, page
from portal.web.gate import STAFF, opens
from portal.web.office import acts, attachments, pickers, story
from portal.web.office.act import about
from portal.web.office.blueprint import door
from portal.web.office.supervision import steps_of


@door.get("/cases/<number>")
@opens(STAFF)
def case(number: str) -> Response:
    """The whole file of a case, as far as this person may read it."""
    by = gate.staff()
    found = seen_by(by, number)
    first, others = acts.offered(found, by)
    outside = bool(by.units)
    return page.show("office/case.html", case=found, first=first, others=others, outside=outside,
                     entries=story.of(found, gate.say(), by), ladder=steps_of(found, by), files=attachments.readable(found, by),
                     waits=_whose_turn(found), fit=suited.of(found), side_notes=side_note.readable(found, by), offered=None if outside else offered_time.newest(found), **about(found), **_papers(found, by), **_people(found, by), **_links(found, by))


def _whose_turn(case: Case) -> str:
    """The sentence for those who have nothing to do now: it follows the state, an objection, and between writing and telling the summary."""
    if forwarding.is_forwarded(case):
        return "office.case.waits_office"
    if case.state is State.NOT_ACCEPTED and acceptance.open_contest(case) is not None:
        return "office.case.waits_ruling" if acceptance.deciders(case, clock.today()) else "office.case.waits_ruling_nobody"
    summary = delivery.summary_of(case) if case.state is State.TO_DELIVER else None
    unconfirmed = summary is not None and summary.confirmed_at is None
    return "office.case.waits_confirmation" if unconfirmed else "office.case.waits." + case.state.value


def _papers(case: Case, by: Actor) -> dict[str, Any]:
    return {"slips": referral.of_case(case), "printed": [(row, name_of(row.person_id)) for row in _handed_out(case, by)], "clocks": deadline.of_case(case), "refusal": acceptance.refusal_of(case),
            "reviews": reply.reviews_of(case), "public": publication.current_of(case),
            "hindrance": None if case.is_open else closing.hindrance(case),
            "category": case.category and pickers.category_name(case.category)}


def _handed_out(case: Case, by: Actor) -> list[printed.Printed]:
    """The papers that were printed, for the office's own people; that there is a proposal only its readers know (HB-67)."""
    rows = [] if by.units else printed.of_case(case)
    read = {f"proposal-{given.id}" for given in proposal.readable(case, by)} if rows else set()
    return [row for row in rows if not row.what.startswith("proposal-") or row.what in read]


def _people(case: Case, by: Actor) -> dict[str, Any]:
    """Who stands for it and owns it; looks at the identity are listed for those who may look themselves."""
    may_reveal = access.can(by, "identity.reveal", case)
    reveals = visitor.reveals_of(case) if may_reveal else []
    names = {row.person_id: db.session.get(Person, row.person_id) for row in reveals}
    writer = db.session.get(Person, case.written_down_by_id) if case.written_down_by_id else None
    unwritten = case.needs_writer and not case.words and case.is_open
    return {"writes": unwritten and access.can(by, "case.write_down", case), "may_reveal": may_reveal,
            "may_reach": bool(by.units) and access.can(by, "contact.reveal", case) and visitor.may_reach(case),
            "shareable": bool(case.share_contact) and visitor.shares(visitor.mode_of(case), case.sealed), "looks": [(row, names[row.person_id]) for row in reveals], "writer": writer,
            "receiver": name_of(case.received_by_id) if case.received_by_id else ""}


def _links(case: Case, by: Actor) -> dict[str, Any]:
    """The case it was merged into and those merged into it, where they may be seen; the unit a report is about."""
    leading = tracking.leading(case)
    about_unit = db.session.get(Unit, case.target_unit_id) if case.target_unit_id else None
    return {"leading": leading if leading is not case and access.can(by, "case.see", leading) else None,
            "visits": None if by.units else visit.of_case(case),
            "kept": excluded_person.names(case, by) if access.can(by, "excluded.resolve", case) or access.can(by, "enclosure.see", case) else [],
            "beside": [] if by.units else [one for one in visit.matters(case.visit_id, by) if one is not case], "followers": [one for one in care.followers(case) if access.can(by, "case.see", one)], "about_unit": about_unit}
