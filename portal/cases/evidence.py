"""Original evidence for committee and government: what visitors told, in their own words, with nobody in it (HB-27).

Words are given as they were told, never rewritten, and only such as passed the masks: what stands on the board, and what was made ready
for it, with its masks decided, shown to the visitor, and found well by them or not objected to for 48 hours (preview.STANDS); of whoever
agreed to their words being shown. Whose masks nobody decided yet is not in it,
nor what its visitor did not agree to: these are counted. Nothing sealed, no identity, no day, and no number of a matter that is not public."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from portal.cases import mask, preview
from portal.cases.case import Case, PublicState, State
from portal.cases.mask import Mask, Span
from portal.cases.preview import Preview
from portal.cases.publication import Publication
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.network import access, audit, network, reach, station
from portal.network.actor import Actor
from portal.network.station import Station

MOST = 5000  # matters of one file, the newest


@dataclass(frozen=True)
class Wanted:
    """Matters registered from one day to another, both included; at a station and those below it, or at all within reach."""

    first: date
    last: date
    place: Station | None = None


@dataclass(frozen=True)
class Told:
    """One matter: its words as they may be read, how many marks stand in them; `number` "" where it is not public."""

    case: Case
    words: str
    masks: int
    number: str


@dataclass(frozen=True)
class Counts:
    """Of what is within reach: how many matters' words are given, and how many are not."""

    given: int
    kept: int


def counted(wanted: Wanted, *, by: Actor) -> Counts:
    """How many a file would hold."""
    access.permit(by, "evidence.see")
    where = _within(wanted, by)
    whole = db.session.scalar(select(func.count()).select_from(Case).where(*where, Case.words != "")) or 0
    given = len(_public(where)) + len(_ready(where, by))
    return Counts(min(given, MOST), whole - min(given, MOST))


def export(wanted: Wanted, *, by: Actor) -> list[Told]:
    """The words, the newest matter first; in a unit of work, for that somebody took them out is entered (SG-07)."""
    access.permit(by, "evidence.see")
    where = _within(wanted, by)
    ready = db.session.scalars(select(Case).where(Case.id.in_(_ready(where, by)))).all()
    covers = _masks([case.id for case in ready])
    found = [Told(case, *_covered(case, covers.get(case.id, [])), "") for case in ready]
    query = select(Case, Publication).join(Publication, Publication.case_id == Case.id).where(Publication.id.in_(_public(where)))
    found += [Told(case, row.words, sum(one["text"] == "words" for one in row.masks), row.number) for case, row in db.session.execute(query)]
    told = sorted(found, key=lambda one: one.case.id, reverse=True)[:MOST]
    audit.note("evidence_exported", person_id=by.person_id, at=by.at, n=len(told), first=wanted.first, last=wanted.last,
               below=wanted.place.code if wanted.place else None)
    return told


def _within(wanted: Wanted, by: Actor) -> list[ColumnElement[bool]]:
    """What may be looked at at all: of one's stations, never sealed, spoiled or a minor's, nor what the reader is kept from (HB-44, X-04)."""
    if wanted.last < wanted.first:
        raise Refused("leave_span")
    begin, end = clock.at_local(wanted.first, 0), clock.at_local(wanted.last + timedelta(days=1), 0)
    where = [Case.registered_at >= begin, Case.registered_at < end, Case.sealed.is_(False), Case.minor.is_(False), Case.state != State.VOID]
    among = reach.stations(by, "evidence.see")
    if wanted.place is not None:
        below = station.below(frozenset({wanted.place.id}))
        among = below if among is None else among & below
    if among is not None:
        where.append(Case.station_id.in_(among))
    if by.kept_from:
        where.append(Case.id.not_in(by.kept_from))
    return where if network.is_demo() else [*where, Case.demo.is_(False)]


def _public(where: list[ColumnElement[bool]]) -> list[int]:
    """The rows of the board among these, whose words are told there."""
    query = select(Publication.id).join(Case, Case.id == Publication.case_id).where(*where, Publication.is_current.is_(True), Publication.words != "")
    return list(db.session.scalars(query.order_by(Case.id.desc()).limit(MOST)))


def _ready(where: list[ColumnElement[bool]], by: Actor) -> list[int]:
    """What was shown to its visitor as it will stand, long enough or to their word that it is well, and stands nowhere yet."""
    seen = select(Preview.case_id).where(Preview.case_id == Case.id, or_(Preview.agreed_at.is_not(None), Preview.at <= by.at - preview.STANDS)).exists()
    stands = select(Publication.id).where(Publication.case_id == Case.id, Publication.is_current.is_(True), Publication.words != "").exists()
    query = select(Case.id).where(*where, Case.public_state == PublicState.PREPARED, Case.publish_words.is_(True), Case.words != "", seen, ~stands)
    return list(db.session.scalars(query.order_by(Case.id.desc()).limit(MOST)))


def _masks(case_ids: Collection[int]) -> dict[int, list[Mask]]:
    found: dict[int, list[Mask]] = {}
    for one in db.session.scalars(select(Mask).where(Mask.case_id.in_(case_ids))) if case_ids else ():
        found.setdefault(one.case_id, []).append(one)
    return found


def _covered(case: Case, masks: list[Mask]) -> tuple[str, int]:
    key = mask.key_of(case.words)
    text, marks = mask.covered(case.words, [Span(one.start, one.end, one.kind) for one in masks if one.text_sha256 == key], case.locale)
    return text, len(marks)
