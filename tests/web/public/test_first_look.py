"""The first look at an answer nobody could be told is noted where number and code are shown, once, and told at the closing (T20)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from portal.cases import delivery
from portal.cases.case import Case
from portal.cases.visitor import Identity
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from portal.network import actor, calendar
from portal.web.public import visit
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of
from tests.kiosk.hand import alone
from tests.web.public.told import look

KEY = "0123456789abcdef" * 2


def looked(case: Case) -> datetime | None:
    """When the answer of a case was first looked up."""
    db.session.expire_all()
    told = delivery.delivery_of(case)
    return told.looked_at if told else None


def show(browse: Judge, case: Case) -> None:
    """By number and code, online."""
    assert "答复原文" in look(browse, case.number, codes.derive_code(KEY)).words()


def scan(browse: Judge, case: Case) -> None:
    """By the QR of the receipt."""
    assert browse.get_page(f"/t/{codes.derive_token(KEY)}", 303).location == "/track/case"


@pytest.mark.parametrize("way", [show, scan])
def test_t20_the_first_look_is_noted_and_the_next_one_not(cast: Cast, browse: Judge, way: Callable[[Judge, Case], None]) -> None:
    case = cast.delivered(key=KEY, identity=Identity())
    way(browse, case)
    assert looked(case) == NOW
    clock.freeze(NOW + timedelta(minutes=20))
    way(browse, case)
    assert looked(case) == NOW


def test_a_busy_gate_keeps_nobody_from_their_answer(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.delivered(key=KEY, identity=Identity())

    @contextmanager
    def busy() -> Iterator[None]:
        raise GateBusy
        yield

    monkeypatch.setattr(visit, "unit_of_work", busy)
    show(browse, case)
    assert looked(case) is None


@pytest.mark.parametrize(("came", "lang", "said"), [
    (True, "zh_Hans", "第一次来查答复：3月2日（星期一）"), (False, "zh_Hans", "没有人来查过答复"), (False, "zh_Hant", "沒有人來查過答覆"),
    (True, "en", "first looked up on Monday 2 March")])
def test_t20_the_story_of_the_file_says_whether_somebody_came(cast: Cast, browse: Judge, came: bool, lang: str, said: str) -> None:
    case = cast.delivered(key=KEY, identity=Identity())
    if came:
        show(browse, case)
    clock.freeze(clock.at_local(calendar.workdays().after(clock.today(), 11).due, 9))
    with unit_of_work():
        delivery.close_by_rule(case, by=actor.system(clock.now()))
    number = case.number
    office = alone(lambda: client_of(browse.application).sign_in("liaison"))
    assert said in alone(lambda: office.get_page(f"/office/cases/{number}?lang={lang}")).words()
