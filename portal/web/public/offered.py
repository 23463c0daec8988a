"""The visitor answers a time that was offered to them, with one touch: they come, another time, or no; and call off what they accepted (HB-26)."""

from flask import Response, request
from wtforms import StringField

from portal.foundation import codes
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import offered_time
from portal.reception.offered_time import MOST, Said
from portal.web import page
from portal.web.form import Form, Written, key_field
from portal.web.gate import OPEN, opens
from portal.web.public import visit
from portal.web.public.blueprint import door


class OfferForm(Form):
    """Which of the three was pressed stands in `go`; a line for whoever asks for another time."""

    key = key_field()
    wish = StringField("common.offer.wish", [Written(MOST)])


@door.post("/track/offer")
@opens(OPEN, form=True)
def answer_offer() -> Response:
    """Take the answer. What was accepted is answered with the page of its code, because the code stands in no address (R07)."""
    by, form, said = visit.by(), OfferForm(), request.form.get("go", "")
    if by is None:
        return page.done("/track", "public.track.over", "info")
    if said not in (Said.ACCEPTED, Said.OTHER, Said.DECLINED):
        return page.done("/track/case")
    if not form.validate_on_submit():
        return page.done("/track/case", "refusal.form_stale", "refused")
    try:
        with unit_of_work():
            made = offered_time.answer(offered_time.needed(visit.case(by)), Said(said), key=form.check_key(), wish=form.wish.data or "", by=by)
    except Moved:
        return page.done("/track/case", "public.track.not_open", "info")
    except Refused as refusal:
        return page.done("/track/case", refusal.key, "refused", **refusal.params)
    if made is None:
        return page.done("/track/case", f"common.offer.told.{said}")
    return page.show("public/booked.html", row=made.appointment, code=codes.group(made.code), place=made.appointment.station)
