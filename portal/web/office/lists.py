"""Many stations or people at once, for the administrator: a list is pasted or uploaded, looked at line by line, brought in whole (SD-09)."""

from contextlib import closing
from functools import cache

from flask import Response, request
from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField

from portal.foundation import words
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import arrangement, lists
from portal.network.lists import Line, Problem, What
from portal.network.role import STAFF
from portal.network.station import StationLevel
from portal.web import gate, page
from portal.web.form import Form, Needed, options
from portal.web.gate import opens
from portal.web.office.blueprint import door

FILE_MOST, SHOWN = 300 * 1024, 40  # bytes; problems of one look


class ListForm(Form):
    """What it is of, and the list as text or as a file."""

    what = RadioField("office.lists.what", [Needed()], choices=options(What, "office.lists.of"), default=What.STATIONS.value)
    lines = TextAreaField("office.lists.lines", render_kw={"rows": 12, "spellcheck": "false"})
    file = FileField("office.lists.file", render_kw={"accept": ".csv,.txt,text/csv"})


class _OnlyLooked(Exception):
    """Takes back what was tried: nothing of a list stands by looking at it, and nothing of one with a line that cannot."""


@door.route("/lists", methods=["GET", "POST"])
@opens("network.manage", form=True, fresh=True)
def bring_list() -> Response:
    """First every line is tried and taken back, and what hinders is told; then, said yes to, all of it stands."""
    form = ListForm()
    if request.method == "GET":
        return _show(form)
    if not form.validate_on_submit():
        return _show(form, 422)
    what, found, problems = What(form.what.data), list[Line](), list[Problem]()
    try:
        _take_file(form)
        found = lists.read(form.lines.data or "", what, heads())
        with unit_of_work():
            problems = lists.bring_in(found, what, values(), by=gate.signed_in())
            if problems or "enter" not in request.form:
                raise _OnlyLooked
    except _OnlyLooked:
        return _show(form, 422 if problems else 200, found, problems)
    except Refused as refusal:
        form.refuse(refusal, "lines")
        return _show(form, refusal.status)
    return page.done("/office/stations" if what is What.STATIONS else "/office/people", "office.lists.entered", n=len(found))


@cache
def heads() -> dict[str, str]:
    """Column by the word that stands for it in the heading, in each language, in small letters."""
    columns = {column for what in What for column in lists.COLUMNS[what]}
    return {words.speaker(locale)(f"office.lists.head.{column}").lower(): column for column in columns for locale in words.LOCALES}


@cache
def values() -> dict[str, str]:
    """Level or role by the word for it in each language, in small letters."""
    known = {one.value: one.value for one in (*StationLevel, *STAFF)}
    keys = [(f"common.level.{one}", one.value) for one in StationLevel] + [(f"common.role.{one}", one.value) for one in STAFF]
    return known | {words.speaker(locale)(key).lower(): value for key, value in keys for locale in words.LOCALES}


def _take_file(form: ListForm) -> None:
    """A file takes the place of what is in the field: there it is read and corrected."""
    if not form.file.data:
        return
    with closing(form.file.data) as sent:
        data = sent.read(FILE_MOST + 1)
    if len(data) > FILE_MOST:
        raise Refused("calendar_large")
    form.lines.data = arrangement.decoded(data)


def _show(form: ListForm, status: int = 200, found: list[Line] | None = None, problems: list[Problem] | None = None) -> Response:
    say = gate.say()
    needed = {what: [(say(f"office.lists.head.{column}"), column in lists.NEEDED[what]) for column in lists.COLUMNS[what]] for what in What}
    said = [(one.number, say(one.refusal.key, **one.refusal.params)) for one in (problems or [])[:SHOWN]]
    return page.show("office/many.html", status, form=form, found=found, problems=said, more=max(0, len(problems or []) - SHOWN), columns=needed)
