"""A form of paper is typed in: with the number printed on it, the day it was written and now as two facts; from then on its tear-off slip
opens the matter (HB-34, FT-01, CT-18, practice.md §3.3, §10)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.cases import form_block, intake, tracking
from portal.cases.intake import Registered, Telling
from portal.network.actor import Actor
from portal.network.station import Station


def enter(telling: Telling, number: str, *, station: Station, key: str, happened_at: datetime | None, by: Actor, **given: Any) -> Registered:
    """Register what stands on a form, under the form key of the page it is typed into. The case has a number of its series; its code
    is the one on the tear-off slip, which nobody here knows: no code comes back. `given` is what intake.register takes besides.

    Refused as form_block.claim and intake.register do."""
    if intake.earlier(telling, key) is not None:
        return intake.register(telling, station=station, key=key, happened_at=happened_at, by=by, **given)
    sheet = form_block.claim(number, station, happened_at=happened_at, by=by)
    told = intake.register(telling, station=station, key=key, happened_at=happened_at, by=by, facts={"sheet": sheet.number}, **given)
    form_block.use(sheet, told.case, by)
    return replace(told, code="", token="") if tracking.adopt(told.case, sheet) else told
