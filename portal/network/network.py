"""The network itself: one row with its name, its line, its language and whether it is a demonstration (HB-08, YT-09)."""

from datetime import date

from sqlalchemy import CheckConstraint, String, false, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import marks
from portal.foundation.database import Base, db


class Network(Base):
    """The one row of settings that every surface shows."""

    __tablename__ = "network"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(60))
    motto: Mapped[str] = mapped_column(String(60), default="知党情 听民意 促和谐")
    demo: Mapped[bool] = mapped_column(default=False)
    mark: Mapped[str] = mapped_column(String(2), default="回音")
    refer_through_office: Mapped[bool] = mapped_column(default=False)
    explanations_public: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_step_from: Mapped[date | None]  # from this day directors and above need a second step to sign in; None: nobody has to
    visits_quota: Mapped[int] = mapped_column(default=0, server_default="0")  # households a representative should visit in a year (HB-36)


_CURRENT = select(Network)


def current() -> Network | None:
    """The network, or None before it was founded."""
    return db.session.scalar(_CURRENT)


def shown() -> Network | None:
    """The network for the looks of pages and papers: kept while it stands, no row of any session, never to be changed."""
    return marks.kept("network", "network", _apart)


def is_demo() -> bool:
    """Whether it is a demonstration."""
    row = shown()
    return row is not None and row.demo


def was_demo() -> bool:
    """Whether it was a demonstration when it was shown last; the database, which may be away, is not asked."""
    row = marks.last("network", "network")
    return isinstance(row, Network) and row.demo


def _apart() -> Network | None:
    row = db.session.execute(select(Network.__table__)).mappings().first()
    return Network(**row) if row is not None else None


marks.renewed_by("network", Network.__table__)  # type: ignore[arg-type]
