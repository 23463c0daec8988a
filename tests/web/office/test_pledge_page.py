"""The pledge of a representative in the office and in public (HB-71)."""

from flask import Flask

from tests.cast import Cast
from tests.web.office.test_cards import visit
from tests.web.office.test_terminals import office


def test_hb71_a_pledge_stands_in_public_with_its_period_and_then_with_what_became_of_it(app: Flask, cast: Cast) -> None:
    who = cast.person("rep").id
    liaison, own = office(app), f"/stations/S01/people/{who}"
    given = {"pledge": "每月走访二十户。", "from_on": "2026-01-01", "until_on": "2026-03-01"}
    assert "起止两个日期" in liaison.post_form(f"/office/faces/{who}/pledge", given | {"until_on": ""}, 422).words()
    liaison.post_form(f"/office/faces/{who}/pledge", given)
    assert "承诺期 2026-01-01 至 2026-03-01" in (seen := visit(app, own).words()) and "期限已到，结果还没有写" in seen
    seen = liaison.get_page(f"/office/faces/{who}").words()
    assert "做到一部分" in seen and "承诺到期，待写结果" in liaison.get_page("/office/cards").words()
    liaison.post_form(f"/office/faces/{who}/pledge/outcome", {"kept": "partly", "evidence": ""}, 422)
    liaison.post_form(f"/office/faces/{who}/pledge/outcome", {"kept": "partly", "evidence": "走访四十一户。"})
    assert [word for word in ("以前的承诺", "每月走访二十户。", "做到一部分", "依据：走访四十一户。") if word not in visit(app, own).words()] == []
