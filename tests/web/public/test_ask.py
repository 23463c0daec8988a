"""Asking online: one's own words are enough, one form makes one matter, and bad input is met in words (R07, R36, R44, R63)."""

import io
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.cases.attachment import Attachment
from portal.cases.case import Case, Channel
from portal.cases.visitor import IdentityMode, Visitor
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.station import StationLevel
from portal.paper.press import Press
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.told import form, look, read, tell


def picture(kind: str = "PNG") -> tuple[io.BytesIO, str]:
    """A small picture as an upload."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#14563F").save(out, kind)
    out.seek(0)
    return out, f"photo.{kind.lower()}"


def cases() -> int:
    """How many matters there are."""
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def only() -> Case:
    """The one matter there is."""
    return db.session.scalars(select(Case)).one()


@pytest.mark.parametrize("tick", [{}, {"minor": "y"}])
def test_a_child_under_14_is_told_apart(cast: Cast, browse: Judge, tick: dict[str, str]) -> None:
    """practice.md §6.1, L7 art. 31: marked, so that it goes on no board; the guardian's name and phone are the contact."""
    tell(browse, name="测某妈妈", phone="12000000017", publish_result="y", **tick)
    who = db.session.get(Visitor, only().visitor_id)
    assert who is not None and (only().minor, who.name, who.phone) == (bool(tick), "测某妈妈", "12000000017")


def test_own_words_are_enough_and_nothing_is_ticked(cast: Cast, browse: Judge) -> None:
    """R36, practice.md §6.1: anonymous, no consent, one head; the number belongs to the online station."""
    told = tell(browse)
    case = only()
    assert told.number == case.number == "S90-26-0001" and case.channel is Channel.ONLINE and case.heads == 1
    assert not (case.publish_result or case.publish_words or case.publish_rating or case.share_contact)
    assert db.session.get(Visitor, case.visitor_id).mode is IdentityMode.ANONYMOUS  # type: ignore[union-attr]
    assert "3月5日（星期四）" in told.seen.words() and " checked" not in browse.get_page("/ask").text


def test_the_code_opens_the_matter_and_stands_in_no_address_and_no_cookie(cast: Cast, browse: Judge) -> None:
    told = tell(browse)
    assert told.code.replace(" ", "") not in str(told.seen.response.headers) and not told.seen.location
    assert told.number in look(browse, told.number, told.code).words()


def test_everything_optional_is_kept(cast: Cast, browse: Judge) -> None:
    tell(browse, category="C", place="东门外", heads="3", affects="village", mode="confidential", name="测某甲", phone="12000000017", address="三单元",
         needs="听力不好", publish_result="y", publish_rating="y", photos=[picture(), picture("JPEG"), picture("WEBP")])
    case = only()
    who = db.session.get(Visitor, case.visitor_id)
    assert who is not None and who.mode is IdentityMode.CONFIDENTIAL
    assert (who.name, who.phone, who.needs) == ("测某甲", "12000000017", "听力不好")
    assert (case.category, case.place, case.heads, case.affects) == ("C", "东门外", 3, "village")  # SD-55
    assert (case.publish_result, case.publish_words, case.publish_rating) == (True, False, True)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 3


def test_anonymous_leaves_nothing_behind_whatever_was_typed(cast: Cast, browse: Judge) -> None:
    tell(browse, mode="anonymous", name="测某甲", phone="12000000017", address="三单元")
    who = db.session.get(Visitor, only().visitor_id)
    assert who is not None and (who.name, who.phone, who.address) == ("", "", "")


def test_hb44_a_conduct_report_is_sealed_from_the_first_word(cast: Cast, browse: Judge) -> None:
    told = tell(browse, category="O", words="有人收了钱才办事。")
    assert only().sealed and "已经密封" in told.seen.words()
    receipt = browse.post_form("/ask/receipt", {"number": told.number, "key": told.seen.value("key")}, status=200)
    assert "有人收了钱" not in receipt.text and b"\xe6\x9c\x89\xe4\xba\xba" not in receipt.response.data


def test_r07_a_replayed_form_gives_the_same_number_and_code(cast: Cast, browse: Judge) -> None:
    sent = form(browse)
    first = read(browse.post_form("/ask", sent, status=200))
    again = read(browse.post_form("/ask", sent, status=200))
    assert (first.number, first.code) == (again.number, again.code) and cases() == 1
    assert "没有重复登记" in again.seen.words()


def test_r08_a_replayed_key_with_other_words_is_refused_and_the_words_are_kept(cast: Cast, browse: Judge) -> None:
    sent = form(browse)
    browse.post_form("/ask", sent, status=200)
    refused = browse.post_form("/ask", {**sent, "words": "另外一件事。"}, status=422)
    assert refused.value("words").strip() == "另外一件事。" and cases() == 1
    assert refused.value("key") != sent["key"]


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "g" * 32, "0" * 400])
def test_a_key_that_is_not_ours_makes_nothing(cast: Cast, browse: Judge, key: str) -> None:
    assert browse.post_form("/ask", {**form(browse), "key": key}, status=422).value("key") != key
    assert cases() == 0


def test_r49_an_expired_token_brings_the_form_back_with_everything_typed(cast: Cast, browse: Judge) -> None:
    sent = form(browse, words="写了很久的话。", place="东门外", publish_words="y")
    back = browse._judged(browse.post("/ask", data={**sent, "csrf_token": "stale"}), 422)
    assert back.value("words").strip() == "写了很久的话。" and back.value("place") == "东门外" and cases() == 0
    again = browse.post_form("/ask", {**sent}, status=200)
    assert read(again).number == "S90-26-0001"


@pytest.mark.parametrize("words", ["", "   \n ", "字" * 20000, "行\n" * 61, "翻\u202e转", "空\x00字", "响\x07铃"])
def test_words_that_cannot_be_kept_honestly_are_refused_and_come_back(cast: Cast, browse: Judge, words: str) -> None:
    back = browse._judged(browse.post("/ask", data={**form(browse), "words": words, "csrf_token": browse.token("/ask")}), 422)
    assert cases() == 0 and 'role="alert"' in back.text


@pytest.mark.parametrize("words", ["🙂👨‍👩‍👧", "𠮷㛃龘", "<script>alert(1)</script>", "{{ 7*7 }} %(name)s", "' OR 1=1 --",
                                   "a" * 2000, "第一行\r\n第二行"])
def test_r45_whatever_can_be_written_is_kept_to_the_letter(cast: Cast, browse: Judge, words: str) -> None:
    told = tell(browse, words=words)
    assert only().words == words.replace("\r\n", "\n")
    seen = look(browse, told.number, told.code)
    assert "".join(block.text or "" for block in seen.document().iter("blockquote")) == words.replace("\r\n", "\n")


def test_broken_utf8_is_not_an_error(cast: Cast, browse: Judge) -> None:
    token, key = browse.token("/ask"), form(browse)["key"]
    body = f"csrf_token={token}&key={key}&words=".encode() + b"%ff%fe%c3%28"
    assert browse.post("/ask", data=body, content_type="application/x-www-form-urlencoded").status_code in (200, 422)


@pytest.mark.parametrize("data", [b"%PDF-1.4 x", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b""])
def test_r63_a_wrong_kind_of_picture_is_refused_beside_the_field_and_the_words_stay(cast: Cast, browse: Judge, data: bytes) -> None:
    back = browse.post_form("/ask", form(browse, photos=(io.BytesIO(data), "a.jpg")), status=422)
    assert 'id="photos-error"' in back.text and back.value("words").strip() == "路灯坏了五盏。" and cases() == 0


def test_four_pictures_are_one_too_many(cast: Cast, browse: Judge) -> None:
    browse.post_form("/ask", form(browse, photos=[picture() for _ in range(4)]), status=422)
    assert cases() == 0


def test_30_mb_of_picture_is_refused_beside_the_field_and_the_words_stay(cast: Cast, browse: Judge) -> None:
    big = FileStorage(io.BytesIO(b"\xff\xd8\xff" + b"0" * 30_000_000), "a.jpg")
    typed = form(browse, words="打好的字不能丢", photos=big, csrf_token=browse.token("/ask"))
    boundary, body = encode_multipart(typed)
    seen = browse._judged(browse.post("/ask", data=body, content_type=f"multipart/form-data; boundary={boundary}"), 422)
    assert "10 MB" in seen.words() and "打好的字不能丢" in seen.words() and cases() == 0


def test_what_is_larger_than_any_form_is_answered_with_a_page(cast: Cast, browse: Judge) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8\xff'
    sent = io.BytesIO(head + b"0" * 42_000_000 + b"\r\n--b--\r\n")
    large = browse._judged(browse.post("/ask", input_stream=sent, content_length=sent.getbuffer().nbytes,
                                       content_type="multipart/form-data; boundary=b"), 413)
    assert "太大" in large.words() and "没有登记一半" in large.words() and cases() == 0


@pytest.mark.parametrize("heads", ["0", "-1", "10000", "x", "9" * 40])
def test_a_strange_number_of_people_is_refused(cast: Cast, browse: Judge, heads: str) -> None:
    browse.post_form("/ask", form(browse, heads=heads), status=422)
    assert cases() == 0


def test_the_receipt_needs_number_and_form_key(cast: Cast, browse: Judge) -> None:
    told = tell(browse)
    other = form(browse)["key"]
    assert browse.post_form("/ask/receipt", {"number": told.number, "key": other}, status=404)
    assert browse.post_form("/ask/receipt", {"number": "S90-26-0099", "key": told.seen.value("key")}, status=404)
    paper = browse.post_form("/ask/receipt", {"number": told.number, "key": told.seen.value("key")}, status=200)
    assert paper.response.mimetype in ("application/pdf", "text/html")


def test_without_an_online_station_the_page_says_where_to_go(cast: Cast, browse: Judge) -> None:
    with unit_of_work():
        cast.station("S90").level = StationLevel.VILLAGE
    assert "网上站还没有开" in browse.get_page("/ask").words()


def test_the_paper_for_home_is_on_the_shelf_before_anybody_asks(
        cast: Cast, browse: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Laid there once the answer is out, behind those of the people who stand waiting (R58); who asks gets that very paper."""
    press = Press(tmp_path, inline=True)
    monkeypatch.setitem(browse.application.extensions, "press", press)
    told = tell(browse)
    assert list(press.shelf.folder.iterdir()) == [], "the answer is out before the press begins"
    told.seen.response.close()
    laid = [file.read_bytes() for file in press.shelf.folder.glob("*.pdf")]
    monkeypatch.setattr(press, "_setter", lambda *order: (False, ()))  # from here on nothing can be set
    paper = browse.post_form("/ask/receipt", {"number": told.number, "key": told.seen.value("key")}, status=200)
    assert laid == [paper.response.data]


def test_r07_a_form_sent_twice_sets_one_paper(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, ...]] = []
    nothing: Future[str | None] = Future()
    nothing.set_result(None)
    monkeypatch.setattr(browse.application.extensions["press"], "submit", lambda *paper, later: given.append(paper) or nothing)
    sent = form(browse)
    for _ in range(2):
        browse.post_form("/ask", sent, status=200).response.close()
    assert len(given) == 2 and given[0] == given[1]
