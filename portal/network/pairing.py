"""Pairing: a device asks, shows six digits on its screen, a liaison types them in the office, and it fetches its token once."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import codes, throttle
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, TooMany, WrongSecret
from portal.network import terminal as terminals
from portal.network.actor import Actor
from portal.network.station import Station
from portal.network.terminal import Ears, Terminal

LASTS = timedelta(minutes=10)
DIGITS = 6
MOST_WAITING = 50   # so few codes are alive that one mistyped digit meets none of them (1 in 20,000)
FREE_TRIES = 5


class Pairing(Base):
    """A device that asked to be paired; gone as soon as it has its token or ten minutes passed."""

    __tablename__ = "pairing"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Utc, index=True)
    px_per_mm: Mapped[float | None]
    terminal_id: Mapped[int | None] = mapped_column(ForeignKey("terminal.id"))

    terminal: Mapped[Terminal | None] = relationship()


def ask(at: datetime, px_per_mm: float | None = None) -> tuple[str, str]:
    """A fresh code for the device's screen and a secret it polls with; neither is stored as it is."""
    db.session.execute(delete(Pairing).where(Pairing.asked_at < at - LASTS))
    if (db.session.scalar(select(func.count()).select_from(Pairing)) or 0) >= MOST_WAITING:
        raise TooMany(int(LASTS.total_seconds()))
    code = _fresh_code()
    secret = secrets.token_urlsafe(24)
    known = px_per_mm if px_per_mm is not None and terminals.is_measure(px_per_mm) else None
    db.session.add(Pairing(code_hash=_code_hash(code), secret_hash=terminals.hashed(secret), asked_at=at, px_per_mm=known))
    return code, secret


def _fresh_code() -> str:
    while True:
        code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        if db.session.scalar(select(Pairing.id).where(Pairing.code_hash == _code_hash(code))) is None:
            return code


def subjects(by: Actor) -> dict[str, int]:
    """What a wrong code counts against: whoever typed it."""
    return {f"pairing:{by.person_id}": FREE_TRIES}


def confirm(code: str, station: Station, *, place: str, keeper: str, keeper_phone: str, by: Actor,
            px_per_mm: float | None = None, ears: Ears = Ears.STANDARD) -> Terminal:
    """The device that shows this code is from now on a terminal of the station. A wrong code is counted (WrongSecret)."""
    throttle.check(subjects(by), by.at)
    row = db.session.scalar(select(Pairing).where(
        Pairing.code_hash == _code_hash("".join(code.split())), Pairing.asked_at >= by.at - LASTS,
        Pairing.terminal_id.is_(None)).with_for_update())
    if row is None:
        raise WrongSecret("pairing_code", subjects(by))
    paired = terminals.pair(station, place=place, px_per_mm=px_per_mm or row.px_per_mm, keeper=keeper,
                            keeper_phone=keeper_phone, ears=ears, by=by)
    row.terminal_id = paired.id
    return paired


def waits(secret: str, at: datetime) -> bool:
    """Whether nobody confirmed yet; raises Missing when the code is over or the token was fetched already."""
    return _of_secret(secret, at).terminal_id is None


def collect(secret: str, at: datetime) -> tuple[Terminal, str]:
    """The terminal that the device became, and its token: once. Raises Missing as `waits` does."""
    row = _of_secret(secret, at)
    paired = row.terminal
    taken = db.session.scalar(delete(Pairing).where(Pairing.id == row.id).returning(Pairing.id))
    if taken is None or paired is None or not paired.in_service:
        raise Missing
    return paired, terminals.mint(paired)


def _of_secret(secret: str, at: datetime) -> Pairing:
    row = db.session.scalar(select(Pairing).where(Pairing.secret_hash == terminals.hashed(secret), Pairing.asked_at >= at - LASTS))
    if row is None:
        raise Missing
    return row


def _code_hash(code: str) -> str:
    return codes.keyed_hash("pairing", code)
