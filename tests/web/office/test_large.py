"""A file of 30 MB at the office's doors: refused beside the field, with everything typed still there (R44, R63)."""

import io

import pytest

from tests.web.office.stage import Stage


@pytest.mark.parametrize("signature", [b"\xff\xd8\xff", b"%PDF-1.4\n"], ids=["picture", "pdf"])
def test_a_reply_keeps_its_text(stage: Stage, signature: bytes) -> None:
    number = stage.case("handling")
    typed = {"text": "打好的答复不能丢。", "claim": "solved", "officer": "甲", "signed_off_by": "乙"}
    seen = stage.send("officer", number, "reply", {**typed, "files": (io.BytesIO(signature + b"0" * 30_000_000), "a")}, 422)
    assert "10 MB" in seen.words() and seen.value("text").strip() == typed["text"] and seen.value("officer") == "甲"
    assert stage.ask(number, lambda case: case.state.value) == "handling"
