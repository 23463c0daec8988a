"""Being handled, as the public reads it: on the board, in a list of its own, on a page each (SD-40, HB-60, practice.md §12.1)."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from portal.cases import care, progress, referral, slip, standstill
from portal.cases.case import Case, seen_by
from portal.cases.intake import Consent
from portal.cases.pause import PauseReason
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cases.ladder_scene import DUE, LATE, B, late, on, out, red, remind
from tests.cast import WORDS, Cast
from tests.judge import Judge
from tests.statements import asked
from tests.web.public.results import publish
from tests.web.public.test_track import KEY, entered

SAY = speaker("zh_Hans")
INSIDE = (WORDS, "测某甲", "请尽快办理", "经办甲", "请在限期内办结", "特别情况", "街道城市管理办", "rep甲")


def shown(cast: Cast, case: Case) -> Case:
    with unit_of_work():
        progress.show(case, by=cast.actor("director"))
    return case


def listed(page: str) -> list[str]:
    """The case numbers of the rows, in the order they stand."""
    return re.findall(r'class="moving-name"><a href="/results/([^"]+)"', page)


def test_without_any_the_board_says_nothing_of_it_and_the_list_says_what_comes(browse: Judge) -> None:
    assert "/handling" not in browse.get_page("/").text
    assert SAY("public.handling.none") in browse.get_page("/handling").words()


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_sd_40_one_page_tells_days_limits_steps_and_slips_and_no_word_of_anybody(cast: Cast, browse: Judge, locale: str) -> None:
    say = speaker(locale)
    case, last = red(cast)
    shown(cast, case)
    remind(cast, case)
    with unit_of_work():
        slip.withdraw(case, last, reason="单位当天已经到测某甲家门口。", by=cast.actor("rep"))
    page = browse.get_page(f"/results/{case.number}?lang={locale}")
    for said in (case.number, say("common.category.C4"), say("common.state.handling"), say("public.handling.waited_of", most=60),
                 say("public.handling.late", n=10), say("public.handling.only"), say("public.handling.step.received"),
                 say("common.clock.reply_simple"), say.date(DUE), "督黄〔2026〕1号", last.number,
                 say("common.pressed.withdrawn", date=say.date(date(2026, 3, 23))), say("common.pressed.reasons", n=2)):
        assert said in page.words(), said
    assert '<p class="first-figure">21</p>' in page.text and ">B<" in page.text and ">A<" in page.text
    assert [said for said in (*INSIDE, "家门口") if said in page.words()] == []


def test_the_board_shows_the_longest_waiting_quietly_with_what_is_late(cast: Cast, browse: Judge) -> None:
    cases = [shown(cast, cast.handling()) for _ in range(4)]
    page = browse.get_page("/")
    assert listed(page.text) == [case.number for case in cases[:3]] and SAY("public.handling.count", n=4) in page.words()
    assert SAY("public.handling.count_late", n=4) not in page.words()
    on(LATE)
    page = browse.get_page("/")
    assert SAY("public.handling.count_late", n=4) in page.words() and page.words().count(SAY("common.frame.due_late_one")) == 3
    assert listed(browse.get_page("/handling").text) == [case.number for case in cases]


def test_more_time_hides_no_lateness(cast: Cast, browse: Judge) -> None:
    """§4.2: past its first day and not past the later one, it says so in the line and with both days on its page."""
    case = shown(cast, cast.handling())
    with unit_of_work():
        referral.ask_extension(case, days=5, reason="等配件。", by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("liaison"))
    on(LATE)
    for path in ("/", "/handling", f"/results/{case.number}"):
        assert SAY("public.handling.late", n=1) in browse.get_page(path).words(), path
    words = browse.get_page(f"/results/{case.number}").words()
    assert SAY.date(DUE) in words and SAY("public.handling.moved", date=SAY.date(date(2026, 3, 16))) in words


def test_what_moves_is_read_at_once_and_what_may_not_stand_is_not_there(cast: Cast, browse: Judge) -> None:
    """R26: kept pages rest on the mark of the progress."""
    case = shown(cast, cast.handling())
    pages = ("/", "/handling", f"/results/{case.number}")
    assert [SAY("common.frame.due_left", n=5) in browse.get_page(path).words() for path in pages] == [True] * 3
    cast.reply(case)
    assert [SAY("common.frame.due_left", n=2) in browse.get_page(path).words() for path in pages] == [True] * 3
    with unit_of_work():
        progress.hide(case, reason="认得出是谁家。", by=cast.actor("director"))
    assert listed(browse.get_page("/").text) == listed(browse.get_page("/handling").text) == []
    assert browse.get_page(f"/results/{case.number}", 410)


def _hide(cast: Cast, case: Case) -> None:
    progress.hide(case, reason="认得出是谁家。", by=cast.actor("director"))


def _withdraw(cast: Cast, case: Case) -> None:
    care.withdraw(case, own_will=True, reason="认得出是谁家。", by=cast.visitor(case))


def _keep_back(cast: Cast, case: Case) -> None:
    care.change_consent(case, Consent(), by=cast.visitor(case))


@pytest.mark.parametrize("take_down", [_hide, _withdraw, _keep_back])
@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_what_was_public_and_is_no_more_says_so_and_not_why(cast: Cast, browse: Judge, take_down: Callable[[Cast, Case], None], lang: str) -> None:
    """SD-35: no page that pretends nothing ever stood there; one and the same for every reason, with nothing of the matter, and for no
    search engine. Unknown and never public still look alike (R31)."""
    case, never = shown(cast, cast.handling()), cast.handling()
    with unit_of_work():
        take_down(cast, case)
    gone = browse.get_page(f"/results/{case.number}?lang={lang}", 410)
    say, words = speaker(lang), gone.words()
    assert say("common.error.gone.title") in words and say("refusal.gone") in words and say("common.error.gone.text") in words
    assert "noindex" in gone.response.headers["X-Robots-Tag"]
    assert [told for told in (case.number, WORDS, case.station.name, "认得出", say("common.category.C4")) if told in words] == []
    assert browse.get_page(f"/results/{never.number}", 404).words() == browse.get_page("/results/S01-26-9999", 404).words()


def test_what_is_shown_again_is_there_again(cast: Cast, browse: Judge) -> None:
    """It is the row that stands now that counts, however often one was taken down."""
    case = shown(cast, cast.handling())
    with unit_of_work():
        _hide(cast, case)
    shown(cast, case)
    assert SAY("public.handling.only") in browse.get_page(f"/results/{case.number}").words()


def test_sd_41_the_result_stands_at_the_same_address(cast: Cast, browse: Judge) -> None:
    case = shown(cast, cast.delivered())
    address = f"/results/{case.number}"
    assert SAY("public.handling.only") in browse.get_page(address).words() and WORDS not in browse.get_page(address).words()
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    assert WORDS in browse.get_page(address).words() and listed(browse.get_page("/").text) == []


@pytest.mark.parametrize("path", ["/results.atom", "/results.jsonl", "/?words=S01", "/kiosk/results?of=all"])
def test_feeds_dump_search_and_kiosk_hold_results_alone(cast: Cast, browse: Judge, path: str) -> None:
    """Open matters stand in one place; what machines take away is what is finished."""
    done, case = publish(cast), shown(cast, cast.handling())
    if path.startswith("/kiosk"):
        browse.post_form("/kiosk/start")
    text = browse.get(path).text.partition('<div id="results"')[2] if path.startswith("/?") else browse.get(path).text
    assert done.number in text and case.number not in text


def test_the_list_is_narrowed_by_words_in_its_address(cast: Cast, browse: Judge) -> None:
    slow = shown(cast, late(cast))
    new = shown(cast, cast.handling())
    assert listed(browse.get_page("/handling").text) == [slow.number, new.number]
    assert listed(browse.get_page("/handling?late=1").text) == [slow.number]
    assert listed(browse.get_page("/handling?station=S01").text) == [slow.number, new.number]
    empty = browse.get_page("/handling?station=S02&late=1")
    assert listed(empty.text) == [] and SAY("public.handling.none_fit") in empty.words()


def test_pages_of_the_list_follow_one_another(cast: Cast, browse: Judge) -> None:
    cases = [shown(cast, cast.accepted()) for _ in range(22)]
    first = browse.get_page("/handling")
    more = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert more is not None and listed(first.text) == [case.number for case in cases[:20]]
    assert listed(browse.get_page(more[1].replace("&amp;", "&")).text) == [case.number for case in cases[20:]]


@pytest.mark.parametrize("query", ["after=99999999999999999999", "after=-1", "after=x", "station=%27%22", "late=2", "station=" + "S" * 3000])
def test_nonsense_in_the_address_is_a_page_and_not_an_error(cast: Cast, browse: Judge, query: str) -> None:
    shown(cast, cast.handling())
    assert browse.get_page(f"/handling?{query}").response.status_code == 200


def test_a_clock_that_stands_still_says_until_when_and_not_why(cast: Cast, browse: Judge) -> None:
    case = shown(cast, cast.handling())
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.COURT, days=5, note="等法院开庭。", by=cast.actor("liaison"))
    words = browse.get_page(f"/results/{case.number}").words()
    assert SAY("public.handling.stands") in words and SAY.date(DUE) in words
    assert SAY("common.pause.court") not in words and "开庭" not in words


def test_the_visitor_reads_that_it_stands_there_and_that_it_is_gone(cast: Cast, browse: Judge) -> None:
    case = shown(cast, cast.handling(key=KEY, consent=Consent(publish_result=True)))
    entered(cast, browse, case, KEY)
    assert SAY("public.story.progress_shown") in browse.get_page("/track/case").words()
    with unit_of_work():
        progress.hide(case, reason="认得出是谁家。", by=cast.actor("director"))
    words = browse.get_page("/track/case").words()
    assert SAY("public.story.progress_hidden") in words and "认得出" not in words


def test_a_slip_on_the_board_has_its_letter_and_word(cast: Cast, browse: Judge) -> None:
    case = shown(cast, late(cast))
    out(cast, case, B)
    page = browse.get_page("/")
    assert SAY("common.ladder_short.b") in page.words() and ">B<" in page.text


def test_r26_the_first_page_asks_at_most_one_question_more(cast: Cast, browse: Judge, app: Flask) -> None:
    """Kept under marks: drawn anew after a move it asks once for what is under way, and again not at all."""
    number = shown(cast, cast.referred()).number
    browse.get_page("/")

    def questions() -> list[str]:
        db.session.close()
        with asked(db.engine) as seen:
            browse.get_page("/")
        return [one for one in seen if "progress" in one.lower()]

    assert questions() == []
    with unit_of_work():
        referral.acknowledge(seen_by(cast.actor("officer"), number), by=cast.actor("officer"))
    assert len(questions()) == 1
