"""Imports every chapter once, so that the metadata knows all tables."""

from portal.cases import (  # noqa: F401
    acceptance, attachment, board, care, case, category, closing, deadline, delivery, desk, enclosure,
    founding, intake, invariants, lifecycle,
    publication, rating, referral, reply, search, timeline, tracking, tray, visitor,
)
from portal.foundation import form_key, marks, series, throttle  # noqa: F401
from portal.foundation.database import Base
from portal.network import (  # noqa: F401
    calendar, network, pairing, person, representative, role, self_test, setup, sign_in, station, terminal, unit,
)
from portal.reception import help_call, print_job  # noqa: F401

metadata = Base.metadata
