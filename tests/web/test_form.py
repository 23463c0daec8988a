"""Forms as other programs send them: what is left out is empty."""

import re
from xml.etree import ElementTree

import html5lib

from tests.judge import Judge
from tests.parsed import parsed


def test_a_field_that_is_left_out_is_empty_and_breaks_nothing(browse: Judge) -> None:
    """R45: only the words and the form's own key are sent; the matter is registered."""
    page = browse.get("/ask").get_data(as_text=True)
    key = re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)
    assert key is not None
    seen = browse.post_form("/ask", {"key": key[1], "words": "路灯不亮。"}, status=200)
    assert "S90-26-0001" in seen.text


def test_two_pages_that_differ_in_their_tokens_have_trees_with_their_own(browse: Judge) -> None:
    """The ruler itself: a tree that was kept is the tree that the parser makes of this very page."""
    pages = [browse.get("/ask").get_data(as_text=True) for _ in range(2)]
    assert pages[0] != pages[1], "each form has a key of its own"
    for page in pages:
        made = html5lib.parse(page, namespaceHTMLElements=False)
        assert ElementTree.tostring(parsed(page)[0]) == ElementTree.tostring(made)
    assert parsed(pages[0])[0] is not parsed(pages[0])[0]
    assert parsed(pages[0].replace("</form>", "</farm>"))[1], "what is wrong is told"
