"""A visit sent twice, late, or wrongly: one number, everything typed kept, the code on the page alone (R07, R08, R49)."""

import io

import pytest
from PIL import Image

from portal.cases import attachment
from tests.web.office.stage import Stage
from tests.web.office.visits import EMPTY, SAY, WORDS, count, number_of, send

pytestmark = pytest.mark.usefixtures("resting_press")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("words", "  "),
        ("words", "字" * 2001),
        ("words", "a\x00b"),
        ("words", "\u202eabc"),
        ("happened", "2026-03-03T09:00"),
        ("happened", "yesterday"),
        ("heads", "0"),
        ("heads", "x"),
        ("mode", ""),
        ("mode", "famous"),
        ("channel", "kiosk"),
        ("category", "Q7"),
        ("kind", "9"),
        ("phone", "1" * 31),
        ("agent", "999999"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(stage: Stage, field: str, value: str) -> None:
    seen = send(stage, 422, **{"place": "榆荫里 3 栋", field: value})
    assert seen.value("place") == "榆荫里 3 栋" and count(stage) == 0
    assert [one for one in seen.document().iter("p") if one.get("id") == f"{field}-error"]


def test_an_anonymous_visitor_leaves_no_name_and_it_is_said(stage: Stage) -> None:
    assert SAY("office.register.anonymous_named") in send(stage, 422, name="测某乙").words()
    assert count(stage) == 0


def test_a_report_about_officials_is_sealed_at_once(stage: Stage) -> None:
    number = number_of(send(stage, kind="4"))
    assert (
        stage.ask(number, lambda case: case.sealed)
        and WORDS.split("\n")[0] not in stage.browser("liaison").get_page("/office/").text
    )


def test_r07_the_same_form_again_is_the_same_number_and_code(stage: Stage) -> None:
    first = send(stage, key="0" * 32)
    again = send(stage, key="0" * 32)
    assert (number_of(first), first.value("code")) == (number_of(again), again.value("code")) and count(stage) == 1
    assert SAY("office.register.replayed") in again.words()


def test_r08_the_same_key_with_other_words_is_refused_and_they_stay(stage: Stage) -> None:
    send(stage, key="0" * 32)
    seen = send(stage, 422, key="0" * 32, words="别的事")
    assert seen.value("words") == "别的事" and count(stage) == 1


def test_r49_after_a_night_the_form_comes_back_with_everything_typed(stage: Stage) -> None:
    seen = send(stage, 422, csrf_token="of yesterday", place="榆荫里 3 栋")
    assert seen.value("words").splitlines() == WORDS.splitlines() and seen.value("place") == "榆荫里 3 栋"
    assert SAY("refusal.form_stale") in seen.words() and count(stage) == 0
    stage.browser("liaison").post_form(
        "/office/register",
        {
            "csrf_token": seen.value("csrf_token"),
            "key": seen.value("key"),
            "words": WORDS,
            "channel": "station",
            "heads": "1",
            "mode": "anonymous",
            "locale": "zh_Hans",
            **EMPTY,
        },
        200,
    )
    assert count(stage) == 1


def test_the_code_stands_in_no_address_title_or_cookie(stage: Stage) -> None:
    seen = send(stage, mode="named", name="测某乙", phone="12000004321")
    code, title = seen.value("code"), "".join(seen.document().find("head/title").itertext())
    cookies = " ".join(seen.response.headers.getlist("Set-Cookie"))
    assert seen.response.status_code == 200 and code not in title + cookies and WORDS[:5] not in title
    assert seen.response.headers["Cache-Control"] == "no-store"
    assert not [link for link in seen.document().iter("a") if code in (link.get("href") or "")]


def test_another_matter_of_the_same_visitor_keeps_who_came_and_nothing_else(stage: Stage) -> None:
    seen = send(
        stage, mode="named", name="测某乙", phone="12000004321", channel="phone", place="榆荫里", happened="2026-03-01T18:30"
    )
    kept = {
        field.get("name"): field.get("value")
        for form in seen.document().iter("form")
        if form.get("action") == "/office/register/another"
        for field in form.iter("input")
        if field.get("name") != "csrf_token"
    }
    form = stage.browser("liaison").post_form("/office/register/another", kept, 200)
    assert [form.value(name) for name in ("name", "phone", "happened", "words", "place")] == [
        "测某乙",
        "12000004321",
        "2026-03-01T18:30",
        "",
        "",
    ]
    assert form.value("key") not in ("", seen.text) and "测某乙" not in stage.browser("liaison").get_page("/office/register").text


def test_pictures_come_along_and_strange_files_stop_it(stage: Stage) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "PNG")
    number = number_of(send(stage, files=(io.BytesIO(picture.getvalue()), "x.png")))
    assert stage.ask(number, lambda case: [row.media_type for row in attachment.of_case(case)]) == ["image/jpeg"]
    send(stage, 422, files=(io.BytesIO(b"MZ not a picture"), "x.png"))
    assert count(stage) == 1
