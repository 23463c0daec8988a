"""The first start of a real network: one link on the terminal, once, and nothing of the demonstration."""

import contextlib
import http.cookiejar
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import ROOT
from tests.setup.ports import free_port

GIVEN = {"network": "岚屿区代表工作站", "station": "榆荫街道站", "person": "测某甲", "login": "admin", "password": "a long enough password"}


@contextlib.contextmanager
def serving(instance: Path, port: int, until: str) -> Iterator[list[str]]:
    """`portal serve` from the line that holds `until`; what it printed is whole when it was stopped."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(instance), "PORTAL_LISTEN": f"127.0.0.1:{port}"}
    process = subprocess.Popen([sys.executable, "-u", "-m", "portal", "serve"], env=env, text=True, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    printed: list[str] = []
    try:
        for line in process.stdout:
            printed.append(line)
            if until in line:
                break
        yield printed
    finally:
        process.terminate()
        printed.append(process.communicate(timeout=60)[0])


def test_the_first_start_prints_a_link_once_which_founds_a_network_without_demonstration_data(tmp_path: Path) -> None:
    port = free_port()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    home = f"http://127.0.0.1:{port}"
    with serving(tmp_path / "instance", port, until="/office/setup/") as first:
        (link,) = re.findall(rf"{home}/office/setup/\S+", "".join(first))
        page = browser.open(link).read().decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        founded = browser.open(link, urllib.parse.urlencode({**GIVEN, "csrf_token": token[1]}).encode()).read().decode()
        assert GIVEN["network"] in founded and GIVEN["person"] in founded
        board = browser.open(home).read().decode()
        assert GIVEN["network"] in board and 'class="demo"' not in board
        with pytest.raises(urllib.error.HTTPError, match="404"):
            browser.open(link)
    with serving(tmp_path / "instance", port, until=f"{home}/office/") as second:
        assert browser.open(home).status == 200
    assert "/office/setup/" not in "".join(second)
