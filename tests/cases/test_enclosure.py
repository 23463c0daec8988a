"""Enclosures: in a tray until the matter is handed in, then the visitor's own; with the visit they are gone (K20, K24)."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import jobs
from portal.cases import attachment, enclosure, tray
from portal.cases.attachment import Attachment, AttachmentKind
from portal.cases.enclosure import Enclosure, EnclosureKind
from portal.cases.tray import Tray
from portal.foundation import clock, codes, files, sound
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.actor import Actor
from tests.cast import NOW, Cast
from tests.recording import picture, webm

KEY = "a" * 32


@pytest.fixture
def kiosk(cast: Cast) -> Actor:
    return actor.kiosk(cast.station().id, clock.now())


@pytest.fixture
def draft(kiosk: Actor) -> str:
    with unit_of_work():
        return tray.open_for(KEY, by=kiosk)


def photo(draft: str, shade: int, by: Actor) -> Enclosure:
    with unit_of_work():
        return enclosure.enclose(draft, files.cleaned(picture(shade)), kind=EnclosureKind.PHOTO, by=by)


def spoken(draft: str, words: bytes, by: Actor, seconds: int = 80) -> Enclosure:
    with unit_of_work():
        return enclosure.enclose(draft, sound.clean(webm(words)), kind=EnclosureKind.SPOKEN, by=by, seconds=seconds)


def on_disk(app: Flask, below: str = "enclosed") -> list[Path]:
    return sorted(one for one in (Path(app.config["INSTANCE"]) / below).rglob("*") if one.is_file())


def test_the_draft_is_known_by_a_hash_and_its_files_lie_apart(app: Flask, kiosk: Actor, draft: str) -> None:
    photo(draft, 10, kiosk)
    assert KEY not in draft and KEY not in "".join(map(str, on_disk(app)))
    assert len(on_disk(app)) == 1 and enclosure.folder() != attachment.folder()


def test_five_pictures_and_a_sixth_is_refused_in_words(kiosk: Actor, draft: str) -> None:
    for shade in range(5):
        photo(draft, shade, kiosk)
    with pytest.raises(Refused, match="enclosure_photos"):
        photo(draft, 99, kiosk)
    assert len(enclosure.of_draft(draft)) == 5


def test_the_same_picture_sent_again_is_one(app: Flask, kiosk: Actor, draft: str) -> None:
    assert photo(draft, 7, kiosk).id == photo(draft, 7, kiosk).id
    assert len(enclosure.of_draft(draft)) == len(on_disk(app)) == 1


def test_what_is_said_again_takes_the_place_of_what_was_said_before(app: Flask, kiosk: Actor, draft: str) -> None:
    spoken(draft, b"first", kiosk)
    kept = spoken(draft, b"second", kiosk, seconds=9999)
    assert [one.id for one in enclosure.of_draft(draft)] == [kept.id]
    assert [one.read_bytes() for one in on_disk(app)] == [webm(b"second")]
    assert kept.length == "3:00"


def test_what_is_taken_out_is_gone_and_nobody_takes_from_another_tray(app: Flask, kiosk: Actor, draft: str) -> None:
    one = photo(draft, 1, kiosk)
    with unit_of_work():
        enclosure.drop("another draft", one.id, by=kiosk)
    assert len(on_disk(app)) == 1
    with pytest.raises(Missing):
        enclosure.one("another draft", one.id)
    with unit_of_work():
        enclosure.drop(draft, one.id, by=kiosk)
    assert (enclosure.of_draft(draft), on_disk(app)) == ([], [])


def test_handed_in_it_is_the_visitors_own_attachment_and_nothing_stays_behind(
        app: Flask, cast: Cast, kiosk: Actor, draft: str) -> None:
    photo(draft, 3, kiosk)
    spoken(draft, b"words", kiosk)
    case = cast.register(words="", needs_writer=True).case
    with unit_of_work():
        assert enclosure.hand_in(case, draft, by=kiosk) == 2
    enclosure.clear(draft)
    rows = attachment.of_case(case)
    assert [row.media_type for row in rows] == ["image/jpeg", "audio/webm"]
    assert {row.kind for row in rows} == {AttachmentKind.VISITOR}
    assert [row.is_spoken for row in rows] == [False, True] and rows[1].file_name.endswith(".webm")
    assert all(files.path(attachment.folder(), row.sha256).is_file() for row in rows)
    assert (on_disk(app), db.session.scalars(db.select(Tray)).all()) == ([], [])


def test_a_registration_that_fails_leaves_the_tray_whole(app: Flask, cast: Cast, kiosk: Actor, draft: str) -> None:
    photo(draft, 3, kiosk)
    case = cast.register().case
    with pytest.raises(Refused), unit_of_work():
        enclosure.hand_in(case, draft, by=kiosk)
        raise Refused("form_key_reused")
    assert len(enclosure.of_draft(draft)) == len(on_disk(app)) == 1
    assert db.session.scalars(db.select(Attachment)).all() == []


def test_what_arrives_after_the_end_is_refused_and_lies_nowhere(app: Flask, kiosk: Actor, draft: str) -> None:
    """A sending that was under way when the visit ended."""
    with unit_of_work():
        enclosure.forget(draft, by=kiosk)
    enclosure.clear(draft)
    with pytest.raises(Refused, match="enclosure_over"):
        photo(draft, 1, kiosk)
    assert on_disk(app) == []


def test_k24_what_a_terminal_left_when_its_power_went_is_swept_after_45_minutes(app: Flask, kiosk: Actor, draft: str) -> None:
    photo(draft, 1, kiosk)
    clock.freeze(NOW + timedelta(minutes=44))
    jobs.sweep(app)
    assert len(on_disk(app)) == 1
    clock.freeze(NOW + timedelta(minutes=46))
    assert jobs.sweep(app) == 1
    assert (on_disk(app), db.session.scalars(db.select(Enclosure)).all()) == ([], [])
    assert jobs.sweep(app) == 0


def test_a_folder_whose_tray_is_gone_is_swept(app: Flask, kiosk: Actor, draft: str) -> None:
    """The process died between the commit and the clearing."""
    photo(draft, 1, kiosk)
    with unit_of_work():
        enclosure.forget(draft, by=kiosk)
    assert len(on_disk(app)) == 1
    jobs.sweep(app)
    assert on_disk(app) == []


def test_a_pass_takes_five_pictures_in_fifteen_minutes_and_its_token_is_not_stored(kiosk: Actor, draft: str) -> None:
    with unit_of_work():
        token = tray.give_pass(KEY, by=kiosk)
    with unit_of_work():
        assert tray.give_pass(KEY, by=kiosk) == token
    row = tray.of_pass(token)
    assert token not in str(vars(row)) and row.draft == draft
    assert (row.takes(NOW + timedelta(minutes=14)), row.takes(NOW + timedelta(minutes=15))) == (5, 0)
    phone = actor.public(clock.now())
    for shade in (1, 2, 2):
        with unit_of_work():
            enclosure.by_phone(token, files.cleaned(picture(shade)), by=phone)
    assert tray.of_pass(token).takes(NOW) == 3


def test_after_its_time_the_terminal_gives_another_and_the_old_one_is_nothing(kiosk: Actor, draft: str) -> None:
    with unit_of_work():
        old = tray.give_pass(KEY, by=kiosk)
    later = kiosk.then(NOW + timedelta(minutes=16))
    with pytest.raises(Refused, match="pass_over"), unit_of_work():
        enclosure.by_phone(old, files.cleaned(picture()), by=actor.public(later.at))
    with unit_of_work():
        new = tray.give_pass(KEY, by=later)
    assert new != old
    with pytest.raises(Missing):
        tray.of_pass(old)


def test_with_the_visit_its_pass_is_over(kiosk: Actor, draft: str) -> None:
    with unit_of_work():
        token = tray.give_pass(KEY, by=kiosk)
    with unit_of_work():
        enclosure.forget(draft, by=kiosk)
    with pytest.raises(Missing):
        tray.of_pass(token)


def test_staff_put_nothing_into_a_tray(cast: Cast, draft: str) -> None:
    with pytest.raises(NotAllowed):
        photo(draft, 1, cast.actor("liaison"))
    assert codes.keyed_hash("draft", KEY) == draft
