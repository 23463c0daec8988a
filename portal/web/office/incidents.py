"""Notes of incidents at a station: written by who received, read by the director and the writer, gone after half a year."""

from flask import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception import incident
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import pickers
from portal.web.office.blueprint import door


class IncidentForm(Form):
    """What happened, without a name of whoever came."""

    what = TextAreaField("office.incident.what", [Needed("refusal.incident_needed"), Written(incident.MOST, incident.LINES)])
    happened = pickers.MomentField("office.incident.happened")
    station = SelectField("office.incident.station")
    present = SelectMultipleField("office.incident.present")
    by_two = BooleanField("office.incident.by_two")

    def prepare(self, by: Actor) -> None:
        """The stations where one receives, and who serves there."""
        self.places, day = incident.places(by), clock.day_of(by.at)
        self.station.choices = [(here.code, here.name) for here in self.places]
        self.present.choices = list({str(one): name for here in self.places for one, name in person.serving(here.id, day)}.items())
        if len(self.places) == 1:
            self.station.data = self.places[0].code

    def where(self) -> Station:
        """The station it is a note of."""
        return next(here for here in self.places if here.code == self.station.data)


@door.get("/incidents")
@opens("incident.see")
def incidents() -> Response:
    """What one may read, and the form for who may write."""
    return _show(_fresh())


@door.post("/incidents")
@opens("incident.write", form=True)
def incident_note() -> Response:
    """Write one down."""
    form, by = _fresh(), gate.signed_in()
    if not form.validate_on_submit():
        return _show(form, 422)
    try:
        with unit_of_work():
            incident.note(form.where(), what=form.what.data or "", by_two=form.by_two.data, happened_at=form.happened.at,
                          present=[whole(one) or 0 for one in form.present.data or []], by=by)
    except Refused as refusal:
        form.refuse(refusal, "happened" if refusal.key == "refusal.happened_later" else "what")
        return _show(form, refusal.status)
    return page.done("/office/incidents", "office.incident.kept")


def _fresh() -> IncidentForm:
    form = IncidentForm()
    form.prepare(gate.signed_in())
    return form


def _show(form: IncidentForm, status: int = 200) -> Response:
    by = gate.signed_in()
    rows = [(row, [person.name_of(one) for one in row.present]) for row in incident.readable(by)]
    return page.show("office/incidents.html", status, form=form, rows=rows, writes=bool(incident.places(by)), kept=incident.KEPT.days)
