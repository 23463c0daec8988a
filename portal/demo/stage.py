"""The stage: the demonstration network is put up once, and every matter is told in the order things happened."""

from datetime import timedelta

from flask import Flask

from portal.cases import founding, four_numbers, in_time, station_figures, tracking
from portal.cases.case import Case
from portal.commons import share
from portal.demo import excelling, noting, portraits
from portal.demo.concerns import gather_all
from portal.demo.days import Days, counted_from
from portal.demo.lines import matters
from portal.demo.opening import form_key
from portal.demo.people import Cast, seat_all
from portal.demo.places import build
from portal.demo.plot import plot_of
from portal.demo.receiving import open_all
from portal.demo.reporting import report_all
from portal.demo.rostering import roster_all
from portal.demo.scene import Scene
from portal.demo.terminal import put_up
from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, network, sign_in
from portal.reception import shift

SHARED = "huiyin-demo"  # one password for all invented accounts; it is printed at every start
NETWORK = "岚屿区会员服务网"
SIGN_INS = (
    ("administrator", "admin"), ("office", "office"), ("director", "director"), ("liaison", "liaison"), ("clerk", "clerk"),
    ("representative", "rep"), ("recommended member", "member"), ("volunteer", "volunteer"), ("steering group", "steering"),
    ("officer of a unit", "officer"), ("head of a unit", "head"), ("receives sealed", "officer-discipline"),
    ("director, other town", "director-s03"), ("liaison, other town", "liaison-s03"),
)
RECEIPT_OF = "MORE-0006"  # told, not yet rated: for whoever wants to be the visitor


def load(app: Flask) -> list[tuple[str, str, str]]:
    """Put the demonstration into an empty database, whole or not at all; a standing one is left as it is.

    Returns (role, login, password) for every role, and last a visitor's case number and tracking code.
    Raises Refused where a real network stands."""
    with app.app_context():
        standing = network.current()
        if standing is not None and not standing.demo:
            raise Refused("network_stands")
        if standing is None:
            hashed = sign_in.hash_password(SHARED)
            with unit_of_work():
                _play(hashed)
        return [(role, login, SHARED) for role, login in SIGN_INS] + _receipt()


def _play(password_hash: str) -> None:
    founding.found(NETWORK, demo=True)
    days = counted_from(clock.today())
    since = days.day(-1) - timedelta(days=365)
    build(since)
    cast = seat_all(since, clock.now(), password_hash)
    gather_all(cast, _tell(days, cast))
    excelling.choose(days, cast)
    put_up(cast)
    open_all(cast)
    roster_all(cast)
    portraits.show_all(cast)
    noting.note_all(days, cast)
    noting.confirm_all(cast)
    report_all(cast)
    in_time.keep(in_time.counted(clock.today()), at=clock.now())
    four_numbers.keep(four_numbers.counted(clock.today(), shift.open_minutes(clock.today())), at=clock.now())
    station_figures.keep(station_figures.counted(clock.today()), at=clock.now())
    share.keep(share.counted(clock.today()), at=clock.now())


def _tell(days: Days, cast: Cast) -> dict[str, Case]:
    """Let all matters happen side by side, each act at its moment: numbers and results stand in the order of the days."""
    cases: dict[str, Case] = {}
    plots = [plot_of(Scene(line, cast, cases), days) for line in matters()]
    steps = [(at, number, step) for number, plot in enumerate(plots) for at, step in plot.steps]
    for _, _, step in sorted(steps, key=lambda told: told[:2]):
        step()
    return cases


def _receipt() -> list[tuple[str, str, str]]:
    """Number and code of a visitor's receipt, unless the code was given anew since."""
    key, by = form_key(RECEIPT_OF), actor.public(clock.now())
    try:
        case = tracking.by_token(codes.derive_token(key), source="demonstration", by=by)
    except Refused:
        return []
    secrets = tracking.issued(case, key)
    return [("visitor: track, rate", case.number, codes.group(secrets.code))] if secrets else []
