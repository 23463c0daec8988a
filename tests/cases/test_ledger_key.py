"""The ledger's key: lost, nothing is published and no other one is made; another comes by command alone and is told (R22, R70)."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import ROOT, daily
from portal.cases import ledger
from portal.cases.case import Case, PublicState
from portal.cases.ledger import Entry
from portal.foundation import checkpoint, clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults.server import PROGRAM


def publish(cast: Cast, case: Case) -> None:
    with unit_of_work():
        cast.put_up(case)


def test_a_key_that_is_gone_is_not_replaced(app: Flask, cast: Cast) -> None:
    """R70: a database that was restored without it would go on as another ledger, and nobody inside would notice: nothing is published
    until the key is back, nor signed by the clock; what is told meanwhile is entered, and signed with the next head."""
    waiting, spoken = cast.closed(), cast.closed()
    publish(cast, spoken)
    path = Path(app.config["INSTANCE"]) / checkpoint.KEY_FILE
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(Refused, match="ledger_key"):
            publish(cast, waiting)
        assert waiting.public_state is PublicState.WAITING and "new-key" in ledger.unsigned()
        with unit_of_work():
            ledger.note(ledger.Kind.TAKEN_DOWN, waiting.number, at=clock.now(), witness=db.session.get_one(Case, waiting.id))
        clock.freeze(clock.now() + timedelta(days=2))
        assert daily.sign(clock.now()) and not path.exists() and (ledger.size(), ledger.latest().size) == (5, 3)  # the head of the audit log too
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)
    publish(cast, waiting)
    assert (ledger.size(), ledger.latest().size, ledger.unsigned()) == (6, 6, "")


def test_another_key_is_made_by_command_alone_and_leaves_an_entry(app: Flask, cast: Cast) -> None:
    """The log goes on under its name; its first head by the new key is over the entry that names it."""
    publish(cast, cast.closed())
    path, before = Path(app.config["INSTANCE"]) / checkpoint.KEY_FILE, ledger.public_key()
    kept = path.read_bytes()
    try:
        with unit_of_work():
            made, aside = ledger.renew_key(clock.now())
        assert aside is not None and aside.read_bytes() == kept and made == ledger.public_key() != before
        told = json.loads(db.session.scalars(select(Entry).order_by(Entry.place.desc())).first().data)
        assert (told["kind"], told["number"]) == ("new_key", "KEY-" + made.split("+")[1].upper())
        opened = checkpoint.opened(ledger.latest().note, made)
        assert (opened.size, opened.origin) == (3, before.split("+")[0])
        with pytest.raises(checkpoint.BadNote):
            checkpoint.opened(ledger.latest().note, before)
        publish(cast, cast.closed())
        assert ledger.size() == 5
    finally:
        path.write_bytes(kept)


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # the command opens the same file
def test_the_command_makes_another_key_only_when_it_is_told_to(empty_app: Flask) -> None:
    with empty_app.app_context():
        cast = Cast()
        publish(cast, cast.closed())
        before = ledger.public_key()
        db.session.remove()
    folder = Path(empty_app.config["INSTANCE"])
    kept = (folder / checkpoint.KEY_FILE).read_bytes()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(folder), "PORTAL_SECRET_KEY": "0123456789abcdef" * 4}
    said = [subprocess.run([sys.executable, "-c", PROGRAM, "ledger", "new-key"], env=environment, cwd=ROOT, text=True, input=answer,
                           capture_output=True, check=False) for answer in ("n\n", "y\n")]
    try:
        assert [one.returncode for one in said] == [1, 0], said[1].stderr
        with empty_app.app_context():
            assert ledger.public_key() in said[1].stdout and ledger.public_key() != before and ledger.size() == 3
    finally:
        (folder / checkpoint.KEY_FILE).write_bytes(kept)
