"""The one terminal that the demonstration shows in its office: paired and tested by the real verbs, with no device behind it."""

from datetime import timedelta

from portal.demo.people import Cast
from portal.foundation import clock
from portal.network import entry, pairing, self_test, station, terminal
from portal.network.role import Role
from portal.network.terminal import SHOWN_ONLY, Paper

STATION, PLACE, KEEPER, PHONE, PIN = "S01", "一楼大厅（演示）", "测某甲", "12000000009", "120000"


def put_up(cast: Cast) -> None:
    """Pair it at the first station: heard, printed and tested once, when the demonstration is made."""
    now, place = clock.now(), station.by_code(STATION)
    assert place is not None
    paired_at, liaison = now - timedelta(days=1), cast.one(Role.LIAISON, STATION)
    code, secret = pairing.ask(paired_at, 4.03)
    made = pairing.confirm(code, place, place=PLACE, keeper=KEEPER, keeper_phone=PHONE, by=liaison.then(paired_at))
    entry.set_pin(made, PIN, by=liaison.then(paired_at))
    pairing.collect(secret, paired_at)
    terminal.beat(made, version=SHOWN_ONLY, paper=Paper.READY, clock_skew=0, last_print_at=now - timedelta(minutes=20), at=now)
    self_test.store(made, dict.fromkeys(self_test.PARTS, True), now)
