"""Every act of the office, overtaken: what others wrote stands beside what I typed, while it can still be sent and when it cannot (R13)."""

import io
import re
from typing import Any

import pytest

from portal.cases import acceptance, care, danger, excluded_person, standstill, visitor
from portal.cases.case import Case
from portal.cases.pause import PauseReason
from portal.foundation.unit_of_work import unit_of_work
from portal.network import excluded
from portal.web.office.acts import TABLE
from tests.cast import Cast
from tests.judge import Seen
from tests.recording import picture
from tests.web.office import ladder_acts, meeting_acts, test_act_happy
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import RATE, nothing

INFORMED, REVEALED, ENDED, AGAIN = "门口往西还有两盏。", "核对回访电话。", "不想办了，谢谢。", "灯又灭了一回。"


def held(cast: Cast, case: Case) -> None:
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=5, note="灯杆要送检", by=cast.actor("liaison"))


def withdrawn(cast: Cast, case: Case) -> None:
    with unit_of_work():
        care.withdraw(case, own_will=True, reason=ENDED, by=cast.visitor(case))


def said(cast: Cast, case: Case) -> None:
    with unit_of_work():
        excluded_person.name(case, words="城管的小李", by=cast.visitor(case))


def endangered(cast: Cast, case: Case) -> None:
    with unit_of_work():
        danger.mark(case, reason="老人倒在家里。", by=cast.actor("liaison"))


ROWS = {row.noun.replace("_", "-"): row for row in TABLE}
# noun: (step of the cast, what happens before, who, what is typed)
SCENES: dict[str, tuple[str, Any, str, dict[str, Any]]] = {
    noun: (step, before, login, data) for noun, (step, before, login, data, _) in (test_act_happy.ACTS | ladder_acts.ACTS).items()} | {
    "rating": ("delivered", nothing, "clerk", RATE | {"words": "灯亮了，谢谢。"}),
    "withdrawal": ("handling", nothing, "liaison", {"own_will": "y", "reason": "自己修好了。"}),
    "asking-again": ("handling", nothing, "clerk", {"asked_by": "phone", "words": "到底哪天修？"}),
    "offer-answer": ("handling", meeting_acts.offered, "liaison", {"said": "accepted"}),
    "pause": ("handling", nothing, "liaison", {"reason": "appraisal", "days": "5", "note": "灯杆要送检测所。"}),
    "run-on": ("handling", held, "liaison", {"note": "检测报告到了。"}),
    "follow-up": ("closed", nothing, "liaison", {"reached": "1", "way": "phone", "told": "1", "understood": "1", "solved": "yes", "note": "灯都亮着。"}),
    "inspection": ("closed", nothing, "liaison", {"holds": "1", "note": "现场看了，五盏都亮。"}),
    "call-back": ("referred", withdrawn, "liaison", {"own_will": "1", "note": "说是自己要撤的。"}),
    "merger": ("register", nothing, "liaison", {"into": "LEADING", "told": "y"}),
    "split": ("register", nothing, "liaison", {"words": "井盖也松了。", "stays": "本号只办路灯。"}),
    "danger": ("handling", nothing, "clerk", {"reason": "老人倒在家里。"}),
    "danger-withdrawal": ("handling", endangered, "liaison", {"reason": "已送医院，平安。"}),
    "voiding": ("register", nothing, "director", {"reason": "点错了号。"}),
    "attachments": ("register", nothing, "liaison", {"files": "SCAN"}),
    "kept": ("handling", nothing, "liaison", {"who": "officer"}), "kept-resolved": ("handling", said, "office", {"row": "ROW", "who": "officer"}),
    "kept-lifted": ("handling", said, "office", {"row": "ROW", "reason": "弄错了人。"}), "interest-noted": ("handling", nothing, "director", {"who": "officer", "reason": "是亲戚。"}),
}
LOSES = {"interest"}  # whoever sends it has the matter no more: tests/web/office/test_excluded_acts.py
WORDLESS = {"voiding"}  # cases nobody has said anything in
TYPED = {"reason", "words", "question", "text", "note", "opinion", "decision", "explanation", "body", "asked", "answer", "next", "disagree", "said",
         "demand", "cause", "stays", "responsibility", "measures", "facts"}
HAN = re.compile(r"[\u4e00-\u9fff]")  # what is ticked is sent in Latin letters
# what the others who may act do not read: the answer to the call goes sealed to the station above, the words of an offer are the visitor's alone
SEALED = {"call-back", "offer"}
# files are added, notes written, contact data corrected and a visitor's word on a nomination changed also when it is over: nobody takes the time for it away; files and notes for the desk write nothing into the story
ALWAYS, SILENT = {"attachments", "contact", "nomination-word", "kept", "interest-noted", "note"}, {"attachments", "note"}


def test_every_act_has_a_scene() -> None:
    assert set(SCENES) | LOSES == set(ROWS)


def filled(stage: Stage, noun: str, number: str, leading: str) -> dict[str, Any]:
    """What is typed, with people, files and numbers in their places."""
    data = test_act_happy.typed(stage, noun, SCENES[noun][3])
    sent = {name: (io.BytesIO(picture(3)), "a.png") if value == "SCAN" else leading if value == "LEADING" else value for name, value in data.items()}
    if sent.get("row") == "ROW":
        sent["row"] = str(stage.ask(number, lambda case: excluded.of_case(case.id)[0].id))
    if noun == "slip-withdrawal":
        sent["slip"] = stage.open("rep", number, noun).value("slip")
    return sent


def scans(stage: Stage, noun: str, number: str, leading: str) -> dict[str, Any]:
    """The files of a paper once more: those that were sent are read to their end."""
    return {name: value for name, value in filled(stage, noun, number, leading).items() if not isinstance(value, str)} if noun.startswith("paper") else {}


def words_of(data: dict[str, Any]) -> dict[str, str]:
    """What a person wrote of it, blanks folded."""
    return {name: " ".join(value.split()) for name, value in data.items() if name in TYPED and isinstance(value, str) and HAN.search(value)}


def part(page: Seen, name: str) -> str:
    """What stands in one half of the page, written or typed, blanks folded."""
    half = next(one for one in page.document().iter("section") if one.get("id") == name)
    return " ".join(("".join(half.itertext()) + " ".join(one.get("value") or "" for one in half.iter("input"))).split())


def aside(cast: Cast, case: Case) -> None:
    """Something that takes nobody's act away: the visitor adds a word; when it is over, or empty, somebody looks who it was."""
    with unit_of_work():
        if case.is_open and case.words:
            acceptance.inform(case, words=INFORMED, by=cast.visitor(case))
        else:
            visitor.reveal(case, reason=REVEALED, by=cast.actor("liaison"))


def over(cast: Cast, case: Case) -> None:
    """Something that takes away what is still possible."""
    with unit_of_work():
        if case.is_open:
            care.withdraw(case, own_will=True, reason=ENDED, by=cast.visitor(case))
        else:
            care.reopen(case, reason=AGAIN, by=cast.actor("liaison"))


def halves(stage: Stage, noun: str, number: str, answer: Seen, mine: dict[str, Any]) -> bool:
    """Both halves as they must be; whether the act may still be sent."""
    for name, words in words_of(mine).items():
        assert words in part(answer, "typed"), f"{name} is gone"
    login = SCENES[noun][2]
    still = stage.ask(number, lambda case: ROWS[noun].offered(Cast().actor(login), case))
    assert ("仍然提交" in answer.words()) == still
    return bool(still)


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # that a version is compared on both databases is tests/cases/test_at_once.py
@pytest.mark.parametrize("noun", sorted(SCENES))
def test_R13_who_did_what_meanwhile_stands_beside_what_i_typed(stage: Stage, noun: str) -> None:
    step, before, login, _ = SCENES[noun]
    leading = stage.case("register")
    number = stage.case(step, **({"words": "", "needs_writer": True} if noun in WORDLESS else {}))
    stage.do(number, before)
    theirs = filled(stage, noun, number, leading)
    mine = {name: f"我写的：{value}" if name in words_of({name: value}) else value for name, value in filled(stage, noun, number, leading).items()}
    form = stage.open(login, number, noun)
    stage.do(number, aside)
    answer = stage.post(login, number, noun, form, dict(mine), 409)
    assert (INFORMED in part(answer, "meanwhile")) != (REVEALED in part(answer, "meanwhile"))
    kinds = {halves(stage, noun, number, answer, mine)}
    if noun not in SILENT:
        stage.send(login, number, noun, theirs, 200 if ROWS[noun].answer else 303)  # a new number and code stand on the page that answers
        mine |= scans(stage, noun, number, leading)
        answer = stage.post(login, number, noun, answer, dict(mine), 409)
        told = part(answer, "meanwhile")
        assert f"{login}甲" in told and INFORMED not in told and REVEALED not in told
        for name, words in words_of(theirs).items() if noun not in SEALED else ():
            assert words in told and mine[name] not in told, f"what {login} wrote in {name}"
        kinds.add(halves(stage, noun, number, answer, mine))
    if kinds == {True} and noun not in ALWAYS:
        stage.do(number, over)
        mine |= scans(stage, noun, number, leading)
        answer = stage.post(login, number, noun, answer, dict(mine), 409)
        assert ENDED in part(answer, "meanwhile") or AGAIN in part(answer, "meanwhile")
        kinds.add(halves(stage, noun, number, answer, mine))
    assert kinds == ({True} if noun in ALWAYS else {True, False})
