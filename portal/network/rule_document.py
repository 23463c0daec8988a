"""The three rule documents of the network: what representatives have to do, how contact is kept, how reception days are held (HB-30).

They come written with the product, in each of its languages; whoever rewrites one does so in the network's own language, and every version stays."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import needed
from portal.foundation.words import Speaker
from portal.network import access, audit
from portal.network.actor import Actor

MOST, LINES = 4000, 120  # characters and lines of one, so that it hangs on a wall
TITLE = 40


class Document(enum.StrEnum):
    """Which of the three."""

    DUTIES = "duties"
    CONTACT = "contact"
    RECEPTION = "reception"


class RuleDocument(Base):
    """One version of one document; `version` counts from 1, for the first is as shipped and no row."""

    __tablename__ = "rule_document"
    __table_args__ = (UniqueConstraint("document", "version", name="uq_rule_document_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[Document] = mapped_column(choice(Document))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE))
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(RuleDocument.__table__)  # type: ignore[arg-type]


def meant(name: str) -> Document:
    """The document of that name; raises Missing."""
    if name not in set(Document):
        raise Missing
    return Document(name)


def versions(document: Document) -> list[RuleDocument]:
    """Every version somebody wrote, the newest first; empty while the document stands as shipped."""
    return list(db.session.scalars(select(RuleDocument).where(RuleDocument.document == document).order_by(RuleDocument.version.desc())))


@dataclass(frozen=True)
class Read:
    """A document as somebody reads it; version 0 as shipped, in the reader's language and without a day."""

    document: Document
    version: int
    title: str
    text: str
    at: datetime | None = None


def shipped(document: Document, say: Speaker) -> Read:
    """As it came with the product."""
    return Read(document, 0, say(f"common.rule_document.{document}"), say(f"common.rule_document.{document}_text"))


def read(document: Document, say: Speaker, number: int | None = None) -> Read:
    """What is in force, or the version of that number; raises Missing for one that never was."""
    if number == 0:
        return shipped(document, say)
    row = next((one for one in versions(document) if number in (None, one.version)), None)
    if row is None:
        if number is not None:
            raise Missing
        return shipped(document, say)
    return Read(document, row.version, row.title, row.text, row.at)


def in_force(say: Speaker) -> list[Read]:
    """The three as they stand, in one read."""
    latest = select(func.max(RuleDocument.id)).group_by(RuleDocument.document)
    rows = {row.document: row for row in db.session.scalars(select(RuleDocument).where(RuleDocument.id.in_(latest)))}
    return [Read(one, rows[one].version, rows[one].title, rows[one].text, rows[one].at) if one in rows else shipped(one, say) for one in Document]


def write(document: Document, title: str, text: str, *, read: int, by: Actor) -> RuleDocument:
    """The next version. `read` is the number of the one it was written over, 0 as shipped. Refused: somebody was quicker, no words, too
    many, or the same again."""
    access.permit(by, "policy.manage")
    title, text = needed(title, TITLE).strip(), needed(text, MOST, LINES).strip()
    stands = next(iter(versions(document)), None)
    if read != (stands.version if stands else 0):
        raise Refused("rule_document_overtaken")
    if stands is not None and (stands.title, stands.text) == (title, text):
        raise Refused("rule_document_same")
    row = RuleDocument(document=document, version=read + 1, title=title, text=text, person_id=by.person_id, at=by.at)
    db.session.add(row)
    audit.note("setting", "setting", "rule_document", person_id=by.person_id, at=by.at, document=document.value, version=row.version)
    return row
