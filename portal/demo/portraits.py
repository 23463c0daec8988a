"""The invented faces: drawn with a few strokes, of nobody; so that every page that shows a portrait has one to show (CT-13, HB-32)."""

import io

from PIL import Image, ImageDraw
from sqlalchemy import select

from portal.demo.people import Cast
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import face
from portal.network.representative import Representative
from portal.network.role import Role

SCALE = 2  # drawn twice as large and made smaller: the strokes come out smooth
PAPER, INK, SOFT = (241, 236, 224), (31, 29, 26), (207, 198, 180)
HAIR = ((31, 29, 26), (79, 74, 66), (122, 114, 102))
COATS = ((79, 74, 66), (20, 86, 63), (122, 75, 0), (90, 98, 110))
NONE_EVERY = 7  # every seventh has none: a page has to look well without, too


def show_all(cast: Cast) -> None:
    """Give the representatives and members their portraits, by the liaison of their station."""
    for number, row in enumerate(db.session.scalars(select(Representative).order_by(Representative.person_id))):
        if number % NONE_EVERY != NONE_EVERY - 1:
            face.show(row, drawn(number), by=cast.one(Role.LIAISON, row.station.code).then(clock.now()))


def drawn(number: int) -> bytes:
    """The portrait of that number as JPEG; the same number is the same picture."""
    wide, high = face.WIDTH * SCALE, face.HEIGHT * SCALE
    picture = Image.new("RGB", (wide, high), PAPER)
    pen, middle = ImageDraw.Draw(picture), wide // 2
    hair, coat = HAIR[number % len(HAIR)], COATS[number % len(COATS)]
    _shoulders(pen, middle, high, coat)
    if number % 2:
        pen.ellipse((middle - 215, 300, middle + 215, 800), fill=hair)  # hair that falls beside the face
    pen.rounded_rectangle((middle - 62, 640, middle + 62, 900), 50, fill=SOFT)
    pen.ellipse((middle - 165, 350, middle + 165, 770), fill=PAPER, outline=INK, width=7)
    _hair(pen, middle, hair, number)
    if number % 3 == 1:
        _glasses(pen, middle)
    small = picture.resize((face.WIDTH, face.HEIGHT), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    small.save(held, "JPEG", quality=85)
    return held.getvalue()


def _shoulders(pen: ImageDraw.ImageDraw, middle: int, high: int, coat: tuple[int, int, int]) -> None:
    pen.ellipse((middle - 370, 860, middle + 370, high + 500), fill=coat)
    pen.polygon(((middle - 105, 862), (middle + 105, 862), (middle, 1080)), fill=PAPER)


def _hair(pen: ImageDraw.ImageDraw, middle: int, hair: tuple[int, int, int], number: int) -> None:
    pen.chord((middle - 172, 325, middle + 172, 760), 184 + 6 * (number % 3), 356 - 6 * (number % 4), fill=hair)


def _glasses(pen: ImageDraw.ImageDraw, middle: int) -> None:
    for side in (-1, 1):
        pen.ellipse((middle + side * 78 - 52, 545, middle + side * 78 + 52, 635), outline=INK, width=8)
    pen.line((middle - 26, 588, middle + 26, 588), fill=INK, width=8)
