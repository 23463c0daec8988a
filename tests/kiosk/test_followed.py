"""At the terminal, too, a merged receipt shows the reply of the leading case and nothing that points to its visitor (T10, practice.md §6.3)."""

from portal.cases import reply
from tests.cast import Cast
from tests.kiosk.hand import Hand
from tests.kiosk.test_matter import open_it
from tests.web.public.test_followed import KEPT, PRIVATE, merged


def test_t10_whoever_follows_reads_the_reply_covered(cast: Cast, hand: Hand) -> None:
    leading, own = merged(cast)
    open_it(hand, own.case.number, own.code)
    seen = hand.seen.words()
    for kept in (*KEPT, leading.number):
        assert kept in seen, kept
    for private in (*PRIVATE, reply.of_case(leading)[-1].sha256):
        assert private not in hand.seen.text, private
