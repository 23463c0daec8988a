"""The case as a file: the story with both times, words to the letter, who may read what, one next act (R27, R31, SD-42, X-04)."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from portal.cases import attachment, delivery, intake, reply, timeline, visitor
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, WORDS, Cast
from tests.faults import boards
from tests.web.office.stage import Stage

ODD = "路灯 坏了：\n\n  第二行有两个空格，𠮷 㛃 <b>&amp;</b> 错别子也留着。"


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return out.getvalue()


def quoted(text: str) -> str:
    """A text as the markup holds it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_file_tells_the_whole_way_in_order_and_word_for_word(stage: Stage) -> None:
    number = stage.case("closed", text=ODD, words=ODD)
    page = stage.file("liaison", number)
    assert page.text.count(quoted(ODD)) >= 2, "the matter and the reply, to the letter"
    order = [page.text.index(f'id="event-{n}"') for n in range(1, stage.ask(number, lambda case: case.events) + 1)]
    assert order == sorted(order)
    words = page.words()
    for said in ("请按期办理。", "五盏灯都修好了。", "S01-J-26-0001", "officer甲", "经办甲", "主任甲", "对结果满意", "rep甲决定"):
        assert said in words, said


def test_acceptance_9_the_reply_stands_as_it_was_sent(stage: Stage) -> None:
    """rules.md §12 no. 9: character for character, typos and blank lines included."""
    number = stage.case("handling")
    sent = "第一行\r\n\r\n\r\n  缩进，错别子，　全角空格。𠮷\r\n"
    stage.send("officer", number, "reply", {"text": sent, "claim": "solved", "officer": "甲", "signed_off_by": "乙"})
    stored = stage.ask(number, lambda case: reply.latest(case).text)
    assert stored == sent.replace("\r\n", "\n")
    assert stored in stage.file("rep", number).text


@pytest.mark.parametrize(("lang", "contact"), [("zh_Hans", "联系方式可以告诉"), ("zh_Hant", "聯絡方式可以告訴"), ("en", "may be passed on")])
def test_the_file_speaks_three_languages(stage: Stage, lang: str, contact: str) -> None:
    """A permission is told as one: nothing was passed on by it (practice.md §6.1)."""
    number = stage.case("delivered", consent=intake.Consent(share_contact=True))
    page = stage.browser("liaison").get_page(f"/office/cases/{number}?lang={lang}")
    assert contact in page.words()
    assert f'lang="{lang.replace("_", "-")}"' in page.text
    assert "office." not in page.words() and "common." not in page.words()


def test_both_times_are_shown_and_a_late_entry_is_marked(stage: Stage) -> None:
    number = stage.case("to_deliver")

    def tell_on_monday_enter_on_thursday(cast: Cast, case: Case) -> None:
        cast_summary = {"asked": "甲", "answer": "乙", "next": "丙", "disagree": "丁"}
        with unit_of_work():
            delivery.summarise(case, **cast_summary, by=cast.actor("liaison"))
        with unit_of_work():
            delivery.confirm(case, by=cast.actor("rep"))

    stage.do(number, tell_on_monday_enter_on_thursday)
    clock.freeze(NOW + timedelta(days=3))
    stage.send("liaison", number, "delivery", {"way": "in_person", "happened": "2026-03-02T09:30"})
    page = stage.file("liaison", number)
    assert page.text.count("event-late") == 1
    assert "3月2日（星期一） 09:30" in page.words() and "3月5日（星期四） 09:00 才写下" in page.words()


def test_the_next_act_is_one_and_red_and_somebody_elses_turn_is_said(stage: Stage) -> None:
    number = stage.case("referred")
    mine, theirs = stage.file("officer", number), stage.file("liaison", number)
    assert mine.text.count("btn-primary") == 1 and f"/office/cases/{number}/acknowledgement" in mine.text
    assert theirs.text.count("btn-primary") == 0 and "等承办单位签收。" in theirs.words()


def test_R27_the_identity_is_shown_once_for_a_reason_and_the_look_is_listed(stage: Stage) -> None:
    number = stage.case("register")
    for login in ("liaison", "director", "rep", "clerk", "office"):
        page = stage.file(login, number)
        assert "测某甲" not in page.text and "12000000017" not in page.text
    refused = stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "  "}, 422)
    assert "测某甲" not in refused.text and 'class="language"' in refused.text
    shown = stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "打电话核实地点"}, 200)
    assert "测某甲" in shown.text and "12000000017" in shown.text
    assert 'class="language"' not in shown.text, "another language would lose what is shown once"
    assert stage.ask(number, lambda case: [row.reason for row in visitor.reveals_of(case)]) == ["打电话核实地点"]
    page = stage.file("director", number)
    assert "打电话核实地点" in page.text and "liaison甲" in page.words() and "测某甲" not in page.text
    assert stage.ask(number, lambda case: timeline.story(case)[-1].act) == "identity.reveal"


def test_R27_contact_data_are_corrected_unseen_and_only_that_is_told(stage: Stage) -> None:
    """The way that the privacy page names: at the desk, by the liaison, and the visitor sees where they follow it that it was done."""
    number = stage.case("register")
    page = stage.open("liaison", number, "contact")
    assert "测某甲" not in page.text and "12000000017" not in page.text
    stage.post("liaison", number, "contact", page, {"checked": "y", "mode": "named", "phone": "12000000099", "reason": "换了号码。"})
    story = stage.file("director", number)
    assert "更正联系方式" in story.words() and "换了号码。" in story.words()
    assert "0099" not in story.text and "0017" not in story.text
    shown = stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "回电"}, 200)
    assert "12000000099" in shown.text and f"/office/cases/{number}/contact" in shown.text


@pytest.mark.parametrize("login", ["clerk", "office", "steering"])
def test_R27_who_may_not_look_gets_403_and_no_form(stage: Stage, login: str) -> None:
    number = stage.case("register")
    assert f"/office/cases/{number}/identity" not in stage.file(login, number).text
    stage.browser(login).post_form(f"/office/cases/{number}/identity", {"reason": "看看"}, 403)
    assert stage.ask(number, visitor.reveals_of) == []


def test_the_unit_reads_the_matter_but_never_who_came(stage: Stage) -> None:
    number = stage.case("handling")
    stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "秘密理由"}, 200)
    page = stage.file("officer", number)
    assert WORDS in page.text and "请通过榆荫街道站（12000000001）" in page.words()
    for hidden in ("测某甲", "12000000017", "秘密理由", "查看身份", "承办人liaison甲"):
        assert hidden not in page.words(), hidden
    stage.browser("officer").post_form(f"/office/cases/{number}/identity", {"reason": "想知道"}, 403)
    stage.file("officer-2", number, 404)


def test_acceptance_4_a_report_about_a_unit_never_reaches_it(stage: Stage) -> None:
    """rules.md §12 no. 4 (HB-44): not in the list, 404 for its people, sealed for everybody who reads it."""
    number = stage.case("accepted", kind=4, category="O1", target="街道城市管理办")
    form = stage.open("liaison", number, "referral")
    assert "街道城市管理办" not in form.text and "区水务公司" not in form.text and "街道纪检部门" in form.text
    sent = {"clock": "reply_ordinary", "opinion": "请核实。", "opinion_by": stage.id_of("rep")}
    stage.post("liaison", number, "referral", form, sent | {"unit": "街道城市管理办"}, 422)
    stage.send("liaison", number, "referral", sent | {"unit": "街道纪检部门"})
    for login in ("officer", "head", "officer-2", "steering", "clerk"):
        stage.file(login, number, 404)
    assert "密封" in stage.file("inspector", number).words()
    assert "反映的单位街道城市管理办" in stage.file("liaison", number).words()


def test_kind_4_at_acceptance_seals_it_and_names_the_unit(stage: Stage) -> None:
    number = stage.case("register")
    data = {"kind": "4", "category": "O1", "nature": "report", "common": "0", "target": "街道城市管理办"}
    stage.send("liaison", number, "acceptance", data | {"decided_by": stage.id_of("rep")})
    assert stage.ask(number, lambda case: case.sealed and case.target_unit_id == Cast().unit().id)
    stage.file("officer", number, 404)


def test_a_confidential_visitor_needs_the_privacy_tick(stage: Stage) -> None:
    number = stage.case("register", identity=Identity(IdentityMode.CONFIDENTIAL, "测某乙", "12000000018"))
    data = {"decided_by": stage.id_of("rep"), "kind": "2", "category": "C4", "nature": "help", "common": "0"}
    stage.send("liaison", number, "acceptance", data, 422)
    stage.send("liaison", number, "acceptance", data | {"points_to_nobody": "y"})
    assert stage.state(number) == "accepted"


def test_acceptance_5_a_matter_at_court_is_declined_printed_and_has_no_date(stage: Stage, inline_press: None) -> None:
    """rules.md §12 no. 5: not accepted, with a printed explanation, counted, without a deadline."""
    number = stage.case("register")
    data = {"decided_by": stage.id_of("rep"), "reason": "judicial", "body": "区人民法院", "since": "2025-11-03",
            "explanation": "法院正在审理，请带传票到立案庭。"}
    where = {"address": "东庆北路1号", "hours": "周一至周五 8:30–12:00", "phone": "0750-12368", "bring": "身份证", "time_limit": "15天内上诉"}
    stage.send("liaison", number, "refusal", data | where | {"address": " "}, 422)
    stage.send("liaison", number, "refusal", data | where)
    assert stage.ask(number, lambda case: (case.state.value, case.next_on)) == ("not_accepted", None)
    paper = stage.browser("liaison").get_page(f"/office/cases/{number}/explanation")
    for said in (number, "区人民法院", "2025-11-03", "法院正在审理，请带传票到立案庭。", "2026", "rep甲", *where.values()):
        assert said in paper.text, said
    pdf = stage.browser("liaison").get(f"/office/cases/{number}/explanation.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert f"/office/cases/{number}/explanation" in stage.file("rep", number).text
    stage.browser("liaison").get_page(f"/office/cases/{stage.case('register')}/explanation", 404)


def test_acceptance_10_no_delivery_without_a_confirmed_summary(stage: Stage) -> None:
    """rules.md §12 no. 10."""
    number = stage.case("to_deliver")
    stage.send("liaison", number, "delivery", {"way": "phone"}, 422)
    stage.send("liaison", number, "summary", {"asked": "甲", "answer": "乙", "next": "丙", "disagree": "丁"})
    stage.send("liaison", number, "delivery", {"way": "phone"}, 422)
    stage.send("rep", number, "confirmation")
    stage.send("liaison", number, "delivery", {"way": "phone"})
    assert stage.state(number) == "delivered"


def test_the_publication_page_shows_what_will_be_public_and_what_hinders(stage: Stage) -> None:
    number = stage.case("closed")
    page = stage.open("director", number, "publication")
    assert WORDS in page.text and page.text.count("badge-done") == 2
    stage.do(number, boards.seen)
    stage.send("director", number, "publication", {"names_nobody": "y"})
    assert f"/results/{number}" in stage.file("director", number).text
    quiet = stage.case("closed", consent=intake.Consent(publish_result=True))
    assert WORDS not in "".join(stage.open("director", quiet, "publication").text.split("<aside")[:1])


def test_files_are_added_opened_by_right_and_served_safely(stage: Stage) -> None:
    number = stage.case("handling")

    def from_visitor(cast: Cast, case: Case) -> None:
        with unit_of_work():
            attachment.attach(case, picture(), kind=AttachmentKind.VISITOR, by=cast.visitor(case))

    stage.do(number, from_visitor)
    stage.send("liaison", number, "attachments", {"files": (io.BytesIO(picture()), "a.png")})
    stage.send("liaison", number, "attachments", {"files": (io.BytesIO(b"GIF89a"), "b.gif")}, 422)
    rows = stage.ask(number, lambda case: [(row.id, row.kind) for row in attachment.of_case(case)])
    mine, chosen = (f"/office/cases/{number}/attachments/{row_id}" for row_id, _ in rows)
    answer = stage.browser("liaison").get(mine, buffered=True)
    assert answer.status_code == 200 and answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stage.browser("officer").get(chosen, buffered=True).status_code == 200
    stage.browser("officer").get_page(mine, 404)
    stage.browser("officer-2").get_page(chosen, 404)
    stage.browser("liaison").get_page(f"/office/cases/{stage.case('register')}/attachments/{rows[0][0]}", 404)


def test_a_reply_brings_its_papers(stage: Stage) -> None:
    number = stage.case("handling")
    papers = [(io.BytesIO(b"%PDF-1.4\n"), "a.pdf"), (io.BytesIO(picture()), "b.png")]
    stage.send("officer", number, "reply", {"text": "已修好，见附件的验收单和照片，今后每周巡查一次。", "claim": "solved",
                                            "officer": "甲", "signed_off_by": "乙", "files": papers})
    page = stage.file("rep", number)
    assert page.words().count("KB") == 2 and "PDF" in page.words()


def test_deadlines_keep_the_first_due_day_and_say_what_is_provisional(stage: Stage) -> None:
    number = stage.case("handling", clock_name="reply_ordinary")
    first = stage.ask(number, lambda case: case.next_on)
    stage.send("officer", number, "extension-request", {"days": "5", "reason": "等配件。"})
    stage.send("liaison", number, "extension-decision", {"granted": "1", "decision": "同意。"})
    words = stage.file("liaison", number).words()
    assert first.isoformat() in words and stage.ask(number, lambda case: case.next_on).isoformat() in words
    assert "（延长 5 个工作日）" in words
    clock.freeze(NOW.replace(year=2031))
    assert "节假日未公布" in stage.file("director", stage.case("register")).words()
