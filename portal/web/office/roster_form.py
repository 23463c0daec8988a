"""What is asked for a roster: the stations, the days, how often anybody sits."""

from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.network import access, places
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.role import Role
from portal.network.station import Station
from portal.reception.roster import MOST_SITTINGS
from portal.web import gate
from portal.web.form import Form, Needed
from portal.web.office import suggest


class RosterForm(Form):
    """What to plan: the stations, the days, how often anybody sits at least and at most."""

    station = StringField("office.opening.station", render_kw=suggest.station_field())
    from_on = DateField("office.roster.from_on", [Needed()])
    until_on = DateField("office.roster.until_on", [Needed()])
    least = IntegerField("office.roster.least", [InputRequired(), NumberRange(0, MOST_SITTINGS)], default=2)
    most = IntegerField("office.roster.most", [Optional(), NumberRange(1, MOST_SITTINGS)])
    helps = BooleanField("office.roster.helps")

    def validate_station(self, field: StringField) -> None:
        """A station whose roster I plan; nothing is the whole network, for those who plan that."""
        place = self.place()
        if (place is None and (field.data or "").strip()) or not access.can(gate.signed_in(), "roster.plan", Place(place.id if place else 0)):
            raise ValidationError(gate.say()("office.people.station_unknown"))

    def place(self) -> Station | None:
        """The station that was typed."""
        return places.meant(self.station.data or "") if (self.station.data or "").strip() else None


def own_place(by: Actor) -> str:
    """The station whose director one is, as it stands in the list."""
    ids = [held.station_id for held in by.held if held.role is Role.DIRECTOR and held.station_id]
    return next((f"{place.code} {place.name}" for place in places.suggest("", ids[:1])), "")
