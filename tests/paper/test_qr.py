"""QR codes: read back as a phone does."""
import base64
import io

import segno
import zxingcpp
from PIL import Image

from portal.paper import qr
from tests.paper.samples import URL


def _picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_the_png_holds_one_pixel_per_module_and_a_quiet_zone():
    picture = _picture(base64.b64decode(qr.png(URL).partition(",")[2]))
    assert picture.size == (segno.make(URL, error="m", micro=False).symbol_size(border=qr.QUIET))
    assert {picture.getpixel((x, 0)) for x in range(picture.width)} == {255}


def test_every_token_is_read_back_from_what_a_thermal_printer_leaves_of_it():
    """203 dots to the inch and four to a module; with one mask for all, and two dots of the head burnt out."""
    for turn in range(60):
        text = f"https://portal.example/t/{turn * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"
        picture = _picture(qr.picture(text))
        paper = Image.new("L", tuple(side + 8 for side in picture.size), 255)
        paper.paste(picture, (4, 4))
        dots = paper.resize(tuple(side * 4 for side in paper.size), Image.Resampling.NEAREST)
        dots.paste(255, (turn % 12 + dots.width // 2, 0, turn % 12 + dots.width // 2 + 2, dots.height))
        read = zxingcpp.read_barcode(dots)
        assert read is not None and read.text == text


def test_the_address_for_the_press_draws_the_same_picture():
    assert qr.address(URL).startswith("qr:https%3A%2F%2F")
    assert qr.drawn(qr.address(URL)) == base64.b64decode(qr.png(URL).partition(",")[2])


def test_the_svg_draws_the_same_modules_and_has_a_name():
    drawn = qr.svg(URL, 'a "name"')
    picture = _picture(qr.drawn(qr.address(URL)))
    assert drawn.count("h1v1h-1z") == picture.histogram()[0]
    assert 'aria-label="a &#34;name&#34;"' in drawn
    assert "style=" not in drawn
