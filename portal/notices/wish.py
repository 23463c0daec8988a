"""Who wants to hear by e-mail or text message: staff for themselves, a visitor for the one matter whose code they hold."""

import enum
import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import lifecycle
from portal.cases.case import Case
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.text import MAIL_MOST, clean, mail
from portal.foundation.vault import Sealed
from portal.network.actor import Actor

ADDRESS_MOST = MAIL_MOST
_PHONE = re.compile(r"\+?\d{5,15}")


class Way(enum.StrEnum):
    """How a notice leaves the house; WEBHOOK is the network's own, nobody wishes for it."""

    MAIL = "mail"
    SMS = "sms"
    WEBHOOK = "webhook"


class Wish(Base):
    """One address for one person or for one matter; taken back, the row is gone and the address with it."""

    __tablename__ = "wish"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (case_id IS NULL)", name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), unique=True)
    way: Mapped[Way] = mapped_column(choice(Way))
    address: Mapped[str] = mapped_column(Sealed("wish.address"))
    locale: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime] = mapped_column(Utc)


def hear(case: Case, *, way: Way, address: str, locale: str, agreed: bool, by: Actor) -> Wish:
    """The visitor wants to be told that there is news: separate consent, their own address, nothing but "there is news"."""
    if not agreed:
        raise Refused("wish_agree")
    address = checked(way, address)
    lifecycle.also(case, "news.wish", by=by, facts={"by": way.value}, for_visitor=True)
    return _put(of_case(case.id), Wish(case_id=case.id, way=way, address=address, locale=locale, since=by.at))


def hear_no_more(case: Case, *, by: Actor) -> None:
    """The visitor takes it back, as easily as it was given; the address is forgotten."""
    row = of_case(case.id)
    if row is None:
        raise Refused("wish_none")
    lifecycle.also(case, "news.wish", by=by, facts={"by": ""}, for_visitor=True)
    db.session.delete(row)


def hear_myself(*, way: Way | None, address: str = "", locale: str, by: Actor) -> Wish | None:
    """A member of staff says where their notices go too; with no way, nowhere but to the list in the office."""
    if by.person_id is None:
        raise NotAllowed("not_allowed", act="news.wish")
    row = of_person(by.person_id)
    if way is None:
        if row is not None:
            db.session.delete(row)
        return None
    return _put(row, Wish(person_id=by.person_id, way=way, address=checked(way, address), locale=locale, since=by.at))


def _put(old: Wish | None, new: Wish) -> Wish:
    if old is None:
        db.session.add(new)
        return new
    old.way, old.address, old.locale, old.since = new.way, new.address, new.locale, new.since
    return old


def checked(way: Way, address: str) -> str:
    """An address of that way as it is dialled or written; anything else is refused."""
    if way is not Way.SMS:
        return mail(address)
    dialled = re.sub(r"[\s()-]", "", clean(address, ADDRESS_MOST))
    if not _PHONE.fullmatch(dialled):
        raise Refused("wish_phone")
    return dialled


def of_case(case_id: int) -> Wish | None:
    """Where the visitor of a case wants to hear."""
    return db.session.scalar(select(Wish).where(Wish.case_id == case_id))


def of_person(person_id: int) -> Wish | None:
    """Where a member of staff wants to hear."""
    return db.session.scalar(select(Wish).where(Wish.person_id == person_id))


def of_many(person_ids: Collection[int], case_ids: Collection[int]) -> dict[tuple[int | None, int | None], Wish]:
    """The wishes of some members of staff and of the visitors of some cases, by (person, case): one of the two is None."""
    rows = db.session.scalars(select(Wish).where(or_(Wish.person_id.in_(person_ids), Wish.case_id.in_(case_ids))))
    return {(row.person_id, row.case_id): row for row in rows}
