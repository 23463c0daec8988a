"""Reviewers hear that cases wait for their marks: when new ones came, once more before the days end, and never of a case of their own (ZK-03)."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import award_calls, jobs
from portal.awards import nomination, period
from portal.exchange import postman
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.person import Person
from portal.notices import outbox
from portal.notices.notice import Kind, Notice
from portal.notices.wish import Way
from tests.awards import scene
from tests.cast import NOW, Cast
from tests.web.office.test_terminals import office


def told(kind: Kind) -> set[str]:
    """The logins of all who were told of this kind since the last look; what was found is forgotten."""
    db.session.rollback()
    rows = list(db.session.execute(select(Person.login, Notice.id).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)))
    return {login for login, _ in rows}


def count() -> int:
    db.session.rollback()
    return len(list(db.session.scalars(select(Notice.id).where(Notice.kind.in_((Kind.TO_SCORE, Kind.SCORE_SOON))))))


def test_zk03_those_who_may_score_are_told_once_and_nobody_of_the_station(cast: Cast) -> None:
    """Neither the station's own people nor whoever scored it; the next day they are not told of the same again."""
    scene.start(cast)
    row = scene.agreed(cast)
    scene.score(cast, row, "office", 9)
    assert award_calls.call(clock.now()) == count() > 0
    heard = told(Kind.TO_SCORE)
    assert {"director-s02", "steering", "rep-s02"} <= heard and not heard & {"liaison", "rep", "rep-2", "director", "office", "clerk", "officer"}
    before = count()
    assert award_calls.call(clock.now()) == 0, "once a day"
    clock.freeze(NOW + timedelta(days=1))
    assert (award_calls.call(clock.now()), count()) == (0, before)


def test_a_new_one_is_told_again_and_one_nobody_agreed_to_is_not(cast: Cast) -> None:
    scene.start(cast)
    scene.agreed(cast)
    award_calls.call(clock.now())
    clock.freeze(NOW + timedelta(days=1))
    case = scene.published(cast)
    scene.nominate(cast, case)
    assert award_calls.call(clock.now()) == 0
    clock.freeze(NOW + timedelta(days=2))
    scene.agree(cast, case)
    assert award_calls.call(clock.now()) > 0
    newest = db.session.scalars(select(Notice).where(Notice.kind == Kind.TO_SCORE).order_by(Notice.id.desc())).first()
    assert newest is not None and newest.case_id == case.id


def test_before_the_days_end_those_whose_marks_are_missing_hear_once_more(cast: Cast) -> None:
    of = scene.start(cast, last=clock.today() + timedelta(days=30))
    row = scene.agreed(cast)
    award_calls.call(clock.now())
    assert told(Kind.SCORE_SOON) == set()
    scene.score(cast, row, "steering", 9)
    clock.freeze(NOW + timedelta(days=23))
    assert award_calls.call(clock.now()) > 0
    heard = told(Kind.SCORE_SOON)
    assert "director-s02" in heard and "steering" not in heard
    clock.freeze(NOW + timedelta(days=24))
    assert award_calls.call(clock.now()) == 0
    scene.close(cast, period.one(of.id))
    clock.freeze(NOW + timedelta(days=25))
    assert award_calls.call(clock.now()) == 0, "a closed period waits for nobody"


def test_the_clock_tells_them_and_the_notice_leads_to_the_list(app: Flask, cast: Cast) -> None:
    scene.start(cast)
    case = scene.agreed(cast).case
    number = case.number
    jobs.sweep(app)
    page = office(app, "director-s02").get_page("/office/")
    assert "优秀案例等您评分" in page.words() and number in page.words() and 'href="/office/excellent"' in page.text
    assert nomination.of_case(case)[0].counts
    for locale, said in (("zh_Hant", "優秀案例等您評分"), ("en", "wait for your marks")):
        letter = outbox.Letter(1, Way.MAIL, "x@example.org", locale, Kind.TO_SCORE, number, clock.now())
        assert said in postman._text(letter, app.config["SETTINGS"]) and "/office/excellent" in postman._text(letter, app.config["SETTINGS"])
