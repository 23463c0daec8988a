"""What we ship of others: the digests in vendor.json, the files and the integrity attribute agree (libraries P9)."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static" / "vendor"
LISTED = json.loads((VENDOR / "vendor.json").read_text("utf-8"))


def sri(path: Path) -> str:
    """The sha384 digest of a file in the form of an integrity attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_the_digest_is_that_of_the_file_and_of_the_page(entry: dict[str, str]) -> None:
    path = VENDOR / entry["file"]
    assert sri(path) == entry["sha384"]
    assert entry["version"] in path.name
    tags = [
        tag
        for page in (ROOT / "templates").rglob("*.html")
        for tag in re.findall(r"<script[^>]*" + re.escape(path.name) + r"[^>]*>", page.read_text("utf-8"))
    ]
    assert len(tags) == 1
    assert f'integrity="{entry["sha384"]}"' in tags[0]


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_the_licence_stands_beside_it_and_no_registry_is_named(entry: dict[str, str]) -> None:
    licence = VENDOR / entry["file"].replace(".min.js", ".LICENSE.txt")
    assert "Permission to use, copy, modify" in licence.read_text("utf-8")
    assert entry["npm_sha512"].startswith("sha512-")
    assert "://" not in json.dumps(entry)


def test_nothing_is_vendored_that_is_not_listed() -> None:
    known = {entry["file"] for entry in LISTED} | {entry["file"].replace(".min.js", ".LICENSE.txt") for entry in LISTED}
    assert {path.name for path in VENDOR.iterdir()} == known | {"vendor.json"}


def test_htmx_is_configured_for_a_strict_policy_and_a_shared_screen() -> None:
    page = (ROOT / "templates" / "base.html").read_text("utf-8")
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])
    assert config["includeIndicatorCSS"] is False
    assert config["history"] == "reload"
    assert 0 < config["defaultTimeout"] <= 10_000
