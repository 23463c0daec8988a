"""Uploaded bytes on disk: recognised by signature, pictures rebuilt from their pixels, stored by hash (R63, R64)."""

import hashlib
import io
import os
import secrets
import warnings
from dataclasses import dataclass
from pathlib import Path

from portal.foundation.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_SENT = 40 * 1024 * 1024  # a whole form with files: three of them and words; more is refused without being read
MOST_WORDS = 1024 * 1024  # any other form
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2400
PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}


@dataclass(frozen=True)
class Stored:
    """A file that lies in the store: its hash is its name."""

    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Clean:
    """Checked and cleaned bytes that do not lie anywhere yet."""

    data: bytes
    media_type: str


def recognise(data: bytes, allow_pdf: bool = False) -> str:
    """`JPEG`, `PNG`, `WEBP` or `PDF` by signature, whatever the name says; anything else is refused."""
    if allow_pdf and data.startswith(b"%PDF-"):
        return "PDF"
    for signature, kind in PICTURES.items():
        if data.startswith(signature) and (kind != "WEBP" or data[8:12] == b"WEBP"):
            return kind
    raise Refused("file_kind")


def rebuilt(data: bytes, kind: str) -> bytes:
    """The picture drawn anew from its pixels as JPEG: no place, no camera, no comment, no second file inside."""
    from PIL import Image, ImageFile, ImageOps  # most visits bring no picture

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("file_pixels")
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                flat = upright.convert("RGB")
    except Refused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise Refused("file_pixels") from bomb
    except Exception as broken:
        raise Refused("file_broken") from broken
    clean = Image.frombytes("RGB", flat.size, flat.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def cropped(data: bytes, width: int, height: int) -> bytes:
    """The middle of a picture that was rebuilt, a little above it where it is too tall, in exactly so many pixels, as JPEG."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
        fitted = ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def cleaned(data: bytes, allow_pdf: bool = False) -> Clean:
    """Check and clean one upload; refuses in words what it does not take."""
    if not data:
        raise Refused("file_empty")
    if len(data) > MOST_BYTES:
        raise Refused("file_size", megabytes=MOST_BYTES // 1024 // 1024)
    kind = recognise(data, allow_pdf)
    return Clean(data, "application/pdf") if kind == "PDF" else Clean(rebuilt(data, kind), "image/jpeg")


def accept(data: bytes, folder: Path, allow_pdf: bool = False) -> Stored:
    """Check, clean and store one upload below `folder`; refuses in words what it does not take."""
    clean = cleaned(data, allow_pdf)
    digest = hashlib.sha256(clean.data).hexdigest()
    keep(clean.data, path(folder, digest))
    return Stored(digest, clean.media_type, len(clean.data))


def path(folder: Path, sha256: str) -> Path:
    """Where a stored file lies."""
    return folder / sha256[:2] / sha256


def keep(data: bytes, target: Path) -> None:
    """Write a file so that it is there wholly or not at all, also after a power cut."""
    if target.exists():
        os.utime(target)  # it is wanted anew: nobody takes it away meanwhile (attachment.sweep)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")  # two uploads of one picture never share it
    try:
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)  # on a full disk a torn file would take the space it waits for
        raise
    sync(target.parent)


def adopt(source: Path, target: Path) -> None:
    """Give a file that lies on the disk already a second name, without writing it again; once it has that name it stays."""
    if target.exists():
        os.utime(target)  # it is wanted anew: nobody takes it away meanwhile (attachment.sweep)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(source, target)
    sync(target.parent)


def sync(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
