"""What whoever holds a merged receipt reads of the leading case: its words, and nothing that points to the other visitor (T10, §6.3).

No person looked at these texts with a second reader in mind. So what a person masked is covered, and what the other visitor told about
themselves, and whatever a detector would suggest: rather too much than a neighbour's name. It is covered in sight (X-30)."""

from collections.abc import Callable, Iterator

from portal.cases import detectors, mask
from portal.cases.case import Case
from portal.cases.mask import Covering, MaskKind, Span
from portal.cases.visitor import Visitor
from portal.foundation.database import db

_TOLD = (("name", MaskKind.NAME), ("beside_name", MaskKind.NAME), ("phone", MaskKind.PHONE), ("address", MaskKind.ADDRESS))
_SHORTEST = 2  # one character alone is no name: it stands in half the words


def reader(case: Case, leading: Case) -> Callable[[str], str]:
    """How the holder of a case's receipt reads a text of the leading case: their own as it is, another's covered."""
    if case.id == leading.id:
        return str
    laid, row = Covering(leading), db.session.get(Visitor, leading.visitor_id) if leading.visitor_id else None
    who = [(getattr(row, name), kind) for name, kind in _TOLD if row is not None and len(getattr(row, name)) >= _SHORTEST]

    def covered(text: str) -> str:
        spans = [Span(one.start, one.end, one.kind) for one in laid.masks_of(text)]
        spans += [Span(one.start, one.end, MaskKind(one.kind)) for one in detectors.found(text)]
        spans += [span for words, kind in who for span in _places(text, words, kind)]
        return mask.covered(text, _apart(spans), leading.locale)[0]

    return covered


def _places(text: str, words: str, kind: MaskKind) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield Span(at, at + len(words), kind)
        at = text.find(words, at + len(words))


def _apart(spans: list[Span]) -> list[Span]:
    """Spans that overlap become one, of the kind of the first."""
    apart: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end), apart[-1].kind)
        else:
            apart.append(span)
    return apart
