"""A year of matters, day by day, with a seeded dice and a frozen clock: arrivals, turns, desks, and the sweep every evening."""

import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import or_, select

from portal import jobs
from portal.cases import intake
from portal.cases.case import OPEN, TO_PUBLISH, Case, Channel
from portal.cases.slip import Slip
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, calendar
from portal.network.actor import Actor
from tests.bench import year_ladder
from tests.bench.texts import matter
from tests.bench.year_acts import FINISHED, TURNS, Act
from tests.bench.year_people import STAFF, People, seat_more
from tests.cast import Cast


@dataclass
class Year:
    """The state of a simulated year. `checked_every`: on how many days the sweep brings the nightly check of all cases with it;
    `most_days` and `seconds`: whatever is open then stays open; `slow`: every so many matters lie with somebody slow."""

    app: Flask
    cases: int
    seed: int = 1
    first: date = date(2026, 3, 2)
    workdays: int = 250
    checked_every: int = 28
    most_days: int = 640
    seconds: float = math.inf
    slow: int = 5
    danger: float = 0.02
    talks: bool = False
    told: int = 0
    suggested: int = 0
    swept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(init=False)
    people: People = field(init=False)
    day: date = field(init=False)
    agenda: dict[date, list[tuple[int, Act]]] = field(default_factory=dict)

    def live(self) -> None:
        """From the first arrival until nothing is open any more. In an app context, on a network that just was founded."""
        self.day, self.dice = self.first, random.Random(self.seed)
        clock.freeze(clock.at_local(self.day, 8))
        cast = Cast()
        seat_more(cast)
        self.people = People(cast)
        days, worked, end = calendar.workdays(), 0, self.first + timedelta(days=self.most_days)
        until = time.monotonic() + self.seconds
        while self.day < end and time.monotonic() < until and (self.told < self.cases or self._lying()):
            if days.works(self.day):
                worked += 1
                self._work(self.cases * min(worked, self.workdays) // self.workdays)
            self._evening()
            if self.talks and self.day.day == 1:
                print(f"{self.day}: {self.told} told, {len(self._lying())} lying", file=sys.stderr, flush=True)
            self.day += timedelta(days=1)

    def _work(self, until: int) -> None:
        clock.freeze(clock.at_local(self.day, 9))
        while self.told < until:
            self._arrive()
        clock.freeze(clock.at_local(self.day, 11))
        for day in sorted(day for day in self.agenda if day <= self.day):
            for case_id, act in self.agenda.pop(day):
                self.attempt(case_id, act)
        for case_id, turns in self._lying():
            act = self._picked(turns)
            if act is not None:
                self.attempt(case_id, act)
        clock.freeze(clock.at_local(self.day, 15))
        year_ladder.open_desks(self)
        out = select(Slip.case_id).join(Case, Case.id == Slip.case_id).where(
            Slip.serial.is_not(None), Slip.withdrawn_at.is_(None), Case.state.in_(OPEN)).distinct().order_by(Slip.case_id)
        for case_id in list(db.session.scalars(out)):
            self.attempt(case_id, year_ladder.after)

    def _arrive(self) -> None:
        """One more visitor, at a kiosk, online or at the desk."""
        self.told += 1
        said, code = matter(self.told), self.dice.choices(tuple(STAFF), (5, 3, 2))[0]
        sealed = self.dice.random() < 0.03
        channel, by = self._door(code)
        mode = self.dice.choices((IdentityMode.NAMED, IdentityMode.ANONYMOUS), (8, 2))[0]
        who = Identity() if mode is IdentityMode.ANONYMOUS else Identity(mode, "测某甲", f"120{self.told:08d}")
        telling = intake.Telling(
            words=said.words, channel=channel, category="O1" if sealed else said.category, kind=4 if sealed else None,
            place=said.place,
            heads=self.dice.choice((1, 1, 1, 2, 12)), danger=self.dice.random() < self.danger, identity=who,
            consent=intake.Consent(publish_result=self.dice.random() < 0.8, publish_words=True))
        try:
            with unit_of_work():
                intake.register(telling, station=self.people.cast.station(code), key=f"year-{self.seed}-{self.told}", by=by)
        except Refused as no:
            self.refused[no.key] += 1

    def _door(self, code: str) -> tuple[Channel, Actor]:
        if code == "S90":
            return Channel.ONLINE, actor.public(clock.now())
        if self.dice.random() < 0.6:
            return Channel.KIOSK, actor.kiosk(self.people.stations[code], clock.now())
        return Channel.STATION, self.people.one(STAFF[code][0])

    def _lying(self) -> list[tuple[int, tuple[tuple[float, Act], ...]]]:
        """What is open or waits for publication, and what may happen to each today."""
        rows = db.session.execute(select(Case.id, Case.state).where(
            or_(Case.state.in_(OPEN), Case.public_state.in_(TO_PUBLISH))).order_by(Case.id))
        return [(case_id, TURNS.get(state, FINISHED)) for case_id, state in rows]

    def _picked(self, turns: tuple[tuple[float, Act], ...]) -> Act | None:
        left = self.dice.random()
        for chance, act in turns:
            left -= chance
            if left < 0:
                return act
        return None

    def later(self, days: int, case: Case, act: Act) -> None:
        """Somebody does this to the case in so many days."""
        self.agenda.setdefault(self.day + timedelta(days=days), []).append((case.id, act))

    def attempt(self, case_id: int, act: Callable[["Year", Case], object]) -> None:
        """One act in a transaction of its own; what a rule refuses is counted and changes nothing."""
        try:
            with unit_of_work():
                case = db.session.get(Case, case_id)
                assert case is not None
                act(self, case)
        except Refused as no:
            self.refused[no.key] += 1

    def _evening(self) -> None:
        """The sweep, as the product does it; on most days without the nightly check of everything stored."""
        clock.freeze(clock.at_local(self.day, 18))
        if (self.day - self.first).days % self.checked_every == 0:
            self.swept += jobs.sweep(self.app)
        else:
            self.swept += sum(jobs.run(job) for job in jobs.jobs(clock.today()))
