"""The online station: one page to say what is the matter, everything but one's own words optional (SD-41, R36, R63)."""

from typing import Any

from flask import Response, request
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from portal.cases import attachment, intake
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Affects, Channel
from portal.cases.intake import Consent, Telling
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes, files
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, station
from portal.network.excluded import WORDS_MOST as WORDS_KEPT
from portal.web import gate, page, ready
from portal.web.form import Form, Needed, Written, key_field, options
from portal.web.gate import OPEN, opens
from portal.web.public import receipt
from portal.web.public.blueprint import door
from portal.web.public.cards import ICONS

CONDUCT = "O"
TOPICS = ("A", "B", "C", "D", "E", "F", "H", "J", "K", "L", "Z", CONDUCT)
MOST_PHOTOS = 3


class AskForm(Form):
    """What a visitor tells online. No permission is ticked in advance, and none is needed to be helped."""

    key = key_field()
    words = TextAreaField("public.ask.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])
    category = RadioField("public.ask.category", [Optional()], validate_choice=False,
                          choices=[(code, f"common.category.{code}") for code in TOPICS])
    place = StringField("public.ask.place", [Written(200)])
    heads = IntegerField("public.ask.heads", [Optional(), NumberRange(1, 9999)], default=1)
    affects = SelectField("common.case.affects", choices=options(Affects, "common.affects", blank="common.case.unsaid"), default="", validate_choice=False)
    photos = MultipleFileField("public.ask.photos")
    mode = RadioField("public.ask.mode", [Optional()], choices=options(IdentityMode, "common.identity"), validate_choice=False)
    name = StringField("public.ask.name", [Written(50)])
    phone = StringField("public.ask.phone", [Written(30)])
    address = StringField("public.ask.address", [Written(200)])
    needs = StringField("public.ask.needs", [Written(200)])
    minor = BooleanField("public.ask.child")
    kept_words = StringField("public.ask.kept", [Written(WORDS_KEPT)])
    publish_result = BooleanField("public.ask.publish_result")
    publish_words = BooleanField("public.ask.publish_words")
    publish_rating = BooleanField("public.ask.publish_rating")
    share_contact = BooleanField("public.ask.share_contact")
    off_paper = BooleanField("public.ask.off_paper")

    def telling(self) -> Telling:
        """What was told, as the verb takes it. Who chose nothing is confidential with a contact, anonymous without one."""
        contact = Identity(name=self.name.data, phone=self.phone.data, address=self.address.data, needs=self.needs.data)
        left = contact.name or contact.phone or contact.address
        mode = IdentityMode(self.mode.data) if self.mode.data in set(IdentityMode) else (
            IdentityMode.CONFIDENTIAL if left else IdentityMode.ANONYMOUS)
        return Telling(
            words=self.words.data, channel=Channel.ONLINE, heads=self.heads.data or 1, place=self.place.data,
            category=self.category.data if self.category.data in TOPICS else None, locale=gate.say().locale,
            affects=Affects(self.affects.data) if self.affects.data in set(Affects) else None, off_paper=self.off_paper.data, minor=self.minor.data,
            kept_words=self.kept_words.data,
            identity=Identity(mode, contact.name, contact.phone, contact.address, contact.needs),
            consent=Consent(self.publish_result.data, self.publish_words.data, self.publish_rating.data, self.share_contact.data))


@door.route("/ask", methods=["GET", "POST"])
@opens(OPEN, form=True, files=True)
def ask() -> Response:
    """The form; sent, the answer is the page with number and code itself."""
    if request.method != "POST":
        return ready.page(_fresh, rests_on=("network",), form_key=codes.new_key())
    form = AskForm()
    if not form.validate_on_submit():
        return page.show("public/ask.html", 422, form=form, **beside())
    try:
        return receipt.shown(register(form), form.key.data)
    except Refused as refusal:
        if refusal.key == "refusal.form_key_reused":
            form.key.data = codes.new_key()  # what was typed since is another matter: the next send may register it
        field = "photos" if refusal.key.startswith("refusal.file") else None
        return page.again("public/ask.html", form, refusal, field, **beside())


def _fresh() -> Response:
    form = AskForm()
    form.key.data = ready.blank("form_key")
    return page.show("public/ask.html", form=form, **beside())


def beside() -> dict[str, Any]:
    """What the page of the form shows beside the form, whoever shows it."""
    return {"station": station.online(), "icons": {**ICONS, CONDUCT: "lock", "Z": "other"}, "most_photos": MOST_PHOTOS}


def register(form: AskForm) -> receipt.Told:
    """Register the matter with its pictures; what the answer says is gathered before the commit, while all of it is at hand.
    Pictures are rebuilt before the write gate opens: nobody waits for a slow one."""
    form.check_key()
    by = actor.public(clock.now())
    stored = pictures(form)
    with unit_of_work():
        here = station.online()
        if here is None:
            raise Missing
        made = intake.register(form.telling(), station=here, key=form.key.data, by=by, cap=gate.cap())
        for picture in [] if made.replayed else stored:
            attachment.attach(made.case, picture, kind=AttachmentKind.VISITOR, by=by)
        return receipt.answer(made)


def pictures(form: AskForm) -> list[files.Stored]:
    """The pictures that came with the form, checked, rebuilt and stored by hash."""
    sent = [upload for upload in form.photos.data or [] if upload and upload.filename]
    if len(sent) > MOST_PHOTOS:
        raise Refused("file_count", most=MOST_PHOTOS)
    return [files.accept(upload.read(files.MOST_BYTES + 1), attachment.folder()) for upload in sent]
