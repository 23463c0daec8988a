"""A press that works in the calling thread for every paper test, and one with its own process for the hard ones."""
import pytest

from portal.foundation import words
from portal.paper.press import Press


@pytest.fixture(scope="session")
def press(tmp_path_factory):
    """Debian's Noto, no cut: what a station has from the first minute."""
    made = Press(tmp_path_factory.mktemp("paper"), inline=True)
    assert made.available() is None, made.available()
    return made


@pytest.fixture
def warm_press(tmp_path):
    """A press with a process of its own, ended after the test."""
    made = Press(tmp_path)
    made.warm().result(60)
    yield made
    made.close()


@pytest.fixture(params=words.LOCALES)
def say(request):
    """Every language in turn."""
    return words.speaker(request.param)
