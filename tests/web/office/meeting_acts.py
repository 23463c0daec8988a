"""Acts that tell the visitor something and ask them to come: a time offered, a call promised, progress told (HB-26, HB-33, HB-38)."""

from datetime import timedelta
from typing import Any

from portal.cases import promised_call
from portal.cases.case import Case
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import offered_time
from portal.reception.appointment import Wanted
from tests.cast import NOW, Cast


def meet_nobody(cast: Cast, case: Case) -> None:
    """The step is enough."""


def offered(cast: Cast, case: Case) -> None:
    with unit_of_work():
        offered_time.offer(case, offered_time.Proposed(Wanted.STATION, at=NOW + timedelta(days=2)), by=cast.actor("rep"))


def promised(cast: Cast, case: Case) -> None:
    with unit_of_work():
        promised_call.promise(case, promised_call.Part.TIME, NOW + timedelta(days=1), by=cast.actor("liaison"))


# as tests/web/office/test_act_happy.py has them
ACTS: dict[str, tuple[str, Any, str, dict[str, Any], str]] = {
    "offer": ("handling", meet_nobody, "rep", {"wanted": "station", "at": "2026-03-04T14:00", "words": "见面谈谈。"}, "handling"),
    "offer-withdrawal": ("handling", offered, "rep", {}, "handling"), "offer-answer": ("handling", offered, "liaison", {"said": "declined"}, "handling"),
    "telling": ("handling", meet_nobody, "rep", {"words": "下周开始修。", "way": "phone", "understood": "1"}, "handling"),
    "ring-back": ("handling", meet_nobody, "clerk", {"day": "2026-03-03", "part": "time", "at": "10:30"}, "handling"),
    "ring-tried": ("handling", promised, "clerk", {"rung": "unreached"}, "handling"),
}
