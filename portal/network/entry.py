"""Who comes in at a terminal: its browser by a ticket that works once, its keeper by a PIN that five wrong tries lock (K67)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused, TooMany
from portal.network import access, audit
from portal.network import terminal as terminals
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.terminal import Terminal

TICKET_LASTS = timedelta(minutes=1)
LEAVE_LASTS = timedelta(minutes=1)    # an order to leave that nobody fetched is forgotten
PIN_DIGITS, PIN_TRIES = 6, 5


def ticket(terminal: Terminal, at: datetime) -> str:
    """A ticket for the browser that the device is about to start; an order to leave that was given before is over.
    From now on its screen is expected to speak, so that a page which never comes is missed (K53)."""
    if terminal.ticket_at is not None and timedelta(0) <= at - terminal.ticket_at < timedelta(seconds=1):
        raise TooMany(1)
    made = secrets.token_urlsafe(24)
    terminal.ticket_hash, terminal.ticket_at, terminal.leave_at = terminals.hashed(made), at, None
    terminal.screen_at = terminal.screen_at or at
    return made


def enter(shown: str, at: datetime) -> Terminal:
    """The terminal whose ticket this is; it is spent. Raises Missing for one that is over, spent or guessed."""
    found = db.session.scalar(select(Terminal).where(
        Terminal.ticket_hash == terminals.hashed(shown), Terminal.revoked_at.is_(None)).with_for_update())
    if found is None or not found.in_service or found.ticket_at is None or not timedelta(0) <= at - found.ticket_at <= TICKET_LASTS:
        raise Missing
    found.ticket_hash = None
    return found


def set_pin(terminal: Terminal, pin: str, *, by: Actor) -> None:
    """A new PIN for the keeper; wrong tries are forgotten, so this is also how a locked one is opened."""
    access.permit(by, "terminal.manage", Place(terminal.station_id))
    if not (len(pin) == PIN_DIGITS and pin.isascii() and pin.isdigit()) or len(set(pin)) < 3:
        raise Refused("pin_shape")
    audit.note("terminal_pin", "terminal", terminal.id, person_id=by.person_id, at=by.at, station=terminal.station_id)
    terminal.pin_hash, terminal.pin_wrong = _hash(terminal, pin), 0


def tries_left(terminal: Terminal) -> int:
    """How many wrong PINs are left before it locks."""
    return max(0, PIN_TRIES - terminal.pin_wrong)


def try_pin(terminal_id: int, typed: str) -> bool:
    """Whether the PIN is right. A wrong one is counted, in the same transaction; with none left, or none set, nothing opens."""
    terminal = db.session.get_one(Terminal, terminal_id, with_for_update=True, populate_existing=True)
    if not terminal.pin_hash:
        raise Refused("pin_none")
    if not tries_left(terminal):
        raise Refused("pin_locked")
    right = codes.same(terminal.pin_hash, _hash(terminal, typed))
    terminal.pin_wrong = 0 if right else terminal.pin_wrong + 1
    return right


def leave(terminal: Terminal, at: datetime) -> None:
    """The keeper wants the terminal's own desktop: the device asks every few seconds and closes the browser."""
    terminal.leave_at = at


def is_leaving(terminal: Terminal, at: datetime) -> bool:
    """Whether the device should close the browser now."""
    return terminal.leave_at is not None and timedelta(0) <= at - terminal.leave_at <= LEAVE_LASTS


def _hash(terminal: Terminal, pin: str) -> str:
    return codes.keyed_hash(f"pin:{terminal.id}", pin)
