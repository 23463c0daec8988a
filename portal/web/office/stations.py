"""Stations and units, for the administrator: what the public may know of them, and who decides above them."""

from flask import Response, request
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.network.station import StationLevel
from portal.network.unit import UnitKind
from portal.web import area_pages, gate, page
from portal.web.form import Form, Needed, Written, options
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door

_PLAIN = {"autocomplete": "off"}
_FIELDS = {"refusal.station_members": "members", "refusal.station_opens_on": "opens_on"}


class StationForm(Form):
    """What is known of a station."""

    name = StringField("office.station.name", [Needed(), Written(60)], render_kw=_PLAIN)
    parent = StringField("office.station.parent", render_kw=suggest.station_field())
    area = StringField("office.station.area", [Written(60)])
    address = StringField("office.station.address", [Written(200)], render_kw=_PLAIN)
    how_to_find = StringField("office.station.how_to_find", [Written(200)])
    hours = StringField("office.station.hours", [Written(120)])
    phone = StringField("office.station.phone", [Written(30)], render_kw=_PLAIN)
    first_responsible_phone = StringField("office.station.first_responsible_phone", [Written(30)])
    members = IntegerField("office.station.members", [Optional()], render_kw={"min": 0, "max": places.MOST_MEMBERS, "inputmode": "numeric"})
    opens_on = DateField("office.station.opens_on", [Optional()])
    step_free = BooleanField("office.station.step_free")
    closed = BooleanField("office.station.closed")

    def validate_parent(self, field: StringField) -> None:
        """Empty, or a station that exists."""
        if field.data and places.meant(field.data) is None:
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def facts(self) -> dict[str, object]:
        """The facts as the verb takes them."""
        return {name: self[name].data for name in (*places.FACTS, "members", "opens_on", "step_free", "closed")}


class NewStationForm(StationForm):
    """A new one also gets its code and its level, which stay."""

    code = StringField("office.station.code", [Needed(), Written(8)], render_kw={"autofocus": True, **_PLAIN})
    level = SelectField("office.station.level", choices=options(StationLevel, "common.level"))


class UnitForm(Form):
    """A body that matters are referred to."""

    name = StringField("office.station.unit_name", [Needed(), Written(60)], render_kw=_PLAIN)
    kind = SelectField("office.station.unit_kind", choices=options(UnitKind, "common.unit_kind"))
    phone = StringField("office.station.phone", [Written(30)], render_kw=_PLAIN)


@door.get("/stations")
@opens("network.manage")
def stations() -> Response:
    """Every station down the tree of areas, or found by words as they are typed; closed ones last (SD-01)."""
    return page.show("office/stations.html", looked=area_pages.looked("/office/stations", area_pages.every()))


@door.route("/stations/new", methods=["GET", "POST"])
@opens("network.manage", form=True)
def new_station() -> Response:
    """Open one more."""
    form, by = NewStationForm(), gate.signed_in()
    if not form.validate_on_submit():
        return page.show("office/station.html", 422 if request.method == "POST" else 200, form=form, station=None)
    try:
        with unit_of_work():
            parent = places.meant(form.parent.data or "")
            opened = places.open_station(code=form.code.data or "", level=StationLevel(form.level.data),
                                         parent_id=parent.id if parent else None, facts=form.facts(), by=by)
    except Refused as refusal:
        return page.again("office/station.html", form, refusal, _FIELDS.get(refusal.key, "code"), station=None)
    return page.done("/office/stations", "office.station.opened", name=opened.name)


@door.route("/stations/<code>", methods=["GET", "POST"])
@opens("network.manage", form=True)
def station(code: str) -> Response:
    """One station and its facts."""
    here = places.one(code, gate.signed_in())
    above = f"{here.parent.code} {here.parent.name}" if here.parent else ""
    form = StationForm(obj=here if request.method == "GET" else None)
    if request.method == "GET":
        form.parent.data = above
        return page.show("office/station.html", form=form, station=here)
    if not form.validate_on_submit():
        return page.again("office/station.html", form, station=here)
    try:
        with unit_of_work():
            here = places.one(code, gate.signed_in())
            places.describe(here, facts=form.facts(), by=gate.signed_in())
            places.put_below(here, places.meant(form.parent.data or ""), by=gate.signed_in())
    except Refused as refusal:
        return page.again("office/station.html", form, refusal, _FIELDS.get(refusal.key, "parent"), station=places.one(code, gate.signed_in()))
    return page.done("/office/stations", "office.station.changed")


@door.route("/units", methods=["GET", "POST"])
@opens("network.manage", form=True)
def units() -> Response:
    """Every unit, and the form for one more."""
    form, by = UnitForm(), gate.signed_in()
    if request.method == "GET":
        return page.show("office/units.html", form=form, units=places.units(by))
    if not form.validate_on_submit():
        return page.again("office/units.html", form, units=places.units(by))
    try:
        with unit_of_work():
            places.add_unit(name=form.name.data or "", kind=UnitKind(form.kind.data), phone=form.phone.data or "", by=by)
    except Refused as refusal:
        return page.again("office/units.html", form, refusal, "name", units=places.units(by))
    return page.done("/office/units", "office.station.unit_added")


@door.post("/units/<int:unit_id>/activity")
@opens("network.manage")
def switch_unit(unit_id: int) -> Response:
    """Let it receive matters, or no longer."""
    active = request.form.get("active") == "1"
    with unit_of_work():
        places.switch_unit(unit_id, active, by=gate.signed_in())
    return page.done("/office/units", "office.station.unit_on" if active else "office.station.unit_off")
