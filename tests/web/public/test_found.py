"""What a reader looked for is shown where it stands, and nothing else in the card changes; what a link that is passed on tells."""

import html
import re

import pytest
from markupsafe import Markup

from portal.cases import board
from portal.web.public.found import marked
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish


@pytest.mark.parametrize(("text", "typed", "shown"), [
    ("<p>路灯坏了，路燈不亮</p>", "路灯", "<p><mark>路灯</mark>坏了，<mark>路燈</mark>不亮</p>"),
    ("<p>路灯坏了</p>", "路燈", "<p><mark>路灯</mark>坏了</p>"),
    ("<a href=\"/lamp\">Lamp &amp; lamp</a>", "LAMP amp", "<a href=\"/lamp\"><mark>Lamp</mark> &amp; <mark>lamp</mark></a>"),
    ("<p>1.5 &lt; 15</p>", ". <", "<p>1.5 &lt; 15</p>"),
    ("<svg><title>路灯</title></svg><p>灯</p>", "灯 路灯", "<svg><title>路灯</title></svg><p><mark>灯</mark></p>"),
    ("<p>𠮷安里 İ</p>", "𠮷安", "<p>𠮷安里 İ</p>"), ("<p>𠮷安里</p>", "𠮷安", "<p><mark>𠮷安</mark>里</p>"), ("<p>路灯</p>", "  ", "<p>路灯</p>")])
def test_what_was_typed_is_marked_in_either_script_and_never_in_a_tag(text: str, typed: str, shown: str) -> None:
    found = marked(Markup(text), typed)
    assert found == shown and re.sub("</?mark>", "", found) == text


def test_the_board_marks_what_it_was_asked_for_and_the_next_reader_sees_none(cast: Cast, browse: Judge) -> None:
    publish(cast)
    assert "<mark>路灯</mark>" in browse.get("/?words=路燈").text
    assert "<mark>" not in browse.get("/").text


def test_a_link_to_a_result_that_is_passed_on_says_what_is_published(cast: Cast, browse: Judge) -> None:
    """Open Graph: the class and the station, the plain summary, the address that stays."""
    row = board.one(publish(cast).number)
    number, summary, station = row.number, list(row.summary), row.station_name
    page = browse.get(f"/results/{number}?lang=zh_Hans").text
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert told["type"] == "article" and station in told["title"] and told["url"].endswith(f"/results/{number}")
    assert html.unescape(told["description"]).startswith(summary[0]) and f'<link rel="canonical" href="{told["url"]}">' in page
