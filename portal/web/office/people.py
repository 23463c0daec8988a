"""Staff, for the administrator: who is here, with which role where; added, given a link to a new password, closed (YT-18, R51)."""

from collections.abc import Callable
from datetime import date

from flask import Response, current_app, request
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from portal.cases import desk, hands
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import admission, face, places, representative, sign_in, staff
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import AT_STATION, AT_UNIT, STAFF, Role
from portal.reception import departure, diary
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door
from portal.web.office.open_days import hits_said

_FREED = {"office.people.taken": "office.people.taken_freed", "office.people.closed": "office.people.closed_freed",
          "office.people.term": "office.people.term_freed"}
_FIELDS = {"refusal.login_taken": "login", "refusal.representative_kind": "kind", "refusal.role_until": "until"}


class RoleForm(Form):
    """A role, and the station or unit it belongs to."""

    role = SelectField("office.people.role", default=Role.LIAISON.value,
                       choices=[(role.value, f"common.role.{role.value}") for role in STAFF])
    station = StringField("office.people.station", render_kw=suggest.station_field())
    unit = StringField("office.people.unit", render_kw=suggest.unit_field())
    kind = StringField("office.people.kind", [Written(30)], render_kw=suggest.KINDS)
    agreed = BooleanField("office.people.agreed")
    until = DateField("office.people.until", [Optional()])

    @property
    def kinds(self) -> list[str]:
        """What is offered under the field of that name."""
        return representative.kinds()

    def validate_station(self, field: StringField) -> None:
        """A role of a station needs one that exists."""
        if self.role.data in AT_STATION and places.meant(field.data or "") is None:
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def validate_unit(self, field: StringField) -> None:
        """A role of a unit likewise."""
        if self.role.data in AT_UNIT and places.unit_meant(field.data or "") is None:
            raise ValidationError(gate.say()("office.people.unit_unknown"))

    def give(self, who: Person, by: Actor) -> None:
        """Give it."""
        station, unit = places.meant(self.station.data or ""), places.unit_meant(self.unit.data or "")
        staff.give(who, Role(self.role.data), by=by, station_id=station.id if station else None,
                   unit_id=unit.id if unit else None, kind=self.kind.data or "", public=bool(self.agreed.data), until=self.until.data)


class PersonForm(RoleForm):
    """A new member of staff."""

    name = StringField("office.people.name", [Needed(), Written(40)], render_kw={"autocomplete": "off", "autofocus": True})
    login = StringField("office.people.login", [Needed(), Written(40)], render_kw={"autocomplete": "off"})


@door.get("/people")
@opens("network.manage")
def people() -> Response:
    """Staff, 50 a page."""
    words, at = request.args.get("words", "")[:40], max(1, request.args.get("page", 1, int))
    found = staff.people(gate.signed_in(), words, at)
    held = [(one, staff.in_force(one, gate.signed_in())) for one in found[:staff.PER_PAGE]]
    return page.show("office/people.html", people=held, words=words, page_at=at, more=len(found) > staff.PER_PAGE,
                      stations=_station_names(), units=_unit_names())


@door.route("/people/new", methods=["GET", "POST"])
@opens("network.manage", form=True, fresh=True)
def new_person() -> Response:
    """A new account; the link to its first password is on the answer and nowhere else."""
    form, by = PersonForm(), gate.signed_in()
    if not form.validate_on_submit():
        return page.show("office/person_new.html", 422 if request.method == "POST" else 200, form=form)
    try:
        with unit_of_work():
            who = staff.add(name=form.name.data or "", login=form.login.data or "", by=by)
            form.give(who, by)
            token = staff.invite(who, by=by)
    except Refused as refusal:
        return page.again("office/person_new.html", form, refusal, _FIELDS.get(refusal.key))
    return _link(who, token)


@door.get("/people/<int:person_id>")
@opens("network.manage")
def person(person_id: int) -> Response:
    """One member of staff."""
    return _person(person_id, RoleForm(formdata=None))


@door.post("/people/<int:person_id>/roles")
@opens("network.manage", form=True, fresh=True)
def give_role(person_id: int) -> Response:
    """One more role."""
    form = RoleForm()
    if not form.validate_on_submit():
        return _person(person_id, form, 422)
    try:
        with unit_of_work():
            form.give(staff.one(person_id, gate.signed_in()), gate.signed_in())
    except Refused as refusal:
        form.refuse(refusal, _FIELDS.get(refusal.key))
        return _person(person_id, form, refusal.status)
    return page.done(f"/office/people/{person_id}", "office.people.given")


@door.post("/people/<int:person_id>/roles/<int:grant_id>/end")
@opens("network.manage", fresh=True)
def end_role(person_id: int, grant_id: int) -> Response:
    """A role is over, unless matters still lie with this person by it: those are handed over first; or its last day is told ahead."""
    said = "office.people.term" if request.form.get("until") else "office.people.taken"
    return _change(person_id, said, lambda who, by: _take(who, grant_id, by))


@door.post("/people/<int:person_id>/roles/<int:grant_id>/keep")
@opens("network.manage", fresh=True)
def keep_role(person_id: int, grant_id: int) -> Response:
    """The last day that was told ahead is taken back, and with it the open days they left for it."""
    with unit_of_work():
        who = staff.one(person_id, gate.signed_in())
        staff.keep(who, grant_id, by=gate.signed_in())
        back, lost = departure.sit_again(gate.signed_in(), who.id)
    return page.done(f"/office/people/{person_id}", "office.people.kept_seats" if back or lost else "office.people.kept", n=back, lost=lost)


@door.post("/people/<int:person_id>/password")
@opens("network.manage", fresh=True)
def new_password(person_id: int) -> Response:
    """A link to a new password, shown once; the old one and their sessions end at once."""
    with unit_of_work():
        who = staff.one(person_id, gate.signed_in())
        token = staff.invite(who, by=gate.signed_in())
    return _link(who, token)


@door.post("/people/<int:person_id>/closing")
@opens("network.manage", fresh=True)
def close_person(person_id: int) -> Response:
    """Close the account, unless matters still wait for this person: those are handed over first."""
    return _change(person_id, "office.people.closed", _close)


@door.post("/people/<int:person_id>/opening")
@opens("network.manage", fresh=True)
def reopen_person(person_id: int) -> Response:
    """Open it again; a link to a new password comes next."""
    return _change(person_id, "office.people.reopened", lambda who, by: staff.reopen(who, by=by))


def _link(who: Person, token: str) -> Response:
    link = f"{current_app.config['PUBLIC_URL']}/office/invited/{token}"
    return page.show("office/link_once.html", who=who, link=link, until=clock.now() + admission.LASTS)


def _take(who: Person, grant_id: int, by: Actor) -> int:
    typed = request.form.get("until", "").strip()
    try:
        last_on = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refused("field_date") from None
    role = staff.take(who, grant_id, by=by, last_on=last_on)
    hands.check_left(who.id, role, by=by)
    return _free(who, by)


def _close(who: Person, by: Actor) -> int:
    waiting = desk.owned_by(who.id)
    if waiting:
        raise Refused("owns_cases", n=waiting)
    staff.close(who, by=by)
    return _free(who, by)


def _free(who: Person, by: Actor) -> int:
    """They leave the open days for which they receive no more, once it was said how many appointments with them fall (HB-40)."""
    days = [seat.shift_id for seat in departure.orphaned(by.at, who.id)]
    diary.expect(diary.hits(days, by.at)[who.id], hits_said())
    return departure.leave_seats(by, who.id)


def _change(person_id: int, said: str, verb: Callable[[Person, Actor], int | None]) -> Response:
    try:
        with unit_of_work():
            who = staff.one(person_id, gate.signed_in())
            portrait = who.representative.portrait if who.representative is not None else ""
            freed = verb(who, gate.signed_in())
        with unit_of_work():
            face.clear(portrait)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        form = RoleForm(formdata=None)
        form.refuse(refusal)
        return _person(person_id, form, refusal.status, hits=refusal.params.get("n", 0) if refusal.status == 409 else 0)
    return page.done(f"/office/people/{person_id}", _FREED[said] if freed else said, n=freed or 0)


def _person(person_id: int, form: RoleForm, status: int = 200, hits: object = 0) -> Response:
    who = staff.one(person_id, gate.signed_in())
    return page.show("office/person.html", status, who=who, form=form, grants=staff.in_force(who, gate.signed_in()),
                     owns=desk.owned_by(who.id), waits=admission.open_until(who.id, clock.now()), sessions=len(sign_in.living(who.id, clock.now())),
                     stations=_station_names(), units=_unit_names(), hits=hits, pressed=request.path, until=request.form.get("until", ""))


def _station_names() -> dict[int, str]:
    return {row.id: row.name for row in staff.db.session.scalars(places.select(places.Station))}


def _unit_names() -> dict[int, str]:
    return {row.id: row.name for row in staff.db.session.scalars(places.select(places.Unit))}
