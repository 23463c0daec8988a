"""A page that fails while somebody outside checks hides none of the others: it is named, and the check ends with 1 (SD-42)."""

import pytest

from portal.foundation.database import db
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import house

__all__ = ["house"]


def failing(house: House, monkeypatch: pytest.MonkeyPatch, path: str, status: str = "500 INTERNAL SERVER ERROR") -> None:
    """The server answers this page with nothing but a fault."""
    inner = house.app.wsgi_app

    def bent(environ: dict[str, str], start: object) -> object:
        if environ["PATH_INFO"] == path:
            start(status, [("Content-Type", "text/plain")])  # type: ignore[operator]
            return [b"broken"]
        return inner(environ, start)

    monkeypatch.setattr(house.app, "wsgi_app", bent)


@pytest.mark.parametrize("page", ["/results/{}", "/results/{}/leaf"])
def test_a_page_that_answers_500_is_named_and_the_others_are_checked(house: House, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Its neighbour was changed meanwhile: that is found too."""
    path = page.format(house.numbers[0])
    failing(house, monkeypatch, path)
    db.session.rollback()
    house.attack(f"UPDATE publication SET replies = replace(replies, '停车线已重画', '停车线将重画') WHERE number = '{house.numbers[2]}'")
    code, said = house.verify()
    assert code == 1 and f"{path} could not be read: the server answers 500" in said and "gone from the board" not in said
    house.found(2, "what is published is not what was entered")


@pytest.mark.parametrize("path", ["/results.jsonl", "/concerns.jsonl"])
def test_the_list_fails_and_the_pages_are_checked_one_by_one(house: House, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    failing(house, monkeypatch, path, "503 SERVICE UNAVAILABLE")
    code, said = house.verify()
    assert code == 1 and said.splitlines() == [f"{path} could not be read: the server answers 503"]


def test_without_the_log_itself_nothing_can_be_checked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(house, monkeypatch, "/ledger/checkpoint")
    code, said = house.verify()
    assert code == 2 and "It could not be checked" in said and "All is" not in said
