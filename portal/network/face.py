"""What the public sees of a representative or a recommended member, as those keep it who keep the roster: field, picture, and a phone if they agree (CT-13, HB-32)."""

import hashlib
from datetime import date
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.foundation import clock, files, marks
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network import access, person
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative, RepLevel
from portal.network.role import RECEIVES

WIDTH, HEIGHT = 480, 640  # pixels: 20 mm on a card are finer than a printer's 600 dots an inch
FACTS = {"kind": 30, "field": 60, "phone": 30}


def one(person_id: int, by: Actor) -> Representative:
    """Somebody who receives and whose face the actor keeps; raises Missing for any other."""
    return _of(person_id, by, "face.keep")


def shown_at(person_id: int, by: Actor) -> Representative:
    """A representative shown in public for whom the actor prints cards and plates; raises Missing for one elsewhere."""
    row = _of(person_id, by, "card.note")
    if not row.public:
        raise Refused("face_not_public")
    return row


def _of(person_id: int, by: Actor, act: str) -> Representative:
    found = db.session.get(Representative, person_id, options=[joinedload(Representative.station)])
    if found is None or not access.can(by, act, Place(found.station_id)) or not _receives(found, clock.day_of(by.at)):
        raise Missing
    return found


def _receives(row: Representative, day: date) -> bool:
    return any(row.person_id == one for role in RECEIVES for one, _ in person.holders(role, day, station_id=row.station_id))


def describe(row: Representative, *, facts: dict[str, str], public: bool, level: RepLevel | None = None, by: Actor) -> None:
    """Change what is known: kind, level, field, the phone they agreed to give, and whether any of it is public."""
    access.permit(by, "face.keep", Place(row.station_id))
    for name, most in FACTS.items():
        setattr(row, name, clean(facts.get(name, ""), most).strip())
    row.kind = needed(row.kind, FACTS["kind"])
    row.public, row.level = public, level


def drawn(data: bytes) -> bytes:
    """An upload as a portrait: JPEG of three to four, its middle, a little above; refuses in words what is no picture."""
    if files.recognise(data) not in files.PICTURES.values():
        raise Refused("file_kind")
    return files.cropped(files.cleaned(data).data, WIDTH, HEIGHT)


def show(row: Representative, picture: bytes, *, by: Actor) -> None:
    """Give them this portrait, made by `drawn` and best kept already, instead of the one before. `clear` that once this stands."""
    access.permit(by, "face.keep", Place(row.station_id))
    row.portrait = keep(picture)


def hide(row: Representative, *, by: Actor) -> None:
    """Take the portrait away: nobody has to be shown. `clear` it once this stands."""
    access.permit(by, "face.keep", Place(row.station_id))
    row.portrait = ""


def keep(picture: bytes) -> str:
    """Lay a portrait on the disk, and its name there."""
    digest = hashlib.sha256(picture).hexdigest()
    files.keep(picture, files.path(folder(), digest))
    return digest


def clear(sha256: str) -> None:
    """Take a portrait off the disk, if it is nobody's."""
    if sha256 and db.session.scalar(select(Representative.person_id).where(Representative.portrait == sha256).limit(1)) is None:
        files.path(folder(), sha256).unlink(missing_ok=True)


def picture(sha256: str) -> Path | None:
    """Where a portrait lies that is shown in public now; None for any other."""
    shown = marks.kept("network", "portraits", _shown)
    return files.path(folder(), sha256) if sha256 in shown else None


def read(row: Representative) -> bytes | None:
    """The portrait itself, for paper; None where there is none."""
    path = files.path(folder(), row.portrait)
    return path.read_bytes() if row.portrait and path.exists() else None


def folder() -> Path:
    """Where portraits lie."""
    return Path(current_app.config["INSTANCE"]) / "portraits"


def _shown() -> frozenset[str]:
    query = select(Representative.portrait).join(Person).where(
        Representative.portrait != "", Representative.public.is_(True), Person.active.is_(True))
    return frozenset(db.session.scalars(query))
