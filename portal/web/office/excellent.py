"""Excellent cases: the office opens and closes a period, stations see what they nominated, reviewers score what is not theirs (ZK-02, ZK-03)."""

from datetime import date
from typing import Any

from flask import Response, request
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField

from portal.awards import deciding, desk, evidence, period, scoring
from portal.awards.desk import Line
from portal.awards.period import HIGHEST, MOST_PLACES, MOST_REVIEWERS, NAME_MOST, WHOLE, Criterion, Period, Terms
from portal.cases import publication
from portal.foundation import clock, text
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

PERIODS = 12
AT = "/office/excellent"


def _number(label: str, most: int, default: int | None = None) -> IntegerField:
    return IntegerField(label, [Needed()], default=default, render_kw={"min": 0, "max": most, "inputmode": "numeric"})


class PeriodForm(Form):
    """A new period: its name, from which day to which, how much each criterion weighs, how many are chosen by how many."""

    name = StringField("office.excellent.name", [Needed(), Written(NAME_MOST)], render_kw={"autocomplete": "off"})
    first = DateField("office.excellent.first", [Needed()])
    last = DateField("office.excellent.last", [Needed()])
    representative = _number("common.criterion.representative", WHOLE, 25)
    quality = _number("common.criterion.quality", WHOLE, 25)
    satisfied = _number("common.criterion.satisfied", WHOLE, 25)
    effect = _number("common.criterion.effect", WHOLE, 25)
    places = _number("office.excellent.places", MOST_PLACES, 3)
    fewest = _number("office.excellent.fewest", MOST_REVIEWERS, 3)
    least = _number("office.excellent.least", HIGHEST, 6)

    def terms(self) -> Terms:
        """What was typed."""
        today = clock.today()
        return Terms(name=self.name.data or "", first=self.first.data or today, last=self.last.data or today,
                     weights={one: self[one.value].data or 0 for one in Criterion},
                     places=self.places.data or 0, fewest=self.fewest.data or 0, least=self.least.data or 0)


class CloseForm(Form):
    """It cannot be opened again."""

    sure = BooleanField("office.excellent.sure", [Needed("office.excellent.sure_needed")])


class ScoreForm(Form):
    """A mark for each criterion, and a word for oneself."""

    representative = _number("common.criterion.representative", HIGHEST)
    quality = _number("common.criterion.quality", HIGHEST)
    satisfied = _number("common.criterion.satisfied", HIGHEST)
    effect = _number("common.criterion.effect", HIGHEST)
    note = TextAreaField("office.excellent.note", [Written(scoring.NOTE_MOST, 5)])


@door.get("/excellent")
@opens("award.see")
def excellent() -> Response:
    """The period that is open, or the one that is named, with its nominations."""
    return _show(_asked())


@door.post("/excellent")
@opens("award.manage", form=True)
def excellent_start() -> Response:
    """Open a period."""
    form = PeriodForm()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                period.start(form.terms(), by=gate.signed_in())
            return page.done(AT, "office.excellent.started")
        except Refused as refusal:
            form.refuse(refusal)
    return _show(_asked(), form=form, status=422)


@door.post("/excellent/<int:period_id>/close")
@opens("award.manage", form=True)
def excellent_close(period_id: int) -> Response:
    """Close it: what is chosen is computed, and shown."""
    form, of = CloseForm(), period.one(period_id)
    if not form.validate_on_submit():
        return _show(of, closing=form, status=422)
    with unit_of_work():
        chosen = len(deciding.close(period.one(period_id), by=gate.signed_in()))
    return page.done(f"{AT}?period={period_id}", "office.excellent.closed", n=chosen)


@door.get("/excellent/<int:nomination_id>")
@opens("award.see")
def excellent_case(nomination_id: int) -> Response:
    """One nomination: why, the record, and the form for who may score it."""
    return _case(desk.one(nomination_id, gate.signed_in()), ScoreForm())


@door.post("/excellent/<int:nomination_id>")
@opens("award.review", form=True)
def excellent_score(nomination_id: int) -> Response:
    """Score it, once."""
    form, line = ScoreForm(), desk.one(nomination_id, gate.signed_in())
    if not form.validate_on_submit():
        return _case(line, form, 422)
    try:
        marks = {one: -1 if form[one.value].data is None else form[one.value].data for one in Criterion}
        with unit_of_work():
            scoring.score(desk.one(nomination_id, gate.signed_in()).row, marks, by=gate.signed_in(), note=form.note.data or "")
    except Refused as refusal:
        if refusal.status == 403:
            raise
        form.refuse(refusal)
        return _case(desk.one(nomination_id, gate.signed_in()), form, refusal.status)
    return page.done(AT, "office.excellent.scored")


def _asked() -> Period | None:
    wanted = text.whole(request.args["period"]) if request.args.get("period") else None
    if wanted is not None:
        return period.one(wanted)
    return period.current() or next(iter(period.newest(1)), None)


def _show(of: Period | None, form: PeriodForm | None = None, closing: CloseForm | None = None, status: int = 200) -> Response:
    by, after = gate.signed_in(), text.whole(request.args["after"]) or 0 if request.args.get("after") else 0
    lines, more = desk.lines(of, by, after) if of is not None else ([], 0)
    return page.show("office/excellent.html", status, of=of, lines=lines, more=f"{AT}?period={of.id}&after={more}" if of and more else "",
                     standing=desk.standing(of) if of is not None and of.is_open else None, open_now=period.current(),
                     form=form or _fresh(), closing=closing or CloseForm(formdata=None),
                     periods=[(row.name, f"{AT}?period={row.id}", of is not None and row.id == of.id) for row in period.newest(PERIODS)])


def _fresh() -> PeriodForm:
    year = clock.today().year
    return PeriodForm(formdata=None, name=gate.say()("office.excellent.year", year=year), first=date(year, 1, 1), last=date(year, 12, 31))


def _case(line: Line, form: ScoreForm, status: int = 200) -> Response:
    row = publication.current_of(line.row.case)
    return page.show("office/excellent_case.html", status, line=line, row=line.row, public=row, form=form, **_record(line, row),
                     open_now=line.may and not line.own and scoring.is_open(line.row))


def _record(line: Line, row: publication.Publication | None) -> dict[str, Any]:
    """What reviewers score by: as it is now, or as it was when the period was closed."""
    if line.award is not None:
        return {"record": line.award.evidence, "means": line.award.criteria}
    return {"record": evidence.of(row) if row is not None else None, "means": {}}
