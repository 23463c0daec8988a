"""Monthly reports in the office: drafts that came by themselves, four texts, counting again, and the signature (HB-13, CT-01)."""

from flask import Response
from wtforms import TextAreaField

from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network.access import Place
from portal.statistics import figures, frozen, monthly
from portal.statistics.monthly import LINES, TEXT_MOST, TEXTS, MonthlyReport
from portal.web import gate, page
from portal.web.form import Form, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

VERBS = {"count": (monthly.count_again, "report.write"), "sign": (frozen.sign, "report.sign")}


class ReportForm(Form):
    """What the figures do not say."""

    situation = TextAreaField("common.report.situation", [Written(TEXT_MOST, LINES)], render_kw={"rows": 4})
    practice = TextAreaField("common.report.practice", [Written(TEXT_MOST, LINES)], render_kw={"rows": 4})
    effect = TextAreaField("common.report.effect", [Written(TEXT_MOST, LINES)], render_kw={"rows": 4})
    plans = TextAreaField("common.report.plans", [Written(TEXT_MOST, LINES)], render_kw={"rows": 4})


@door.get("/reports")
@opens("report.see")
def monthly_reports() -> Response:
    """The newest of the stations one answers for."""
    return page.show("office/reports.html", rows=monthly.listed(gate.signed_in()))


@door.get("/reports/<int:report_id>")
@opens("report.see")
def monthly_report(report_id: int) -> Response:
    """One of them."""
    row = monthly.seen_by(report_id, gate.signed_in())
    return _show(row, ReportForm(formdata=None, obj=row))


@door.post("/reports/<int:report_id>")
@opens("report.write", form=True)
def write_report(report_id: int) -> Response:
    """The four texts."""
    by, form = gate.signed_in(), ReportForm()
    row = monthly.seen_by(report_id, by)
    if not form.validate_on_submit():
        return _show(row, form, 422)
    try:
        with unit_of_work():
            monthly.write(monthly.seen_by(report_id, by, hold=True), {name: form[name].data or "" for name in TEXTS}, locale=gate.say().locale, by=by)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        form.refuse(refusal, "situation")
        return _show(monthly.seen_by(report_id, by), form, refusal.status)
    return page.done(f"/office/reports/{report_id}", "office.report.written")


@door.post("/reports/<int:report_id>/<what>")
@opens("report.see")
def turn_report(report_id: int, what: str) -> Response:
    """Count again, or sign."""
    by = gate.signed_in()
    if what not in VERBS:
        raise Missing
    try:
        with unit_of_work():
            VERBS[what][0](monthly.seen_by(report_id, by, hold=True), by=by)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return page.done(f"/office/reports/{report_id}", refusal.key, "refused", **refusal.params)
    return page.done(f"/office/reports/{report_id}", f"office.report.did_{what}")


def _show(row: MonthlyReport, form: ReportForm, status: int = 200) -> Response:
    by, waits = gate.signed_in(), row.signed_at is None
    may = {what: waits and access.can(by, act, Place(row.station_id)) for what, (_, act) in VERBS.items()}
    return page.show("office/report.html", status, row=row, form=form, may_do=may, figures=row.figures, rates=figures.rates(row.figures),
                     sections=figures.SECTIONS, texts=TEXTS)
