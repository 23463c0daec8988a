"""The one public projection: written once at approval, word for word; every public output reads only this row (SD-41–43)."""

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import board_search, closing, deadline, delivery, explained, ledger, lifecycle, mask, plain_words, preview, public_parts, referral, reply, timeline
from portal.cases.case import TO_PUBLISH, Affects, Case, Outcome, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.foundation import append_only, clock, marks, unit_of_work
from portal.foundation.database import Base, Json, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.network import actor, calendar
from portal.network import network as networks
from portal.network.actor import Actor

ANSWERING = (*deadline.REPLY_CLOCKS, "send_back", "rehandle")  # the clocks that a reply ends, one after another
# What the ledger holds of a row for ever; of a later column only what stands in it, so that older rows keep their bytes.
LEDGERED = ("number", "station_code", "station_name", "category", "category_top", "month", "locale", "words", "summary", "replies", "outcome",
            "claim", "rating", "steps", "days", "late", "rounds", "heads", "common", "representative", "demo", "published_on", "published_at", "supervision")
SINCE = ("masks", "affects", "urgent")
# What may come when a result stands already: of its slips, and the visitor's word where nothing waited for it.
NEW_WORDS = ("rating.give", "explanation.write", "behalf.explanation")
AFTERWARDS = frozenset({*NEW_WORDS, "slip.withdraw", "reception.rate"})


class Publication(Base):
    """A published result. No edit exists; a later result of the same case is a new row, and the older one is no longer current.

    `replies` is a list of {seq, round, unit, text, sha256, document, on, paper, planned, passed, claim}: the texts as stored,
    with `paper` and `planned` only where there is such a day. The texts are as they may be read, `masks` says where marks stand in them
    (portal.cases.mask.Covering), and `sha256` is of what can be read: that of the stored one would let guesses at a number be tried.
    `supervision` is the trace as the public may read it (portal.cases.explained.written); empty in rows from before it was kept.
    `affects` and `urgent` are as the matter was sorted (SD-55); `registered_on` is the day of that step, to ask for results by."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_newest", "is_current", "id"),
        Index("ix_publication_station", "station_code", "is_current", "id"),
        Index("ix_publication_category", "category_top", "is_current", "id"),
        Index("ix_publication_month", "month", "is_current", "id"),
        Index("ix_publication_registered", "is_current", "registered_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    is_current: Mapped[bool] = mapped_column(Boolean, default=True)
    number: Mapped[str] = mapped_column(String(24), index=True)
    station_code: Mapped[str] = mapped_column(String(8))
    station_name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(6))
    category_top: Mapped[str] = mapped_column(String(6))
    month: Mapped[str] = mapped_column(String(7))
    locale: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    summary: Mapped[list[str]] = mapped_column(Json)
    replies: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    claim: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    rating: Mapped[dict[str, Any]] = mapped_column(Json)
    steps: Mapped[dict[str, str]] = mapped_column(Json)
    days: Mapped[int]
    late: Mapped[bool]
    rounds: Mapped[int]
    heads: Mapped[int]
    common: Mapped[bool]
    representative: Mapped[str] = mapped_column(String(40))
    demo: Mapped[bool]
    published_on: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(Utc)
    supervision: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    masks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    affects: Mapped[Affects | None] = mapped_column(choice(Affects))
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    registered_on: Mapped[date | None]

    @property
    def texts(self) -> list[str]:
        """Everything in it that somebody wrote, as it may be read."""
        return [self.words, *self.summary, *(one["text"] for one in self.replies), self.rating.get("words", ""),
                *(text for _, text in explained.pieces(self.supervision))]

    def is_covered(self, piece: str) -> bool:
        """Whether marks stand in one of its texts: `reply-1`, `words` …"""
        return any(one["text"] == piece for one in self.masks)


append_only.guard(Publication.__table__, may_change=("is_current",))  # type: ignore[arg-type]
marks.renewed_by("board", Publication.__table__)  # type: ignore[arg-type]


def publish(case: Case, *, by: Actor) -> Publication:
    """Put the result on the board as stored and masked, once its visitor had their time to see it: the second person's act. Refused while
    the case is not closed or anything speaks against it (SD-41)."""
    if case.state not in (State.CLOSED, State.ANSWERED) or case.public_state not in TO_PUBLISH:
        raise Refused("publish_not_now")
    ledger.check_key()
    closing.refuse_invented(case)
    reason = closing.hindrance(case)
    if reason is not None:
        raise Refused("publish_hindered", reason=reason.value)
    row, stands = projection(case, by), standing(case)
    if stands is not None:  # the same result, on the day it had
        row.month, row.published_on, row.published_at = stands.month, stands.published_on, stands.published_at
    event = lifecycle.also(case, "publication.decide", by=by, facts={"published": True}, for_visitor=True)
    preview.check(case, row.texts, by)
    _put_up(row, by.at)
    if row.masks:
        ledger.note(ledger.Kind.MASKED, row.number, at=by.at, witness=event, record=mask.record(case))
    preview.take_back(case)
    case.public_state = PublicState.PUBLISHED
    deadline.step(case, None, by=by)
    return row


def _put_up(row: Publication, at: datetime) -> None:
    """The row is the current one of its case from now on, and stands in the ledger."""
    db.session.execute(update(Publication).where(Publication.case_id == row.case_id).values(is_current=False))
    db.session.add(row)
    db.session.flush()
    told = [row.number, row.station_name, row.words, *row.summary, *(r["text"] for r in row.replies), *(r["unit"] for r in row.replies)]
    board_search.index(row.id, told, board_search.scope(
        row.station_code, row.category_top, row.month, row.outcome or "", row.rating.get("result", board_search.UNRATED),
        board_search.COMMON if row.common else board_search.PERSONAL))
    ledger.note(ledger.Kind.RESULT, row.number, at=at, witness=row, record=canonical(row), publication_id=row.id)


def canonical(row: Publication) -> str:
    """All that the public reads of a row, as one line of JSON with its keys in order: equal rows are equal bytes, on any database."""
    told = {name: getattr(row, name) for name in LEDGERED} | {name: getattr(row, name) for name in SINCE if getattr(row, name)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_moment)


def _moment(value: date) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value.isoformat()


def follow() -> None:
    """At the end of a unit of work: where a slip that stands on the board was explained or withdrawn since, or the visitor rated what was
    answered on the spot, the result is put up once more, all as it was, its day too, with what came. Nothing stays "overdue" there
    that has come (HB-66), and nothing "not rated" that was rated (SG-01). New words wait until somebody looked whether they name
    somebody (§6.4): the result waits again, and goes on standing meanwhile; those of a matter that was taken up again wait for its end."""
    came_last = {case.id: (case, event) for case, event in timeline.fresh(keep=True) if event.act in AFTERWARDS}
    for case, event in came_last.values():
        if event.act in NEW_WORDS and explained.are_public():
            preview.take_back(case)  # it is another page than was shown
        waits = case.public_state is PublicState.PUBLISHED and _put_up_anew(case, event.entered_at)
        if waits and not case.is_open and _words_undecided(case):
            closing.settle(case, by=actor.system(event.entered_at))


def _put_up_anew(case: Case, at: datetime) -> bool:
    """What stands, with all that came but new words; whether there are such words."""
    row = current_of(case)
    if row is None:
        return False
    now, covering = explained.written(case), mask.Covering(case)
    explained.cover(now, covering)
    pressed, fresh = explained.brought_up(row.supervision, now)
    came: dict[str, Any] = {"supervision": pressed, "masks": explained.marks(row.masks, pressed)} if pressed != row.supervision else {}
    rated = public_parts.said(case)
    covering.rated(rated)
    if row.rounds == case.round and rated.get("words") != row.rating.get("words"):
        rated.pop("words", None)
        fresh = True
    came |= {"rating": rated} if row.rounds == case.round and row.rating != rated else {}
    if came:
        put_up_once_more(row, came, at)
    return fresh


def put_up_once_more(row: Publication, came: dict[str, Any], at: datetime) -> None:
    """The result as it stands, but for what came: a new row in the place of the old one, with an entry of its own."""
    given = {column.key: getattr(row, column.key) for column in Publication.__mapper__.column_attrs if column.key != "id"}
    _put_up(Publication(**given | came), at)


def _words_undecided(case: Case) -> bool:
    acts = [event.act for event in timeline.story(case) if event.act in (*NEW_WORDS, "publication.decide")
            or (event.act == "publication.answer" and event.facts["word"] == "object")]
    return bool(acts) and acts[-1] in NEW_WORDS


def standing(case: Case) -> Publication | None:
    """What stands of this round already, while new words of its visitor wait."""
    row = current_of(case)
    return row if row is not None and row.rounds == case.round else None


unit_of_work.finishers.insert(0, follow)  # before others take what was recorded


def decline(case: Case, *, reason: NotPublishedReason, by: Actor) -> None:
    """Leave a waiting result off the board, for a reason of the closed list, which is counted there; of one that stands already only
    the visitor's new words, and nothing is counted."""
    if case.public_state not in TO_PUBLISH:
        raise Refused("publish_not_now")
    why = {"words_only": True} if standing(case) is not None else {"reason": reason.value}
    lifecycle.also(case, "publication.decide", by=by, facts={"published": False} | why, for_visitor=True)
    closing.decline(case, reason, by=by)
    deadline.step(case, None, by=by)


def projection(case: Case, by: Actor) -> Publication:
    """The row as it would be written now, its masks laid over it; what the visitor and the director look at is exactly what is published."""
    row, covering = stored(case, by), mask.Covering(case)
    row.words = covering.over("words", row.words)
    row.summary = [covering.over(f"summary-{place}", sentence) for place, sentence in enumerate(row.summary, 1)]
    for one in row.replies:
        text = covering.over(f"reply-{one['seq']}", one["text"])
        one |= {"text": text, "sha256": reply.fingerprint(text)} if text != one["text"] else {}
    covering.rated(row.rating)
    explained.cover(row.supervision, covering)
    row.masks = covering.marks
    if (stands := standing(case)) is not None:  # of the day it had: what was urged since then is no part of it
        row.supervision |= {name: stands.supervision[name] for name in ("reminders", "last_on") if name in stands.supervision}
    return row


def stored(case: Case, by: Actor) -> Publication:
    """The same with its texts as they are stored, for those who lay the masks over them."""
    summary, plain = delivery.summary_of(case), plain_words.of_case(case)
    today, network = clock.day_of(by.at), networks.current()
    began = clock.day_of(case.registered_at)
    ended = clock.day_of(case.closed_at) if case.closed_at else today
    slips = referral.of_case(case)
    clocks = [row for row in deadline.of_case(case) if row.clock in ANSWERING]
    replies = public_parts.replies(case)
    return Publication(
        case_id=case.id, is_current=True, number=case.number, station_code=case.station.code, station_name=case.station.name,
        category=case.category or "Z9", category_top=(case.category or "Z")[0], month=f"{today:%Y-%m}", locale=case.locale,
        words=case.words if case.publish_words else "", summary=summary.sentences if summary else [plain] if plain else [], replies=replies,
        outcome=case.outcome, claim=case.claim, rating=public_parts.said(case), steps=public_parts.steps(case, slips, clocks, replies),
        days=calendar.workdays().between(began, ended), late=public_parts.is_late(clocks), rounds=case.round, heads=case.heads,
        common=bool(case.common), representative=case.agent.name if case.agent else "", demo=bool(network and network.demo),
        published_on=today, published_at=by.at, supervision=explained.written(case), affects=case.affects, urgent=case.urgent, registered_on=began)


def current_of(case: Case) -> Publication | None:
    """What stands on the board for a case now."""
    return db.session.scalar(select(Publication).where(Publication.case_id == case.id, Publication.is_current.is_(True)))


def printed_as_written(case: Case) -> frozenset[str]:
    """Fingerprints of the replies that stand on the board as they were written; a covered one has another there."""
    row = current_of(case)
    return frozenset(one["sha256"] for one in row.replies) if row is not None else frozenset()
