"""Receipts at the desk: the code proves it, the old one dies, nobody is named on the paper (practice.md 2.2, R57)."""

import io
import re

import pytest
from pypdf import PdfReader

from portal.cases import timeline, tracking
from portal.foundation import clock, codes
from portal.foundation.refusal import WrongSecret
from portal.network import actor
from tests.cast import Cast
from tests.judge import Seen
from tests.web.office.stage import Stage
from tests.web.office.visits import number_of, send


def reissue(stage: Stage, number: str, login: str = "liaison", **data: str) -> Seen:
    return stage.browser(login).post_form(f"/office/cases/{number}/receipt", {"checked": "y"} | data, 200)


def paper(stage: Stage, number: str, given: Seen, size: str, status: int = 200, changed: dict[str, str] | None = None) -> Seen:
    sent = {"code": given.value("code"), "token": given.value("token"), "size": size} | (changed or {})
    return stage.browser("liaison").post_form(f"/office/cases/{number}/receipt/paper", sent, status)


@pytest.mark.usefixtures("resting_press")
def test_without_the_check_no_new_code(stage: Stage) -> None:
    number = stage.case("register")
    stage.browser("liaison").post_form(f"/office/cases/{number}/receipt", {}, 422)
    assert not [event for event in stage.ask(number, timeline.story) if event.act == "code.reissue"]


@pytest.mark.usefixtures("resting_press")
def test_the_new_code_opens_and_the_old_one_is_dead_and_it_is_on_record(stage: Stage) -> None:
    with stage.app.app_context():
        told = Cast().register()
        number, old = told.case.number, told.code
    new = reissue(stage, number).value("code")
    with stage.app.app_context():
        by = actor.public(clock.now())
        assert tracking.by_code(number, new, source="test", by=by).number == number
        with pytest.raises(WrongSecret):
            tracking.by_code(number, old, source="test", by=by)
    assert [event.for_visitor for event in stage.ask(number, timeline.story) if event.act == "code.reissue"] == [True]


@pytest.mark.usefixtures("resting_press")
@pytest.mark.parametrize(
    ("login", "status"), [("liaison", 200), ("clerk", 200), ("rep", 403), ("director", 403), ("officer", 403), ("liaison-s02", 404)]
)
def test_who_gives_a_new_code(stage: Stage, login: str, status: int) -> None:
    stage.browser(login).get_page(f"/office/cases/{stage.case('register')}/receipt", status)


@pytest.mark.usefixtures("inline_press")
@pytest.mark.parametrize("size", ["roll80", "a5"])
def test_the_paper_is_a_pdf_with_number_and_code_and_without_a_name(stage: Stage, size: str) -> None:
    number = stage.case("register")
    given = reissue(stage, number)
    answer = paper(stage, number, given, size).response
    assert answer.mimetype == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{number}.pdf"'
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert number in text and codes.group(given.value("code")) in text
    assert "测某甲" not in text and "12000000017" not in text


@pytest.mark.usefixtures("resting_press")
@pytest.mark.parametrize(("more", "printed"), [({}, True), ({"category": "F1"}, False), ({"kind": 4, "category": "O1"}, False)])
def test_the_matter_is_printed_only_where_it_may_be_read_over_a_shoulder(
    stage: Stage, more: dict[str, object], printed: bool
) -> None:
    number = stage.case("register", **more)
    assert ("路灯坏了五盏" in paper(stage, number, reissue(stage, number), "page").text) is printed


@pytest.mark.usefixtures("resting_press")
def test_where_the_press_cannot_a_page_to_print_comes(stage: Stage) -> None:
    number = stage.case("register")
    seen = paper(stage, number, reissue(stage, number), "roll80")
    assert number in seen.text and "<svg" in seen.text and "css/paper" in seen.text


@pytest.mark.usefixtures("resting_press")
@pytest.mark.parametrize(
    ("changed", "status"), [({"code": "000000000000"}, 404), ({"token": "x" * 27}, 404), ({"size": "a0"}, 200)]
)
def test_r57_only_who_holds_code_and_token_gets_the_paper(stage: Stage, changed: dict[str, str], status: int) -> None:
    number = stage.case("register")
    given = reissue(stage, number)
    seen = paper(stage, number, given, "page", status, changed)
    assert (codes.group(given.value("code")) in seen.text) is (status == 200)


@pytest.mark.usefixtures("resting_press")
def test_the_code_of_one_case_opens_no_other(stage: Stage) -> None:
    one, other = stage.case("register"), stage.case("register")
    paper(stage, other, reissue(stage, one), "page", 404)


@pytest.mark.usefixtures("resting_press")
@pytest.mark.parametrize(
    ("step", "locale", "words"),
    [("register", "en", "take the matter on"), ("register", "zh_Hant", "查詢碼"), ("handling", "en", "reply is due")],
)
def test_the_receipt_speaks_the_visitors_language_and_says_what_is_next(stage: Stage, step: str, locale: str, words: str) -> None:
    number = stage.case(step, locale=locale)
    seen = paper(stage, number, reissue(stage, number), "page")
    assert words in re.sub(r"\s+", " ", seen.text)


@pytest.mark.parametrize("size", ["roll80", "a5"])
def test_either_paper_of_the_desk_is_on_the_shelf_before_print_is_touched(
        stage: Stage, inline_press: None, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set when the matter is registered; what is asked for then is what already lies there."""
    given = send(stage)
    press = stage.app.extensions["press"]
    laid = {file.read_bytes() for file in press.shelf.folder.glob("*.pdf")}
    assert len(laid) == 2
    monkeypatch.setattr(press, "_setter", lambda *order: (False, ()))  # from here on nothing can be set
    assert paper(stage, number_of(given), given, size).response.data in laid


@pytest.mark.usefixtures("inline_press")
def test_2_2_the_second_copy_for_the_box_says_whose_it_is_and_opens_nothing(stage: Stage) -> None:
    number = stage.case("register")
    given = reissue(stage, number)
    assert 'value="box"' in given.text
    pdf = paper(stage, number, given, "box").response.data
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    text = "".join(page.extract_text().split())
    assert number in text and "本站留存联" in text and "路灯坏了五盏" in text and "补打" not in text
    assert not {given.value("code"), codes.group(given.value("code")).replace(" ", ""), "查进度"} & {text[at:at + size] for size in (3, 12)
                                                                                                 for at in range(len(text))}
    assert "/Image" not in str(page["/Resources"].get("/XObject", ""))
