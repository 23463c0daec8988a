"""The shelf: whole papers or none, found by hash, swept by age."""
import os
from datetime import UTC, datetime

import pytest

from portal.paper.shelf import Shelf, key_of

KEY = key_of("<p>回音", "a5")


def test_a_paper_is_found_again_and_kind_and_text_both_count(tmp_path):
    shelf = Shelf(tmp_path / "papers")
    assert shelf.get(KEY) is None
    shelf.put(KEY, b"%PDF-1.7 paper")
    assert shelf.get(KEY) == b"%PDF-1.7 paper"
    assert len({KEY, key_of("<p>回音", "roll80"), key_of("<p>回响", "a5")}) == 3


def test_only_the_portals_user_may_read(tmp_path):
    shelf = Shelf(tmp_path / "papers")
    shelf.put(KEY, b"%PDF")
    assert shelf.folder.stat().st_mode & 0o077 == 0
    assert shelf.path(KEY).stat().st_mode & 0o077 == 0


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    shelf = Shelf(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        shelf.put(KEY, b"%PDF")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 64, KEY[:-1] + "/"])
def test_a_key_is_a_hash_and_never_a_path(tmp_path, key):
    with pytest.raises(ValueError, match="SHA-256"):
        Shelf(tmp_path).get(key)


def test_sweep_takes_the_old_and_leaves_the_new(tmp_path):
    shelf, old = Shelf(tmp_path), key_of("old", "a5")
    for key in (KEY, old):
        shelf.put(key, b"%PDF")
    os.utime(shelf.path(old), (1_000_000, 1_000_000))
    assert shelf.sweep(datetime(2001, 9, 9, tzinfo=UTC)) == 1
    assert shelf.get(old) is None
    assert shelf.get(KEY) == b"%PDF"
