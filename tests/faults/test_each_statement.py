"""A fault at each single SQL statement of each writing verb: nothing half done, and the next try succeeds (R10).

On SQLite alone: what is proved is that a verb writes nothing outside of its unit of work, and that is the same Python on both
databases; whether a database takes back what was not committed is its maker's proof (R01, R02 watch it under kill -9)."""

import ast
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal import ROOT
from portal.cases import invariants
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from tests.cast import SEATS, Cast
from tests.faults.scenes import Shelf
from tests.faults.verbs import ROWS, Do

ROOMS = ("awards", "cases", "commons", "network", "notices", "reception", "statistics")
WRITES = {"lifecycle.move", "lifecycle.also", "timeline.record", "access.permit", "permit", "db.session.add", "db.session.add_all"}
# what has such a call and is no verb of its own: readers that ask for leave, and the tools verbs are made of
NO_VERBS = {
    "cases.lifecycle.move", "cases.lifecycle.also", "cases.timeline.record", "cases.unit_paper.take", "cases.deadline.begin", "cases.pause.begin",
    "cases.deadline.step", "cases.call_back.ask_for", "cases.intake.enter", "cases.form_block.claim", "reception.sitting.seat", "reception.roster.decide", "reception.day_notice.tell", "reception.whom_to_invite.to",
    "commons.concern.note", "network.places.one", "network.places.units", "network.staff.people", "network.staff.one", "network.almanac.years",
    "statistics.monthly.drafts", "cases.audit_log.read", "cases.excluded_person.begin", "cases.excluded_person.say_again", "cases.excluded_person.inherit", "cases.audit_log.export", "cases.audit_log.activity", "cases.evidence.counted", "cases.evidence.export",
}


class Fault(Exception):
    """Anything at all."""


class Known(Cast):
    """Looks everybody up before anything is counted."""

    def __init__(self) -> None:
        self._known: dict[str, Actor] = {login: Cast.actor(self, login) for login in SEATS}

    def actor(self, login: str) -> Actor:
        return self._known[login]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
def scene(sqlite_app: Flask, template: Path, shelf: Shelf) -> Iterator[Callable[[str], int]]:
    """Puts a scene in place; the id of its case."""
    live = Path(sqlite_app.config["INSTANCE"]) / "portal.db"

    def start_over(kept: Path | None) -> None:
        db.session.remove()
        db.engine.dispose()
        if kept != live:
            for suffix in ("-wal", "-shm"):
                live.with_name(live.name + suffix).unlink(missing_ok=True)
            shutil.copyfile(kept or template, live)

    with sqlite_app.app_context():
        yield lambda name: shelf.number(name, live, start_over)
        start_over(None)


@contextmanager
def watched() -> Iterator[Callable[[], int]]:
    """A number that is another once anybody else has committed anything (SQLite's data_version)."""
    with closing(sqlite3.connect(db.engine.url.database or "")) as watcher:
        yield lambda: int(watcher.execute("PRAGMA data_version").fetchone()[0])


def fails(act: Do, cast: Cast, number: int, where: str, place: int) -> bool:
    """Do the act with a fault at its statement of this place, or at its commit; False when it needs fewer."""
    seen = 0

    def fault(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == place:
            raise Fault

    event.listen(db.engine, where, fault)
    try:
        with unit_of_work():
            act(cast, db.session.get_one(Case, number))
    except Fault:
        return True
    finally:
        event.remove(db.engine, where, fault)
    return False


@pytest.mark.parametrize("row", range(len(ROWS)), ids=[f"{verb.__module__.split('.')[-1]}.{verb.__name__}-{name}" for verb, name, _ in ROWS])
def test_R10_a_fault_at_every_statement_leaves_nothing_half_done_and_the_next_try_succeeds(scene: Callable[[str], int], row: int) -> None:
    _, name, act = ROWS[row]
    number, cast, place = scene(name), Known(), 1
    with watched() as changed:
        before = changed()
        assert fails(act, cast, number, "commit", 1) and changed() == before, "at the commit"
        while fails(act, cast, number, "before_cursor_execute", place):
            assert changed() == before, f"statement {place}"
            place += 1
        assert place > 2 and changed() != before
    assert invariants.broken() == []


def test_R10_every_verb_that_writes_has_its_row() -> None:
    """A new verb without a row fails here."""
    rows = {f"{verb.__module__.removeprefix('portal.')}.{verb.__name__}" for verb, _, _ in ROWS}
    found = writing_verbs()
    assert found - rows == NO_VERBS
    assert len(found & rows) > 60


def test_R10_the_watcher_sees_a_commit_and_no_taking_back(scene: Callable[[str], int]) -> None:
    """The harness itself (R74): a verb that commits in between is caught."""
    number = scene("register")

    def halves(cast: Cast, case: Case) -> None:
        case.place = "门口"
        db.session.flush()
        db.session.commit()
        case.place = "门外"

    with watched() as changed:
        before = changed()
        assert fails(halves, Cast(), number, "before_cursor_execute", 3) and changed() != before


@cache
def writing_verbs() -> set[str]:
    """Public functions for an actor that write, by themselves or by a private one of their file."""
    found: set[str] = set()
    for path in (path for room in ROOMS for path in sorted((ROOT / "portal" / room).glob("*.py"))):
        own = {node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        for name, node in own.items():
            takes = {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
            if not name.startswith("_") and "by" in takes and _writes(node, own, set()):
                found.add(f"{path.parent.name}.{path.stem}.{name}")
    return found


def _writes(node: ast.FunctionDef, own: dict[str, ast.FunctionDef], known: set[str]) -> bool:
    called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    known |= {node.name}
    return bool(called & WRITES) or any(_writes(own[name], own, known) for name in called & own.keys() - known)
