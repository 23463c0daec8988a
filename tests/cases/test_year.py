"""A small year through the real verbs: every rule holds, every rung of the ladder occurs (X-02, HB-60 … 67; practice.md §12.4).

Thirty-two matters of a few weeks, so that it runs with every change. The year of 5,000 that issue 4 asks for is a command, because it
takes the better part of an hour: `python -m tests.bench.year` lives it, prints the ladder's figures, and ends with every rule of
`portal verify`."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.cases import invariants
from portal.cases.case import Case, State
from portal.cases.explanation import Explanation
from portal.cases.progress import Progress
from portal.cases.proposal import Proposal
from portal.cases.reminder import Reminder
from portal.cases.slip import Level, Slip, Standing
from portal.foundation.database import db
from tests.bench.year import figures, told
from tests.bench.year_life import Year

SEED = 3  # of a life short enough for a test in which every rung occurs


def test_a_small_year_climbs_every_rung_and_breaks_no_rule(app: Flask) -> None:
    """X-02, HB-60: matters of a few weeks over the turn of a year; numbers are gapless for each issuer, colour and year."""
    year = Year(app, cases=32, seed=SEED, first=date(2026, 12, 8), workdays=4, most_days=45, checked_every=400, slow=2, danger=0.3)
    year.live()
    assert invariants.broken() == []
    slips = list(db.session.scalars(select(Slip)))
    rungs = {(row.level, row.standing) for row in slips}
    assert rungs >= {(Level.B, Standing.OUT), (Level.A, Standing.OUT)}
    assert {Standing.DECLINED, Standing.WITHDRAWN} <= {standing for _, standing in rungs}
    assert all(db.session.scalars(select(what.id)).first() for what in (Reminder, Explanation, Proposal, Progress))
    numbers: dict[tuple[int, str, int], list[int]] = {}
    for row in slips:
        if row.serial is not None and row.year is not None:
            numbers.setdefault((row.station_id, row.level, row.year), []).append(row.serial)
    assert {began for _, _, began in numbers} == {2026, 2027}
    assert all(sorted(serials) == list(range(1, len(serials) + 1)) for serials in numbers.values())
    assert set(db.session.scalars(select(Case.state))) >= {State.CLOSED, State.ANSWERED, State.NOT_ACCEPTED}
    assert any(line.startswith("reminders") for line in told(figures()))
