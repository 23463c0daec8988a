"""The unit's desk on the ladder: slips signed for, the head's explanation; a unit without accounts on paper; supporting units (HB-66, X-14)."""

from typing import Any

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.cases import deadline, explained, explanation, ladder, referral, reply, slip, support, target, unit_paper
from portal.cases.case import WITH_UNIT, Case, Outcome, State
from portal.cases.slip import Slip
from portal.cases.unit_paper import UnitPaper
from portal.foundation.refusal import Moved
from portal.network.actor import Actor
from portal.network.role import Role
from portal.web.form import Needed, Written
from portal.web.office import acts_referral, pickers
from portal.web.office.act import Act, ActForm, NoForm, by_move, never
from portal.web.office.acts_referral import ExtensionForm, ReturnForm
from portal.web.office.acts_reply import ReplyForm
from portal.web.office.supervision import steps_of
from portal.web.office.uploads import TAKEN, FilesField

EVERY = frozenset(State) - {State.DRAFT, State.VOID}


class PaperForm(ActForm):
    """The unit's sheet: its scan, who signed it, when it was handed in."""

    scan = FilesField("office.act.field.scan", [Needed("refusal.scan_needed")], render_kw=TAKEN, description="office.act.hint.scan")
    signed_by = StringField("office.act.field.signed_by", [Needed(), Written(40)])
    handed_in = pickers.MomentField("office.act.field.handed_in", description="office.act.hint.happened")

    def paper(self, by: Actor) -> UnitPaper:
        """What was entered; without the scan there was nothing to enter."""
        return UnitPaper(self.scan.stored[0], self.signed_by.data, self.handed_in.at or by.at)


class PaperReturnForm(ReturnForm, PaperForm):
    """The sheet on which a unit says that it is not theirs."""


class PaperExtensionForm(ExtensionForm, PaperForm):
    """The sheet on which a unit asks for more time."""


class PaperReplyForm(ReplyForm, PaperForm):
    """The unit's reply to the letter, as it stands on its sheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.signed_off_by, self.files

    def prepare(self, case: Case, by: Actor) -> None:
        """Nobody of the unit is at the screen."""


class ExplanationForm(ActForm):
    """Cause, responsibility, measures, and by when they are done."""

    cause = TextAreaField("office.act.field.cause", [Needed(), Written(2000, 40)])
    responsibility = TextAreaField("office.act.field.responsibility", [Needed(), Written(2000, 40)])
    measures = TextAreaField("office.act.field.measures", [Needed(), Written(2000, 40)])
    finish_on = DateField("office.act.field.finish_on", [Optional()])


class PaperExplanationForm(PaperForm):
    """The head's signed sheet; what stands on it may be typed beside the scan."""

    cause = TextAreaField("office.act.field.cause", [Written(2000, 40)], description="office.act.hint.on_scan")
    responsibility = TextAreaField("office.act.field.responsibility", [Written(2000, 40)])
    measures = TextAreaField("office.act.field.measures", [Written(2000, 40)])
    finish_on = DateField("office.act.field.finish_on", [Optional()])


class PaperContributionForm(PaperForm):
    """Which of the supporting units handed it in, and what stands on it."""

    unit = RadioField("office.act.field.support_of", [Needed()], choices=[])
    text = TextAreaField("office.support.note", [Needed(), Written(2000, 40)])

    def prepare(self, case: Case, by: Actor) -> None:
        """Those that work on paper; the only one is meant."""
        rows = support.on_paper(case, by)
        self.unit.choices = [(str(row.id), row.unit.name) for row in rows]
        if len(rows) == 1 and self.unit.data is None:
            self.unit.data = str(rows[0].id)


class SupportingForm(ActForm):
    """Another unit beside the lead."""

    unit = pickers.UnitField("office.act.field.supporting", [Needed(), Written(60)], description="office.act.hint.supporting")

    def prepare(self, case: Case, by: Actor) -> None:
        """Units the case itself might go to, without the lead and those named already."""
        known = {row.unit_id for row in support.of_case(case)} | {case.unit_id}
        self.unit.offer(row for row in target.units_for(case) if row.id not in known)


def first(rows: list[Slip]) -> Slip:
    """The one that is meant: the oldest; none: somebody else was faster."""
    if not rows:
        raise Moved("slip_decided")
    return rows[0]


def _sign(case: Case, form: NoForm, by: Actor) -> None:
    slip.acknowledge(case, first(ladder.unacknowledged(case)), by=by)


def _explain(case: Case, form: ExplanationForm, by: Actor) -> None:
    explanation.explain(case, first(explanation.owed(case)), cause=form.cause.data, responsibility=form.responsibility.data,
                        measures=form.measures.data, finish_on=form.finish_on.data, by=by)


def _paper_acknowledge(case: Case, form: PaperForm, by: Actor) -> None:
    referral.acknowledge(case, by=by, paper=form.paper(by))


def _paper_return(case: Case, form: PaperReturnForm, by: Actor) -> None:
    proposed = form.proposed.unit
    referral.ask_return(case, reason=form.reason.data, proposed_unit_id=proposed.id if proposed else None, by=by, paper=form.paper(by))


def _paper_extension(case: Case, form: PaperExtensionForm, by: Actor) -> None:
    referral.ask_extension(case, days=form.days.data, reason=form.reason.data, by=by, paper=form.paper(by))


def _paper_sign(case: Case, form: PaperForm, by: Actor) -> None:
    slip.acknowledge(case, first(ladder.unacknowledged(case)), by=by, paper=form.paper(by))


def _paper_explain(case: Case, form: PaperExplanationForm, by: Actor) -> None:
    explanation.explain(case, first(explanation.owed(case)), cause=form.cause.data, responsibility=form.responsibility.data,
                        measures=form.measures.data, finish_on=form.finish_on.data, by=by, paper=form.paper(by))


def _paper_reply(case: Case, form: PaperReplyForm, by: Actor) -> None:
    reply.write(case, text=form.text.data, claim=Outcome(form.claim.data), officer=form.officer.data, signed_off_by=form.signed_by.data,
                document=form.document.data, checked=form.checked.data, basis=form.basis.data, planned_on=form.planned_on.data, by=by,
                paper=form.paper(by))


def _paper_contribution(case: Case, form: PaperContributionForm, by: Actor) -> None:
    row = next((row for row in support.on_paper(case, by) if str(row.id) == form.unit.data), None)
    if row is None:
        raise Moved("support_over")
    support.hand_in(row, text=form.text.data, paper=form.paper(by), by=by)


def _support(case: Case, form: SupportingForm, by: Actor) -> None:
    assert form.unit.unit is not None
    support.name(case, [form.unit.unit.id], by=by)


def on_paper(case: Case, by: Actor, *roles: Role) -> bool:
    """Whether nobody at the unit (or nobody in these roles) can sign in, so that the liaison enters its sheets."""
    return case.unit_id is not None and not unit_paper.can_sign(case, case.unit_id, by, *roles)


def _may_return(case: Case, by: Actor) -> bool:
    """However late it is entered: what counts is when the sheet was handed in."""
    return on_paper(case, by) and deadline.running(case, "return") is not None and not referral.current(case).final


def _may_extend(case: Case, by: Actor) -> bool:
    return on_paper(case, by) and acts_referral.most_days(case) > 0 and not referral.extended(case)


def _unsigned(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"slip": next(iter(ladder.unacknowledged(case)), None), "ladder": steps_of(case, by)}


def _owed(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"slip": next(iter(explanation.owed(case)), None), "ladder": steps_of(case, by), "is_public": explained.are_public()}


def _signable(case: Case, by: Actor) -> bool:
    return bool(ladder.unacknowledged(case))


def _explainable(case: Case, by: Actor) -> bool:
    return any(row.referral.unit_id == case.unit_id for row in explanation.owed(case))


ROWS = (
    Act("slip_acknowledgement", "slip.acknowledge", NoForm, _sign, EVERY, ready=_signable, template="office/act/signing.html",
        shows=_unsigned),
    Act("head_explanation", "explanation.write", ExplanationForm, _explain, EVERY, ready=_explainable, template="office/act/signing.html",
        shows=_owed),
    by_move("paper_acknowledgement", "T12b", form=PaperForm, do=_paper_acknowledge, ready=on_paper, leads=never,
            template="office/act/acknowledgement.html", shows=lambda case, form, by: {"slip": referral.current(case)}),
    by_move("paper_return", "T13b", form=PaperReturnForm, do=_paper_return, ready=_may_return, leads=never,
            template="office/act/return.html", shows=lambda case, form, by: {"units": form.proposed.among}),
    Act("paper_extension", "behalf.extension", PaperExtensionForm, _paper_extension, frozenset({State.HANDLING, State.REHANDLE}),
        ready=_may_extend, leads=never, template="office/act/extension.html",
        shows=lambda case, form, by: {"most": acts_referral.most_days(case)}),
    Act("paper_slip", "behalf.slip", PaperForm, _paper_sign, EVERY, leads=never, template="office/act/signing.html", shows=_unsigned,
        ready=lambda case, by: _signable(case, by) and on_paper(case, by)),
    Act("paper_explanation", "behalf.explanation", PaperExplanationForm, _paper_explain, EVERY, leads=never,
        template="office/act/signing.html", shows=_owed,
        ready=lambda case, by: _explainable(case, by) and on_paper(case, by, Role.UNIT_HEAD)),
    by_move("paper_reply", "T16b", "T22b", form=PaperReplyForm, do=_paper_reply, ready=on_paper, leads=never),
    Act("paper_contribution", "behalf.support", PaperContributionForm, _paper_contribution, WITH_UNIT, leads=never,
        ready=lambda case, by: bool(support.on_paper(case, by))),
    Act("supporting", "support.name", SupportingForm, _support, WITH_UNIT, leads=never, template="office/act/referral.html",
        shows=lambda case, form, by: {"units": form.unit.among}),
)
