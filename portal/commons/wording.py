"""What a text for everybody may not say: what points to somebody, and what a visitor said and did not publish (X-05)."""

from portal.cases import detectors, publication
from portal.commons import members
from portal.commons.concern import Concern
from portal.foundation import fulltext
from portal.foundation.refusal import Refused

POINTS = frozenset({"identity", "card", "phone", "plate", "mail", "name"})
BORROWED = 12  # characters in a row that stand in a visitor's words are theirs


def check(row: Concern, told: str) -> None:
    """Refuse a text for everybody that points to somebody, or says what a visitor in this concern said and did not publish (X-05)."""
    pointing = next((found for found in detectors.found(told) if found.kind in POINTS), None)
    if pointing is not None:
        raise Refused("concern_points", words=pointing.words)
    plain = _plain(told)
    runs = {plain[place:place + BORROWED] for place in range(len(plain) - BORROWED + 1)}
    for case in members.of(row):
        public = publication.current_of(case)
        own, known = _plain(f"{case.words}\n{case.wants}"), _plain("\n".join(public.texts)) if public is not None else ""
        if any(run in own and run not in known for run in runs):
            raise Refused("concern_borrowed", number=case.number)


def _plain(told: str) -> str:
    return "".join(sign for sign in fulltext.folded(told) if sign.isalnum())
