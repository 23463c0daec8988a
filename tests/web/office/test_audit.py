"""The audit log and the staff report as pages: who may read them, that reading is entered, and that no sealed matter shines through (R42, R65, HB-44)."""

import csv
import io

import pytest
from sqlalchemy import select

from portal.exchange import spreadsheet
from portal.foundation.database import db
from portal.network.audit import AuditEntry
from tests.cast import Cast
from tests.web.office.stage import Stage

ALL = {"login": "", "act": "", "first": "", "last": ""}


def reveal(stage: Stage, number: str) -> None:
    stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "回访核对"}, 200)


def acts(stage: Stage) -> list[tuple[str, str]]:
    with stage.app.app_context():
        return [(one.act, one.name) for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


def test_r42_a_reveal_is_read_by_who_filters_for_it_and_the_reading_is_entered(stage: Stage) -> None:
    number = stage.case("registered") if hasattr(Cast, "registered") else stage.case("register")
    reveal(stage, number)
    admin = stage.browser("admin")
    assert number not in admin.get_page("/office/audit").words()  # opened alone it shows nothing, and writes nothing
    before = acts(stage)
    seen = admin.post_form("/office/audit", ALL | {"login": "liaison", "act": "identity_reveal", "first": "2026-03-02", "last": "2026-03-02"}, 200)
    assert number in seen.words() and "192." not in seen.words() and "127.0.0.0/24" in seen.words()
    assert acts(stage) == [*before, ("log_read", "")]
    assert number not in admin.post_form("/office/audit", ALL | {"first": "2026-03-03"}, 200).words()
    assert "没有这个账号" in admin.post_form("/office/audit", ALL | {"login": "nobody"}, 422).words()


def test_hb44_what_happened_in_a_sealed_matter_is_there_for_those_who_read_it_alone(stage: Stage) -> None:
    number = stage.case("accepted", kind=4, category="O1", target="街道城市管理办")
    reveal(stage, number)
    assert number in stage.browser("office").post_form("/office/audit", ALL, 200).words()
    for more in (ALL, ALL | {"act": "identity_reveal"}, ALL | {"login": "liaison"}):
        assert number not in stage.browser("admin").post_form("/office/audit", more, 200).words()
    assert number.encode() not in stage.browser("admin").post("/office/audit/file", data={"csrf_token": stage.browser("admin").token("/office/audit")}).data
    with stage.app.app_context():
        cast = Cast()
        from portal.cases import audit_log
        counts = [{one.person.login: one.acts for one in audit_log.activity(1, by=cast.actor(login))}["liaison"] for login in ("office", "admin")]
    assert counts[0] == counts[1] + 1


@pytest.mark.parametrize("login", ["liaison", "director", "officer", "steering", "rep", "clerk"])
def test_nobody_else_reads_it(stage: Stage, login: str) -> None:
    for path in ("/office/audit", "/office/staff-activity"):
        stage.browser(login).get_page(path, 403)
    stage.browser(login).post_form("/office/audit", ALL, 403)
    stage.browser(login).post_form("/office/audit/file", ALL, 403)


def test_r65_the_file_opens_in_a_spreadsheet_and_taking_it_is_entered(stage: Stage) -> None:
    number = stage.case("register")
    reveal(stage, number)
    admin = stage.browser("admin")
    answer = admin.post("/office/audit/file", data={"csrf_token": admin.token("/office/audit"), **ALL})
    assert answer.status_code == 200 and answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows[0]) == 6 and any(number in row for row in rows[1:]) and acts(stage)[-1] == ("log_exported", "")


def test_r42_pages_of_fifty(stage: Stage) -> None:
    with stage.app.app_context():
        from portal.foundation.unit_of_work import unit_of_work
        from portal.network import audit
        from tests.cast import NOW
        with unit_of_work():
            for n in range(120):
                audit.note("setting", "setting", "visits_quota", person_id=None, at=NOW, n=n)
    admin = stage.browser("admin")
    first = admin.post_form("/office/audit", ALL, 200)
    assert len(list(first.document().iter("tr"))) == 51 and first.document().find(".//button[@value='2']") is not None
    assert len(list(admin.post_form("/office/audit", ALL | {"page": "3"}, 200).document().iter("tr"))) > 20


def test_the_report_names_everybody_by_login_and_ranks_nobody(stage: Stage) -> None:
    stage.browser("liaison")
    seen = stage.browser("office").get_page("/office/staff-activity")
    logins = [cells[0].text for cells in ([td for td in row.iter("td")] for row in seen.document().iter("tr")) if cells]
    assert logins == sorted(logins) and "liaison" in logins


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "＝1", " =1", "\t=1", "\r=1", "　=1"])
def test_r65_no_cell_begins_a_formula(cell: str) -> None:
    assert spreadsheet.safe(cell) == "'" + cell and spreadsheet.safe("a=1") == "a=1" and spreadsheet.safe(None) == ""
