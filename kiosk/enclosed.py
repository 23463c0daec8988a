"""What lies in the tray of this visit's draft: put in, shown, taken out; and gone at the end, whoever ends it (K20, K24)."""

from flask import Response, request, send_file, session

from portal.cases import enclosure, tray
from portal.cases.case import Case
from portal.cases.enclosure import Enclosure, EnclosureKind
from portal.foundation import clock, files, sound
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.kiosk.draft import Screen, TellForm
from portal.network import actor
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.gate import OPEN, opens

MOST = 120  # pictures and messages an hour from one terminal or address
ENCLOSES = (Screen.SPEAK, Screen.PAPER, Screen.MOBILE)


def is_ours(form: TellForm) -> bool:
    """Whether this visit opened a tray for this form; most do not, and then nothing is asked of the database."""
    return "draft" in session and tray.draft_of(form.key.data or "") == session["draft"]


def begin(form: TellForm) -> None:
    """A screen that encloses is shown, or a later one of the same draft: the tray stands ready and belongs to this visit. One of
    an earlier draft is over."""
    draft = tray.draft_of(form.form_key())
    if session.get("draft") not in (None, draft):
        forget()
    session["draft"] = draft
    with unit_of_work():
        tray.open_for(form.form_key(), by=_by())


def take(form: TellForm) -> None:
    """Put what was sent into the tray: a recording from the screen where one speaks, a picture from any other."""
    spoken = form.here is Screen.SPEAK
    upload = request.files.get("file")
    data = upload.read(files.MOST_BYTES + 1) if upload is not None else b""
    clean = sound.clean(data) if spoken else files.cleaned(data)
    with unit_of_work():
        spend(f"enclose:{gate.source()}", MOST, clock.now(), key="too_many_files")
        enclosure.enclose(tray.draft_of(form.form_key()), clean, kind=EnclosureKind.SPOKEN if spoken else EnclosureKind.PHOTO,
                          seconds=whole(request.form.get("seconds")) or 0, by=_by())


def drop(form: TellForm, enclosure_id: str) -> None:
    """Take one out again."""
    with unit_of_work():
        enclosure.drop(tray.draft_of(form.form_key()), whole(enclosure_id) or 0, by=_by())


def give_pass(form: TellForm) -> tuple[str, int]:
    """The token of the upload page for the visitor's own phone, and for how many minutes it is good."""
    with unit_of_work():
        token = tray.give_pass(form.form_key(), by=_by())
    return token, int(tray.PASS_LASTS.total_seconds() // 60)


def hand_in(form: TellForm, case: Case) -> None:
    """Within the transaction that registers it: what lies in the tray belongs to the case. Without a word, without a wish for
    a writer and with nothing enclosed there is no matter."""
    there = enclosure.hand_in(case, _here(), by=_by()) if is_ours(form) else 0
    if not there and form.writes and not form.wishes_writer:
        raise Refused("words_needed")


def handed_in(form: TellForm) -> None:
    """It stands: the files lie with the case now, and no longer here."""
    if is_ours(form):
        enclosure.clear(session.pop("draft"))


def of(form: TellForm) -> list[Enclosure]:
    """What lies in the tray of this form."""
    return enclosure.of_draft(_here()) if is_ours(form) else []


def forget() -> None:
    """The visit or its draft is over: nothing of the tray stays, neither row nor file."""
    draft = session.get("draft")
    if draft is None:
        return
    with unit_of_work():
        enclosure.forget(draft, by=actor.system(clock.now()))
    enclosure.clear(draft)
    session.pop("draft")


def _by() -> Actor:
    place = visit.station()
    return actor.kiosk(place.id if place is not None else 0, clock.now())


def _here() -> str:
    return str(session.get("draft", ""))


@door.get("/enclosed")
@opens(OPEN)
def received() -> Response:
    """What came from the phone by now, for the screen that waits (enclose.js)."""
    return page.show("kiosk/received.html", enclosed=enclosure.of_draft(_here()))


@door.get("/enclosed/<int:enclosure_id>")
@opens(OPEN)
def enclosed_file(enclosure_id: int) -> Response:
    """A picture or message of this visit's own tray."""
    found = enclosure.one(_here(), enclosure_id)
    return send_file(enclosure.path(found), mimetype=found.media_type)
