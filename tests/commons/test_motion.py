"""A concern taken further (CT-25): who writes, signs, sends and answers; and that the answer stays as it came."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.commons import motion
from portal.commons.concern import Concern
from portal.commons.motion import Motion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.commons import alike

ANSWER = "经研究，同意。\n东门一带 4 月底前装灯 12 盏。\n联系电话见公示牌。"


def written(cast: Cast, row: Concern | None = None, login: str = "rep", reasons: str = "这一带人多，夜里没有灯，建议列入本季计划。") -> Motion:
    row = row or alike.shown(cast)
    with unit_of_work():
        return motion.write(row, title="东门一带增设路灯", reasons=reasons, unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor(login))


def do(cast: Cast, given: Motion, verb: str, login: str, **more: object) -> None:
    with unit_of_work():
        getattr(motion, verb)(db.session.get_one(Motion, given.id), by=cast.actor(login), **more)


def test_ct25_written_signed_sent_answered_and_nobody_counted_twice(cast: Cast) -> None:
    row = alike.shown(cast)
    given = written(cast, row)
    for _ in range(2):
        do(cast, given, "sign", "rep-2")
    assert motion.of(row, sent=True) == [] and [names for _, names in motion.of(row)] == [["rep甲", "rep-2甲"]]
    do(cast, given, "send", "liaison")
    do(cast, given, "answer", "liaison", text=ANSWER, answered_on=clock.today())
    ((public, names),) = motion.of(row, sent=True)
    assert (public.answer, public.sha256, len(names)) == (ANSWER, hashlib.sha256(ANSWER.encode()).hexdigest(), 2)
    for verb, more in (("sign", {}), ("send", {}), ("answer", {"text": "改", "answered_on": clock.today()})):
        with pytest.raises(Moved):
            do(cast, given, verb, "rep-2" if verb == "sign" else "liaison", **more)


def test_ct25_only_representatives_of_the_station_write_and_sign_and_only_of_a_public_concern(cast: Cast) -> None:
    for login in ("liaison", "director", "office", "clerk", "officer", "rep-s02"):
        with pytest.raises(NotAllowed):
            written(cast, login=login)
    with pytest.raises(Refused, match="motion_not_public"):
        written(cast, alike.gathered(cast))
    given = written(cast)
    for login in ("rep", "clerk", "liaison-s02", "officer"):
        with pytest.raises(NotAllowed):
            do(cast, given, "send", login)


def test_x05_it_points_to_nobody_and_says_no_private_words(cast: Cast) -> None:
    for reasons, key in (("请找测某甲先生。", "concern_points"), (alike.TOLD[0], "concern_borrowed"), ("  ", "motion_reasons")):
        with pytest.raises(Refused, match=key):
            written(cast, reasons=reasons)


def test_an_answer_has_its_day_and_comes_after_the_sending(cast: Cast) -> None:
    given = written(cast)
    with pytest.raises(Moved):
        do(cast, given, "answer", "liaison", text=ANSWER, answered_on=clock.today())
    do(cast, given, "send", "liaison")
    for days in (-1, 1):
        with pytest.raises(Refused, match="motion_day"):
            do(cast, given, "answer", "liaison", text=ANSWER, answered_on=clock.today() + timedelta(days=days))


def test_what_was_written_never_changes_and_belongs_to_its_concern(cast: Cast) -> None:
    row = alike.shown(cast)
    given = written(cast, row)
    for column in ("reasons", "title", "unit_id"):
        with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
            db.session.execute(text(f"UPDATE motion SET {column} = {column}"))
    other = alike.gathered(cast, [cast.register().case])
    with pytest.raises(Missing), unit_of_work():
        motion.one(given.id, other)
