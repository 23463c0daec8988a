"""Terminals: which device stands where, by which token it speaks, when it was heard last and how it is (K50, K53, K66)."""

import enum
import hashlib
import math
import secrets
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ForeignKey, Select, String, bindparam, or_, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused, TooMany
from portal.foundation.text import clean, needed
from portal.network import access, audit, reach
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station

SILENT = timedelta(minutes=3)     # a heartbeat comes each minute; after three of them staff are told (K53)
EAGER = timedelta(seconds=5)      # more often nobody needs to hear of a terminal
SHOWN_EVERY = timedelta(seconds=20)   # so often the open page says that it lives (alive.js)
SKEW_MOST = 5                     # seconds the terminal's clock may differ from the server's (K66)
SHOWN_ONLY = "demonstration"      # the version of a terminal with no device behind it: nobody is sent to look why it is silent
FINEST, COARSEST = 1.5, 20.0      # pixels a millimetre; beyond these it is a slip of the finger


class Paper(enum.StrEnum):
    """What the terminal last said of its printer."""

    UNKNOWN = "unknown"
    READY = "ready"
    OUT = "out"
    OFFLINE = "offline"
    NONE = "none"        # no printer at all: nothing is offered and nothing is queued


class Ears(enum.StrEnum):
    """How the people around spell what they hear when they type pinyin; the value is what the kiosk's page is told."""

    STANDARD = "no"
    SOUTHERN = "yes"     # zh and z, n and l, eng and en sound alike
    SOUTHERN_HF = "hf"   # and h and f


class Terminal(Base):
    """One device bound to one station; its token is known to the device only. Revoking is a date, never a deletion."""

    __tablename__ = "terminal"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    place: Mapped[str] = mapped_column(String(60))
    px_per_mm: Mapped[float | None]
    ears: Mapped[Ears] = mapped_column(choice(Ears), default=Ears.STANDARD)
    keeper: Mapped[str] = mapped_column(String(40), default="")
    keeper_phone: Mapped[str] = mapped_column(String(30), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime] = mapped_column(Utc)
    paired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)
    seen_at: Mapped[datetime | None] = mapped_column(Utc)
    screen_at: Mapped[datetime | None] = mapped_column(Utc)
    version: Mapped[str] = mapped_column(String(20), default="")
    paper: Mapped[Paper] = mapped_column(choice(Paper), default=Paper.UNKNOWN)
    clock_skew: Mapped[int] = mapped_column(default=0)
    last_print_at: Mapped[datetime | None] = mapped_column(Utc)
    last_submit_at: Mapped[datetime | None] = mapped_column(Utc)
    ticket_hash: Mapped[str | None] = mapped_column(String(64))
    ticket_at: Mapped[datetime | None] = mapped_column(Utc)
    pin_hash: Mapped[str] = mapped_column(String(64), default="")
    pin_wrong: Mapped[int] = mapped_column(default=0)
    leave_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship()

    @property
    def in_service(self) -> bool:
        """Whether it was not revoked and its station is open."""
        return self.revoked_at is None and not self.station.closed

    def is_silent(self, at: datetime) -> bool:
        """Whether no heartbeat came for three minutes from a device that is there."""
        return not self.is_shown_only and at - (self.seen_at or self.paired_at) > SILENT

    def is_dark(self, at: datetime) -> bool:
        """Whether the device is there and its screen has said nothing for three minutes: a page that fell and did not come back,
        or hangs, or never came after its browser's ticket. Without a ticket there is no screen to miss."""
        return self.screen_at is not None and at - self.screen_at > SILENT and not self.is_shown_only and not self.is_silent(at)

    @property
    def is_shown_only(self) -> bool:
        """Whether it stands for a terminal in the demonstration; a device that reports for it makes it a real one."""
        return self.version == SHOWN_ONLY

    @property
    def clock_is_wrong(self) -> bool:
        """Whether its clock differs from the server's by more than five seconds."""
        return abs(self.clock_skew) > SKEW_MOST


def pair(station: Station, *, place: str, by: Actor, px_per_mm: float | None = None, keeper: str = "",
         keeper_phone: str = "", ears: Ears = Ears.STANDARD) -> Terminal:
    """A device that a liaison or director binds to their station; it has no token until it fetches one (`mint`)."""
    access.permit(by, "terminal.manage", Place(station.id))
    if station.closed:
        raise Missing
    terminal = Terminal(station_id=station.id, place="", paired_at=by.at, paired_by_id=by.person_id)
    describe(terminal, place=place, px_per_mm=px_per_mm, keeper=keeper, keeper_phone=keeper_phone, ears=ears, by=by)
    db.session.add(terminal)
    db.session.flush()
    audit.note("terminal_paired", "terminal", terminal.id, person_id=by.person_id, at=by.at, station=station.id)
    return terminal


def describe(terminal: Terminal, *, place: str, px_per_mm: float | None, keeper: str, keeper_phone: str, by: Actor,
             ears: Ears = Ears.STANDARD) -> None:
    """Where it stands, how fine its glass is, who keeps it, and how people around it spell."""
    access.permit(by, "terminal.manage", Place(terminal.station_id))
    if px_per_mm is not None and not is_measure(px_per_mm):
        raise Refused("terminal_measure")
    terminal.place = needed(place, 60).strip()
    terminal.px_per_mm = round(px_per_mm, 3) if px_per_mm is not None else None
    terminal.ears = ears
    terminal.keeper, terminal.keeper_phone = clean(keeper, 40).strip(), clean(keeper_phone, 30).strip()


def is_measure(px_per_mm: float) -> bool:
    """Whether a glass can have that many pixels a millimetre."""
    return math.isfinite(px_per_mm) and FINEST <= px_per_mm <= COARSEST


def mint(terminal: Terminal) -> str:
    """A new token (192 bits) for the device; an earlier one is dead."""
    token = secrets.token_urlsafe(24)
    terminal.token_hash = hashed(token)
    return token


def revoke(terminal: Terminal, *, by: Actor) -> None:
    """The device may do nothing from now on (R69); pairing again makes a new terminal."""
    access.permit(by, "terminal.manage", Place(terminal.station_id))
    terminal.revoked_at = terminal.revoked_at or by.at
    audit.note("terminal_revoked", "terminal", terminal.id, person_id=by.person_id, at=by.at, station=terminal.station_id)
    terminal.token_hash = terminal.ticket_hash = None


def beat(terminal: Terminal, *, version: str, paper: Paper, clock_skew: int, last_print_at: datetime | None, at: datetime) -> None:
    """The device says it is alive: which version, how the printer is, how far its clock is off, when it printed last."""
    if terminal.seen_at is not None and timedelta(0) <= at - terminal.seen_at < EAGER:
        raise TooMany(int(EAGER.total_seconds()))
    terminal.seen_at, terminal.version, terminal.paper = at, version[:20], paper
    terminal.clock_skew = max(-10 ** 9, min(10 ** 9, clock_skew))
    if last_print_at is not None and last_print_at <= at:
        terminal.last_print_at = max(last_print_at, terminal.last_print_at or last_print_at)


def shows(terminal: Terminal, at: datetime) -> None:
    """Its screen says that it lives."""
    terminal.screen_at = at


def may_show(terminal: Terminal, at: datetime) -> bool:
    """Whether that is worth writing down: half the time between two such words has passed."""
    return terminal.screen_at is None or not timedelta(0) <= at - terminal.screen_at < SHOWN_EVERY / 2


def submitted(terminal: Terminal | None, at: datetime) -> None:
    """Somebody handed something in at it."""
    if terminal is not None:
        terminal.last_submit_at = at


def of_token(token: str) -> Terminal | None:
    """The terminal in service that has this token."""
    found = db.session.scalar(select(Terminal).where(Terminal.token_hash == hashed(token), Terminal.revoked_at.is_(None)))
    return found if found is not None and found.in_service else None


@cache
def _in_service() -> Select[tuple[Terminal]]:
    return select(Terminal).join(Terminal.station).options(contains_eager(Terminal.station)).where(
        Terminal.revoked_at.is_(None), Station.closed.is_(False)).order_by(Station.code, Terminal.place, Terminal.id)


@cache
def _kept() -> Select[tuple[Terminal]]:
    return _in_service().where(Terminal.station_id.in_(bindparam("stations", expanding=True)))


def seen_by(by: Actor) -> list[Terminal]:
    """The terminals in service of which the actor is told how they are: the office of all, also where no keeper sits (K53)."""
    here = reach.stations(by, "terminal.see")
    return list(db.session.scalars(_in_service()) if here is None else db.session.scalars(_kept(), {"stations": list(here)}))


def kept_by(by: Actor) -> list[Terminal]:
    """The terminals in service that the actor looks after, by station and place."""
    return list(db.session.scalars(_kept(), {"stations": list(reach.stations(by, "terminal.manage") or ())}))


def one(terminal_id: int, by: Actor) -> Terminal:
    """A terminal to be looked after; raises Missing for another station's too."""
    found = db.session.get(Terminal, terminal_id)
    if found is None or not access.can(by, "terminal.manage", Place(found.station_id)):
        raise Missing
    return found


def silent(at: datetime) -> list[Terminal]:
    """Every terminal in service that was not heard for three minutes (K53)."""
    since = at - SILENT
    return list(db.session.scalars(select(Terminal).join(Station).where(
        Terminal.revoked_at.is_(None), Station.closed.is_(False), Terminal.version != SHOWN_ONLY, Terminal.paired_at < since,
        or_(Terminal.seen_at.is_(None), Terminal.seen_at < since)).order_by(Terminal.id)))


def hashed(secret: str) -> str:
    """What is stored instead of a long random secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
