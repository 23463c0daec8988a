"""How far is my matter: number and code, or the QR of the receipt; then where it is and what comes next (YT-21–23)."""

from flask import Response, make_response, redirect
from wtforms import StringField

from portal.cases import suited, tracking
from portal.foundation import clock
from portal.foundation.refusal import Refused, TooMany
from portal.network import actor
from portal.reception import offered_time
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens
from portal.web.public import story, visit
from portal.web.public.blueprint import door
from portal.web.public.offered import OfferForm


class TrackForm(Form):
    """What stands on the receipt in large type."""

    number = StringField("public.track.number", [Needed("public.track.number_needed"), Written(40)])
    code = StringField("public.track.code", [Needed("public.track.code_needed"), Written(40)])


@door.route("/track", methods=["GET", "POST"])
@opens(OPEN, form=True)
def track() -> Response:
    """Ask for number and code. An unknown number and a wrong code get the same answer, and wrong tries wait in words."""
    form = TrackForm()
    if not form.validate_on_submit():
        return page.show("public/track.html", 422 if form.is_submitted() else 200, form=form)
    try:
        case = tracking.by_code(form.number.data, form.code.data, source=gate.source(), by=actor.public(clock.now()))
    except Refused as refusal:
        response = page.again("public/track.html", form, refusal)
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = str(refusal.seconds)
        return response
    visit.begin(case)
    return page.done("/track/case")


@door.get("/t/<token>")
@opens(OPEN)
def token(token: str) -> Response:
    """The QR of the receipt. The token leaves the address at once; a wrong one counts like a wrong code (R57)."""
    visit.begin(tracking.by_token(token[:64], source=gate.source(), by=actor.public(clock.now())))
    return make_response(redirect("/track/case", 303))


@door.get("/track/case")
@opens(OPEN)
def case() -> Response:
    """The visitor's own matter."""
    by = visit.by()
    if by is None:
        return page.done("/track", "public.track.over", "info")
    told = story.progress(visit.case(by), gate.say())
    return page.show("public/case.html", progress=told, fit=suited.of(told.shown) if told.shown is told.case else None,
                     offered=offered_time.open_to(told.case, by.at), form=OfferForm())


@door.post("/track/end")
@opens(OPEN)
def end() -> Response:
    """Close the matter on this screen; number and code are needed to see it again."""
    visit.end()
    return page.done("/track", "public.track.ended")
