"""Terminals of my stations: paired by the digits on their screen, how each one is, described, revoked (K50, K53, K64, K66)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, request
from wtforms import DecimalField, PasswordField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, entry, own_words, pairing, places, self_test
from portal.network import terminal as terminals
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.self_test import SelfTest
from portal.network.station import Station
from portal.network.terminal import Ears, Paper, Terminal
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door

_PLAIN = {"autocomplete": "off"}
_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 9}


@dataclass(frozen=True)
class Line:
    """One terminal with everything wrong with it, as (kind of badge, words); nothing wrong is one "done"."""

    terminal: Terminal
    signs: list[tuple[str, str]]
    test: str


class TerminalForm(Form):
    """What is known of a terminal."""

    place = StringField("office.terminal.place", [Needed(), Written(60)], render_kw=_PLAIN)
    keeper = StringField("office.terminal.keeper", [Needed(), Written(40)], render_kw=_PLAIN)
    keeper_phone = StringField("office.terminal.keeper_phone", [Needed(), Written(30)], render_kw=_PLAIN)
    px_per_mm = DecimalField("office.terminal.px_per_mm", [Optional()], places=3, render_kw={"inputmode": "decimal"})
    ears = SelectField("office.terminal.ears", choices=[(ears.value, "office.ears." + ears.value) for ears in Ears],
                       default=Ears.STANDARD.value)
    pin = PasswordField("office.terminal.pin", render_kw={**_DIGITS, "autocomplete": "new-password"})

    def facts(self) -> dict[str, Any]:
        """The facts as the verbs take them."""
        measure = float(self.px_per_mm.data) if self.px_per_mm.data is not None else None
        return {"place": self.place.data, "keeper": self.keeper.data, "keeper_phone": self.keeper_phone.data, "px_per_mm": measure,
                "ears": Ears(self.ears.data)}


class PairForm(TerminalForm):
    """A new one also shows its code and stands in one of my stations."""

    code = StringField("office.terminal.code", [Needed()], render_kw={**_DIGITS, "autofocus": True})
    station = StringField("office.terminal.station", [Needed()], render_kw=suggest.station_field())

    def validate_station(self, field: StringField) -> None:
        """A station whose terminals I look after."""
        if self.stands_in() is None:
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def stands_in(self) -> Station | None:
        """The station that was typed, if I may pair a terminal there."""
        found = places.meant(self.station.data or "")
        return found if found is not None and not found.closed and access.can(gate.signed_in(), "terminal.manage", Place(found.id)) else None


@door.get("/terminals")
@opens("terminal.manage")
def terminals_list() -> Response:
    """Every terminal in service, and how it is."""
    return page.show("office/terminals.html", lines=_lines(gate.signed_in()), stations=own_words.kept_by(gate.signed_in()))


@door.get("/terminals/states")
@opens("terminal.manage", polled=True)
def terminals_states() -> Response:
    """The list alone, asked for again every half minute."""
    return page.show("office/terminal_lines.html", lines=_lines(gate.signed_in()))


@door.get("/terminals/silent")
@opens("terminal.see", polled=True)
def terminals_silent() -> Response:
    """What "today" says of silent terminals, asked for again every half minute (K53)."""
    return page.show("office/terminals_silent.html", silent=silent(gate.signed_in()))


def silent(by: Actor) -> list[tuple[Terminal, int]]:
    """The terminals I look after or am told of that were not heard for three minutes, with the minutes; and those that are there while their
    screen says nothing, with 0."""
    mine = terminals.seen_by(by) if access.can(by, "terminal.see") else []
    return [(one, _minutes(one, by.at) if one.is_silent(by.at) else 0) for one in mine if one.is_silent(by.at) or one.is_dark(by.at)]


@door.route("/terminals/new", methods=["GET", "POST"])
@opens("terminal.manage", form=True)
def pair_terminal() -> Response:
    """Type the code that the new device shows."""
    form = PairForm()
    if request.method == "GET":
        form.station.data = _home()
        return page.show("office/terminal_pair.html", form=form)
    if not form.validate_on_submit():
        return page.again("office/terminal_pair.html", form)
    try:
        with unit_of_work():
            here = form.stands_in()
            assert here is not None
            paired = pairing.confirm(form.code.data or "", here, by=gate.signed_in(), **form.facts())
            entry.set_pin(paired, form.pin.data or "", by=gate.signed_in())
    except Refused as refusal:
        return page.again("office/terminal_pair.html", form, refusal, _field_of(refusal))
    return page.done("/office/terminals", "office.terminal.paired", name=form.place.data)


@door.route("/terminals/<int:terminal_id>", methods=["GET", "POST"])
@opens("terminal.manage", form=True)
def terminal(terminal_id: int) -> Response:
    """One terminal and its facts; a new PIN also opens a locked one."""
    own = terminals.one(terminal_id, gate.signed_in())
    form = TerminalForm(obj=own if request.method == "GET" else None)
    if request.method == "GET":
        return page.show("office/terminal.html", form=form, line=_line(own, None, gate.signed_in().at))
    if not form.validate_on_submit():
        return page.again("office/terminal.html", form, line=_line(own, None, gate.signed_in().at))
    try:
        with unit_of_work():
            own = terminals.one(terminal_id, gate.signed_in())
            terminals.describe(own, by=gate.signed_in(), **form.facts())
            if form.pin.data:
                entry.set_pin(own, form.pin.data, by=gate.signed_in())
    except Refused as refusal:
        return page.again("office/terminal.html", form, refusal, _field_of(refusal), line=_line(own, None, gate.signed_in().at))
    return page.done("/office/terminals", "office.terminal.changed")


@door.post("/terminals/<int:terminal_id>/revocation")
@opens("terminal.manage")
def revoke_terminal(terminal_id: int) -> Response:
    """Take it out of service at once."""
    with unit_of_work():
        own = terminals.one(terminal_id, gate.signed_in())
        terminals.revoke(own, by=gate.signed_in())
        name = own.place
    return page.done("/office/terminals", "office.terminal.revoked", name=name)


def _lines(by: Actor) -> list[Line]:
    mine = terminals.kept_by(by)
    tests = self_test.of_today(mine, clock.day_of(by.at))
    return [_line(one, tests.get(one.id), by.at) for one in mine]


def _line(one: Terminal, tested: SelfTest | None, at: datetime) -> Line:
    say, signs = gate.say(), []
    if one.is_shown_only:
        signs.append(("info", say("office.terminal.shown_only")))
    elif one.seen_at is None:
        signs.append(("soon", say("office.terminal.never")))
    elif one.is_silent(at):
        signs.append(("late", say("office.terminal.silent", n=_minutes(one, at))))
    elif one.is_dark(at):
        signs.append(("late", say("office.terminal.dark", time=say.moment(one.screen_at))))
    if one.paper is Paper.OUT:
        signs.append(("late", say("office.terminal.paper_out")))
    if one.paper is Paper.OFFLINE:
        signs.append(("late", say("office.terminal.paper_offline")))
    if one.paper is Paper.NONE:
        signs.append(("info", say("office.terminal.paper_none")))
    if one.clock_is_wrong:
        signs.append(("soon", say("office.terminal.clock", n=one.clock_skew)))
    if one.pin_hash and not entry.tries_left(one):
        signs.append(("soon", say("office.terminal.locked")))
    return Line(one, signs or [("done", say("office.terminal.ok"))], _test(tested))


def _test(tested: SelfTest | None) -> str:
    say = gate.say()
    if tested is None:
        return say("office.terminal.test_none")
    failed = say("office.terminal.and").join(say("kiosk.test." + part) for part in tested.failed)
    return say("office.terminal.test_failed", parts=failed) if failed else say("office.terminal.test_done")


def _minutes(one: Terminal, at: datetime) -> int:
    return int((at - (one.seen_at or one.paired_at)).total_seconds() // 60)


def _field_of(refusal: Refused) -> str:
    fields = {"refusal.pin_shape": "pin", "refusal.terminal_measure": "px_per_mm"}
    return fields.get(refusal.key, "code")


def _home() -> str:
    here = next((held.station_id for held in gate.signed_in().held if held.role in access.ACTS["terminal.manage"]), None)
    found = terminals.db.session.get(Station, here) if here else None
    return f"{found.code} {found.name}" if found else ""
