"""How much may be sent to every route: words, and files only where they are taken; asked by the gate and by the server (R44)."""

import contextlib
import io

import pytest
from flask import Flask, request
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from portal.foundation.files import MOST_SENT, MOST_WORDS
from portal.serve import channel_for
from portal.web import gate
from tests.cast import Cast
from tests.judge import Judge
from tests.shape.routes import house, rules

TAKE_FILES = {"public.ask", "public.upload", "kiosk.enclose", "office.register_now", "office.show_portrait", "office.sign_in_again", "office.act_reply",
              "office.act_attachments", "office.act_paper_acknowledgement", "office.act_paper_slip", "office.act_paper_explanation",
              "office.act_paper_reply", "office.act_paper_return", "office.act_paper_extension",
              "office.act_paper_contribution", "office.field_now", "office.field_draft"}


def address(rule: Rule) -> str:
    names = {name: next(iter(getattr(rule._converters[name], "items", {"xml" if name == "form" else "1"}))) for name in rule.arguments}
    built = rule.build(names, append_unknown=False)
    assert built is not None
    return built[1]


def sendable() -> list[tuple[Rule, str]]:
    return [(rule, method) for rule in rules() for method in sorted((rule.methods or set()) & gate.UNSAFE)]


def accepted_by_gate(app: Flask, rule: Rule, method: str) -> int | None:
    """What the gate lets a view read, whether or not it lets the sender in."""
    with app.test_request_context(address(rule), method=method), contextlib.suppress(HTTPException):
        try:
            app.preprocess_request()
        finally:
            most = request.max_content_length
    return most


def test_r44_every_route_takes_words_and_only_these_take_files(app: Flask, cast: Cast) -> None:
    assert len(sendable()) > 50
    for rule, method in sendable():
        most = MOST_SENT if rule.endpoint in TAKE_FILES else MOST_WORDS
        assert accepted_by_gate(app, rule, method) == most, rule.rule
        assert gate.most_sent(app, method, address(rule)) == most, rule.rule
    assert {rule.endpoint for rule, _ in sendable()} >= TAKE_FILES


@pytest.mark.parametrize("path", ["/nowhere", "/office", "//", "/ask/\ufffd"])
def test_r44_what_leads_nowhere_takes_words(path: str) -> None:
    assert gate.most_sent(house(), "POST", path) == MOST_WORDS == gate.most_sent(house(), "DELETE", "/ask")


def read(head: str, body: bytes = b"") -> HTTPRequestParser:
    """A request as the server's own parser meets it; never more of the body than it takes."""
    made = channel_for(house()).parser_class(Adjustments(max_request_body_size=MOST_SENT))
    made.received(f"{head}\r\n\r\n".encode("latin-1"))
    stream = io.BytesIO(body)
    while not made.completed and (part := stream.read(2**16)):
        made.received(part)
    made.close()
    return made


@pytest.mark.parametrize("path", ["/office/sign-in", "/track", "/kiosk/tell", "/%E6%9F%A5", "/office/cases/1/referral"])
def test_r44_the_server_refuses_a_large_body_by_its_head_where_no_file_is_taken(path: str) -> None:
    refused = read(f"POST {path} HTTP/1.1\r\nContent-Length: {MOST_WORDS + 1}")
    assert refused.completed and refused.error.code == 413 and refused.body_bytes_received == 0
    assert read(f"POST {path} HTTP/1.1\r\nContent-Length: {MOST_WORDS}").error is None


def test_r44_where_files_are_taken_the_server_reads_on() -> None:
    assert read(f"POST /ask HTTP/1.1\r\nContent-Length: {MOST_SENT}").error is None
    assert read(f"POST /ask HTTP/1.1\r\nContent-Length: {MOST_SENT + 1}").error.code == 413


def test_r44_a_body_without_a_length_is_cut_off_at_the_same_place() -> None:
    """Finding 5 of reliability.md: nothing of it grows on the disk."""
    piece = b"10000\r\n" + b"0" * 2**16 + b"\r\n"
    refused = read("POST /track HTTP/1.1\r\nTransfer-Encoding: chunked", piece * 40)
    assert refused.error.code == 413 and refused.body_bytes_received < MOST_WORDS + 2 * len(piece)
    assert read("POST /ask HTTP/1.1\r\nTransfer-Encoding: chunked", piece * 40).error is None


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "最多 1 MB"), ("zh_Hant", "沒有登記一半"), ("en", "1 MB without")])
def test_r44_a_refusal_is_a_page_in_the_visitors_language(cast: Cast, browse: Judge, lang: str, said: str) -> None:
    browse.get(f"/track?lang={lang}")
    large = browse._judged(browse.post("/track", data={"number": "1", "code": "0" * (MOST_WORDS + 1)}), 413)
    assert said in large.words()
