"""The rows of the verbs by which somebody is kept from a matter (R10, X-04)."""

from portal.cases import excluded_person
from portal.cases.case import Case
from portal.network import excluded
from tests.cast import Cast


def _named(cast: Cast, case: Case, words: str = "") -> int:
    """Somebody was named a moment before, in the same breath; the number of what stands."""
    excluded_person.name(case, people=[] if words else [cast.actor("officer").person_id or 0], words=words, by=cast.visitor(case))
    return excluded.of_case(case.id)[-1].id


ROWS = [
    (excluded_person.name, "handling", lambda cast, case: excluded_person.name(case, people=[cast.actor("liaison").person_id], by=cast.visitor(case))),
    (excluded_person.resolve, "handling", lambda cast, case: excluded_person.resolve(
        case, _named(cast, case, "城管的小李"), people=[cast.actor("rep").person_id], by=cast.actor("office"))),
    (excluded_person.lift, "handling", lambda cast, case: excluded_person.lift(case, _named(cast, case), reason="弄错了人", by=cast.actor("director"))),
    (excluded_person.declare, "handling", lambda cast, case: excluded_person.declare(case, by=cast.actor("rep"))),
    (excluded_person.note, "handling", lambda cast, case: excluded_person.note(case, cast.actor("rep").person_id, reason="亲戚", by=cast.actor("director"))),
]
