"""Rate the answer: one question a screen, faces and words, four touches (practice.md §2.6)."""

import enum

from flask import Response
from wtforms import BooleanField, HiddenField

from portal.cases import rating
from portal.cases.case import Channel
from portal.cases.rating import Result, Solved
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import matter, parting, visit
from portal.kiosk.blueprint import door
from portal.network.visit_end import Step
from portal.web import page
from portal.web.form import Form
from portal.web.gate import OPEN, opens


class Ask(enum.StrEnum):
    """The questions, in the order they are asked; then everything once more before it is handed in."""

    SOLVED = "solved"
    RESULT = "result"
    UNDERSTOOD = "understood"
    RECEPTION = "reception"
    REVIEW = "review"


ORDER = tuple(Ask)
ANSWERS: dict[Ask, tuple[str, ...]] = {
    Ask.SOLVED: tuple(Solved), Ask.RESULT: tuple(Result), Ask.UNDERSTOOD: ("yes", "no"),
    Ask.RECEPTION: ("5", "4", "3", "2", "1", "skip"),
}


class RatingForm(Form):
    """The answers so far; `go` is the touched one as `question=answer`, or the question to go back to."""

    go = HiddenField()
    at = HiddenField(default=Ask.SOLVED.value)
    solved = HiddenField()
    result = HiddenField()
    understood = HiddenField()
    reception = HiddenField()
    expected_more = BooleanField("kiosk.rate.expected_more")

    def is_whole(self) -> bool:
        """Whether every question has an answer; one we do not know is none."""
        for ask, known in ANSWERS.items():
            if self[ask.value].data not in known:
                self[ask.value].data = ""
        return all(self[ask.value].data for ask in ANSWERS)


@door.get("/matter/rating")
@opens(OPEN)
def rating_first() -> Response:
    """The first question."""
    return _show(RatingForm(), Ask.SOLVED)


@door.post("/matter/rating")
@opens(OPEN, form=True)
def rating_step() -> Response:
    """Take one answer and ask the next question; nothing is stored yet."""
    form = RatingForm()
    name, _, answer = (form.go.data or form.at.data or "").partition("=")
    form.is_whole()
    ask = Ask(name) if name in frozenset(Ask) else Ask.SOLVED
    if ask in ANSWERS and answer in ANSWERS[ask]:
        form[ask.value].data = answer
        ask = next((after for after in ORDER if after is Ask.REVIEW or not form[after.value].data), Ask.REVIEW)
    return _show(form, ask)


@door.post("/matter/rating/give")
@opens(OPEN, form=True)
def rating_give() -> Response:
    """Hand the rating in. A repeat finds the one that stands already."""
    form, case = RatingForm(), visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    if not (form.is_whole() and form.validate()):
        return _show(form, Ask.REVIEW, 422)
    try:
        with unit_of_work():
            row = rating.rate(
                case, result=Result(form.result.data), solved=Solved(form.solved.data), understood=form.understood.data == "yes",
                reception=int(form.reception.data) if form.reception.data != "skip" else None, channel=Channel.KIOSK,
                expected_more=form.expected_more.data, by=visit.visitor(case))
            again = row.sends_back
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, Ask.REVIEW, refusal.status)
    parting.reached(Step.RATE_REVIEW, done=True)
    return page.show("kiosk/thanks.html", thanks="again" if again else "rated", due=visit.matter().next_on if again else None)


def _show(form: RatingForm, ask: Ask, status: int = 200) -> Response:
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    if status == 200 and not matter.can_be_rated(case):
        return page.show("kiosk/thanks.html", thanks="nothing", due=case.next_on)
    parting.reached(f"rate_{ask}")
    step = ORDER.index(ask) + 1
    carried = [("at", ask.value)] + [(name.value, form[name.value].data) for name in ANSWERS if form[name.value].data]
    if form.expected_more.data and ask is not Ask.REVIEW:
        carried.append(("expected_more", "y"))
    return page.show("kiosk/rate.html", status, form=form, ask=ask, answers=ANSWERS.get(ask, ()), carried=carried,
                     draft_url="/kiosk/matter/rating", back_go=ORDER[step - 2].value if step > 1 else "",
                     back_url="/kiosk/matter", step=step, steps=0 if ask is Ask.REVIEW else len(ANSWERS))
