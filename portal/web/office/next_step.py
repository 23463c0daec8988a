"""The one next act of a case for somebody: from its state and what they may do to it, as a message key (X-17)."""

from portal.cases.case import WITH_UNIT, Case, PublicState, State
from portal.network import access
from portal.network.actor import Actor
from portal.network.role import Role

S = State
# state → the acts that may come next and how they are said, the nearest to the visitor first
STEPS: dict[State, tuple[tuple[str, str], ...]] = {
    S.REGISTERED: (("case.accept", "office.today.accept"),),
    S.CLARIFYING: (("case.inform", "office.today.inform"),),
    S.ACCEPTED: (("case.accept", "office.today.refer"),),
    S.REFERRED: (("referral.acknowledge", "office.today.acknowledge"),),
    S.RETURN_ASKED: (("return.decide", "office.today.decide_return"),),
    S.HANDLING: (("reply.write", "office.today.reply"), ("extension.decide", "office.today.decide_extension")),
    S.REHANDLE: (("reply.write", "office.today.reply_again"), ("extension.decide", "office.today.decide_extension")),
    S.REPLIED: (("reply.pass", "office.today.review"),),
    S.TO_DELIVER: (("summary.confirm", "office.today.confirm"), ("delivery.tell", "office.today.tell")),
    S.DELIVERED: (("rating.give", "office.today.rate"),),
    S.REVIEW: (("review.decide", "office.today.decide_review"),),
    S.NOT_ACCEPTED: (("contest.decide", "office.today.decide_contest"),),
}


def of(case: Case, by: Actor, signing: frozenset[int], two_step: bool) -> str:
    """The message key of the next act, or an empty string where somebody else has it. `signing`: the units that sign in themselves; `two_step`:
    whether matters go through the office (SD-26)."""
    if case.needs_writer and not case.words and case.is_open and access.can(by, "case.write_down", case):
        return "office.today.write_down"
    if case.public_state is PublicState.PREPARED and access.can(by, "publication.decide", case):
        return "office.today.publish"
    if case.state is S.ACCEPTED and two_step and not case.danger:
        if access.can(by, "referral.send", case) and by.has(Role.OFFICE):
            return "office.today.refer"
        return "office.today.forward" if case.forwarded_at is None and access.can(by, "referral.forward", case) else ""
    if case.public_state is PublicState.WAITING and access.can(by, "publication.show", case):
        return "office.today.prepare"
    if case.state in WITH_UNIT and access.can(by, "behalf.reply", case) and case.unit_id not in signing:
        return "office.today.behalf"
    return next((key for act, key in STEPS.get(case.state, ()) if access.can(by, act, case)), "")
