"""States and moves as data, numbered as in practice.md §12.2; move() is the only writer of Case.state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.cases import timeline
from portal.cases.case import FINAL, OPEN, Case, State
from portal.foundation.refusal import Moved
from portal.network import access
from portal.network.actor import Actor

S = State


@dataclass(frozen=True)
class Move:
    """One row of the table: from any of `sources` to `target` (None: the state stays), by whoever may do `act`."""

    number: str
    act: str
    sources: frozenset[State]
    target: State | None
    for_visitor: bool = True


def _move(number: str, act: str, sources: "State | frozenset[State] | tuple[State, ...]", target: State | None,
          for_visitor: bool = True) -> tuple[str, Move]:
    froms = frozenset({sources}) if isinstance(sources, State) else frozenset(sources)
    return number, Move(number, act, froms, target, for_visitor)


# T1 (– → DRAFT) happens in the visitor's open page and stores nothing; a number with a letter is a second way of the same move.
MOVES: dict[str, Move] = dict((
    _move("T2", "case.register", S.DRAFT, S.REGISTERED),
    _move("T3", "case.answer", S.REGISTERED, S.ANSWERED),
    _move("T4", "case.listen", S.REGISTERED, S.LISTENED),
    _move("T5", "case.clarify", S.REGISTERED, S.CLARIFYING),
    _move("T6", "case.inform", S.CLARIFYING, S.REGISTERED),
    _move("T7", "case.refuse", S.REGISTERED, S.NOT_ACCEPTED),
    _move("T8", "contest.decide", S.NOT_ACCEPTED, S.REGISTERED),
    _move("T9", "case.accept", S.REGISTERED, S.ACCEPTED),
    _move("T10", "case.merge", (S.REGISTERED, S.ACCEPTED), S.MERGED),
    _move("T11", "referral.send", S.ACCEPTED, S.REFERRED),
    _move("T12", "referral.acknowledge", S.REFERRED, S.HANDLING),
    _move("T12b", "behalf.acknowledge", S.REFERRED, S.HANDLING),
    _move("T13", "return.ask", (S.REFERRED, S.HANDLING), S.RETURN_ASKED),
    _move("T13b", "behalf.return", (S.REFERRED, S.HANDLING), S.RETURN_ASKED),
    _move("T14", "return.decide", S.RETURN_ASKED, S.REFERRED),
    _move("T15", "extension.decide", (S.HANDLING, S.REHANDLE), None),
    _move("T16", "reply.write", S.HANDLING, S.REPLIED),
    _move("T16b", "behalf.reply", S.HANDLING, S.REPLIED),
    _move("T17", "reply.send_back", S.REPLIED, S.HANDLING),
    _move("T18", "reply.pass", S.REPLIED, S.TO_DELIVER),
    _move("T19", "delivery.tell", S.TO_DELIVER, S.DELIVERED),
    _move("T20", "case.close", S.DELIVERED, S.CLOSED),
    _move("T21", "rating.give", S.DELIVERED, S.REHANDLE),
    _move("T22", "reply.write", S.REHANDLE, S.REPLIED),
    _move("T22b", "behalf.reply", S.REHANDLE, S.REPLIED),
    _move("T23", "rating.give", S.DELIVERED, S.REVIEW),
    _move("T24", "review.decide", S.REVIEW, S.REHANDLE),
    _move("T24b", "review.decide", S.REVIEW, S.CLOSED),
    _move("T25", "case.withdraw", OPEN, S.WITHDRAWN),
    _move("T26", "case.reopen", S.CLOSED, S.HANDLING),
    _move("T26b", "case.look_again", S.CLOSED, S.HANDLING),
    _move("T27", "case.hand_over", frozenset(S) - {S.DRAFT, S.VOID}, None),
    _move("T28", "case.void", S.REGISTERED, S.VOID, for_visitor=False),
))


def possible(case: Case, by: Actor) -> list[Move]:
    """The moves this actor could make with this case now, by state and access; guards of the chapters come on top."""
    return [move for move in MOVES.values() if case.state in move.sources and access.can(by, move.act, case)]


def move(case: Case, number: str, *, by: Actor, happened_at: datetime | None = None, text: str = "",
         facts: dict[str, Any] | None = None) -> timeline.Event:
    """Make one move: check the actor, then the state, change it, and record the event.

    Raises NotAllowed for an actor who may not, Moved for a state the move does not start from."""
    row = MOVES[number]
    held = access.permit(by, row.act, case)
    before = case.state
    if before not in row.sources:
        raise Moved("illegal_move", state=before.value, move=number)
    after = row.target or before
    case.state = after
    case.closed_at = by.at if after in FINAL else None
    return timeline.record(case, row.act, role=held.role, by=by, move=number, from_state=before, to_state=after,
                           happened_at=happened_at, text=text, facts=facts, for_visitor=row.for_visitor)


def also(case: Case, act: str, *, by: Actor, happened_at: datetime | None = None, text: str = "",
         facts: dict[str, Any] | None = None, for_visitor: bool = False) -> timeline.Event:
    """Record something that changes no state, after the same check of access."""
    held = access.permit(by, act, case)
    return timeline.record(case, act, role=held.role, by=by, from_state=case.state, to_state=case.state,
                           happened_at=happened_at, text=text, facts=facts, for_visitor=for_visitor)
