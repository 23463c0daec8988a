"""The loop by five people, once in each language: a touch at the kiosk, a verbatim answer on the board (issue 2, rules.md §12)."""

import pytest

from tests.journeys.passer import Passer
from tests.journeys.sayings import ALL
from tests.journeys.serving import Served
from tests.journeys.stationed import Stationed
from tests.journeys.terminal import Terminal
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_from_a_touch_to_the_board(watch: Watch, served: Served, locale: str) -> None:
    sayings = ALL[locale]
    terminal, people = Terminal(watch, locale), Stationed(watch, served, sayings)
    terminal.come()
    slip = terminal.tell(sayings)
    people.accept_and_refer(slip.number)
    people.answer(slip.number, sayings.reply)
    people.tell(slip.number)
    terminal.rate(slip, "satisfied", "yes")
    people.publish(slip.number)
    passer = Passer(watch, locale)
    passer.find(slip.number, sayings)
    assert passer.replies() == [sayings.reply]
    assert passer.download(1) == sayings.reply.encode()


def test_dissatisfied_is_handled_again_and_both_replies_stand_on_the_board(watch: Watch, served: Served) -> None:
    sayings = ALL["zh_Hant"]
    terminal, people = Terminal(watch, "zh_Hant"), Stationed(watch, served, sayings)
    terminal.come()
    slip = terminal.tell(sayings)
    people.accept_and_refer(slip.number)
    people.answer(slip.number, sayings.reply)
    people.tell(slip.number)
    terminal.rate(slip, "dissatisfied", "no")
    people.answer(slip.number, sayings.again, first=False)
    people.tell(slip.number)
    terminal.rate(slip, "satisfied", "yes")
    people.publish(slip.number)
    passer = Passer(watch, "zh_Hant")
    passer.find(slip.number, sayings)
    assert passer.replies() == [sayings.reply, sayings.again]
    assert [passer.download(1), passer.download(2)] == [sayings.reply.encode(), sayings.again.encode()]
