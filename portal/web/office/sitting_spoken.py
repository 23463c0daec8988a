"""A visit without a matter: answered, explained, listened to; two taps, and nothing of who came (ZG-25, X-11)."""

from flask import Response, request
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from portal.cases import sitting_spoken
from portal.cases.case import Channel
from portal.cases.sitting_spoken import Told
from portal.cases.visit import Ended
from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places, reach
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception import shift_visit
from portal.web import gate, page
from portal.web.form import Form, Needed, key_field, options
from portal.web.gate import opens
from portal.web.office import pickers, suggest
from portal.web.office.blueprint import door

URL = "/office/visits/spoken"
BY_HAND = (Channel.KIOSK, Channel.ONLINE)


class SpokenForm(Form):
    """What it came to, how many came, how and when."""

    key = key_field()
    ended = RadioField("office.sitting.ended", [Needed()], choices=options(Ended, "office.sitting.ends"))
    heads = IntegerField("office.register.heads", [Needed("refusal.heads_range")], default=1, render_kw={"min": 1, "max": 9999})
    channel = SelectField("office.register.channel", choices=options(Channel, "common.channel", without=BY_HAND))
    happened = pickers.MomentField("office.register.happened")
    station = StringField("office.incident.station", [Needed()], render_kw=suggest.station_field())

    def prepare(self, by: Actor) -> "SpokenForm":
        """The stations where one may note it; whoever has one is asked for none."""
        self.ids = reach.stations(by, "sitting.spoken")
        first = places.suggest("", self.ids)
        if not first:
            raise Missing
        self.only = first[0] if len(first) == 1 else None
        if self.only is not None and not self.station.data:
            self.station.data = _typed(self.only)
        return self

    def where(self) -> Station | None:
        """The station that received, an open one of one's own."""
        found = places.meant(self.station.data or "", self.ids)
        return None if found is None or found.closed else found

    def validate_station(self, field: StringField) -> None:
        """It must be one of one's own."""
        if self.where() is None:
            raise ValidationError(gate.say()("office.register.station_unknown"))


@door.get("/visits/spoken")
@opens("sitting.spoken")
def spoken_page() -> Response:
    """The form, what was received so far, and what may be taken back."""
    form = SpokenForm(formdata=None, data={"station": request.args.get("station", "")[:12]}).prepare(gate.signed_in())
    asked = form.where()
    form.station.data = _typed(asked or form.only) if asked or form.only else ""
    return _show(form)


@door.post("/visits/spoken")
@opens("sitting.spoken", form=True)
def note_spoken() -> Response:
    """Count it."""
    by = gate.signed_in()
    form = SpokenForm().prepare(by)
    place = form.where()
    if not form.validate_on_submit() or place is None:
        return _show(form, 422)
    told = Told(Ended(form.ended.data), form.heads.data or 0, Channel(form.channel.data), form.happened.at)
    try:
        key = form.check_key()
        with unit_of_work():
            shift_visit.hang(sitting_spoken.note(place, told, key=key, by=by))
    except Refused as refusal:
        form.refuse(refusal, {"refusal.happened_later": "happened", "refusal.heads_range": "heads"}.get(refusal.key))
        return _show(form, refusal.status)
    return page.done(f"{URL}?station={place.code}", "office.sitting.noted", end=gate.say()(f"office.sitting.ends.{told.ended}"), heads=told.heads)


@door.post("/visits/spoken/<int:visit_id>/removal")
@opens("sitting.spoken")
def take_back_spoken(visit_id: int) -> Response:
    """It was noted by mistake."""
    with unit_of_work():
        sitting_spoken.take_back(visit_id, by=gate.signed_in())
    place = places.meant(request.form.get("station", "")[:12])
    return page.done(f"{URL}?station={place.code}" if place is not None else URL, "office.sitting.taken_back")


def _typed(place: Station) -> str:
    return f"{place.code} {place.name}"


def _show(form: SpokenForm, status: int = 200) -> Response:
    """The form; of the station it names, what was received so far."""
    by, here = gate.signed_in(), form.where()
    sits = shift_visit.at(here.id, clock.now()) if here is not None else None
    return page.show("office/sitting_spoken.html", status, form=form, place=here, rows=sitting_spoken.lately(here.id, by) if here is not None else [], sits=sits,
                     received=shift_visit.received([sits.id], by)[sits.id] if sits is not None else None)
