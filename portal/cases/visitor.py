"""Who came: identity in its own table, three modes, every look at it recorded with a reason (practice.md §6.2, R27, R42)."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import detectors, lifecycle
from portal.cases.case import Case
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor


class IdentityMode(enum.StrEnum):
    """named: station and, if released, unit know; confidential: the station only; anonymous: nobody knows."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Visitor(Base):
    """Contact data of one visit. The case holds only the reference; lists, exports and prints never join it."""

    __tablename__ = "visitor"

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[IdentityMode] = mapped_column(choice(IdentityMode))
    name: Mapped[str] = mapped_column(String(50), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    phone_tail: Mapped[str] = mapped_column(String(4), default="", index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    needs: Mapped[str] = mapped_column(String(200), default="")


class Reveal(Base):
    """One look at an identity: who, when, why."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitor.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    reason: Mapped[str] = mapped_column(String(200))


append_only.guard(Reveal.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Identity:
    """What a visitor chose to tell about themselves; everything is optional (R36)."""

    mode: IdentityMode = IdentityMode.ANONYMOUS
    name: str = ""
    phone: str = ""
    address: str = ""
    needs: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.name or self.phone or self.address or self.needs)


CONTACT = ("name", "phone", "address", "needs")
_KEEP = insert(Visitor.__table__).returning(Visitor.__table__.c.id)  # type: ignore[arg-type]


def keep(identity: Identity) -> int:
    """Store an identity, and its number."""
    return db.session.execute(_KEEP, _kept(identity)).scalar_one()


def _kept(identity: Identity) -> dict[str, Any]:
    """The row of an identity. Anonymous visitors leave no name, phone or address behind, whatever was typed before they chose."""
    anonymous = identity.mode is IdentityMode.ANONYMOUS
    phone = "" if anonymous else clean(identity.phone, 30)
    digits = "".join(ch for ch in phone if ch.isdigit())
    return {"mode": identity.mode, "name": "" if anonymous else clean(identity.name, 50), "phone": phone,
            "phone_tail": digits[-4:] if len(digits) >= 4 else "", "address": "" if anonymous else clean(identity.address, 200),
            "needs": clean(identity.needs, 200)}


def correct(case: Case, right: Identity, *, checked: bool, reason: str, rest: bool = True, by: Actor) -> None:
    """Put right what is kept about a visitor who was checked and asks for it (practice.md §6.1): what `right` leaves empty stays, or
    is deleted where the `rest` is not to be kept. The story says that it was done and why, never what stood there or stands now."""
    if not checked:
        raise Refused("visitor_unchecked")
    reason = needed(reason, 200, key="reason_needed")
    row = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    if row is None:
        raise Refused("identity_none")
    told = {name: getattr(right, name).strip() or (getattr(row, name) if rest else "") for name in CONTACT}
    if detectors.found(reason) or any(one in reason for name in CONTACT for one in (told[name], getattr(row, name)) if one):
        raise Refused("reason_tells")
    new = _kept(Identity(right.mode, **told))
    if all(getattr(row, name) == value for name, value in new.items()):
        raise Refused("consent_same")
    lifecycle.also(case, "identity.correct", by=by, text=reason, for_visitor=True)
    for name, value in new.items():
        setattr(row, name, value)


def reveal(case: Case, *, reason: str, by: Actor) -> Visitor:
    """Open the identity of a case, with a reason; the look is recorded before anything is shown."""
    reason = needed(reason, 200, key="reason_needed")
    lifecycle.also(case, "identity.reveal", by=by, text=reason)
    visitor = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    if visitor is None or by.person_id is None:
        raise Refused("identity_none")
    db.session.add(Reveal(visitor_id=visitor.id, case_id=case.id, person_id=by.person_id, at=by.at, reason=reason))
    return visitor


def reveals_of(case: Case) -> list[Reveal]:
    """Every look at the identity of a case, oldest first."""
    return list(db.session.scalars(select(Reveal).where(Reveal.case_id == case.id).order_by(Reveal.id)))


def mode_of(case: Case) -> IdentityMode:
    """How the visitor of a case wants to be treated; says nothing about who they are."""
    visitor = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    return visitor.mode if visitor else IdentityMode.ANONYMOUS


def can_be_reached(case: Case) -> bool:
    """Whether there is a phone or an address to tell the result to."""
    visitor = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    return visitor is not None and bool(visitor.phone or visitor.address)
