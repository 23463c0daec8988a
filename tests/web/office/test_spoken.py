"""The spoken message at the desk: heard by who may open the visitor's files, written down by a name on record; never by a unit."""

import io

import pytest

from portal.cases import attachment, visitor
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case
from portal.foundation import files, sound
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.recording import picture, webm
from tests.web.office.stage import Stage

REASON = "回电话。"


def bring(cast: Cast, case: Case) -> None:
    """What a terminal hands in with a matter."""
    clean = sound.clean(webm(b"said"))
    files.keep(clean.data, files.path(attachment.folder(), "c" * 64))
    with unit_of_work():
        by = cast.visitor(case)
        attachment.attach(case, files.Stored("c" * 64, clean.media_type, len(clean.data)), kind=AttachmentKind.VISITOR, by=by)
        attachment.attach(case, picture(1), kind=AttachmentKind.VISITOR, by=by)


def look(cast: Cast, case: Case) -> None:
    """The member received it; the liaison looks who came."""
    with unit_of_work():
        case.received_by_id = cast.person("member").id
        visitor.reveal(case, reason=REASON, by=cast.actor("liaison"))


def brought(stage: Stage, step: str, **more: object) -> tuple[str, str]:
    """The number of a case with a spoken message, and the address of the message."""
    number = stage.case(step, **more)
    stage.do(number, bring)
    return number, f"/office/cases/{number}/attachments/{stage.ask(number, lambda case: attachment.of_case(case)[0].id)}"


def heard(stage: Stage, login: str, path: str) -> list[str]:
    """The sounds that a page plays."""
    return [str(one.get("src")) for one in stage.browser(login).get_page(path).document().iter("audio")]


def test_the_liaison_hears_it_where_it_is_written_down_and_who_wrote_is_on_record(stage: Stage) -> None:
    number, address = brought(stage, "register", words="", needs_writer=True)
    page, browse = f"/office/cases/{number}/words", stage.browser("liaison")
    assert heard(stage, "liaison", page) == [address]
    answer = browse.get(address, buffered=True)
    assert (answer.data, answer.mimetype) == (webm(b"said"), "audio/webm")
    assert browse.get(address, headers={"Range": "bytes=0-3"}, buffered=True).status_code == 206
    browse.post_form(page, {"version": browse.get_page(page).value("version"), "words": " "}, 422)
    browse.post_form(page, {"version": browse.get_page(page).value("version"), "words": "路灯坏了。"})
    assert "liaison甲" in stage.file("liaison", number).text.split("quote-words")[1].split("blockquote")[0]
    assert heard(stage, "liaison", f"/office/cases/{number}") == [address]


def test_no_unit_hears_it_not_even_the_one_that_handles_the_case(stage: Stage) -> None:
    number, address = brought(stage, "referred")
    assert heard(stage, "officer", f"/office/cases/{number}") == []
    assert [stage.browser(login).get(address, buffered=True).status_code for login in ("officer", "head", "officer-2")] == [404] * 3


def test_zg03_whoever_leads_or_only_received_it_hears_and_reads_nothing_of_the_visitor(stage: Stage) -> None:
    """SD-06: they see the matter, but neither what was enclosed nor why somebody looked who came."""
    number, address = brought(stage, "register")
    stage.do(number, look)
    for login, may in (("clerk", True), ("rep", True), ("director", True), ("office", False), ("steering", False), ("member", False)):
        assert stage.browser(login).get(address, buffered=True).status_code == (200 if may else 404), login
        assert heard(stage, login, f"/office/cases/{number}") == [address] * may, login
    read = {login: REASON in stage.file(login, number).text for login in ("liaison", "office", "steering", "member")}
    assert read == {"liaison": True, "office": True, "steering": False, "member": False}


@pytest.mark.parametrize("login", ["clerk", "officer", "inspector", "steering", "volunteer", "liaison-s02", "admin"])
def test_hb44_a_sealed_one_is_heard_by_its_readers_alone(stage: Stage, login: str) -> None:
    _, address = brought(stage, "register", words="", needs_writer=True, kind=4, category="O")
    assert stage.browser(login).get(address, buffered=True).status_code == 404
    assert stage.browser("liaison").get(address, buffered=True).status_code == 200


def test_staff_add_papers_and_pictures_and_no_sound(stage: Stage) -> None:
    number = stage.case("accepted")
    stage.send("liaison", number, "attachments", {"files": (io.BytesIO(webm()), "a.webm")}, 422)
    assert stage.ask(number, attachment.of_case) == []
