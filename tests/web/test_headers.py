"""The strict policy everywhere; microphone and camera at a terminal alone, sound only where something is heard (K27)."""

from pathlib import Path

import pytest
from flask import Flask

from portal.web.headers import ALWAYS, CONTENT_POLICY
from tests.conftest import build
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


@pytest.mark.parametrize(("address", "strict"), [("https://huiyin.example.org", "max-age=31536000; includeSubDomains"), ("http://127.0.0.1:8000", None)])
def test_r47_behind_tls_browsers_are_told_to_come_by_tls_alone(tmp_path: Path, template: Path, address: str, strict: str | None) -> None:
    (tmp_path / "portal.db").write_bytes(template.read_bytes())
    app = build(tmp_path, PORTAL_PUBLIC_URL=address, PORTAL_TRUSTED_HOSTS="localhost")
    assert client_of(app).get("/nothing", base_url="https://localhost" if strict else None).headers.get("Strict-Transport-Security") == strict
    app.extensions["press"].close()


@pytest.mark.parametrize("path", ["/", "/nothing", "/kiosk/", "/office/", "/office/sign-in", "/static/css/base.css", "/results.jsonl"])
def test_r47_nobody_frames_opens_or_sniffs_what_is_ours(app: Flask, path: str) -> None:
    told = client_of(app).get(path, buffered=True).headers
    assert (told["Cross-Origin-Opener-Policy"], told["Cross-Origin-Resource-Policy"], told["X-Content-Type-Options"], told["Referrer-Policy"],
            told["X-Frame-Options"]) == ("same-origin", "same-origin", "nosniff", "no-referrer", "DENY")
    assert path.startswith("/static") or path == "/results.jsonl" or "no-store" in told["Cache-Control"]
