"""A unit without accounts works on paper: what it handed in, entered by the liaison with the scan and both times (HB-50, practice.md §9 row 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.cases import attachment, timeline
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case
from portal.foundation import clock, files
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access, person
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


def units_signing_in(by: Actor, *roles: Role) -> frozenset[int]:
    """The units at which somebody holds one of these roles (any, if none is named) now and can sign in; the others work on paper."""
    return person.units_signing_in(roles or ANYBODY, clock.day_of(by.at))


def take(case: Case, paper: UnitPaper, act: str, *roles: Role, unit_id: int, since: datetime, by: Actor) -> dict[str, Any]:
    """Keep the scan and return the facts of the event. Refused where somebody at the unit can do it themselves."""
    access.permit(by, act, case)
    if has_account(unit_id, by, *roles):
        raise Refused("behalf_account")
    timeline.checked_time(paper.happened_at, since, by)
    scan = attachment.attach(case, paper.scan, kind=AttachmentKind.UNIT_PAPER, by=by)
    db.session.flush()
    return {"name": needed(paper.signed_by, 40, key="signer_needed"), "scan": scan.id}
