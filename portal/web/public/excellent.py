"""Excellent cases: period by period what was chosen and why, with what the record says; a stone where a result stands no more (ZK-02, ZK-03)."""

from urllib.parse import urlencode

from flask import Response

from portal.awards import period, shown
from portal.awards.period import Period
from portal.foundation.refusal import Missing
from portal.web import gate, page, ready
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import asked_number, door

PERIODS = 12  # offered by name; who wants an older one has its address


@door.get("/excellent")
@opens(OPEN)
def excellent() -> Response:
    """The newest period, or the one that is named."""
    return ready.page(_drawn, rests_on=("network", "board"))


def _drawn() -> Response:
    wanted, after = asked_number("period"), asked_number("after") or 0
    here = period.one(wanted) if wanted else shown.latest()
    if here is not None and here.is_open:
        raise Missing
    found = shown.of_period(here, after) if here is not None else shown.Page([], 0)
    drawn = cards.drawn([one.row for one in found.chosen if one.row is not None], gate.say())
    kept = iter(drawn)
    return page.show("public/excellent.html", period=here, chosen=[(one, next(kept) if one.row is not None else None) for one in found.chosen],
                     more=_url(here, after=found.next) if here is not None and found.next else "", first=_url(here) if here is not None and after else "",
                     periods=[(row.name, _url(row), here is not None and row.id == here.id) for row in period.newest(PERIODS, closed=True)])


def _url(of: Period, **more: int) -> str:
    return "/excellent?" + urlencode({"period": of.id, **more})
