"""The visitor sees who looked, takes a copy, has their identity erased: with number, code and a second fact (R35, R40, R42)."""

import pytest

from portal.cases import visitor
from portal.cases.visitor import Visitor
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.test_track import KEY, entered

SAY = speaker("zh_Hans")


@pytest.fixture
def mine(cast: Cast, browse: Judge) -> visitor.Visitor:
    """A matter whose visitor showed number and code."""
    case = cast.register(key=KEY).case
    with unit_of_work():
        visitor.reveal(case, reason="回个电话。", by=cast.actor("liaison"))
    entered(cast, browse, case, KEY)
    return db.session.get_one(Visitor, case.visitor_id)


def test_r42_the_page_tells_who_looked_and_shows_nothing_of_who_they_are(browse: Judge, cast: Cast, mine: Visitor) -> None:
    page = browse.get_page("/track/data")
    for said in (SAY("public.own_data.look_station"), SAY("common.role.liaison"), cast.station().name):
        assert said in page.words()
    assert not any(secret in page.text for secret in ("测某甲", "0017", "回个电话", cast.person("liaison").name))


def test_r40_a_copy_holds_all_of_it_and_needs_the_second_fact(browse: Judge, mine: Visitor) -> None:
    assert "测某甲" not in browse.post_form("/track/data", {"what": "file", "fact": "9999"}, status=404).text
    answer = browse.post("/track/data", data={"what": "file", "fact": "0017", "csrf_token": browse.token("/track/data")})
    told = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert all(part in told for part in ("测某甲", "12000000017", SAY("public.own_data.look_station"))) and "<style" not in told


def test_r40_erasure_needs_the_second_fact_and_a_tick(browse: Judge, mine: Visitor) -> None:
    browse.post_form("/track/data", {"what": "erase", "fact": "0017"}, status=422)
    browse.post_form("/track/data", {"what": "erase", "fact": "1", "sure": "y"}, status=404)
    db.session.expire_all()
    assert mine.name == "测某甲"
    browse.post_form("/track/data", {"what": "erase", "fact": "0017", "sure": "y"})
    db.session.expire_all()
    assert (mine.name, mine.phone) == ("", "") and SAY("public.own_data.erased") in browse.get_page("/track/data").words()


def test_without_a_code_there_is_no_page(browse: Judge, cast: Cast) -> None:
    assert browse.get("/track/data").status_code == 303
