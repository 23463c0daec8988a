"""Opening rules in the office: written, looked at with their next days, kept, ended (HB-40, SD-08, YT-01, YT-10)."""

from datetime import time
from typing import Any

from flask import Response, request
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.foundation import clock
from portal.foundation.refusal import Moved, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, places
from portal.network.access import Place
from portal.network.station import Station
from portal.reception import deviation, diary, foreseen, opening, planning
from portal.reception.opening import MOST_NOTICE, MOST_REQUIRED, OpeningRule, Wanted
from portal.reception.pattern import Holiday, Months, Pattern, Repeat
from portal.web import gate, page
from portal.web.form import Form, Needed, options
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door
from portal.web.office.open_days import hits_said

SHOWN = 8  # days of a preview
NETWORK, AREA, STATION = "network", "area", "station"
_FIELDS = {"refusal.opening_weekdays": "weekdays", "refusal.opening_hours": "ends", "refusal.opening_span": "until_on",
           "refusal.opening_notice": "notice_days"}


class OpeningForm(Form):
    """A rule: for which place, which days, which hours, how many people, what about holidays."""

    scope = SelectField("office.opening.scope")
    station = StringField("office.opening.station", render_kw=suggest.station_field())
    repeat = SelectField("office.opening.repeat", choices=options(Repeat, "office.opening.repeats"))
    weekdays = SelectMultipleField("office.opening.weekdays")
    month_day = IntegerField("office.opening.month_day", [Optional(), NumberRange(1, 31)], default=1)
    months = SelectField("office.opening.months", choices=options(Months, "office.opening.in_months"))
    starts = TimeField("office.opening.starts", [Needed()], default=time(9))
    ends = TimeField("office.opening.ends", [Needed()], default=time(11, 30))
    required = IntegerField("office.opening.required", [InputRequired(), NumberRange(0, MOST_REQUIRED)], default=2)
    holiday = SelectField("office.opening.holiday", choices=options(Holiday, "office.opening.on_holiday"))
    notice_days = IntegerField("office.opening.notice_days", [InputRequired(), NumberRange(0, MOST_NOTICE)], default=3)
    from_on = DateField("office.opening.from_on", [Needed()])
    until_on = DateField("office.opening.until_on", [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say, scopes = gate.say(), (NETWORK, AREA, STATION) if access.can(gate.signed_in(), "opening.manage", Place(0)) else (AREA, STATION)
        self.scope.choices = [(one, say("office.opening.scopes." + one)) for one in scopes]
        self.weekdays.choices = [(str(number), name) for number, name in enumerate(say.weekdays)]

    def validate_station(self, field: StringField) -> None:
        """A station whose rules I keep, unless the rule is the whole network's."""
        if self.scope.data != NETWORK and self.place() is None:
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def place(self) -> Station | None:
        """The station that was typed, if I may keep its rules."""
        found = places.meant(self.station.data or "") if self.scope.data != NETWORK else None
        return found if found is not None and access.can(gate.signed_in(), "opening.manage", Place(found.id)) else None

    def wanted(self) -> Wanted:
        """The rule as the verb takes it."""
        starts, ends = self.starts.data or time(), self.ends.data or time()
        pattern = Pattern(Repeat(self.repeat.data), starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute,
                          frozenset(map(int, self.weekdays.data or ())), self.month_day.data or 1, Months(self.months.data),
                          Holiday(self.holiday.data))
        return Wanted(pattern, self.from_on.data or clock.today(), self.place(), self.scope.data == AREA, self.required.data or 0,
                      self.notice_days.data or 0, self.until_on.data)

    def show(self, rule: OpeningRule) -> None:
        """Fill in what stands."""
        self.scope.data = STATION if not rule.below else AREA if rule.station else NETWORK
        self.station.data = f"{rule.station.code} {rule.station.name}" if rule.station else ""
        self.weekdays.data = list(rule.weekdays)
        for name in ("repeat", "months", "holiday"):
            self[name].data = getattr(rule, name).value
        for name in ("month_day", "required", "notice_days", "from_on", "until_on"):
            self[name].data = getattr(rule, name)
        self.starts.data, self.ends.data = time(*divmod(rule.starts, 60)), time(*divmod(rule.ends, 60))


def said(rule: OpeningRule) -> str:
    """A rule in words: every Monday, 09:00–11:30."""
    say, pattern = gate.say(), rule.pattern
    months = "" if rule.months is Months.EVERY else say(f"office.opening.in_months.{rule.months.value}")
    days = say("common.open_day.and").join(say.weekdays[day] for day in sorted(pattern.weekdays))
    what = say(f"office.opening.said.{rule.repeat.value}", days=days, n=rule.month_day)
    hours = "" if rule.repeat is Repeat.NONE else _hours(pattern)
    return " ".join(part for part in (months, what, hours) if part)


def _hours(pattern: Pattern) -> str:
    starts, ends = (f"{at // 60:02}:{at % 60:02}" for at in (pattern.starts, pattern.ends))
    return f"{starts}–{gate.say()('common.open_day.next_day', time=ends) if pattern.crosses_midnight else ends}"


@door.get("/openings")
@opens("opening.manage")
def openings() -> Response:
    """Every rule in force or to come: the network's, then those that differ."""
    found = opening.standing(clock.today())
    otherwise = {rule.id for one in deviation.of_rules(found, clock.today()) for rule in one.rules}
    return page.show("office/openings.html", otherwise=otherwise, rules=[(rule, said(rule), opening.may_keep(rule, gate.signed_in())) for rule in found])


@door.route("/openings/new", methods=["GET", "POST"])
@opens("opening.manage", form=True)
def new_opening() -> Response:
    """One more rule."""
    form = OpeningForm()
    if request.method == "GET":
        form.scope.data, form.from_on.data = STATION, clock.today()
        form.station.data = request.args.get("station", "")[:60]
        return page.show("office/opening.html", form=form, rule=None)
    return _written(form, None)


@door.route("/openings/<int:rule_id>", methods=["GET", "POST"])
@opens("opening.manage", form=True)
def one_opening(rule_id: int) -> Response:
    """A rule and its next days, and what falls if it ends."""
    rule, form = opening.one(rule_id, gate.signed_in()), OpeningForm()
    return _standing(rule, form) if request.method == "GET" else _written(form, rule)


@door.post("/openings/<int:rule_id>/end")
@opens("opening.manage")
def end_opening(rule_id: int) -> Response:
    """From today on what stands above it holds again; first it is said how many appointments fall."""
    by = gate.signed_in()
    try:
        with unit_of_work():
            rule = opening.one(rule_id, by)
            diary.expect(len(foreseen.by_rule(rule, None, by.at)), hits_said())
            opening.end(rule, by=by)
            made = _plan(planning.concerned(rule, rule.station))
    except Moved as refusal:
        form = OpeningForm(formdata=None)
        form.refuse(refusal)
        return _standing(opening.one(rule_id, by), form, refusal.status)
    return page.done("/office/openings", "office.opening.ended", n=made.added, off=made.called_off)


def _standing(rule: OpeningRule, form: OpeningForm, status: int = 200) -> Response:
    form.show(rule)
    return page.show("office/opening.html", status, form=form, rule=rule, days=_days(form), falls=foreseen.by_rule(rule, None, gate.signed_in().at))


def _written(form: OpeningForm, rule: OpeningRule | None) -> Response:
    """First the days it would give, and how many appointments fall; then, said yes to, it is kept and planned at once."""
    if not form.validate_on_submit():
        return page.again("office/opening.html", form, rule=rule, falls=[])
    try:
        if "keep" not in request.form:
            return page.show("office/opening.html", form=form, rule=rule, **_looked(form, rule))
        with unit_of_work():
            by = gate.signed_in()
            standing = opening.one(rule.id, by) if rule is not None else None
            wanted = form.wanted()
            diary.expect(len(foreseen.by_rule(standing, wanted, by.at)), hits_said())
            reached = planning.concerned(standing, wanted.place)
            opening.keep(standing, wanted, by=by)
            made = _plan(reached)
    except Moved as refusal:
        return page.again("office/opening.html", form, refusal, rule=rule, **_looked(form, rule))
    except Refused as refusal:
        return page.again("office/opening.html", form, refusal, _FIELDS.get(refusal.key), rule=rule, falls=[])
    return page.done("/office/openings", "office.opening.kept", n=made.added, off=made.called_off, changed=made.changed)


def _looked(form: OpeningForm, rule: OpeningRule | None) -> dict[str, Any]:
    """The next days of a rule as it is wanted, and the appointments that fall by it."""
    wanted = form.wanted()
    return {"days": _days(form), "looked": True, "falls": foreseen.by_rule(rule, wanted, gate.signed_in().at)}


def _days(form: OpeningForm) -> list[Any]:
    wanted = form.wanted()
    opening.sound(wanted)
    return planning.preview(wanted, clock.today(), SHOWN)


def _plan(reached: list[Station]) -> planning.Made:
    made = planning.Made()
    for place in reached:
        made += planning.plan(place, by=gate.signed_in())
    return made
