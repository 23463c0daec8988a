"""Excellent cases on their way from the board to the award, for whoever tests a verb there; each step a commit (ZK-02, ZK-03)."""

from collections.abc import Callable
from typing import Any

from portal.awards import agreeing, deciding, nomination, period, scoring
from portal.awards.nomination import Nomination
from portal.awards.period import Criterion, Terms
from portal.cases.case import Case
from portal.foundation.unit_of_work import unit_of_work
from tests.awards import scene
from tests.cast import Cast
from tests.faults import boards

Deed = Callable[[Cast, Case], Any]
MARKS = dict.fromkeys(Criterion, 8)


def opened(cast: Cast, case: Case) -> None:
    """On the board, while a period is open."""
    boards.put_up(cast, case)
    scene.start(cast)


def nominated(cast: Cast, case: Case) -> None:
    """Proposed, its visitor not heard yet."""
    opened(cast, case)
    scene.nominate(cast, case)


def agreed(cast: Cast, case: Case) -> None:
    """With its visitor's yes."""
    nominated(cast, case)
    scene.agree(cast, case)


def judged(cast: Cast, case: Case) -> None:
    """Scored by enough."""
    agreed(cast, case)
    for login in scene.JURY:
        scene.score(cast, of(case), login, 9)


def awarded(cast: Cast, case: Case) -> None:
    """Chosen."""
    judged(cast, case)
    with unit_of_work():
        deciding.close(of(case).period, by=cast.actor("office"))


def of(case: Case) -> Nomination:
    """Its nomination."""
    return nomination.of_case(case)[0]


SCENES: dict[str, tuple[Deed, ...]] = {"award open": (opened,), "nominated": (nominated,), "agreed": (agreed,), "judged": (judged,), "awarded": (awarded,)}
ROWS: list[tuple[Callable[..., Any], str, Deed]] = [
    (period.start, "published", lambda cast, case: period.start(Terms("2026年", **scene.YEAR), by=cast.actor("office"))),
    (nomination.nominate, "award open", lambda cast, case: nomination.nominate(case, why=scene.WHY, by=cast.actor("liaison"))),
    (nomination.withdraw, "nominated", lambda cast, case: nomination.withdraw(case, reason="再看看。", by=cast.actor("rep"))),
    (agreeing.say, "nominated", lambda cast, case: agreeing.say(case, agreed=True, by=cast.visitor(case))),
    (agreeing.say, "awarded", lambda cast, case: agreeing.say(case, agreed=False, by=cast.visitor(case))),
    (agreeing.end, "awarded", lambda cast, case: agreeing.end(case, reason="不实。", by=cast.actor("office"))),
    (scoring.score, "agreed", lambda cast, case: scoring.score(of(case), MARKS, by=cast.actor("office"))),
    (deciding.close, "judged", lambda cast, case: deciding.close(of(case).period, by=cast.actor("office"))),
]
# noun: (step of the cast, what happens before, who, what is typed, the state afterwards), as in tests/web/office/test_act_happy.py
ACTS: dict[str, tuple[str, Deed, str, dict[str, str], str]] = {
    "nomination": ("closed", opened, "liaison", {"why": scene.WHY}, "closed"),
    "nomination-word": ("closed", nominated, "liaison", {"agreed": "1", "way": "phone", "on": "2026-03-02"}, "closed"),
    "nomination-withdrawal": ("closed", nominated, "liaison", {"reason": "还要再看看。"}, "closed"),
    "award-end": ("closed", awarded, "office", {"reason": "查实不符。"}, "closed"),
}
