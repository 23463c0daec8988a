"""What the stored figures make one look at, for the office (practice.md §9): where to look, never whom to blame."""

from flask import Response

from portal.cases import signals
from portal.foundation import clock
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.register_form import LOCALES


@door.get("/signals")
@opens("rules.see")
def signs() -> Response:
    """The signs of the last thirty days, with their figures."""
    return page.show("office/signals.html", signs=signals.seen(clock.now(), gate.signed_in().kept_from), languages=dict(LOCALES), since=signals.since(clock.now()))
