"""Pages drawn once for all: what is one visitor's own never reaches another, and what changes is seen at once by everybody."""

import re
from datetime import timedelta

import pytest
from flask import Flask, Response, make_response

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.network import Network
from portal.web import gate, ready
from tests.cast import NOW, Cast
from tests.judge import Judge, client_of
from tests.kiosk.hand import alone
from tests.web.public.results import publish

TOKEN = re.compile(r'(?:name="csrf_token"[^>]*value=|X-CSRFToken": )"([^"]+)"')
KEY = re.compile(r'name="key"[^>]*value="([0-9a-f]{32})"')


def page(browse: Judge, path: str = "/ask", **more: object) -> str:
    """One page, fetched as a request of its own."""
    return alone(lambda: browse.get(path, **more)).get_data(as_text=True)  # type: ignore[arg-type]


def forms(path: str, empty_app: Flask) -> list[str]:
    """The page as two visitors and one of them again see it; at the kiosk each begins a visit first."""
    one, other = client_of(empty_app), client_of(empty_app)
    for browse in (one, other) if path.startswith("/kiosk") else ():
        token = TOKEN.search(page(browse, "/kiosk/"))
        assert token is not None
        alone(lambda browse=browse, token=token: browse.post("/kiosk/start", data={"csrf_token": token[1]}))  # type: ignore[misc]
    return [page(one, path), page(other, path), page(one, path)]


@pytest.mark.parametrize("path", ["/ask", "/kiosk/tell"])
def test_r07_every_form_has_a_key_and_a_token_of_its_own(empty_app: Flask, path: str) -> None:
    seen = forms(path, empty_app)
    keys, tokens = [KEY.search(each)[1] for each in seen], [set(TOKEN.findall(each)) for each in seen]  # type: ignore[index]
    assert len(set(keys)) == 3 and not tokens[0] & tokens[1]
    bare = {TOKEN.sub("", KEY.sub("", each)) for each in seen}
    assert len(bare) == 1 and "blank-" not in bare.pop()


def test_the_board_is_drawn_once_until_a_result_joins_it(cast: Cast, empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    empty_app.extensions.pop("kept", None)
    whole = ready._drawn
    monkeypatch.setattr(ready, "_drawn", lambda *given: drawn.append(1) or whole(*given))
    reader, other = client_of(empty_app), client_of(empty_app)
    page(reader, "/ask")
    before = [page(reader, "/"), page(other, "/ask") and page(other, "/"), page(reader, "/")]
    assert len(drawn) == 2
    number = publish(cast).number
    assert number not in before[0] and number in page(other, "/") and number in page(reader, "/") and len(drawn) == 3


def test_a_change_of_the_network_is_seen_on_the_next_page(app: Flask, browse: Judge) -> None:
    assert "河口区" not in page(browse) and "演示" not in page(browse, "/")
    with unit_of_work():
        network = db.session.get_one(Network, 1)
        network.name, network.demo = "河口区", True
    assert "河口区" in page(browse) and 'class="demo"' in page(browse, "/")


def test_each_language_filter_fragment_and_day_has_its_own_page(empty_app: Flask, browse: Judge) -> None:
    chinese, english = page(browse, "/?lang=zh_Hans"), page(browse, "/?lang=en")
    assert 'lang="zh-Hans"' in chinese and 'lang="en"' in english
    assert "<html" not in page(browse, "/", headers={"HX-Request": "true"}) and "<html" in page(browse, "/")
    assert 'value="&lt;菜场&gt;"' in page(browse, "/?words=<菜场>") and "菜场" not in page(browse, "/")
    clock.freeze(NOW + timedelta(days=1))
    assert "<html" in page(browse, "/")


def test_what_is_said_once_to_one_visitor_is_not_kept(empty_app: Flask) -> None:
    one, other = client_of(empty_app), client_of(empty_app)
    with one.session_transaction() as kept:
        kept["_flashes"] = [("done", "只给你看")]
    assert "只给你看" in page(one, "/") and "只给你看" not in page(other, "/") and "只给你看" not in page(one, "/")


def test_two_matters_show_two_numbers_two_codes_and_their_own_key(empty_app: Flask, cast: Cast) -> None:
    """The answer is one page with blanks; nothing of the first matter is in the second."""
    seen = []
    for words in ("路灯坏了一盏。", "电梯停了两天。"):
        browse = client_of(empty_app)
        form = page(browse)
        key = KEY.search(form)[1]  # type: ignore[index]
        data = {"csrf_token": TOKEN.findall(form)[-1], "key": key, "words": words, "category": "D"}
        answer = alone(lambda browse=browse, data=data: browse.post("/ask", data=data))  # type: ignore[misc]
        seen.append((answer.get_data(as_text=True), key))
    runs = [re.findall(r'class="digits-run"[^>]*>([^<]+)<', text) for text, _ in seen]
    assert all(len(run) == 2 for run in runs) and not set(runs[0]) & set(runs[1])
    for mine, other in ((0, 1), (1, 0)):
        text = seen[mine][0]
        assert seen[mine][1] in text and seen[other][1] not in text and not any(word in text for word in runs[other])


def test_a_page_without_its_blank_is_never_kept(empty_app: Flask) -> None:
    """A key that was drawn instead of left blank would be everybody's key."""
    keys = iter(("one", "two"))
    with empty_app.test_request_context("/ask"):
        gate.choose_language()
        said = [ready.page(lambda: make_response(f"<p>{next(keys)}</p>"), rests_on=("network",), key="two", form_key="f" * 32).get_data()
                for _ in range(2)]
    assert said == [b"<p>one</p>", b"<p>two</p>"]


def test_what_is_written_into_a_blank_is_text(empty_app: Flask) -> None:
    def draw() -> Response:
        return make_response(f"<p>{ready.blank('number')}</p>")

    with empty_app.test_request_context("/ask"):
        gate.choose_language()
        for _ in range(2):
            assert ready.page(draw, rests_on=("network",), key="text", number='"><b>').get_data() == b"<p>&#34;&gt;&lt;b&gt;</p>"
