"""The pages of two-step routing offer nobody what only the liaison office may do (SD-26)."""

from typing import Any

import pytest

from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ask_return, routed


def test_sd26_a_director_is_asked_for_no_other_unit_where_matters_go_through_the_office(stage: Stage) -> None:
    number = stage.case("handling")
    for before in (ask_return, routed):
        stage.do(number, before)
    asked = stage.open("director", number, "return-decision")
    assert "只有联络办公室能转给别的单位" in asked.words() and "仍由这个单位办" in asked.words()
    assert not any(one in asked.text for one in ('name="unit"', 'name="stays" value="0"'))
    answer = stage.send("director", number, "return-decision", {"stays": "0", "unit": "区水务公司", "decision": "由水务公司办。"}, status=422)
    assert "由水务公司办。" in answer.text and stage.state(number) == "return_asked"
    offered = stage.open("office", number, "return-decision").text
    assert 'name="unit"' in offered and 'name="stays" value="0"' in offered
    stage.send("director", number, "return-decision", {"stays": "1", "decision": "仍由你们办。"})
    assert stage.state(number) == "referred" and stage.ask(number, lambda case: case.unit.name) == "街道城市管理办"


@pytest.mark.parametrize(("login", "before"), [("office", (ask_return, routed)), ("director", (ask_return,))], ids=["the office", "as shipped"])
def test_sd26_whoever_may_refer_gives_it_to_another_unit(stage: Stage, login: str, before: tuple[Any, ...]) -> None:
    number = stage.case("handling")
    for step in before:
        stage.do(number, step)
    stage.send(login, number, "return-decision", {"stays": "0", "unit": "区水务公司", "decision": "由水务公司办。"})
    assert stage.state(number) == "referred"
