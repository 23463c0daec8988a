"""Before a result goes up, its visitor sees it as it will stand, for 48 hours; and two people stand for it (practice.md §6.4, §12.1)."""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import mask
from portal.cases.case import Case, PublicState
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.network.actor import Actor

STANDS = timedelta(hours=48)  # how long a visitor may look at it, unless they say before that it may go up


class Preview(Base):
    """What is shown to the visitor of a case now: by whom and since when, which texts (`digest` of them as they would be published),
    and when the visitor said that it is well so."""

    __tablename__ = "preview"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    digest: Mapped[str] = mapped_column(String(64))
    agreed_at: Mapped[datetime | None] = mapped_column(Utc)

    @property
    def until(self) -> datetime:
        """From when on it may go up without a word of the visitor."""
        return self.at + STANDS

    def is_over(self, at: datetime) -> bool:
        """Whether the visitor had their time, or needs none."""
        return self.agreed_at is not None or at >= self.until


def of_case(case: Case) -> Preview | None:
    """What stands before the visitor now."""
    return db.session.get(Preview, case.id)


def digest(texts: list[str]) -> str:
    """What tells one set of texts from another."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def take_back(case: Case) -> None:
    """Something is another than what is shown: it is prepared anew, and nothing of it goes up until then."""
    if case.public_state is PublicState.PREPARED:
        db.session.delete(db.session.get_one(Preview, case.id))
        db.session.flush()
        case.public_state = PublicState.WAITING


def had_a_hand(case: Case) -> set[int]:
    """Who prepared it: whoever shows it to the visitor, and whoever made a mask that is in force."""
    row = of_case(case)
    return {one.person_id for one in mask.of_case(case)} | ({row.person_id} if row else set())


def check(case: Case, texts: list[str], by: Actor) -> None:
    """Refuse to put up what was not shown, is not what was shown, was not shown long enough, or what one prepared oneself."""
    row = of_case(case)
    if row is None:
        raise Refused("preview_needed")
    if row.digest != digest(texts):
        raise Refused("preview_differs")
    if by.person_id in had_a_hand(case):
        raise Refused("preview_second")
    if not row.is_over(by.at):
        raise Refused("preview_runs")
