"""The papers of a file by their addresses: what each says of a case, who gets it, never who came (HB-60 … 67, practice.md §2)."""

import pytest
from sqlalchemy import select

from portal.cases import explanation, referral, slip
from portal.cases.case import Case
from portal.cases.proposal import Proposal
from portal.cases.slip import Level
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import WORDS, Cast
from tests.judge import Seen
from tests.web.office import ladder_acts
from tests.web.office.stage import Stage

COMERS = ("测某甲", "12000000017")
EVERYBODY = ("rep", "liaison", "director", "office", "clerk", "steering", "officer", "head")


def address(number: str, what: str) -> str:
    return f"/office/cases/{number}/papers/{what}.pdf"


def sheet(stage: Stage, login: str, number: str, what: str, status: int = 200, **more: str) -> Seen:
    """The page of a paper that somebody sends for."""
    return stage.browser(login).post_form(address(number, what), {"page": "1", **more}, status)


def asked(stage: Stage, login: str, number: str, what: str) -> int:
    """What somebody is told who sends for a paper."""
    browser = stage.browser(login)
    return browser.post(address(number, what), data={"page": "1", "csrf_token": browser.token("/office/")}).status_code


def papers(stage: Stage, number: str) -> dict[str, str]:
    """Every paper of a case by its sort, as its address names it."""
    def named(case: Case) -> dict[str, str]:
        rows = {row.level: row.id for row in slip.of_case(case)}
        found = {"referral": f"referral-{referral.of_case(case)[-1].id}", "cover": "cover",
                 "yellow": f"slip-{rows.get(Level.B, 0)}", "red": f"slip-{rows.get(Level.A, 0)}",
                 "explanation": f"explanation-{rows.get(Level.A, 0)}"}
        given = db.session.scalar(select(Proposal.id))
        return found | ({"proposal": f"proposal-{given}"} if given else {})
    return stage.ask(number, named)


def returned(cast: Cast, case: Case) -> None:
    """The first unit returns it, the director gives it to another."""
    with unit_of_work():
        referral.ask_return(case, reason="管网归水务公司管。", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="由区水务公司办理。", by=cast.actor("director"))


@pytest.fixture
def proposed(stage: Stage) -> str:
    """A case that went the whole ladder."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.proposed)
    return number


def test_every_paper_says_what_was_recorded_and_not_who_came(stage: Stage, proposed: str) -> None:
    """§2.3, §2.4, §6: through the station only."""
    wanted = {
        "referral": ("转办单", "请按期办理。", WORDS, "2026-03-09", "街道城市管理办", "回执联", "5个工作日"),
        "yellow": ("黄色督办单", "督黄〔2026〕1号", "2026-03-17", "原定限期", "2026-03-09", "请在限期内办结并答复。",
                   "rep甲", "director甲", "没有群众不满的记录"),
        "red": ("红色督办单", "督红〔2026〕1号", "2026-03-30", "来访人明确表示强烈不满",
                "此前已发督黄〔2026〕1号：", "没有签收", "限2026-03-17办结，已过期", "至今没有答复", "office甲", "3月26日"),
        "explanation": ("书面说明", "督红〔2026〕1号", "2026-03-26", "单位负责人"),
        "proposal": ("问责建议", "保密", "拖了两个月。", "建议约谈。", "上级联络办公室", "没有收到"),
        "cover": ("案卷", "督黄〔2026〕1号", "督红〔2026〕1号", "红色督办单")}
    for name, what in papers(stage, proposed).items():
        seen = sheet(stage, "rep", proposed, what).text
        for said in (proposed, *wanted[name]):
            assert said in seen, (name, said)
        assert not any(said in seen for said in COMERS), name
        assert name == "proposal" or "问责建议<" not in seen


def test_HB_67_who_gets_a_paper(stage: Stage, proposed: str) -> None:
    """A unit gets what was sent to it and no cover; a proposal only its writer and its addressee; strangers nothing at all."""
    gets = {name: {login for login in EVERYBODY if asked(stage, login, proposed, what) == 200}
            for name, what in papers(stage, proposed).items()}
    assert gets["proposal"] == {"rep", "office"}
    assert gets["cover"] == set(EVERYBODY) - {"officer", "head"}
    assert gets["referral"] == gets["yellow"] == gets["red"] == gets["explanation"] == set(EVERYBODY)
    for login in ("rep-2", "liaison-s02", "officer-2", "volunteer", "admin"):
        for what in papers(stage, proposed).values():
            assert asked(stage, login, proposed, what) == 404, (login, what)


def test_a_unit_gets_no_paper_that_was_sent_to_another(stage: Stage) -> None:
    """§3.1: the case came back and went on; the second unit reads its own slip and not the first one's."""
    number = stage.case("handling")
    first = papers(stage, number)["referral"]
    stage.do(number, returned)
    second = papers(stage, number)["referral"]
    assert [asked(stage, "officer-2", number, what) for what in (first, second)] == [404, 200]
    assert [asked(stage, "liaison", number, what) for what in (first, second)] == [200, 200]
    seen = stage.file("officer-2", number).text
    assert f"/papers/{second}.pdf" in seen and f"/papers/{first}.pdf" not in seen


def test_a_slip_that_did_not_go_out_has_no_paper(stage: Stage) -> None:
    """HB-64: nothing goes out before it is countersigned; what is not there and odd names are told nothing."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.drawn)
    waiting = papers(stage, number)["yellow"]
    for what in (waiting, "slip-999", "slip-x", "slip", "cover-1", "referral-²", "nothing", "explanation-1"):
        sheet(stage, "rep", number, what, 404)


def test_HB_44_a_sealed_matter_is_on_paper_only_for_those_who_may_read_it(stage: Stage) -> None:
    number = stage.case("referred", kind=4, unit="街道纪检部门", clock_name="reply_complex", category="Z9")
    what = papers(stage, number)["referral"]
    assert "密封事项" in sheet(stage, "inspector", number, what).text
    looked = ("liaison", "clerk", "steering", "officer")
    seen = {login: asked(stage, login, number, what) for login in looked}
    assert seen == {"liaison": 200, "clerk": 404, "steering": 404, "officer": 404}


def test_the_press_sets_it_and_the_file_and_the_acts_lead_to_it(stage: Stage, proposed: str, inline_press: None) -> None:
    """The liaison of a unit that works on paper finds the tear-off where its answer is entered; a copy says which one it is."""
    found = papers(stage, proposed)
    liaison = stage.browser("liaison")
    pdf = liaison.post(address(proposed, found["yellow"]), data={"copy": "2", "csrf_token": liaison.token("/office/")})
    assert (pdf.status_code, pdf.mimetype, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "存卷" in sheet(stage, "liaison", proposed, found["yellow"], copy="2").text
    assert "交承办单位" in sheet(stage, "liaison", proposed, found["yellow"], copy="0x").text
    links = {login: {name for name, what in found.items() if f"/papers/{what}.pdf" in stage.file(login, proposed).text}
             for login in ("rep", "liaison", "officer")}
    assert links == {"rep": set(found), "liaison": set(found) - {"proposal"},
                     "officer": {"referral", "yellow", "red", "explanation"}}


def test_hb67_that_a_proposal_was_printed_only_its_readers_learn(stage: Stage, proposed: str) -> None:
    """It is confidential until decided: its name in the list of what was printed would tell of it."""
    found = papers(stage, proposed)
    for what in (found["yellow"], found["proposal"]):
        sheet(stage, "rep", proposed, what)
    seen = {login: stage.file(login, proposed).text for login in ("rep", "office", "liaison", "clerk", "director", "steering", "officer")}
    assert {login for login, text in seen.items() if f">{found['proposal']}<" in text} == {"rep", "office"}
    assert {login for login, text in seen.items() if f">{found['yellow']}<" in text} == set(seen) - {"officer"}


def test_the_tear_off_is_at_hand_where_its_answer_is_entered(stage: Stage) -> None:
    """§9 row 10: a unit without accounts works on paper."""
    number = stage.case("referred")
    stage.do(number, ladder_acts.no_accounts)
    assert f"/papers/{papers(stage, number)['referral']}.pdf" in stage.open("liaison", number, "paper-acknowledgement").text


def test_a_withdrawn_slip_says_so_on_its_paper(stage: Stage) -> None:
    """§13: withdrawing needs a reason and stays visible."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.yellow)
    what = papers(stage, number)["yellow"]
    stage.send("rep", number, "slip-withdrawal", {"slip": what.partition("-")[2], "reason": "单位已当面答复，撤回本单。"})
    assert "撤回" in sheet(stage, "liaison", number, what).text


def test_the_form_for_the_head_stays_to_be_had_after_the_explanation_came(stage: Stage, proposed: str) -> None:
    """HB-66: the cover then lists it among the papers of the file."""
    assert stage.ask(proposed, lambda case: len(explanation.owed(case))) == 1
    told = {"cause": "人手不足，排班排错。", "responsibility": "由我负责。", "measures": "三日内修好，每周巡查。"}
    stage.send("head", proposed, "head-explanation", told)
    assert sheet(stage, "liaison", proposed, "cover").text.count("督红〔2026〕1号") == 2
