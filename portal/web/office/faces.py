"""Representatives as the public sees them: what is known of each, their picture, and the plate for the table (CT-13, HB-32)."""

from flask import Response, request
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.foundation import clock, files
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face, pledge, representative
from portal.network.pledge import Kept
from portal.network.representative import Representative, RepLevel
from portal.network.station import Station
from portal.paper import card
from portal.web import gate, page, papers
from portal.web.form import Form, Needed, Written, options
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door

TAKEN = {"accept": "image/jpeg,image/png,image/webp"}


class FaceForm(Form):
    """What is said of them; the phone is theirs, not the station's."""

    kind = StringField("office.face.kind", [Needed(), Written(30)], render_kw=suggest.KINDS)
    level = SelectField("office.face.level", choices=options(RepLevel, "common.rep_level", blank="office.face.level_unsaid"), default="")
    field = StringField("office.face.field", [Written(60)])
    mobile = StringField("office.face.phone", [Written(30)], render_kw={"autocomplete": "off"})
    public = BooleanField("office.face.public")

    @property
    def kinds(self) -> list[str]:
        """What is offered under the field of that name."""
        return representative.kinds()


class PledgeForm(Form):
    """What they pledge, from when to when."""

    pledge = TextAreaField("office.face.pledge", [Written(200)])
    from_on = DateField("office.pledge.from_on", [Optional()])
    until_on = DateField("office.pledge.until_on", [Optional()])


class SettleForm(Form):
    """What became of it, and what shows that."""

    kept = RadioField("office.pledge.kept", [Needed()], choices=options(Kept, "common.pledge.kept"))
    evidence = TextAreaField("office.pledge.evidence", [Needed(), Written(200)])


class PortraitForm(Form):
    """Their picture."""

    portrait = FileField("office.face.portrait", render_kw=TAKEN)


@door.get("/faces/<int:person_id>")
@opens("face.keep")
def face_of(person_id: int) -> Response:
    """What is known of one representative."""
    row = face.one(person_id, gate.signed_in())
    return _show(row, _filled(row))


@door.post("/faces/<int:person_id>")
@opens("face.keep", form=True)
def describe_face(person_id: int) -> Response:
    """Say it otherwise."""
    form, by = FaceForm(), gate.signed_in()
    if not form.validate_on_submit():
        return _show(face.one(person_id, by), form, status=422)
    with unit_of_work():
        row = face.one(person_id, by)
        facts = {"kind": form.kind.data or "", "field": form.field.data or "", "phone": form.mobile.data or ""}
        face.describe(row, facts=facts, public=bool(form.public.data), level=RepLevel(form.level.data) if form.level.data else None, by=by)
    return page.done(f"/office/faces/{person_id}", "office.face.kept")


@door.post("/faces/<int:person_id>/pledge")
@opens("face.keep", form=True)
def give_pledge(person_id: int) -> Response:
    """What they pledge."""
    form, by = PledgeForm(), gate.signed_in()
    row = face.one(person_id, by)
    if not form.validate_on_submit():
        return _show(row, status=422, pledged=form)
    try:
        with unit_of_work():
            pledge.give(face.one(person_id, by), form.pledge.data or "", form.from_on.data, form.until_on.data, by=by)
    except Refused as refusal:
        form.refuse(refusal, "until_on" if refusal.key == "refusal.pledge_period" else None)
        return _show(face.one(person_id, by), status=refusal.status, pledged=form)
    return page.done(f"/office/faces/{person_id}", "office.face.kept")


@door.post("/faces/<int:person_id>/pledge/outcome")
@opens("face.keep", form=True)
def settle_pledge(person_id: int) -> Response:
    """What became of it."""
    form, by = SettleForm(), gate.signed_in()
    row = face.one(person_id, by)
    if not form.validate_on_submit():
        return _show(row, status=422, settled=form)
    try:
        with unit_of_work():
            pledge.settle(face.one(person_id, by), Kept(form.kept.data), evidence=form.evidence.data or "", by=by)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(face.one(person_id, by), status=refusal.status, settled=form)
    return page.done(f"/office/faces/{person_id}", "office.pledge.settled")


@door.post("/faces/<int:person_id>/portrait")
@opens("face.keep", form=True, files=True)
def show_portrait(person_id: int) -> Response:
    """Another picture, or none."""
    form, by = PortraitForm(), gate.signed_in()
    row = face.one(person_id, by)
    if not form.validate_on_submit():
        return _show(row, _filled(row), form, 422)
    try:
        sent = request.files.get("portrait")
        drawn = face.drawn(sent.read(files.MOST_BYTES + 1)) if sent and not request.form.get("away") else None
        if drawn is not None:
            face.keep(drawn)  # before the write gate opens: nobody waits for a slow disk
        with unit_of_work():
            row = face.one(person_id, by)
            before = row.portrait
            if request.form.get("away"):
                face.hide(row, by=by)
            elif drawn is None:
                raise Refused("photo_needed")
            else:
                face.show(row, drawn, by=by)
    except Refused as refusal:
        form.refuse(refusal, "portrait")
        return _show(row, _filled(row), form, refusal.status)
    with unit_of_work():  # nobody shows the same picture meanwhile
        face.clear(before)
    return page.done(f"/office/faces/{person_id}", "office.face.kept")


@door.get("/faces/<int:person_id>/portrait.jpg")
@opens("face.keep")
def kept_portrait(person_id: int) -> Response:
    """The picture as those see it who keep it, shown in public or not."""
    data = face.read(face.one(person_id, gate.signed_in()))
    if data is None:
        raise Missing
    return Response(data, content_type="image/jpeg")


@door.get("/faces/<int:person_id>/plate.pdf")
@opens("card.note")
def plate(person_id: int) -> Response:
    """The plate for the table, as A4 to fold."""
    row, network = face.shown_at(person_id, gate.signed_in()), gate.network()
    facts = card.PlateFacts(network.name, network.motto, row.station.name, shown(row), network.demo)
    say = gate.say()
    return papers.hand_out(lambda size, links: card.plate(facts, say, size, links), "cards", f"plate-{person_id}", card.PAGE_STYLES)


def shown(row: Representative) -> card.Shown:
    """A representative as paper shows them."""
    return card.Shown(row.person.name, row.kind, row.field, row.phone, row.portrait, row.level or "")


def sheet_of(place: Station, people: tuple[Representative, ...], public_url: str, *, of_station: bool) -> card.CardFacts:
    """What stands on a card of these people of a station, or on the station's own."""
    network = gate.network()
    return card.CardFacts(network.name, network.motto, place.name, place.address, place.how_to_find, place.phone, place.hours,
                          f"{public_url.split('://')[-1]}/track", f"{public_url}/stations/{place.code}", tuple(map(shown, people)), network.demo, of_station)


def _filled(row: Representative) -> FaceForm:
    return FaceForm(formdata=None, kind=row.kind, level=row.level or "", field=row.field, mobile=row.phone, public=row.public)


def _show(row: Representative, form: FaceForm | None = None, portrait: PortraitForm | None = None, status: int = 200, *,
          pledged: PledgeForm | None = None, settled: SettleForm | None = None) -> Response:
    given = pledged or PledgeForm(formdata=None, pledge=row.pledge, from_on=row.pledge_from, until_on=row.pledge_until)
    return page.show("office/face.html", status, row=row, form=form or _filled(row), portrait=portrait or PortraitForm(formdata=None), pledged=given,
                     settled=settled or SettleForm(formdata=None), over=pledge.is_over(row, clock.today()), outcomes=pledge.outcomes([row.person_id]))
