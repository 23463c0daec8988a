"""How far is my matter: number and code; wrong tries wait alike for known and unknown numbers (YT-23, R56, R57)."""

from datetime import timedelta

import pytest

from portal.cases import timeline, tracking
from portal.cases.case import Case
from portal.foundation import clock, codes, throttle
from portal.foundation.refusal import NotAllowed, Refused, TooMany, WrongSecret
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import Cast

HOME, HALL = "address:10.0.0.1", "terminal:S01-1"


def look(number: str, code: str, source: str = HOME, after: timedelta = timedelta()) -> Case | str:
    """What somebody gets, counting failures as the pages do."""
    at = clock.now() + after
    try:
        return tracking.by_code(number, code, source=source, by=actor.public(at))
    except (WrongSecret, TooMany) as refusal:
        with unit_of_work():
            throttle.fail(refusal.subjects, at)
        return refusal.key if isinstance(refusal, WrongSecret) else f"wait {refusal.seconds}"


def wrong(code: str) -> str:
    """Another code that could be one."""
    body = str((int(code[:-1]) + 1) % 10**11).zfill(11)
    return body + codes.check_digit(body)


@pytest.mark.parametrize("shape", [str, codes.group, lambda code: f" {code[:4]}-{code[4:8]}—{code[8:]} "])
def test_number_and_code_as_people_type_them(cast: Cast, shape) -> None:  # type: ignore[no-untyped-def]
    made = cast.register()
    assert look(made.case.number.lower(), shape(made.code)) is made.case


def test_the_number_alone_and_another_cases_code_open_nothing(cast: Cast) -> None:
    one, two = cast.register(), cast.register()
    for place, code in enumerate(("", "000000000000", two.code, one.token, wrong(one.code), "\x00", "𠮷")):
        assert look(one.case.number, code, source=f"address:10.2.0.{place}") == "refusal.code_wrong"


def answers(number: str, code: str) -> list[str]:
    return [str(look(number, code)) for _ in range(20)]


def test_a_wrong_code_twenty_times_waits_longer_and_longer(cast: Cast) -> None:
    made = cast.register()
    came = answers(made.case.number, wrong(made.code))
    assert came[:5] == ["refusal.code_wrong"] * 5
    assert came[5:] == ["wait 16"] * 15
    waits = []
    for step in range(1, 6):
        later = timedelta(hours=step)
        waits.append((look(made.case.number, wrong(made.code), after=later), look(made.case.number, wrong(made.code), after=later)))
    assert [first for first, _ in waits] == ["refusal.code_wrong"] * 5
    seconds = [int(str(second).split()[1]) for _, second in waits]
    assert seconds == sorted(seconds) and seconds[0] < seconds[-1]


def test_an_unknown_number_is_answered_alike(cast: Cast) -> None:
    made = cast.register()
    assert answers(made.case.number, wrong(made.code)) == answers("S01-26-9999", wrong(made.code))


def test_the_right_code_waits_too_after_wrong_ones_from_the_same_place(cast: Cast) -> None:
    made = cast.register()
    for _ in range(5):
        look(made.case.number, wrong(made.code))
    assert str(look(made.case.number, made.code)).startswith("wait")
    assert look(made.case.number, made.code, source=HALL) is made.case
    assert look(made.case.number, made.code, after=timedelta(minutes=1)) is made.case


def test_others_failures_in_the_hall_do_not_shut_out_a_right_code_r57(cast: Cast) -> None:
    made = cast.register()
    for number in range(25):
        look(f"S01-26-{number + 100:04d}", wrong(made.code), source=HALL)
    assert str(look("S01-26-0999", wrong(made.code), source=HALL)).startswith("wait")
    assert look(made.case.number, made.code, source=HALL) is made.case
    assert tracking.by_token(made.token, source=HALL, by=actor.public(clock.now())) is made.case


def test_many_places_guessing_one_case_are_stopped_at_the_case(cast: Cast) -> None:
    made = cast.register()
    for place in range(41):
        look(made.case.number, wrong(made.code), source=f"address:10.1.0.{place}")
    assert str(look(made.case.number, wrong(made.code), source="address:10.9.9.9")).startswith("wait")


def test_r58_a_guesser_with_many_addresses_is_one_guesser(cast: Cast) -> None:
    """Each address and each number has free tries left; together they have none, and the answer names the wait. A right code opens from
    an address that did not guess, from a terminal also a wrong one costs what it always did, and the next hour is free again."""
    made = cast.register()
    with unit_of_work():
        for turn in range(tracking.FREE_ONLINE + 1):
            counted = tracking.subjects(f"S01-26-{turn:04}", f"address:10.0.{turn // 4}.1", clock.now())
            throttle.fail(counted, clock.now())
    assert look("S01-26-0900", "0" * 12, "address:10.9.9.9") == "wait 31"
    assert look(made.case.number, wrong(made.code), HALL) == "refusal.code_wrong"
    assert look(made.case.number, made.code, "address:10.9.9.9") is made.case
    with unit_of_work():
        for _ in range(tracking.FREE_PER_SOURCE + 1):
            throttle.fail({"code-source:address:10.8.8.8": tracking.FREE_PER_SOURCE}, clock.now())
    assert str(look(made.case.number, made.code, "address:10.8.8.8")).startswith("wait")
    assert look(made.case.number, made.code, "address:10.8.8.8", timedelta(hours=1)) is made.case
    assert look("S01-26-0900", "0" * 12, "address:10.9.9.9", timedelta(hours=1)) == "refusal.code_wrong"


@pytest.mark.parametrize("token", ["", "x", "x" * 27, "\x00", "\x00-x", "S01-26-0001-é"])
def test_a_guessed_token_counts_against_its_place(cast: Cast, token: str) -> None:
    cast.register()
    with pytest.raises(WrongSecret) as refusal:
        tracking.by_token(token, source=HOME, by=actor.public(clock.now()))
    assert list(refusal.value.subjects) == [f"code-source:{HOME}", f"code-online:{clock.now():%Y%m%d%H}"]


def test_a_new_code_kills_the_old_and_is_told(cast: Cast) -> None:
    made = cast.register()
    with unit_of_work():
        fresh = tracking.reissue(made.case, by=cast.actor("clerk"))
    assert look(made.case.number, made.code) == "refusal.code_wrong" and look(made.case.number, fresh.code) is made.case
    assert (fresh.code, fresh.token) != (made.code, made.token)
    assert timeline.story(made.case, for_visitor=True)[-1].act == "code.reissue"
    with pytest.raises(NotAllowed), unit_of_work():
        tracking.reissue(made.case, by=cast.actor("rep"))


def test_a_copys_token_opens_the_matter_beside_the_first_one_until_there_is_a_new_code(cast: Cast) -> None:
    told, other = cast.register(), cast.register()
    first, copy = told.token, tracking.copied(told.case, codes.group(told.code)).token

    def opened(token: str) -> Case:
        return tracking.by_token(token, source="terminal:2", by=actor.public(clock.now()))

    assert copy != first and opened(copy) is opened(first) is told.case
    for wrong in (copy[:-1] + ("0" if copy[-1] != "0" else "1"), copy.replace(told.case.number, other.case.number)):
        with pytest.raises(Refused):
            opened(wrong)
    with unit_of_work():
        tracking.reissue(told.case, by=cast.actor("liaison"))
    for dead in (first, copy):
        with pytest.raises(Refused):
            opened(dead)


def test_very_long_sources_and_numbers_are_counted_all_the_same(cast: Cast) -> None:
    assert [look("S" * 900, "1" * 900, source="address:" + "f" * 900) for _ in range(3)] == ["refusal.code_wrong"] * 3


def test_a_wrong_secret_is_a_refusal_like_any_other() -> None:
    assert isinstance(WrongSecret("code_wrong", {}), Refused) and WrongSecret("code_wrong", {}).status == 404
