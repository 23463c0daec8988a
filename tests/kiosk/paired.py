"""A paired terminal of the tests: its row, its token, its PIN, and a browser that came in by a ticket."""

from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import entry, terminal
from portal.network.terminal import Terminal
from tests.cast import Cast
from tests.judge import Judge
from tests.kiosk.hand import Hand, alone

PIN = "493817"


@dataclass
class Device:
    """The device beside the browser."""

    browse: Judge
    id: int
    token: str

    def call(self, path: str, body: object = None, token: str | None = None, method: str = "POST") -> TestResponse:
        """One call of the device's own interface; the cookies of the browser are not its."""
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        apart = self.browse.application.test_client(use_cookies=False)
        return alone(lambda: apart.open(f"/kiosk/device/{path}", method=method, json={} if body is None else body, headers=headers))

    def row(self) -> Terminal:
        """The row, read anew."""
        db.session.rollback()
        return db.session.get_one(Terminal, self.id, populate_existing=True)

    def ticket(self) -> str:
        """A ticket for the browser."""
        answer: dict[str, Any] = self.call("tickets").get_json()
        return str(answer["ticket"])

    def enter(self, hand: Hand) -> None:
        """The browser comes in by a ticket and shows the resting screen."""
        ticket = self.ticket()
        hand.get(f"/kiosk/enter?ticket={ticket}")
        hand.post("/kiosk/enter", 303, csrf_token=hand.seen.value("csrf_token"), ticket=ticket)
        hand.get("/kiosk/")


def device(cast: Cast, browse: Judge, station: str = "S01", px_per_mm: float | None = 4.03) -> Device:
    """A terminal that the liaison of S01 (or the director, below) paired, with a keeper and a PIN."""
    with unit_of_work():
        by = cast.actor("liaison" if station == "S01" else "director")
        made = terminal.pair(cast.station(station), place="一楼大厅", px_per_mm=px_per_mm, keeper="护甲", keeper_phone="12000000009", by=by)
        entry.set_pin(made, PIN, by=by)
        token = terminal.mint(made)
        return Device(browse, made.id, token)
