"""The catalogues as files: one message, one translation. A join of two branches once left two, and nobody was told."""

from pathlib import Path

import pytest

from portal import ROOT

CATALOGUES = sorted((ROOT / "portal" / "translations").glob("*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_message_stands_once_with_one_translation(path: Path) -> None:
    kinds = [line.split(" ")[0] for line in path.read_text("utf-8").splitlines() if line.startswith(("msgid ", "msgstr "))]
    assert len(kinds) > 20 and kinds == ["msgid", "msgstr"] * (len(kinds) // 2)
    keys = [line for line in path.read_text("utf-8").splitlines() if line.startswith("msgid ")]
    assert len(keys) == len(set(keys))
