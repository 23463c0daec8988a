"""Imports every chapter once, so that the metadata knows all tables."""

from portal.awards import agreeing, award, deciding, nomination, period, scoring, shown  # noqa: F401
from portal.cases import (  # noqa: F401
    acceptance, advice, attachment, audit_head, board, call_back, care, case, category, closing, coming_again, commitment, deadline, delivery, desk, dissatisfaction,
    enclosure, explanation, follow_up, form_block, forwarding, founding, intake, invariants, issuing, ladder, ladder_days, ladder_desk, ladder_invariants, ledger,
    lifecycle, mask, pause, policy, preview, printed, progress, promised_call, proposal, publication, rating, reception_rating, recount, referral, reminder, reply, search, side_note, slip, split,
    standstill, support, timeline, trace, tracking, tray, twins, typed_in, unit_paper, unit_request, visit, visitor, why, withdrawal, witnessed,
)
from portal.commons import concern, concern_published, joining, motion  # noqa: F401
from portal.foundation import chore, form_key, marks, series, throttle  # noqa: F401
from portal.foundation.database import Base
from portal.network import (  # noqa: F401
    admission, audit, calendar, draft_key, excluded, network, pairing, passkey, person, pledge, representative, role, rule_document, second_step, self_test, setup, sign_in, station, terminal, unit, visit_end,
)
from portal.notices import notice, outbox, pressure, wish  # noqa: F401
from portal.reception import activity, appointment, day_notice, hall_rule, handout, help_call, incident, invitation, leave, offered_time, opening, own_calendar, print_job, reminding, roster, shift, shift_visit, sitting, swap, turn, vacancy  # noqa: F401
from portal.statistics import frozen, monthly  # noqa: F401

metadata = Base.metadata
