"""A file of 30 MB at the office's doors: refused beside the field, with everything typed still there (R44, R63)."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.web.office.stage import Stage


@pytest.mark.parametrize("signature", [b"\xff\xd8\xff", b"%PDF-1.4\n"], ids=["picture", "pdf"])
def test_a_reply_keeps_its_text(stage: Stage, signature: bytes) -> None:
    number = stage.case("handling")
    typed = {"text": "打好的答复不能丢。", "claim": "solved", "officer": "甲", "signed_off_by": "乙"}
    form, browser = stage.open("officer", number, "reply"), stage.browser("officer")
    hidden = {name: form.value(name) for name in ("version", "seen", "csrf_token")}
    big = io.BytesIO(signature + b"0" * 30_000_000)
    boundary, body = encode_multipart({**hidden, **typed, "files": FileStorage(big, "a")})
    answer = browser.post(f"/office/cases/{number}/reply", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    seen = browser._judged(answer, 422)
    assert "10 MB" in seen.words() and seen.value("text").strip() == typed["text"] and seen.value("officer") == "甲"
    assert stage.ask(number, lambda case: case.state.value) == "handling"
