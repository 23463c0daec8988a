"""Call numbers, one tap each: the next one, again, not come, back again, at the table, done (glossary: call a number)."""

from collections.abc import Collection

from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import needed
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception import turn
from portal.reception.shift import Shift
from portal.reception.turn import Stage, Turn

PLACE = 20  # characters of "table 2"


def call_next(shift: Shift, *, place: str, holding: int, by: Actor) -> Turn | None:
    """End the visit at one's table and call the next number to it; None when nobody waits. `holding` is the id of the number one
    had when the page was drawn (0: none): a second tap finds another one there and calls nobody (R07)."""
    access.permit(by, "number.call", Place(shift.station_id))
    where = needed(place, PLACE).strip()
    shift = turn.lock(shift)
    mine = turn.held_by(shift, by.person_id)
    if (mine.id if mine is not None else 0) != holding:
        return mine
    if mine is not None and mine.stage is Stage.CALLED:
        raise Refused("number_called", number=mine.said)
    if mine is not None:
        finish(mine, by=by)
    row = turn.next_of(shift, by.at)
    if row is not None:
        row.stage, row.place, row.calls = Stage.CALLED, where, row.calls + 1
        row.called_at, row.called_by_id = by.at, by.person_id
        db.session.flush()
    return row


def recall(row: Turn, *, by: Actor) -> Turn:
    """Call the same number once more."""
    _step(row, (Stage.CALLED,), Stage.CALLED, by)
    row.called_at, row.calls = by.at, row.calls + 1
    return row


def miss(row: Turn, *, by: Actor) -> Turn:
    """Nobody came; the number is kept and may come back."""
    return _step(row, (Stage.CALLED, Stage.MISSED), Stage.MISSED, by)


def come_back(row: Turn, *, by: Actor) -> Turn:
    """They are here after all, before the reception is over: they stand where they stood, and need no new number."""
    if turn.on(row.station_id, by.at) != row.shift:
        raise Moved
    return _step(row, (Stage.MISSED, Stage.WAITING), Stage.WAITING, by)


def serve(row: Turn, *, by: Actor) -> Turn:
    """They sit at the table: the visit begins."""
    if row.stage is Stage.CALLED:
        row.began_at = by.at
    return _step(row, (Stage.CALLED, Stage.SERVING), Stage.SERVING, by)


def finish(row: Turn, *, by: Actor) -> Turn:
    """The visit is over."""
    if row.stage is Stage.SERVING:
        row.ended_at = by.at
    return _step(row, (Stage.SERVING, Stage.SERVED), Stage.SERVED, by)


def _step(row: Turn, out_of: Collection[Stage], to: Stage, by: Actor) -> Turn:
    """The same tap again changes nothing; what somebody else did in between is not undone (Moved)."""
    access.permit(by, "number.call", Place(row.station_id))
    if row.stage not in out_of:
        raise Moved
    row.stage = to
    db.session.flush()
    return row


def one(turn_id: int, by: Actor) -> Turn:
    """A number of a station where this actor calls, held for the change; raises Missing for any other."""
    row = db.session.get(Turn, turn_id, with_for_update=True, populate_existing=True)
    if row is None or not access.can(by, "number.call", Place(row.station_id)):
        raise Missing
    return row
