"""The accountability proposal, written after a red slip and decided by its addressee; for these two only (HB-67)."""

from typing import Any

from wtforms import RadioField, TextAreaField

from portal.cases import proposal
from portal.cases.case import Case, State
from portal.cases.proposal import Addressee, Decision, Proposal
from portal.foundation.refusal import Moved, Refused
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never

EVERY = frozenset(State) - {State.DRAFT, State.VOID}


class ProposalForm(ActForm):
    """To whom, the facts, the representative's opinion."""

    addressee = RadioField("office.act.field.addressee", [Needed()], choices=options(Addressee, "common.addressee"))
    facts = TextAreaField("office.act.field.proposal_facts", [Needed(), Written(3000, 60)])
    opinion = TextAreaField("office.act.field.proposal_opinion", [Needed(), Written(1000, 20)])

    def prepare(self, case: Case, by: Actor) -> None:
        """It goes to those who are there and may read it."""
        able = proposal.addressees(case, by)
        self.addressee.choices = [row for row in self.addressee.choices if Addressee(row.value) in able]
        if not able:
            del self.addressee


class ProposalDecisionForm(ActForm):
    """What is made of it, and the answer to the representative."""

    decision = RadioField("office.act.field.proposal_decision", [Needed()], choices=options(Decision, "common.decision"))
    answer = TextAreaField("office.act.field.proposal_answer", [Needed(), Written(1000, 20)])


def _propose(case: Case, form: ProposalForm, by: Actor) -> None:
    rows = proposal.open_for(case)
    if not rows:
        raise Moved("proposal_decided")
    if "addressee" not in form:
        raise Refused("proposal_nobody")
    proposal.propose(case, rows[-1], addressee=Addressee(form.addressee.data), facts=form.facts.data, opinion=form.opinion.data, by=by)


def _undecided(case: Case, by: Actor) -> list[Proposal]:
    """Those this actor decides."""
    return [row for row in proposal.readable(case, by) if row.decided_at is None and proposal.is_for(row, by)]


def _decide(case: Case, form: ProposalDecisionForm, by: Actor) -> None:
    rows = _undecided(case, by)
    if not rows:
        raise Moved("proposal_decided")
    proposal.decide(case, rows[0], decision=Decision(form.decision.data), answer=form.answer.data, by=by)


def _shown(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"proposal": next(iter(_undecided(case, by)), None)}


ROWS = (
    Act("proposal", "proposal.write", ProposalForm, _propose, EVERY, ready=lambda case, by: bool(proposal.open_for(case)), leads=never,
        template="office/act/proposal.html", shows=lambda case, form, by: {"nobody": not proposal.addressees(case, by)}),
    Act("proposal_decision", "proposal.decide", ProposalDecisionForm, _decide, EVERY, ready=lambda case, by: bool(_undecided(case, by)),
        template="office/act/proposal.html", shows=_shown),
)
