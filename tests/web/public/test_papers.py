"""What came with a reply reaches the visitor: its papers, its document number, the day it promises (SD-27, practice.md §12.1)."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.cases import attachment, care, reply
from portal.cases.attachment import Attachment, AttachmentKind
from portal.cases.case import Case, Outcome
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.judge import Judge
from tests.recording import picture
from tests.web.public.results import row
from tests.web.public.test_track import KEY, entered

PDF = b"%PDF-1.4\nred head\n"
BY = date(2027, 9, 30)
SAID = "列入计划：2027年9月30日（星期四）前办成"


def answered(cast: Cast, key: str = KEY) -> Case:
    """A matter whose unit replied with a formal document, a scan and a picture, and promised a day."""
    case = cast.handling(key=key)
    with unit_of_work():
        row = reply.write(case, text="明年九月换线路，详见文件。", claim=Outcome.PLANNED, planned_on=BY, document="榆城管〔2026〕7号", officer="甲",
                          signed_off_by="乙", checked="内部核查", by=cast.actor("officer"))
        db.session.flush()
        for data in (PDF, picture()):
            attachment.attach(case, data, kind=AttachmentKind.REPLY, by=cast.actor("officer"), reply_id=row.id)
        attachment.attach(case, picture(9), kind=AttachmentKind.STAFF, by=cast.actor("liaison"))
    return case


def told(cast: Cast, key: str = KEY) -> Case:
    """The same, told."""
    case = answered(cast, key)
    cast.pass_on(case)
    cast.tell(case)
    return case


def papers() -> list[str]:
    """The address of every stored file."""
    return [f"/track/case/papers/{number}" for number in db.session.scalars(select(Attachment.id).order_by(Attachment.id))]


def test_sd27_number_and_code_open_the_papers_of_the_reply(cast: Cast, browse: Judge) -> None:
    case = told(cast)
    entered(cast, browse, case, KEY)
    page = browse.get_page("/track/case")
    pdf, photo, inside = papers()
    assert pdf in page.text and photo in page.text and inside not in page.text
    assert "附件1（PDF，1 KB）" in page.words() and "文号：榆城管〔2026〕7号" in page.words() and "内部核查" not in page.words()
    answer = browse.get(pdf, buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype, answer.headers["Cache-Control"]) == (200, PDF, "application/pdf", "no-store")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={case.number}-1.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    browse.get_page(inside, 404)
    browse.get_page("/track/case/papers/999", 404)
    with browse.session_transaction() as session:
        session["device"] = 1
    assert browse.get(pdf, buffered=True).status_code == 404  # a terminal keeps nothing that the next visitor would find


def test_sd27_before_it_is_told_and_without_the_code_there_is_nothing(cast: Cast, browse: Judge) -> None:
    """What is under review stays inside; another matter's code opens nothing."""
    case = answered(cast)
    other = cast.register(key="5" * 32).case
    entered(cast, browse, case, KEY)
    assert "/papers/" not in browse.get_page("/track/case").text
    browse.get_page(papers()[0], 404)
    cast.pass_on(case)
    cast.tell(case)
    browse.post_form("/track/end")
    assert browse.get_page(papers()[0], 303).location == "/track"
    entered(cast, browse, other, "5" * 32)
    browse.get_page(papers()[0], 404)


def test_t10_a_receipt_that_follows_another_matter_reads_its_reply_but_no_letter(cast: Cast, browse: Judge) -> None:
    """A formal letter names whom it answers."""
    own = cast.register(key="5" * 32)
    case = answered(cast)
    with unit_of_work():
        care.merge(own.case, into=case, told=True, by=cast.actor("liaison"))
    cast.pass_on(case)
    cast.tell(case)
    entered(cast, browse, own.case, "5" * 32)
    page = browse.get_page("/track/case")
    assert "明年九月换线路" in page.words() and "/papers/" not in page.text
    browse.get_page(papers()[0], 404)


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", SAID), ("zh_Hant", "列入計劃：2027年9月30日（星期四）前辦成"),
                                            ("en", "Planned: to be done by Thursday 30 September 2027")])
def test_planned_is_told_with_its_day(cast: Cast, browse: Judge, lang: str, said: str) -> None:
    """practice.md §12.1: planned (date), on the tracking page and on the board."""
    case = told(cast)
    entered(cast, browse, case, KEY)
    assert said in browse.get_page(f"/track/case?lang={lang}").words()
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    assert said in browse.get_page(f"/results/{case.number}?lang={lang}").words()
    assert '"planned": "2027-09-30"' in browse.get("/results.jsonl").text and "2027-09-30" in browse.get("/results.atom").text


def test_a_result_from_before_its_day_was_published_still_stands(cast: Cast, browse: Judge) -> None:
    case = told(cast)
    with unit_of_work():
        old = row("S01-25-0001", "按计划办理。", case_id=case.id, claim=Outcome.PLANNED)
        old.replies = [old.replies[0] | {"claim": "planned"}]
        db.session.add(old)
    assert "列入计划" in browse.get_page("/results/S01-25-0001").words() and browse.get("/results.atom").status_code == 200
