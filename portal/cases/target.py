"""Where a matter may go: never to whom it complains of, and sealed only to those that receive such (HB-44, X-04)."""

from sqlalchemy import select

from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import unit as units
from portal.network.unit import Unit


def check(case: Case, to: Unit) -> None:
    """Refused where a case may not go: a unit that is closed, the one complained of, one that reads no sealed matter (HB-44, X-04)."""
    if not to.active:
        raise Refused("unit_inactive")
    if to.id in _complained_of(case):
        raise Refused("unit_complained_of")
    if case.sealed and not to.receives_sealed:
        raise Refused("unit_not_sealed")


def units_for(case: Case) -> list[Unit]:
    """The units this case may go to: never the one complained of; a sealed one only to those that receive such (HB-44)."""
    named = _complained_of(case)
    return [to for to in units.all_active() if to.id not in named and (to.receives_sealed or not case.sealed)]


def _complained_of(case: Case) -> set[int | None]:
    """The unit it complains of, and of a sealed one also those the other reports of the same visit do: they may hold the same words."""
    beside = select(Case.target_unit_id).where(Case.visit_id == case.visit_id, Case.sealed.is_(True))
    return {case.target_unit_id} | (set(db.session.scalars(beside)) if case.sealed else set())
