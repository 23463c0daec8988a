"""The work book of a representative: on the screen, and to be printed in A4 or A5 (HB-12)."""

from datetime import date
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy import select

from portal.cases import own_work
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.network import access
from portal.network.access import Place
from portal.network.representative import Representative
from portal.paper import work_book
from portal.paper.work_book import BookFacts, Line
from portal.reception import activity, shift_visit, sitting
from portal.reception.activity import Activity
from portal.reception.shift_visit import Received
from portal.web import gate, page, papers
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.get("/work-book")
@opens("swap.ask")
def my_work_book() -> Response:
    """One's own."""
    return _page(_whose(gate.signed_in().person_id or 0))


@door.get("/work-book/<int:person_id>")
@opens("book.see")
def work_book_of(person_id: int) -> Response:
    """Somebody else's, at or below a station one answers for."""
    return _page(_others(person_id))


@door.get("/work-book.pdf")
@opens("swap.ask")
def my_work_book_pdf() -> Response:
    """One's own on paper."""
    return _print(_whose(gate.signed_in().person_id or 0))


@door.get("/work-book/<int:person_id>/book.pdf")
@opens("book.see")
def work_book_pdf(person_id: int) -> Response:
    """Somebody else's on paper."""
    return _print(_others(person_id))


def _whose(person_id: int) -> Representative:
    row = db.session.scalar(select(Representative).where(Representative.person_id == person_id))
    if row is None:
        raise Missing
    return row


def _others(person_id: int) -> Representative:
    row = _whose(person_id)
    if not access.can(gate.signed_in(), "book.see", Place(row.station_id)):
        raise Missing
    return row


def _span() -> tuple[date, date]:
    """`from` and `until` of the address, else this year; what is no day or stands the wrong way round is this year too."""
    today = clock.today()
    try:
        first, last = (date.fromisoformat(request.args.get(name, "")) for name in ("from", "until"))
    except ValueError:
        first, last = today.replace(month=1, day=1), today
    return (first, last) if date(2000, 1, 1) <= first <= last <= date(2099, 12, 31) else (today.replace(month=1, day=1), today)


def _facts(row: Representative) -> BookFacts:
    (first, last), say, network = _span(), gate.say(), gate.network()
    seats, did = sitting.between(row.person_id, first, last), activity.of_person(row.person_id, first, last)
    work = own_work.of(row.person_id, first, last, by=gate.signed_in())
    got = shift_visit.received({seat.shift_id for seat in seats}, gate.signed_in())
    over = [seat for seat in seats if seat.shift.day <= clock.today()]
    figures = (("paper.book.n_sittings", len(over)), ("paper.book.n_came", sum(seat.came for seat in over)),
               ("paper.book.n_matters", len(work.cases) + work.more), ("paper.book.n_activities", len(did)),
               ("paper.book.n_households", sum(one.households for one in did if one.kind is activity.Kind.HOME_VISITS)))
    return BookFacts(
        network.name, network.motto, row.station.name, row.person.name, row.kind, first, last, clock.today(),
        figures=tuple((say(name), n) for name, n in figures),
        sittings=tuple(Line(seat.shift.day, f"{seat.shift.station.name} {say.hours(seat.shift.begins_at, seat.shift.ends_at)}",
                            _came(seat, got[seat.shift_id])) for seat in seats),
        matters=tuple(Line(clock.day_of(case.registered_at), f"{case.number} " + (say(f"common.category.{case.category}") if case.category else ""),
                           say(f"common.state.{case.state}")) for case in work.cases),
        acts=tuple((say(f"common.act.{act}"), n) for act, n in work.acts.items() if say.knows(f"common.act.{act}")),
        activities=tuple(_held(one) for one in did), more=work.more, demo=network.demo)


def _came(seat: sitting.Sitting, got: Received) -> str:
    """What was noted of a day, nothing where it was not; who left again was there. Behind it what that reception received (HB-22)."""
    presence, say = sitting.Presence.HERE if seat.came else seat.presence, gate.say()
    noted = [] if presence is sitting.Presence.PLANNED else [say(f"office.open_day.presence.{presence}")]
    return " · ".join(noted + ([say("office.sitting.came", batches=got.batches, heads=got.heads)] if seat.came and got.batches else []))


def _held(one: Activity) -> Line:
    say = gate.say()
    figures = [say("office.activity.of_heads", heads=one.heads)] if one.heads else []
    figures += [say("office.activity.of_households", households=one.households)] if one.households else []
    return Line(one.day, f"{say(f'common.activity.{one.kind}')} {one.topic}", " · ".join(figures))


def _page(row: Representative) -> Response:
    facts, own = _facts(row), row.person_id == gate.signed_in().person_id
    span = urlencode({"from": facts.first.isoformat(), "until": facts.last.isoformat()})
    return page.show("office/work_book.html", book=facts, paper=("/office/work-book.pdf" if own else f"/office/work-book/{row.person_id}/book.pdf") + f"?{span}")


def _print(row: Representative) -> Response:
    facts, say = _facts(row), gate.say()
    size = "a5" if request.args.get("size") == "a5" else "a4"
    return papers.hand_out(lambda size, links: work_book.html(facts, say, size, links), size, f"work-book-{facts.last}", work_book.PAGE_STYLES)
