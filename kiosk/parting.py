"""How a visit ended, counted before it is forgotten: at which step, done, gone or with a person called; never whose (practice.md §9, row 23).

Only at a paired terminal: a browser that anybody may open says nothing of a screen in a station."""

import logging

from flask import current_app, request, session

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import visit_end
from portal.network.visit_end import Ending, Step

# Screens that are one step each; telling and rating say themselves where they are.
STEPS = {
    "start": Step.HOME, "home": Step.HOME, "people": Step.READING, "results": Step.READING, "result": Step.READING, "track": Step.TRACK, "rate_entry": Step.TRACK,
    "look_up": Step.TRACK, "scan": Step.TRACK, "show_matter": Step.MATTER, "why_page": Step.MATTER, "more": Step.ACT, "ask_again": Step.ACT,
    "objection": Step.ACT, "pressure": Step.ACT, "withdrawal": Step.ACT, "permissions": Step.ACT,
}
READ = frozenset({Step.READING, Step.MATTER})  # who came to read has it on the screen
_log = logging.getLogger(__name__)


@door.before_request
def _follow() -> None:
    step = STEPS.get((request.endpoint or "").removeprefix("kiosk."))
    if step is not None and visit.is_on():
        reached(step, step in READ)


def reached(step: str, done: bool = False) -> None:
    """The visit is at this step now; `done`: what was begun is finished. The four tiles after something done change nothing."""
    if step != Step.HOME or not session.get("done"):
        session["step"], session["done"] = str(step), done


def rang() -> None:
    """A person was called."""
    session["rang"] = True


def end() -> None:
    """The visit is over and will be wiped. A count that fails keeps no screen from being wiped."""
    own, step = visit.terminal(), session.get("step")
    if own is None or step is None:
        return
    ending = Ending.FINISHED if session.get("done") else Ending.CALLED if session.get("rang") else Ending.LEFT
    locale = session.get("lang")
    try:
        with unit_of_work():
            visit_end.count(own, word=visit.word(), step=Step(step) if step in frozenset(Step) else Step.OTHER, ending=ending,
                            locale=locale if locale in LOCALES else current_app.config["DEFAULT_LOCALE"], day=clock.today())
    except Exception:
        _log.exception("the end of a visit could not be counted")
