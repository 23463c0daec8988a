"""Who came: identity in its own table, three modes, every look at it recorded with a reason (practice.md §6.2, R27, R42)."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, false, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import detectors, lifecycle
from portal.cases.case import Case
from portal.foundation import append_only, vault
from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.foundation.vault import Sealed
from portal.network import access
from portal.network.actor import Actor


class IdentityMode(enum.StrEnum):
    """named: station and, if released, unit know; confidential: the station only; anonymous: nobody knows."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Sex(enum.StrEnum):
    """As the visitor says it; nobody has to (practice.md §2.1)."""

    FEMALE = "female"
    MALE = "male"


class AgeBand(enum.StrEnum):
    """In whole bands: nobody is asked for a day of birth."""

    UNDER_18 = "under_18"
    TO_34 = "18_34"
    TO_59 = "35_59"
    TO_79 = "60_79"
    FROM_80 = "80_over"


class Beside(enum.StrEnum):
    """Who stands beside the visitor: a proxy acts for them, a companion came along (practice.md §14, 32 and 33)."""

    PROXY = "proxy"
    COMPANION = "companion"


class Visitor(Base):
    """Contact data of one visit, sealed (portal.foundation.vault). The case holds only the reference; lists, exports and prints never join it. `beside`: who came for
    the visitor or with them; `agreed`: the person concerned agrees that they do."""

    __tablename__ = "visitor"
    __table_args__ = (index_where("ix_visitor_kept", "id", where="erased_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[IdentityMode] = mapped_column(choice(IdentityMode))
    name: Mapped[str] = mapped_column(Sealed("visitor.name"), default="", server_default="")
    phone: Mapped[str] = mapped_column(Sealed("visitor.phone"), default="", server_default="")
    phone_tail: Mapped[str] = mapped_column(String(16), default="", server_default="", index=True, info={"tag_of": "phone"})
    address: Mapped[str] = mapped_column(Sealed("visitor.address"), default="", server_default="")
    needs: Mapped[str] = mapped_column(Sealed("visitor.needs"), default="", server_default="")
    sex: Mapped[Sex | None] = mapped_column(choice(Sex))
    age_band: Mapped[AgeBand | None] = mapped_column(choice(AgeBand))
    beside: Mapped[Beside | None] = mapped_column(choice(Beside))
    agreed: Mapped[bool] = mapped_column(default=False, server_default=false())
    beside_name: Mapped[str] = mapped_column(Sealed("visitor.beside_name"), default="", server_default="")
    relation: Mapped[str] = mapped_column(Sealed("visitor.relation"), default="", server_default="")
    erased_at: Mapped[datetime | None] = mapped_column(Utc)


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
    """What a visitor chose to tell about themselves; everything is optional (R36). An empty string: not said."""

    mode: IdentityMode = IdentityMode.ANONYMOUS
    name: str = ""
    phone: str = ""
    address: str = ""
    needs: str = ""
    sex: str = ""
    age_band: str = ""
    beside: str = ""
    beside_name: str = ""
    relation: str = ""
    agreed: bool = False

    @property
    def tells_who(self) -> bool:
        """Whether anything was told that an anonymous visitor does not leave behind: needs say how to help, and nothing else."""
        return any(getattr(self, name) for name in CONTACT if name != "needs")


SPELT = {"name": 50, "phone": 30, "address": 200, "needs": 200, "beside_name": 50, "relation": 40}  # free text: most characters
CHOSEN: dict[str, type[enum.StrEnum]] = {"sex": Sex, "age_band": AgeBand, "beside": Beside}
CONTACT = (*SPELT, *CHOSEN)
_KEEP = insert(Visitor.__table__).returning(Visitor.__table__.c.id)  # type: ignore[arg-type]


def keep(identity: Identity) -> int:
    """Store an identity, and its number."""
    return db.session.execute(_KEEP, _kept(identity)).scalar_one()


def _kept(identity: Identity) -> dict[str, Any]:
    """The row of an identity. Anonymous visitors leave nothing behind that says who they are, whatever was typed before they chose;
    and of somebody beside the visitor nothing stays where it was not said who that is."""
    told = Identity(identity.mode, needs=identity.needs) if identity.mode is IdentityMode.ANONYMOUS else identity
    spelt = {name: clean(getattr(told, name), most) for name, most in SPELT.items()}
    if not told.beside:
        spelt |= {"beside_name": "", "relation": ""}
    chosen = {name: kind(getattr(told, name)) if getattr(told, name) else None for name, kind in CHOSEN.items()}
    return {"mode": told.mode, "phone_tail": vault.tag(spelt["phone"]), "agreed": bool(told.beside) and told.agreed} | spelt | chosen


def correct(case: Case, right: Identity, *, checked: bool, reason: str, rest: bool = True, by: Actor) -> None:
    """Put right what is kept about a visitor who was checked and asks for it (practice.md §6.1): what `right` leaves empty stays, or
    is deleted where the `rest` is not to be kept. The story says that it was done and why, never what stood there or stands now."""
    if not checked:
        raise Refused("visitor_unchecked")
    reason = needed(reason, 200, key="reason_needed")
    row = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    if row is None:
        raise Refused("identity_none")
    told = {name: getattr(right, name).strip() or ((getattr(row, name) or "") if rest else "") for name in CONTACT}
    told_by = ("name", "phone", "address", "needs", "beside_name")
    if detectors.found(reason) or any(one in reason for name in told_by for one in (told[name], getattr(row, name)) if one):
        raise Refused("reason_tells")
    new = _kept(Identity(right.mode, **told, agreed=right.agreed or (rest and row.agreed)))
    if all(getattr(row, name) == value for name, value in new.items() if name != "phone_tail"):
        raise Refused("consent_same")
    for one in sharing(case, by):
        lifecycle.also(one, "identity.correct", by=by, text=reason, for_visitor=True)
    for name, value in new.items():
        setattr(row, name, value)


def sharing(case: Case, by: Actor) -> list[Case]:
    """The case, and those that were split from it or that it was split from: one visitor, told once in each story the actor may write in."""
    rows = db.session.scalars(select(Case).where(Case.visitor_id == case.visitor_id).order_by(Case.id))
    return [one for one in rows if one is case or access.can(by, "identity.correct", one)]


def reveal(case: Case, *, reason: str, by: Actor) -> Visitor:
    """Open the identity of a case, with a reason; the look is recorded before anything is shown."""
    return _look(case, "identity.reveal", reason, by)


def may_reach(case: Case) -> bool:
    """Whether the unit may reach the visitor itself: while the matter is open, where a named one says so, who may take it back at any time
    until then; whoever is confidential or anonymous, or reports on officials, is reached through the station (practice.md §6.1, §6.2, HB-44)."""
    return case.is_open and case.share_contact and shares(mode_of(case), case.sealed)


def shares(mode: IdentityMode, sealed: bool) -> bool:
    """Whether the fourth permission means anything: the contact of a named visitor alone can be given to a unit, and of a report about
    officials nobody's (practice.md §6.2, HB-44)."""
    return mode is IdentityMode.NAMED and not sealed


def may_share(case: Case) -> bool:
    """Whether it can be asked if the unit may reach the visitor: of who gave a name, or said yes before and may take it back."""
    return case.share_contact or shares(mode_of(case), case.sealed)


def reach(case: Case, *, reason: str, by: Actor) -> Visitor:
    """Open name, phone and address to the unit the matter lies with, where the visitor allows it; recorded, and told to the visitor."""
    if not may_reach(case):
        raise Refused("contact_kept")
    return _look(case, "contact.reveal", reason, by, for_visitor=True)


def _look(case: Case, act: str, reason: str, by: Actor, for_visitor: bool = False) -> Visitor:
    reason = needed(reason, 200, key="reason_needed")
    lifecycle.also(case, act, by=by, text=reason, for_visitor=for_visitor)
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


def has_phone(case: Case) -> bool:
    """Whether they left a phone on which they can be rung."""
    visitor = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    return visitor is not None and bool(visitor.phone)


def has_address(case: Case) -> bool:
    """Whether they left an address at which they can be visited."""
    visitor = db.session.get(Visitor, case.visitor_id) if case.visitor_id else None
    return visitor is not None and bool(visitor.address)
