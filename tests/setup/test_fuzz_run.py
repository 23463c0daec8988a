"""The nightly run over our parsers, small: python -m tests.fuzz does the same with more examples. A fault that is planted is found (R74)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.network import arrangement
from tests.fuzz.__main__ import run
from tests.fuzz.parsers import PARSERS


@pytest.mark.parametrize("name", PARSERS)
def test_no_parser_breaks_on_what_it_is_fed(name: str) -> None:
    assert run(PARSERS[name], 25) == ""


def test_r74_a_parser_that_breaks_is_found() -> None:
    @given(st.text(max_size=9))
    def careless(said: str) -> None:
        said.encode("ascii")

    assert "UnicodeEncodeError" in run(careless, 200)


def test_r45_a_day_with_an_endless_name_is_refused_by_its_line() -> None:
    """Found by the run: a field longer than the csv module takes was a fault of ours."""
    with pytest.raises(Refused, match="calendar_line"):
        arrangement.read_lines("2027-01-01,0,元旦\n2027-01-02,0," + "a" * 200_000)
