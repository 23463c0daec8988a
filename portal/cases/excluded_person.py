"""This person may not see my matter: whom a visitor names, or who has an interest in it, finds nothing of it from then on (HB-44, X-04).

What stands is read by access itself (portal.network.excluded): each list, page, file, notice and count leaves the matter out for them.
What lay in their hands goes on to the next in charge in the same moment (YT-18)."""

from collections.abc import Iterable
from typing import Any

from portal.cases import charge, lifecycle, timeline
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.text import clean, needed
from portal.network import excluded, excluded_names, person, unmeant
from portal.network.access import can, permit
from portal.network.actor import Actor
from portal.network.excluded import WORDS_MOST, Because, Excluded
from portal.network.person import Person
from portal.network.role import Role

MOST = 8  # people kept from one matter: beyond that nobody could do it


def meant(people: Iterable[int], words: str, by: Actor) -> frozenset[int]:
    """Who is meant: those touched on a list, and those whose whole name stands in the words. Refused: nobody there, too many, oneself,
    who is hearing it this very moment."""
    day = clock.day_of(by.at)
    serving = {one for one, _ in excluded_names.serving(day)}
    found = frozenset(people) | excluded_names.meant(clean(words, WORDS_MOST), day)
    if found - serving:
        raise Refused("excluded_unknown")
    if len(found) > MOST:
        raise Refused("excluded_many", n=MOST)
    if by.person_id in found:
        raise Refused("excluded_self")
    return found


def begin(case: Case, people: frozenset[int], words: str, *, by: Actor) -> None:
    """With the first word: the matter was given to none of them to begin with."""
    words = clean(words, WORDS_MOST).strip()
    if people or words:
        _say(case, people, words, by)


def say_again(case: Case, people: Iterable[int], words: str, *, by: Actor) -> None:
    """A form that was sent before comes with more: what it adds holds, and what stands already stands once."""
    words = clean(words, WORDS_MOST).strip()
    more = meant(people, words, by) - excluded.named_by_visitor(case.id)
    begin(case, more, "" if words in {row.words for row in excluded.said(case.id)} else words, by=by)


def name(case: Case, *, people: Iterable[int] = (), words: str = "", by: Actor) -> None:
    """The visitor says it later, by their code or through the station. What is said in words that are nobody's whole name waits until
    a director or the office finds out who is meant, and no unit gets the matter before. Said again, it stands once."""
    permit(by, "excluded.name", case)
    words, people = clean(words, WORDS_MOST).strip(), frozenset(people)
    found, standing = meant(people, words, by), excluded.of_case(case.id)
    fresh = found - excluded.named_by_visitor(case.id)
    again = bool(words) and words in {row.words for row in standing}
    if not fresh and again:
        return
    if not fresh and not words:
        raise Refused("excluded_whom")
    unknown = bool(words) and not again and not excluded_names.meant(words, clock.day_of(by.at))
    if len({row.person_id or -row.id for row in standing} | found) + unknown > MOST:
        raise Refused("excluded_many", n=MOST)
    _say(case, fresh, "" if again else words, by)


def resolve(case: Case, row_id: int, *, people: Iterable[int], by: Actor) -> None:
    """Who was meant by a visitor's words; nobody, where nobody of the service was. Never by anybody of the station, nor by whoever else may be
    meant: they are kept from it until then (portal.network.unmeant). What went up comes back."""
    permit(by, "excluded.resolve", case)
    row = next((one for one in excluded.unresolved(case.id) if one.id == row_id), None)
    if row is None:
        raise Missing
    day = clock.day_of(by.at)
    if by.person_id not in unmeant.able(case.station_id, row.words, day):
        raise NotAllowed("not_allowed", act="excluded.resolve")
    found = frozenset(people)
    if found - {one for one, _ in excluded_names.serving(day)}:
        raise Refused("excluded_unknown")
    lifecycle.also(case, "excluded.resolve", by=by, facts={"kept_from": sorted(found)}, for_visitor=True)
    row.ended_at, row.ended_by_id = by.at, by.person_id
    _keep(case, found - excluded.named_by_visitor(case.id), Because.VISITOR, by, row.words)
    _hand_back(case, by)


def lift(case: Case, row_id: int, *, reason: str, by: Actor) -> None:
    """It no longer stands: the visitor takes back what they said, with whoever was found by it, or somebody above does, with a reason."""
    permit(by, "excluded.lift", case)
    visitor = by.has(Role.VISITOR)
    row = next((one for one in (excluded.said if visitor else excluded.of_case)(case.id) if one.id == row_id), None)
    if row is None:
        raise Missing
    rows = [one for one in excluded.said(case.id) if one.words == row.words] if visitor and row.words else [row]
    said = "" if visitor else needed(reason, 200, key="reason_needed")
    lifecycle.also(case, "excluded.lift", by=by, text=said, facts={"let_in": [one.person_id for one in rows if one.person_id]}, for_visitor=row.because is Because.VISITOR)
    for one in rows:
        one.ended_at, one.ended_by_id = one.ended_at or by.at, one.ended_by_id or by.person_id
        one.words = "" if visitor else one.words
    db.session.flush()
    _hand_back(case, by)


def declare(case: Case, *, by: Actor) -> None:
    """I have an interest in this matter: whoever says so of themselves loses it at once, and needs to give no reason."""
    permit(by, "interest.declare", case)
    lifecycle.also(case, "interest.declare", by=by, facts={"kept_from": [by.person_id]})
    _keep(case, frozenset({by.person_id or 0}), Because.DECLARED, by)


def note(case: Case, person_id: int, *, reason: str, by: Actor) -> None:
    """Somebody above says it of another, with a reason."""
    permit(by, "interest.note", case)
    reason = needed(reason, 200, key="reason_needed")
    if person_id == by.person_id:
        raise Refused("interest_own")
    if person_id not in {one for one, _ in excluded_names.serving(clock.day_of(by.at))}:
        raise Refused("excluded_unknown")
    if person_id in excluded.named(case.id):
        raise Refused("excluded_whom")
    lifecycle.also(case, "interest.note", by=by, text=reason, facts={"kept_from": [person_id]})
    _keep(case, frozenset({person_id}), Because.NOTED, by)


def inherit(case: Case, before: Case, *, by: Actor) -> None:
    """What was split off is kept from the same people: it holds words of the same visit (HB-49)."""
    for row in {one.id: one for one in (*excluded.of_case(before.id), *excluded.said(before.id))}.values():
        db.session.add(Excluded(case_id=case.id, station_id=case.station_id, person_id=row.person_id, words=row.words, because=row.because, by_id=row.by_id, at=by.at,
                                ended_at=row.ended_at, ended_by_id=row.ended_by_id))
    db.session.flush()
    _hand_on(case, by)


def differ(one: Case, other: Case) -> bool:
    """Whether two matters are kept from different people, so that neither may stand in the other's place."""
    return excluded.named(one.id) != excluded.named(other.id) or bool(excluded.unresolved(one.id) or excluded.unresolved(other.id))


def _say(case: Case, people: frozenset[int], words: str, by: Actor) -> None:
    """Words are kept as the visitor said them; where they are somebody's whole name, nobody has to find out who is meant."""
    spoken = excluded_names.meant(words, clock.day_of(by.at)) if words else frozenset()
    timeline.record(case, "excluded.name", role=by.held[0].role, by=by, from_state=case.state, to_state=case.state,
                    facts={"kept_from": sorted(people), "kept_words": bool(words and not spoken)}, for_visitor=True)
    if words:
        db.session.add(Excluded(case_id=case.id, station_id=case.station_id, words=words, because=Because.VISITOR, by_id=by.person_id, at=by.at, ended_at=by.at if spoken else None))
    _add(case, people - spoken, Because.VISITOR, by)
    _keep(case, people & spoken, Because.VISITOR, by, words)


def _add(case: Case, people: Iterable[int], because: Because, by: Actor, words: str = "") -> None:
    for one in sorted(people):
        db.session.add(Excluded(case_id=case.id, station_id=case.station_id, person_id=one, words=words, because=because, by_id=by.person_id, at=by.at))


def _keep(case: Case, people: Iterable[int], because: Because, by: Actor, words: str = "") -> None:
    """All are entered before it is handed on, so that it goes to nobody who is named in the same breath."""
    _add(case, people, because, by, words)
    db.session.flush()
    _hand_on(case, by)


def _hand_on(case: Case, by: Actor) -> None:
    """Whoever may not see it holds it no longer; the next in charge does, and the story tells both (YT-18, T27). Until it is clear who is
    meant, somebody above owns it; its representative stays so, and reads it when it turned out that they were not."""
    named, facts = excluded.named(case.id), dict[str, Any]()
    if case.owner_id in (kept := excluded.people(case.id)) and (owner := _next_owner(case, by, kept)) != case.owner_id:
        facts["owner_id"] = [case.owner_id, owner]
    if case.agent_id in named:
        facts["agent_id"] = [case.agent_id, charge.agent_of(case.station, case.id, by, "" if case.sealed else case.category or "", named)]
    if facts:
        _move(case, facts | ({"until_known": True} if "owner_id" in facts and excluded.unresolved(case.id) else {}), by)


def _next_owner(case: Case, by: Actor, kept: frozenset[int]) -> int | None:
    """Where everybody may be meant it stays where it is, with somebody who reads it no more than anybody else; whoever seats people is told."""
    try:
        return charge.owner_of(case.station, by, kept)
    except Refused:
        if excluded.unresolved(case.id):
            return case.owner_id
        raise


def _hand_back(case: Case, by: Actor) -> None:
    """It is clear who was meant, or was taken back: what went up for that returns to the station, to whom it lay with where they may see it."""
    went = [event for event in timeline.story(case) if event.facts.get("until_known")]
    if not went or case.owner_id != went[-1].facts["owner_id"][1] or excluded.unresolved(case.id):
        return
    kept, day = excluded.people(case.id), clock.day_of(by.at)
    seated = {one for role in (Role.LIAISON, Role.DIRECTOR) for one, _ in person.holders(role, day, station_id=case.station_id)} - kept
    before = next((old for event in reversed(went) if (old := event.facts["owner_id"][0]) in seated), None)
    owner = before or charge.owner_of(case.station, by, kept)
    if owner != case.owner_id:
        _move(case, {"owner_id": [case.owner_id, owner]}, by)


def _move(case: Case, facts: dict[str, Any], by: Actor) -> None:
    timeline.record(case, "case.hand_over", move="T27", role=by.held[0].role, by=by, from_state=case.state, to_state=case.state, facts=facts, for_visitor=True)
    for column in {"owner_id", "agent_id"} & facts.keys():
        setattr(case, column, facts[column][1])


def names(case: Case, by: Actor) -> list[tuple[Excluded, str]]:
    """What stands, each with the person's name, for whoever handles the matter; a visitor's words only for who finds out whom they mean:
    anybody else may be the one (HB-44)."""
    reads = can(by, "excluded.resolve", case)
    return [(row, person.name_of(row.person_id) if row.person_id else row.words if reads else "") for row in excluded.of_case(case.id)]


def said(case: Case) -> list[tuple[int, str]]:
    """What the visitor may take back, by a row's id: their own words, whether anybody was found by them or not, else the name that
    everybody may know; "" for somebody else whom the station entered."""
    public = {one: called for one, called, _ in excluded_names.known(case.station)}
    found: dict[str | int, tuple[int, str]] = {}
    for row in excluded.said(case.id):
        found.setdefault(row.words or row.id, (row.id, row.words or public.get(row.person_id or 0, "")))
    return list(found.values())


def found(typed: str, by: Actor) -> Person | None:
    """The one member of staff of this login or whole name; None where there is none or are several."""
    said = typed.strip()
    ids = [one for one, called in excluded_names.serving(clock.day_of(by.at)) if called == said]
    rows = [row for row in (db.session.get(Person, one) for one in ids) if row is not None]
    if len(rows) == 1:
        return rows[0]
    return next((row for row in db.session.query(Person).filter(Person.login == said.lower(), Person.active.is_(True))), None)
