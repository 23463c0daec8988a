"""What an open day is about and which units sit at its table: asked, with those whom the open matters suggest; noted on the day (SD-24)."""

from flask import Response, g, request
from wtforms import StringField
from wtforms.validators import ValidationError

from portal.cases import unit_paper
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.network.access import Place, can
from portal.network.unit import Unit
from portal.reception import invitation, sitting, whom_to_invite
from portal.reception import shift as shifts
from portal.reception.invitation import THEME_MOST, Invitation
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door


class ThemeForm(Form):
    """What the day is about; the public reads it."""

    theme = StringField("office.invitation.theme", [Written(THEME_MOST)], render_kw={"autocomplete": "off"})


class UnitForm(Form):
    """Which unit is invited, typed or picked."""

    unit = StringField("office.invitation.unit", [Needed(), Written(60)])

    def validate_unit(self, field: StringField) -> None:
        """A unit that is at work, by its name or the only part that fits."""
        if self.meant() is None:
            raise ValidationError(gate.say()("office.act.unit_unknown"))

    def meant(self) -> Unit | None:
        """The unit that was typed."""
        found = places.unit_meant(self.unit.data or "")
        return found if found is not None and found.active else None


@door.get("/open-days/<int:shift_id>/units")
@opens("shift.see")
def day_units(shift_id: int) -> Response:
    """The theme of a day and who is invited to it."""
    return _show(shift_id)


@door.post("/open-days/<int:shift_id>/theme")
@opens("roster.keep", form=True)
def day_theme(shift_id: int) -> Response:
    """What it is about."""
    form, g.stands_at = ThemeForm(), _url(shift_id)
    if not form.validate_on_submit():
        return _show(shift_id, 422, theme=form)
    try:
        with unit_of_work():
            by = gate.signed_in()
            invitation.name_theme(shifts.one(shift_id, by, lock=True), form.theme.data or "", by=by)
    except Refused as refusal:
        form.refuse(refusal, "theme")
        return _show(shift_id, refusal.status, theme=form)
    return page.done(_url(shift_id), "office.invitation.theme_kept")


@door.post("/open-days/<int:shift_id>/units")
@opens("roster.keep", form=True)
def invite_unit(shift_id: int) -> Response:
    """One more unit."""
    form, g.stands_at = UnitForm(), _url(shift_id)
    if not form.validate_on_submit():
        return _show(shift_id, 422, form)
    try:
        with unit_of_work():
            by, unit = gate.signed_in(), form.meant()
            assert unit is not None  # the form asked
            invitation.invite(shifts.one(shift_id, by, lock=True), unit, by=by)
            name = unit.name
    except Refused as refusal:
        form.refuse(refusal, "unit")
        return _show(shift_id, refusal.status, form)
    return page.done(_url(shift_id), "office.invitation.invited", name=name)


@door.post("/open-days/<int:shift_id>/units/<int:unit_id>/withdrawal")
@opens("roster.keep")
def withdraw_invitation(shift_id: int, unit_id: int) -> Response:
    """It is invited no more."""
    g.stands_at = _url(shift_id)
    with unit_of_work():
        row = _of(shift_id, unit_id)
        invitation.withdraw(row, by=gate.signed_in())
        name = row.unit.name
    return page.done(_url(shift_id), "office.invitation.withdrawn", name=name)


@door.post("/open-days/<int:shift_id>/units/<int:unit_id>/attendance")
@opens("sitting.note")
def note_unit(shift_id: int, unit_id: int) -> Response:
    """They came, and who; or they did not."""
    g.stands_at, said = _url(shift_id), request.form.get("came", "")
    if said not in ("yes", "no"):
        raise Refused("field_choice")
    try:
        with unit_of_work():
            row = _of(shift_id, unit_id)
            invitation.note(row, said == "yes", who=request.form.get("who", ""), by=gate.signed_in())
            name = row.unit.name
    except Refused as refusal:
        form = UnitForm(formdata=None)
        form.refuse(refusal)
        return _show(shift_id, refusal.status, form)
    return page.done(_url(shift_id), "office.invitation.noted", name=name)


def _of(shift_id: int, unit_id: int) -> Invitation:
    return invitation.one(shifts.one(shift_id, gate.signed_in(), lock=True), unit_id)


def _show(shift_id: int, status: int = 200, form: UnitForm | None = None, theme: ThemeForm | None = None) -> Response:
    by, g.stands_at = gate.signed_in(), _url(shift_id)
    row = shifts.one(shift_id, by)
    form, theme = form or UnitForm(formdata=None), theme or ThemeForm(formdata=None, theme=row.theme)
    form.unit.render_kw = suggest.unit_field()
    place, stands = Place(row.station_id), row.off_by is None
    keeps = can(by, "roster.keep", place) and stands and not row.is_over(by.at)
    return page.show("office/open_day_units.html", status, row=row, asked=invitation.of_shifts([row.id])[row.id], form=form, theme=theme, keeps=keeps,
                     notes=can(by, "sitting.note", place) and stands and sitting.may_note(row, by.at), begun=row.begins_at <= by.at,
                     suggested=whom_to_invite.to(row, by=by) if keeps else [], signing_in=unit_paper.units_signing_in(by))


def _url(shift_id: int) -> str:
    return f"/office/open-days/{shift_id}/units"
