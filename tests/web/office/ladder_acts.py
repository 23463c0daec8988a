"""The acts of the ladder for the tests of all acts: what comes before, who, what is typed, the state afterwards; and who may."""

from typing import Any

from portal.cases import proposal, support, unit_paper
from portal.cases.case import Case
from portal.cases.slip import Level
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.role import Role
from portal.network.unit import Unit
from tests.cases import ladder_scene as scene
from tests.cast import Cast


def late(cast: Cast, case: Case) -> None:
    scene.on(scene.LATE)


def asked(cast: Cast, case: Case) -> None:
    late(cast, case)
    scene.ask(cast, case)


def drawn(cast: Cast, case: Case) -> None:
    late(cast, case)
    scene.draw(cast, case, Level.B, scene.ALL)


def yellow(cast: Cast, case: Case) -> None:
    late(cast, case)
    scene.out(cast, case, Level.B)


def long(cast: Cast, case: Case) -> None:
    yellow(cast, case)
    scene.on(scene.LONG)
    scene.ask(cast, case, very=True)


def red_drawn(cast: Cast, case: Case) -> None:
    long(cast, case)
    scene.draw(cast, case, Level.A, scene.ALL)


def red(cast: Cast, case: Case) -> None:
    long(cast, case)
    scene.out(cast, case, Level.A)


def proposed(cast: Cast, case: Case) -> None:
    red(cast, case)
    with unit_of_work():
        row = proposal.open_for(case)[0]
        proposal.propose(case, row, addressee=proposal.Addressee.OFFICE, facts="拖了两个月。", opinion="建议约谈。", by=cast.actor("rep"))


def supported_on_paper(cast: Cast, case: Case) -> None:
    """A unit nobody of which can sign in supports the lead."""
    with unit_of_work():
        db.session.add(Unit(name="村电管站"))
    with unit_of_work():
        support.name(case, [cast.unit("村电管站").id], by=cast.actor("liaison"))


def no_accounts(cast: Cast, case: Case) -> None:
    """Nobody of the unit can sign in any more: they work on paper."""
    with unit_of_work():
        for login in ("officer", "head"):
            cast.person(login).active = False
    assert not unit_paper.has_account(case.unit_id or 0, cast.actor("liaison"), Role.UNIT_OFFICER)


def on_paper(before: Any) -> Any:
    def make(cast: Cast, case: Case) -> None:
        before(cast, case)
        no_accounts(cast, case)
    return make


PAPER = {"signed_by": "王主任", "scan": "SCAN"}
EXPLANATION = {"cause": "人手不足。", "responsibility": "由我负责。", "measures": "三日内修好。"}
ACTS: dict[str, tuple[str, Any, str, dict[str, Any], str]] = {
    "reminder": ("handling", late, "rep", {"remind_by": "phone_urging", "spoke_to": "经办甲", "said": "请尽快。"}, "handling"),
    "yellow-slip": ("handling", asked, "rep", {"demand": "请五日内办结。"}, "handling"),
    "red-slip": ("handling", long, "rep", {"demand": "请立即办结。"}, "handling"),
    "yellow-signing": ("handling", drawn, "director", {"signed": "1"}, "handling"),
    "red-signing": ("handling", red_drawn, "office", {"signed": "0", "reason": "再等两天。"}, "handling"),
    "slip-withdrawal": ("handling", yellow, "rep", {"slip": "1", "reason": "单位已说明。"}, "handling"),
    "asking-again": ("handling", late, "clerk", {"asked_by": "phone", "very": "y"}, "handling"),
    "pressing": ("handling", late, "liaison", {"asked_by": "in_person", "note": "很着急。"}, "handling"),
    "slip-acknowledgement": ("handling", yellow, "officer", {}, "handling"),
    "head-explanation": ("handling", red, "head", EXPLANATION, "handling"),
    "paper-acknowledgement": ("referred", on_paper(lambda cast, case: None), "liaison", PAPER, "handling"),
    "paper-return": ("referred", on_paper(lambda cast, case: None), "liaison", PAPER | {"reason": "路灯归水务公司代管。", "proposed": "区水务公司"},
                     "return_asked"),
    "paper-extension": ("handling", on_paper(lambda cast, case: None), "liaison", PAPER | {"reason": "等配件。", "days": "3"}, "handling"),
    "paper-slip": ("handling", on_paper(yellow), "liaison", PAPER, "handling"),
    "paper-explanation": ("handling", on_paper(red), "liaison", PAPER, "handling"),
    "paper-reply": ("handling", on_paper(late), "liaison", PAPER | {"text": "已修好，今后每周巡查。", "claim": "solved", "officer": "经办乙"},
                    "replied"),
    "paper-contribution": ("handling", supported_on_paper, "liaison", PAPER | {"text": "电杆已移，其余由主办单位办。", "unit": "1"}, "handling"),
    "supporting": ("handling", late, "liaison", {"unit": "区水务公司"}, "handling"),
    "proposal": ("handling", red, "rep", {"addressee": "committee", "facts": "拖了两个月。", "opinion": "建议约谈。"}, "handling"),
    "proposal-decision": ("handling", proposed, "office", {"decision": "talked", "answer": "已约谈。"}, "handling"),
}
MAY: dict[str, set[str]] = {
    "reminder": {"rep", "liaison"}, "yellow-slip": {"rep"}, "red-slip": {"rep"}, "yellow-signing": {"director", "office"}, "red-signing": {"office"},
    "slip-withdrawal": {"rep"}, "asking-again": {"liaison", "clerk"}, "pressing": {"liaison"}, "slip-acknowledgement": {"officer", "head"},
    "head-explanation": {"head"}, "paper-acknowledgement": {"liaison"}, "paper-slip": {"liaison"}, "paper-explanation": {"liaison"},
    "paper-return": {"liaison"}, "paper-extension": {"liaison"},
    "paper-reply": {"liaison"}, "paper-contribution": {"liaison"}, "supporting": {"liaison", "office"}, "proposal": {"rep"}, "proposal-decision": {"office", "steering"},
}
