"""Shorthands of the ladder's tests: a case that is late, and every step of the ladder by whoever takes it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from portal.cases import dissatisfaction, explanation, issuing, reminder, slip
from portal.cases.case import Case
from portal.cases.delivery import Way
from portal.cases.explanation import Explanation
from portal.cases.issuing import Missing
from portal.cases.rating import Result, Solved
from portal.cases.reminder import RemindBy, Reminder
from portal.cases.slip import Level, Slip
from portal.cases.unit_paper import UnitPaper
from portal.foundation import clock, files
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.unit import Unit
from tests.cast import NOW, Cast

DUE = date(2026, 3, 9)      # five working days after the cast's Monday
LATE = date(2026, 3, 10)    # one working day overdue
LONG = date(2026, 3, 23)    # ten
ALL = {name.value: "特别情况，代表书面说明。" for name in Missing}
Make = Callable[[Cast], Case]
B, A = Level.B, Level.A
SCAN = files.Stored("a" * 64, "application/pdf", 9)


def on(day: date, hour: int = 10) -> None:
    """Stop the clock at ten on that local day."""
    clock.freeze(clock.at_local(day, hour))


def late(cast: Cast, day: date = LATE, **more: object) -> Case:
    """A case the unit signed for on the cast's Monday and left lying until that day."""
    clock.freeze(NOW)
    case = cast.handling(**more)
    on(day)
    return case


def ask(cast: Cast, case: Case, very: bool = False) -> None:
    """The visitor asks again, by code."""
    with unit_of_work():
        dissatisfaction.ask_again(case, words="怎么还没有消息？", very=very, by=cast.visitor(case))


def press(cast: Cast, case: Case, by: str = "liaison") -> None:
    """The liaison notes that the visitor pressed for it."""
    with unit_of_work():
        dissatisfaction.note_pressed(case, note="来站里催问，很着急。", way=Way.IN_PERSON, by=cast.actor(by))


def remind(cast: Cast, case: Case, by: str = "rep", promised_on: date | None = None, **more: object) -> Reminder:
    """C, by phone."""
    given: dict[str, object] = {"way": RemindBy.URGING, "spoke_to": "经办甲", "said": "请尽快办理。"} | more
    with unit_of_work():
        return reminder.remind(case, promised_on=promised_on, by=cast.actor(by), **given)  # type: ignore[arg-type]


def draw(cast: Cast, case: Case, level: Level, reasons: dict[str, str] | None = None, by: str = "rep") -> Slip:
    """B or A as far as the representative goes."""
    with unit_of_work():
        return issuing.draw_up(case, level, demand="请在限期内办结并答复。", reasons=reasons, by=cast.actor(by))


def out(cast: Cast, case: Case, level: Level, reasons: dict[str, str] | None = None) -> Slip:
    """B or A, countersigned."""
    row = draw(cast, case, level, ALL if reasons is None else reasons)
    with unit_of_work():
        return issuing.countersign(case, row, by=cast.actor("director" if level is Level.B else "office"))


def red(cast: Cast, **more: object) -> tuple[Case, Slip]:
    """A case with a yellow and then a red slip that is out."""
    case = late(cast, **more)
    out(cast, case, Level.B)
    on(LONG)
    return case, out(cast, case, Level.A)


def explain(cast: Cast, case: Case, row: Slip, by: str = "head", paper: UnitPaper | None = None) -> Explanation:
    """The head's explanation."""
    with unit_of_work():
        return explanation.explain(case, row, cause="人手不足。", responsibility="由我负责。", measures="三日内修好。", by=cast.actor(by), paper=paper)


def sheet(minutes: int = 30, signed_by: str = "王主任") -> UnitPaper:
    """What a unit without accounts handed in half an hour ago."""
    return UnitPaper(SCAN, signed_by, clock.now() - timedelta(minutes=minutes))


def paper_unit(name: str = "村电管站") -> str:
    """A unit nobody of which has an account."""
    with unit_of_work():
        db.session.add(Unit(name=name))
    return name


def acknowledge(cast: Cast, case: Case, row: Slip, by: str = "officer", paper: UnitPaper | None = None) -> datetime | None:
    """The unit signs for a slip."""
    with unit_of_work():
        slip.acknowledge(case, row, by=cast.actor(by), paper=paper)
    return row.acknowledged_at


def asked_on(*days: date, very: bool = False) -> Make:
    """The visitor asked on these days; now it is one day overdue."""
    def make(cast: Cast) -> Case:
        case = cast.handling()
        for day in days:
            on(day)
            ask(cast, case, very)
        on(LATE)
        return case
    return make


def rated(times: int) -> Make:
    """The visitor rated so often that they are dissatisfied."""
    def make(cast: Cast) -> Case:
        case = cast.delivered()
        cast.rate(case, Result.DISSATISFIED, Solved.PARTLY)
        if times > 1:
            cast.reply(case)
            cast.pass_on(case)
            cast.tell(case)
            cast.rate(case, Result.DISSATISFIED, Solved.PARTLY)
        return case
    return make


def pressed(cast: Cast) -> Case:
    """The liaison noted that the visitor pressed."""
    case = cast.handling()
    press(cast, case)
    return case


def yellowed(day: date, **more: object) -> Make:
    """A yellow slip went out on the first day overdue; now it is that day."""
    def make(cast: Cast) -> Case:
        case = late(cast, **more)
        out(cast, case, B)
        on(day)
        return case
    return make


def stated(make: Make) -> Make:
    """The same, and the visitor states that they are very dissatisfied."""
    def made(cast: Cast) -> Case:
        case = make(cast)
        ask(cast, case, very=True)
        return case
    return made
