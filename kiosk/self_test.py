"""The daily self-test at the terminal: five questions to its keeper, one a screen; today's answers are stored (K64)."""

from flask import Response, current_app, redirect, request

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk.blueprint import door
from portal.kiosk.staff import keeper
from portal.network import self_test
from portal.network.self_test import PARTS
from portal.network.terminal import Paper
from portal.web import page
from portal.web.form import Form
from portal.web.gate import OPEN, opens

PRINTS = "test_print"  # app.extensions[PRINTS](terminal): the print chapter's test job, queued inside a unit of work


class TestForm(Form):
    """Nothing but the token: the answers travel as hidden fields."""


@door.get("/staff/test")
@opens(OPEN)
def test_first() -> Response:
    """The first question."""
    return _ask(PARTS[0], {})


@door.post("/staff/test")
@opens(OPEN, form=True)
def test() -> Response:
    """`go=screen=yes` answers a part and asks the next; the last one stores the day's result. `go=paper` prints a test page."""
    TestForm().validate()
    keeper()
    answers = {part: request.form[part] == "yes" for part in PARTS if request.form.get(part) in ("yes", "no")}
    here, _, answer = request.form.get("go", "").partition("=")
    if here == "paper":
        return _ask("print", answers, asked=_print())
    if here not in PARTS or answer not in ("yes", "no"):
        return _ask(next((part for part in PARTS if part not in answers), PARTS[0]), answers)
    answers[here] = answer == "yes"
    left = [part for part in PARTS if part not in answers]
    return _ask(left[0], answers) if left else _store(answers)


def _ask(part: str, answers: dict[str, bool], asked: bool = False) -> Response:
    carried = [(name, "yes" if went else "no") for name, went in answers.items() if name != part]
    return page.show("kiosk/staff/test.html", terminal=keeper(), part=part, form=TestForm(), carried=carried,
                     draft_url="/kiosk/staff/test", step=PARTS.index(part) + 1, steps=len(PARTS), asked=asked,
                     can_print=_prints())


def _prints() -> bool:
    return PRINTS in current_app.extensions and keeper().paper is not Paper.NONE


def _print() -> bool:
    if not _prints():
        return False
    with unit_of_work():
        current_app.extensions[PRINTS](keeper())
    return True


def _store(answers: dict[str, bool]) -> Response:
    with unit_of_work():
        self_test.store(keeper(), answers, clock.now())
    return redirect("/kiosk/staff/tested", 303)  # type: ignore[return-value]


@door.get("/staff/tested")
@opens(OPEN)
def tested() -> Response:
    """What today's test says."""
    done = self_test.of_day(keeper(), clock.today())
    return page.show("kiosk/staff/tested.html", done=done, parts=PARTS) if done else redirect("/kiosk/staff/test", 303)  # type: ignore[return-value]
