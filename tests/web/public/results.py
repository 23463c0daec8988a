"""What the tests of the public door start from: a published result, and pages read the way a reader's browser reads them."""

from datetime import date
from typing import Any

from portal.cases import reply
from portal.cases.case import Case, Outcome
from portal.cases.publication import Publication
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.parsed import parsed


def publish(cast: Cast, **more: Any) -> Case:
    """A closed matter on the board."""
    case = cast.closed(**more)
    with unit_of_work():
        cast.put_up(case)
    return case


def row(number: str, text: str, **more: Any) -> Publication:
    """A published row as `publication.publish` writes it, with this reply, for tests that need many."""
    sent = {"seq": 1, "round": 1, "unit": "街道城市管理办", "text": text, "sha256": reply.fingerprint(text), "document": "",
            "on": "2026-02-20", "passed": True, "claim": "solved"}
    given: dict[str, Any] = {
        "case_id": 1, "is_current": True, "number": number, "station_code": "S01", "station_name": "榆荫街道站",
        "category": "C4",
        "category_top": "C", "month": "2026-03", "locale": "zh_Hans", "words": "路灯坏了。",
        "summary": ["您问路灯。", "修好了。", "", ""],
        "replies": [sent], "outcome": Outcome.SOLVED, "claim": Outcome.SOLVED, "rating": {}, "days": 3, "late": False, "rounds": 1,
        "steps": {"registered": "2026-02-18", "referred": "2026-02-19", "due": "2026-02-26", "due_extended": "2026-02-26",
                  "replied": "2026-02-20", "told": "2026-02-21", "closed": "2026-02-22"},
        "heads": 1, "common": True, "representative": "测某乙", "demo": False,
        "published_on": clock.today(), "published_at": clock.now(), "registered_on": date(2026, 2, 18)}
    return Publication(**(given | more))


def quoted(page: str) -> list[str]:
    """The text of every quotation sheet of a page, as a browser's parser hands it to the reader."""
    tree, _ = parsed(page)
    sheets = [figure for figure in tree.iter("figure") if "quote-reply" in (figure.get("class") or "")]
    return ["".join(block.itertext()) for sheet in sheets for block in sheet.iter("blockquote")]
