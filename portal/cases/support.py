"""Supporting units: named at the referral beside the first receiver, who leads and answers; they add notes to the lead (practice.md §3.1)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import lifecycle, referral, target, timeline, unit_paper
from portal.cases.case import WITH_UNIT, Case
from portal.cases.referral import Referral
from portal.cases.unit_paper import UnitPaper
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import needed
from portal.network.access import can, permit
from portal.network.actor import Actor
from portal.network.unit import Unit


class Support(Base):
    """One supporting unit of one referral. To access it is the thing that lies with that unit."""

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("referral_id", "unit_id", name="uq_support_referral_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    referral: Mapped[Referral] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    @property
    def station_id(self) -> int:
        """The station of its case."""
        return self.case.station_id

    @property
    def matter_id(self) -> int:
        """The matter it is about."""
        return self.case_id

    @property
    def sealed(self) -> bool:
        """Whether its case is."""
        return self.case.sealed

    @property
    def target_unit_id(self) -> int | None:
        """Whom its case is about."""
        return self.case.target_unit_id


class SupportNote(Base):
    """What a supporting unit tells the lead; it is not a reply and never stands on the board. `at`: when it was entered."""

    __tablename__ = "support_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    support_id: Mapped[int] = mapped_column(ForeignKey("support.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)

    support: Mapped[Support] = relationship(lazy="joined", innerjoin=True)
    paper: Mapped["SupportPaper | None"] = relationship(lazy="joined")


class SupportPaper(Base):
    """The sheet behind a note: who signed it at the supporting unit, when it was handed in, and its scan."""

    __tablename__ = "support_paper"

    note_id: Mapped[int] = mapped_column(ForeignKey("support_note.id"), primary_key=True)
    signed_by: Mapped[str] = mapped_column(String(40))
    handed_in_at: Mapped[datetime] = mapped_column(Utc)
    scan_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))


append_only.guard(SupportNote.__table__)  # type: ignore[arg-type]
append_only.guard(SupportPaper.__table__)  # type: ignore[arg-type]


def name(case: Case, unit_ids: list[int], *, by: Actor) -> list[Support]:
    """Name who supports the lead, with the referral or while the lead has it; only units the case itself might go to (HB-44)."""
    to = referral.current(case)
    if case.state not in WITH_UNIT:
        raise Moved("support_over")
    known = {row.unit_id for row in of_case(case) if row.referral_id == to.id}
    may = {unit.id: unit for unit in target.units_for(case) if unit.id != to.unit_id and unit.id not in known}
    if not unit_ids or set(unit_ids) - may.keys():
        raise Refused("support_unit")
    lifecycle.also(case, "support.name", by=by, facts={"supporting": sorted(set(unit_ids))}, for_visitor=True)
    rows = [Support(case=case, referral=to, unit=may[unit_id]) for unit_id in sorted(set(unit_ids))]
    db.session.add_all(rows)
    return rows


def note(row: Support, *, text: str, by: Actor) -> SupportNote:
    """A supporting unit tells the lead what it did or knows, while the lead has the matter."""
    held = permit(by, "support.note", row)
    _check_stands(row)
    text = needed(text, 2000, 40, "note_needed")
    state = row.case.state
    timeline.record(row.case, "support.note", role=held.role, by=by, from_state=state, to_state=state, text=text, facts={"unit": row.unit_id})
    given = SupportNote(support=row, text=text, person_id=by.person_id or 0, at=by.at)
    db.session.add(given)
    return given


def hand_in(row: Support, *, text: str, paper: UnitPaper, by: Actor) -> SupportNote:
    """The same from the sheet of a supporting unit without accounts, that it has it or what it did: entered by the liaison (HB-50)."""
    case = row.case
    _check_stands(row)
    text = needed(text, 2000, 40, "note_needed")
    facts = unit_paper.take(case, paper, "behalf.support", unit_id=row.unit_id, since=row.referral.sent_at, by=by)
    lifecycle.also(case, "behalf.support", by=by, happened_at=paper.happened_at, text=text, facts=facts | {"unit": row.unit_id})
    given = SupportNote(support=row, text=text, person_id=by.person_id or 0, at=by.at,
                        paper=SupportPaper(signed_by=facts["name"], handed_in_at=paper.happened_at, scan_id=facts["scan"]))
    db.session.add(given)
    return given


def _check_stands(row: Support) -> None:
    if row.case.state not in WITH_UNIT or row.referral.ended_at is not None:
        raise Moved("support_over")


def on_paper(case: Case, by: Actor) -> list[Support]:
    """The supporting units of the referral it lies with now of which nobody can sign in who may see it."""
    return [row for row in of_case(case) if row.referral.ended_at is None and not unit_paper.can_sign(case, row.unit_id, by)]


def of_case(case: Case) -> list[Support]:
    """The supporting units of a case, of every referral."""
    return list(db.session.scalars(select(Support).where(Support.case_id == case.id).order_by(Support.id)))


def notes_of(case: Case) -> list[SupportNote]:
    """What they told the lead, oldest first."""
    return list(db.session.scalars(select(SupportNote).join(Support).where(Support.case_id == case.id).order_by(SupportNote.id)))


def of_units(by: Actor) -> list[Support]:
    """Where the actor's units support another one now; never in a matter about a unit of theirs (HB-44)."""
    query = select(Support).join(Case, Case.id == Support.case_id).join(Referral, Referral.id == Support.referral_id)
    rows = db.session.scalars(query.where(Support.unit_id.in_(by.units), Case.state.in_(WITH_UNIT), Referral.ended_at.is_(None))
                              .order_by(Case.next_on, Support.id))
    return [row for row in rows if can(by, "support.note", row)]


def one(support_id: int, by: Actor) -> Support:
    """One of them; unknown and another unit's both raise Missing."""
    row = next((row for row in of_units(by) if row.id == support_id), None)
    if row is None:
        raise Missing
    return row
