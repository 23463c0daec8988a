"""Rate the answer, and before there is one the reception alone: one question a screen, faces and words, a touch each (practice.md §2.6)."""

import enum

from flask import Response
from wtforms import BooleanField, HiddenField

from portal.cases import rating, reception_rating
from portal.cases.case import Case, Channel
from portal.cases.rating import Result, Solved
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import parting, visit
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


OF_ANSWER = (Ask.SOLVED, Ask.RESULT, Ask.UNDERSTOOD)
ANSWERS: dict[Ask, tuple[str, ...]] = {
    Ask.SOLVED: tuple(Solved), Ask.RESULT: tuple(Result), Ask.UNDERSTOOD: ("yes", "no"),
    Ask.RECEPTION: ("5", "4", "3", "2", "1", "skip"),
}


class RatingForm(Form):
    """The answers so far; `go` is the touched one as `question=answer`, or the question to go back to."""

    go = HiddenField()
    at = HiddenField()
    solved = HiddenField()
    result = HiddenField()
    understood = HiddenField()
    reception = HiddenField()
    expected_more = BooleanField("kiosk.rate.expected_more")

    def asked(self, case: Case) -> tuple[Ask, ...]:
        """The questions of this form, in order: of an answer, if one waits or the form is about one; and of the reception."""
        of_answer = OF_ANSWER if self.solved.data or rating.waits_for(case) else ()
        return (*of_answer, *((Ask.RECEPTION,) if reception_rating.is_asked(case) else ()))

    def is_whole(self, case: Case) -> bool:
        """Whether every question has an answer; one we do not know is none."""
        for ask in ANSWERS:
            if self[ask.value].data not in choices(ask, alone=not self.solved.data):
                self[ask.value].data = ""
        return all(self[ask.value].data for ask in self.asked(case))


def choices(ask: Ask, alone: bool) -> tuple[str, ...]:
    """What can be touched; whoever came to rate the reception alone does not skip it."""
    return tuple(choice for choice in ANSWERS.get(ask, ()) if not (alone and choice == "skip"))


@door.get("/matter/rating")
@opens(OPEN)
def rating_first() -> Response:
    """The first question."""
    return _show(RatingForm())


@door.post("/matter/rating")
@opens(OPEN, form=True)
def rating_step() -> Response:
    """Take one answer and ask the next question; nothing is stored yet."""
    form, case = RatingForm(), visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    name, _, answer = (form.go.data or form.at.data or "").partition("=")
    form.is_whole(case)
    ask = Ask(name) if name in frozenset(Ask) else None
    if ask in ANSWERS and answer in ANSWERS[ask]:
        form[ask.value].data = answer
        ask = next((after for after in form.asked(case) if not form[after.value].data), Ask.REVIEW)
    return _show(form, ask)


@door.post("/matter/rating/give")
@opens(OPEN, form=True)
def rating_give() -> Response:
    """Hand the rating in. A repeat finds the one that stands already."""
    form, case = RatingForm(), visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    if not (form.asked(case) or form.reception.data):  # it was said elsewhere meanwhile
        return page.show("kiosk/thanks.html", thanks="nothing", due=case.next_on)
    if not (form.is_whole(case) and form.validate()):
        return _show(form, Ask.REVIEW, 422)
    try:
        with unit_of_work():
            thanks = _take(form, case)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, Ask.REVIEW, refusal.status)
    parting.reached(Step.RATE_REVIEW, done=True)
    return page.show("kiosk/thanks.html", thanks=thanks, due=visit.matter().next_on if thanks == "again" else None, number=case.number)


def _take(form: RatingForm, case: Case) -> str:
    """Give it; what the visitor is thanked for."""
    reception = int(form.reception.data) if form.reception.data not in ("", "skip") else None
    if not form.solved.data and reception is not None:
        reception_rating.rate(case, reception=reception, channel=Channel.KIOSK, by=visit.visitor(case))
        return "received"
    row = rating.rate(case, result=Result(form.result.data), solved=Solved(form.solved.data), understood=form.understood.data == "yes",
                      reception=reception, channel=Channel.KIOSK, expected_more=form.expected_more.data, by=visit.visitor(case))
    return "unsettled" if rating.is_unsettled(case) else "again" if row.sends_back else "rated"


def _show(form: RatingForm, ask: Ask | None = None, status: int = 200) -> Response:
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    asked, waits = form.asked(case), rating.waits_for(case)
    if status == 200 and not waits and (form.solved.data or not asked):
        return page.show("kiosk/thanks.html", thanks="nothing", due=case.next_on)
    order = (*asked, Ask.REVIEW)
    ask = ask if ask in order else order[0]
    parting.reached(f"rate_{ask}")
    step = order.index(ask) + 1
    carried = [("at", ask.value)] + [(name.value, form[name.value].data) for name in ANSWERS if form[name.value].data]
    if form.expected_more.data and ask is not Ask.REVIEW:
        carried.append(("expected_more", "y"))
    return page.show("kiosk/rate.html", status, form=form, ask=ask, asked=asked, answers=choices(ask, alone=not waits), carried=carried,
                     draft_url="/kiosk/matter/rating", back_go=order[step - 2].value if step > 1 else "", spot=waits and not case.is_open,
                     back_url="/kiosk/matter", step=step, steps=0 if ask is Ask.REVIEW or len(asked) == 1 else len(asked))
