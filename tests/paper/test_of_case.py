"""What of a case stands on its receipt: the next step at every stage, never the matter where it has to stay private."""

import pytest

from portal.cases.case import Case
from portal.cases.tracking import Secrets
from portal.foundation import clock, words
from portal.network import network
from portal.paper import receipt
from portal.paper.of_case import receipt_of
from portal.paper.receipt import Next, ReceiptFacts
from tests.cast import WORDS, Cast

SECRETS = Secrets("482719360158", "token-of-the-tests")


def facts(case: Case) -> ReceiptFacts:
    """The receipt of a case as the kiosk would print it."""
    standing = network.current()
    assert standing is not None
    return receipt_of(case, SECRETS, network=standing, public_url="https://echo.example", received_by="自助终端", today=clock.today())


@pytest.mark.parametrize(("stage", "step"), [
    ("accepted", Next.REFER), ("referred", Next.REPLY), ("handling", Next.REPLY), ("replied", Next.TELL),
    ("to_deliver", Next.TELL), ("delivered", Next.RATE), ("closed", Next.OVER)])
def test_the_next_step_is_the_one_that_is_next(cast: Cast, stage: str, step: Next) -> None:
    """practice.md §2.2: what happens next, at whatever stage the paper is printed again."""
    assert facts(getattr(cast, stage)()).next_step is step


def test_a_fresh_matter_waits_for_the_decision_and_a_writer_first_for_words(cast: Cast) -> None:
    """practice.md §2.2, §10.3: told at the kiosk, or a person writes it down."""
    assert facts(cast.register().case).next_step is Next.DECIDE
    assert facts(cast.register(words="", needs_writer=True).case).next_step is Next.WRITE


@pytest.mark.parametrize("more", [{"kind": 4}, {"off_paper": True}, {"category": "O2"}, {"category": "F1"}, {"category": "F"}, {"kind": 3}])
def test_what_must_stay_private_is_not_printed(cast: Cast, more: dict[str, object]) -> None:
    """practice.md §2.2: conduct reports, hardship and what the visitor wants off it are not on paper."""
    assert facts(cast.register(**more).case).words is None


def test_every_step_has_its_sentence_and_no_receipt_names_the_visitor(cast: Cast) -> None:
    """R35, K47: number, code and matter; neither name nor phone, in any language."""
    told = facts(cast.register().case)
    assert told.words == WORDS and told.code == "4827 1936 0158" and told.online == "echo.example/track"
    for locale in words.LOCALES:
        html = receipt.html(told, words.speaker(locale), "roll80")
        assert told.number in html and "测某甲" not in html and "12000000017" not in html
        assert all(words.speaker(locale).knows(f"paper.next.{step}") for step in Next)
