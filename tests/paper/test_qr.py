"""QR codes: read back by counting modules, since nothing else in the house reads them."""
import base64
import io

import segno
from PIL import Image

from portal.paper import qr
from tests.paper.samples import URL


def test_the_png_holds_one_pixel_per_module_and_a_quiet_zone():
    picture = Image.open(io.BytesIO(base64.b64decode(qr.png(URL).partition(",")[2])))
    modules = [list(row) for row in segno.make(URL, error="m", micro=False).matrix]
    assert picture.size == (len(modules) + 2 * qr.QUIET,) * 2
    read = [[int(picture.getpixel((x + qr.QUIET, y + qr.QUIET)) == 0) for x in range(len(modules))] for y in range(len(modules))]
    assert read == modules
    assert {picture.getpixel((x, 0)) for x in range(picture.width)} == {255}


def test_the_address_for_the_press_draws_the_same_picture():
    assert qr.address(URL).startswith("qr:https%3A%2F%2F")
    assert qr.drawn(qr.address(URL)) == base64.b64decode(qr.png(URL).partition(",")[2])


def test_the_svg_draws_the_same_modules_and_has_a_name():
    drawn = qr.svg(URL, 'a "name"')
    dark = sum(map(sum, segno.make(URL, error="m", micro=False).matrix))
    assert drawn.count("h1v1h-1z") == dark
    assert 'aria-label="a &#34;name&#34;"' in drawn
    assert "style=" not in drawn
