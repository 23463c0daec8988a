"""At the terminal a time that was offered is accepted with one touch, and called off again (HB-26)."""

import re
from datetime import timedelta

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import offered_time
from portal.reception.appointment import Wanted
from portal.reception.offered_time import Proposed, Said
from tests.cast import NOW, Cast
from tests.kiosk.hand import Hand
from tests.kiosk.test_matter import open_it

OFFER = "/kiosk/matter/offer"


def test_hb26_at_the_terminal_one_touch_accepts_and_one_calls_off(hand: Hand, cast: Cast) -> None:
    made = cast.register()
    with unit_of_work():
        offered_time.offer(made.case, Proposed(Wanted.STATION, at=NOW + timedelta(days=2, hours=5), words="见面谈谈路灯。"), by=cast.actor("rep"))
    open_it(hand, made.case.number, made.code)
    assert f'href="{OFFER}"' in hand.seen.text
    assert "见面谈谈路灯。" in hand.get(OFFER).words()
    given = re.findall(r"\d{4} \d{4} \d{4}", hand.send(OFFER, go="accepted").words())
    assert given and given == re.findall(r"\d{4} \d{4} \d{4}", hand.send(OFFER).words()), "in another language it is the same one"
    hand.get(OFFER)
    hand.send(OFFER, 303, go="declined")
    db.session.rollback()
    row = offered_time.newest(made.case)
    assert row is not None and row.said is Said.DECLINED
