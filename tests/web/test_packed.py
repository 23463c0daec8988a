"""What travels packed unpacks to the very bytes; what belongs to one visitor is not packed together with what others may have typed."""

import gzip
import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.web import packed
from tests.cast import Cast
from tests.web.public.results import publish

GZIP = {"Accept-Encoding": "gzip, br"}


@given(pieces=st.lists(st.tuples(st.binary(max_size=300), st.sampled_from([0, 9])), max_size=6))
def test_pieces_in_their_order_are_one_file(pieces: list[tuple[bytes, int]]) -> None:
    data = b"".join(one for one, _ in pieces)
    assert gzip.decompress(packed.whole([packed.piece(one, level) for one, level in pieces], data)) == data


@pytest.mark.parametrize("path", ["/", "/?words=路灯", "/handling"])
def test_a_page_for_everybody_is_the_same_packed(cast: Cast, app: Flask, path: str) -> None:
    """The second reader gets it packed from what was kept; the token of their forms lies in it as it is, and its length tells nothing."""
    publish(cast)
    client = app.test_client()
    client.get(path)
    plain, small = client.get(path), client.get(path, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in str(small.headers.getlist("Vary"))
    assert "Content-Encoding" not in plain.headers and len(small.data) < len(plain.data) / 2
    strip = re.compile(rb'("X-CSRFToken": "|name="csrf_token" value=")[^"]*')
    assert strip.sub(b"", gzip.decompress(small.data)) == strip.sub(b"", plain.data)
    token = re.search(rb'"X-CSRFToken": "([^"]*)"', gzip.decompress(small.data))
    assert token is not None and token[1] in small.data, "not packed"


def test_files_travel_packed_and_pictures_as_they_are(app: Flask) -> None:
    client = app.test_client()
    style = client.get("/static/css/public.css?v=1", buffered=True)
    small = client.get("/static/css/public.css?v=1", headers=GZIP, buffered=True)
    assert gzip.decompress(small.data) == style.data and small.headers["Cache-Control"] == style.headers["Cache-Control"]
    assert int(small.headers["Content-Length"]) == len(small.data) < len(style.data) / 3 and "ETag" not in small.headers
    for headers in (GZIP | {"Range": "bytes=0-9"}, {"Accept-Encoding": "gzip;q=0"}):
        assert "Content-Encoding" not in client.get("/static/css/public.css", headers=headers, buffered=True).headers
    assert client.get("/static/css/nothing.css", headers=GZIP, buffered=True).status_code == 404
    assert "Content-Encoding" not in client.get("/static/img/tour/board.png", headers=GZIP, buffered=True).headers
