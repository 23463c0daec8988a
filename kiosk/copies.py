"""The receipt once more for whoever shows number and code at a paired terminal; counted with those of the last screen (K46)."""

from flask import Response, current_app, request

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.kiosk import printer, track
from portal.kiosk.blueprint import door
from portal.kiosk.track import TrackForm
from portal.network import actor
from portal.paper import receipt as paper
from portal.paper.of_case import receipt_of
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.papers import Html


@door.post("/track/paper")
@opens(OPEN, form=True)
def copy() -> Response:
    """Print a copy and say how it stands. `shown` came with this screen itself: looking again prints nothing."""
    form, looked = TrackForm(), "shown" in request.form
    if printer.own() is None or not form.validate():
        return track.ask(form, 422)
    try:
        case = tracking.by_code(form.number.data, form.code.data, source=gate.source(), by=actor.public(clock.now()))
        if not looked and not printer.may_copy(case):
            raise Refused("print_copies", n=printer.MOST)
    except Refused as refusal:
        form.code.data = ""
        return page.again("kiosk/track.html", form, refusal, "code", **track.around())
    if "again" in request.form or not looked:
        printer.copy(case, request.form.get("again", ""), _html(case, form.code.data))
    code = codes.group(codes.fold_code(form.code.data) or "")
    return page.show("kiosk/copy.html", case=case, code=code, draft_url="/kiosk/track/paper", printing=printer.of(case),
                     reprint_url="/kiosk/track/paper", carried=[("number", case.number), ("code", code), ("shown", "y")])


def _html(case: Case, code: str) -> Html:
    """The receipt from number and code; its QR opens the matter as that of the first one does."""
    secrets = tracking.copied(case, code)

    def html(size: str, links: tuple[str, ...]) -> str:
        facts = receipt_of(case, secrets, network=gate.network(), public_url=current_app.config["PUBLIC_URL"],
                           received_by=case.station.name, today=clock.today(), reprint=True)
        return paper.html(facts, gate.say(), size, links)

    return html
