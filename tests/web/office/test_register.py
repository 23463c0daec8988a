"""A visit registered by hand: every channel, own words to the letter, who may, and at which station (T2, HB-48, R30, K34)."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.cases import timeline, visitor
from portal.cases.case import Channel
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.words import speaker
from tests.cast import NOW, Cast
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, WORDS, newest, number_of, send

BY_HAND = [channel.value for channel in Channel if channel is not Channel.KIOSK]

pytestmark = pytest.mark.usefixtures("resting_press")


@pytest.mark.parametrize("channel", BY_HAND)
def test_t2_every_channel_gives_a_number_a_code_and_the_next_date(stage: Stage, channel: str) -> None:
    seen = send(stage, channel=channel)
    words = seen.words()
    assert "S01-26-0001" in words and "3月5日" in words
    code = seen.value("code")
    assert len(code) == 12 and code.isdigit() and newest(stage, lambda case: (case.channel.value, case.words)) == (channel, WORDS)


def test_everything_the_form_asks_is_kept(stage: Stage) -> None:
    send(stage, wants="修好", place="榆荫里 3 栋", category="C4", nature="complain", kind="2", common="1", heads="7", minor="y", danger="y", affects="building", urgent="y",
         mode="confidential", name="测某乙", phone="120-0000-4321", address="榆荫里", needs="听不清", publish_result="y", publish_rating="y",
         agent=stage.id_of("rep-2"), locale="en", happened="2026-03-01T18:30", channel="home_visit")
    kept = newest(stage, lambda case: (
        case.wants, case.place, case.category, case.nature.value, case.kind, case.common, case.heads, case.minor, case.danger, case.affects, case.urgent, case.locale,
        case.publish_result, case.publish_words, case.publish_rating, case.share_contact, case.agent.login, case.owner.login))
    assert kept == ("修好", "榆荫里 3 栋", "C4", "complain", 2, True, 7, True, True, "building", True, "en", True, False, True, False, "rep-2", "liaison")
    who = newest(stage, lambda case: db.session.get(visitor.Visitor, case.visitor_id))
    assert (who.mode.value, who.name, who.phone, who.address, who.needs) == ("confidential", "测某乙", "120-0000-4321", "榆荫里", "听不清")


def test_the_moment_it_happened_is_kept_beside_the_moment_it_was_entered(stage: Stage) -> None:
    number = number_of(send(stage, happened="2026-03-01T18:30"))
    first = stage.ask(number, lambda case: (timeline.story(case)[0].happened_at, timeline.story(case)[0].entered_at))
    assert first == (clock.at_local(clock.day_of(NOW - timedelta(days=1)), 18, 30), NOW)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("liaison", 200),
        ("clerk", 200),
        ("rep", 200),
        ("member", 200),
        ("volunteer", 200),
        ("director", 200),
        ("officer", 403),
        ("office", 403),
        ("steering", 403),
        ("admin", 403),
    ],
)
def test_who_registers(stage: Stage, login: str, status: int) -> None:
    stage.browser(login).get_page("/office/register", status)


def test_r30_one_registers_at_ones_own_stations_only(stage: Stage) -> None:
    assert number_of(send(stage, login="director", station="S02 河湾社区站")) == "S02-26-0001"
    assert SAY("office.register.station_unknown") in send(stage, 422, login="director", station="S77").words()
    for login in ("liaison-s02", "director-s02"):  # one station only: what else is sent is not looked at
        assert number_of(send(stage, login=login, station="S01")).startswith("S02-26-000")
    assert (
        SAY("office.register.agent_elsewhere")
        in send(stage, 422, login="director", station="S01", agent=stage.id_of("rep-s02")).words()
    )
    send(stage, login="director", station="S02", agent=stage.id_of("rep"))
    assert newest(stage, lambda case: case.agent.login) == "rep", "one of the station above may be asked for (HB-35)"


def test_hb22_who_came_is_printed_exactly_and_to_no_volunteer(stage: Stage) -> None:
    """Acceptance test 1 of rules.md §12, as it is read: 12 visits of 35 people in October; volunteers see no figures of people (HB-80)."""
    clock.freeze(datetime(2026, 10, 6, 2, tzinfo=UTC))
    with stage.app.app_context():
        for n in range(12):
            Cast().register(heads=2 if n else 13)
    assert "本月 12批35人次" in stage.browser("liaison").get_page("/office/register").words()
    assert "人次" not in stage.browser("volunteer").get_page("/office/register").words()


def test_a_volunteer_is_not_led_to_a_case_they_may_not_see(stage: Stage) -> None:
    seen = send(stage, login="volunteer")
    assert not [link for link in seen.document().iter("a") if (link.get("href") or "").startswith("/office/cases/")]


def test_danger_shows_the_emergency_numbers_before_the_form(stage: Stage) -> None:
    words = stage.browser("liaison").get_page("/office/register").words()
    assert max(words.index(number) for number in ("110", "119", "120")) < words.index(SAY("office.register.words"))


def test_k34_the_ticket_is_written_down_once_by_a_named_person(stage: Stage) -> None:
    number = stage.case("register", words="", needs_writer=True)
    for login in ("clerk", "liaison"):
        stage.browser(login).get_page(f"/office/cases/{number}/words")
    form = stage.browser("clerk").get_page(f"/office/cases/{number}/words")
    late = stage.browser("liaison").get_page(f"/office/cases/{number}/words")
    stage.browser("clerk").post_form(f"/office/cases/{number}/words", {"version": form.value("version"), "words": WORDS})
    assert stage.ask(number, lambda case: (case.words, case.written_down_by_id)) == (WORDS, int(stage.id_of("clerk")))
    seen = stage.browser("liaison").post_form(
        f"/office/cases/{number}/words", {"version": late.value("version"), "words": "别的"}, 409
    )
    assert seen.value("words") == "别的" and stage.ask(number, lambda case: case.words) == WORDS
    for login, status in (("rep", 403), ("liaison-s02", 404), ("officer", 403)):
        stage.browser(login).get_page(f"/office/cases/{number}/words", status)


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_form_in_three_languages(stage: Stage, locale: str) -> None:
    words = stage.browser("liaison").get_page(f"/office/register?lang={locale}").words()
    assert speaker(locale)("office.register.words") in words and "office." not in words
