"""What a visitor may rate at home beside a delivered answer: the reception alone, and an answer given on the spot (T3, practice.md §2.6)."""

import pytest

from portal.cases import acceptance, rating, reception_rating
from portal.cases.case import State
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.test_track import KEY, entered


def test_t3_the_reception_is_said_alone_once_and_moves_nothing(cast: Cast, browse: Judge) -> None:
    """practice.md §2.6: from the first day on, whatever becomes of the matter; the rating of the answer then asks no second time."""
    case = cast.handling(key=KEY)
    entered(cast, browse, case, KEY)
    assert "/track/reception" in browse.get_page("/track/case").text
    assert browse.post_form("/track/reception", {}, status=422).words()
    assert browse.post_form("/track/reception", {"reception": "9"}, status=422).words()
    browse.post_form("/track/reception", {"reception": "4"})
    page = browse.get_page("/track/case")
    assert "您说了接待得怎么样" in page.words() and "/track/reception" not in page.text
    assert browse.post_form("/track/reception", {"reception": "1"}).location == "/track/case"
    assert reception_rating.of_case(case).reception == 4 and case.state is State.HANDLING  # type: ignore[union-attr]
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    assert 'name="reception"' not in browse.get_page("/track/rating").text
    browse.post_form("/track/rating", {"result": "satisfied", "solved": "yes", "understood": "yes", "reception": "1"})
    assert [row.reception for row in rating.of_case(case)] == [None]


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_t3_an_answer_on_the_spot_is_rated_and_the_page_says_what_follows(cast: Cast, browse: Judge, lang: str) -> None:
    """§12.2: no promise that it is handled again; the number to give and the way to tell it anew stand there."""
    say = speaker(lang)
    case = cast.register(key=KEY).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    entered(cast, browse, case, KEY)
    form = browse.get_page(f"/track/rating?lang={lang}").words()
    assert say("public.rating.spot_lead") in form and say("public.rating.lead") not in form and say("public.rating.result_hint") not in form
    browse.post_form("/track/rating", {"result": "dissatisfied", "solved": "no", "understood": "yes"})
    db.session.expire_all()
    page = browse.get_page("/track/case")
    assert (case.state, rating.is_unsettled(case)) == (State.ANSWERED, True)
    assert "ring-done" not in page.text, "no tick where nothing was settled"
    assert say("public.case.unsettled", number=case.number) in page.words() and 'class="btn btn-primary" href="/ask"' in page.text
