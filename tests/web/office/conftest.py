"""The stage of the case file."""

import pytest
from flask import Flask

from tests.web.office.stage import Stage


@pytest.fixture
def stage(empty_app: Flask) -> Stage:
    """Cases and browsers without a context left open."""
    return Stage(empty_app)
