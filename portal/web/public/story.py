"""What a visitor is told about their matter: the step it is at, what comes next by when, the story, the reply they were told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.awards import agreeing
from portal.cases import (
    acceptance, board, care, commitment, deadline, delivery, followed, objection, plain_words, publication, rating, reception_rating, reply, side_note, standstill, timeline, trace, tracking, why,
)
from portal.cases.attachment import Attachment
from portal.cases.case import WITH_UNIT, Case, PublicState, State
from portal.cases.deadline import Deadline
from portal.cases.delivery import PlainSummary
from portal.cases.pause import Pause
from portal.cases.reply import Reply
from portal.cases.timeline import Event
from portal.cases.trace import Trace
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.words import Speaker
from portal.network import calendar
from portal.network.unit import Unit
from portal.notices import wish
from portal.web.public import news, papers

# Whose words belong to the visitor or were written for them; everything else tells that it happened, not what was written inside.
SAID = frozenset({"T3", "T5", "T6", "T7", "T8", "T15", "T24", "T24b", "T25", "case.inform", "visitor.ask", "visitor.tell", "case.ask_again", "case.contest", "case.split", "visit.again",
                  "contest.decide", "acceptance.extend", "clock.pause", "clock.resume", "publication.answer"})
# What one visitor said, or was asked: another one whose receipt follows the same case reads only that it happened.
OWN = frozenset({"T5", "T6", "T25", "case.inform", "visitor.ask", "visitor.tell", "case.ask_again", "case.contest", "case.split", "visit.again", "publication.answer"})
STAGES = {"T2": 1, "T11": 2, "T16": 3, "T16b": 3, "T22": 3, "T22b": 3, "T20": 4, "T21": 4, "T23": 4, "rating.give": 4}


@dataclass(frozen=True)
class Progress:
    """Everything the tracking page shows. `shown` is the case whose progress it is: the leading one after a merge (T10), whose texts
    stand there as `read` gives them."""

    case: Case
    shown: Case
    read: Callable[[str], str]
    again: bool
    next_days: int | None
    provisional: bool
    unit: str
    steps: list[dict[str, Any]]
    question: str
    replies: list[Reply]
    printed: frozenset[str]
    papers: dict[int, list[Attachment]]
    summary: PlainSummary | None
    plain: list[str]
    refusal: acceptance.NotAccepted | None
    moved: list[Deadline]
    pause: Pause | None
    ceiling: Deadline | None
    waited: int
    explained: bool
    pressed: Trace
    unsettled: bool
    accepted: commitment.Shown | None
    may: tuple[str, ...]

    @property
    def merged(self) -> bool:
        """Whether this receipt follows another case."""
        return self.shown.id != self.case.id


def progress(case: Case, say: Speaker) -> Progress:
    """What the tracking page of a case shows."""
    shown = tracking.leading(case)
    unit = shown.unit  # held here: the story names units by id, and would load this one again for each event
    clocks = deadline.of_case(shown)
    whole = timeline.story(shown, for_visitor=True)
    story = [event for event in whole if event.act not in trace.ACTS]
    replies, summary = told(shown, story)
    own, read = shown.id == case.id, followed.reader(case, shown)
    steps = [] if own else [_step(event, say, own=True) for event in timeline.story(case, for_visitor=True)]
    steps += [_step(event, say, own, read) for event in story if own or event.move]
    running = next((row for row in reversed(clocks) if row.clock == shown.next_clock and row.ended_at is None), None)
    return Progress(
        case=case, shown=shown, read=read, again=shown.round > 1 and shown.stage < 5, next_days=_days_left(shown),
        provisional=running is not None and running.provisional, unit=unit.name if unit else "", steps=steps, question=side_note.asked(story) if own and case.is_open else "",
        replies=replies, printed=publication.printed_as_written(shown), papers=papers.with_replies(case, replies),
        summary=summary, plain=plain_words.followed(case, shown, read),
        refusal=acceptance.refusal_of(shown) if shown.state is State.NOT_ACCEPTED else None, **_dates(shown, clocks),
        pressed=board.pressed(shown) if len(story) < len(whole) else Trace(), unsettled=rating.is_unsettled(case),
        accepted=commitment.shown(case), may=may(case))


def _dates(case: Case, clocks: list[Deadline]) -> dict[str, Any]:
    """Which limits moved, and from which day; why a clock stands still; the visitor's own clock from the first word (§3.3)."""
    asked = [row for row in clocks if row.clock in why.OPEN_TO_VISITOR]
    return {"moved": [row for row in asked if row.due_on != row.original_due_on and row.clock != "ceiling"
                      and (row.clock != "accept" or row.ended_at is None)],
            "pause": standstill.standing(case) if any(row.paused_on for row in clocks) else None, "explained": bool(asked),
            "waited": (clock.today() - clock.day_of(case.registered_at)).days,
            "ceiling": next((row for row in clocks if row.clock == "ceiling" and row.ended_at is None), None)}


def may(case: Case) -> tuple[str, ...]:
    """The acts open to the visitor now."""
    received = ("reception",) if reception_rating.is_asked(case) else ()
    rates = ("rating",) if rating.waits_for(case) else received  # which asks for the reception too
    if case.state is State.NOT_ACCEPTED:
        return (*(("objection",) if objection.can_be_made(case) else ()), *received, "kept", "pressure")
    if not case.is_open:
        looks = ("preview",) if case.public_state is PublicState.PREPARED else ()
        kept = ("kept",) if case.state is not State.MERGED else ()  # what goes on is the other matter, where only the station may enter it
        awards = ("award",) if case.public_state is not PublicState.NONE and agreeing.asked(case) is not None else ()
        return (*looks, *rates, *awards, *(("permissions",) if care.consent_is_open(case) else ()), *kept, "pressure")
    asks = ("again",) if case.state in WITH_UNIT else ()
    told = ("news",) if news.ways() or wish.of_case(case.id) is not None else ()
    return (*rates, *asks, "more", "withdrawal", "permissions", "kept", "pressure", *told)


def told(case: Case, story: list[Event]) -> tuple[list[Reply], PlainSummary | None]:
    """The replies the visitor was told, in order, and the plain summary of the last one; what is under review stays inside.

    Read from the story: passed by the representative (T18), then told (T19)."""
    passed, seqs = 0, []
    for event in story:
        if event.move == "T18":
            passed = event.facts["reply"]
        elif event.move == "T19":
            seqs.append(passed)
    if not seqs:
        return [], None
    replies = [row for row in reply.of_case(case) if row.seq in seqs]
    return replies, next((row for row in reversed(delivery.summaries_of(case)) if row.reply_id == replies[-1].id), None)


def _days_left(case: Case) -> int | None:
    """Working days to the next date, negative when it is over, None without one."""
    if case.next_on is None:
        return None
    today, days = clock.today(), calendar.workdays()
    return -days.between(case.next_on, today) if case.next_on < today else days.between(today, case.next_on)


def _step(event: Event, say: Speaker, own: bool, read: Callable[[str], str] = str) -> dict[str, Any]:
    what = event.move or event.act
    step = {"title": _title(event, what, say), "when": event.happened_at, "stage": STAGES.get(what),
            "who": say(f"common.role.{event.role}")}
    if what in SAID and event.text and (own or what not in OWN):
        step["text"] = read(event.text)
    if clock.day_of(event.entered_at) > clock.day_of(event.happened_at):
        step["entered"] = event.entered_at
    return step


def _title(event: Event, what: str, say: Speaker) -> str:
    if what in ("T11", "T14"):
        unit = db.session.get(Unit, event.facts["unit"])
        return say(f"public.story.{what}", unit=unit.name if unit else "")
    if what == "T15":
        return say("public.story.T15" if event.facts["granted"] else "public.story.T15_refused", days=event.facts["days"])
    if what == "T26b":
        named = event.facts.get("look_on")  # the unit had said "not now possible" (CT-23)
        return say("public.story.T26b_look" if named else "public.story.T26b", date=say.date(date.fromisoformat(named or event.facts["planned_on"])))
    if what == "acceptance.extend":
        return say("public.story.acceptance_extend", days=event.facts["days"])
    if what == "case.split":
        return say("public.story.case_split", number=event.facts.get("new", "")).strip()
    if what == "publication.decide":
        kept = "public.story.words_kept" if event.facts.get("words_only") else "public.story.not_published"
        return say("public.story.published" if event.facts["published"] else kept)
    if what == "progress.decide":
        return say("public.story.progress_shown" if event.facts["shown"] else "public.story.progress_hidden")
    return say("public.story." + what.replace(".", "_"))
