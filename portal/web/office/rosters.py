"""Rosters in the office: a span is planned, looked at with its gaps and its fairness, then published or thrown away (HB-26, HB-40, SD-07)."""

from typing import Any

from flask import Response, request

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, station
from portal.network.access import Place
from portal.reception import laying, planning, report, roster
from portal.reception.report import Report
from portal.reception.roster import Stage
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.roster_form import RosterForm, own_place

SHOWN, WEEKS_SHOWN = 60, 4  # lines of a table; weeks named in one of them
_FIELDS = {"refusal.roster_span": "until_on", "refusal.roster_terms": "most"}


@door.get("/rosters")
@opens("roster.plan")
def rosters() -> Response:
    """The last rosters I planned or may decide on."""
    return page.show("office/rosters.html", rows=roster.latest(gate.signed_in()))


@door.route("/rosters/new", methods=["GET", "POST"])
@opens("roster.plan", form=True)
def new_roster() -> Response:
    """Plan a span. The open days are made as far ahead, then the seats are laid, which takes seconds and holds nobody up."""
    form, by = RosterForm(), gate.signed_in()
    whole = access.can(by, "roster.plan", Place(0))
    if request.method == "GET":
        form.from_on.data, form.station.data = clock.today(), "" if whole else own_place(by)
        return page.show("office/roster_new.html", form=form, whole=whole)
    if not form.validate_on_submit():
        return page.again("office/roster_new.html", form, whole=whole)
    try:
        made = _draft(form)
    except Refused as refusal:
        return page.again("office/roster_new.html", form, refusal, _FIELDS.get(refusal.key), whole=whole)
    return page.done(f"/office/rosters/{made}")


def _draft(form: RosterForm) -> int:
    with unit_of_work():
        span = form.from_on.data or clock.today(), form.until_on.data or clock.today()
        row = roster.ask(form.place(), span, least=form.least.data or 0, most=form.most.data, helps=bool(form.helps.data),
                         by=gate.signed_in())
        made, codes = row.id, [place.code for place in planning.concerned(None, row.station)]
    for code in codes:  # each in a unit of work of its own: nobody at a desk waits for 247 of them
        with unit_of_work():
            place = station.by_code(code)
            if place is not None:
                planning.plan(place, by=gate.signed_in())
    laid = laying.lay(roster.one(made, gate.signed_in()), gate.signed_in())
    with unit_of_work():
        laying.put_down(roster.one(made, gate.signed_in(), lock=True), laid, by=gate.signed_in())
    return made


@door.get("/rosters/<int:roster_id>")
@opens("roster.plan")
def one_roster(roster_id: int) -> Response:
    """A roster with what it gives and what it does not."""
    row = roster.one(roster_id, gate.signed_in())
    return page.show("office/roster.html", row=row, is_draft=row.stage is Stage.DRAFT, **_told(report.of(row, gate.signed_in())))


def _told(seen: Report) -> dict[str, Any]:
    """The report cut to what a page can hold: the worst first."""
    worst, short = (sorted(gaps, key=lambda gap: (-len(gap.mondays), gap.station, gap.reason)) for gaps in (seen.gaps, seen.short))
    uneven = sorted(seen.shares, key=lambda share: (share.even, -(share.most - share.least), share.station, share.is_member))
    behind = [one for one in seen.held if one.held < one.over]
    return {"seen": seen, "behind": behind[:SHOWN], "more_behind": max(0, len(behind) - SHOWN),
            **{name: sum(getattr(one, name) for one in seen.held) for name in ("planned", "over", "held")}, "gaps": worst[:SHOWN], "more_gaps": max(0, len(worst) - SHOWN), "weeks_shown": WEEKS_SHOWN,
            "weeks": sum(len(gap.mondays) for gap in worst), "short": short[:SHOWN], "more_short": max(0, len(short) - SHOWN),
            "shares": uneven[:SHOWN], "more_shares": max(0, len(uneven) - SHOWN),
            "uneven": sum(not share.even for share in uneven), "residents": sorted(seen.residents.items())[:SHOWN],
            "more_residents": max(0, len(seen.residents) - SHOWN)}


@door.post("/rosters/<int:roster_id>/publication")
@opens("roster.plan")
def publish_roster(roster_id: int) -> Response:
    """Everybody of the draft sits where it says."""
    with unit_of_work():
        row = roster.one(roster_id, gate.signed_in(), lock=True)
        put = laying.publish(row, by=gate.signed_in())
        left = row.left_out
    return page.done(f"/office/rosters/{roster_id}", "office.roster.published" if not left else "office.roster.published_but", n=put, left=left)


@door.post("/rosters/<int:roster_id>/discarding")
@opens("roster.plan")
def discard_roster(roster_id: int) -> Response:
    """The draft is thrown away."""
    with unit_of_work():
        roster.discard(roster.one(roster_id, gate.signed_in(), lock=True), by=gate.signed_in())
    return page.done("/office/rosters", "office.roster.discarded")
