"""What a unit may ask for instead of replying: that it goes elsewhere, or more time (T13, T15)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, Utc


class ReturnRequest(Base):
    """The unit says "not ours", names who is, and somebody decides; the decision binds (practice.md §3.1)."""

    __tablename__ = "return_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    proposed_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    was_acknowledged: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Utc)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    stays: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(Text, default="")


class Extension(Base):
    """More time asked for before the due day, with a reason, once; the original due day stays (T15)."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Utc)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    granted: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(Text, default="")
