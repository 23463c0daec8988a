"""A concern stands on the board only when two people stand for its words, as a result does (practice.md §6.4, SD-50)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.commons import concern, gathering, motion
from portal.commons.concern import Concern, Standing
from portal.commons.motion import Motion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audited
from portal.network.audit import AuditEntry
from tests.cast import Cast
from tests.commons import alike
from tests.web.office.test_terminals import office


def act(cast: Cast, verb: Callable[..., None], row: Concern, login: str, **more: str) -> None:
    name = "concern.show" if verb is gathering.show else "concern.keep"
    with unit_of_work():
        verb(concern.kept_by(row.id, cast.actor(login), name), by=cast.actor(login), **more)


def standing(row: Concern) -> Standing:
    db.session.rollback()
    return db.session.get_one(Concern, row.id).standing


@pytest.mark.parametrize("second", ["director", "office"])
def test_who_worded_it_never_lets_it_up_and_somebody_else_does(cast: Cast, second: str) -> None:
    row = alike.worded(cast, alike.gathered(cast))
    with pytest.raises(Refused, match="concern_second"):
        act(cast, gathering.show, row, "liaison")
    act(cast, gathering.show, row, second)
    assert standing(row) is Standing.PUBLIC


def test_a_small_station_has_the_director_above(cast: Cast) -> None:
    """At S02 the director wrote it: the one above, of S01, lets it up; a representative and a neighbour never do."""
    cases = [cast.register("S02", words=words).case for words in alike.TOLD]
    with unit_of_work():
        row = gathering.gather([case.number for case in cases], locale="zh_Hans", by=cast.actor("director-s02"))
    act(cast, gathering.word, row, "director-s02", title=alike.TITLE, text=alike.TEXT, place="")
    with pytest.raises(Refused, match="concern_second"):
        act(cast, gathering.show, row, "director-s02")
    for login in ("rep-s02", "liaison", "clerk"):
        with pytest.raises(Missing):
            act(cast, gathering.show, row, login)
    act(cast, gathering.show, row, "director")
    assert standing(row) is Standing.PUBLIC


def test_what_stands_is_not_reworded_by_one_and_once_down_needs_two_again(cast: Cast) -> None:
    row = alike.shown(cast)
    with pytest.raises(Refused, match="concern_stands"):
        act(cast, gathering.word, row, "director", title="另一件", text="另一件事。", place="")
    act(cast, gathering.hide, row, "liaison")
    act(cast, gathering.word, row, "director", title="东门照明", text="东门外一段路夜间没有照明。", place="")
    with pytest.raises(Refused, match="concern_second"):
        act(cast, gathering.show, row, "director")
    act(cast, gathering.show, row, "liaison")
    assert standing(row) is Standing.PUBLIC


def test_the_page_offers_the_button_to_the_other_one_alone(app: Flask, cast: Cast) -> None:
    row = alike.worded(cast, alike.gathered(cast))
    path = f"/office/concerns/{row.id}"
    assert "这段说明是您写的" in office(app).get_page(path).words() and f"{path}/show" not in office(app).get_page(path).text
    assert f"{path}/show" in office(app, "director").get_page(path).text and f"{path}/show" in office(app, "office").get_page(path).text
    assert f"{path}/show" not in office(app, "rep").get_page(path).text
    assert "等另一个人公开" in office(app, "director").get_page("/office/concerns").words()
    office(app).post_form(f"{path}/show")
    assert "要由另一个人公开" in office(app).get_page(path).words() and standing(row) is Standing.DRAFT
    office(app, "director").post_form(f"{path}/show")
    assert "等另一个人公开" not in office(app, "director").get_page("/office/concerns").words()
    office(app, "director").post_form(path, {"title": "x", "text": "y"}, 422)
    assert standing(row) is Standing.PUBLIC


def test_r42_who_lets_it_up_or_takes_it_down_and_who_sends_a_motion_stands_in_the_audit_log(cast: Cast) -> None:
    row = alike.shown(cast)
    with unit_of_work():
        given = motion.write(row, title="增设路灯", reasons="夜里没有灯。", unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor("rep"))
    with unit_of_work():
        motion.send(db.session.get_one(Motion, given.id), by=cast.actor("liaison"))
    with unit_of_work():
        motion.answer(db.session.get_one(Motion, given.id), text="同意。", answered_on=clock.today(), by=cast.actor("liaison"))
    act(cast, gathering.hide, row, "liaison")
    found = [(one.act, one.name, one.person_id) for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)) if one.act in audited.COMMON]
    liaison, director = cast.person("liaison").id, cast.person("director").id
    assert found == [("concern_show", "CONCERN-1", director), ("motion_send", "MOTION-1", liaison), ("motion_answer", "MOTION-1", liaison),
                     ("concern_hide", "CONCERN-1", liaison)]
