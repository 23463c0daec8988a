"""The non-acceptance notice (T7, HB-46, SD-35): where to go, what to bring, and how to contest."""
import html5lib
import pytest

from portal.foundation import words
from portal.paper import notice
from portal.paper.notice import Reason
from tests.paper import pdfs
from tests.paper.samples import LOCALES, notice_facts


@pytest.mark.parametrize("locale", LOCALES)
def test_HB_46_body_since_when_where_to_go_and_the_way_to_contest_stand_on_one_A5_sheet(press, locale):
    facts, say = notice_facts(locale, demo=True), words.speaker(locale)
    pdf = press.pdf(notice.html(facts, say), "a5")
    text = pdfs.text(pdf)
    wanted = [facts.number, facts.body, "2026-09-14", facts.go_address, facts.go_hours, facts.go_phone, facts.bring,
              facts.time_limit, facts.contest_station, facts.contest_address, facts.contest_phone, "2027",
              say.date(facts.contest_until), facts.decided_by, "2026-12-02", say("paper.reason.judicial")]
    assert [part for part in wanted if "".join(part.split()) not in text] == []
    assert len(pdfs.read(pdf).pages) == 1
    assert min(pdfs.type_sizes(pdf).values()) >= 11.99


PLAIN = {
    "zh_Hans": "这件事法院正在办，代表不能插手。您可以在规定时间内上诉，也可以去法律援助中心免费问。",
    "zh_Hant": "這件事法院正在辦，代表不能插手。您可以在規定時間內上訴，也可以去法律援助中心免費問。",
    "en": "The court has this matter, so your representative may not step in. You can appeal in time, or ask legal aid for nothing."}


@pytest.mark.parametrize("locale", LOCALES)
def test_sd29_plain_words_stand_below_the_official_ones_on_the_sheet_as_the_office_prints_it(press, locale):
    """The office's own words, the plain ones and everything about where to go (HB-46) fit on one A5 sheet, front and back."""
    say, rule = words.speaker(locale), PLAIN[locale][::-1]
    facts = notice_facts(locale, rule=rule, plain=PLAIN[locale], demo=True)
    pdf = press.pdf(notice.html(facts, say), "a5")
    text = pdfs.text(pdf)
    official, plain = ("".join(part.split()) for part in (rule, say("paper.notice.plain") + PLAIN[locale]))
    assert official in text and text.index(plain) > text.index(official)
    assert len(pdfs.read(pdf).pages) <= 2


@pytest.mark.parametrize("reason", Reason)
def test_HB_46_every_reason_has_its_sentence(say, reason):
    page = notice.html(notice_facts(reason=reason, rule="本站只收会城街道的事。"), say)
    assert say(f"paper.reason.{reason}") in page
    assert "本站只收会城街道的事。" in page


def test_what_is_not_known_takes_no_line(say):
    page = notice.html(notice_facts(since=None, go_hours="", go_phone="", bring="", time_limit=""), say)
    for key in ("hours", "phone", "bring", "time_limit", "plain"):
        assert f"<b>{say('paper.notice.' + key)}</b>" not in page
    assert "2026-09-14" not in page


def test_the_page_for_a_browser_is_valid_html(say):
    page = notice.html(notice_facts(), say, "page", ("/static/css/paper.css",))
    assert len(html5lib.HTMLParser(strict=True).parse(page)) == 2  # head and body, and no word against any of it


def test_an_unknown_size_is_a_programmers_error(say):
    with pytest.raises(ValueError, match="roll80"):
        notice.html(notice_facts(), say, "roll80")
