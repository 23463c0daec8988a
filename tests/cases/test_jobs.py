"""The product's clock: what it does when nobody does anything (R34, practice.md §12.2 S)."""

import os
from datetime import timedelta

from flask import Flask

from portal import jobs
from portal.foundation import clock
from tests.cast import NOW


def test_r34_a_paper_nobody_comes_back_for_leaves_the_disk(empty_app: Flask) -> None:
    """A receipt carries its code, which is stored nowhere else; for a day it may be fetched again."""
    shelf = empty_app.extensions["press"].shelf
    old, fresh = shelf.path("0" * 64), shelf.path("1" * 64)
    for path, age in ((old, timedelta(hours=25)), (fresh, timedelta(hours=1))):
        path.write_bytes(b"%PDF-1.7 4827 1936 0158")
        os.utime(path, (stamp := (NOW - age).timestamp(), stamp))
    clock.freeze(NOW)
    assert jobs.sweep(empty_app) == 0
    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.unlink()
