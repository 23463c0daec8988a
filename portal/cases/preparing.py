"""How a result is made ready for the board: masks are laid and lifted, its visitor is shown it, and says what they think (practice.md §6.4)."""

import enum
from dataclasses import dataclass

from portal.cases import closing, deadline, detectors, explained, lifecycle, mask, preview, publication
from portal.cases.case import TO_PUBLISH, Case, PublicState
from portal.cases.closing import NotPublishedReason
from portal.cases.mask import Covering, Mask, MaskKind, Span
from portal.cases.preview import Preview
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network.actor import Actor
from portal.network.role import Role

MOST_MASKS = 200


class Word(enum.StrEnum):
    """What a visitor says of the page before it goes up."""

    WELL = "well"        # it may go up now
    COVER = "cover"      # something is to be covered first
    OBJECT = "object"    # not at all


@dataclass(frozen=True)
class Piece:
    """One text of a result as it is stored, with the masks over it and what the detectors suggest beside them."""

    name: str
    text: str
    masks: list[Mask]
    suggested: list[detectors.Found]


def pieces(case: Case, *, by: Actor) -> list[Piece]:
    """Every text of the result that would be public, under the names of `Covering.marks`."""
    row, covering = publication.stored(case, by), Covering(case)
    texts = [("words", row.words), *((f"summary-{place}", sentence) for place, sentence in enumerate(row.summary, 1)),
             *((f"reply-{one['seq']}", one["text"]) for one in row.replies), ("rating", row.rating.get("words", "")), *explained.pieces(row.supervision)]
    return [_piece(name, text, covering.masks_of(text)) for name, text in texts if text]


def _piece(name: str, text: str, masks: list[Mask]) -> Piece:
    free = [hit for hit in detectors.found(text) if all(hit.end <= one.start or one.end <= hit.start for one in masks)]
    return Piece(name, text, masks, free)


def cover(case: Case, piece: str, start: int, end: int, *, kind: MaskKind, by: Actor, why: str = "") -> Mask:
    """Lay a mask over characters `start` to `end` (not included) of one text. What is shown to the visitor is prepared anew after it."""
    found = next((one for one in pieces(case, by=by) if one.name == piece), None)
    if found is None or not 0 <= start < end <= len(found.text):
        raise Refused("mask_span")
    if any(one.start < end and start < one.end for one in found.masks):
        raise Refused("mask_overlaps")
    return _lay(case, found, Span(start, end, kind), why, by)


def cover_words(case: Case, typed: str, *, kind: MaskKind, by: Actor, why: str = "") -> int:
    """Cover these words wherever they stand in the result and are not covered yet; how many times that was. Raises Refused if nowhere."""
    if not typed.strip():
        raise Refused("mask_words")
    laid = 0
    for piece in pieces(case, by=by):
        at, taken = piece.text.find(typed), list(piece.masks)
        while at >= 0:
            end = at + len(typed)
            if not any(one.start < end and at < one.end for one in taken):
                taken.append(_lay(case, piece, Span(at, end, kind), why, by))
                laid += 1
            at = piece.text.find(typed, end)
    if not laid:
        raise Refused("mask_nowhere")
    return laid


def _lay(case: Case, piece: Piece, span: Span, why: str, by: Actor) -> Mask:
    if len(mask.of_case(case)) >= MOST_MASKS:
        raise Refused("mask_many", most=MOST_MASKS)
    _change(case, {"masked": span.kind.value, "piece": piece.name, "span": [span.start, span.end]}, by)
    row = Mask(case_id=case.id, text_sha256=mask.key_of(piece.text), start=span.start, end=span.end, kind=span.kind, why=clean(why, 60),
               person_id=by.person_id or 0, at=by.at)
    db.session.add(row)
    db.session.flush()
    return row


def lift(case: Case, mask_id: int, *, by: Actor) -> None:
    """Take a mask off again before anything is public; the story keeps that it was there. Raises Missing for one of another case."""
    row = db.session.get(Mask, mask_id)
    if row is None or row.case_id != case.id:
        raise Missing
    _change(case, {"unmasked": row.kind.value, "span": [row.start, row.end]}, by)
    db.session.delete(row)
    db.session.flush()


def _change(case: Case, facts: dict[str, object], by: Actor) -> None:
    if case.public_state not in TO_PUBLISH:
        raise Refused("publish_not_now")
    lifecycle.also(case, "publication.prepare", by=by, facts=facts)
    preview.take_back(case)


def show(case: Case, *, by: Actor) -> Preview:
    """Show the visitor the page as it will stand: for 48 hours, with number and code, or at the desk. Somebody else lets it go up."""
    if case.public_state is not PublicState.WAITING:
        raise Refused("publish_not_now")
    reason = closing.hindrance(case)
    if reason is not None:
        raise Refused("publish_hindered", reason=reason.value)
    closing.refuse_invented(case)
    lifecycle.also(case, "publication.show", by=by, for_visitor=True)
    row = Preview(case_id=case.id, person_id=by.person_id or 0, at=by.at, digest=preview.digest(publication.projection(case, by).texts))
    db.session.add(row)
    case.public_state = PublicState.PREPARED
    db.session.flush()
    return row


def answer(case: Case, word: Word, *, by: Actor, said: str = "") -> None:
    """The visitor, or the liaison for them at the desk, says of the page that it is well, what is to be covered, or that they do not
    want it there; silence for 48 hours is a yes, for the yes to publication was given before."""
    row = preview.of_case(case)
    if row is None or case.public_state is not PublicState.PREPARED:
        raise Refused("preview_nothing")
    text = needed(said, 500, 10, "preview_what") if word is Word.COVER else clean(said, 500, 10)
    lifecycle.also(case, "publication.answer", by=by, text=text, facts={"word": word.value, "in_person": not by.has(Role.VISITOR)},
                   for_visitor=True)
    match word:
        case Word.WELL:
            row.agreed_at = by.at
        case Word.COVER:
            preview.take_back(case)
        case Word.OBJECT:
            if publication.standing(case) is None:  # of a result that stands already only the new words are kept away
                case.publish_result = False
            closing.decline(case, NotPublishedReason.REFUSED, by=by)
            deadline.step(case, None, by=by)
    db.session.flush()
