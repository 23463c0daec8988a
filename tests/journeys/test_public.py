"""The public door in a real browser: the whole loop by code, with and without JavaScript, and no line on the browser's console."""


import pytest

pytestmark = pytest.mark.browser
