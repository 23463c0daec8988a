"""After a red slip: the head's explanation, the confidential proposal; units on paper; supporting units (HB-66, HB-67, X-14)."""

from datetime import date, timedelta

import pytest

from portal.cases import explanation, invariants, ladder_desk, proposal, referral, reply, slip, support, timeline
from portal.cases.case import Case, Outcome, State
from portal.cases.proposal import Addressee, Decision
from portal.cases.slip import Slip
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from tests.cases.ladder_scene import ALL, B, acknowledge, explain, late, on, out, paper_unit, red, sheet
from tests.cast import Cast


@pytest.mark.parametrize("by", ["officer", "liaison", "rep", "director", "office", "admin", "inspector"])
def test_x14_only_the_head_of_the_unit_explains(cast: Cast, by: str) -> None:
    """rules.md §12 no. 8: another user of the unit cannot fulfil it."""
    case, row = red(cast)
    with pytest.raises(NotAllowed):
        explain(cast, case, row, by)
    given = explain(cast, case, row)
    assert (given.signed_by, given.scan_id, explanation.owed(case)) == ("head甲", None, [])
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.text, told.facts) == ("explanation.write", "", {"slip": "督红〔2026〕1号", "name": "head甲"})
    with pytest.raises(Moved, match="explanation_not_owed"):
        explain(cast, case, row)


def test_an_explanation_that_does_not_come_is_seen_and_a_reply_is_none(cast: Cast) -> None:
    """HB-66: overdue after three working days, also when the unit has replied and when the matter is over."""
    case, row = red(cast)
    assert not explanation.is_late(row, date(2026, 3, 26)) and explanation.is_late(row, date(2026, 3, 27))
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    assert case.state is State.CLOSED and explanation.owed(case) == [row] and explanation.is_late(row, date(2026, 3, 27))
    explain(cast, case, row)
    assert not explanation.is_late(row, date(2026, 3, 27))


def propose(cast: Cast, case: Case, row: Slip, addressee: Addressee = Addressee.COMMITTEE, by: str = "rep") -> proposal.Proposal:
    with unit_of_work():
        return proposal.propose(case, row, addressee=addressee, facts="两次督办仍未办理。", opinion="建议问责。", by=cast.actor(by))


@pytest.mark.parametrize(("addressee", "reads"), [(Addressee.COMMITTEE, {"rep", "steering"}), (Addressee.OFFICE, {"rep", "office"})])
def test_hb67_a_proposal_is_read_by_its_author_and_its_addressee(cast: Cast, addressee: Addressee, reads: set[str]) -> None:
    case, row = red(cast)
    given = propose(cast, case, row, addressee)
    everybody = ("rep", "rep-2", "office", "steering", "director", "liaison", "clerk", "officer", "head", "admin", "member")
    assert {login for login in everybody if proposal.readable(case, cast.actor(login)) == [given]} == reads
    story = timeline.story(case)
    assert [(event.text, event.facts, event.for_visitor) for event in story if event.act == "proposal.write"] == [("", {}, False)]
    decider = (reads - {"rep"}).pop()
    for by in sorted(set(everybody) - {decider}):
        with pytest.raises((Missing, NotAllowed)), unit_of_work():
            proposal.decide(case, given, decision=Decision.TALKED, answer="已约谈。", by=cast.actor(by))
    with unit_of_work():
        proposal.decide(case, given, decision=Decision.TALKED, answer="已约谈。", by=cast.actor(decider))
    assert (given.decision, given.answer, given.decided_by_id) == (Decision.TALKED, "已约谈。", cast.person(decider).id)
    with pytest.raises(Moved), unit_of_work():
        proposal.decide(case, given, decision=Decision.TAKEN_UP, answer="又改。", by=cast.actor(decider))


def test_hb67_nobody_of_the_unit_reads_it_whatever_else_they_are(cast: Cast) -> None:
    case, row = red(cast)
    propose(cast, case, row, Addressee.OFFICE)
    with unit_of_work():
        person.grant(cast.person("head"), Role.OFFICE, clock.today())
    assert proposal.readable(case, cast.actor("head")) == [] and len(proposal.readable(case, cast.actor("office"))) == 1


def test_hb67_only_after_a_red_slip_and_once_for_each(cast: Cast) -> None:
    """rules.md §12 no. 8: a proposal can be made only now."""
    case = late(cast)
    with pytest.raises(Refused, match="proposal_red"):
        propose(cast, case, out(cast, case, B))
    case, row = red(cast)
    with pytest.raises(NotAllowed):
        propose(cast, case, row, by="liaison")
    propose(cast, case, row)
    with pytest.raises(Refused, match="proposal_red"):
        propose(cast, case, row)
    sealed, other = red(cast, kind=4, category="O1", unit="街道纪检部门", target="区水务公司")
    with pytest.raises(Refused, match="proposal_sealed"):
        propose(cast, sealed, other)
    assert propose(cast, sealed, other, Addressee.OFFICE).decided_at is None


def test_a_unit_without_accounts_goes_the_whole_way_on_paper(cast: Cast) -> None:
    """HB-50, §9 row 10: acknowledgement, slip, reply and explanation entered by the liaison, with scan and both times."""
    case = cast.referred(unit=paper_unit())
    on(date(2026, 3, 3))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("liaison"), paper=sheet())
    on(date(2026, 3, 10))
    yellow = out(cast, case, B)
    on(date(2026, 3, 23))
    row = out(cast, case, slip.Level.A)
    on(date(2026, 3, 24))
    assert [step.act for step in ladder_desk.steps(cast.actor("liaison"))] == ["behalf.slip", "behalf.slip", "behalf.explanation"]
    assert acknowledge(cast, case, row, "liaison", sheet()) == clock.now() - timedelta(minutes=30)
    given = explain(cast, case, row, "liaison", sheet())
    with unit_of_work():
        answer = reply.write(case, text="已修好。", claim=Outcome.SOLVED, officer="经办乙", signed_off_by="王主任",
                             by=cast.actor("liaison"), paper=sheet(60))
    assert (given.signed_by, given.happened_at, given.entered_at) == ("王主任", clock.now() - timedelta(minutes=30), clock.now())
    assert given.scan is not None and given.scan.kind == "unit_paper"
    assert (answer.paper_at, answer.person_id) == (clock.now() - timedelta(minutes=60), cast.person("liaison").id)
    assert yellow.answered_at == clock.now() and case.state is State.REPLIED
    story = timeline.story(case)
    assert [event.act for event in story if event.act.startswith("behalf.")] == [
        "behalf.acknowledge", "behalf.slip", "behalf.explanation", "behalf.reply"]
    assert all(event.entered_at > event.happened_at and event.facts["scan"] for event in story if event.act.startswith("behalf."))
    assert invariants.broken() == []


def test_whoever_can_sign_in_is_not_answered_for(cast: Cast) -> None:
    """Nothing is entered on behalf of a unit that has accounts, by nobody but the liaison, and nothing later than now."""
    case, row = red(cast)
    for act in (lambda: acknowledge(cast, case, row, "liaison", sheet()), lambda: explain(cast, case, row, "liaison", sheet())):
        with pytest.raises(Refused, match="behalf_account"):
            act()
    with unit_of_work():
        for grant in cast.person("head").grants:
            grant.until = clock.today() - timedelta(days=1)
    on(date(2026, 3, 24))
    assert explain(cast, case, row, "liaison", sheet()).signed_by == "王主任"  # no head can sign in, though an officer can
    lone = cast.referred(unit=paper_unit())
    for by, minutes, refused in (("clerk", 5, NotAllowed), ("liaison", -5, Refused), ("liaison", 9_999_999, Refused)):
        with pytest.raises(refused), unit_of_work():
            referral.acknowledge(lone, by=cast.actor(by), paper=sheet(minutes))
    assert lone.state is State.REFERRED


def test_supporting_units_tell_the_lead_and_see_nothing_more(cast: Cast) -> None:
    """§3.1 first receiver leads: named beside it, a note to the lead, no reply, no access to the file."""
    case = cast.handling()
    with unit_of_work():
        row = support.name(case, [cast.unit("区水务公司").id], by=cast.actor("liaison"))[0]
    helper = cast.actor("officer-2")
    assert support.of_units(helper) == [row] == [support.one(row.id, helper)] and support.of_units(cast.actor("officer")) == []
    with unit_of_work():
        note = support.note(row, text="管道由我方先改。", by=helper)
    assert [each.text for each in support.notes_of(case)] == ["管道由我方先改。"] and note.person_id == cast.person("officer-2").id
    with pytest.raises(NotAllowed), unit_of_work():
        support.note(row, text="我也说", by=cast.actor("officer"))
    for unit in ("街道城市管理办", "区水务公司"):
        with pytest.raises(Refused, match="support_unit"), unit_of_work():
            support.name(case, [cast.unit(unit).id], by=cast.actor("liaison"))
    cast.reply(case)
    assert support.of_units(helper) == []
    with pytest.raises(Moved, match="support_over"), unit_of_work():
        support.note(row, text="晚了", by=helper)
    sealed = cast.referred(kind=4, category="O1", unit="街道纪检部门", target="区水务公司")
    with pytest.raises(Refused, match="support_unit"), unit_of_work():
        support.name(sealed, [cast.unit("区水务公司").id], by=cast.actor("liaison"))


def test_verify_names_what_is_broken_on_the_ladder(cast: Cast) -> None:
    """A lost number, a red slip out of nowhere, an explanation by an officer, a slip nobody signed."""
    case, row = red(cast)
    explain(cast, case, row)
    assert invariants.broken() == []
    with unit_of_work():
        row.serial, row.countersigned_by_id = 2, row.drawn_up_by_id
        for grant in cast.person("head").grants:
            grant.role = Role.UNIT_OFFICER
        slip.of_case(case)[0].serial = None
    found = "\n".join(invariants.broken())
    for words in ("1 red slips up to number 2", "without a yellow one before it", "not the head of the unit", "second person's signature"):
        assert words in found
    assert ALL and db.session.get(Case, case.id) is case
