"""An instance of one's own with the cast seated, for servers that run apart from the tests."""

from pathlib import Path

from portal.foundation.database import db
from portal.network import sign_in
from portal.upgrade import upgrade
from tests.cast import PASSWORD, seat
from tests.conftest import build


def seated(folder: Path, **environment: str) -> None:
    """Migrate and seat the database of that instance; `environment` are settings, such as PORTAL_DATABASE_URL."""
    app = build(folder, **environment)
    upgrade(app)
    with app.app_context():
        seat(sign_in.hash_password(PASSWORD))
        db.session.remove()
        db.engine.dispose()
    app.extensions["press"].close()
