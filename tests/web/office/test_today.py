"""What waits for me, by when: each role its own list, the most urgent first, nobody's identity, no sealed words (X-17, X-04)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from portal.cases import acceptance, referral
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.foundation.workdays import Workdays
from portal.web.office.rows import days_left
from tests.cast import Cast
from tests.judge import Seen
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, rows


def today(stage: Stage, login: str, query: str = "") -> Seen:
    return stage.browser(login).get_page("/office/" + query)


@pytest.mark.parametrize(
    ("step", "waits"),
    [
        ("register", {"liaison": "office.today.accept"}),
        ("accepted", {"liaison": "office.today.refer"}),
        ("referred", {"officer": "office.today.acknowledge", "head": "office.today.acknowledge"}),
        ("handling", {"officer": "office.today.reply", "head": "office.today.reply"}),
        ("replied", {"rep": "office.today.review"}),
        ("to_deliver", {"liaison": "office.today.tell"}),
        ("delivered", {"liaison": "office.today.rate"}),
        ("closed", {"liaison": "office.today.prepare"}),
    ],
)
def test_x17_each_step_waits_for_those_who_make_it_and_for_nobody_else(stage: Stage, step: str, waits: dict[str, str]) -> None:
    number = stage.case(step)
    for login in (
        "liaison",
        "liaison-s02",
        "clerk",
        "rep",
        "rep-2",
        "member",
        "director",
        "director-s02",
        "officer",
        "head",
        "officer-2",
        "volunteer",
        "steering",
        "admin",
    ):
        expected = [(number, SAY(waits[login]))] if login in waits else []
        assert rows(today(stage, login)) == expected, login


def test_x17_a_summary_waits_for_the_representative_then_the_telling_for_the_liaison(stage: Stage) -> None:
    number = stage.case("to_deliver")
    sentences = {"asked": "您说路灯坏了。", "answer": "修好了。", "next": "每周巡查。", "disagree": "可以打站里电话。"}
    for answer in ("修好了。", "五盏都修好了。"):  # the first wording is replaced, and waits for nobody any more
        stage.send("liaison", number, "summary", {**sentences, "answer": answer})
    assert rows(today(stage, "rep")) == [(number, SAY("office.today.confirm"))] and rows(today(stage, "liaison")) == []
    assert SAY("office.case.waits_confirmation") in stage.file("liaison", number).words()
    stage.send("rep", number, "confirmation")
    assert rows(today(stage, "rep")) == [] and rows(today(stage, "liaison")) == [(number, SAY("office.today.tell"))]


def test_a_return_waits_for_the_director_and_the_office_more_time_for_the_liaison(stage: Stage) -> None:
    back, longer = stage.case("handling"), stage.case("handling")
    stage.do(
        back,
        lambda cast, case: _in(
            lambda: referral.ask_return(case, reason="不归我们管。", proposed_unit_id=None, by=cast.actor("officer"))
        ),
    )
    stage.do(
        longer, lambda cast, case: _in(lambda: referral.ask_extension(case, days=2, reason="要等材料。", by=cast.actor("officer")))
    )
    assert rows(today(stage, "director")) == rows(today(stage, "office")) == [(back, SAY("office.today.decide_return"))]
    assert rows(today(stage, "liaison")) == [(longer, SAY("office.today.decide_extension"))]


def test_an_objection_waits_for_the_director_above(stage: Stage) -> None:
    number = stage.case("register", station="S02")
    stage.do(number, _refuse_and_contest)
    assert rows(today(stage, "director")) == [(number, SAY("office.today.decide_contest"))]
    assert rows(today(stage, "director-s02")) == []


def test_overdue_today_and_later_in_words_the_most_urgent_first(stage: Stage) -> None:
    numbers = []
    for day in (2, 3, 5):  # accepted by three working days later: 5, 6 and 10 March
        clock.freeze(datetime(2026, 3, day, 1, tzinfo=UTC))
        numbers.append(stage.case("register"))
    clock.freeze(datetime(2026, 3, 6, 2, tzinfo=UTC))
    seen = today(stage, "liaison")
    assert [number for number, _ in rows(seen)] == numbers
    words = seen.words()
    order = ["超期 1 个工作日", "今天到期", "还有 2 个工作日"]
    assert sorted(order, key=words.rindex) == order
    assert SAY("office.today.lead", n=3) in words and SAY("office.today.lead_overdue", n=1) in words
    assert [heading.text for heading in seen.document().iter("h2")] == [
        SAY("office.today.group_overdue"),
        SAY("office.today.group_today"),
        SAY("office.today.group_later"),
    ]


def test_r27_no_list_names_a_visitor_and_no_list_tells_a_sealed_matter(stage: Stage) -> None:
    secret = "被反映人的名字"
    number = stage.case("register", kind=4, category="O1", words=secret)
    stage.case("register")
    for path in ("/office/", "/office/cases"):
        seen = stage.browser("liaison").get_page(path)
        assert number in seen.text and secret not in seen.text and "测某甲" not in seen.text and "12000000017" not in seen.text


def test_a_ticket_from_the_kiosk_leads_liaison_and_clerk_to_the_empty_sheet(stage: Stage) -> None:
    number = stage.case("register", words="", needs_writer=True)
    for login in ("liaison", "clerk"):
        seen = today(stage, login)
        assert rows(seen) == [(number, SAY("office.today.write_down"))] and f'href="/office/cases/{number}/words"' in seen.text


def test_fifty_a_page_and_no_read_for_each_line(stage: Stage) -> None:
    with stage.app.app_context():
        for _ in range(53):
            Cast().register()
    first, second = today(stage, "liaison"), today(stage, "liaison", "?page=2")
    assert (len(rows(first)), len(rows(second))) == (50, 3)
    assert not {number for number, _ in rows(first)} & {number for number, _ in rows(second)}
    more_lines = len(rows(first)) - len(rows(second))
    assert len(queries(stage)) - len(queries(stage, "?page=2")) < more_lines / 4


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999"])
def test_a_strange_page_is_no_error(stage: Stage, page: str) -> None:
    today(stage, "liaison", f"?page={page}")


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_an_empty_day_says_what_to_do_next(stage: Stage, locale: str) -> None:
    for login in ("liaison", "officer", "admin"):
        assert speaker(locale)("office.today.empty") in today(stage, login, f"?lang={locale}").words()


def test_from_november_on_the_missing_year_is_told_to_those_who_can_enter_it(stage: Stage) -> None:
    said = SAY("office.calendar.missing", year=2027)
    assert said not in today(stage, "admin").words()
    clock.freeze(datetime(2026, 11, 2, 1, tzinfo=UTC))
    stage._browsers.clear()
    assert said in today(stage, "admin").words() and said not in today(stage, "liaison").words()


def test_days_left_knows_that_a_weekend_is_not_the_day_itself() -> None:
    friday = date(2026, 3, 6)
    for days, left in ((0, 0), (1, 1), (3, 1), (4, 2), (-1, -1), (-3, -3)):
        assert days_left(friday + timedelta(days), friday, Workdays()) == left, days
    assert days_left(friday, friday + timedelta(1), Workdays()) == -1 and days_left(None, friday, Workdays()) is None


def queries(stage: Stage, query: str = "") -> list[str]:
    """The reads of one page."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    with stage.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        stage.browser("liaison").get(f"/office/{query}")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in seen if statement.startswith("SELECT")]


def _in(deed: Callable[[], object]) -> None:
    with unit_of_work():
        deed()


def _refuse_and_contest(cast: Cast, case: Case) -> None:
    _in(
        lambda: acceptance.refuse(
            case,
            reason=acceptance.Exclusion.JUDICIAL,
            body="岚屿区人民法院",
            since="去年",
            explanation="请到法院。",
            decided_by_id=cast.person("rep-s02").id,
            by=cast.actor("liaison-s02"),
        )
    )
    _in(lambda: acceptance.contest(case, words="我不同意。", by=cast.visitor(case)))
