"""The three rule documents: written as shipped, rewritten version by version, read in public and printed (HB-30)."""

import pytest
from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from portal.network import rule_document
from portal.network.audit import AuditEntry
from portal.network.rule_document import Document
from tests.cast import Cast
from tests.judge import Judge

DUTIES = "一、先听完。\n二、再登记。"


def write(cast: Cast, text: str = DUTIES, read: int = 0, login: str = "office", document: Document = Document.DUTIES) -> int:
    with unit_of_work():
        return rule_document.write(document, "代表职责（试行）", text, read=read, by=cast.actor(login)).version


@pytest.mark.parametrize("locale", LOCALES)
def test_hb30_three_come_written_in_each_language(cast: Cast, locale: str) -> None:
    say = speaker(locale)
    found = rule_document.in_force(say)
    assert [one.document for one in found] == [*Document] and {one.version for one in found} == {0}
    assert all(one.text.count("\n") >= 6 and len(one.text) <= rule_document.MOST for one in found)
    assert len({one.text for one in found}) == 3


def test_hb30_each_version_stays_and_the_newest_is_in_force(cast: Cast) -> None:
    assert (write(cast), write(cast, "一、只此一条。", 1)) == (1, 2)
    say = speaker("en")
    assert (rule_document.read(Document.DUTIES, say).version, rule_document.read(Document.DUTIES, say).text) == (2, "一、只此一条。")
    assert rule_document.read(Document.DUTIES, say, 1).text == DUTIES and rule_document.read(Document.DUTIES, say, 0).title == say("common.rule_document.duties")
    assert [one.version for one in rule_document.in_force(say)] == [2, 0, 0]
    for number in (3, 99):
        with pytest.raises(Missing):
            rule_document.read(Document.DUTIES, say, number)
    with pytest.raises(Missing):
        rule_document.meant("wages")
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.name == "rule_document").order_by(AuditEntry.seq)).all()
    assert [entry.facts["version"] for entry in told] == [1, 2] and all("听" not in str(entry.facts) for entry in told)


@pytest.mark.parametrize(("text", "read", "key"), [
    (DUTIES, 0, "rule_document_overtaken"), (DUTIES, 1, "rule_document_same"), (" \n", 1, "text_empty"), ("字" * 4001, 1, "text_long"), ("字\n" * 121, 1, "text_lines")])
def test_hb30_what_cannot_be_a_version_is_refused(cast: Cast, text: str, read: int, key: str) -> None:
    write(cast)
    with pytest.raises(Refused, match=key):
        write(cast, text, read)
    assert len(rule_document.versions(Document.DUTIES)) == 1


@pytest.mark.parametrize("login", ["director", "liaison", "rep", "steering", "officer"])
def test_hb30_only_those_who_set_the_networks_policy_write(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        write(cast, login=login)


def test_hb30_the_public_reads_it_in_three_languages_and_looks_up_what_it_was(cast: Cast, browse: Judge) -> None:
    for locale in LOCALES:
        words = browse.get_page(f"/rules?lang={locale}").words()
        assert all(speaker(locale)(f"common.rule_document.{one}") in words for one in Document)
        assert speaker(locale)("common.rule_document.contact_text").split("\n")[2][:20] in browse.get_page(f"/rules/contact?lang={locale}").words()
    write(cast)
    page = browse.get_page("/rules/duties?lang=en")
    assert "二、再登记。" in page.words() and 'lang="zh-Hans"' in page.text
    assert "This is an earlier version." in browse.get_page("/rules/duties?version=0").words()
    for odd in ("/rules/wages", "/rules/duties?version=7", "/rules/duties?version=x", "/rules/wages.pdf"):
        browse.get_page(odd, 404)
    assert 'href="/rules"' in browse.get_page("/stations/S01").text


def test_hb30_it_is_printed_for_the_wall_as_it_stands(cast: Cast, browse: Judge) -> None:
    write(cast)
    sheet = browse.get("/rules/duties.pdf?page=1&lang=zh_Hans").get_data(as_text=True)
    assert "代表职责（试行）" in sheet and "二、再登记。" in sheet and "第 1 次修订" in sheet
    assert browse.get("/rules/contact.pdf").mimetype in ("application/pdf", "text/html")
