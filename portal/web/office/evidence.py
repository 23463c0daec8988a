"""What visitors told, in their own words, as a file for committee and government: how many, of where and when, then the file (HB-27)."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Response, make_response
from wtforms import DateField, StringField
from wtforms.validators import ValidationError

from portal.cases import evidence
from portal.cases.evidence import Told, Wanted
from portal.exchange import spreadsheet
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places, reach
from portal.network.station import Station
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import pickers, suggest
from portal.web.office.blueprint import door

HERE, COLUMNS = "office/evidence.html", ("number", "station", "area", "category", "kind", "month", "state", "affects", "words", "masks")


class EvidenceForm(Form):
    """Of which days; of a station and those below it, or of all within reach."""

    first = DateField("office.evidence.first", [Needed()], default=lambda: clock.today() - timedelta(days=90))
    last = DateField("office.evidence.last", [Needed()], default=clock.today)
    station = StringField("office.evidence.station", [Written(60)], render_kw=suggest.station_field())

    def place(self) -> Station | None:
        """The station that was typed, if it is one of mine."""
        return places.meant(self.station.data or "", reach.stations(gate.signed_in(), "evidence.see")) if (self.station.data or "").strip() else None

    def validate_station(self, field: StringField) -> None:
        """It must be one of those I answer for."""
        if (field.data or "").strip() and self.place() is None:
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def wanted(self) -> Wanted:
        """The same for the chapter."""
        return Wanted(self.first.data or clock.today(), self.last.data or clock.today(), self.place())


@door.get("/evidence")
@opens("evidence.see")
def evidence_page() -> Response:
    """What there is of the last three months, and the form."""
    form = EvidenceForm(formdata=None)
    return page.show(HERE, form=form, counts=evidence.counted(form.wanted(), by=gate.signed_in()))


@door.post("/evidence")
@opens("evidence.see", form=True)
def evidence_count() -> Response:
    """How many there are."""
    form = EvidenceForm()
    if not form.validate_on_submit():
        return page.again(HERE, form, counts=None)
    try:
        return page.show(HERE, form=form, counts=evidence.counted(form.wanted(), by=gate.signed_in()))
    except Refused as refusal:
        return page.again(HERE, form, refusal, "last", counts=None)


@door.post("/evidence/file")
@opens("evidence.see", form=True, fresh=True)
def evidence_file() -> Response:
    """The file; that it was taken is entered in the audit log."""
    form = EvidenceForm()
    if not form.validate_on_submit():
        return page.again(HERE, form, counts=None)
    try:
        with unit_of_work():
            text = spreadsheet.lines(_rows(evidence.export(form.wanted(), by=gate.signed_in())))
    except Refused as refusal:
        return page.again(HERE, form, refusal, "last", counts=None)
    response = make_response(spreadsheet.MARK + text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="words-{clock.today()}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(found: Iterable[Told]) -> Iterable[list[object]]:
    say = gate.say()
    yield [say(f"office.evidence.column.{name}") for name in COLUMNS]
    for told in found:
        case = told.case
        yield [told.number, f"{case.station.code} {case.station.name}", case.station.area, pickers.category_name(case.category) if case.category else "",
               say(f"common.kind.{case.kind}") if case.kind else "", f"{clock.local(case.registered_at):%Y-%m}", say(f"common.state.{case.state.value}"),
               say(f"common.affects.{case.affects.value}") if case.affects else "", told.words, told.masks]
