"""What forms of the office choose from: people, classes of matters, units; and a moment as it is typed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField, Field, StringField
from wtforms.validators import Optional, ValidationError

from portal.cases import care, category
from portal.cases.case import Case, Kind
from portal.foundation import clock
from portal.foundation.refusal import Refused
from portal.network import person, representative
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.unit import Unit
from portal.web import gate

PLAIN = {"autocomplete": "off"}  # else a browser offers whoever types at the desk their own name and phone

Choices = list[tuple[str, str]]


def categories() -> dict[str, Any]:
    """Classes in use, grouped under their top class, in words; first the line that asks to choose."""
    groups: dict[str, Any] = {"": gate.say()("office.act.choice.pick")}
    for row in category.active():
        group = groups.setdefault(category_name(row.code[0]), {})
        group[row.code] = f"{row.code} {category_name(row.code, row.name)}"
    return groups


def offer_sorting(form: Any, case: Case) -> None:
    """Kinds and classes to choose from in the fields of those names; a fresh form starts from what is known, the tick for minors too."""
    say = gate.say()
    form.kind.choices = [(str(kind.value), say("common.kind." + str(kind.value))) for kind in Kind]
    form.category.choices = categories()
    if not form.is_submitted():
        form.kind.data, form.category.data, form.minor.data = str(case.kind or ""), case.category, case.minor


def category_name(code: str, own: str = "") -> str:
    """A class in words: its own name, or the shipped one in the language of the request."""
    return own or gate.say()("common.category." + code)


def deciders(case: Case, by: Actor) -> Choices:
    """Representatives who may decide for a case: of its station and of those above it (T7, T9)."""
    found: Choices = []
    here, today = case.station, clock.day_of(by.at)
    while here is not None:
        names = {row.id: row.name for row in person.holding(Role.REPRESENTATIVE, today, station_id=here.id)}
        found += [(str(one), f"{names[one]} · {here.name}") for one in representative.receiving(here.id, today)]
        here = here.parent
    return sorted(dict(found).items(), key=lambda choice: choice[0] != str(case.agent_id))


def owners(case: Case, by: Actor) -> Choices:
    """People who may own a case: the liaisons and directors of its station and of those above it."""
    return [(str(one), f"{who.name} · {here.name}") for one, (who, here) in care.may_own(case, by).items()]


class UnitField(StringField):
    """A unit by its name, typed or picked from the list; `unit` is the row. Only `among` is offered and taken."""

    among: tuple[Unit, ...] = ()
    unit: Unit | None = None

    def offer(self, among: Iterable[Unit]) -> None:
        """Offer these units, as a list beside the field."""
        self.among = tuple(among)
        self.render_kw = {"list": "units", "autocomplete": "off"}

    def pre_validate(self, form: object) -> None:
        """Turn the name into a row; a name that is not offered is refused in words."""
        typed = (self.data or "").strip()
        self.unit = next((row for row in self.among if row.name == typed), None)
        if typed and self.unit is None:
            raise ValidationError(gate.say()("office.act.unit_unknown"))


class MomentField(DateTimeLocalField):
    """When something happened, on the local wall clock; empty means now. `at` is the aware moment or None."""

    FIRST, LAST = 2000, 2100  # years; beyond them it is a slip of the finger

    def __init__(self, label: str, **kwargs: object) -> None:
        super().__init__(label, [Optional()], **kwargs)  # type: ignore[arg-type]

    def pre_validate(self, form: object) -> None:
        """A year nobody means is refused in words."""
        if self.data and not self.FIRST <= self.data.year <= self.LAST:
            raise ValidationError(gate.say()("refusal.field_date"))

    @property
    def at(self) -> datetime | None:
        """The moment in UTC."""
        told = self.data
        return clock.at_local(told.date(), told.hour, told.minute) if told else None


def whole(field: Field) -> int:
    """The id behind a choice; an empty choice is refused."""
    if not str(field.data or "").isdigit():
        raise Refused("field_needed")
    return int(field.data)
