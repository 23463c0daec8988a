"""Notes of incidents at a station: written by who received, read by the director and the writer, gone after half a year."""

from flask import Response, g
from wtforms import BooleanField, SelectMultipleField, TextAreaField

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
from portal.web.office import one_station, pickers
from portal.web.office.blueprint import door

WRITE = "incident.write"


class IncidentForm(Form):
    """What happened, without a name of whoever came."""

    what = TextAreaField("office.incident.what", [Needed("refusal.incident_needed"), Written(incident.MOST, incident.LINES)])
    happened = pickers.MomentField("office.incident.happened")
    present = SelectMultipleField("office.incident.present")
    by_two = BooleanField("office.incident.by_two")

    def offer(self, here: Station, by: Actor) -> "IncidentForm":
        """Who serves there, and may have been present."""
        self.present.choices = [(str(one), name) for one, name in person.serving(here.id, clock.day_of(by.at))]
        return self


@door.get("/incidents")
@opens("incident.see")
def incidents() -> Response:
    """What one may read, and the form for who may write, of one station found by typing where there are many (SD-01)."""
    return _show(one_station.asked(WRITE).place)


@door.post("/incidents/<code>")
@opens(WRITE, form=True)
def incident_note(code: str) -> Response:
    """Write one down."""
    here, by = one_station.at(code, WRITE), gate.signed_in()
    form = IncidentForm().offer(here, by)
    if not form.validate_on_submit():
        return _show(here, form, 422)
    try:
        with unit_of_work():
            incident.note(here, what=form.what.data or "", by_two=form.by_two.data, happened_at=form.happened.at,
                          present=[whole(one) or 0 for one in form.present.data or []], by=by)
    except Refused as refusal:
        form.refuse(refusal, "happened" if refusal.key == "refusal.happened_later" else "what")
        return _show(here, form, refusal.status)
    return page.done(f"/office/incidents?station={code}" if one_station.is_many(WRITE) else "/office/incidents", "office.incident.kept")


def _show(here: Station | None, form: IncidentForm | None = None, status: int = 200) -> Response:
    by, asked = gate.signed_in(), one_station.asked(WRITE)
    g.stands_at = f"/office/incidents?station={here.code}" if here is not None and asked.many else "/office/incidents"
    rows = [(row, [person.name_of(one) for one in row.present]) for row in incident.readable(by)]
    form = form or (IncidentForm(formdata=None).offer(here, by) if here is not None else None)
    return page.show("office/incidents.html", status, form=form, place=here, typed=asked.typed, unknown=asked.unknown, rows=rows,
                     many=asked.many, kept=incident.KEPT.days)
