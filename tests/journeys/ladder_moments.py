"""One matter at each step of the ladder, at units with accounts and at one that works on paper: late for weeks on the day of the tests."""

from datetime import date

from portal.cases import proposal, referral, support
from portal.cases.case import Case
from portal.cases.slip import Level, Slip
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cases import ladder_scene as scene
from tests.cast import NOW, Cast

BEGAN = date(2026, 1, 12)  # five working days: due on the 19th
LATE = date(2026, 1, 20)   # a yellow slip of that day has passed its own, when the tests look


def climb(cast: Cast) -> None:
    """Bring matters of station S01 to each of these steps; the clock stands where it stood."""
    unit = scene.paper_unit()
    clock.freeze(NOW)
    _support(cast, cast.referred(unit=unit))
    scene.ask(cast, _late(cast), very=True)
    scene.draw(cast, _late(cast), Level.B, scene.ALL)
    _yellow(cast, _late(cast))
    _yellow(cast, _late_on_paper(cast, unit))
    drawn = _yellow(cast, _late(cast))
    scene.draw(cast, drawn, Level.A, scene.ALL)
    _red(cast, _late_on_paper(cast, unit))
    _red(cast, _late(cast))
    case, row = _red(cast, _late(cast))  # the last one, whose file holds everything: it is the one that is looked at
    scene.explain(cast, case, row)
    _propose(cast, case, row)


def _support(cast: Cast, case: Case) -> None:
    """A unit with accounts is named beside the one that leads: it has a page of its own (practice.md §3.1)."""
    with unit_of_work():
        support.name(case, [cast.unit().id], by=cast.actor("liaison"))


def _late(cast: Cast) -> Case:
    """Seven weeks ago a unit signed for it; now is now."""
    scene.on(BEGAN)
    case = cast.handling()
    clock.freeze(NOW)
    return case


def _late_on_paper(cast: Cast, unit: str) -> Case:
    """The same at a unit without accounts, whose sheet the liaison entered."""
    scene.on(BEGAN)
    case = cast.referred(unit=unit)
    scene.on(BEGAN, hour=11)
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("liaison"), paper=scene.sheet())
    clock.freeze(NOW)
    return case


def _yellow(cast: Cast, case: Case) -> Case:
    """A yellow slip went out on the first day after; the unit has not even signed for it."""
    scene.on(LATE)
    scene.out(cast, case, Level.B)
    clock.freeze(NOW)
    return case


def _red(cast: Cast, case: Case) -> tuple[Case, Slip]:
    """And now a red one is out."""
    _yellow(cast, case)
    return case, scene.out(cast, case, Level.A)


def _propose(cast: Cast, case: Case, row: Slip) -> None:
    """The representative asks the office to hold somebody to account."""
    with unit_of_work():
        proposal.propose(case, row, addressee=proposal.Addressee.OFFICE, facts="拖了两个月，两张督办单都没有回音。", opinion="建议约谈负责人。",
                         by=cast.actor("rep"))
