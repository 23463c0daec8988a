"""Finding cases: filters in the address, one's own reach only, a typed number opens the case (X-17, SD-33, R31)."""

from datetime import timedelta

import pytest

from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.words import speaker
from tests.cast import NOW, Cast
from tests.judge import client_of
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, rows


def numbers(stage: Stage, login: str, query: str = "") -> list[str]:
    return [number for number, _ in rows(stage.browser(login).get_page(f"/office/cases{query}"))]


@pytest.fixture
def three(stage: Stage) -> dict[str, str]:
    """A lamp here, water here with a unit, a gate at the other station."""
    return {
        "lamp": stage.case(
            "register", words="桥头的路灯坏了", place="桥头市场", identity=Identity(IdentityMode.NAMED, "测某乙", "12000004321")
        ),
        "water": stage.case("referred", unit="区水务公司", words="水龙头的水发黄"),
        "gate": stage.case("register", station="S02", words="小区的门禁坏了"),
    }


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("liaison", ["water", "lamp"]),
        ("clerk", ["water", "lamp"]),
        ("rep", ["water", "lamp"]),
        ("rep-2", []),
        ("director", ["gate", "water", "lamp"]),
        ("office", ["gate", "water", "lamp"]),
        ("steering", ["gate", "water", "lamp"]),
        ("liaison-s02", ["gate"]),
        ("director-s02", ["gate"]),
        ("officer-2", ["water"]),
        ("officer", []),
    ],
)
def test_r31_everybody_lists_what_they_reach_newest_first(stage: Stage, three: dict[str, str], login: str, seen: list[str]) -> None:
    assert numbers(stage, login) == [three[name] for name in seen]


@pytest.mark.parametrize("login", ["admin", "volunteer"])
def test_who_may_see_no_case_has_no_list(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/cases", 403)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?words=路灯", ["lamp"]),
        ("?words=路燈", ["lamp"]),
        ("?words=桥头市场", ["lamp"]),
        ("?words=4321", ["lamp"]),
        ("?words=水务", ["water"]),
        ("?words=坏了", ["gate", "lamp"]),
        ("?words=坏了 桥头", ["lamp"]),
        ("?words=没有这个", []),
        ("?words=S01", []),
        ("?words=s01-26-", ["water", "lamp"]),
        ("?state=referred", ["water"]),
        ("?state=nonsense", ["gate", "water", "lamp"]),
        ("?station=S02", ["gate"]),
        ("?station=河湾", ["gate"]),
        ("?station=S02 河湾社区站", ["gate"]),
        ("?station=没有", []),
        ("?unit=区水务公司", ["water"]),
        ("?unit=水务", ["water"]),
        ("?unit=没有", []),
        ("?category=C4", ["gate", "water", "lamp"]),
        ("?category=C", ["gate", "water", "lamp"]),
        ("?category=A", []),
        ("?category=%25", []),
        ("?station=S01&state=registered", ["lamp"]),
        ("?page=2", []),
        ("?page=x", ["gate", "water", "lamp"]),
        ("?words=%27%22*%29", []),
    ],
)
def test_sd33_the_list_is_narrowed_by_its_address(stage: Stage, three: dict[str, str], query: str, seen: list[str]) -> None:
    assert numbers(stage, "office" if "4321" not in query else "liaison", query) == [three[name] for name in seen]


def test_only_overdue_ones(stage: Stage, three: dict[str, str]) -> None:
    assert numbers(stage, "office", "?overdue=1") == []
    clock.freeze(NOW + timedelta(days=20))
    stage._browsers.clear()
    assert numbers(stage, "office", "?overdue=1") == [three["gate"], three["water"], three["lamp"]]


@pytest.mark.parametrize("typed", ["S01-26-0001", "s01-26-0001", " s01－26－0001 ", "Ｓ01-26-0001"])
def test_a_number_typed_opens_the_case(stage: Stage, three: dict[str, str], typed: str) -> None:
    assert three["lamp"] == "S01-26-0001"
    if typed.startswith("Ｓ"):
        typed = typed.replace("Ｓ", "S").replace("01", "０１", 1)
    answer = stage.browser("liaison").get("/office/cases", query_string={"words": typed})
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/office/cases/S01-26-0001")


def test_r31_a_foreign_number_is_as_unknown_as_none(stage: Stage, three: dict[str, str]) -> None:
    foreign, none = (
        stage.browser("liaison-s02").get_page(f"/office/cases?words={number}") for number in (three["lamp"], "S01-26-9999")
    )
    assert foreign.words() == none.words() and SAY("office.cases.none") in none.words()
    for noun in ("receipt", "words"):
        stage.browser("liaison-s02").get_page(f"/office/cases/{three['lamp']}/{noun}", 404)


def test_r27_a_phone_tail_finds_nothing_for_those_who_may_not_reveal(stage: Stage, three: dict[str, str]) -> None:
    assert numbers(stage, "officer-2", "?words=4321") == numbers(stage, "steering", "?words=4321") == []


def test_fifty_a_page_with_the_filter_kept(stage: Stage) -> None:
    with stage.app.app_context():
        for _ in range(52):
            Cast().register(words="路灯")
    first = stage.browser("liaison").get_page("/office/cases?words=路灯")
    ahead = next(link.get("href") for link in first.document().iter("a") if link.get("rel") == "next")
    assert len(rows(first)) == 50 and ahead and "words=" in ahead and ahead.endswith("page=2")
    assert len(numbers(stage, "liaison", ahead.removeprefix("/office/cases"))) == 2


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_list_in_three_languages(stage: Stage, three: dict[str, str], locale: str) -> None:
    words = stage.browser("office").get_page(f"/office/cases?lang={locale}").words()
    assert speaker(locale)("office.cases.title") in words and "桥头的路灯坏了" in words


def test_suggestions_hold_twelve_names_and_only_for_staff(stage: Stage) -> None:
    assert stage.browser("liaison").get("/office/suggest/stations?station=河").text.strip() == '<option value="S02 河湾社区站">'
    assert stage.browser("admin").get("/office/suggest/units?unit=水").text.strip() == '<option value="区水务公司">'
    client_of(stage.app).get_page("/office/suggest/stations", 303)
