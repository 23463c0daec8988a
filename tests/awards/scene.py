"""Excellent cases for the tests: a period, nominations and their visitors' words, scores."""

from datetime import date

from portal.awards import agreeing, deciding, nomination, period, scoring
from portal.awards.award import Award
from portal.awards.nomination import Nomination
from portal.awards.period import Criterion, Period, Terms
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

WHY = "五天办结，一条街的人晚上走路都不怕了。"
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
JURY = ("office", "steering", "director-s02")


def start(cast: Cast, **more: object) -> Period:
    with unit_of_work():
        return period.start(Terms(**{"name": "2026年", **YEAR, **more}), by=cast.actor("office"))  # type: ignore[arg-type]


def published(cast: Cast, **more: object) -> Case:
    case = cast.closed(consent=Consent(publish_result=True, publish_words=True, publish_rating=True), **more)
    with unit_of_work():
        cast.put_up(case)
    return case


def nominate(cast: Cast, case: Case, by: str = "liaison", why: str = WHY) -> Nomination:
    with unit_of_work():
        return nomination.nominate(case, why=why, by=cast.actor(by))


def agree(cast: Cast, case: Case, agreed: bool = True) -> None:
    with unit_of_work():
        agreeing.say(case, agreed=agreed, by=cast.visitor(case))


def agreed(cast: Cast, **more: object) -> Nomination:
    """A case that is nominated in the open period, its visitor's yes with it."""
    case = published(cast, **more)
    row = nominate(cast, case)
    agree(cast, case)
    return row


def score(cast: Cast, row: Nomination, login: str, *marks: int) -> None:
    four = marks * 4 if len(marks) == 1 else marks
    with unit_of_work():
        scoring.score(row, dict(zip(Criterion, four, strict=True)), by=cast.actor(login))


def scored(cast: Cast, *marks: int) -> Nomination:
    """One that the whole jury gave these marks."""
    row = agreed(cast)
    for login in JURY:
        score(cast, row, login, *marks)
    return row


def close(cast: Cast, of: Period) -> list[Award]:
    with unit_of_work():
        return deciding.close(of, by=cast.actor("office"))


def awarded(cast: Cast, *marks: int) -> Case:
    """A case that was chosen."""
    of = start(cast)
    row = scored(cast, *(marks or (9,)))
    close(cast, of)
    return row.case
