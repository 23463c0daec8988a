"""Codes by the clock are those of RFC 6238 and of every authenticator; none opens twice."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.foundation import totp

OF_THE_RFC = b"12345678901234567890"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "shown"), [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"), (2000000000, "69279037"),
    (20000000000, "65353130")])
def test_the_vectors_of_rfc_6238(seconds: int, shown: str) -> None:
    """Appendix B, SHA-1; six digits are the last six of its eight."""
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code(OF_THE_RFC, step, digits=8) == shown and totp.code(OF_THE_RFC, step) == shown[2:]


@pytest.mark.parametrize(("count", "shown"), list(enumerate(
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])))
def test_the_vectors_of_rfc_4226(count: int, shown: str) -> None:
    assert totp.code(OF_THE_RFC, count) == shown


@pytest.mark.parametrize(("late", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_out(late: int, fits: bool) -> None:
    shown = totp.code(OF_THE_RFC, totp.step_at(AT) + late)
    assert (totp.matching(OF_THE_RFC, shown, AT, after=0) == totp.step_at(AT) + late) is fits


def test_a_step_that_opened_and_those_before_it_open_no_more() -> None:
    now = totp.step_at(AT)
    assert totp.matching(OF_THE_RFC, totp.code(OF_THE_RFC, now), AT, after=now) is None
    assert totp.matching(OF_THE_RFC, totp.code(OF_THE_RFC, now - 1), AT, after=now) is None
    assert totp.matching(OF_THE_RFC, totp.code(OF_THE_RFC, now + 1), AT + timedelta(seconds=30), after=now) == now + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 345"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert totp.matching(OF_THE_RFC, typed, AT, after=0) is None


def test_the_address_is_what_authenticators_read() -> None:
    """The key URI format: label and issuer named, the secret without padding."""
    assert totp.address(OF_THE_RFC, "director", "回音 A&B") == (
        "otpauth://totp/%E5%9B%9E%E9%9F%B3%20A%26B%3Adirector?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%9B%9E%E9%9F%B3%20A%26B")
    assert totp.written(OF_THE_RFC) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert len({totp.fresh() for _ in range(20)}) == 20 and len(totp.fresh()) == 20
