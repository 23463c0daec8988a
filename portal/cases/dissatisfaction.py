"""What is on record of the visitor's dissatisfaction: asked again, pressed, rated; "some" and "serious" computed, with evidence (HB-64, HB-66)."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal.cases import ladder_record, lifecycle
from portal.cases.case import Case
from portal.cases.delivery import Way
from portal.cases.ladder_record import Record
from portal.cases.rating import Result
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor

OFTEN, GROUP = 3, 10  # practice.md §13
SAID_MOST = 500


class Sign(enum.StrEnum):
    """One fact of practice.md §13; the first three make "some", the others "serious"."""

    ASKED = "asked"
    RATED = "rated"
    PRESSED = "pressed"
    ASKED_OFTEN = "asked_often"
    RATED_TWICE = "rated_twice"
    GROUP = "group"
    DANGER = "danger"
    STATED = "stated"


@dataclass(frozen=True)
class Fact:
    """A sign that is on record: how many, and the days it rests on."""

    sign: Sign
    count: int
    days: tuple[date, ...] = ()


def ask_again(case: Case, *, by: Actor, words: str = "", very: bool = False, way: Way | None = None,
              happened_at: datetime | None = None) -> Event:
    """The visitor asks how far it is: on the tracking page, at the terminal, or by desk or phone (then `way` says which). `very`: they
    state that they are very dissatisfied. Once a day: a fact counts days, not clicks."""
    if not case.is_open:
        raise Refused("case_over")
    if asked_on(case, clock.day_of(happened_at or by.at), very):
        raise Refused("asked_today")
    facts = {"very": very} | ({"asked_by": way.value} if way else {})
    return lifecycle.also(case, ladder_record.ASKED, by=by, happened_at=happened_at, text=clean(words, SAID_MOST, 10), facts=facts,
                          for_visitor=True)


def asked_on(case: Case, day: date, very: bool = False) -> bool:
    """Whether a day has its asking; with `very`, one that said so."""
    asked = ladder_record.of_case(case).asked
    return any(clock.day_of(event.happened_at) == day and (event.facts.get("very") or not very) for event in asked)


def note_pressed(case: Case, *, note: str, way: Way, by: Actor) -> Event:
    """The liaison's note that the visitor pressed for it at the desk or by phone; inside only."""
    if not case.is_open:
        raise Refused("case_over")
    note = needed(note, SAID_MOST, 10, "note_needed")
    return lifecycle.also(case, ladder_record.PRESSED, by=by, text=note, facts={"asked_by": way.value})


def some(of: Record) -> list[Fact]:
    """Any of: asked again after the due day, rated dissatisfied, pressed at the desk or by phone."""
    return _found(of, (_asked, _rated, _pressed))


def serious(of: Record) -> list[Fact]:
    """Any of: asked three times, a second "dissatisfied", a group of ten, danger, the visitor's own statement."""
    return _found(of, (_asked_often, _rated_twice, _group, _danger, _stated))


def of_yellow(of: Record) -> list[Fact]:
    """What a yellow slip rests on: "some", and where there is none of it, what is more than that."""
    return some(of) or serious(of)


def _found(of: Record, signs: tuple[Callable[[Record], Fact | None], ...]) -> list[Fact]:
    return [fact for fact in (sign(of) for sign in signs) if fact is not None]


def _days(events: list[Event]) -> tuple[date, ...]:
    return tuple(sorted({clock.day_of(event.happened_at) for event in events}))


def _fact(sign: Sign, days: tuple[date, ...], least: int = 1) -> Fact | None:
    return Fact(sign, len(days), days) if len(days) >= least else None


def _asked(of: Record) -> Fact | None:
    due = of.first_due
    return _fact(Sign.ASKED, tuple(day for day in _days(of.asked) if due is not None and day > due))


def _rated(of: Record) -> Fact | None:
    return _fact(Sign.RATED, _dissatisfied(of))


def _pressed(of: Record) -> Fact | None:
    return _fact(Sign.PRESSED, _days(of.pressed))


def _asked_often(of: Record) -> Fact | None:
    return _fact(Sign.ASKED_OFTEN, _days(of.asked), OFTEN)


def _rated_twice(of: Record) -> Fact | None:
    return _fact(Sign.RATED_TWICE, _dissatisfied(of), 2)


def _group(of: Record) -> Fact | None:
    return Fact(Sign.GROUP, of.case.heads) if of.case.heads >= GROUP else None


def _danger(of: Record) -> Fact | None:
    return Fact(Sign.DANGER, 1) if of.case.danger else None


def _stated(of: Record) -> Fact | None:
    return _fact(Sign.STATED, _days([event for event in of.asked if event.facts.get("very")]))


def _dissatisfied(of: Record) -> tuple[date, ...]:
    return tuple(clock.day_of(row.at) for row in of.ratings if row.result is Result.DISSATISFIED)
