"""The first screens: attract, home, who is here; and the end of every visit."""

from flask import Response, g, redirect, request, session

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import enclosed, parting, visit
from portal.kiosk import help as calls
from portal.kiosk.blueprint import door
from portal.network import actor, representative
from portal.network import terminal as terminals
from portal.reception import open_day, taking, vacancy
from portal.reception.vacancy import SaidAt
from portal.web import gate, page
from portal.web.gate import OPEN, opens


@door.get("/")
@opens(OPEN)
def attract() -> Response:
    """The resting screen. Whoever comes here starts afresh, so that opening it is the wipe (K20)."""
    from_language = request.args.get("lang")
    parting.end()
    enclosed.forget()
    visit.wipe()
    if from_language:
        visit.speak(from_language)
    return page.show("kiosk/attract.html")


@door.post("/start")
@opens(OPEN, form=True)
def start() -> Response:
    """The first touch. A script that turns the page (turn.js) has the four tiles by this one answer; whoever has none is sent on."""
    visit.begin()
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        g.stands_at = "/kiosk/home"
        return home()
    return redirect("/kiosk/home", 303)  # type: ignore[return-value]


@door.get("/home")
@opens(OPEN)
def home() -> Response:
    """Four tiles, and who is here now. A matter that was open is closed."""
    visit.close_matter()
    place = visit.station()
    at = clock.now()
    return page.show("kiosk/home.html", here_now=open_day.now(place, at) if place else None,
                     numbers=place is not None and ("turn" in session or taking.open_at(place.id, at) is not None))


@door.get("/near")
@opens(OPEN)
def near() -> Response:
    """The portal is there. The screen asks before it trusts a line that broke, and tells here that somebody touched it
    (turn.js), and at a paired terminal that it lives (alive.js, K53)."""
    own, at = visit.terminal() if "alive" in request.args else None, clock.now()
    if own is not None and terminals.may_show(own, at):
        with unit_of_work():
            terminals.shows(own, at)
    if "touched" in request.args and visit.is_on():
        visit.begin()
    return Response(status=204)


@door.post("/view")
@opens(OPEN, form=True)
def view() -> Response:
    """Larger type, black on white, a lower or a one-handed layout on a screen without a form of its own; the change itself is
    made on entering."""
    return redirect(visit.back_to(request.form.get("here", "")), 303)  # type: ignore[return-value]


@door.post("/end")
@opens(OPEN, form=True)
def end() -> Response:
    """The visitor is done."""
    parting.end()
    calls.end()
    enclosed.forget()
    visit.wipe()
    return redirect("/kiosk/", 303)  # type: ignore[return-value]


@door.get("/people")
@opens(OPEN)
def people() -> Response:
    """Who is here today and comes next, who else receives at this station, and when it is open."""
    place = visit.station()
    faces = [face for face in representative.of_station(place.id) if face.public] if place else []
    return page.show("kiosk/people.html", faces=faces, board=open_day.board(place, clock.now()) if place else None)


@door.post("/people/vacancy")
@opens(OPEN, form=True)
def nobody_there() -> Response:
    """Nobody was there: counted once in a visit, and nothing of who said it."""
    place = visit.station()
    with unit_of_work():
        row = vacancy.recent(place.id, clock.now()) if place is not None else None
        if place is None or row is None or g.get("stale"):
            return redirect("/kiosk/people", 303)  # type: ignore[return-value]
        if session.get("vacancy") != row.id:
            vacancy.say(row, source=gate.source(), said_at=SaidAt.KIOSK, by=actor.kiosk(place.id, clock.now()))
            session["vacancy"] = row.id
    return page.done("/kiosk/people", "common.open_day.said")
