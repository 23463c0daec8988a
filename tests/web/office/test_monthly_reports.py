"""Monthly reports in the office: the draft that came, four texts, counting again, the signature, and who may (HB-13, CT-01, X-22)."""

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.statistics import frozen
from tests.cast import WORDS, Cast
from tests.statistics.reports import TEXTS, drafted, past
from tests.web.office.test_terminals import office


@pytest.fixture
def at(cast: Cast) -> str:
    """Where the draft of S01 stands."""
    cast.register(heads=3)
    past(2026, 3, 31)
    found = f"/office/reports/{drafted().id}"
    db.session.rollback()
    return found


def test_ct01_written_counted_and_signed(app: Flask, cast: Cast, at: str) -> None:
    liaison = office(app, "liaison")
    assert "2026-03" in liaison.get_page("/office/reports").words() and "待签字" in liaison.get_page("/office/reports").words()
    assert "签字后立即公开" not in liaison.get_page(at).words()
    liaison.post_form(at, TEXTS)
    liaison.post_form(f"{at}/count")
    assert TEXTS["situation"] in liaison.get_page(at).text
    liaison.post_form(f"{at}/sign", status=403)
    for text, said in (("请联系12000000017。", "12000000017"), (WORDS, "没有公开的原话"), ("x" * 2001, "2000")):
        assert said in liaison.post_form(at, TEXTS | {"plans": text}, 422).words()
    director = office(app, "director")
    director.post_form(f"{at}/sign")
    assert frozen.of("S01", "2026-03").told["figures"]["heads"] == 3
    db.session.rollback()
    page = director.get_page(at).words()
    assert "签字后立即公开" not in page and "公开页面" in page and "已签字" in director.get_page("/office/reports").words()
    director.post_form(f"{at}/count")  # said on the page: it was signed
    director.post_form(f"{at}/nonsense", status=404)
    director.post_form(at, TEXTS, 409)


@pytest.mark.parametrize(("login", "status"), [("liaison-s02", 404), ("rep", 403), ("clerk", 403), ("officer", 403), ("steering", 200), ("office", 200)])
def test_x22_who_reads_a_draft(app: Flask, at: str, login: str, status: int) -> None:
    office(app, login).get_page(at, status)
