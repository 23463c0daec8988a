"""Where wrong tries and floods are counted, and what a failed statement says of itself (R34, R57, R58)."""

import pytest
from flask import Flask, session
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from portal.foundation.database import db
from portal.web import gate


@pytest.mark.parametrize(("path", "bound", "counted"), [
    ("/kiosk/track", True, "terminal:S01@10.0.0.7"), ("/kiosk/track", False, "address:10.0.0.7"), ("/track", True, "address:10.0.0.7")])
def test_r58_nobody_elsewhere_uses_up_what_the_terminal_of_a_hall_may_do(empty_app: Flask, path: str, bound: bool, counted: str) -> None:
    """Anybody can open the kiosk's pages and bind them to a station: that is another terminal, at another address."""
    with empty_app.test_request_context(path, environ_base={"REMOTE_ADDR": "10.0.0.7"}):
        if bound:
            session["terminal"] = "S01"
        assert gate.source() == counted


def test_r34_what_a_statement_carried_is_not_in_its_failure(app: Flask) -> None:
    with pytest.raises(StatementError) as failure:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "测某甲"})
    assert "测某甲" not in str(failure.value)
