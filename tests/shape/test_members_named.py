"""Recommended members who were entered before they were named are found from now on, and shown to nobody until they agree (0069, SD-06)."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from portal import upgrade
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import naming, person, receivers
from portal.network.person import Person
from portal.network.role import Role
from tests.cast import Cast, seat
from tests.conftest import DATABASES, build
from tests.scratch import database_of_our_own

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("on", DATABASES)
def test_members_who_stand_are_named(on: str, tmp_path: Path) -> None:
    with database_of_our_own("members") if on == "postgresql" else nullcontext("") as address:
        app = build(tmp_path, **({"PORTAL_DATABASE_URL": address} if address else {}))
        upgrade.upgrade(app)
        with app.app_context():
            seat("")
            with unit_of_work():
                station, known = Cast().station(), Cast().person("rep").representative
                assert known is not None
                for login in ("here", "gone"):
                    db.session.add(who := Person(name=f"{login}乙", login=login))
                    db.session.flush()
                    person.grant(who, Role.MEMBER, date(2026, 1, 1), station_id=station.id).until = date(2026, 2, 1) if login == "gone" else None
                person.grant(known.person, Role.MEMBER, DAY, station_id=station.id)
            db.session.remove()
            for move, revision in ((flask_migrate.downgrade, "0066"), (flask_migrate.upgrade, "0069")):
                with app.extensions["write_gate"]():
                    move(directory=str(upgrade.MIGRATIONS), revision=revision)
                db.engine.dispose()
            here, gone = Cast().person("here"), Cast().person("gone")
            assert here.representative and (here.representative.kind, here.representative.public) == (naming.OF_MEMBER, False)
            assert receivers.meant("here乙", DAY) is here and gone.representative is None
            assert db.session.scalar(text("SELECT count(*) FROM representative WHERE kind = '党代表'")) == 4, "whoever was named stays as they were"
            db.session.remove()
            db.engine.dispose()
        app.extensions["press"].close()
