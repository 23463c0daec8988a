"""Where the signs of practice.md §9 are seen: the office's page, the story of a file, the log of its papers, before publishing."""

from datetime import timedelta

import pytest

from portal.cases import delivery, printed, referral, signals
from portal.cases.delivery import Way
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY


@pytest.mark.parametrize(("login", "status"), [("office", 200), ("admin", 200), ("liaison", 403), ("director", 403), ("officer", 403)])
def test_the_signs_are_for_the_office(stage: Stage, login: str, status: int) -> None:
    page = stage.browser(login).get_page("/office/signals", status)
    assert (SAY("office.signal.none") in page.words()) is (status == 200)


def test_row_6_every_paper_that_is_handed_out_is_on_record_and_bears_who_printed_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """practice.md §6.3, papers of issue 4: which copy, by whom, when; the unit sees its own paper and not the list."""
    monkeypatch.setattr(signals, "PRINTS", 2)
    number = stage.case("handling")
    what = stage.ask(number, lambda case: f"referral-{referral.current(case).id}")
    for login, copy in (("liaison", 1), ("liaison", 2), ("officer", 1)):
        paper = stage.browser(login).post_form(f"/office/cases/{number}/papers/{what}.pdf", {"page": "1", "copy": copy}, 200)
        assert f"{login}甲" in paper.words()
    stage.browser("officer-2").post_form(f"/office/cases/{number}/papers/{what}.pdf", {"page": "1"}, 404)
    stage.browser("liaison").get_page(f"/office/cases/{number}/papers/{what}.pdf", 405)  # R06: looking writes nothing
    assert stage.ask(number, lambda case: [(row.what, row.copy) for row in printed.of_case(case)]) == [(what, 1), (what, 2), (what, 1)]
    assert SAY("office.case.printed") in stage.file("liaison", number).words()
    assert SAY("office.case.printed") not in stage.file("officer", number).words()
    signs = stage.browser("office").get_page("/office/signals").words()
    assert SAY("office.watch.prints") in signs and "liaison甲" in signs and "officer甲" not in signs


def test_row_10_what_was_entered_days_after_it_happened_stands_out_in_the_story(stage: Stage) -> None:
    number = stage.case("to_deliver")

    def tell(cast: object, case: object) -> None:
        with unit_of_work():
            delivery.summarise(case, asked="您问。", answer="好了。", next="巡查。", disagree="打电话。", by=cast.actor("liaison"))
        with unit_of_work():
            delivery.confirm(case, by=cast.actor("rep"))
        clock.freeze(NOW + timedelta(days=4))
        with unit_of_work():
            delivery.deliver(case, way=Way.PHONE, happened_at=NOW + timedelta(hours=1), by=cast.actor("liaison"))
    assert "event-late" not in stage.file("liaison", number).text
    stage.do(number, tell)
    stage._browsers.clear()
    assert "event-late" in stage.file("liaison", number).text


def test_row_16_before_publishing_what_may_point_to_a_person_is_shown_to_who_decides(stage: Stage) -> None:
    """practice.md §6.4: detectors suggest, people decide."""
    plain, pointing = stage.case("closed"), stage.case("closed", text="已与王某某（电话12000000017）说明，住3栋501室。")
    assert SAY("office.act.pointing") not in stage.open("director", plain, "publication").words()
    page = stage.open("director", pointing, "publication").words()
    for kind in ("name", "phone", "address"):
        assert SAY("office.pointing." + kind) in page
    assert stage.state(pointing) == "closed"
