"""Call a person: the desk rings, the screen waits honestly, and nothing that was typed is lost (K59, practice.md §10.1, §10.6)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, g, request, session

from portal.foundation import clock
from portal.foundation.refusal import TooMany
from portal.foundation.throttle import spend
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import parting, visit
from portal.kiosk.blueprint import door
from portal.network import actor
from portal.reception import help_call
from portal.reception.help_call import HelpCall, Scene
from portal.web import gate, page
from portal.web.gate import OPEN, opens

MOST = 60  # calls an hour from one terminal or address; who has spent them is told where the desk is
_FORM = re.compile(r"/kiosk/[a-z/]+")
_OWN = frozenset({"csrf_token", "go", "ring", "from", "here", "text", "contrast", "reach", "hand"})
_SCENES = {"": Scene.RESTING, "tell": Scene.TELL, "track": Scene.TRACK, "rate": Scene.TRACK, "matter": Scene.MATTER,
           "results": Scene.RESULTS, "people": Scene.PEOPLE, "handed": Scene.TELL}


@dataclass(frozen=True)
class Call:
    """How the call of this visit stands: `none`, `ringing`, `late` or `coming`; the seconds until it is late, and those that
    the screen still waits for a person (0 when it does not)."""

    state: str
    late: int = 0
    hold: int = 0


def _standing() -> Call:
    row = help_call.of_visit(visit.word(), clock.now()) if session.get("called") else None
    if row is None:
        return Call("late" if g.get("call_refused") else "none")
    gone = clock.now() - row.called_at
    late, hold = _left(help_call.LATE, gone), _left(help_call.HELD, clock.now() - (row.answered_at or row.called_at))
    return Call("coming" if row.answered_at else "ringing" if late else "late", late, hold)


def _left(whole: timedelta, gone: timedelta) -> int:
    return max(0, int((whole - gone).total_seconds()))


@door.context_processor
def _context() -> dict[str, Any]:
    return {"standing": _standing}


@door.get("/help")
@opens(OPEN)
def help_first() -> Response:
    """Where a person is, and how a call stands that was made before."""
    return _show()


@door.post("/help")
@opens(OPEN, form=True)
def help_call_now() -> Response:
    """Ring at the desk, or say that nobody is needed any more; any other touch of this screen only shows it again. The form
    that was left lies in this one."""
    if "ring" in request.form and not g.get("stale"):
        _ring()
    elif request.form.get("go") == "enough":
        end()
    return _show()


@door.get("/help/state")
@opens(OPEN)
def called() -> Response:
    """How the call stands, for the screen that waits (call.js)."""
    return page.show("kiosk/called.html")


def _ring() -> HelpCall | None:
    place = visit.station()
    if place is None:
        return None
    try:
        with unit_of_work():
            if help_call.of_visit(visit.word(), clock.now()) is None:
                spend(f"ring:{gate.source()}", MOST, clock.now())
            row = help_call.ring(station=place, visit=visit.word(), scene=_scene(), place=visit.place(),
                                 by=actor.kiosk(place.id, clock.now()))
    except TooMany:
        g.call_refused = True
        return None
    session["called"] = True
    parting.rang()
    return row


def end() -> None:
    """The visit is over, or nobody is needed any more: the call is too."""
    place = visit.station()
    if session.pop("called", None) and place is not None:
        with unit_of_work():
            help_call.give_up(visit=visit.word(), by=actor.kiosk(place.id, clock.now()))


def _show() -> Response:
    draft, here = _draft(), _here()
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in _OWN]
    return page.show("kiosk/help.html", carried=[("from", draft), ("here", here), *kept], draft_url="/kiosk/help", back_to=draft,
                     back_url="" if draft else here)


def _draft() -> str:
    """The form that was left: its address as it was touched, or as this screen carries it."""
    for name in ("ring", "from"):
        if _FORM.fullmatch(request.form.get(name, "")):
            return request.form[name]
    return ""


def _here() -> str:
    """The screen that was left, where it held no form."""
    return visit.back_to(request.form.get("here", ""))


def _scene() -> Scene:
    left = _draft() or request.form.get("here", "/kiosk/home")
    return _SCENES.get(left.removeprefix("/kiosk/").split("?")[0].split("/")[0], Scene.HOME)
