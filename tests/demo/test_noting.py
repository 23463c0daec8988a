"""Every page of the demonstration has something to show: portraits of nobody, notes for each audience, and most have said they will come
(ZG-19, HB-78, YT-15, CT-13)."""

from sqlalchemy import select

from portal.cases.side_note import Audience, SideNote
from portal.demo import portraits
from portal.foundation.database import db
from portal.network import face
from portal.network.representative import Representative
from portal.reception import confirmation
from portal.reception.sitting import Sitting
from tests.demo.conftest import Told


def test_ct13_nearly_everybody_has_a_drawn_portrait_and_pages_do_without_one_too(told: Told) -> None:
    rows = db.session.scalars(select(Representative)).all()
    shown = [row for row in rows if row.portrait]
    assert 0 < len(rows) - len(shown) < len(rows) / 4 and len({row.portrait for row in shown}) > 6
    assert all((face.read(row) or b"").startswith(b"\xff\xd8") for row in shown)
    assert portraits.drawn(1) == portraits.drawn(1) != portraits.drawn(2)


def test_zg19_there_is_a_note_for_each_audience_and_one_that_asks_the_visitor(told: Told) -> None:
    rows = db.session.scalars(select(SideNote)).all()
    assert {row.audience for row in rows} == {*Audience} and [row.audience for row in rows if row.asks] == [Audience.VISITOR]


def test_yt15_most_have_confirmed_and_somebody_is_still_waited_for(told: Told) -> None:
    said = db.session.scalars(select(Sitting).where(Sitting.confirmed_at.is_not(None))).all()
    waiting = confirmation.waiting(None, told.now)
    assert waiting and len(said) > len(waiting) and all(row.is_confirmed for row in said)
