"""Codes: a check digit that notices every slip of the finger, what is forgiven when typing, and what is stored (R56)."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.foundation import codes

BODIES = st.text("0123456789", min_size=11, max_size=11)
quick = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@given(BODIES)
def test_every_single_wrong_digit_is_noticed(body: str) -> None:
    code = body + codes.check_digit(body)
    assert codes.fold_code(code) == code
    for place in range(12):
        for digit in "0123456789".replace(code[place], ""):
            assert codes.fold_code(code[:place] + digit + code[place + 1:]) is None


@given(BODIES)
def test_most_swapped_neighbours_are_noticed(body: str) -> None:
    """Luhn notices all swaps but 09 ↔ 90."""
    code = body + codes.check_digit(body)
    for place in range(11):
        pair = code[place:place + 2]
        if pair[0] != pair[1] and set(pair) != {"0", "9"}:
            assert codes.fold_code(code[:place] + pair[::-1] + code[place + 2:]) is None


@pytest.mark.parametrize("typed", ["4827 1936 0158", "4827-1936-0158", " 482719360158 ", "４８２７　１９３６　０１５８",
                                   "4827–1936—0158", "4827\t19360158"])
def test_what_is_forgiven(typed: str) -> None:
    assert codes.check_digit("48271936015") == "8"
    assert codes.fold_code(typed) == "482719360158"


@pytest.mark.parametrize("typed", ["", "12", "48271936015", "4827193601555", "4827 1936 015x", "٤٨٢٧١٩٣٦٠١٥٥", "²827 1936 0155",
                                   "\x00", "482719360155' OR 1"])
def test_what_cannot_be_a_code(typed: str) -> None:
    assert codes.fold_code(typed) is None


def test_a_code_is_read_out_in_three_groups() -> None:
    assert codes.group("482719360158") == "4827 1936 0158"


@pytest.mark.parametrize(("typed", "number"), [
    ("s01-26-0042", "S01-26-0042"), (" S01－26－0042 ", "S01-26-0042"), ("Ｓ０１—２６–００４２", "S01-26-0042"),
    ("S01 -26- 0042", "S01-26-0042"),
    ("S01-26-0042\x00", "S01-26-0042"), ("'; DROP", "DROP"), ("路灯", ""), ("9" * 90, "9" * 24)])
def test_a_case_number_is_folded(typed: str, number: str) -> None:
    assert codes.fold_number(typed) == number


def test_case_numbers_are_short_and_sortable() -> None:
    assert (codes.case_number("S01", 2026, 42), codes.case_number("S01", 2031, 12345)) == ("S01-26-0042", "S01-31-12345")


@quick
@given(key=st.text("0123456789abcdef", min_size=32, max_size=32))
def test_the_same_key_gives_the_same_secrets_again_r07(app: Flask, key: str) -> None:
    code = codes.derive_code(key)
    assert code == codes.derive_code(key) == codes.fold_code(code)
    assert codes.derive_code(key, 1) != code
    assert codes.derive_token(key) == codes.derive_token(key) and len(codes.derive_token(key)) == 27


def test_codes_spread_over_the_whole_range(app: Flask) -> None:
    """Ten thousand keys: no code twice, every digit at every place about as often (R56)."""
    made = [codes.derive_code(codes.new_key()) for _ in range(10_000)]
    assert len(set(made)) == 10_000
    for place in range(12):
        counts = [sum(code[place] == digit for code in made) for digit in "0123456789"]
        assert min(counts) > 800 and max(counts) < 1200


def test_nothing_stored_helps_without_the_secret(app: Flask) -> None:
    before = codes.keyed_hash("code", "482719360158")
    secret = app.config["SECRET_KEY"]
    try:
        app.config["SECRET_KEY"] = secret[::-1]
        assert codes.keyed_hash("code", "482719360158") != before
    finally:
        app.config["SECRET_KEY"] = secret
    assert codes.keyed_hash("token", "482719360158") != before and codes.same(before, codes.keyed_hash("code", "482719360158"))
