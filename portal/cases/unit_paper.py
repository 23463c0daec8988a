"""A unit without accounts works on paper: what it handed in, entered by the liaison with the scan and both times (HB-50, practice.md §9 row 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.cases import attachment, timeline
from portal.cases.attachment import AttachmentKind
from portal.cases.case import WITH_UNIT, Case
from portal.foundation import clock, files
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access, excluded, person
from portal.network.actor import Actor
from portal.network.role import AT_UNIT, Role

ANYBODY = tuple(sorted(AT_UNIT))


@dataclass(frozen=True)
class UnitPaper:
    """One sheet: its scan, who signed it, and when it was handed in."""

    scan: files.Stored
    signed_by: str
    happened_at: datetime


def has_account(unit_id: int, by: Actor, *roles: Role) -> bool:
    """Whether somebody holds one of these roles (any, if none is named) at the unit now and can sign in."""
    return unit_id in units_signing_in(by, *roles)


def can_sign(case: Case, unit_id: int, by: Actor, *roles: Role) -> bool:
    """Whether one of these can sign in there who may see this matter; where all are kept from it the unit works on paper (X-04)."""
    signing = _signing_in(by, *roles).get(unit_id, frozenset())
    return bool(signing) and bool(signing - excluded.people(case.id))


def shut_out(by: Actor) -> frozenset[int]:
    """The matters that lie with a unit of which somebody can sign in, but nobody who may see them: all are asked at once (X-04, R33)."""
    lying = select(Case.id, Case.unit_id, *excluded.STANDING).join(excluded.Excluded, excluded.Excluded.case_id == Case.id).where(
        Case.state.in_(WITH_UNIT), Case.id.in_(excluded.KEPT), excluded.Excluded.ended_at.is_(None))
    units, rows, signing = dict[int, int | None](), dict[int, list[excluded.Standing]](), _signing_in(by)
    for case_id, unit_id, person_id, station_id, words in db.session.execute(lying):
        units[case_id] = unit_id
        rows.setdefault(case_id, []).append((person_id, station_id, words))
    there = {case_id: signing.get(unit_id or 0, frozenset()) for case_id, unit_id in units.items()}
    return frozenset(case_id for case_id, people in there.items() if people and not people - excluded.among(rows[case_id]))


def units_signing_in(by: Actor, *roles: Role) -> frozenset[int]:
    """The units at which somebody holds one of these roles (any, if none is named) now and can sign in; the others work on paper."""
    return frozenset(_signing_in(by, *roles))


def _signing_in(by: Actor, *roles: Role) -> dict[int, frozenset[int]]:
    return person.signing_in(roles or ANYBODY, clock.day_of(by.at))


def take(case: Case, paper: UnitPaper, act: str, *roles: Role, unit_id: int, since: datetime, by: Actor) -> dict[str, Any]:
    """Keep the scan and return the facts of the event. Refused where somebody at the unit can do it themselves."""
    access.permit(by, act, case)
    if can_sign(case, unit_id, by, *roles):
        raise Refused("behalf_account")
    timeline.checked_time(paper.happened_at, since, by)
    scan = attachment.attach(case, paper.scan, kind=AttachmentKind.UNIT_PAPER, by=by)
    db.session.flush()
    return {"name": needed(paper.signed_by, 40, key="signer_needed"), "scan": scan.id}
