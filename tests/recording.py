"""What a visitor sends in the tests: a picture that can be told from any other, and a recording with a word in its sound."""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def picture(shade: int = 0, remark: str = "") -> bytes:
    """A PNG of one shade of grey, with a remark inside if one is given."""
    out, notes = io.BytesIO(), PngInfo()
    notes.add_text("Comment", remark)
    Image.new("RGB", (60, 40), (shade, shade, shade)).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def webm(sound: bytes = b"sound", doctype: bytes = b"webm", codec: bytes = b"A_OPUS") -> bytes:
    """An EBML head as MediaRecorder writes it (version, doctype), then tracks and a cluster."""
    inside = element(b"\x42\x86", b"\x01") + element(b"\x42\x82", doctype) + element(b"\x42\x87", b"\x04")
    track = element(b"\xae", element(b"\xd7", b"\x01") + element(b"\x86", codec))
    return element(b"\x1a\x45\xdf\xa3", inside) + element(b"\x16\x54\xae\x6b", track) + element(b"\x1f\x43\xb6\x75", sound)


def element(name: bytes, content: bytes) -> bytes:
    """One EBML element with a size of four bytes."""
    return name + (len(content) | 0x1000_0000).to_bytes(4, "big") + content
