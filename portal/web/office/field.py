"""The phone-sized form for visits at the door and in the field: registered with a line, kept on the phone without one (FT-01, HB-34, X-12)."""

from flask import Response, jsonify, make_response
from flask_wtf.csrf import generate_csrf
from wtforms import RadioField
from wtforms.validators import ValidationError

from portal import ROOT
from portal.cases import attachment, intake
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Channel
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import draft_key
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office import devices, receipts
from portal.web.office.blueprint import door
from portal.web.office.register_form import RegisterForm, stations_of
from portal.web.office.uploads import FilesField

CHANNELS, MOST_PHOTOS = (Channel.FIELD, Channel.HOME_VISIT), 6
WORKER = ROOT / "static" / "js" / "field-worker.js"
_LEFT_OUT = ("nature", "kind", "common", "affects", "agent", "received_by", "sex", "age_band", "beside", "locale")


class FieldForm(RegisterForm):
    """What one asks on a doorstep; the rest can be added at the desk. A form the phone sends says nothing of what it leaves out."""

    files = FilesField("office.field.photos", render_kw={"accept": "image/jpeg,image/png,image/webp"})
    channel = RadioField("office.register.channel", choices=[(way.value, f"common.channel.{way.value}") for way in CHANNELS], default=Channel.FIELD.value)

    def prepare(self, by: Actor) -> None:
        """As at the desk; what the short form does not ask is empty, and there is no number of a form of paper."""
        super().prepare(by)
        if "sheet" in self:
            del self.sheet
        for name in _LEFT_OUT:
            if name in self and not self[name].raw_data:
                self[name].data = gate.say().locale if name == "locale" else ""

    def validate_files(self, field: FilesField) -> None:
        """No more than a phone keeps of one matter."""
        if len(field.stored) > MOST_PHOTOS:
            raise ValidationError(gate.say()("refusal.file_count", most=MOST_PHOTOS))

    @property
    def said(self) -> list[str]:
        """What is wrong, in words, field by field."""
        return [*self.problems, *(f"{field.label.text}: {' '.join(field.errors)}" for field in self if field.errors)]


@door.get("/field")
@opens("case.register")
def field_page() -> Response:
    """An empty form."""
    return page.show("office/field.html", form=_fresh(), bare=False, most_photos=MOST_PHOTOS)


@door.get("/field/empty")
@opens("case.register")
def field_empty() -> Response:
    """The same form with nothing of anybody in it, neither name nor token: what a phone keeps to open without a line."""
    return page.show("office/field.html", form=_fresh(), bare=True, most_photos=MOST_PHOTOS)


@door.post("/field")
@opens("case.register", form=True, files=True)
def field_now() -> Response:
    """Register it, from a browser without scripts or keys."""
    form, by = _sent()
    if not form.validate_on_submit():
        return page.again("office/field.html", form, bare=False, most_photos=MOST_PHOTOS)
    try:
        told = _register(form, by)
    except Refused as refusal:
        return page.again("office/field.html", form, refusal, _FIELDS.get(refusal.key), bare=False, most_photos=MOST_PHOTOS)
    return receipts.fresh("office/registered.html", told.case, told.code, told.token, kept=None, replayed=told.replayed, beside=[])


@door.post("/field/drafts")
@opens("case.register", files=True)
def field_draft() -> Response:
    """Register one that was kept on the phone; sent again, it is the same matter. Number and code come back, or what was wrong (422)."""
    form, by = _sent()
    if not form.validate():
        return make_response(jsonify(problems=form.said), 422)
    try:
        told = _register(form, by)
    except Refused as refusal:
        page.note(refusal)
        return make_response(jsonify(problems=[gate.say()(refusal.key, **refusal.params)]), refusal.status)
    return jsonify(number=told.case.number, code=codes.group(told.code))


@door.get("/field/line")
@opens("case.register", polled=True)
def field_line() -> Response:
    """Whether the line is there and who is signed in: a token for forms, and the clock of the house. Asking keeps nobody signed in."""
    return jsonify(token=generate_csrf(), who=devices.mark(gate.signed_in()), now=f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}")


@door.post("/field/key")
@opens("case.register")
def field_key() -> Response:
    """Let this browser read the drafts of whoever is signed in: the house's half of their key, until they sign out here."""
    by, device = gate.signed_in(), devices.of_browser() or codes.new_key()
    with unit_of_work():
        half = draft_key.half(by.person_id or 0, device, by.at)
    response = make_response("", 204)
    devices.let_read(response, device, f"{devices.mark(by)}.{half}")
    return response


@door.get("/field/worker.js")
@opens("case.register")
def field_worker() -> Response:
    """The script that opens the empty form without a line; it may do so for this page alone."""
    response = make_response(WORKER.read_bytes())
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Service-Worker-Allowed"] = "/office/field"
    return response


_FIELDS = {"refusal.happened_later": "happened", "refusal.heads_range": "heads"}


def _fresh() -> FieldForm:
    form = FieldForm(formdata=None)
    form.prepare(_by())
    return form


def _sent() -> tuple[FieldForm, Actor]:
    by, form = _by(), FieldForm()
    form.prepare(by)
    return form, by


def _register(form: FieldForm, by: Actor) -> intake.Registered:
    key = form.check_key()
    with unit_of_work():
        station = form.where()
        if station is None:
            raise Missing
        told = intake.register(form.telling(), station=station, key=key, by=by, happened_at=form.happened_at())
        if not told.replayed:
            for photo in form.files.stored:
                attachment.attach(told.case, photo, kind=AttachmentKind.STAFF, by=by)
        return told


def _by() -> Actor:
    by = gate.signed_in()
    if not stations_of(by):
        raise Missing
    return by
