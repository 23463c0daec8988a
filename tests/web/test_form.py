"""Forms as other programs send them: what is left out is empty."""

import re

from tests.judge import Judge


def test_a_field_that_is_left_out_is_empty_and_breaks_nothing(browse: Judge) -> None:
    """R45: only the words and the form's own key are sent; the matter is registered."""
    page = browse.get("/ask").get_data(as_text=True)
    key = re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)
    assert key is not None
    seen = browse.post_form("/ask", {"key": key[1], "words": "路灯不亮。"}, status=200)
    assert "S90-26-0001" in seen.text
