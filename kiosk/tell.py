"""Tell us something: five questions, a review, a number; the server keeps nothing until it is handed in (K34–K39)."""

import re
from typing import Any

from flask import Response, g, request

from portal.cases import intake
from portal.cases.enclosure import LONGEST, MOST_PHOTOS
from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import draft, enclosed, neighbours, parting, phone, receipt, visit
from portal.kiosk.blueprint import door
from portal.kiosk.draft import ASIDE, QUESTIONS, SHOWN, Screen, TellForm, Topic
from portal.kiosk.enclosed import ENCLOSES
from portal.network import actor, excluded_names
from portal.network import terminal as terminals
from portal.network.station import Station
from portal.network.visit_end import Step
from portal.paper import qr
from portal.web import gate, page, ready
from portal.web.gate import OPEN, opens

MOST_PLACES = 6


@door.get("/tell")
@opens(OPEN)
def tell_first() -> Response:
    """The first question; here the form's key is minted."""
    parting.reached(Step.TELL_TOPIC)
    return visit.ready(_first, form_key=codes.new_key())


@door.post("/tell")
@opens(OPEN, form=True)
def tell() -> Response:
    """From one screen to the next, with everything in the form. Nothing is stored, so a stale token does no harm."""
    form = TellForm()
    return _show(form, _follow(form))


@door.post("/tell/send")
@opens(OPEN, form=True)
def send() -> Response:
    """Hand it in: a number, a code, a receipt. The same form again gives the same ones (R07, K39)."""
    form, place = TellForm(), visit.station()
    form.form_key()
    if not form.validate() or place is None:
        return _show(form, _first_wrong(form), 422)
    try:
        with unit_of_work():
            made = intake.register(form.telling(), station=place, key=form.form_key(), by=actor.kiosk(place.id, clock.now()),
                                   cap=gate.cap())
            terminals.submitted(visit.terminal(), clock.now())
            if not made.replayed:
                enclosed.hand_in(form, made.case)
            facts = receipt.facts(made.case, made.secrets)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, Screen.REVIEW, refusal.status)
    enclosed.handed_in(form)
    parting.reached(Step.TELL_REVIEW, done=True)
    return receipt.hand_out(facts, form.form_key(), again=made.replayed and form.off_paper.data)


@door.post("/tell/enclosed")
@opens(OPEN, form=True, files=True)
def enclose() -> Response:
    """A recording or a picture, with everything in the form; sent again it is the same one. A refusal is said on the screen."""
    form = TellForm()
    if g.get("stale"):
        return _show(form, form.here, 422)
    try:
        enclosed.take(form)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, form.here, refusal.status)
    return _show(form, form.here)


def _first() -> Response:
    form = TellForm()
    form.key.data = ready.blank("form_key")
    return _shown(form, Screen.TOPIC)


def _follow(form: TellForm) -> Screen:
    """Where the touched button leads; no button (or one of type size, contrast, language) stays here."""
    act, _, value = (form.go.data or "").partition("=")
    here = form.here
    match act:
        case "about":
            form.topic.data = value
            return Screen.CONDUCT if form.subject is Topic.CONDUCT else _onward(form, here)
        case "writer":
            form.writer.data = "y"
            return Screen.REVIEW
        case "self":
            form.writer.data = ""
            return Screen.WORDS
        case "heads":
            form.heads.data = str(min(max(form.people + (1 if value == "more" else -1), 1), draft.MOST_HEADS))
        case "spot":
            form.place.data = value
        case "phone":
            form.phone.data = ""
        case "keep":
            form.keep(value)
            return Screen.APART
        case "drop" if not g.get("stale"):
            enclosed.drop(form, value)
        case "join" | "own":
            neighbours.answer(form, value if act == "join" else "")
        case "on":
            return _onward(form, Screen.WORDS if here in ENCLOSES else here)
        case screen if screen in frozenset(Screen):
            return Screen(screen)
    return here


def _onward(form: TellForm, here: Screen) -> Screen:
    """The next question, or the review when one line of it was being edited."""
    if here is Screen.TOPIC and form.subject is None:
        return here
    if here is Screen.WORDS and not form.words.data.strip() and not enclosed.of(form):
        form.refuse(Refused("words_needed"), "words")
        return here
    wrong = [name for name in SHOWN.get(here, ()) if not form[name].validate(form)]
    if wrong:
        return here
    if here is Screen.WORDS:
        form.writer.data = ""
    if form.reviewed.data or here not in QUESTIONS:
        return Screen.REVIEW
    after = QUESTIONS.index(here) + 1
    return QUESTIONS[after] if after < len(QUESTIONS) else Screen.REVIEW


def _first_wrong(form: TellForm) -> Screen:
    """The screen that holds the first thing wrong; the review says what is wrong with the whole."""
    return next((screen for screen, names in SHOWN.items() if any(form[name].errors for name in names)), Screen.REVIEW)


def _show(form: TellForm, screen: Screen, status: int = 200) -> Response:
    form.form_key()
    if screen not in ASIDE:
        parting.reached(Step.TELL_ENCLOSE if screen in ENCLOSES else f"tell_{screen}")
    return _shown(form, screen, status)


def _shown(form: TellForm, screen: Screen, status: int = 200) -> Response:
    if screen is Screen.MOBILE and phone.address() is None:
        screen = Screen.PAPER
    if screen is Screen.REVIEW:
        form.reviewed.data = "y"
    known = excluded_names.known(visit.station()) if screen in (Screen.REVIEW, Screen.APART) else []
    step = QUESTIONS.index(screen) + 1 if screen in QUESTIONS else 0
    wrong = any(field.errors for field in form) and status == 200
    shown = _enclosing(form, screen, status) | {"neighbours": neighbours.of(form) if screen is Screen.REVIEW and status == 200 else None}
    return page.show(
        f"kiosk/tell/{screen}.html", 422 if wrong else status, form=form, screen=screen, step=step, back_go=_back(form, screen),
        steps=len(QUESTIONS) if step else 0, carried=form.carried(screen), draft_url="/kiosk/tell", topics=list(Topic),
        places=_places(visit.station()), known=known, phone=draft.masked(form.phone.data), agreed=[name for name in form.consents if form[name].data],
        typing=screen in SHOWN or (screen is not Screen.MOBILE and bool(request.form.get("words"))), **shown)


def _enclosing(form: TellForm, screen: Screen, status: int) -> dict[str, Any]:
    """What a screen shows of the tray; one that was refused opens none, it may be the echo of a visit that is over."""
    shown: dict[str, Any] = {"most_photos": MOST_PHOTOS, "longest": LONGEST, "offers_phone": phone.address() is not None}
    if (screen in ENCLOSES or enclosed.is_ours(form)) and status == 200:
        enclosed.begin(form)
    if screen is Screen.MOBILE and status == 200:
        token, shown["minutes"] = enclosed.give_pass(form)
        shown["code"] = qr.svg(f"{phone.address()}/u/{token}?lang={gate.say().locale}", gate.say()("kiosk.phone.code"))
    return shown | {"enclosed": enclosed.of(form)}


def _back(form: TellForm, screen: Screen) -> str:
    """The screen that "back" leads to; "" from the first question, which leads out."""
    if screen in ENCLOSES:
        return Screen.PAPER.value if screen is Screen.MOBILE else Screen.WORDS.value
    if screen in ASIDE:
        return form.here.value
    if screen is Screen.CONDUCT:
        return Screen.TOPIC.value
    if screen is Screen.REVIEW:
        return Screen.WORDS.value if form.writer.data else Screen.PUBLISH.value
    if form.reviewed.data:
        return Screen.REVIEW.value
    step = QUESTIONS.index(screen)
    return QUESTIONS[step - 1].value if step else ""


def _places(place: Station | None) -> list[str]:
    """The station's own area as places to touch, taken apart at its commas."""
    parts = re.split(r"[、，,;；/|]+", place.area) if place is not None else []
    return [part.strip() for part in parts if part.strip()][:MOST_PLACES]
