"""The table of moves as practice.md §12.2 writes it, every illegal pair refused, every move by every role (R13, R30, HB-47)."""

import pytest
from sqlalchemy import select

from portal.cases import lifecycle
from portal.cases.case import FINAL, OPEN, STAGE, Case, State
from portal.cases.lifecycle import MOVES
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network.actor import Actor, Held
from portal.network.role import Role
from tests.cast import SEATS, Cast

OPEN_STATES = "REGISTERED CLARIFYING ACCEPTED REFERRED RETURN_ASKED HANDLING REPLIED TO_DELIVER DELIVERED REHANDLE REVIEW"
FINAL_STATES = "CLOSED ANSWERED LISTENED NOT_ACCEPTED MERGED WITHDRAWN VOID"
# practice.md §12.2: number | from | to ("=": stays) | who, by role. T1 stores nothing; T28 says "any", but a case without stored
# text can only stand at REGISTERED, because T9 wants words. The clerk writes down, rates and closes by rule for the liaison.
# The director merges too: nobody else sees both, the matter told online and the same one told at a station.
# A number with a b: what a unit without accounts handed in on paper; T26b is the look-again date, which no person moves by.
PRACTICE = f"""
T2   | DRAFT | REGISTERED | liaison clerk representative member director volunteer kiosk public
T3   | REGISTERED | ANSWERED | liaison representative
T4   | REGISTERED | LISTENED | liaison representative
T5   | REGISTERED | CLARIFYING | liaison
T6   | CLARIFYING | REGISTERED | liaison visitor system
T7   | REGISTERED | NOT_ACCEPTED | liaison
T8   | NOT_ACCEPTED | REGISTERED | director office
T9   | REGISTERED | ACCEPTED | liaison
T10  | REGISTERED ACCEPTED | MERGED | liaison director
T11  | ACCEPTED | REFERRED | liaison office
T12  | REFERRED | HANDLING | unit_officer unit_head
T12b | REFERRED | HANDLING | liaison
T13  | REFERRED HANDLING | RETURN_ASKED | unit_officer unit_head
T13b | REFERRED HANDLING | RETURN_ASKED | liaison
T14  | RETURN_ASKED | REFERRED | director office
T15  | HANDLING REHANDLE | = | liaison director
T16  | HANDLING | REPLIED | unit_officer unit_head
T16b | HANDLING | REPLIED | liaison
T17  | REPLIED | HANDLING | representative
T18  | REPLIED | TO_DELIVER | representative
T19  | TO_DELIVER | DELIVERED | liaison
T20  | DELIVERED | CLOSED | liaison clerk visitor system
T21  | DELIVERED | REHANDLE | liaison clerk visitor
T22  | REHANDLE | REPLIED | unit_officer unit_head
T22b | REHANDLE | REPLIED | liaison
T23  | DELIVERED | REVIEW | liaison clerk visitor
T24  | REVIEW | REHANDLE | director office
T24b | REVIEW | CLOSED | director office
T25  | {OPEN_STATES} | WITHDRAWN | liaison visitor
T26  | CLOSED | HANDLING | liaison director
T26b | CLOSED | HANDLING | system
T27  | {OPEN_STATES} {FINAL_STATES.removesuffix(" VOID")} | = | director office
T28  | REGISTERED | VOID | director
"""
ROWS = {row[0]: row for row in ([part.strip() for part in line.split("|")] for line in PRACTICE.strip().splitlines())}


def states(names: str) -> frozenset[State]:
    return frozenset(State[name] for name in names.split())


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case at S02, below S01, that lies with a unit, so that every reach finds it."""
    made = cast.register("S02").case
    with unit_of_work():
        made.unit_id = cast.unit().id
    return made


def everybody(cast: Cast, case: Case) -> Actor:
    """One who holds every role that reaches the case: whatever is refused is refused for the state."""
    here, above = cast.station("S02").id, cast.station().id
    held = [Held(role, here, case.unit_id if role in (Role.UNIT_OFFICER, Role.UNIT_HEAD) else None) for role in Role
            if role is not Role.DIRECTOR]
    director = Held(Role.DIRECTOR, above, stations=frozenset({above, here}))
    return Actor((*held, director), clock.now(), person_id=case.agent_id, case_id=case.id)


def put(case: Case, state: State) -> None:
    """Set the state behind the house's back."""
    db.session.execute(Case.__table__.update().values(state=state))  # type: ignore[attr-defined]
    db.session.refresh(case)


def test_the_table_is_the_one_of_the_practice() -> None:
    assert {number: (move.sources, move.target) for number, move in MOVES.items()} == {
        number: (states(froms), None if to == "=" else State[to]) for number, froms, to, _ in ROWS.values()}


def test_each_move_is_made_by_the_roles_of_the_practice() -> None:
    assert {number: {role.value for role in access.ACTS[move.act]} for number, move in MOVES.items()} == {
        number: set(who.split()) for number, _, _, who in ROWS.values()}


def test_open_and_final_states_share_out_all_states() -> None:
    assert (states(OPEN_STATES), states(FINAL_STATES)) == (OPEN, FINAL)
    assert set(STAGE) == set(State) and OPEN | FINAL | {State.DRAFT} == set(State)


def test_every_illegal_move_is_refused_and_changes_nothing(cast: Cast, case: Case) -> None:
    """All pairs of a state and a move that does not start there."""
    by, refused = everybody(cast, case), 0
    for state in State:
        with unit_of_work():
            put(case, state)
            before = (case.state, case.version, case.events, case.chain, case.closed_at)
            for number, move in MOVES.items():
                if state not in move.sources:
                    with pytest.raises(Moved) as moved:
                        lifecycle.move(case, number, by=by)
                    assert moved.value.params == {"state": state.value, "move": number}
                    assert (case.state, case.version, case.events, case.chain, case.closed_at) == before
                    refused += 1
            assert not db.session.dirty and not db.session.new
    assert refused == len(State) * len(MOVES) - sum(len(move.sources) for move in MOVES.values())


def test_every_legal_move_changes_the_state_and_tells_the_story(cast: Cast, case: Case) -> None:
    by = everybody(cast, case)
    for number, froms, to, _ in ROWS.values():
        for state in states(froms):
            with unit_of_work():
                put(case, state)
                event = lifecycle.move(case, number, by=by, text="x", facts={"a": 1})
                target = state if to == "=" else State[to]
                assert (case.state, event.from_state, event.to_state, event.move) == (target, state, target, number)
                assert (case.closed_at == by.at) is (target in FINAL) and event.seq == case.events and event.hash == case.chain


def test_every_move_by_every_role(cast: Cast, case: Case) -> None:
    """R30: each seated person, kiosk, visitor and anybody tries every move where it would be legal."""
    actors = {login: cast.actor(login) for login in SEATS}
    actors |= {"visitor": cast.visitor(case)}
    actors["stranger"] = Actor(actors["visitor"].held, clock.now(), case_id=case.id + 1)
    may = {"director": "director", "director-s02": "director", "office": "office", "liaison-s02": "liaison",
           "rep-s02": "representative",
           "officer": "unit_officer", "head": "unit_head", "visitor": "visitor"}
    with unit_of_work():
        for number, froms, _, who in ROWS.values():
            allowed = {login for login, role in may.items() if role in who.split()}
            allowed -= {"director-s02"} if number == "T8" else set()
            for login, by in actors.items():
                put(case, min(states(froms)))
                try:
                    lifecycle.move(case, number, by=by)
                except NotAllowed:
                    assert login not in allowed, (number, login)
                else:
                    assert login in allowed, (number, login)
                db.session.rollback()


def test_possible_names_what_somebody_could_do_now(cast: Cast) -> None:
    case = cast.referred()
    named = {login: {move.number for move in lifecycle.possible(case, cast.actor(login))}
             for login in ("officer", "liaison", "rep", "admin")}
    assert named == {"officer": {"T12", "T13"}, "liaison": {"T12b", "T13b", "T25"}, "rep": set(), "admin": set()}


def test_what_changes_no_state_is_told_too(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        event = lifecycle.also(case, "code.reissue", by=cast.actor("liaison"))
    assert (event.move, event.from_state, event.to_state, case.events) == (None, State.REGISTERED, State.REGISTERED, 2)
    with pytest.raises(NotAllowed), unit_of_work():
        lifecycle.also(case, "code.reissue", by=cast.actor("rep"))
    assert len(list(db.session.scalars(select(Event)))) == 2
