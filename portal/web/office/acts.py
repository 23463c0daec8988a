"""The table of all acts on a case, in the order they are offered, and their addresses."""

from functools import partial

from portal.cases.case import Case
from portal.network.actor import Actor
from portal.web.gate import STAFF, opens
from portal.web.office import (
    acts_acceptance,
    acts_after,
    acts_award,
    acts_care,
    acts_clock,
    acts_danger,
    acts_delivery,
    acts_excluded,
    acts_first,
    acts_meeting,
    acts_note,
    acts_phone,
    acts_proposal,
    acts_publication,
    acts_rating,
    acts_referral,
    acts_reply,
    acts_split,
    acts_supervision,
    acts_unit_desk,
    acts_visit,
    attachments,
)
from portal.web.office.act import Act, perform
from portal.web.office.blueprint import door

TABLE: tuple[Act, ...] = (
    *acts_danger.ROWS, *acts_excluded.ROWS[:1], *acts_acceptance.ROWS, *acts_first.ROWS, *acts_referral.ROWS, *acts_unit_desk.ROWS, *acts_clock.ROWS, *acts_supervision.ROWS,
    *acts_reply.ROWS, *acts_delivery.ROWS, *acts_rating.ROWS,
    *acts_publication.ROWS, *acts_proposal.ROWS, *acts_after.ROWS, *acts_award.ROWS, *acts_care.ROWS, *acts_split.ROWS, *acts_excluded.ROWS[1:], *acts_visit.ROWS, *acts_note.ROWS, *acts_meeting.ROWS, *acts_phone.ROWS, *attachments.ROWS,
)


def offered(case: Case, by: Actor) -> tuple[Act | None, list[Act]]:
    """The one next act of this actor (None: somebody else's turn), and the others that are possible now."""
    possible = [row for row in TABLE if row.offered(by, case)]
    first = next((row for row in possible if row.leads(case, by)), None)
    return first, [row for row in possible if row is not first]


FRESH = frozenset({"publication", "removal", "erasure"})  # what goes up for everybody, comes down, or does not come back: not from a desk somebody left (R54)
# STAFF at the gate, because the case decides the rest: what one may not see is 404, what one may not do 403 (R31)
for _row in TABLE:
    door.add_url_rule(f"/cases/<number>/{_row.noun.replace('_', '-')}", "act_" + _row.noun, methods=["GET", "POST"],
                      view_func=opens(STAFF, form=True, files=_row.form.takes_files(), fresh=_row.noun in FRESH)(partial(perform, _row)))
