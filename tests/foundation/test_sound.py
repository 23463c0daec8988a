"""A spoken message is known by what it holds, never by its name (R63)."""

import pytest

from portal.foundation import sound
from portal.foundation.refusal import Refused
from tests.recording import element, picture, webm


def test_a_recording_is_taken_as_it_came() -> None:
    taken = sound.clean(webm(b"words"))
    assert (taken.data, taken.media_type) == (webm(b"words"), "audio/webm")


def test_other_elements_may_stand_before_the_doctype() -> None:
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\xf7", b"\x01") + element(b"\x42\x82", b"webm\0\0"))
    assert sound.clean(head + b"....A_OPUS").media_type == "audio/webm"


@pytest.mark.parametrize(("data", "key"), [
    (b"", "file_empty"), (webm(b"x" * sound.MOST_BYTES), "sound_size"), (webm(doctype=b"matroska"), "sound_kind"),
    (webm(codec=b"V_VP8"), "sound_kind"), (webm(codec=b"A_OPUS V_VP9"), "sound_kind"), (webm(codec=b"A_PCM"), "sound_kind"),
    (picture(), "sound_kind"), (b"OggS\x00 A_OPUS", "sound_kind"), (b"<html>webm A_OPUS", "sound_kind"),
    (b"\x1a\x45\xdf\xa3", "sound_kind"), (b"\x1a\x45\xdf\xa3\x00webmA_OPUS", "sound_kind"), (webm()[:12], "sound_kind"),
    (b"\x1a\x45\xdf\xa3\x84\x42\x82\x00\x00A_OPUS", "sound_kind")])
def test_what_is_no_recorded_sound_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        sound.clean(data)
    assert refusal.value.key == f"refusal.{key}"
