"""What the liaison does with matters that are alike: gather, reject, word, add, take out, show and end (SD-50, HB-49, X-18).

What the board then says of them is the liaison's own neutral text: never a visitor's words unless those are published, and nothing that
looks like a person's number or name."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.cases import ledger
from portal.cases.case import Case, seen_by
from portal.commons import concern, concern_entry, members, motion, wording
from portal.commons.concern import FEWEST, PLACE_MOST, TEXT_LINES, TEXT_MOST, TITLE_MOST, WORDS, Concern, Deed, Member, Standing, Step
from portal.foundation.database import db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import clean, needed
from portal.network import access, audit
from portal.network.access import Place
from portal.network.actor import Actor


def gather(numbers: Sequence[str], *, locale: str, by: Actor, rejected: bool = False) -> Concern:
    """A draft of these matters, or, `rejected`, the note that they are no common concern, so that they are not suggested again."""
    cases = sorted((seen_by(by, number) for number in dict.fromkeys(numbers)), key=lambda case: case.id)
    if not cases:
        raise Refused("concern_none")
    station_id = cases[0].station_id
    access.permit(by, "concern.keep", Place(station_id))
    row = Concern(station_id=station_id, category=max((case.category or "Z9" for case in cases), key=len), locale=locale,
                  standing=Standing.REJECTED if rejected else Standing.DRAFT, begun_at=by.at)
    db.session.add(row)
    db.session.flush()
    concern.note(row, Deed.REJECTED if rejected else Deed.GATHERED, by)
    for case in cases:
        _put(row, case, by)
    return row


def add(row: Concern, number: str, *, by: Actor) -> None:
    """One more matter; refused where it may be in none (kind 3 and 4, a child's, sealed, personal), or is in another, or where
    what is said of the concern already are its visitor's own words."""
    access.permit(by, "concern.keep", Place(row.station_id))
    _put(row, seen_by(by, number), by)
    wording.check(row, "\n".join((row.title, row.place, row.text)))


def remove(row: Concern, number: str, *, by: Actor) -> None:
    """It is another thing after all. A public concern keeps three."""
    access.permit(by, "concern.keep", Place(row.station_id))
    case = seen_by(by, number)
    member = db.session.get(Member, case.id)
    if member is None or member.concern_id != row.id:
        raise Moved
    if row.is_on_board and len([one for one in members.of(row) if one.id != case.id]) < FEWEST:
        raise Refused("concern_few", n=FEWEST)
    db.session.delete(member)
    concern.note(row, Deed.REMOVED, by, case.id)


def word(row: Concern, *, title: str, text: str, place: str, by: Actor) -> None:
    """Say what it is about, neutrally; refused where it points to somebody or says a visitor's own words that are not public. On the board
    it stands as two people let it up: to be said otherwise it comes down first."""
    access.permit(by, "concern.keep", Place(row.station_id))
    if row.is_on_board:
        raise Refused("concern_stands")
    title, text = needed(title, TITLE_MOST, key="concern_title"), needed(text, TEXT_MOST, TEXT_LINES, "concern_text")
    place = clean(place, PLACE_MOST).strip()
    wording.check(row, "\n".join((title, place, text)))
    row.title, row.text, row.place = title, text, place
    concern.note(row, Deed.WORDED, by)
    _index(row)


def show(row: Concern, *, by: Actor) -> None:
    """Put it on the board: three matters at least, worded, and by somebody who did not word it (practice.md §6.4)."""
    access.permit(by, "concern.show", Place(row.station_id))
    if row.is_on_board:
        raise Moved
    if not row.title or not row.text:
        raise Refused("concern_unworded")
    if len(members.of(row)) < FEWEST:
        raise Refused("concern_few", n=FEWEST)
    if by.person_id == worded_by(row):
        raise Refused("concern_second")
    wording.check(row, "\n".join((row.title, row.place, row.text)))
    ledger.check_key()
    row.standing, row.shown_at = Standing.PUBLIC, row.shown_at or by.at
    concern.note(row, Deed.SHOWN, by)
    _index(row)
    audit.note("concern_show", "concern", concern_entry.name_of(row), person_id=by.person_id, at=by.at, station=row.station_id)
    concern_entry.enter(row, by.at)
    for given, _ in motion.of(row, sent=True):
        motion.enter(given, row, by.at)


def worded_by(row: Concern) -> int | None:
    """Who wrote the words as they are."""
    query = select(Step.person_id).where(Step.concern_id == row.id, Step.deed == Deed.WORDED)
    return db.session.scalar(query.order_by(Step.id.desc()).limit(1))


def hide(row: Concern, *, by: Actor) -> None:
    """Take it off the board; nobody is offered it any more."""
    access.permit(by, "concern.keep", Place(row.station_id))
    if not row.is_on_board:
        raise Moved
    row.standing = Standing.HIDDEN
    concern.note(row, Deed.HIDDEN, by)
    _index(row)
    audit.note("concern_hide", "concern", concern_entry.name_of(row), person_id=by.person_id, at=by.at, station=row.station_id)
    for name in (*(motion.name_of(given) for given, _ in motion.of(row, sent=True)), concern_entry.name_of(row)):
        concern_entry.taken_down(name, at=by.at, witness=row)


def end(row: Concern, *, by: Actor) -> None:
    """It is done with: it stays on the board with all it holds, and nobody is asked to join."""
    access.permit(by, "concern.keep", Place(row.station_id))
    if row.standing is not Standing.PUBLIC:
        raise Moved
    row.standing = Standing.ENDED
    concern.note(row, Deed.ENDED, by)
    concern_entry.enter(row, by.at)


def _put(row: Concern, case: Case, by: Actor) -> None:
    if db.session.scalar(select(Case.id).where(Case.id == case.id, members.fitting())) is None:
        raise Refused("concern_unfit", number=case.number)
    member = db.session.get(Member, case.id)
    if member is not None:
        there = db.session.get_one(Concern, member.concern_id)
        if there.standing is not Standing.REJECTED:
            raise Refused("concern_elsewhere", number=case.number)
        member.concern_id = row.id
    else:
        db.session.add(Member(case_id=case.id, concern_id=row.id))
    db.session.flush()
    concern.note(row, Deed.ADDED, by, case.id)


def _index(row: Concern) -> None:
    """What is offered to others is found by the public words of public concerns, and by nothing else."""
    WORDS.put(row.id, f"{row.title}\n{row.place}\n{row.text}" if row.is_on_board else "")
