"""The strict policy everywhere; microphone and camera at a terminal alone, sound only where something is heard (K27)."""

import pytest
from flask import Flask

from portal.web.headers import ALWAYS, CONTENT_POLICY
from tests.judge import client_of

QUIET = ALWAYS["Permissions-Policy"]


@pytest.mark.parametrize("path", [
    "/", "/ask", "/track", "/u/x", "/office/sign-in", "/office/", "/nothing", "/static/css/base.css", "/kiosks"])
def test_nobody_but_a_terminal_may_listen_or_look(app: Flask, path: str) -> None:
    headers = client_of(app).get(path, buffered=True).headers
    assert headers["Permissions-Policy"] == QUIET and "camera=(), microphone=()" in QUIET
    assert headers["Content-Security-Policy"] == CONTENT_POLICY and "media-src" not in CONTENT_POLICY


def test_a_terminal_may_and_hears_only_our_own_origin(app: Flask) -> None:
    headers = client_of(app).get("/kiosk/").headers
    assert headers["Permissions-Policy"].startswith("camera=(self), microphone=(self), geolocation=()")
    assert headers["Content-Security-Policy"] == f"{CONTENT_POLICY}; media-src 'self'"


def test_a_case_page_may_play_what_was_said_and_no_more(app: Flask) -> None:
    headers = client_of(app).sign_in("liaison").get("/office/cases/S01-26-0001").headers
    assert headers["Permissions-Policy"] == QUIET
    assert headers["Content-Security-Policy"] == f"{CONTENT_POLICY}; media-src 'self'"


@pytest.mark.parametrize("never", ["blob:", "unsafe", "wasm", "*", "http"])
def test_no_policy_opens_a_side_door(app: Flask, never: str) -> None:
    assert never not in client_of(app).get("/kiosk/").headers["Content-Security-Policy"]
