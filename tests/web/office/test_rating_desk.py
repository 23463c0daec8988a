"""The visitor's word entered at the desk where no answer was delivered (T3, practice.md §2.6)."""

from portal.cases import reception_rating
from portal.cases.case import Case, Channel
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import RATE


def test_t3_the_desk_enters_what_was_said_of_an_answer_on_the_spot_and_who_did_stands_there(stage: Stage) -> None:
    """§12.2: the page says that nothing leads on from there; the story names who entered it."""
    number = stage.case("register")
    stage.send("liaison", number, "answer", {"text": "上午九点开门。", "answered_by": "rep甲", "kind": "2", "category": "Z9"})
    form = stage.open("clerk", number, "rating")
    assert "上午九点开门。" in form.text and "请重新登记一件" in form.text and "就再办一次" not in form.text
    stage.post("clerk", number, "rating", form, RATE | {"result": "dissatisfied", "solved": "no"})
    seen = stage.file("liaison", number)
    assert stage.state(number) == "answered" and "clerk甲" in seen.words() and "接待 5 分" in seen.words()
    assert f"{number}/rating" not in seen.text and f"{number}/reception" not in seen.text


def _said_alone(cast: Cast, case: Case) -> None:
    with unit_of_work():
        reception_rating.rate(case, reception=4, channel=Channel.PHONE, by=cast.actor("clerk"))


def test_said_alone_the_reception_is_not_asked_again_and_who_entered_it_stands_there(stage: Stage) -> None:
    """R15: offered once; the form for the answer then has no such question."""
    number = stage.case("register")
    stage.send("clerk", number, "reception", {"reception": "2", "channel": "station"})
    seen = stage.file("liaison", number)
    assert "clerk甲" in seen.words() and "接待 2 分" in seen.words() and f"{number}/reception" not in seen.text
    stage.send("clerk", number, "reception", {"reception": "5", "channel": "station"}, status=409)
    for said, asked in ((lambda cast, case: None, True), (_said_alone, False)):
        told = stage.case("delivered")
        stage.do(told, said)
        assert ('name="reception"' in stage.open("clerk", told, "rating").text) is asked


def test_channels_of_the_desk_leave_out_the_kiosk(stage: Stage) -> None:
    page = stage.open("liaison", stage.case("delivered"), "rating")
    assert f'value="{Channel.PHONE.value}"' in page.text and f'value="{Channel.KIOSK.value}"' not in page.text
