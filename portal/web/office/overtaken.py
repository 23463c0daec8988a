"""Somebody was faster: who did what since a form was opened, in their words, and what was typed here, which is kept (R13)."""

from collections.abc import Callable
from typing import Any

from flask import Response
from wtforms import Field, SelectFieldBase, StringField

from portal.cases import explanation, proposal, reminder, slip, timeline, visit
from portal.cases.case import Case
from portal.cases.timeline import Event
from portal.foundation.refusal import Refused
from portal.foundation.words import Speaker
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.form import Form, showable
from portal.web.office import story

Pairs = list[tuple[str, str]]


def since(case: Case, seen: int, by: Actor) -> dict[str, Any]:
    """The state at event number `seen` (0 or one that is none: unknown), and the entries after it as far as this actor reads them."""
    events = timeline.story(case)
    known = 0 < seen <= len(events)
    entries = [entry for entry in story.of(case, gate.say(), by) if known and entry.event.seq > seen]
    for entry in entries:
        entry.rows["told"] = _told(case, entry.event, by)
    return {"was": events[seen - 1].to_state if known else None, "since": entries}


def keep(form: Form) -> None:
    """What was typed goes back into the form before anything judged it: signs that no page can hold are marked where they stood."""
    for field in form:
        if isinstance(field, StringField) and isinstance(field.data, str):
            field.data = showable(field.data)


def gone(form: Form, refusal: Refused) -> Response:
    """The case is not this actor's any more, or never was: nothing of it is shown, but what was typed is theirs to take along."""
    said = gate.say()(refusal.key, **refusal.params)
    typed = [(field.label.text, showable("\n".join(field.raw_data))) for field in form if _is_typed(field)]
    return page.show("office/act/gone.html", refusal.status, said=said, typed=typed, lost=form.lost_files,
                     face="missing" if refusal.status == 404 else "forbidden")


def _is_typed(field: Field) -> bool:
    """Whether a person wrote it: ticks and choices mean nothing without the case."""
    plain = not isinstance(field, SelectFieldBase) and field.type not in ("HiddenField", "CSRFTokenField", "BooleanField")
    return plain and bool(field.raw_data) and all(isinstance(one, str) for one in field.raw_data) and any(field.raw_data)


def _told(case: Case, event: Event, by: Actor) -> Pairs:
    """What was written beside an event, in rows of its own: the file shows it in other places, here it stands with the entry."""
    tell = BESIDE.get(event.act)
    return [pair for pair in tell(case, event, by, gate.say()) if pair[1]] if tell else []


def _reminded(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [pair for row in reminder.of_case(case) if row.entered_at == event.entered_at for pair in (
        (say("office.act.field.spoke_to"), row.spoke_to), (say("office.act.field.said"), row.said), (say("office.act.field.promised"), row.promised))]


def _explained(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [pair for row in explanation.of_case(case) if row.entered_at == event.entered_at for pair in (
        (say("office.act.field.cause"), row.cause), (say("office.act.field.responsibility"), row.responsibility),
        (say("office.act.field.measures"), row.measures))]


def _demanded(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [(say("office.act.field.demand"), row.demand) for row in slip.of_case(case) if row.number and row.number == event.facts.get("slip")]


def _proposed(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [pair for row in proposal.readable(case, by) if row.written_at == event.entered_at for pair in (
        (say("office.act.field.proposal_facts"), row.facts), (say("office.act.field.proposal_opinion"), row.opinion))]


def _decided(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [pair for row in proposal.readable(case, by) if row.decided_at == event.entered_at for pair in (
        (say("office.act.field.proposal_decision"), say("common.decision." + (row.decision or ""))),
        (say("office.act.field.proposal_answer"), row.answer))]


def _written_down(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    return [(say("office.register.words"), case.words)]


def _agreed(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    """What the visitor allows is the station's to know (matter.html keeps it from units as well)."""
    yes, no = say("office.act.choice.yes"), say("office.act.choice.no")
    permissions = {"publish_result": say("office.case.may_result"), "publish_words": say("office.case.may_words"),
                   "publish_rating": say("office.case.may_rating"), "share_contact": say("office.case.may_contact")}
    return [] if by.units else [(word, yes if event.facts[name][1] else no) for name, word in permissions.items() if name in event.facts]


def _split_off(case: Case, event: Event, by: Actor, say: Speaker) -> Pairs:
    """The words that went to another number, for whoever reads that one too."""
    return [(say("office.register.words"), one.words) for one in visit.matters(case.visit_id, by) if one.number == event.facts.get("new")]


BESIDE: dict[str, Callable[[Case, Event, Actor, Speaker], Pairs]] = {
    "reminder.give": _reminded, "explanation.write": _explained, "behalf.explanation": _explained, "slip.send_yellow": _demanded,
    "slip.send_red": _demanded, "proposal.write": _proposed, "proposal.decide": _decided, "case.write_down": _written_down,
    "consent.change": _agreed, "case.split": _split_off,
}
