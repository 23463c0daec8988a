"""Shorthands of the tests of public progress: put it up, read it as the public may, see that it is gone."""

import pytest

from portal.cases import board, progress
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.cases.progress import Progress
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast

ALONE = Consent(publish_result=True)
NO = Consent()


def show(cast: Cast, case: Case, by: str = "director") -> Case:
    """The director, or another, puts its progress on the board."""
    with unit_of_work():
        progress.show(case, by=cast.actor(by))
    return case


def row(case: Case) -> Progress:
    """What the public may read of it now; raises Missing."""
    db.session.expire_all()
    return board.progress_of(case.number)


def steps(case: Case) -> list[str]:
    """The steps that stand there, in order."""
    return [step for step, _ in row(case).reached]


def is_gone(case: Case) -> bool:
    """Neither by its number nor in a list, and the case knows it."""
    db.session.expire_all()
    with pytest.raises(Missing):
        board.progress_of(case.number)
    return not case.shows_progress and board.under_way(NOW.date()).count == 0 and board.waiting() == ([], None)
