"""A case's story as the office reads it: each event with who, when, what was said, and the rows that belong to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.cases import delivery, rating, reply
from portal.cases.case import Case
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.words import Speaker
from portal.network import calendar
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.unit import Unit
from portal.web.office import pickers, reading


@dataclass
class Entry:
    """One event. `late`: it was written down more than a working day after it happened."""

    event: Event
    who: str
    notes: list[str]
    late: bool
    rows: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """Names of people and units by id, and the language they are told in."""

    say: Speaker
    people: dict[int, str]
    units: dict[int, str]

    def person(self, person_id: int | None) -> str:
        """A name, or a dash."""
        return self.people.get(person_id or 0, "—")


# to a unit: how many received a visitor would say what they are like, and what else they told is not its matter
UNTOLD = frozenset({"by_two", "private_room", "from", "new", "files_went", "files_both", "meet", "meet_at", "meet_said"})
FACTS: dict[str, Callable[[Any, Book], str]] = {
    "channel": lambda value, book: book.say("common.channel." + value),
    "heads": lambda value, book: book.say("office.case.heads", n=value) if value > 1 else "",
    "affects": lambda value, book: book.say("office.case.affected", who=book.say("common.affects." + value)),
    "urgent": lambda value, book: book.say("office.case.urgent_marked") if value else book.say("office.case.urgent_over"),
    "danger": lambda value, book: book.say("office.case.danger_marked") if value else book.say("office.case.danger_over"),
    "by_two": lambda value, book: book.say("office.register.by_two"),
    "private_room": lambda value, book: book.say("office.register.private_room"),
    "meet": lambda value, book: book.say("common.booking.wants." + value),
    "meet_at": lambda value, book: book.say("office.case.meet_at", time=book.say.moment(datetime.fromisoformat(value))),
    "meet_said": lambda value, book: book.say("common.offer.said." + value),
    "ring_by": lambda value, book: book.say("office.case.ring_by", time=book.say.moment(datetime.fromisoformat(value))),
    "rung": lambda value, book: book.say("office.case.rung_" + value),
    "answers": lambda value, book: book.say("office.case.answers"),
    "asks": lambda value, book: book.say("office.note.asks"),
    "sheet": lambda value, book: book.say("office.case.sheet", number=value),
    "read_back": lambda value, book: book.say("office.case.read_back"),
    "from": lambda value, book: book.say("office.case.split_from", number=value),
    "new": lambda value, book: book.say("office.case.split_new", number=value),
    "with": lambda value, book: book.say("office.case.came_with", number=value),
    "files_went": lambda value, book: book.say("office.case.files_went", n=value),
    "files_both": lambda value, book: book.say("office.case.files_both", n=value),
    "decided_by": lambda value, book: book.say("office.case.decided_by", name=book.person(value)),
    "kind": lambda value, book: book.say("common.kind." + str(value)),
    "category": lambda value, book: pickers.category_name(value),
    "unit": lambda value, book: book.say("office.case.to_unit", name=book.units.get(value, "—")),
    "clock": lambda value, book: book.say("common.clock." + value),
    "due": lambda value, book: book.say("office.case.due_change", old=book.say.date(date.fromisoformat(value[0])),
                                        new=book.say.date(date.fromisoformat(value[1]))),
    "opinion_by": lambda value, book: book.say("office.case.opinion_by", name=book.person(value)),
    "case.refuse:reason": lambda value, book: book.say("common.exclusion." + value),
    "publication.withdraw:reason": lambda value, book: book.say("common.not_published." + value),
    "award.decide:awarded": lambda value, book: book.say("office.case.awarded") if value else book.say("office.case.not_awarded"),
    "award.consent:agreed": lambda value, book: book.say("office.case.award_yes") if value else book.say("office.case.award_no"),
    "award.consent:by": lambda value, book: book.say("common.consent_way." + value),
    "award.consent:on": lambda value, book: book.say("office.case.said_on", date=book.say.date(date.fromisoformat(value))),
    "period": lambda value, book: book.say("office.case.award_period", period=value),
    "masked": lambda value, book: book.say("office.case.masked", kind=book.say("common.mask.kind." + value)),
    "unmasked": lambda value, book: book.say("office.case.unmasked", kind=book.say("common.mask.kind." + value)),
    "word": lambda value, book: book.say("common.preview." + value),
    "publication.decide:reason": lambda value, book: book.say("common.not_published." + value),
    "body": lambda value, book: book.say("office.case.body", body=value),
    "since": lambda value, book: book.say("office.case.since", since=value),
    "proposed_unit": lambda value, book: book.say("office.case.proposed", name=book.units.get(value, "—")) if value else "",
    "stays": lambda value, book: book.say("office.case.stays") if value else "",
    "pause": lambda value, book: book.say("common.pause." + value),
    "most_days": lambda value, book: book.say("office.case.at_most", n=value),
    "granted": lambda value, book: book.say("office.case.granted") if value else book.say("office.case.not_granted"),
    "days": lambda value, book: book.say("office.case.days", n=value),
    "claim": lambda value, book: book.say("office.case.claim", outcome=book.say("common.outcome." + value)),
    "officer": lambda value, book: book.say("office.case.officer", name=value),
    "signed_off_by": lambda value, book: book.say("office.case.signed_off", name=value),
    "way": lambda value, book: book.say("common.way." + value),
    "no_rating": lambda value, book: book.say("office.case.tries") if value == "tries" else book.say("office.case.stood"),
    "looked": lambda value, book: book.say("office.case.looked", date=book.say.date(date.fromisoformat(value))) if value
    else book.say("office.case.not_looked"),
    "result": lambda value, book: book.say("office.case.result", result=book.say("common.result." + value)),
    "solved": lambda value, book: book.say("office.case.solved", solved=book.say("common.solved." + value)),
    "understood": lambda value, book: book.say("office.case.understood") if value else book.say("office.case.not_understood"),
    "visitor.tell:understood": lambda value, book: book.say("office.case.told_understood") if value else book.say("office.case.told_not_understood"),
    "expected_more": lambda value, book: book.say("office.case.expected_more"),
    "reception": lambda value, book: book.say("office.case.reception", n=value) if value else "",
    "upheld": lambda value, book: book.say("office.case.upheld") if value else book.say("office.case.not_upheld"),
    "had_part": lambda value, book: book.say("office.case.had_part"),
    "finding": lambda value, book: book.say("common.finding." + value),
    "told": lambda value, book: "" if value else book.say("office.case.not_told"),
    "asked_will": lambda value, book: book.say("office.case.will_" + value),
    "into": lambda value, book: book.say("office.case.into", number=value),
    "in_person": lambda value, book: book.say("office.case.in_person") if value else book.say("office.case.by_code"),
    "owner_id": lambda value, book: book.say("office.case.owner_change", old=book.person(value[0]), new=book.person(value[1])),
    "agent_id": lambda value, book: book.say("office.case.agent_change", old=book.person(value[0]), new=book.person(value[1])),
    "kept_from": lambda value, book: book.say("office.case.kept_from", names="、".join(book.person(one) for one in value)) if value else "",
    "let_in": lambda value, book: book.say("office.case.let_in", names="、".join(book.person(one) for one in value)) if value else "",
    "until_known": lambda value, book: book.say("office.case.until_known"),
    "kept_words": lambda value, book: book.say("office.case.kept_words") if value else "",
    "published": lambda value, book: book.say("office.case.published") if value else book.say("office.case.declined"),
    "planned_on": lambda value, book: book.say("office.case.promise_unseen", date=book.say.date(date.fromisoformat(value))),
    "look_on": lambda value, book: book.say("office.case.look_day_unseen", date=book.say.date(date.fromisoformat(value))),
    "shown": lambda value, book: book.say("office.case.progress_shown") if value else book.say("office.case.progress_hidden"),
    "time_over": lambda value, book: book.say("office.case.time_over"),
    "plain": lambda value, book: book.say("office.case.plain", text=value),
    "answered_by": lambda value, book: book.say("office.case.answered_by", name=value),
    "at_table": lambda value, book: book.say("office.case.at_table", name=book.units.get(value, "—")),
    "asked_by": lambda value, book: book.say("common.way." + value),
    "very": lambda value, book: book.say("office.ladder.very") if value else "",
    "remind_by": lambda value, book: book.say("common.remind_by." + value),
    "instructed_by": lambda value, book: book.say("office.ladder.instructed_by", name=book.person(value)),
    "promised_on": lambda value, book: book.say("office.ladder.promised_on", date=book.say.date(date.fromisoformat(value))),
    "slip": lambda value, book: value,
    "new_due": lambda value, book: book.say("office.ladder.new_due", date=book.say.date(date.fromisoformat(value))),
    "explain_due": lambda value, book: book.say("office.ladder.explain_due", date=book.say.date(date.fromisoformat(value))),
    "reasons": lambda value, book: book.say("office.ladder.reasons", n=len(value)) if value else "",
    "countersigned": lambda value, book: "" if value else book.say("office.ladder.declined"),
    "supporting": lambda value, book: "、".join(book.units.get(one, "—") for one in value),
    "name": lambda value, book: book.say("office.ladder.signed_by", name=value),
    "scan": lambda value, book: book.say("office.ladder.from_paper", n=value),
}


def of(case: Case, say: Speaker, by: Actor) -> list[Entry]:
    """The entries of a case in order, as far as this actor reads them."""
    events = reading.events(case, by)
    book, days = book_of(events, say), calendar.workdays()
    entries = []
    rows = _rows(case)
    for event in events:
        found = {name: next(rest, None) for name, rest in rows.items() if _belongs(name, event)}
        late = days.between(clock.day_of(event.happened_at), clock.day_of(event.entered_at)) > 1
        entries.append(Entry(event, _who(event, book), _notes(event, book, UNTOLD if by.units else frozenset()), late, found))
    return entries


def _rows(case: Case) -> dict[str, Iterator[Any]]:
    """The rows that events point to, in the order they were written: the first goes to the first event of its kind."""
    return {"reply": iter(reply.of_case(case)), "summary": iter(delivery.summaries_of(case)),
            "contact": iter(delivery.all_tries_of(case)), "rating": iter(rating.of_case(case))}


def _belongs(name: str, event: Event) -> bool:
    match name:
        case "reply":
            return event.act in ("reply.write", "behalf.reply")
        case "summary":
            return event.act == "summary.write"
        case "contact":
            return event.act == "delivery.try"
        case _:
            return "result" in event.facts


def book_of(events: list[Event], say: Speaker) -> Book:
    """The names an event list speaks of, read once."""
    people = {event.person_id for event in events} | {_id for event in events for _id in _people(event.facts)}
    units = {event.facts.get(name) for event in events for name in ("unit", "proposed_unit", "at_table")}
    units |= {one for event in events for one in event.facts.get("supporting", ())}
    return Book(say, _names(Person, people), _names(Unit, units))


def _names(table: type[Person] | type[Unit], ids: set[int | None]) -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(select(table.id, table.name).where(table.id.in_(ids - {None})))}


def _people(facts: dict[str, Any]) -> list[int]:
    pairs = [one for name in ("owner_id", "agent_id") for one in facts.get(name, ()) if one]
    pairs += [one for name in ("kept_from", "let_in") for one in facts.get(name, ())]
    return pairs + [facts[name] for name in ("decided_by", "opinion_by", "instructed_by") if name in facts]


def _who(event: Event, book: Book) -> str:
    role = book.say("common.role." + event.role.value)
    return book.say("office.case.who", name=book.person(event.person_id), role=role) if event.person_id else role


def _notes(event: Event, book: Book, untold: frozenset[str]) -> list[str]:
    told = []
    for name, value in event.facts.items():
        if name in untold:
            continue
        tell = FACTS.get(f"{event.act}:{name}") or FACTS.get(name)
        if tell is not None:
            told.append(tell(value, book))
    return [note for note in told if note]
