"""An instance with so many cases and published results, and the same 500 open matters at one liaison's desk whatever its size."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal import daily
from portal.app import create_app
from portal.cases import board_search, search
from portal.cases.case import Case
from portal.cases.publication import Publication
from portal.cases.tracking import Tracking
from portal.cases.visit import Visit
from portal.cases.visitor import Visitor
from portal.foundation import clock, codes, settings, vault
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import sign_in
from portal.network.person import Person, grant
from portal.network.role import Role
from portal.network.station import Station, StationLevel
from portal.network.unit import Unit
from portal.upgrade import upgrade
from tests.bench import clones, stores
from tests.bench.clones import Span
from tests.bench.texts import Matter, matter
from tests.cast import PASSWORD, Cast, seat

SECRET = hashlib.sha256(b"of the bench").hexdigest()
STATIONS, UNITS, DESK = 30, 24, 500
AT_ONCE = 50_000  # copies of a case held in memory
TOLD = 100_000  # different results of a board
APART = frozenset({"visitor", "visit", "case", "publication"})
Row = dict[str, Any]
Place = Callable[[int, Row, Matter, list[Row]], Row]  # what copy k has of its own


def template(folder: Path, size: int) -> Path:
    """The instance folder of `size` published results under `folder`."""
    return kept(folder, f"template-{size}", ("seed.py", "clones.py", "texts.py"), lambda app: fill(app, size))


def kept(folder: Path, name: str, makers: tuple[str, ...], make: Callable[[Flask], None]) -> Path:
    """An instance folder under `folder`, filled by `make` when it is not there or its makers (files of this package) changed."""
    return stores.template(folder, name, "sqlite", makers, lambda store: make(open_app(store.folder))).folder


def open_app(instance: Path, **more: str) -> Flask:
    """The portal on an instance of the bench, with other settings where they are given."""
    return create_app(settings.load({"PORTAL_INSTANCE": str(instance), "PORTAL_SECRET_KEY": SECRET, "PORTAL_VAULT_KEY": SECRET[::-1]} | more))


def fill(app: Flask, size: int) -> None:
    """Found a network in an empty database and fill it."""
    with founded(app):
        cast = Cast()
        for make in (cast.register, cast.accepted, cast.to_deliver, cast.delivered):
            multiply(lived(make, timedelta()), DESK // 4, _at_desk)
        multiply(lived(lambda: _published(cast), timedelta(days=9)), size, _anywhere)
        daily.count(clock.now())


@contextlib.contextmanager
def founded(app: Flask) -> Iterator[None]:
    """A network in an empty database, its people and places seated, within an application context."""
    upgrade(app)
    with app.app_context():
        seat(sign_in.hash_password(PASSWORD))
        with unit_of_work():
            _more_places()
        yield
        db.session.remove()
        db.engine.dispose()


def lived(make: Callable[[], Any], ago: timedelta) -> int:
    """The id of a case that lived through the real verbs so long ago."""
    clock.freeze(clock.now() - ago)
    case = make()
    clock.freeze(None)
    return int(getattr(case, "case", case).id)


def _published(cast: Cast) -> Case:
    case = cast.closed()
    with unit_of_work():
        cast.put_up(case)
    return case


def _more_places() -> None:
    since = date(2026, 1, 1)
    for n in range(3, STATIONS):
        here = Station(code=f"S{n:02d}", name=f"第{n}社区站", level=StationLevel.VILLAGE, opens_on=since)
        liaison = Person(name=f"联络员{n}", login=f"liaison-{n}", password_hash="")
        db.session.add_all([here, liaison])
        db.session.flush()
        grant(liaison, Role.LIAISON, since, here.id)
    db.session.add_all(Unit(name=f"第{n}责任单位") for n in range(UNITS))


def _at_desk(k: int, case: Row, told: Matter, stations: list[Row]) -> Row:
    """Open at S01, the dates spread over the next days."""
    return {"number": f"S01-25-{9000 + case['id']:05d}", "next_on": case["next_on"] + timedelta(days=k % 9)}


def _anywhere(k: int, case: Row, told: Matter, stations: list[Row]) -> Row:
    here = stations[k % len(stations)]
    return {"number": f"{here['code']}-25-{k:06d}", "station_id": here["id"]}


def fill_board(app: Flask, size: int) -> None:
    """Found a network and put so many results on its board; of each case there is no more than the board's row rests on. More than
    100,000 are the same over again."""
    made = min(size, TOLD)
    with founded(app):
        case_id = lived(lambda: _published(Cast()), timedelta(days=9))
        with unit_of_work(), clones.without_index(board_search.WORDS):
            found, stations = clones.spans(case_id), _stations()
            told = _cases(_row(Case, case_id), found, made, _same_visitor(case_id), stations)
            for first in range(1, made + 1, AT_ONCE):
                cases = list(islice(told, AT_ONCE))
                clones.write(Case.__table__, cases)  # type: ignore[arg-type]
                _publications(found["publication"], cases, {row["id"]: row for row in stations}, first, made)
            clones.over_again(found, board_search.WORDS, made, size // made - 1)
            clones.settle()
        daily.count(clock.now())


def _same_visitor(case_id: int) -> Place:
    pattern = _row(Case, case_id)
    shared = {name: pattern[name] for name in ("visitor_id", "visit_id")}
    return lambda k, case, told, stations: _anywhere(k, case, told, stations) | shared


def _stations() -> list[Row]:
    return [dict(row) for row in db.session.execute(select(Station.__table__).order_by(Station.id)).mappings()]


def multiply(case_id: int, count: int, place: Place, given: dict[str, dict[str, str]] | None = None) -> None:
    """`count` copies of a case, each with words, number, place and secrets of its own; `given` as in clones.copy."""
    with unit_of_work():
        found = clones.spans(case_id)
        stations = _stations()
        case, visitor, visit = _row(Case, case_id), _row(Visitor, found["visitor"].low), _row(Visit, found["visit"].low)
        clones.write(
            Visitor.__table__,
            (
                visitor
                | {  # type: ignore[arg-type]
                    "id": found["visitor"].base + k,
                    "phone": f"120{k:08d}",
                    "phone_tail": vault.tag(f"120{k:08d}"),
                }
                for k in range(1, count + 1)
            ),
        )
        made = _cases(case, found, count, place, stations)
        for first in range(1, count + 1, AT_ONCE):  # a million rows at once would fill the memory
            cases = list(islice(made, AT_ONCE))
            clones.write(Visit.__table__, (visit | {"id": row["visit_id"], "station_id": row["station_id"]} for row in cases))  # type: ignore[arg-type]
            clones.write(Case.__table__, cases)  # type: ignore[arg-type]
            clones.write(Tracking.__table__, map(_secrets, cases))  # type: ignore[arg-type]
            clones.index(search.WORDS, ((row["id"], f"{row['words']}\n{row['place']}", str(row["station_id"])) for row in cases))
            if "publication" in found:
                _publications(found["publication"], cases, {row["id"]: row for row in stations}, first, count)
        clones.copy(found, count, {"referral": {"number": "p.number || '/' || n.k"}} | (given or {}), APART)
        clones.settle()


def _cases(case: Row, found: dict[str, Span], count: int, place: Place, stations: list[Row]) -> Iterator[Row]:
    for k in range(1, count + 1):
        told = matter(k)
        row = case | {
            "id": found["case"].base + k,
            "visitor_id": found["visitor"].base + k,
            "visit_id": found["visit"].base + k,
            "words": told.words,
            "place": told.place,
            "category": told.category,
            "locale": told.locale,
        }
        yield row | place(k, row, told, stations)


def _secrets(case: Row) -> Row:
    code = code_of(case["number"])
    return {
        "case_id": case["id"],
        "code_hash": codes.keyed_hash("code", code),
        "token_hash": codes.keyed_hash("token", case["number"]),
    }


def code_of(number: str) -> str:
    """The tracking code of a case of the bench. In an application with SECRET."""
    return codes.derive_code(f"bench-{number}")


def _publications(span: Span, cases: list[Row], stations: dict[int, Row], first: int, count: int) -> None:
    pattern, today = _row(Publication, span.low), clock.today()
    rows = []
    for k, case in enumerate(cases, first):
        told, on, station = matter(k), today - timedelta(days=int(700 * (1 - k / count))), stations[case["station_id"]]
        said = {"text": told.reply, "sha256": hashlib.sha256(told.reply.encode()).hexdigest()}
        rows.append(pattern | {
            "id": span.base + k, "case_id": case["id"], "number": case["number"], "station_code": station["code"],
            "station_name": station["name"], "category": told.category, "category_top": told.category[0], "month": f"{on:%Y-%m}",
            "locale": told.locale, "words": told.words, "published_on": on, "published_at": clock.at_local(on, 10),
            "replies": [reply | said for reply in pattern["replies"]],
        })
    clones.write(Publication.__table__, rows)  # type: ignore[arg-type]
    clones.index(board_search.WORDS, ((row["id"], _searchable(row), board_search.scope(row["station_code"], row["category_top"], row["month"])) for row in rows))


def _searchable(row: Row) -> str:
    return "\n".join([row["number"], row["station_name"], row["words"], *row["summary"], *(reply["text"] for reply in row["replies"])])


def _row(entity: Any, row_id: int) -> Row:
    return dict(db.session.execute(select(entity.__table__).where(entity.__table__.c.id == row_id)).mappings().one())
