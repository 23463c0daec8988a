"""What a text for everybody may not say: what points to somebody, and what a visitor said and did not publish (X-05)."""

from collections.abc import Iterable

from portal.cases import detectors, publication
from portal.cases.case import Case
from portal.commons import members
from portal.commons.concern import Concern
from portal.foundation import fulltext
from portal.foundation.refusal import Refused

POINTS = frozenset({"identity", "card", "phone", "plate", "mail", "name"})
BORROWED = 12  # characters in a row that stand in a visitor's words are theirs


def check(row: Concern, told: str) -> None:
    """Refuse a text for everybody that points to somebody, or says what a visitor in this concern said and did not publish (X-05)."""
    check_pointing(told)
    case = borrowed(told, members.of(row))
    if case is not None:
        raise Refused("concern_borrowed", number=case.number)


def check_pointing(told: str) -> None:
    """Refuse a text for everybody that points to somebody."""
    pointing = next((found for found in detectors.found(told) if found.kind in POINTS), None)
    if pointing is not None:
        raise Refused("concern_points", words=pointing.words)


def borrowed(told: str, cases: Iterable[Case]) -> Case | None:
    """The first of these matters whose visitor's words stand in the text and were not published."""
    plain = _plain(told)
    runs = {plain[place:place + BORROWED] for place in range(len(plain) - BORROWED + 1)}
    for case in cases if runs else ():
        own = _plain(f"{case.words}\n{case.wants}")
        if any(own[place:place + BORROWED] in runs for place in range(len(own) - BORROWED + 1)):
            public = publication.current_of(case)
            known = _plain("\n".join(public.texts)) if public is not None else ""
            if any(run in own and run not in known for run in runs):
                return case
    return None


def _plain(told: str) -> str:
    return "".join(sign for sign in fulltext.folded(told) if sign.isalnum())
