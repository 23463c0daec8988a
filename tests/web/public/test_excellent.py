"""Excellent cases in public: the mark, the page and the stone; the visitor's yes and no with their code (ZK-02, practice.md §6.1)."""

import pytest

from portal.awards import nomination
from portal.awards.nomination import Consent
from portal.cases import withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.intake import Consent as Permissions
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.awards import scene
from tests.cast import Cast
from tests.faults import awards
from tests.judge import Judge
from tests.web.public.told import look

KEY = "0123456789abcdef" * 2


def told(cast: Cast, browse: Judge) -> Case:
    """A nominated case whose visitor showed number and code."""
    case = cast.closed(key=KEY, consent=Permissions(publish_result=True))
    awards.nominated(cast, case)
    browse.get("/track?lang=zh_Hans")
    look(browse, case.number, codes.group(codes.derive_code(KEY)))
    return case


def test_the_visitor_reads_why_and_says_yes_then_no(cast: Cast, browse: Judge) -> None:
    case = told(cast, browse)
    assert 'href="/track/award"' in browse.get_page("/track/case").text
    assert scene.WHY in browse.get_page("/track/award").words()
    assert "请选同意或不同意" in browse.post_form("/track/award", {}, 422).words()
    for word, stands in (("yes", Consent.AGREED), ("no", Consent.REFUSED)):
        browse.post_form("/track/award", {"agreed": word}, 303)
        db.session.expire_all()
        assert nomination.of_case(case)[0].consent is stands


@pytest.mark.parametrize(("lang", "mark"), [("zh_Hans", "优秀案例：2026年"), ("zh_Hant", "優秀案例：2026年"), ("en", "Excellent case: 2026年")])
def test_card_result_and_page_say_so_in_words(cast: Cast, browse: Judge, lang: str, mark: str) -> None:
    case = scene.awarded(cast)
    assert mark in browse.get_page(f"/?lang={lang}").words() and mark in browse.get_page(f"/results/{case.number}").words()
    page = browse.get_page("/excellent")
    assert scene.WHY in page.words() and case.number in page.words() and "9.00" in page.words()


def test_before_the_choice_nothing_of_it_is_public(cast: Cast, browse: Judge) -> None:
    """Nor of what was nominated and not chosen."""
    of = scene.start(cast)
    row = scene.scored(cast, 2)
    browse.get_page(f"/excellent?period={of.id}", 404)
    assert "优秀案例" not in browse.get_page(f"/results/{row.case.number}").words()
    scene.close(cast, of)
    assert scene.WHY not in browse.get_page(f"/excellent?period={of.id}").words()


def test_a_withdrawn_result_leaves_a_stone_and_no_word(cast: Cast, browse: Judge) -> None:
    """Drawn before and kept: the page is another at once."""
    case = scene.awarded(cast)
    assert scene.WHY in browse.get_page("/excellent").words()
    with unit_of_work():
        withdrawal.withdraw(case, reason=Why.PRIVACY, note="漏遮了姓名", by=cast.actor("director"))
    words = browse.get_page("/excellent").words()
    assert scene.WHY not in words and case.number not in words and "3月2日（星期一）起不再公开" in words


def test_the_visitor_takes_a_mark_away_from_card_and_page(cast: Cast, browse: Judge) -> None:
    case = scene.awarded(cast)
    assert "优秀案例：2026年" in browse.get_page("/").words()
    scene.agree(cast, case, agreed=False)
    assert "优秀案例：2026年" not in browse.get_page("/").text.split('id="results"')[1].split("</main>")[0]
    assert scene.WHY not in browse.get_page("/excellent").words()


def test_long_lists_are_paged(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.awards import shown
    monkeypatch.setattr(shown.of_period, "__defaults__", (0, 1))
    of = scene.start(cast)
    for mark in (9, 8):
        scene.scored(cast, mark)
    scene.close(cast, of)
    first = browse.get_page("/excellent")
    assert "第1位" in first.words() and "第2位" not in first.words() and f"/excellent?period={of.id}&amp;after=1" in first.text
    assert "第2位" in browse.get_page(f"/excellent?period={of.id}&after=1").words()
