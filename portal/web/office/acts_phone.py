"""By when somebody is rung back, and whether they were reached (HB-33); and that the visitor was told how far it is, and understood it (HB-38)."""

from wtforms import DateField, RadioField, TextAreaField, TimeField
from wtforms.validators import Optional

from portal.cases import promised_call, told_progress
from portal.cases.case import OPEN, Case
from portal.cases.delivery import Way
from portal.cases.promised_call import Part
from portal.foundation import clock
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never
from portal.web.office.pickers import MomentField

RUNG = [("reached", "office.act.option.rung_reached"), ("unreached", "office.act.option.rung_unreached"), ("given_up", "office.act.option.rung_given_up")]
UNDERSTOOD = [("1", "office.act.choice.yes"), ("0", "office.act.choice.no"), ("", "office.act.option.not_asked")]


class PromiseForm(ActForm):
    """The day, and the part of it or the time."""

    day = DateField("office.act.field.ring_day", [Needed()])
    part = RadioField("office.act.field.ring_part", [Needed()], choices=options(Part, "common.day_part"), default=Part.MORNING.value)
    at = TimeField("office.act.field.ring_at", [Optional()], description="office.act.hint.ring_at")

    def prepare(self, case: Case, by: Actor) -> None:
        """Today, unless another day is said; of one that waits, its day."""
        row = promised_call.waiting(case)
        if not self.is_submitted():
            self.day.data = clock.day_of(row.by_at) if row is not None else clock.today()


class RungForm(ActForm):
    """Whether they were spoken to."""

    rung = RadioField("office.act.field.rung", [Needed()], choices=RUNG)


class ToldForm(ActForm):
    """What was said of how far it is, how, when, and whether it was understood."""

    words = TextAreaField("office.act.field.told_words", [Needed(), Written(told_progress.MOST, told_progress.LINES)], description="office.act.hint.told_words")
    way = RadioField("office.act.field.way", [Needed()], choices=options(Way, "common.way"))
    understood = RadioField("office.act.field.told_understood", [Optional()], choices=UNDERSTOOD, default="", validate_choice=True)
    happened = MomentField("office.act.field.happened", description="office.act.hint.happened")


def _promise(case: Case, form: PromiseForm, by: Actor) -> None:
    at, part = form.at.data, Part(form.part.data)
    promised_call.promise(case, part, promised_call.moment(form.day.data, part, (at.hour, at.minute) if at else None), by=by)


def _rung(case: Case, form: RungForm, by: Actor) -> None:
    promised_call.tried(case, reached=form.rung.data == "reached", give_up=form.rung.data == "given_up", by=by)


def _told(case: Case, form: ToldForm, by: Actor) -> None:
    understood = {"1": True, "0": False}.get(form.understood.data or "")
    told_progress.tell(case, words=form.words.data, way=Way(form.way.data), understood=understood, happened_at=form.happened.at, by=by)


ROWS = (
    Act("ring_back", "phone.promise", PromiseForm, _promise, OPEN, leads=never),
    Act("ring_tried", "phone.try", RungForm, _rung, OPEN, ready=lambda case, by: promised_call.waiting(case) is not None, leads=never),
    Act("telling", "visitor.tell", ToldForm, _told, OPEN, leads=never),
)
