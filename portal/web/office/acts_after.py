"""After the end: the follow-up visit, the inspection on the spot, the call after a hasty withdrawal (practice.md §9, T26)."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Optional

from portal.cases import call_back, deadline, follow_up, hands
from portal.cases.case import Case, State
from portal.cases.delivery import Way
from portal.cases.rating import Solved
from portal.foundation import clock
from portal.network.actor import Actor
from portal.notices import pressure
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never
from portal.web.office.pickers import MomentField

CLOSED, WITHDRAWN = frozenset({State.CLOSED}), frozenset({State.WITHDRAWN})
TOLD = [("1", "office.act.choice.was_told"), ("0", "office.act.choice.not_told")]
YES_NO = [("1", "office.act.choice.yes"), ("0", "office.act.choice.no")]


class VisitForm(ActForm):
    """Three questions to the visitor; that nobody was reached is a result too."""

    reached = RadioField("office.act.field.reached", [Needed()],
                         choices=[("1", "office.act.choice.reached"), ("0", "office.act.choice.unreached")])
    way = RadioField("office.act.field.visit_way", [Needed()], choices=options(Way, "common.way", without=(Way.TRACKING_PAGE,)))
    told = RadioField("office.act.field.was_told", [Optional()], choices=TOLD)
    understood = RadioField("office.act.field.understood", [Optional()], choices=YES_NO)
    solved = RadioField("office.act.field.solved", [Optional()], choices=options(Solved, "common.solved"))
    note = TextAreaField("office.act.field.visit_note", [Written(500, 10)], description="office.act.hint.visit_note")
    happened = MomentField("office.act.field.happened", description="office.act.hint.happened")
    again = BooleanField("office.act.field.again", description="office.act.hint.again")


class InspectionForm(ActForm):
    """What was seen on the spot."""

    holds = RadioField("office.act.field.holds", [Needed()],
                       choices=[("1", "office.act.choice.holds"), ("0", "office.act.choice.fails")])
    note = TextAreaField("office.act.field.seen", [Needed(), Written(500, 10)], description="office.act.hint.seen")
    happened = MomentField("office.act.field.happened", description="office.act.hint.happened")
    again = BooleanField("office.act.field.again", description="office.act.hint.again")


class CallBackForm(ActForm):
    """Of your own will?"""

    own_will = RadioField("office.act.field.asked_will", [Needed()], choices=[
        ("1", "office.act.choice.own_will"), ("0", "office.act.choice.not_own_will"), ("", "office.act.choice.unreached")],
        validate_choice=True)
    note = TextAreaField("office.act.field.call_note", [Written(500, 10)], description="office.act.hint.call_note")


def _bool(field: RadioField) -> bool | None:
    return {"1": True, "0": False}.get(field.data or "")


def _visit(case: Case, form: VisitForm, by: Actor) -> None:
    follow_up.ask(case, way=Way(form.way.data), reached=form.reached.data == "1", told=_bool(form.told), understood=_bool(form.understood),
                  solved=Solved(form.solved.data) if form.solved.data else None, note=form.note.data, again=form.again.data,
                  happened_at=form.happened.at, by=by)


def _inspect(case: Case, form: InspectionForm, by: Actor) -> None:
    follow_up.inspect(case, holds=form.holds.data == "1", note=form.note.data, again=form.again.data, happened_at=form.happened.at, by=by)


def _called(case: Case, form: CallBackForm, by: Actor) -> None:
    """What the visitor says against their own will leads, sealed, to the station above."""
    row = call_back.record(case, own_will=_bool(form.own_will), note=form.note.data, by=by)
    if row.own_will is False and row.note:
        pressure.tell(case, words=row.note, by=by)


def _visit_is_due(case: Case, by: Actor) -> bool:
    row = deadline.running(case, "follow_up")
    return row is not None and row.due_on <= clock.day_of(by.at) and case.station_id in hands.desks(by)


ROWS = (
    Act("follow_up", "follow_up.ask", VisitForm, _visit, CLOSED, leads=_visit_is_due),
    Act("inspection", "follow_up.inspect", InspectionForm, _inspect, CLOSED, leads=never,
        ready=lambda case, by: case.unit_id is not None),
    Act("call_back", "call_back.record", CallBackForm, _called, WITHDRAWN, ready=lambda case, by: call_back.waiting(case) is not None),
)
