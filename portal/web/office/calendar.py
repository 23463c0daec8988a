"""The working calendar: an arrangement is pasted or uploaded, looked at, entered, and its year confirmed (practice.md §3.4)."""

from contextlib import closing
from typing import Any

from flask import Response, request
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField

from portal.cases import recount
from portal.foundation import clock
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import almanac, arrangement
from portal.reception import diary, foreseen
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.open_days import hits_said

FILE_MOST = 300 * 1024  # a page without attachments takes a megabyte of words, this among them (R44)


class PasteForm(Form):
    """Days as lines of text, or a file with them, and where they were read."""

    lines = TextAreaField("office.calendar.lines", render_kw={"rows": 10, "spellcheck": "false"})
    file = FileField("office.calendar.file", render_kw={"accept": ".csv,.txt,.ics,text/csv,text/calendar"})
    source = StringField("office.calendar.source", [Written(60)])


class ConfirmForm(Form):
    """Where the arrangement was read."""

    source = StringField("office.calendar.source", [Needed(), Written(60)])


@door.get("/calendar")
@opens("calendar.manage")
def calendar() -> Response:
    """The years, and the form for more days."""
    return _show(PasteForm(formdata=None))


@door.get("/calendar/<int:year>")
@opens("calendar.manage")
def calendar_year(year: int) -> Response:
    """Every day of a year that differs from its weekday, and the way to confirm it."""
    return _year(year, ConfirmForm(formdata=None))


@door.post("/calendar/days")
@opens("calendar.manage", form=True)
def add_days() -> Response:
    """First shown as they were understood, with what they would change; then, said yes to, entered."""
    form = PasteForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    try:
        _take_file(form)
        lines, skipped = almanac.read(form.lines.data or "", clock.today())
        if "enter" not in request.form:
            return _preview(form, lines, skipped)
        with unit_of_work(), recount.counted_anew(by=gate.signed_in()):
            diary.expect(len(_falls(lines)), hits_said())
            changed = almanac.enter(lines, source=(form.source.data or "").strip() or "entered", by=gate.signed_in())
    except Moved as refusal:
        form.refuse(refusal)
        return _preview(form, *almanac.read(form.lines.data or "", clock.today()), status=refusal.status)
    except Refused as refusal:
        form.refuse(refusal, "lines")
        return _show(form, status=422)
    return page.done("/office/calendar", "office.calendar.entered", n=changed)


def _take_file(form: PasteForm) -> None:
    """A file takes the place of what is in the field: it is read, corrected and entered there."""
    if not form.file.data:
        return
    with closing(form.file.data) as sent:
        data = sent.read(FILE_MOST + 1)
    if len(data) > FILE_MOST:
        raise Refused("calendar_large")
    form.lines.data = arrangement.decoded(data)


def _preview(form: PasteForm, lines: list[arrangement.Line], skipped: list[arrangement.Skipped], status: int = 200) -> Response:
    """An iCalendar file comes back as lines that can be read and corrected; the clocks that would move and the appointments that would
    fall are counted."""
    if arrangement.is_ics(form.lines.data or ""):
        form.lines.data = arrangement.as_text(lines)
    moved = recount.would_move(almanac.with_lines(lines))
    return _show(form, status=status, preview=lines, skipped=skipped, moved=moved, falls=_falls(lines))


def _falls(lines: list[arrangement.Line]) -> list[foreseen.Falling]:
    return foreseen.by_calendar(almanac.with_lines(lines), gate.signed_in().at)


@door.post("/calendar/<int:year>/confirmation")
@opens("calendar.manage", form=True)
def confirm_year(year: int) -> Response:
    """The year is complete."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _year(year, form, 422)
    try:
        with unit_of_work(), recount.counted_anew(by=gate.signed_in()):
            almanac.confirm(year, source=form.source.data or "", by=gate.signed_in())
    except Refused as refusal:
        form.refuse(refusal)
        return _year(year, form, 422)
    return page.done("/office/calendar", "office.calendar.confirmed_now", year=year)


def _show(form: PasteForm, preview: list[arrangement.Line] | None = None, status: int = 200, **more: Any) -> Response:
    missing = clock.today().year + 1 if almanac.next_year_missing(clock.today()) else None
    return page.show("office/calendar.html", status, form=form, preview=preview, years=almanac.years(gate.signed_in()), missing=missing, **more)


def _year(year: int, form: ConfirmForm, status: int = 200) -> Response:
    known = next((row for row in almanac.years(gate.signed_in()) if row.year == year), almanac.Year(year, 0, None))
    days = almanac.days(year) if 2000 <= year <= 2100 else []
    return page.show("office/calendar_year.html", status, form=form, known=known, days=days)
