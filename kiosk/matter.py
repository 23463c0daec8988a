"""What the screen tells about an open matter: stage, dates, words meant for the visitor, what can be done; never who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.cases import (
    acceptance, attachment, board, care, deadline, delivery, followed, objection, plain_words, preview, publication, rating, reception_rating, side_note, standstill, timeline, trace,
    tracking,
)
from portal.cases.attachment import Attachment
from portal.cases.case import WITH_UNIT, Case, PublicState, State
from portal.cases.pause import Pause
from portal.cases.reply import Reply
from portal.cases.trace import Trace
from portal.foundation import clock
from portal.foundation.words import Speaker

# Events whose text was written to be read by the visitor, and those that are the visitor's own words.
TOLD = frozenset({"case.clarify", "visitor.ask", "visitor.tell", "acceptance.extend", "contest.decide", "review.decide", "clock.pause", "clock.resume"})
OWN = frozenset({"case.inform", "case.ask_again", "case.contest", "case.split", "visit.again"})
ASKED = frozenset({"case.clarify", "visitor.ask", "visitor.tell"})  # what one visitor is asked may tell another one who they are
STAGES = frozenset({"T2", "T11", "T19", "T20"})  # moves at which the ring moved


@dataclass(frozen=True)
class Matter:
    """One matter as shown; `case` is the leading one after a merge (T10). `told` pairs each delivered reply with its plain
    sentences, `papers` is what came with each; `question` waits for an answer, `spoken` was answered on the spot, `refusal` says why
    it was not taken on, `plain` says either, or that it was merged, in plain words; until `look_until` the page of the result waits for
    a word of its visitor (portal.kiosk.look)."""

    case: Case
    read: Callable[[str], str]
    told: list[tuple[Reply, list[str]]]
    papers: dict[int, list[Attachment]]
    printed: frozenset[str]
    story: list[dict[str, Any]]
    again: bool
    question: str
    spoken: timeline.Event | None
    refusal: acceptance.NotAccepted | None
    plain: list[str]
    due: date | None
    pause: Pause | None
    pressed: Trace
    waited: int
    ceiling: deadline.Deadline | None
    own: bool
    can_ask: bool
    can_rate: bool
    can_rate_reception: bool
    unsettled: bool
    can_add: bool
    can_object: bool
    can_withdraw: bool
    can_permit: bool
    look_until: datetime | None


def shown(case: Case, say: Speaker) -> Matter:
    """Everything the screen of a visitor's matter needs. A merged receipt follows the leading case, but what its visitor said or
    was asked stays theirs, and so does every act."""
    leading = tracking.leading(case)
    own, read = leading.id == case.id, followed.reader(case, leading)
    events = [event for event in timeline.story(leading, for_visitor=True) if event.act not in trace.ACTS]
    asked = [event.text for event in events if event.act == "case.clarify" and own and case.state is State.CLARIFYING]
    answered = [event for event in events if event.act == "case.answer"]
    told = _told(leading)
    before = [] if own else [_line(event, case, say) for event in timeline.story(case, for_visitor=True)]
    return Matter(
        case=leading, read=read, told=told, papers=attachment.of_replies([row.id for row, _ in told]) if own else {},
        printed=publication.printed_as_written(leading), again=leading.round > 1 and leading.is_open,
        story=before + [_line(event, leading, say, own, read) for event in events if own or event.move],
        question=asked[-1] if asked else side_note.asked(events) if own and case.is_open else "", spoken=answered[-1] if answered else None,
        refusal=acceptance.refusal_of(leading) if leading.state is State.NOT_ACCEPTED else None,
        plain=plain_words.followed(case, leading, read), due=leading.next_on if leading.is_open else None,
        pause=standstill.standing(leading) if standstill.is_held(leading) else None, pressed=board.pressed(leading),
        waited=(clock.today() - clock.day_of(leading.registered_at)).days, ceiling=deadline.running(leading, "ceiling"),
        own=own, can_ask=can_be_asked(case), can_rate=rating.waits_for(case), can_rate_reception=reception_rating.is_asked(case),
        unsettled=rating.is_unsettled(case), can_add=case.is_open,
        can_object=objection.can_be_made(case), can_withdraw=case.is_open,
        can_permit=care.consent_is_open(case), look_until=look_until(case))


def can_be_asked(case: Case) -> bool:
    """Whether a unit has the visitor's own matter, so that there is something to ask."""
    return case.state in WITH_UNIT


def look_until(case: Case) -> datetime | None:
    """Until when the visitor may say something of the page that will go up; None where none is before them, or they found it well."""
    row = preview.of_case(case) if case.public_state is PublicState.PREPARED else None
    return row.until if row is not None and row.agreed_at is None else None


def rating_until(case: Case) -> date | None:
    """Until when the answer can be rated."""
    row = deadline.running(case, "rate")
    return row.due_on if row else None


def _told(case: Case) -> list[tuple[Reply, list[str]]]:
    """The replies the visitor was told, newest first, as written."""
    return [(row, summary.sentences if summary else []) for row, summary in reversed(delivery.told(case))]


def _line(event: timeline.Event, case: Case, say: Speaker, own: bool = True, read: Callable[[str], str] = str) -> dict[str, Any]:
    told = event.act in TOLD and (own or event.act not in ASKED)
    text = event.text if told or (own and event.act in OWN and not case.sealed) else ""
    late = clock.day_of(event.entered_at) != clock.day_of(event.happened_at)
    return {"title": say("kiosk.event." + event.act, number=event.facts.get("new", "")).strip(), "when": event.happened_at, "text": read(text),
            "stage": 1 if event.move in STAGES else 0, "entered": event.entered_at if late else None}
