"""A receipt held to a reader, which types its QR like a keyboard: the matter opens without a touch on the pad (YT-23, R56, R57)."""

import re

from flask import Response
from wtforms import HiddenField

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Refused, WrongSecret
from portal.kiosk import track
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.web import gate
from portal.web.form import Form
from portal.web.gate import OPEN, opens

LONGEST = 400  # signs of one code; a receipt's address has about 70
_ADDRESS = re.compile(r"/t/([\w-]{20,64})/?", re.ASCII)
_TYPED = re.compile(r"([A-Z]\w{0,7}-\d\d-S?\d{4,})\W*((?:\d\W?){12})", re.IGNORECASE | re.ASCII)


class HeldForm(Form):
    """What the reader typed, as it came; `aim` is where the visitor wanted to go. The code goes the way of a typed one and is never
    shown again."""

    held = HiddenField()
    aim = HiddenField()


@door.post("/scan")
@opens(OPEN, form=True)
def scan() -> Response:
    """Open the matter of the receipt, or say in kind words what else one can do."""
    form, shown = HeldForm(), track.TrackForm(formdata=None)
    shown.aim.data = form.aim.data
    if not form.validate():
        return track.ask(shown, 422)
    try:
        return track.opened(_held((form.held.data or "")[:LONGEST]), form.aim.data)
    except Refused as refusal:
        return track.refused(shown, _kind(refusal))


def _held(code: str) -> Case:
    """The case of a receipt's address, or of a number and code that stand in one line; whose host the address names does not
    matter, for only its token is looked at."""
    source, by = gate.source(), actor.public(clock.now())
    address, typed = _ADDRESS.search(code), _TYPED.search(code)
    if address is not None:
        return tracking.by_token(address[1], source=source, by=by)
    if typed is not None:
        return tracking.by_code(typed[1], typed[2], source=source, by=by)
    raise Refused("scan_foreign")


def _kind(refusal: Refused) -> Refused:
    """A receipt that is not known here needs other words than a code that was mistyped; it counts all the same (R56)."""
    return WrongSecret("scan_unknown", refusal.subjects) if isinstance(refusal, WrongSecret) else refusal
