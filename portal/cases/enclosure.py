"""What a visitor encloses before the matter is handed in, pictures and a spoken message: with the visit it is gone (K20, K24)."""

import enum
import hashlib
import shutil
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import attachment, tray
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case
from portal.cases.tray import Tray
from portal.foundation import files
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.network.access import permit
from portal.network.actor import Actor

MOST_PHOTOS = 5
LONGEST = 180  # seconds of a spoken message


class EnclosureKind(enum.StrEnum):
    """What it is."""

    PHOTO = "photo"
    SPOKEN = "spoken"


class Enclosure(Base):
    """One picture or spoken message in a tray. The same file twice is one, so that a repeated sending changes nothing."""

    __tablename__ = "enclosure"
    __table_args__ = (UniqueConstraint("draft", "sha256", name="uq_enclosure_draft"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[str] = mapped_column(ForeignKey("tray.draft"))
    kind: Mapped[EnclosureKind] = mapped_column(choice(EnclosureKind))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    seconds: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Utc)

    @property
    def length(self) -> str:
        """Of a spoken message, as a clock shows it: `1:20`."""
        return f"{self.seconds // 60}:{self.seconds % 60:02d}"


def folder(draft: str = "") -> Path:
    """Where the files of trays lie, each draft's in a folder of its own; apart from those of cases."""
    return Path(current_app.config["INSTANCE"]) / "enclosed" / draft


def path(one: Enclosure) -> Path:
    """Where the file of one lies."""
    return folder(one.draft) / one.sha256


def enclose(draft: str, clean: files.Clean, *, kind: EnclosureKind, by: Actor, seconds: int = 0) -> Enclosure:
    """Put one file, cleaned by `files`, into an open tray. A spoken message takes the place of the one before."""
    permit(by, "enclosure.add")
    own = tray.held(draft)
    own.touched_at = by.at
    digest = hashlib.sha256(clean.data).hexdigest()
    there = of_draft(draft)
    same = next((one for one in there if one.sha256 == digest), None)
    if same is not None:
        return same
    before = [one for one in there if one.kind is kind]
    if kind is EnclosureKind.PHOTO and len(before) >= MOST_PHOTOS:
        raise Refused("enclosure_photos", most=MOST_PHOTOS)
    for one in before if kind is EnclosureKind.SPOKEN else ():
        _remove(one)
    row = Enclosure(draft=draft, kind=kind, sha256=digest, media_type=clean.media_type, size=len(clean.data),
                    seconds=min(max(seconds, 0), LONGEST), made_at=by.at)
    db.session.add(row)
    db.session.flush()
    files.keep(clean.data, path(row))
    return row


def by_phone(token: str, clean: files.Clean, *, by: Actor) -> Tray:
    """Put a picture into the tray a pass leads to; refuses a pass whose time is over or that has taken its five."""
    own = tray.held(tray.of_pass(token).draft)
    if not own.takes(by.at):
        raise Refused("pass_over")
    known = len(of_draft(own.draft))
    enclose(own.draft, clean, kind=EnclosureKind.PHOTO, by=by)
    own.pass_used += len(of_draft(own.draft)) - known
    return own


def drop(draft: str, enclosure_id: int, *, by: Actor) -> None:
    """Take one out again; one that is not there any more is no fault."""
    permit(by, "enclosure.forget")
    found = db.session.get(Enclosure, enclosure_id)
    if found is not None and found.draft == draft:
        _remove(found)


def _remove(one: Enclosure) -> None:
    path(one).unlink(missing_ok=True)
    db.session.delete(one)
    db.session.flush()


def hand_in(case: Case, draft: str, *, by: Actor) -> int:
    """What lies in the tray becomes the visitor's own attachments of the case, within the transaction that registers it; the tray
    is gone with it. Returns how many there were. `clear` the folder once this stands."""
    permit(by, "enclosure.add")
    there = of_draft(draft)
    for one in there:
        files.adopt(path(one), files.path(attachment.folder(), one.sha256))
        attachment.attach(case, files.Stored(one.sha256, one.media_type, one.size), kind=AttachmentKind.VISITOR, by=by)
    forget(draft, by=by)
    return len(there)


def forget(draft: str, *, by: Actor) -> None:
    """The visit is over: the tray and all in it, and the pass with it. `clear` the folder once this stands."""
    permit(by, "enclosure.forget")
    db.session.execute(delete(Enclosure).where(Enclosure.draft == draft))
    db.session.execute(delete(Tray).where(Tray.draft == draft))


def clear(draft: str) -> None:
    """Take the files of a draft off the disk."""
    if draft:
        shutil.rmtree(folder(draft), ignore_errors=True)


def forget_old(*, by: Actor) -> int:
    """End the trays whose visit cannot be going on any more (a terminal that lost its power); returns how many."""
    old = list(db.session.scalars(select(Tray.draft).where(Tray.touched_at <= by.at - tray.LASTS)))
    for draft in old:
        forget(draft, by=by)
    return len(old)


def clear_ended() -> None:
    """Take the files off the disk whose tray is gone: a tray is always there before its first file."""
    drafts = [one.name for one in folder().iterdir()] if folder().is_dir() else []
    for draft in drafts:
        if db.session.get(Tray, draft) is None:
            clear(draft)


def of_draft(draft: str) -> list[Enclosure]:
    """What lies in a tray, in the order it came."""
    return list(db.session.scalars(select(Enclosure).where(Enclosure.draft == draft).order_by(Enclosure.id)))


def one(draft: str, enclosure_id: int) -> Enclosure:
    """One of them; what lies in another tray is Missing."""
    found = db.session.get(Enclosure, enclosure_id)
    if found is None or found.draft != draft:
        raise Missing
    return found
