"""The picture of a result at its address: of what the board says, masks and all, gone with the result (SD-40, SD-42, X-05)."""

import io
import os
from dataclasses import astuple

import pytest
from flask import Flask
from PIL import Image

from portal import jobs
from portal.cases import preparing, withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.cases.mask import MaskKind
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.paper.sharing_easel import Easel
from portal.paper.sharing_facts import SharedFacts
from portal.web.public import shared
from tests.cast import Cast
from tests.judge import Judge

SECRET = "12000000017"


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[SharedFacts]:
    """What is drawn."""
    found: list[SharedFacts] = []
    monkeypatch.setattr(Easel, "picture", lambda self, facts, wait: found.append(facts))
    return found


def put_up(cast: Cast, **more: object) -> Case:
    case = cast.closed(**more)
    with unit_of_work():
        cast.put_up(case)
    return case


def test_a_link_to_a_result_brings_its_picture(cast: Cast, browse: Judge) -> None:
    number = put_up(cast).number
    page = browse.get_page(f"/results/{number}?lang=en").text
    assert f'/results/{number}/card.png?lang=en">' in page and 'property="og:image"' in page and 'content="1200"' in page
    answer = browse.get(f"/results/{number}/card.png?lang=en")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    picture = Image.open(io.BytesIO(answer.data))
    assert picture.size == (1200, 630) and picture.getbbox()


def test_x05_it_says_what_the_board_says_and_covers_what_is_covered(cast: Cast, browse: Judge, asked: list[SharedFacts]) -> None:
    """Canaries in the visitor's words, name and phone: none of them is lettered."""
    case = cast.closed(words=f"路灯坏了，请打{SECRET}找我。")
    with unit_of_work():
        preparing.cover_words(case, SECRET, kind=MaskKind.PHONE, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    browse.get(f"/results/{case.number}/card.png")
    (facts,) = asked
    said = "\n".join(map(str, astuple(facts)))
    assert SECRET not in said and "〔电话略〕" in facts.words and "测某甲" not in said
    page = browse.get_page(f"/results/{case.number}").words().replace(" ", "")
    assert facts.words.replace(" ", "") in page and facts.number == case.number


def test_x05_words_that_are_not_published_are_not_drawn(cast: Cast, browse: Judge, asked: list[SharedFacts]) -> None:
    from portal.cases.intake import Consent

    case = put_up(cast, words="只告诉你们的话。", consent=Consent(publish_result=True, publish_words=False))
    browse.get(f"/results/{case.number}/card.png")
    assert asked[0].words == "" and "只告诉你们的话" not in str(asked[0]) and asked[0].plain


@pytest.mark.parametrize(("lang", "stamp"), [("zh_Hans", "原文照登"), ("zh_Hant", "原文照登"), ("en", "written")])
def test_in_the_language_that_is_asked_for(cast: Cast, browse: Judge, asked: list[SharedFacts], lang: str, stamp: str) -> None:
    browse.get(f"/results/{put_up(cast).number}/card.png?lang={lang}")
    assert asked[0].locale == lang and stamp in asked[0].stamp


def test_while_it_is_not_ready_the_house_gives_its_own(cast: Cast, browse: Judge, asked: list[SharedFacts]) -> None:
    number = put_up(cast).number
    answer = browse.get(f"/results/{number}/card.png")
    assert answer.status_code == 200 and Image.open(io.BytesIO(answer.data)).size == (1200, 630) and len(asked) == 1


def test_no_result_no_picture(cast: Cast, browse: Judge, asked: list[SharedFacts]) -> None:
    """Of an open matter, one that nobody knows, and one that was withdrawn."""
    case, open_one = put_up(cast), cast.shown()
    with unit_of_work():
        withdrawal.withdraw(db.session.get_one(Case, case.id), reason=NotPublishedReason.PRIVACY, note="再看。", by=cast.actor("director"))
    for number in (case.number, open_one.number, "S01-26-9999"):
        assert browse.get(f"/results/{number}/card.png").status_code in (404, 410)
    assert asked == []


def test_r58_few_wait_for_a_picture_and_everybody_else_has_the_houses_own_at_once(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each who waits holds one of the server's few threads; a place is free again after whoever waited, also where that failed."""
    address, waited = f"/results/{put_up(cast).number}/card.png", list[float]()

    def slow(self: Easel, facts: SharedFacts, wait: float) -> None:
        waited.append(wait)
        if len(waited) <= shared.MOST:
            assert browse.get(address).status_code == 200, "asked for while the others wait"

    monkeypatch.setattr(Easel, "picture", slow)
    browse.get(address)
    assert waited == [shared.WAIT] * shared.MOST + [0]
    browse.get(address)
    assert waited[-1] == shared.WAIT


def test_a_page_elsewhere_may_show_the_picture_and_nothing_else_of_ours(cast: Cast, browse: Judge, asked: list[SharedFacts]) -> None:
    """Browsers that load og:image themselves are not refused; every other answer stays with our own pages (R47)."""
    number = put_up(cast).number
    assert browse.get(f"/results/{number}/card.png").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert browse.get(f"/results/{number}").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_x05_the_picture_of_a_result_that_was_taken_down_leaves_the_disk(app: Flask, cast: Cast, browse: Judge) -> None:
    """With the next sweep; what is still on the board is drawn anew for whoever asks."""
    case, shelf = put_up(cast), app.extensions["easel"].shelf
    shelf.put("a" * 64, b"a picture of it")
    when = clock.now().timestamp()
    os.utime(shelf.path("a" * 64), (when, when))
    jobs.sweep(app)
    assert shelf.holds("a" * 64), "nothing was taken down"
    with unit_of_work():
        withdrawal.withdraw(db.session.get_one(Case, case.id), reason=NotPublishedReason.PRIVACY, note="再看。", by=cast.actor("director"))
    jobs.sweep(app)
    assert not shelf.holds("a" * 64)
