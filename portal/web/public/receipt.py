"""The receipt of a matter told online: set when it is registered, handed out by its form key, as a page where there is no PDF."""

from flask import Response, current_app, make_response, request

from portal.cases import tracking
from portal.cases.case import Case
from portal.cases.intake import Registered
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing
from portal.network import actor, person
from portal.network.role import Role
from portal.network.station import Station
from portal.paper import receipt as paper
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door

SIZE = "a5"
PRIVATE = ("F", "O")  # hardship and conduct: the matter is never printed (practice.md §2.2)


def shown(told: Registered, key: str) -> Response:
    """Number, code and what comes next, as the answer to the POST itself.

    The code is shown once and kept nowhere: not in an address, not in a cookie, not on the server. Sending the form
    again (reload, double click) carries the same form key, so the same number and the same code come back (R07)."""
    press = current_app.extensions["press"]
    facts = facts_of(told.case, codes.group(told.code), told.token)
    if not press.available():
        press.submit(paper.html(facts, gate.say(), SIZE), SIZE)
    return page.show("public/asked.html", case=told.case, facts=facts, key=key, replayed=told.replayed)


@door.post("/ask/receipt")
@opens(OPEN)
def receipt() -> Response:
    """The receipt again, for whoever holds number and form key: the code is derived from the key and checked as if typed."""
    number, key = request.form.get("number", ""), request.form.get("key", "")
    case = tracking.by_code(number[:24], codes.derive_code(key), source=gate.source(), by=actor.public(clock.now()))
    secrets = tracking.issued(case, key)
    if secrets is None:
        raise Missing
    facts = facts_of(case, codes.group(secrets.code), secrets.token)
    pdf = current_app.extensions["press"].pdf(paper.html(facts, gate.say(), SIZE), SIZE)
    if pdf is None:
        return make_response(paper.html(facts, gate.say(), "page", tuple(page.static(path) for path in paper.PAGE_STYLES)))
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{case.number}.pdf"'
    return response


def facts_of(case: Case, code: str, token: str) -> paper.ReceiptFacts:
    """What the receipt says; the station called when nothing happens is the one above, which answers for the online station."""
    network, here = gate.network(), case.station
    near = here if here.address or here.parent is None else here.parent
    who = _first_responsible(near)
    return paper.ReceiptFacts(
        network=network.name, motto=network.motto, station=here.name, address=near.address, phone=near.phone, hours=near.hours,
        number=case.number, code=code, token_url=address(f"/t/{token}"), online=address("/track"), received_at=case.registered_at,
        received_by=here.name, next_step=paper.Next.DECIDE, next_date=case.next_on, call_name=who,
        call_phone=near.first_responsible_phone or near.phone, words=_printable(case),
        my_representative=case.agent.name if case.agent else None, stage=case.stage, demo=network.demo)


def _first_responsible(station: Station) -> str:
    people = person.holding(Role.DIRECTOR, clock.today(), station_id=station.id)
    return people[0].name if people else station.name


def _printable(case: Case) -> str | None:
    return None if case.sealed or (case.category or "").startswith(PRIVATE) else case.words
