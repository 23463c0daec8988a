"""What must always be true of what stands on the board (practice.md §12.4)."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from portal.cases import explained, mask
from portal.cases.case import Case, PublicState
from portal.cases.closing import NotPublished
from portal.cases.explanation import Explanation
from portal.cases.publication import Publication
from portal.cases.reply import Reply, fingerprint
from portal.cases.timeline import Event
from portal.cases.withdrawal import Withdrawal
from portal.foundation.database import db


def published_as_stored() -> Iterator[str]:
    """4: what stands on the board is what was stored, byte for byte, but for the places that masks cover in sight (SD-42, X-30)."""
    gone = set(db.session.scalars(select(Withdrawal.publication_id)))  # what was allowed then may have been taken back since
    query = select(Publication, Case.words, Case.publish_words).join(Case, Case.id == Publication.case_id)
    for row, words, may_show in db.session.execute(query.execution_options(yield_per=200)):
        if row.words and not ((may_show or row.id in gone or _taken_back_since(row)) and mask.fits(row.words, mask.spans_of(row.masks, "words"), words)):
            yield f"{row.number}: the published words are not the visitor's, or not released"
        stored = _answers(row)
        for seq in stored.keys() - {shown["seq"] for shown in row.replies}:
            yield f"{row.number}: the stored reply {seq} is not published"
        for shown in row.replies:
            if fingerprint(shown["text"]) != shown["sha256"]:
                yield f"{row.number}: the published reply {shown['seq']} differs from its fingerprint"
            marks = mask.spans_of(row.masks, f"reply-{shown['seq']}")
            if not mask.fits(shown["text"], marks, stored.get(shown["seq"], "")):
                yield f"{row.number}: the published reply {shown['seq']} differs from the stored one"
        yield from _explained_as_stored(row)
    replies = select(Case.number, Reply.seq, Reply.text, Reply.sha256).join(Case, Case.id == Reply.case_id)
    for number, seq, text, sha256 in db.session.execute(replies):
        if fingerprint(text) != sha256:
            yield f"{number}: reply {seq} differs from its fingerprint"


def _explained_as_stored(row: Publication) -> Iterator[str]:
    """What the head of a unit explained stands there as it was written, but for its masks."""
    shown = dict(explained.pieces(row.supervision))
    if not shown:
        return
    query = select(Explanation).where(Explanation.case_id == row.case_id).order_by(Explanation.id)
    stored = {f"{part}-{seq}": getattr(one, part) for seq, one in enumerate(db.session.scalars(query), 1) for part in explained.PARTS}
    for name, text in shown.items():
        if not mask.fits(text, mask.spans_of(row.masks, name), stored.get(name, "")):
            yield f"{row.number}: the published explanation ({name}) differs from the stored one"


def _taken_back_since(row: Publication) -> bool:
    """Whether the visitor allowed their words when the row was written, and no longer does: of the next result, while this one stands."""
    query = select(Event.facts).where(Event.case_id == row.case_id, Event.act == "consent.change", Event.entered_at >= row.published_at)
    return any(facts.get("publish_words") == [True, False] for facts in db.session.scalars(query))


def counted_once() -> Iterator[str]:
    """What stands on the board is not counted among what is not there (X-27), and its case knows that it stands."""
    query = select(Case.number).join(Publication, Publication.case_id == Case.id).where(Publication.is_current.is_(True))
    for number in db.session.scalars(query.join(NotPublished, NotPublished.case_id == Case.id)):
        yield f"{number}: on the board, and counted as not published"
    for number in db.session.scalars(query.where(Case.public_state.in_((PublicState.NONE, PublicState.DECLINED)))):
        yield f"{number}: on the board, but its case does not say so"


def _answers(row: Publication) -> dict[int, str]:
    """What was stored as answers when it was published, by their place: the unit's replies, or what was said on the spot.
    Only a new round adds to them, so the round tells what was there; a clock might not (R26)."""
    query = select(Reply).where(Reply.case_id == row.case_id, Reply.round <= row.rounds)
    replies = {reply.seq: reply.text for reply in db.session.scalars(query)}
    spoken = db.session.scalar(select(Event.text).where(Event.case_id == row.case_id, Event.move == "T3"))
    return replies or ({} if spoken is None else {1: spoken})


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (published_as_stored, counted_once)
