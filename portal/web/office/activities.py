"""Training, meetings and visits of a station: noted by who was there, counted, and held against what the network asks for (CT-08, HB-36)."""

from datetime import date
from typing import Any

from flask import Response, g
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField

from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person, representative
from portal.network.station import Station
from portal.reception import activity
from portal.reception.activity import Held, Kind
from portal.web import gate, page
from portal.web.form import Form, Needed, Written, key_field, options
from portal.web.gate import opens
from portal.web.office import one_station
from portal.web.office.blueprint import door

ACT = "activity.note"
_FIELDS = {
    "refusal.activity_later": "day", "refusal.activity_topic": "topic", "refusal.activity_minutes": "minutes",
    "refusal.activity_households": "households", "refusal.activity_people": "people", "refusal.activity_stranger": "people"}
_COUNTED = {"min": 0, "inputmode": "numeric"}


class ActivityForm(Form):
    """One that was held."""

    kind = SelectField("office.activity.kind", choices=options(Kind, "common.activity"))
    day = DateField("office.activity.day", [Needed()], default=clock.today)
    topic = StringField("office.activity.topic", [Needed(), Written(120)], render_kw={"autocomplete": "off"})
    place = StringField("office.activity.place", [Written(60)], render_kw={"autocomplete": "off"})
    minutes = IntegerField("office.activity.minutes", [Needed()], default=60, render_kw=_COUNTED | {"max": activity.LONGEST})
    heads = IntegerField("office.activity.heads", [Needed()], default=0, render_kw=_COUNTED | {"max": activity.MOST})
    households = IntegerField("office.activity.households", [Needed()], default=0, render_kw=_COUNTED | {"max": activity.MOST})
    people = SelectMultipleField("office.activity.people")
    key = key_field()

    def offer(self, here: Station) -> "ActivityForm":
        """Who serves there, and may have taken part."""
        self.people.choices = [(str(one), name) for one, name in person.serving(here.id, clock.today())]
        return self

    def held(self) -> Held:
        """What was told."""
        return Held(day=self.day.data or clock.today(), kind=Kind(self.kind.data), topic=self.topic.data or "", place=self.place.data or "",
                    minutes=self.minutes.data or 0, heads=self.heads.data or 0, households=self.households.data or 0,
                    people=frozenset(whole(one) or 0 for one in self.people.data or []))


class QuotaForm(Form):
    """How many households a representative should visit in a year."""

    visits = IntegerField("office.activity.quota", [Needed()], render_kw=_COUNTED | {"max": activity.QUOTA_MOST})


@door.get("/activities")
@opens(ACT)
def activities() -> Response:
    """What was held at a station, who visited how many, and the form for the next."""
    asked = one_station.asked(ACT)
    if asked.place is None:
        return page.show("office/activities.html", place=None, typed=asked.typed, unknown=asked.unknown, many=True)
    return _show(asked.place, typed=asked.typed)


@door.post("/activities/<code>")
@opens(ACT, form=True)
def note_activity(code: str) -> Response:
    """Write one down."""
    here = one_station.at(code, ACT)
    form = ActivityForm().offer(here)
    if not form.validate_on_submit():
        return _show(here, form, 422)
    try:
        key = form.check_key()
        with unit_of_work():
            activity.note(here, form.held(), key=key, by=gate.signed_in())
    except Refused as refusal:
        if refusal.key == "refusal.activity_key_reused":
            form.key.data = codes.new_key()  # what was typed since is another activity: the next send may note it
        form.refuse(refusal, _FIELDS.get(refusal.key))
        return _show(here, form, refusal.status)
    return page.done(f"/office/activities?station={code}", "office.activity.noted")


@door.post("/activities/<int:activity_id>/strike")
@opens(ACT)
def strike_activity(activity_id: int) -> Response:
    """It was noted wrongly."""
    with unit_of_work():
        code = activity.strike(activity_id, by=gate.signed_in()).station.code
    return page.done(f"/office/activities?station={code}", "office.activity.struck_now")


@door.post("/activities/quota")
@opens("policy.manage", form=True)
def visits_quota() -> Response:
    """How many visits are asked for from now on."""
    form = QuotaForm()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                activity.set_quota(form.visits.data or 0, by=gate.signed_in())
            return page.done("/office/activities", "office.activity.quota_set")
        except Refused as refusal:
            form.refuse(refusal, "visits")
    asked = one_station.asked(ACT)
    return _show(asked.place, quota=form, status=422) if asked.place else page.done("/office/activities")


def _show(here: Station, form: ActivityForm | None = None, status: int = 200, typed: str = "", quota: QuotaForm | None = None) -> Response:
    g.stands_at = f"/office/activities?station={here.code}"
    return page.show("office/activities.html", status, place=here, typed=typed, unknown=False, many=one_station.is_many(ACT),
                     form=form or ActivityForm(formdata=None).offer(here), rows=activity.noted(here.id),
                     quota_form=quota or QuotaForm(formdata=None, visits=activity.quota()), **_figures(here, clock.today()))


def _figures(here: Station, today: date) -> dict[str, Any]:
    year, people = today.replace(month=1, day=1), representative.of_station(here.id)
    visits = activity.visited([row.person_id for row in people], year, today)
    of_month, of_year = activity.counts([here.id], today.replace(day=1), today), activity.counts([here.id], year, today)
    return {"counts": {kind: (of_month[kind], of_year[kind]) for kind in Kind}, "quota": activity.quota(), "visits": [(row.person, visits[row.person_id]) for row in people]}
