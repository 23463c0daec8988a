"""One act on a case: a noun below its address, a form, a verb; asked, refused and overtaken in one way for all (R13, R30)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request, url_for
from wtforms import Field, FileField, HiddenField

from portal.cases import deadline, standstill, visitor
from portal.cases.case import Case, State, seen_by, still
from portal.cases.lifecycle import MOVES
from portal.foundation import clock, text
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, calendar, excluded
from portal.network.actor import Actor
from portal.web import gate, limits, page
from portal.web.form import Form, version_field
from portal.web.office import overtaken
from portal.web.office.rows import days_left


class ActForm(Form):
    """A form about one case; `version` and `seen` keep what the case was when the form was opened (R13)."""

    version = version_field()
    seen = HiddenField()

    def speak(self, case: Case) -> None:
        """Say the hints, with the limits this case has."""
        say, times = gate.say(), limits.said(gate.say(), case.policy)
        for one in self:
            one.description = say(one.description, **times) if one.description else ""

    def prepare(self, case: Case, by: Actor) -> None:
        """Fill the choices, and on a fresh form the defaults, that depend on the case."""

    def opened_from(self, case: Case) -> None:
        """Remember the case as it is now."""
        self.version.data, self.seen.data = str(case.version), str(case.events)

    def validate(self, extra_validators: Any = None) -> bool:
        """One sentence for each field is enough."""
        good = super().validate(extra_validators)
        for one in self:
            one.errors = one.errors[:1]
        return good

    @property
    def fillable(self) -> list[Field]:
        """The fields a person fills in."""
        return [one for one in self if one.type not in ("HiddenField", "CSRFTokenField")]

    @classmethod
    def takes_files(cls) -> bool:
        """Whether the form must travel as multipart, to a route that takes files."""
        return any(issubclass(getattr(getattr(cls, name), "field_class", object), FileField) for name in dir(cls))


def never(case: Case, by: Actor) -> bool:
    """For `leads`: possible, but never the one next act."""
    return False


class NoForm(ActForm):
    """Nothing to fill in: the act itself is the answer."""


@dataclass(frozen=True)
class Act:
    """One row of the table of acts. `act` is a row of access.ACTS; outside of `states` it is refused (409); `ready` decides
    whether it is offered, `leads` whether it may be the one next act. `shows` gives the template what it needs beside the form;
    `looks` lets the form be looked at before it is sent; `answer` shows what came of it on the page itself, and `again` tells that
    this very form was sent before, so that it gets the same answer (R07)."""

    noun: str
    act: str
    form: type[ActForm]
    do: Callable[[Case, Any, Actor], object]
    states: frozenset[State]
    ready: Callable[[Case, Actor], bool] = field(default=lambda case, by: True)
    leads: Callable[[Case, Actor], bool] = field(default=lambda case, by: True)
    looks: bool = False
    template: str = "office/act.html"
    shows: Callable[[Case, Any, Actor], dict[str, Any]] = field(default=lambda case, form, by: {})
    answer: Callable[[Any, Actor], Response] | None = None
    again: Callable[[Any], bool] = field(default=lambda form: False)

    def permits(self, by: Actor, case: Case) -> bool:
        """Whether the actor may do it to the case, in whatever state it is."""
        return access.can(by, self.act, case)

    def offered(self, by: Actor, case: Case) -> bool:
        """Whether it is one of the acts possible now."""
        return case.state in self.states and self.permits(by, case) and self.ready(case, by)

    def url(self, case: Case) -> str:
        """The address of its page."""
        return url_for("office.act_" + self.noun, number=case.number)


def by_move(noun: str, *moves: str, form: type[ActForm], do: Callable[[Case, Any, Actor], object], **more: Any) -> Act:
    """An act that is made of moves: access and states come from the table of moves."""
    rows = [MOVES[move] for move in moves]
    return Act(noun, rows[0].act, form, do, frozenset().union(*(row.sources for row in rows)), **more)


def allowed(row: Act, by: Actor | None, number: str) -> Case:
    """The case, if this actor may see it (else Missing) and do this to it (else NotAllowed)."""
    if by is None:
        raise Missing
    case = seen_by(by, number)
    if not row.permits(by, case):
        raise NotAllowed("not_allowed", act=row.act)
    return case


def perform(row: Act, number: str) -> Response:
    """GET asks; POST does it and goes back to the case, or says why not with everything typed still there: on a page about
    nothing else where the case has gone to others meanwhile."""
    form = row.form()
    try:
        return _perform(row, form, number)
    except (Missing, NotAllowed) as refusal:
        if request.method == "GET" or gate.staff() is None:
            raise
        db.session.rollback()
        return overtaken.gone(form, refusal)


def _perform(row: Act, form: ActForm, number: str) -> Response:
    by = gate.staff()
    case = allowed(row, by, number)
    form.speak(case)
    form.prepare(case, by)
    if request.method == "GET":
        form.opened_from(case)
        return _ask(row, form, case, by, status=200 if case.state in row.states else 409)
    if row.looks and "look" in request.form and form.validate():
        return _ask(row, form, case, by, looked=True)
    try:
        _unchanged(row, form, case)
        if not form.validate():
            return _ask(row, form, case, by, status=422)
        with unit_of_work():
            made = row.do(_unchanged(row, form, allowed(row, by, number)), form, by)
    except Refused as refusal:
        if isinstance(refusal, Missing | NotAllowed):
            raise
        return _refused(row, form, number, refusal)
    return row.answer(made, by) if row.answer is not None else page.done(_onward(by, number), "office.act.done." + row.noun)


def _unchanged(row: Act, form: ActForm, case: Case) -> Case:
    if row.again(form):
        return case
    if case.state not in row.states:
        raise Moved
    return still(case, _number(form.version.data))


def _refused(row: Act, form: ActForm, number: str, refusal: Refused) -> Response:
    db.session.rollback()
    by = gate.staff()
    case = allowed(row, by, number)
    if not isinstance(refusal, Moved):
        form.refuse(refusal)
        return _ask(row, form, case, by, status=refusal.status)
    found = overtaken.since(case, _number(form.seen.data), by)
    overtaken.keep(form)
    form.opened_from(case)
    return _ask(row, form, case, by, status=409, possible=case.state in row.states and row.ready(case, by), **found)


def _ask(row: Act, form: ActForm, case: Case, by: Actor, *, status: int = 200, **more: Any) -> Response:
    possible = more.pop("possible", case.state in row.states)
    shown = row.shows(case, form, by) if possible else {}
    return page.show(row.template, status, row=row, form=form, case=case, possible=possible, **about(case), **shown, **more)


def _onward(by: Actor, number: str) -> str:
    """To the file; to the page of the day where they see it no more, also since this very act (X-04)."""
    try:
        found = seen_by(by, number)
        return url_for("office.case", number=found.number) if found.id not in excluded.kept_from(by.person_id or 0) else "/office/"
    except Missing:
        return "/office/"


def about(case: Case) -> dict[str, Any]:
    """What stands beside every act and every file: how many working days are left, and how the visitor is to be treated."""
    running = deadline.running(case, case.next_clock) if case.next_clock else None
    return {"days": days_left(case.next_on, clock.today(), calendar.workdays()),
            "provisional": bool(running and running.provisional), "mode": visitor.mode_of(case),
            "again": case.round > 1 and case.is_open, "times": _times(case, running)}


def _times(case: Case, running: deadline.Deadline | None) -> dict[str, Any]:
    """The first due day where it moved, the pause that stands, the visitor's own clock and for how many days it runs."""
    ceiling = deadline.running(case, "ceiling")
    return {"original": running.original_due_on if running and running.original_due_on != running.due_on else None,
            "pause": standstill.standing(case), "ceiling": ceiling,
            "waited": (clock.today() - ceiling.started_on).days if ceiling else 0}


def _number(typed: str | None) -> int:
    found = text.whole(typed)
    return -1 if found is None else found
