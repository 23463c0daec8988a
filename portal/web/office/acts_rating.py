"""The visitor's word from a paper slip at the desk, on an answer or on the reception alone, and the second review by somebody who had no
part (T3, T20, T21, T23, T24)."""

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Optional

from portal.cases import rating, reception_rating, reply, reviewers, timeline
from portal.cases.case import Case, Channel, State
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, by_move, never

LEVELS = [(str(n), str(n)) for n in range(5, 0, -1)]
RECEPTION = [("", "office.act.choice.not_said"), *LEVELS]
UNDERSTOOD = [("1", "office.act.choice.yes"), ("0", "office.act.choice.no")]
UPHELD = [("1", "office.act.choice.again"), ("0", "office.act.choice.ends")]
TAKEN = (Channel.STATION, Channel.PHONE, Channel.HOME_VISIT, Channel.FIELD, Channel.LETTER)
CAME = [row for row in options(Channel, "common.channel") if row[0] in TAKEN]


class RatingForm(ActForm):
    """The rating slip, as the visitor filled it in or said it."""

    result = RadioField("office.act.field.result", [Needed()], choices=options(Result, "common.result"))
    solved = RadioField("office.act.field.solved", [Needed()], choices=options(Solved, "common.solved"))
    understood = RadioField("office.act.field.understood", [Needed()], choices=UNDERSTOOD)
    reception = RadioField("office.act.field.reception", [Optional()], choices=RECEPTION, default="")
    expected_more = BooleanField("office.act.field.expected_more")
    words = TextAreaField("office.act.field.rating_words", [Written(500, 20)])
    publish_words = BooleanField("office.act.field.publish_rating")
    channel = RadioField("office.act.field.channel", [Needed()], default=Channel.STATION.value, choices=CAME)

    def prepare(self, case: Case, by: Actor) -> None:
        """The reception is not asked a second time. The visitor's standing permission is shown; the tick that is sent decides."""
        if not reception_rating.is_asked(case):
            del self.reception
        if not self.is_submitted():
            self.publish_words.data = case.publish_rating


class ReceptionForm(ActForm):
    """How the visitor says they were received; whoever enters it is on record."""

    reception = RadioField("office.act.field.reception", [Needed()], choices=LEVELS)
    channel = RadioField("office.act.field.channel", [Needed()], default=Channel.STATION.value, choices=CAME)


class ReviewForm(ActForm):
    """What the second look found."""

    upheld = RadioField("office.act.field.review", [Needed()], choices=UPHELD)
    reason = TextAreaField("office.act.field.decision", [Needed(), Written(1000, 20)], description="office.act.hint.decision")


def _rate(case: Case, form: RatingForm, by: Actor) -> None:
    rating.rate(case, result=Result(form.result.data), solved=Solved(form.solved.data), understood=form.understood.data == "1",
                channel=Channel(form.channel.data), reception=int(form.reception.data) if "reception" in form and form.reception.data else None,
                words=form.words.data, publish_words=form.publish_words.data, expected_more=form.expected_more.data, by=by)


def _receive(case: Case, form: ReceptionForm, by: Actor) -> None:
    reception_rating.rate(case, reception=int(form.reception.data), channel=Channel(form.channel.data), by=by)


def _answer(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    """The answer that is rated: the newest reply, or what was said on the spot."""
    replies = reply.of_case(case)
    spoken = [event for event in timeline.story(case) if event.move == "T3"]
    return {"reply": replies[-1] if replies else None, "spoken": spoken[-1] if spoken else None}


def _review(case: Case, form: ReviewForm, by: Actor) -> None:
    rating.decide_review(case, upheld=form.upheld.data == "1", reason=form.reason.data, by=by)


def _whole(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"replies": reply.of_case(case), "ratings": rating.of_case(case), "last": case.round >= rating.LAST_ROUND}


def _may_review(case: Case, by: Actor) -> bool:
    return by.person_id in {one.id for one in reviewers.of_case(case, clock.day_of(by.at))}


ROWS = (
    Act("rating", "rating.give", RatingForm, _rate, frozenset({State.DELIVERED, State.ANSWERED}), template="office/act/rating.html",
        ready=lambda case, by: rating.waits_for(case), leads=lambda case, by: case.is_open, shows=_answer),
    Act("reception", "reception.rate", ReceptionForm, _receive, frozenset(State) - {State.DRAFT, State.VOID}, leads=never,
        ready=lambda case, by: reception_rating.is_asked(case) and not rating.waits_for(case)),
    by_move("second_review", "T24", "T24b", form=ReviewForm, do=_review, ready=_may_review, template="office/act/second_review.html",
            shows=_whole),
)
