"""For search engines: which pages there are and when each changed last, at most 50,000 in one list; and what is nobody's to search."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from xml.sax.saxutils import escape

from flask import Response, make_response, stream_with_context

from portal.cases import open_data
from portal.foundation.refusal import Missing
from portal.network import station
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.described import text
from portal.web.public.unchanged import data

MOST, AT_ONCE = 50_000, 2_000
PAGES = ("/", "/handling", "/ask", "/track", "/stations", "/about", "/concerns", "/reports", "/excellent", "/data", "/verify")
NOBODYS = ("/office/", "/kiosk/", "/track/", "/t/", "/hall/", "/wall", "/ledger/tile/", "/open311/")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@door.get("/robots.txt")
@opens(OPEN)
@text("What search engines leave alone, and where the list of pages is.", may=())
def robots() -> Response:
    """The results are there to be found; pages of one visitor or of the staff are not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOBODYS), f"Sitemap: {address('/sitemap.xml')}"]
    response = make_response("\n".join(lines) + "\n")
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


@door.get("/sitemap.xml")
@opens(OPEN)
@text("The lists of pages, each with the moment it changed last.", "application/xml", may=(304,))
def sitemap() -> Response:
    """The list of lists."""
    return data(lambda: _xml(_lists()), rests_on=("board", "network"))


@door.get("/sitemap-places.xml")
@opens(OPEN)
@text("The pages that always stand, and those of the stations.", "application/xml", may=(304,))
def sitemap_places() -> Response:
    """Fixed pages and stations."""
    found = [*PAGES, *(f"/stations/{one.code}" for one in station.all_open())]
    return data(lambda: _xml(_set(f"<url><loc>{_at(path)}</loc></url>\n" for path in found)), rests_on=("network",))


@door.get("/sitemap-results-<int:block>.xml")
@opens(OPEN)
@text("Pages of published results, with the moment each was entered in the ledger as it stands.", "application/xml", may=(304, 404))
def sitemap_results(block: int) -> Response:
    """At most 50,000 results: a block of ids, so that a list never changes its neighbours."""
    if block not in {one for one, _ in open_data.blocks(MOST)}:
        raise Missing
    return data(lambda: _xml(_set(_results(block))), rests_on=("board",))


def _lists() -> Iterator[str]:
    yield f"<sitemapindex {_SCHEMA}>\n<sitemap><loc>{_at('/sitemap-places.xml')}</loc></sitemap>\n"
    for number, at in open_data.blocks(MOST):
        yield f"<sitemap><loc>{_at('/sitemap-results-%d.xml' % number)}</loc><lastmod>{_moment(at)}</lastmod></sitemap>\n"
    yield "</sitemapindex>\n"


def _results(block: int) -> Iterator[str]:
    for portion in open_data.addresses(block, MOST, AT_ONCE):
        yield "".join(f"<url><loc>{_at(f'/results/{name}')}</loc><lastmod>{_moment(at)}</lastmod></url>\n" for name, at in portion)


def _set(urls: Iterable[str]) -> Iterator[str]:
    yield f"<urlset {_SCHEMA}>\n"
    yield from urls
    yield "</urlset>\n"


def _at(path: str) -> str:
    return escape(address(path))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(parts: Iterable[str]) -> Response:
    response = Response(stream_with_context(chain([_HEAD], parts)))
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response
