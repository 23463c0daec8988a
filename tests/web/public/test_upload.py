"""The page for the visitor's own phone: takes pictures for one draft, for a while, and shows nothing of it but how many came."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from portal.cases import enclosure, tray
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.recording import picture, webm

KEY = "b" * 32


@pytest.fixture
def page(app: Flask, cast: Cast) -> str:
    with unit_of_work():
        return "/u/" + tray.give_pass(KEY, by=actor.kiosk(cast.station().id, clock.now()))


def held() -> int:
    return len(enclosure.of_draft(tray.draft_of(KEY)))


def send(browse: Judge, page: str, *data: bytes, status: int = 303) -> str:
    photos = [(io.BytesIO(one), f"IMG_{n}.jpg") for n, one in enumerate(data)]
    return browse.post_form(page, {"photos": photos}, status, content_type="multipart/form-data").words()


def test_pictures_come_and_only_their_number_is_shown(browse: Judge, page: str) -> None:
    assert "还可以放 5 张" in browse.get_page(page).words()
    send(browse, page, picture(1), picture(2))
    seen = browse.get_page(page)
    assert "已收到 2 张照片" in seen.words() and "还可以放 3 张" in seen.words() and held() == 2
    assert "/kiosk/enclosed" not in seen.text and "<img" not in seen.text


def test_the_page_needs_no_script(browse: Judge, page: str) -> None:
    seen = browse.get_page(page)
    form = next(one for one in seen.document().iter("form") if one.get("action") == page)
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")


def test_five_and_it_is_full(browse: Judge, page: str) -> None:
    send(browse, page, *[picture(n) for n in range(5)])
    seen = browse.get_page(page)
    assert "收满了" in seen.words() and 'type="file"' not in seen.text
    assert "收满了" in send(browse, page, picture(9), status=200) and held() == 5


def test_more_than_fit_are_refused_all_together(browse: Judge, page: str) -> None:
    send(browse, page, picture(1))
    assert "最多还能放 4 张" in send(browse, page, *[picture(n) for n in range(10, 15)], status=422)
    assert held() == 1


@pytest.mark.parametrize(("data", "said"), [((webm(),), "只收照片"), ((b"%PDF-1.7",), "只收照片"), ((), "先拍一张")])
def test_what_is_no_picture_is_said_beside_the_field(browse: Judge, page: str, data: tuple[bytes, ...], said: str) -> None:
    assert said in send(browse, page, *data, status=422) and held() == 0


def test_a_page_whose_time_is_over_says_so_and_takes_nothing(browse: Judge, page: str) -> None:
    clock.freeze(NOW + timedelta(minutes=15))
    assert "时间到了" in browse.get_page(page).words()
    assert "时间到了" in send(browse, page, picture(), status=200) and held() == 0


def test_a_page_that_never_was_and_one_of_a_visit_that_is_over_look_the_same(browse: Judge, page: str) -> None:
    with unit_of_work():
        enclosure.forget(tray.draft_of(KEY), by=actor.system(clock.now()))
    over, never = browse.get_page(page, 404).words(), browse.get_page("/u/" + "x" * 27, 404).words()
    assert over == never and "时间到了" in over


def test_a_stale_form_is_said_and_can_be_sent_again(browse: Judge, page: str) -> None:
    browse.get_page(page)
    answer = browse.post(page, data={"csrf_token": "stale", "photos": (io.BytesIO(picture()), "a.jpg")})
    assert answer.status_code == 422 and held() == 0


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_it_speaks_the_language_of_the_terminal(browse: Judge, page: str, lang: str) -> None:
    assert f'lang="{lang.replace("_", "-")}"' in browse.get_page(f"{page}?lang={lang}").text
