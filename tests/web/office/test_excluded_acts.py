"""X-04 by its pages: named, resolved, taken back, declared and noted in the office; named and taken back by the visitor; at the desk, online, at the terminal."""

import pytest
from sqlalchemy import select

from portal.cases import care, excluded_person, tracking
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import excluded
from tests.cast import SEATS, Cast
from tests.judge import client_of
from tests.kiosk.hand import Hand
from tests.web.office import visits
from tests.web.office.stage import Stage

# by act, who may: everybody else who sees it gets 403, whoever does not see it 404 (R31)
MAY = {"kept": {"liaison"}, "kept-resolved": {"liaison", "office"}, "kept-lifted": {"director", "office"},
       "interest": {"liaison", "clerk", "rep", "director", "office", "officer", "head"}, "interest-noted": {"director", "office"}}
OWNS = {noun: {"office"} if "liaison" in logins else set() for noun, logins in MAY.items()}  # whoever owns it does what the liaison does
SEE = {"office", "steering", "director", "liaison", "clerk", "rep", "officer", "head"}


def said(cast: Cast, case: Case) -> None:
    """In words that are nobody's whole name."""
    with unit_of_work():
        excluded_person.name(case, words="城管的小李", by=cast.visitor(case))


def named(cast: Cast, case: Case) -> None:
    """One who is not among those asked about."""
    with unit_of_work():
        excluded_person.name(case, people=[cast.person("rep-2").id], by=cast.visitor(case))


def anew(case: Case) -> str:
    """A token of its receipt, fresh."""
    with unit_of_work():
        return tracking.reissue(case, by=Cast().actor("liaison")).token


def kept(stage: Stage, number: str) -> set[str]:
    """The logins of who is kept from it."""
    ids = stage.ask(number, lambda case: excluded.people(case.id))
    return {login for login in SEATS if int(stage.id_of(login)) in ids}


@pytest.mark.parametrize("noun", MAY)
def test_who_gets_the_page_of_each_act(stage: Stage, noun: str) -> None:
    """While nobody has said who is meant, there is none but for the office, above this station (unmeant)."""
    number = stage.case("handling")
    stage.do(number, named)
    for login in SEATS:
        stage.open(login, number, noun, 404 if login not in SEE else 200 if login in MAY[noun] else 403)
    stage.do(number, said)
    for login in SEATS:
        stage.open(login, number, noun, (200 if "office" in MAY[noun] | OWNS[noun] else 403) if login == "office" else 404)


@pytest.mark.parametrize("login", sorted(MAY["interest"]))
def test_whoever_declares_an_interest_is_led_to_the_day_and_finds_it_nowhere(stage: Stage, login: str) -> None:
    number = stage.case("handling")
    assert stage.send(login, number, "interest").location.endswith("/office/")
    for path in ("", "/interest", "/attachments"):
        stage.browser(login).get_page(f"/office/cases/{number}{path}", 404)
    assert number not in stage.browser(login).get_page("/office/").text + stage.browser(login).get_page("/office/cases").text
    stage.file("liaison" if login == "director" else "director", number)
    stage.browser(login).post_form(f"/office/cases/{number}/interest", {"version": "1", "seen": "1"}, 404)


def test_somebody_above_finds_out_who_was_meant_before_anything_goes_out(stage: Stage) -> None:
    """It is on their page of the day; what is typed and nobody's stays in the form. The station, where the one may sit who is meant, finds nothing of it."""
    number = stage.case("accepted")
    stage.do(number, said)
    for login in ("director", "liaison", "clerk", "rep"):
        stage.file(login, number, 404)
        assert number not in stage.browser(login).get_page("/office/").text + stage.browser(login).get_page("/office/cases").text
    assert "查清不让谁看" in stage.browser("office").get_page("/office/").words()
    assert "查清不让谁看" in stage.file("office", number).words() and "城管的小李" in stage.file("office", number).words()
    row = str(stage.ask(number, lambda case: excluded.of_case(case.id)[0].id))
    assert "没有找到这个人" in stage.send("office", number, "kept-resolved", {"row": row, "who": "没有这人"}, 422).words()
    stage.send("office", number, "kept-resolved", {"row": row, "who": "officer甲"})
    assert kept(stage, number) == {"officer"} and "不得查看：officer甲" in stage.file("liaison", number).words()
    assert "查清不让谁看" not in stage.browser("office").get_page("/office/").words()
    assert "到查清来访人说的是谁为止" in stage.file("liaison", number).words()


def test_at_the_desk_the_receipt_is_there_and_it_is_said_that_it_went_up(stage: Stage) -> None:
    """Whoever hears words that are nobody's whole name hands over the receipt, and finds the matter no more."""
    answer = visits.send(stage, 200, words="桌前说的一件事。", kept_words="你们站的阿强")
    number = "S01-26-" + answer.text.split("S01-26-")[1][:4]
    assert "本站谁都打不开" in answer.words() and f'href="/office/cases/{number}"' not in answer.text
    stage.file("liaison", number, 404)
    assert "桌前说的一件事。" in stage.file("office", number).text


def test_a_merged_matter_promises_nothing_it_does_not_keep(stage: Stage) -> None:
    """What goes on is the other one: the page says to ring the station, and the station enters it there."""
    number, other = stage.case("accepted"), stage.case("accepted")
    stage.do(number, lambda cast, case: _merged(cast, case, other))
    browse = client_of(stage.app)
    browse.get_page(f"/t/{stage.ask(number, anew)}", 303)
    shown = browse.get_page("/track/case")
    assert "/track/kept" not in shown.text and "请给站里打电话" in shown.words()
    browse.get_page("/track/kept", 303)
    assert stage.open("liaison", number, "kept", 409) is not None
    stage.send("liaison", other, "kept", {"who": "rep"})
    assert kept(stage, other) == {"rep"}


def _merged(cast: Cast, case: Case, other: str) -> None:
    into = db.session.scalars(select(Case).where(Case.number == other)).one()
    with unit_of_work():
        care.merge(case, into=into, told=True, by=cast.actor("liaison"))


def test_from_above_it_is_noted_and_lifted_with_a_reason(stage: Stage) -> None:
    number = stage.case("handling")
    stage.send("director", number, "interest-noted", {"who": "rep", "reason": "当事人的亲戚"})
    assert kept(stage, number) == {"rep"} and stage.ask(number, lambda case: case.agent_id) == int(stage.id_of("rep-2"))
    stage.file("rep", number, 404)
    assert "当事人的亲戚" not in stage.file("officer", number).words()
    row = str(stage.ask(number, lambda case: excluded.of_case(case.id)[0].id))
    stage.send("office", number, "kept-lifted", {"row": row, "reason": "查过了，不是"})
    assert kept(stage, number) == set()


def test_the_visitor_names_somebody_by_code_and_takes_it_back(stage: Stage) -> None:
    number = stage.case("handling")
    browse = client_of(stage.app)
    browse.get_page(f"/t/{stage.ask(number, anew)}", 303)
    page = browse.get_page("/track/kept")
    assert "rep甲" in page.words() and "请写明是谁" in browse.post_form("/track/kept", {}, 422).words()
    browse.post_form("/track/kept", {"people": stage.id_of("rep"), "words": "officer甲"}, 303)
    assert kept(stage, number) == {"rep", "officer"}
    assert "您说了不让谁看" in browse.get_page("/track/case").words()
    back = stage.ask(number, lambda case: [str(row.id) for row in excluded.of_case(case.id)])
    browse.post_form("/track/kept", {"back": back[0]}, 303)
    assert len(kept(stage, number)) == 1
    browse.post_form("/track/kept", {"back": "99999", "people": stage.id_of("director")}, 422)  # neither was offered
    assert len(kept(stage, number)) == 1


def test_at_the_desk_and_online_it_is_said_with_the_first_word(stage: Stage) -> None:
    """A whole name acts at once; whoever hears it cannot be named to themselves, and nothing typed is lost."""
    ask = client_of(stage.app)
    form = ask.get_page("/ask")
    shown = ask.post_form("/ask", {"key": form.value("key"), "words": "网上说的一件事。", "kept_words": "liaison-s90甲"}, 200)
    number = shown.text.split("S90-26-")[1][:4]
    assert kept(stage, f"S90-26-{number}") == {"liaison-s90"}
    assert f"S90-26-{number}" in stage.browser("director").get_page("/office/cases").text
    stage.file("liaison-s90", f"S90-26-{number}", 404)
    answer = visits.send(stage, 422, words="桌前说的一件事。", kept_words="liaison甲")
    assert "您正在听这件事" in answer.words() and "桌前说的一件事。" in answer.text


def test_at_the_terminal_one_touch_names_somebody_and_the_next_takes_it_back(stage: Stage) -> None:
    hand, rep, other = Hand(client_of(stage.app)), stage.id_of("rep"), stage.id_of("rep-2")
    hand.get("/kiosk/at/S01", 303)
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=K")
    hand.tell(words="路灯坏了。")
    for _ in range(3):
        hand.tell()
    assert "没有指定" in hand.tell("apart").text or "rep甲" in hand.seen.words()
    assert hand.tell(f"keep={rep}").value("kept") == rep
    hand.tell(f"keep={other}")
    assert hand.tell(f"keep={other}").value("kept") == rep
    assert "rep甲" in hand.tell("review").words()
    done = hand.send("/kiosk/tell/send")
    number = "S01-26-" + done.text.split("S01-26-")[1][:4]
    assert kept(stage, number) == {"rep"}
    stage.file("rep", number, 404)


def test_at_the_terminal_one_more_than_may_be_named_is_refused_in_words(stage: Stage) -> None:
    hand = Hand(client_of(stage.app))
    hand.get("/kiosk/at/S01", 303)
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=K")
    hand.tell(words="路灯坏了。")
    hand.tell("apart")
    for one in range(1, 9):
        hand.tell(f"keep={one}")
    ninth = hand.tell("keep=9")
    assert "最多可以指定 8 个人" in ninth.words() and ninth.value("kept") == "1 2 3 4 5 6 7 8"
    assert hand.tell("keep=8").value("kept") == "1 2 3 4 5 6 7"
