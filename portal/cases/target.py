"""Where a matter may go: never to whom it complains of, and sealed only to those that receive such (HB-44, X-04)."""

from sqlalchemy import Select, select

from portal.cases.case import Case, State
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import excluded
from portal.network import unit as units
from portal.network.person import Person
from portal.network.role import Grant, in_force
from portal.network.unit import Unit

_UNSORTED = (State.REGISTERED, State.CLARIFYING)


def check(case: Case, to: Unit) -> None:
    """Refused where a case may not go: a unit that is closed, the one complained of, one that reads no sealed matter; and while nobody has
    said whom another report of the same visit is about, which may stand in the words of this one too (HB-44, X-04)."""
    if not to.active:
        raise Refused("unit_inactive")
    if to.id in _complained_of(case):
        raise Refused("unit_complained_of")
    if case.sealed and not to.receives_sealed:
        raise Refused("unit_not_sealed")
    if excluded.unresolved(case.id):
        raise Refused("excluded_unresolved")
    if to.id in _kept_out(case):
        raise Refused("unit_excluded")
    if case.sealed and db.session.scalar(select(_reports_beside(case).where(Case.state.in_(_UNSORTED)).exists())):
        raise Refused("report_beside")


def units_for(case: Case) -> list[Unit]:
    """The units this case may go to: never the one complained of; a sealed one only to those that receive such (HB-44)."""
    named = _complained_of(case) | _kept_out(case)
    return [to for to in units.all_active() if to.id not in named and (to.receives_sealed or not case.sealed)]


def _complained_of(case: Case) -> set[int | None]:
    """The unit it complains of, and of a sealed one also those the other reports of the same visit do: they may hold the same words."""
    return {case.target_unit_id} | (set(db.session.scalars(_reports_beside(case))) if case.sealed else set())


def _kept_out(case: Case) -> set[int | None]:
    """The units at which everybody who holds a role is kept from the matter: its papers too would come to nobody else (X-04)."""
    kept, day = excluded.named(case.id), clock.today()
    if not kept:
        return set()
    there = select(Grant.unit_id, Grant.person_id).join(Person, Person.id == Grant.person_id).where(Grant.unit_id.is_not(None), in_force(), Person.active.is_(True))
    seated: dict[int | None, set[int]] = {}
    for unit_id, person_id in db.session.execute(there, {"day": day}):
        seated.setdefault(unit_id, set()).add(person_id)
    return {unit_id for unit_id, people in seated.items() if people <= kept}


def _reports_beside(case: Case) -> Select[tuple[int | None]]:
    """Whom the other reports of the same visit complain of; of one that is not sorted yet nobody knows."""
    return select(Case.target_unit_id).where(Case.visit_id == case.visit_id, Case.id != case.id, Case.sealed.is_(True))
