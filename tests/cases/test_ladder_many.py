"""What the ladder says of one case among many is what it says of it alone (practice.md §13, X-17)."""

from datetime import date, timedelta

from portal.cases import ladder
from tests.cases.ladder_scene import LATE, LONG, Make, asked_on, late, on, pressed, rated, red, stated, yellowed
from tests.cast import Cast

SCENES: tuple[Make, ...] = (
    late, asked_on(LATE), asked_on(date(2026, 3, 3), date(2026, 3, 4), LATE), asked_on(date(2026, 3, 3), very=True), pressed, rated(1), rated(2),
    yellowed(LONG), stated(yellowed(LONG)), lambda cast: late(cast, danger=True), lambda cast: late(cast, heads=12),
    lambda cast: cast.referred(clock_name="reply_ordinary"), lambda cast: red(cast)[0], lambda cast: cast.replied(), lambda cast: cast.closed())


def test_what_is_suggested_of_many_is_what_is_suggested_of_each(cast: Cast) -> None:
    """§13: no fact, slip or clock of one case speaks for another, on any day of seven weeks."""
    made = [make(cast) for make in SCENES for _ in range(2)]
    seen = set()
    for after in range(0, 50, 2):
        on(date(2026, 3, 2) + timedelta(days=after))
        by = cast.actor("rep")
        together = ladder.suggested(made, by)
        assert together == {case.id: ladder.suggestions(case, by) for case in made}
        seen |= {step.why for steps in together.values() for step in steps}
    assert seen >= set(ladder.Why) - {ladder.Why.PROMISE_PASSED}
