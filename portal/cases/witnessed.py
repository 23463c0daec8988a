"""Who else keeps the ledger's heads: cosignatures of the witnesses that the portal names, handed in and checked (R22, X-18)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.ledger import Checkpoint
from portal.foundation import append_only, checkpoint, cosignature
from portal.foundation.checkpoint import BadNote
from portal.foundation.database import Base, Utc, db


class Cosignature(Base):
    """The line of one witness under one head, and when it says that it saw it."""

    __tablename__ = "ledger_cosignature"
    __table_args__ = (UniqueConstraint("checkpoint_id", "witness"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("ledger_checkpoint.id"))
    witness: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Utc)
    line: Mapped[str] = mapped_column(Text)


append_only.guard(Cosignature.__table__)  # type: ignore[arg-type]


def keep(note: str, keys: Sequence[str]) -> int:
    """Keep what witnesses with these keys wrote under a head of ours; how many lines of them are true, kept before or now.

    Raises BadNote for what is no head that was ever signed here."""
    signed = cosignature.text_of(note)
    size = checkpoint.head_of(signed).size
    heads = db.session.scalars(select(Checkpoint).where(Checkpoint.size == size).order_by(Checkpoint.id.desc()))
    head = next((one for one in heads if cosignature.text_of(one.note) == signed), None)
    if head is None:
        raise BadNote("no head of this ledger")
    true = [(key, *line) for key in keys if (line := cosignature.found(note, key)) is not None]
    for key, line, at in true:
        if db.session.scalar(_of(head.id).where(Cosignature.witness == key)) is None:
            db.session.execute(insert(Cosignature), [{"checkpoint_id": head.id, "witness": key, "at": at, "line": line}])
    return len(true)


def _of(checkpoint_id: int) -> Select[tuple[str]]:
    return select(Cosignature.line).where(Cosignature.checkpoint_id == checkpoint_id).order_by(Cosignature.id)


def note_of(head: Checkpoint) -> str:
    """A head as it is given out: the note, and under it whoever cosigned it."""
    return head.note + "".join(db.session.scalars(_of(head.id)))


def newest(keys: Sequence[str]) -> list[tuple[str, int, datetime]]:
    """Of each witness that is named now and was here: its name, how many entries it vouches for, and since when; the longest first."""
    last = select(func.max(Cosignature.id)).where(Cosignature.witness.in_(keys)).group_by(Cosignature.witness)
    query = select(Cosignature.witness, Checkpoint.size, Cosignature.at).join(Checkpoint, Checkpoint.id == Cosignature.checkpoint_id)
    found = db.session.execute(query.where(Cosignature.id.in_(last)).order_by(Checkpoint.size.desc(), Cosignature.witness))
    return [(checkpoint.parts(key, cosignature.KIND)[0], size, at) for key, size, at in found]
