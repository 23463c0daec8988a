"""Monthly reports for everybody: what was signed, by station and summed by area, and on paper; all of it out of the signed bytes (HB-13, X-07)."""

from datetime import date
from urllib.parse import urlencode

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from portal.cases import ledger
from portal.foundation.refusal import Missing
from portal.network import area_tree
from portal.paper import report
from portal.statistics import figures, frozen
from portal.statistics.frozen import FrozenReport
from portal.statistics.monthly import TEXTS
from portal.web import area_pages, gate, page, papers
from portal.web.gate import OPEN, opens
from portal.web.public import report_sheet
from portal.web.public.blueprint import NEWEST, address, door, plain, shaped


@door.get("/reports")
@opens(OPEN)
def reports() -> Response:
    """The reports of one period, the newest if none is asked for; of one area or of the whole network, with their sum."""
    known, area = frozen.periods(), request.args.get("area", "").strip()[:60]
    asked = shaped("period", r"\d{4}-\d{2}")
    period, way = asked if asked in known or not known else known[0], area_tree.path(area) if area else []
    rows = frozen.in_period(period, way[-1].codes if way else None) if not area or way else []
    told = [row.told for row in rows]
    return page.show("public/reports.html", period=period, rows=told, figures=figures.summed(one["figures"] for one in told),
                     rates=figures.rates_of_all([one["figures"] for one in told]), sections=figures.SECTIONS, not_summed=figures.NOT_SUMMED,
                     periods=[(one, _url(one, area), one == period) for one in known],
                     areas=[(gate.say()("public.report.network"), _url(period, ""), not area),
                            *((one.name, _url(period, one.key), one.key == area) for one in area_pages.choices(area))])


def _url(period: str, area: str) -> str:
    return "/reports?" + urlencode({name: value for name, value in (("period", period), ("area", area)) if value})


@door.get("/reports/<int:report_id>")
@opens(OPEN)
def report_of(report_id: int) -> Answer:
    """By its name in the ledger."""
    row = numbered(report_id)
    return redirect(f"/reports/{row.station_code}/{row.period}")


def numbered(report_id: int) -> FrozenReport:
    """A signed report by its number; raises Missing."""
    if report_id > NEWEST:
        raise Missing
    return frozen.one(report_id)


@door.get("/reports/<code>/<period>")
@opens(OPEN)
def report_page(code: str, period: str) -> Response:
    """One report, as it was signed."""
    row = frozen.of(plain(code), plain(period))
    told = row.told
    return page.show("public/report.html", row=row, told=told, days=[date.fromisoformat(told[name]) for name in ("first", "last", "signed_on")],
                     figures=told["figures"], rates=figures.rates(told["figures"]), sections=figures.SECTIONS, texts=TEXTS)


@door.get("/reports/<code>/<period>/report.pdf")
@opens(OPEN)
def report_paper(code: str, period: str) -> Response:
    """The same on A4, with the head of the ledger that stands today (R24)."""
    row, say, newest = frozen.of(plain(code), plain(period)), gate.say(), ledger.latest()
    facts = report_sheet.facts(row, newest, address(f"/reports/{row.station_code}/{row.period}"))
    return papers.hand_out(lambda size, links: report.html(facts, say, size, links), "a4", f"report-{row.station_code}-{row.period}", report.PAGE_STYLES)
