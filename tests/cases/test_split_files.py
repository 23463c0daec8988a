"""What goes with a part that is split off: the one who splits says it of every file, and sealed files stand in no open matter (HB-49, HB-44)."""

from typing import Any

import pytest

from portal.cases import attachment, forwarding, invariants, referral, split, target, timeline, visit
from portal.cases.acceptance import Sorting, accept
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case
from portal.cases.intake import Consent, Telling
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.network import access, places
from portal.web.office import attachments, reading, story
from tests.cast import Cast
from tests.recording import picture

SECOND, REPORT = Telling(words="小区门口的井盖松了。"), Telling(words="经办人收了礼。", kind=4)


def with_files(cast: Cast, case: Case, count: int = 3, kind: AttachmentKind = AttachmentKind.VISITOR) -> list[int]:
    with unit_of_work():
        rows = [attachment.attach(case, picture(n + 1), kind=kind, by=cast.actor("liaison")) for n in range(count)]
        db.session.flush()
        return [row.id for row in rows]


def cut(cast: Cast, case: Case, second: Telling = SECOND, **files: list[int]) -> Case:
    with unit_of_work():
        return split.split(case, second, stays="本号只办路灯。", key=codes.new_key(), by=cast.actor("liaison"), **files).case


def held(case: Case) -> list[str]:
    return [row.sha256 for row in attachment.of_case(case)]


def test_hb49_a_file_stays_goes_or_belongs_to_both(cast: Cast) -> None:
    case = cast.accepted()
    files = with_files(cast, case)
    stays, goes, both = held(case)
    other = cut(cast, case, goes=[files[1]], both=[files[2]])
    assert held(case) == [stays, both] and sorted(held(other)) == sorted([goes, both])
    assert {row.kind for row in attachment.of_case(other)} == {AttachmentKind.VISITOR}
    assert {name: timeline.story(case)[-1].facts[name] for name in ("files_went", "files_both")} == {"files_went": 1, "files_both": 1}
    assert cut(cast, case) and held(case) == [stays, both]
    assert attachments.readable(other, cast.actor("clerk")) and not attachments.readable(other, cast.actor("steering"))


def test_practice_6_1_the_contact_is_not_passed_on_for_the_second_part(cast: Cast) -> None:
    """The visitor allowed it for what they told first; of the other part they are asked anew."""
    case = cast.accepted(consent=Consent(True, True, True, share_contact=True))
    other = cut(cast, case)
    assert case.share_contact and not other.share_contact
    assert (other.publish_result, other.publish_words, other.publish_rating) == (True, True, True)


def test_hb49_only_files_of_this_case_that_are_nobodys_answer(cast: Cast) -> None:
    case, elsewhere = cast.handling(), cast.register().case
    theirs, paper = with_files(cast, elsewhere, 1), with_files(cast, case, 1, AttachmentKind.UNIT_PAPER)
    for wrong in (theirs, paper, [999]):
        with pytest.raises(Refused, match="split_files"):
            cut(cast, case, goes=wrong)
        db.session.rollback()
    assert len(held(case)) == 1 and len(held(elsewhere)) == 1 and db.session.query(Case).count() == 2


def test_hb44_a_file_lies_never_with_a_report_and_an_open_matter(cast: Cast) -> None:
    """It stays sealed, or whoever split says that it is about the lamp alone."""
    report = cast.register(kind=4).case
    files = with_files(cast, report, 2)
    with pytest.raises(Refused, match="split_files_sealed"):
        cut(cast, report, both=files[:1])
    db.session.rollback()
    lamp = cut(cast, report, goes=files[:1])
    assert (len(held(report)), len(held(lamp)), lamp.sealed) == (1, 1, False)


def test_hb44_what_an_open_matter_gives_to_a_report_is_sealed_on_both_sides(cast: Cast) -> None:
    case = cast.accepted()
    files = with_files(cast, case, 2)
    report = cut(cast, case, REPORT, goes=files[:1], both=files[1:])
    assert case.sealed and report.sealed and len(held(report)) == 2
    assert not access.can(cast.actor("clerk"), "case.see", case) and not access.can(cast.actor("clerk"), "case.see", report)


def sort_out(cast: Cast, report: Case, about: str) -> None:
    with unit_of_work():
        accept(report, Sorting(4, "O1", points_to_nobody=True, target_unit_id=cast.unit(about).id), decided_by_id=cast.person("rep").id,
               by=cast.actor("liaison"))


def test_sd26_the_first_part_goes_to_a_committee_and_the_second_goes_the_two_steps(cast: Cast) -> None:
    """Once it is said whom the report is about, each part is proposed by the station and referred by the office; neither leaves the sealed ones."""
    with unit_of_work():
        places.route(True, by=cast.actor("admin"))
    first = cast.accepted()
    report = cut(cast, first, REPORT)
    sort_out(cast, report, "街道城市管理办")
    way: dict[str, Any] = {"clock_name": "reply_ordinary", "opinion": "请核查。", "opinion_by_id": cast.person("rep").id}
    assert {unit.name for unit in target.units_for(report)} == {"镇党委", "街道纪检部门"}
    for case, to in ((first, "镇党委"), (report, "街道纪检部门")):
        with pytest.raises(Refused, match="refer_office"), unit_of_work():
            referral.refer(case, to=cast.unit(to), by=cast.actor("liaison"), **way)
        db.session.rollback()
        for act, login in ((forwarding.forward, "liaison"), (referral.refer, "office")):
            with unit_of_work():
                act(case, to=cast.unit(to), by=cast.actor(login), **way)
    theirs = cast.actor("secretary")
    assert access.can(theirs, "case.see", first) and not access.can(theirs, "case.see", report)
    assert report.unit == cast.unit("街道纪检部门") and invariants.broken() == []


def test_hb44_a_committee_that_holds_the_mixed_matter_gets_nothing_of_a_report_about_itself(cast: Cast) -> None:
    """X-04: no sealed part comes of what a unit holds. Told as a matter of its own, neither number, word nor file reaches it."""
    mixed = cast.referred("镇党委")
    files = with_files(cast, mixed, 1, AttachmentKind.STAFF)
    with pytest.raises(Refused, match="split_seen"):
        cut(cast, mixed, REPORT, goes=files)
    db.session.rollback()
    report = cast.register(words=REPORT.words, kind=4).case
    sort_out(cast, report, "镇党委")
    theirs = cast.actor("secretary")
    assert not access.can(theirs, "case.see", report) and visit.matters(mixed.visit_id, theirs) == [mixed] and not mixed.sealed
    assert [unit.name for unit in target.units_for(report)] == ["街道纪检部门"] and invariants.broken() == []


def test_hb49_a_unit_reads_what_is_left_for_it_and_not_what_was_split_off(cast: Cast) -> None:
    """The form promises that the unit reads the line; the other number is the station's."""
    first = cast.handling()
    second = cut(cast, first)
    for login, number in (("officer", False), ("rep", True)):
        told = story.of(first, speaker("zh_Hans"), cast.actor(login))[-1]
        assert (told.event.act, told.event.text) == ("case.split", "本号只办路灯。") and any(second.number in note for note in told.notes) is number


def test_hb44_of_a_sealed_split_no_unit_reads_anything(cast: Cast) -> None:
    first = cast.accepted()
    sort_out(cast, cut(cast, first, REPORT), "街道城市管理办")
    with unit_of_work():
        referral.refer(first, to=cast.unit("镇党委"), by=cast.actor("liaison"), clock_name="reply_simple", opinion="请核查。",
                       opinion_by_id=cast.person("rep").id)
    assert access.can(cast.actor("secretary"), "case.see", first) and "case.split" not in [event.act for event in reading.events(first, cast.actor("secretary"))]
