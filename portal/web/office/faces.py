"""Representatives as the public sees them: what is known of each, their picture, and the plate for the table (CT-13, HB-32)."""

from flask import Response, request
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField

from portal.foundation import files
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face
from portal.network.representative import Representative
from portal.network.station import Station
from portal.paper import card
from portal.web import gate, page, papers
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

TAKEN = {"accept": "image/jpeg,image/png,image/webp"}


class FaceForm(Form):
    """What is said of them; the phone is theirs, not the station's."""

    kind = StringField("office.face.kind", [Needed(), Written(30)])
    field = StringField("office.face.field", [Written(60)])
    pledge = TextAreaField("office.face.pledge", [Written(200)])
    mobile = StringField("office.face.phone", [Written(30)], render_kw={"autocomplete": "off"})
    public = BooleanField("office.face.public")


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
        facts = {"kind": form.kind.data or "", "field": form.field.data or "", "pledge": form.pledge.data or "", "phone": form.mobile.data or ""}
        face.describe(row, facts=facts, public=bool(form.public.data), by=by)
    return page.done(f"/office/faces/{person_id}", "office.face.kept")


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
    return card.Shown(row.person.name, row.kind, row.field, row.phone, row.portrait)


def sheet_of(place: Station, people: tuple[Representative, ...], public_url: str, *, of_station: bool) -> card.CardFacts:
    """What stands on a card of these people of a station, or on the station's own."""
    network = gate.network()
    return card.CardFacts(network.name, network.motto, place.name, place.address, place.how_to_find, place.phone, place.hours,
                          f"{public_url.split('://')[-1]}/track", f"{public_url}/stations/{place.code}", tuple(map(shown, people)), network.demo, of_station)


def _filled(row: Representative) -> FaceForm:
    return FaceForm(formdata=None, kind=row.kind, field=row.field, pledge=row.pledge, mobile=row.phone, public=row.public)


def _show(row: Representative, form: FaceForm, portrait: PortraitForm | None = None, status: int = 200) -> Response:
    return page.show("office/face.html", status, row=row, form=form, portrait=portrait or PortraitForm(formdata=None))
