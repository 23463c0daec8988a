"""The page behind the code on a terminal's screen: a visitor's own phone puts pictures into the draft, and learns nothing of it."""

from flask import Response, request
from flask_wtf.file import MultipleFileField

from portal.cases import enclosure, tray
from portal.cases.tray import Tray
from portal.foundation import clock, files
from portal.foundation.refusal import Missing, Refused
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.web import gate, page
from portal.web.form import Form
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door

MOST = 60  # pictures an hour from one address


class UploadForm(Form):
    """Pictures and nothing else."""

    photos = MultipleFileField("public.upload.photos", render_kw={"accept": "image/jpeg,image/png,image/webp"})


@door.route("/u/<token>", methods=["GET", "POST"])
@opens(OPEN, form=True, files=True)
def upload(token: str) -> Response:
    """How many pictures came, and the way to send more while the pass takes some. One that is over, or never was, says so."""
    form, own = UploadForm(), _tray(token)
    left = own.takes(clock.now()) if own is not None else 0
    shown = {"sent": own.pass_used if own is not None else 0, "left": left, "token": token}
    if request.method == "GET" or not left:
        return page.show("public/upload.html", 200 if own is not None else 404, form=form, **shown)
    if not form.validate_on_submit():
        return page.again("public/upload.html", form, **shown)
    try:
        take(form, token, left)
    except Refused as refusal:
        return page.again("public/upload.html", form, refusal, "photos", **shown)
    return page.done(f"/u/{token}")


def take(form: UploadForm, token: str, left: int) -> None:
    """Pictures are rebuilt before the write gate opens, and come in all or none."""
    sent = [one for one in form.photos.data or [] if one and one.filename]
    if not sent:
        raise Refused("photo_needed")
    if len(sent) > left:
        raise Refused("enclosure_photos", most=left)
    clean = [files.cleaned(one.read(files.MOST_BYTES + 1)) for one in sent]
    with unit_of_work():
        for one in clean:
            spend(f"upload:{gate.source()}", MOST, clock.now(), key="too_many_files")
            enclosure.by_phone(token, one, by=actor.public(clock.now()))


def _tray(token: str) -> Tray | None:
    try:
        return tray.of_pass(token)
    except Missing:
        return None
