"""Whoever receives is named: representatives by their kind, recommended members as such (X-09, SD-06, SD-22)."""

from sqlalchemy import or_, select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.text import clean, needed
from portal.network import access, representative
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import RECEIVES, Grant, Role, in_force

OF_MEMBER = "推荐党员"  # the kind of a member of whom no other is said: data of the network, as every kind


def name(who: Person, role: Role, station_id: int, held: list[Grant], *, kind: str, public: bool) -> None:
    """Name somebody who is given a role that receives; `held` is what they held until now. Whoever still stands for the station they are
    named at stays named there, and one who was a recommended member there is named anew as its representative."""
    known, member = who.representative, role is Role.MEMBER
    told = clean(kind, 30).strip() or (OF_MEMBER if member else "")
    if known is None:
        who.representative = Representative(person_id=who.id, station_id=station_id, public=public, kind=needed(told, 30, key="representative_kind"))
    elif not any(one.station_id == known.station_id and one.role in RECEIVES and (member or one.role is role) for one in held):
        before = "" if known.kind == OF_MEMBER else known.kind
        known.station_id, known.public, known.kind = station_id, public, needed(told or before, 30, key="representative_kind")


def unname(who: Person, ended: Grant, held: list[Grant]) -> None:
    """A role has ended: where they were named by it they are not shown any more; `held` is what they still hold, by which the office finds
    them. Clear the portrait from the disk once this stands (face.py)."""
    known, left = who.representative, [one for role in RECEIVES for one in held if one.role is role]
    if known is None or ended.role not in RECEIVES or ended.station_id != known.station_id:
        return
    if ended.role is Role.MEMBER and any(one.station_id == known.station_id for one in left):
        return
    _leave(known, left)


def _leave(known: Representative, left: list[Grant]) -> None:
    representative.leave(known)
    if left:  # who was given the new one first
        known.station_id = left[0].station_id or known.station_id
        known.kind = OF_MEMBER if left[0].role is Role.MEMBER else known.kind


def hide_ended(by: Actor) -> list[str]:
    """Whoever is still shown and whose term where they are named ran out on the day told ahead is unnamed; returns the portraits to clear
    from the disk once this stands (face.py)."""
    access.permit(by, "roster.release")
    day, found = {"day": clock.day_of(by.at)}, []
    here = select(Grant.id).where(Grant.person_id == Representative.person_id, Grant.station_id == Representative.station_id,
                                  Grant.role.in_(RECEIVES), in_force()).exists()
    shown = or_(Representative.public.is_(True), Representative.phone != "", Representative.portrait != "")
    for known in db.session.scalars(select(Representative).where(shown, ~here), day).all():
        held = select(Grant).where(Grant.person_id == known.person_id, Grant.role.in_(RECEIVES), in_force()).order_by(Grant.id)
        found.append(known.portrait)
        _leave(known, sorted(db.session.scalars(held, day), key=lambda one: RECEIVES.index(one.role)))
    return [portrait for portrait in found if portrait]
