"""The visitor was told how far their matter is, before there is a result: by which way, when, by whom, and whether they understood (HB-38).
It is an event of the story and nothing else, so that it is as hard to change as that; the result is told by `delivery`."""

from datetime import datetime

from portal.cases import lifecycle, timeline
from portal.cases.case import Case
from portal.cases.delivery import Way
from portal.foundation.refusal import Moved
from portal.foundation.text import needed
from portal.network import access
from portal.network.actor import Actor

MOST, LINES = 500, 10


def tell(case: Case, *, words: str, way: Way, understood: bool | None = None, happened_at: datetime | None = None, by: Actor) -> timeline.Event:
    """Note that they were told. `understood` None: they were not asked, or could not be. Refused: it was before the matter, or is to come."""
    access.permit(by, "visitor.tell", case)
    if not case.is_open:
        raise Moved
    when = timeline.checked_time(happened_at, case.registered_at, by)
    facts = {"way": way.value} | ({"understood": understood} if understood is not None else {})
    return lifecycle.also(case, "visitor.tell", by=by, happened_at=when, text=needed(words, MOST, LINES).strip(), facts=facts, for_visitor=True)
