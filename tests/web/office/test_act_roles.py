"""Who gets what by every act's page: what one may not see is 404, what one may not do 403, the wrong time 409 (R30, R31, HB-47)."""

from datetime import timedelta

import pytest

from portal.cases import care
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.web.office.acts import TABLE
from tests.cast import SEATS, Cast
from tests.web.office import ladder_acts
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ACCEPT, ACTS

# who may do it, by login; everybody else who sees the case gets 403, whoever does not see it 404
MAY: dict[str, set[str]] = {
    "acceptance": {"liaison"}, "acceptance-extension": {"liaison"}, "refusal": {"liaison"}, "clarification": {"liaison"}, "information": {"liaison"},
    "note": {"liaison", "rep", "director", "office"}, "offer": {"liaison", "rep"}, "offer-withdrawal": {"liaison", "rep"}, "offer-answer": {"liaison"}, "telling": {"liaison", "rep"},
    "ring-back": {"liaison", "clerk"}, "ring-tried": {"liaison", "clerk"},
    "danger": {"liaison", "clerk"}, "danger-withdrawal": {"liaison", "clerk"},
    "answer": {"liaison", "rep"}, "listening": {"liaison", "rep"}, "objection": {"liaison"}, "ruling": {"office"},
    "merger": {"liaison", "director"}, "split": {"liaison", "director"}, "coming-again": {"liaison", "clerk", "rep"}, "forwarding": {"liaison"},
    "referral": {"liaison", "office"}, "acknowledgement": {"officer", "head"}, "return-request": {"officer", "head"},
    "return-decision": {"director", "office"}, "extension-request": {"officer", "head"},
    "extension-decision": {"liaison", "director"},
    "reply": {"officer", "head"}, "passing": {"rep"}, "sending-back": {"rep"}, "summary": {"liaison"}, "confirmation": {"rep"},
    "delivery": {"liaison"}, "try": {"liaison", "clerk"}, "closing": {"liaison", "clerk"}, "rating": {"liaison", "clerk"}, "reception": {"liaison", "clerk"},
    "second-review": {"director", "office"}, "withdrawal": {"liaison"}, "hand-over": {"director", "office"},
    "reopening": {"liaison", "director"}, "voiding": {"director"}, "publication": {"director", "office"}, "withholding": {"director", "office"},
    "showing": {"liaison", "rep", "director", "office"}, "visitor-word": {"liaison"}, "removal": {"director", "office"},
    "anew": {"liaison", "rep", "director", "office"},
    "nomination": {"liaison", "rep", "director"}, "nomination-word": {"liaison"}, "nomination-withdrawal": {"liaison", "rep", "director"}, "award-end": {"office"},
    "progress": {"director"}, "progress-withdrawal": {"director"},
    "attachments": {"liaison"}, "consent": {"liaison"}, "contact": {"liaison"}, "erasure": {"liaison"},
}
# acts whose roles stand in the matrix of tests/network/test_access.py, and whose pages have files of their own
ELSEWHERE = {"kept", "kept-resolved", "kept-lifted", "interest", "interest-noted", "pause", "run-on", "follow-up", "inspection", "call-back"}
# who sees a case of S01 that stands with rep; the unit's people only while it lies with them
SEE = {"office", "steering", "director", "liaison", "clerk", "rep"}
UNIT = {"officer", "head"}


def expected(login: str, noun: str, lies_with_unit: bool) -> int:
    """The status that somebody gets for the page of an act at the right time."""
    sees = login in SEE or (lies_with_unit and login in UNIT)
    return 404 if not sees else 200 if login in MAY[noun] else 403


def prepared(stage: Stage, noun: str) -> tuple[str, bool]:
    """A case at the right time for an act, and whether it lies with the unit."""
    step, before, *_ = ACTS.get(noun, ("register", lambda cast, case: None))
    number = stage.case(step)
    stage.do(number, before)
    return number, stage.ask(number, lambda case: case.unit_id is not None)


@pytest.mark.parametrize("noun", MAY)
def test_HB_47_every_act_for_every_role(stage: Stage, noun: str) -> None:
    number, with_unit = prepared(stage, noun)
    state = stage.state(number)
    for login in SEATS:
        status = expected(login, noun, with_unit)
        stage.open(login, number, noun, status)
        if status != 200:
            stage.browser(login).post_form(f"/office/cases/{number}/{noun}", {"version": "1", "seen": "1"}, status)
    assert stage.state(number) == state


def take_back(cast: Cast, case: Case) -> None:
    with unit_of_work():
        care.withdraw(case, own_will=True, reason="", by=cast.actor("liaison"))


@pytest.mark.parametrize("noun", sorted(set(MAY) - {"hand-over", "attachments", "note", "offer-withdrawal", "contact", "erasure", "information", "objection", "reception", "removal", "ruling",
                                               "nomination-word", "nomination-withdrawal", "award-end"}))  # in whatever state a matter is, while it was nominated
def test_an_act_at_the_wrong_time_is_409_in_words_for_those_whose_act_it_is(stage: Stage, noun: str) -> None:
    opposite = {"reopening": "handling", "publication": "handling", "withholding": "handling", "showing": "handling", "visitor-word": "handling", "anew": "handling", "consent": "handling", "nomination": "handling", "coming-again": "handling",
                "progress-withdrawal": "register"}
    number = stage.case(opposite.get(noun, "closed"))
    if noun in ("consent", "coming-again"):  # the visitor may change their mind as long as the matter is theirs
        stage.do(number, take_back)
    for login in sorted(MAY[noun]):
        page = stage.open(login, number, noun, 409)
        assert "notice-refused" in page.text
        assert "<textarea" not in page.text
        stage.browser(login).post_form(f"/office/cases/{number}/{noun}", {"version": "1", "seen": "1"}, 409)


def test_the_table_of_acts_is_the_table_of_this_test(stage: Stage) -> None:
    assert {row.noun.replace("_", "-") for row in TABLE} == set(MAY) | set(ladder_acts.MAY) | ELSEWHERE


@pytest.mark.parametrize("noun", ["reply", "closing", "rating", "publication", "withholding"])
def test_HB_47_a_representative_sets_no_outcome_and_the_unit_closes_nothing(stage: Stage, noun: str) -> None:
    """Acceptance test 6 of rules.md §12: 403, whatever the form holds."""
    number, with_unit = prepared(stage, noun)
    before = stage.ask(number, lambda case: (case.state, case.claim, case.outcome, case.public_state))
    data = {"version": str(stage.ask(number, lambda case: case.version)), "seen": "1", **ACTS[noun][3]}
    stage.browser("rep").post_form(f"/office/cases/{number}/{noun}", data, 403)
    if noun != "reply" and with_unit:
        stage.browser("officer").post_form(f"/office/cases/{number}/{noun}", data, 403)
    assert stage.ask(number, lambda case: (case.state, case.claim, case.outcome, case.public_state)) == before


def test_a_case_of_another_station_is_not_there(stage: Stage) -> None:
    number = stage.case("register", station="S02")
    for login in ("liaison", "rep", "clerk", "liaison-s90"):
        stage.file(login, number, 404)
    for login in ("liaison-s02", "director", "director-s02", "office"):
        stage.file(login, number)
    stage.browser("liaison").get_page("/office/cases/S01-26-9999", 404)


def test_yt18_where_no_liaison_sits_the_owner_gets_the_liaisons_pages(stage: Stage) -> None:
    """Of S02 the director there, then the liaison of the station above; before, the one got 403 and the other 404 for their own case."""
    for leaves, owner in (("liaison-s02", "director-s02"), ("director-s02", "liaison")):
        number = stage.case("register")  # of S01: somebody's whom nothing changes for
        stage.do(number, lambda cast, case, leaves=leaves: end(cast, leaves))  # type: ignore[misc]
        number = stage.case("register", station="S02")
        for noun in ("acceptance", "refusal", "clarification", "contact"):
            stage.open(owner, number, noun)
        stage.open(owner, number, "passing", 403)
        stage.file("clerk", number, 404)
        assert number in stage.browser(owner).get_page("/office/").text


def end(cast: Cast, login: str) -> None:
    with unit_of_work():
        for held in cast.person(login).grants:
            held.until = clock.today() - timedelta(days=1)


def test_nobody_who_is_not_signed_in_reads_anything(stage: Stage, browse) -> None:  # type: ignore[no-untyped-def]
    number = stage.case("register")
    for path in ("", "/acceptance", "/identity", "/attachments/1", "/explanation"):
        assert browse.get_page(f"/office/cases/{number}{path}", 303).location == "/office/sign-in"


def test_HB_47_an_unknown_deciding_person_is_refused(stage: Stage) -> None:
    number = stage.case("register")
    stage.send("liaison", number, "acceptance", ACCEPT | {"decided_by": stage.id_of("director")}, status=422)
    assert stage.state(number) == "registered"
