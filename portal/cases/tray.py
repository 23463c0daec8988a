"""The tray of a draft at a terminal: what is enclosed lies in it until the matter is handed in; and the one-time pass by which the
visitor's own phone puts pictures into it (practice.md §10.3)."""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import codes
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.network.access import permit
from portal.network.actor import Actor

LASTS = timedelta(minutes=45)       # a tray nobody touched for so long belongs to a visit that is over
PASS_LASTS = timedelta(minutes=15)
MOST_BY_PASS = 5                    # pictures one pass takes


class Tray(Base):
    """One draft, by the hash of its form key: the key itself lies in the open page alone. While the row is there something may be
    put in; what arrives after its end is refused, however late it comes."""

    __tablename__ = "tray"

    draft: Mapped[str] = mapped_column(String(64), primary_key=True)
    touched_at: Mapped[datetime] = mapped_column(Utc, index=True)
    passes: Mapped[int] = mapped_column(default=0)
    pass_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    pass_at: Mapped[datetime | None] = mapped_column(Utc)
    pass_used: Mapped[int] = mapped_column(default=0)

    def takes(self, at: datetime) -> int:
        """How many pictures the pass still takes at that moment."""
        valid = self.pass_at is not None and at - self.pass_at < PASS_LASTS
        return max(0, MOST_BY_PASS - self.pass_used) if valid else 0


def draft_of(key: str) -> str:
    """The name a draft has on the server."""
    return codes.keyed_hash("draft", key)


def open_for(key: str, *, by: Actor) -> str:
    """The tray of this draft stands ready; it is the same one however often it is asked for. Returns the draft's name."""
    permit(by, "enclosure.add")
    draft = draft_of(key)
    db.session.execute(
        text("INSERT INTO tray (draft, touched_at, passes, pass_used) VALUES (:draft, :at, 0, 0) "
             "ON CONFLICT (draft) DO UPDATE SET touched_at = excluded.touched_at").bindparams(bindparam("at", type_=Utc())),
        {"draft": draft, "at": by.at})
    return draft


def held(draft: str) -> Tray:
    """The locked tray of a draft; refuses when the visit it belonged to is over."""
    found = db.session.get(Tray, draft, with_for_update=True, populate_existing=True)
    if found is None:
        raise Refused("enclosure_over")
    return found


def give_pass(key: str, *, by: Actor) -> str:
    """The token of the upload page: the one that is valid, or a new one when it was used up or its time is over. It is derived
    from the key, so that the same screen shows the same one and the database knows only its hash."""
    own = held(open_for(key, by=by))
    if not own.takes(by.at):
        own.passes, own.pass_used, own.pass_at = own.passes + 1, 0, by.at
        own.pass_hash = codes.keyed_hash("pass", _token(key, own.passes))
    return _token(key, own.passes)


def of_pass(token: str) -> Tray:
    """The tray a pass leads to, whether it still takes something or not; raises Missing for one that never was or was replaced."""
    found = db.session.scalar(select(Tray).where(Tray.pass_hash == codes.keyed_hash("pass", token)))
    if found is None:
        raise Missing
    return found


def _token(key: str, serial: int) -> str:
    return codes.derive_token(f"upload:{serial}:{key}")
