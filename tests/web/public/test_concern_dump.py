"""Concerns to take along: portions, few readers at a time, a few bytes for who has them; a part by area after a station moved (SD-43, R58, CT-25)."""

import json

import pytest
from flask import Flask

from portal.commons import concern, concern_published, gathering, motion
from portal.commons.concern import Concern
from portal.commons.motion import Motion
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.web.public import readers
from portal.web.public.readers import Reading
from tests.cast import Cast
from tests.commons import alike
from tests.judge import Judge
from tests.statements import asked
from tests.web.public.results import publish

ALL = "/concerns.jsonl"


def put_up(cast: Cast, count: int) -> list[Concern]:
    """So many on the board, each with a motion that was sent."""
    found = []
    for _ in range(count):
        row = alike.shown(cast)
        with unit_of_work():
            given = motion.write(row, title="东门一带增设路灯", reasons="这一带人多，夜里没有灯。", unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor("rep"))
        with unit_of_work():
            motion.send(db.session.get_one(Motion, given.id), by=cast.actor("liaison"))
        found.append(row)
    return found


def test_sd43_in_portions_they_are_all_there_each_motion_behind_its_concern(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    put_up(cast, 3)
    whole = browse.get(ALL, buffered=True).text
    assert [json.loads(one)["number"].split("-")[0] for one in whole.splitlines()] == ["CONCERN", "MOTION"] * 3
    monkeypatch.setattr(concern_published, "AT_ONCE", 2)
    assert browse.get(f"{ALL}?", buffered=True).text == whole
    assert browse.head(ALL).status_code == 200


def test_x17_as_many_reads_for_three_as_for_one(app: Flask, cast: Cast) -> None:
    counts = []
    for more in (1, 2):
        put_up(cast, more)
        db.session.close()
        with asked(db.engine) as seen:
            assert list(concern_published.everything())
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_r58_whoever_comes_while_two_read_is_told_when_to_come_again(cast: Cast, browse: Judge) -> None:
    slow = [Reading() for _ in range(readers.MOST)]
    try:
        late = browse.get(ALL, buffered=True)
        assert late.status_code == 429 and late.headers["Retry-After"] == str(readers.AGAIN)
    finally:
        for one in slow:
            one.leave()
    for _ in range(3):
        assert browse.get(ALL, buffered=True).status_code == 200


def test_who_has_them_is_told_so_until_one_more_or_an_answer_stands_there(cast: Cast, browse: Judge) -> None:
    put_up(cast, 1)
    for change in (lambda: motion.answer(db.session.query(Motion).one(), text="同意，4 月底前装好。", answered_on=cast.actor("liaison").at.date(), by=cast.actor("liaison")),
                   lambda: gathering.end(concern.kept_by(db.session.query(Concern).one().id, cast.actor("director")), by=cast.actor("director"))):
        mark = browse.get(ALL, buffered=True).headers["ETag"]
        assert browse.get(ALL, headers={"If-None-Match": mark}).status_code == 304
        with unit_of_work():
            change()
        assert browse.get(ALL, headers={"If-None-Match": mark}, buffered=True).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_ct04_a_part_by_area_is_read_anew_after_a_station_moved(cast: Cast, browse: Judge, kind: str) -> None:
    """Which rows lie in an area depends on the tree of stations, too."""
    with unit_of_work():
        places.put_below(cast.station("S02"), None, by=cast.actor("admin"))
    number = publish(cast).number
    path = f"/results.{kind}?area=S02"
    first = browse.get(path, buffered=True)
    assert number not in first.text
    with unit_of_work():
        places.put_below(cast.station("S01"), cast.station("S02"), by=cast.actor("admin"))
    again = browse.get(path, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert again.status_code == 200 and number in again.text
