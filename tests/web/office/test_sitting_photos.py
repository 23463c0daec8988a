"""Pictures taken at the door hang on the matter they came with, cleaned and counted; sent again they are there once (FT-01, X-12, R07, R63)."""

import io
import json

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from portal.cases import attachment
from portal.cases.attachment import AttachmentKind
from portal.web.office.field import MOST_PHOTOS
from tests.web.office.stage import Stage
from tests.web.office.test_field import SAY, TYPED
from tests.web.office.visits import count, newest

WHERE = b"Xian"


def photo(colour: str = "red", side: int = 40) -> bytes:
    """A picture that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = WHERE.decode()
    Image.new("RGB", (side, side), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def send(stage: Stage, photos: list[bytes], key: str = "a" * 32, **more: str) -> TestResponse:
    browser = stage.browser("liaison")
    sent = TYPED | {"key": key, "files": [(io.BytesIO(one), f"{n}.jpg") for n, one in enumerate(photos)]} | more
    return browser.post("/office/field/drafts", data=sent, content_type="multipart/form-data", headers={"X-CSRFToken": browser.token("/office/field")})


def held(stage: Stage) -> list[tuple[AttachmentKind, str, bool]]:
    """Of the newest matter: whence each came, of what kind, and whether it still says where it was taken."""
    return newest(stage, lambda case: [(row.kind, row.media_type, WHERE in next(attachment.folder().rglob(f"{row.sha256}*")).read_bytes())
                                       for row in attachment.of_case(case)])


def test_r07_pictures_come_with_their_draft_and_are_there_once(stage: Stage) -> None:
    assert send(stage, [photo(), photo("blue")]).json == send(stage, [photo(), photo("blue")]).json
    assert held(stage) == [(AttachmentKind.STAFF, "image/jpeg", False)] * 2 and count(stage) == 1
    stage.browser("liaison").get_page("/office/cases/S01-26-0001")


@pytest.mark.parametrize(("photos", "said"), [([b"no picture at all"], "refusal.file_kind"), ([photo()[:300]], "refusal.file_broken"),
                                              ([photo()] * (MOST_PHOTOS + 1), "refusal.file_count")])
def test_what_is_no_picture_or_one_too_many_is_refused_in_words_and_nothing_is_registered(stage: Stage, photos: list[bytes], said: str) -> None:
    refused = send(stage, photos)
    assert refused.status_code == 422 and count(stage) == 0
    assert SAY(said, most=MOST_PHOTOS) in json.dumps(refused.json, ensure_ascii=False)
    assert send(stage, [photo()] * MOST_PHOTOS).status_code == 200 and len(held(stage)) == MOST_PHOTOS


def test_without_scripts_the_form_takes_them_too(stage: Stage) -> None:
    browser = stage.browser("liaison")
    form = browser.get_page("/office/field")
    assert 'enctype="multipart/form-data"' in form.text and 'accept="image/jpeg,image/png,image/webp"' in form.text
    browser.post_form("/office/field", TYPED | {"key": form.value("key"), "files": (io.BytesIO(photo()), "p.jpg")}, 200)
    assert len(held(stage)) == 1
