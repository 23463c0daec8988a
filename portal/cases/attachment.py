"""Papers and pictures of a case: cleaned, stored by hash, shown only to those who may see the case."""

import enum
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import ForeignKey, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case
from portal.foundation import files, sound
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.network.actor import Actor

MOST_OF_A_CASE = 20
SUFFIX = {"application/pdf": "pdf", sound.MEDIA_TYPE: "webm"}


class AttachmentKind(enum.StrEnum):
    """Where it came from."""

    VISITOR = "visitor"
    STAFF = "staff"
    REPLY = "reply"
    UNIT_PAPER = "unit_paper"


class Attachment(Base):
    """One stored file of a case; its name is our own, never the uploader's (K26)."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"), index=True)
    kind: Mapped[AttachmentKind] = mapped_column(choice(AttachmentKind))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)

    @property
    def suffix(self) -> str:
        """What sort of file it is."""
        return SUFFIX.get(self.media_type, "jpg")

    @property
    def file_name(self) -> str:
        """A safe name for downloading."""
        return f"{self.id}.{self.suffix}"

    @property
    def is_spoken(self) -> bool:
        """Whether it is to be heard."""
        return self.media_type == sound.MEDIA_TYPE


def folder() -> Path:
    """Where stored files lie."""
    return Path(current_app.config["INSTANCE"]) / "files"


def attach(case: Case, data: bytes | files.Stored, *, kind: AttachmentKind, by: Actor, reply_id: int | None = None) -> Attachment:
    """Check, clean and store one file, or enter one that `files.accept` stored before the write gate was taken; PDF is taken
    from staff and units only."""
    held = len(of_case(case))
    if held >= MOST_OF_A_CASE:
        raise Refused("file_count", most=MOST_OF_A_CASE)
    stored = data if isinstance(data, files.Stored) else files.accept(data, folder(), allow_pdf=kind is not AttachmentKind.VISITOR)
    row = Attachment(case_id=case.id, reply_id=reply_id, kind=kind, sha256=stored.sha256, media_type=stored.media_type,
                     size=stored.size, person_id=by.person_id, at=by.at)
    db.session.add(row)
    return row


def of_case(case: Case) -> list[Attachment]:
    """All files of a case, oldest first."""
    return list(db.session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)))


def separable(case: Case) -> list[Attachment]:
    """What the visitor brought and the station added: these can go with a part of a case. A unit's papers stay with what they answer."""
    return [row for row in of_case(case) if row.kind in (AttachmentKind.VISITOR, AttachmentKind.STAFF)]


def share_out(case: Case, other: Case, *, goes: Collection[int], both: Collection[int]) -> dict[str, int]:
    """Give files of a case to the one that was split off it: `goes` leave this one, `both` are entered there too. How many of each.

    Between a sealed part and an open one none is shared: what a report about officials holds stands in no open file (HB-44)."""
    rows, shared = {row.id: row for row in separable(case)}, set(both)
    if not shared | set(goes) <= rows.keys():
        raise Refused("split_files")
    if shared and other.sealed != case.sealed:
        raise Refused("split_files_sealed")
    for number in sorted(shared):
        row = rows[number]
        db.session.add(Attachment(case_id=other.id, kind=row.kind, sha256=row.sha256, media_type=row.media_type, size=row.size,
                                  person_id=row.person_id, at=row.at))
    gone = set(goes) - shared
    for number in gone:
        rows[number].case_id = other.id
    return {name: count for name, count in (("files_went", len(gone)), ("files_both", len(shared))) if count}


_OF_UNITS = select(Attachment).where(Attachment.reply_id.in_(bindparam("replies", expanding=True)),
                                     Attachment.kind == AttachmentKind.REPLY).order_by(Attachment.id)


def of_replies(reply_ids: list[int]) -> dict[int, list[Attachment]]:
    """What units attached to these replies, by reply id, oldest first (SD-27); without replies nothing is asked."""
    found: dict[int, list[Attachment]] = {number: [] for number in reply_ids}
    if found:
        for row in db.session.scalars(_OF_UNITS, {"replies": reply_ids}):
            found[row.reply_id or 0].append(row)
    return found


def forget(case_ids: Collection[int]) -> None:
    """What the visitor of these matters, which are over, sent is a file of them no longer; `sweep` takes it off the disk once that stands (R39, R40)."""
    db.session.execute(delete(Attachment).where(Attachment.case_id.in_(case_ids), Attachment.kind == AttachmentKind.VISITOR))


def forget_voices(case_ids: Collection[int]) -> None:
    """The same of what they spoke alone: a voice says who it is, and its words were written down."""
    db.session.execute(delete(Attachment).where(Attachment.case_id.in_(case_ids), Attachment.kind == AttachmentKind.VISITOR,
                                                Attachment.media_type == sound.MEDIA_TYPE))


def sweep(at: datetime) -> int:
    """Take off the disk what lies there for a day and is a file of no matter; how many. Whoever sends one now has its row by then."""
    named, gone = set(db.session.scalars(select(Attachment.sha256))), 0
    for path in folder().rglob("*"):
        if path.is_file() and path.stem not in named and path.stat().st_mtime < at.timestamp() - 86400:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def one(case: Case, attachment_id: int) -> Attachment:
    """One file of a case the caller may see; raises Missing."""
    row = db.session.get(Attachment, attachment_id)
    if row is None or row.case_id != case.id:
        raise Missing
    return row
