"""Papers of a file: why a matter is not taken on (T7, HB-46, X-28), and those of referral and supervision (HB-50, HB-60 … 67)."""

from datetime import date, timedelta

from flask import Response, current_app, make_response, request

from portal.cases import acceptance, plain_words, printed
from portal.cases.acceptance import NotAccepted, contest_days
from portal.cases.case import Case, seen_by
from portal.foundation import clock, words
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.paper import notice, of_slip, slip
from portal.web import gate, page, papers
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door

COPIES = tuple("123456789")


@door.get("/cases/<number>/explanation")
@opens(STAFF)
def explanation(number: str) -> Response:
    """The sheet as a page for the browser's own printing."""
    links = (page.static("css/paper.css"), page.static("css/paper-page.css"))
    case, refusal = _refused(number)
    return make_response(notice.html(_facts(case, refusal), words.speaker(case.locale), "page", links))


@door.get("/cases/<number>/explanation.pdf")
@opens(STAFF)
def explanation_pdf(number: str) -> Response:
    """The sheet as A5; the plain page where no PDF can be set."""
    case, refusal = _refused(number)
    facts = _facts(case, refusal)
    return papers.hand_out(lambda size, links: notice.html(facts, words.speaker(case.locale), size, links), "a5", case.number)


@door.post("/cases/<number>/papers/<what>.pdf")
@opens(STAFF)
def sheet(number: str, what: str) -> Response:
    """Referral, yellow or red slip, explanation form, proposal or cover as A4, in the network's language; `copy` says which one. That it was
    handed out, and to whom, is kept and stands on it: so it is sent for, since what is only looked at writes nothing (R06)."""
    by, asked, home = gate.staff(), request.form.get("copy", "1"), current_app.config
    assert by is not None
    case, copy = seen_by(by, number), int(asked) if asked in COPIES else 1
    imprint = of_slip.Imprint(gate.network(), home["PUBLIC_URL"], copy, clock.today(), by.name)
    facts, say = of_slip.sheet_of(case, what, imprint, by=by), words.speaker(home["DEFAULT_LOCALE"])
    with unit_of_work():
        printed.note(seen_by(by, number), what, copy, by=by)
    size = "page" if request.form.get("page") else "a4"
    return papers.hand_out(lambda kind, links: slip.html(facts, say, kind, links), size, f"{number}-{what}", slip.PAGE_STYLES)


def _refused(number: str) -> tuple[Case, NotAccepted]:
    case = seen_by(gate.staff(), number)
    refusal = acceptance.refusal_of(case)
    if refusal is None:
        raise Missing
    return case, refusal


def _facts(case: Case, refusal: NotAccepted) -> notice.NoticeFacts:
    network, here, above = gate.network(), case.station, case.station.parent or case.station
    decider = db.session.get(Person, refusal.decided_by_id)
    day = clock.day_of(refusal.at)
    return notice.NoticeFacts(
        network=network.name, motto=network.motto, station=here.name, address=here.address, phone=here.phone, hours=here.hours,
        number=case.number, registered_at=case.registered_at, decided_on=day, decided_by=decider.name if decider else "—",
        reason=notice.Reason(refusal.reason.value), body=refusal.body, since=_day(refusal.since),
        go_address=refusal.address, go_hours=refusal.hours, go_phone=refusal.phone, bring=refusal.bring, time_limit=refusal.time_limit,
        contest_station=above.name, contest_address=above.address, contest_phone=above.phone,
        contest_until=day + timedelta(days=contest_days(case)), plain=plain_words.of_case(case), rule=refusal.explanation,
        demo=network.demo)


def _day(since: str) -> date | None:
    """The day, where the record holds one; earlier records may say "spring 2025"."""
    try:
        return date.fromisoformat(since)
    except ValueError:
        return None
