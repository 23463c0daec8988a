"""The certificate in the office: of a case that was chosen and still stands, for whoever may read its nomination (ZK-02, ZK-03)."""

from flask import Flask

from portal.awards import agreeing, nomination
from portal.cases import withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.awards import scene
from tests.cast import Cast
from tests.web.office.test_terminals import office


def at(case: Case) -> str:
    return f"/office/excellent/{nomination.of_case(case)[0].id}/certificate.pdf"


def test_zk03_who_reads_the_nomination_prints_it(app: Flask, cast: Cast) -> None:
    case = scene.awarded(cast)
    path = at(case)
    for login in ("liaison", "director-s02", "office"):
        page = office(app, login).get_page(f"{path}?page=1")
        assert case.number in page.words() and "9.00" in page.words() and scene.WHY in page.words() and "优秀案例证书" in page.words()
    assert "Certificate of an excellent case" in office(app).get_page(f"{path}?page=1&lang=en").words()
    assert path in office(app, "liaison").get_page(path.removesuffix("/certificate.pdf")).text
    for login in ("officer", "clerk"):
        office(app, login).get_page(path, 403)


def test_there_is_none_before_it_is_chosen(app: Flask, cast: Cast) -> None:
    scene.start(cast)
    row = scene.agreed(cast)
    office(app).get_page(f"/office/excellent/{row.id}/certificate.pdf", 404)
    office(app).get_page("/office/excellent/99/certificate.pdf", 404)


def test_there_is_none_once_the_visitor_takes_the_yes_back(app: Flask, cast: Cast) -> None:
    case = scene.awarded(cast)
    path = at(case)
    with unit_of_work():
        agreeing.say(db.session.get_one(Case, case.id), agreed=False, by=cast.visitor(case))
    office(app).get_page(path, 404)
    assert path not in office(app).get_page(path.removesuffix("/certificate.pdf")).text


def test_there_is_none_once_the_result_is_withdrawn(app: Flask, cast: Cast) -> None:
    case = scene.awarded(cast)
    path = at(case)
    with unit_of_work():
        withdrawal.withdraw(db.session.get_one(Case, case.id), reason=NotPublishedReason.PRIVACY, note="再看。", by=cast.actor("director"))
    office(app).get_page(path, 404)
