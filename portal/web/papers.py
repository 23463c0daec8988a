"""How a door hands out paper: set while the visitor still reads, served as PDF, after ten seconds as a page to print (R62)."""

from collections.abc import Callable

from flask import Response, current_app, make_response, request

from portal.paper.receipt import PAGE_STYLES
from portal.paper.shelf import key_of
from portal.web import page

Html = Callable[[str, tuple[str, ...]], str]


def set_in_type(html: Html, size: str, later: bool = False) -> str:
    """Let the press begin, so that the paper is ready before anybody asks for it; the key under which the shelf will have it.
    One for `later` keeps nobody waiting who stands at a terminal or a desk."""
    page_of_it = html(size, ())
    current_app.extensions["press"].submit(page_of_it, size, later)
    return key_of(page_of_it, size)


def set_after(response: Response, html: Html, size: str) -> Response:
    """The same once the answer is out, behind all for whom somebody stands waiting: it costs whoever reads the answer nothing."""
    press = current_app.extensions["press"]
    response.call_on_close(lambda: press.submit(html(size, ()), size, later=True))
    return response


def hand_out(html: Html, size: str, name: str, styles: tuple[str, ...] = PAGE_STYLES) -> Response:
    """The paper as PDF, or as a print-styled page where no PDF can be had in time. `html(size, style links)` makes it;
    size "page", or `page` in the address, asks for the page itself."""
    pdf = None if size == "page" or "page" in request.args else current_app.extensions["press"].pdf(html(size, ()), size)
    if pdf is None:
        return make_response(html("page", tuple(page.static(path) for path in styles)))
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
