"""Uploads: known by signature, rebuilt from pixels, bombs and broken pictures refused in words (R63, R64)."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from portal.foundation import files
from portal.foundation.refusal import Refused


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def with_place() -> bytes:
    """A JPEG that says where and with what it was taken, lies on its side, and carries a remark."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CameraMaker", 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 12.0, 5.0)
    return picture(exif=exif, comment=b"SECRET-REMARK")


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")


def refused(data: bytes, folder: Path, **more: bool) -> str:
    with pytest.raises(Refused) as refusal:
        files.accept(data, folder, **more)
    assert list(folder.rglob("*")) == []
    return refusal.value.key.removeprefix("refusal.")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_and_named_by_its_hash(tmp_path: Path, kind: str) -> None:
    stored = files.accept(picture(kind), tmp_path)
    data = files.path(tmp_path, stored.sha256).read_bytes()
    assert (stored.media_type, stored.size, stored.sha256) == ("image/jpeg", len(data), hashlib.sha256(data).hexdigest())
    with Image.open(io.BytesIO(data)) as again:
        assert (again.format, again.size) == ("JPEG", (40, 30))
    assert files.accept(picture(kind), tmp_path) == stored


def test_place_camera_and_remark_are_gone_and_the_picture_stands_upright(tmp_path: Path) -> None:
    source = with_place()
    assert b"CameraMaker" in source and b"SECRET-REMARK" in source
    data = files.path(tmp_path, files.accept(source, tmp_path).sha256).read_bytes()
    assert b"CameraMaker" not in data and b"SECRET-REMARK" not in data and b"Exif" not in data
    with Image.open(io.BytesIO(data)) as again:
        assert (again.size, dict(again.getexif())) == ((30, 40), {})


@pytest.mark.parametrize("hidden", [b"<script>alert(1)</script>", b"<?php system($_GET[0]); ?>", b"PK\x03\x04"])
def test_what_hides_behind_a_picture_does_not_survive(tmp_path: Path, hidden: bytes) -> None:
    data = files.path(tmp_path, files.accept(picture() + hidden, tmp_path).sha256).read_bytes()
    assert hidden not in data


def test_a_picture_that_is_also_an_archive_is_only_a_picture(tmp_path: Path) -> None:
    archive = io.BytesIO(picture())
    archive.seek(0, io.SEEK_END)
    with zipfile.ZipFile(archive, "a") as zipped:
        zipped.writestr("evil.txt", "x")
    assert zipfile.is_zipfile(archive)
    stored = files.accept(archive.getvalue(), tmp_path)
    assert not zipfile.is_zipfile(files.path(tmp_path, stored.sha256))


def test_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    data = files.path(tmp_path, files.accept(picture(size=(4000, 1000)), tmp_path).sha256).read_bytes()
    with Image.open(io.BytesIO(data)) as again:
        assert again.size == (2400, 600)


def test_a_torn_picture_is_refused_beside_weasyprint_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused(picture("PNG")[:60], tmp_path) == "file_broken"


@pytest.mark.parametrize(("make", "key"), [
    (lambda: b"", "file_empty"), (lambda: b"GIF89a" + b"\x00" * 99, "file_kind"), (lambda: b"<svg xmlns='x'/>", "file_kind"),
    (lambda: b"%PDF-1.7 x", "file_kind"), (lambda: b"RIFF\x00\x00\x00\x00WAVE", "file_kind"), (lambda: b"PK\x03\x04", "file_kind"),
    (lambda: picture()[:-200], "file_broken"), (lambda: picture("PNG")[:60], "file_broken"),
    (lambda: b"\xff\xd8\xff" + b"x" * 99, "file_broken"),
    (lambda: png(5001, 5001), "file_pixels"), (lambda: png(12000, 12000), "file_pixels"),
    (lambda: png(60000, 60000), "file_pixels"),
    (lambda: picture() + b"\x00" * files.MOST_BYTES, "file_size")])
def test_what_is_refused_leaves_nothing_behind(tmp_path: Path, make: Callable[[], bytes], key: str) -> None:
    assert refused(make(), tmp_path) == key


def test_paper_is_taken_from_staff_as_it_is(tmp_path: Path) -> None:
    stored = files.accept(b"%PDF-1.7 a letter", tmp_path, allow_pdf=True)
    assert (stored.media_type, files.path(tmp_path, stored.sha256).read_bytes()) == ("application/pdf", b"%PDF-1.7 a letter")


def test_a_file_is_there_wholly_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(files.os, "fsync", full)
    target = files.path(tmp_path, "ab" * 32)
    with pytest.raises(OSError, match="No space"):
        files.keep(b"data", target)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_one_picture_sent_eight_times_at_once_is_stored_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        stored = set(pool.map(lambda _: files.accept(picture(), tmp_path), range(32)))
    assert len(stored) == len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
