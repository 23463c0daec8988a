"""The answer on the screen of a matter: summary and reply apart, what came with it, who stands for it, and no file (SD-22, SD-27, SD-29)."""

from datetime import timedelta

import pytest

from portal.cases import care, delivery, reply
from portal.cases.case import Case
from portal.cases.visitor import Identity
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand
from tests.kiosk.test_matter import open_it
from tests.web.public.test_papers import SAID, answered

KEY = "0123456789abcdef" * 2


def told(cast: Cast) -> tuple[Case, str]:
    """A matter with everything that may come with a reply, told; and its code."""
    case = answered(cast, KEY)
    cast.pass_on(case)
    cast.tell(case)
    return case, codes.derive_code(KEY)


def test_sd29_x03_summary_and_reply_are_two_things_with_two_labels(cast: Cast, hand: Hand) -> None:
    case, code = told(cast)
    sha = reply.fingerprint("明年九月换线路，详见文件。")
    open_it(hand, case.number, code)
    words = hand.seen.words()
    order = [words.index(said) for said in ("联络员写的说明，不是答复", "五盏灯都修好了。", "答复原文", "明年九月换线路", sha)]
    assert order == sorted(order) and "我的代表：rep甲" in words


def test_sd27_the_screen_names_the_papers_and_opens_none(cast: Cast, hand: Hand) -> None:
    case, code = told(cast)
    open_it(hand, case.number, code)
    words = hand.seen.words()
    for said in ("附件1（PDF，1 KB）", "附件2（JPEG，1 KB）", "附件回家上网看，凭编号和查询码。", "文号：榆城管〔2026〕7号", SAID):
        assert said in words
    assert "/papers/" not in hand.seen.text and "内部核查" not in words


def test_t10_a_receipt_that_follows_another_matter_hears_of_no_letter(cast: Cast, hand: Hand) -> None:
    own = cast.register()
    case, _ = told(cast)
    with unit_of_work():
        care.merge(own.case, into=case, told=True, by=cast.actor("liaison"))
    open_it(hand, own.case.number, own.code)
    assert "明年九月换线路" in hand.seen.words() and "附件" not in hand.seen.words()


def test_t20_the_first_look_at_the_terminal_is_noted(cast: Cast, hand: Hand) -> None:
    """Once, where number and code are shown; of whoever can be reached nothing."""
    case, named = cast.delivered(key=KEY, identity=Identity()), cast.delivered(key="5" * 32)
    for later in (0, 20):
        clock.freeze(NOW + timedelta(minutes=later))
        open_it(hand, case.number, codes.derive_code(KEY))
    open_it(hand, named.number, codes.derive_code("5" * 32))
    db.session.rollback()
    assert [told.looked_at for one in (case, named) if (told := delivery.delivery_of(one))] == [NOW, None]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_terminal_promises_no_question_that_it_never_asks(locale: str) -> None:
    """practice.md §6.1: one rates at the kiosk by touch alone; words, and whether they may stand on the board, belong to the other ways."""
    said = speaker(locale)("kiosk.publish.rating")
    assert {"zh_Hans": "网上或服务台", "zh_Hant": "網上或服務台", "en": "online or at the desk"}[locale] in said
