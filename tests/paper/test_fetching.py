"""No paper opens an address or a file, whatever its HTML says (R61; 19 doors of reliability.md 2.7)."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pypdf.generic import StreamObject

from portal.paper import qr
from tests.paper import pdfs

SECRET = b"CANARY-in-a-local-file-4711"
PAYLOADS = {
    "img": '<img src="{url}">',
    "img srcset": '<img src="{url}" srcset="{url} 2x">',
    "picture": '<picture><source srcset="{url}"><img src="{url}"></picture>',
    "style attribute": '<p style="background:url({url})">x</p>',
    "list marker": '<ul style="list-style-image:url({url})"><li>x</ul>',
    "border image": '<p style="border:9px solid;border-image:url({url}) 9">x</p>',
    "content": '<style>p::before{{content:url({url})}}</style><p>x</p>',
    "css import": '<style>@import "{url}";</style><p>x</p>',
    "css import in data": '<link rel="stylesheet" href="data:text/css,@import%20%22{url}%22;"><p>x</p>',
    "font face": '<style>@font-face{{font-family:c;src:url({url})}}p{{font-family:c}}</style><p>x</p>',
    "color profile": '<style>@color-profile --c{{src:url({url})}}</style><p style="color:color(--c 1 0 0)">x</p>',
    "page background": '<style>@page{{background:url({url})}}</style><p>x</p>',
    "stylesheet": '<link rel="stylesheet" href="{url}"><p>x</p>',
    "attachment link": '<link rel="attachment" href="{url}"><p>x</p>',
    "attachment anchor": '<a rel="attachment" href="{url}">x</a>',
    "object": '<object data="{url}" type="image/png">x</object>',
    "embed": '<embed src="{url}" type="image/svg+xml">',
    "input image": '<input type="image" src="{url}">',
    "iframe": '<iframe src="{url}"></iframe>',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg xlink": '<svg width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    "svg style": '<svg width="9" height="9"><style>@import url("{url}");</style><rect width="9" height="9"/></svg>',
    "svg in data": '<img src="data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22&gt;&lt;image href=%22{url}%22 '
                   'width=%229%22 height=%229%22/&gt;&lt;/svg&gt;">',
    "base": '<base href="{url}/"><img src="inside.png">',
}
REFUSED_WHOLE = {"color profile"}      # WeasyPrint gives the paper up instead of leaving the colour out


@pytest.fixture(scope="module")
def canary():
    """A server on this machine that counts whoever calls."""
    calls = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Count)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/canary.png", calls
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def secret_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_bytes(SECRET)
    return path


def _wrapped(payload: str, url: str) -> str:
    return f'<!doctype html><html lang="en"><title>t</title><body>{payload.format(url=url)}'


@pytest.mark.parametrize("door", PAYLOADS)
def test_R61_raw_html_reaches_no_server(press, canary, door):
    url, calls = canary
    press.pdf(_wrapped(PAYLOADS[door], url), "a5")
    assert calls == []


@pytest.mark.parametrize("door", PAYLOADS)
def test_R61_raw_html_brings_no_byte_of_a_file(press, secret_file, door):
    pdf = press.pdf(_wrapped(PAYLOADS[door], secret_file.as_uri()), "a5")
    if door in REFUSED_WHOLE:
        assert pdf is None
        assert "papers fetch nothing" in press.alarms()[-1].detail
        return
    reader = pdfs.read(pdf)
    streams = [thing.get_data() for thing in (reader.get_object(n) for n in range(1, int(reader.trailer["/Size"])))
               if isinstance(thing, StreamObject)]
    assert streams
    assert not any(SECRET in data for data in streams)
    assert dict(reader.attachments) == {}


def test_R61_a_refused_address_is_an_alarm(press, canary):
    before = len(press.alarms())
    press.pdf(_wrapped(PAYLOADS["img"] + "<p>alarm</p>", canary[0]), "a5")
    (alarm,) = press.alarms()[before:]
    assert "papers fetch nothing" in alarm.detail


@pytest.mark.parametrize("address", [qr.png, qr.address])
def test_our_own_code_picture_is_let_through(press, address):
    before = len(press.alarms())
    pdf = press.pdf(_wrapped('<img alt="q" src="' + address("https://huiyin.example.org") + '">', ""), "a5")
    assert len(pdfs.read(pdf).pages[0].images) == 1
    assert press.alarms()[before:] == []
