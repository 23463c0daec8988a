"""Visitors' own words for committee and government: not rewritten, nobody in them, only what was masked and agreed to (HB-27, SG-07, HB-44)."""

import csv
import io
from datetime import date, timedelta

import pytest

from portal.cases import evidence, excluded_person, preparing, publication
from portal.cases.case import Case
from portal.cases.evidence import Counts, Wanted
from portal.cases.mask import MaskKind
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network.audit import AuditEntry
from tests.cast import Cast
from tests.kiosk.hand import rows
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY

ASKED = Wanted(date(2026, 1, 1), date(2026, 12, 31))
SENT = {"first": "2026-01-01", "last": "2026-12-31", "station": ""}
TOLD = "=王家塘边的路灯坏了，\n第二行原样留着。"


def shown(cast: Cast, *, words: str = TOLD, cover: str = "王家塘", agreed: bool = True) -> Case:
    case = cast.closed(words=words)
    with unit_of_work():
        if cover:
            preparing.cover_words(case, cover, kind=MaskKind.ADDRESS, by=cast.actor("liaison"))
        preparing.show(case, by=cast.actor("liaison"))
    if agreed:
        with unit_of_work():
            preparing.answer(case, preparing.Word.WELL, by=cast.visitor(case))
    return case


def words(cast: Cast, login: str = "office", wanted: Wanted = ASKED) -> list[tuple[str, str]]:
    with unit_of_work():
        return [(told.number, told.words) for told in evidence.export(wanted, by=cast.actor(login))]


def test_hb27_words_are_given_as_they_were_told_with_what_was_covered_covered(cast: Cast) -> None:
    case = shown(cast)
    covered = TOLD.replace("王家塘", "〔住址略〕")
    assert words(cast) == [("", covered)], "what is not public has no number"
    with unit_of_work():
        publication.publish(case, by=cast.actor("director"))
    assert words(cast) == [(case.number, covered)], "and stands in it once when it is"
    assert [(row.act, row.facts["n"]) for row in rows(AuditEntry) if row.act == "evidence_exported"] == [("evidence_exported", 1)] * 2


def test_hb27_what_nobody_masked_yet_or_its_visitor_may_still_object_to_is_counted_alone(cast: Cast) -> None:
    cast.register(words="没有人看过的话。")
    cast.closed(words="还没打码的话。")
    shown(cast, words="刚给来访人看。", cover="", agreed=False)
    assert words(cast) == [] and evidence.counted(ASKED, by=cast.actor("office")) == Counts(0, 3)
    clock.freeze(clock.now() + timedelta(hours=49))
    assert [said for _, said in words(cast)] == ["刚给来访人看。"] and evidence.counted(ASKED, by=cast.actor("office")) == Counts(1, 2)


def test_hb44_x04_no_sealed_words_none_of_who_did_not_agree_none_of_what_one_is_kept_from(cast: Cast) -> None:
    cast.accepted(kind=4, category="O1")
    case = shown(cast)
    assert evidence.counted(ASKED, by=cast.actor("office")) == Counts(1, 0), "a report about officials is not even counted"
    with unit_of_work():
        excluded_person.declare(case, by=cast.actor("director"))
    assert words(cast, "director") == [] and evidence.counted(ASKED, by=cast.actor("director")) == Counts(0, 0)
    assert len(words(cast)) == 1
    with unit_of_work():
        case.publish_words = False
    assert words(cast) == []


def test_by_station_and_days(cast: Cast) -> None:
    shown(cast)
    assert words(cast, "director-s02") == [], "a station below does not see the one above"
    assert len(words(cast, "director")) == 1
    assert words(cast, wanted=Wanted(ASKED.first, ASKED.last, cast.station("S02"))) == []
    assert words(cast, wanted=Wanted(date(2027, 1, 1), date(2027, 2, 1))) == []


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "member", "officer", "admin", "steering", "volunteer"])
def test_nobody_else_takes_it(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/evidence", 403)
    with stage.app.app_context(), pytest.raises(NotAllowed):
        evidence.export(ASKED, by=Cast().actor(login))


def test_r65_the_file_opens_in_a_spreadsheet_and_holds_nobody(stage: Stage) -> None:
    with stage.app.app_context():
        shown(Cast())
    office = stage.browser("office")
    seen = office.post_form("/office/evidence", SENT, 200).words()
    assert "表里有 1 件" in seen
    answer = office.post("/office/evidence/file", data={"csrf_token": office.token("/office/evidence"), **SENT})
    assert answer.status_code == 200 and answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    line = dict(zip(*table, strict=True))
    assert line["原话"] == "'" + TOLD.replace("王家塘", "〔住址略〕") and line["打码处数"] == "1" and line["月份"] == "2026-03"
    for secret in ("测某甲", "12000000017", "王家塘", "S01-26-"):
        assert secret not in answer.data.decode()
    assert SAY("office.people.station_unknown") in office.post_form("/office/evidence", SENT | {"station": "S77"}, 422).words()
    office.post_form("/office/evidence/file", SENT | {"last": "2025-01-01"}, 422)


def test_the_file_is_taken_after_showing_who_one_is(stage: Stage) -> None:
    office = stage.browser("office")
    office.get_page("/office/evidence")
    clock.freeze(clock.now() + timedelta(minutes=20))
    assert "/office/proof" in office.post_form("/office/evidence/file", SENT, 307).location
