"""The three rule documents in the office: rewritten, refused with what was typed, and nobody else's (HB-30)."""

import pytest

from tests.web.office.stage import Stage


def test_hb30_the_office_rewrites_one_and_sees_who_wrote_which(stage: Stage) -> None:
    office = stage.browser("office")
    assert "/office/rules/contact" in office.get_page("/office/rules").text and "/office/rules" in office.get_page("/office/policy").text
    page = office.get_page("/office/rules/contact")
    assert page.value("read") == "0"
    office.post_form("/office/rules/contact", {"title": "联系办法", "text": "一、打电话。", "read": "0"}, 303)
    after = office.get_page("/office/rules/contact")
    assert after.value("read") == "1" and "office甲" in after.words() and "一、打电话。" in office.get_page("/rules/contact").words()


def test_hb30_two_who_write_at_once_overwrite_nothing(stage: Stage) -> None:
    office = stage.browser("office")
    office.post_form("/office/rules/duties", {"title": "职责", "text": "一、听。", "read": "0"}, 303)
    again = stage.browser("admin").post_form("/office/rules/duties", {"title": "职责", "text": "一、我写的。", "read": "0"}, 422)
    assert again.value("read") == "1"
    assert "一、我写的。" in again.text and "一、我写的。" not in office.get_page("/rules/duties").words()


@pytest.mark.parametrize("login", ["director", "liaison", "rep", "head"])
def test_the_page_is_nobody_elses(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/rules", 403)
