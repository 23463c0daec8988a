"""The form of a visit: the visitor's own words first, then how they came, who they are if they say so, and what they permit."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, IntegerField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.cases.case import Affects, Channel, Kind, Nature
from portal.cases.intake import Consent, Telling
from portal.cases.visitor import CONTACT
from portal.foundation import clock
from portal.foundation.text import WORDS_LINES, WORDS_MOST, whole
from portal.network import access, person, places, reach, representative
from portal.network.actor import Actor
from portal.network.excluded import WORDS_MOST as WORDS_KEPT
from portal.network.role import RECEIVES, Role
from portal.network.station import Station
from portal.web import gate
from portal.web.form import Form, Needed, Written, key_field, options
from portal.web.office import pickers, rows, suggest
from portal.web.office.who_form import WhoFields

KEPT = ("after", "station", "home", "channel", "happened", "heads", "mode", *CONTACT, "agreed", "agent", "received_by", "locale", "by_two", "private_room")
LOCALES = [("zh_Hans", "简体中文"), ("zh_Hant", "繁體中文"), ("en", "English")]


class RegisterForm(WhoFields, Form):
    """One matter of one visit. Nothing about the visitor is needed, nothing is permitted in advance. `after`: the key of an earlier
    matter of the same visit, which only that page knew (HB-49)."""

    key = key_field()
    after = HiddenField()
    words = TextAreaField("office.register.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)],
                          render_kw={"autofocus": True, "rows": 6})
    read_back = BooleanField("office.register.read_back")
    wants = StringField("office.register.wants", [Written(200)])
    place = StringField("office.register.place", [Written(200)])
    home = StringField("office.register.home", [Written(60)], render_kw=suggest.station_field())
    seen_before = StringField("office.register.seen_before", [Written(120)])
    category = SelectField("office.register.category")
    danger = BooleanField("office.register.danger")
    minor = BooleanField("office.register.minor")
    nature = SelectField("office.register.nature", choices=options(Nature, "common.nature", blank="office.register.unsaid"))
    kind = SelectField("office.register.kind")
    common = SelectField("office.register.common", choices=[
        ("", "office.register.unsaid"), ("1", "office.register.common_yes"), ("0", "office.register.common_no")])
    affects = SelectField("common.case.affects", choices=options(Affects, "common.affects", blank="common.case.unsaid"), default="")
    urgent = BooleanField("office.register.urgent")
    station = StringField("office.register.station", [Needed()], render_kw=suggest.station_field())
    channel = SelectField("office.register.channel", choices=options(Channel, "common.channel", without=(Channel.KIOSK,)))
    sheet = StringField("office.register.sheet", [Written(24)], render_kw=pickers.PLAIN)
    happened = pickers.MomentField("office.register.happened")
    heads = IntegerField("office.register.heads", [Needed("refusal.heads_range")], default=1, render_kw={"min": 1, "max": 9999})
    by_two = BooleanField("office.register.by_two")
    private_room = BooleanField("office.register.private_room")
    agent = SelectField("office.register.agent")
    kept_words = StringField("office.register.kept", [Written(WORDS_KEPT)], render_kw=pickers.PLAIN)
    received_by = SelectField("office.register.received_by", default="")
    locale = SelectField("office.register.locale", choices=LOCALES)
    publish_result = BooleanField("office.register.publish_result")
    publish_words = BooleanField("office.register.publish_words")
    publish_rating = BooleanField("office.register.publish_rating")
    share_contact = BooleanField("office.register.share_contact")
    off_paper = BooleanField("office.register.off_paper")
    files = MultipleFileField("office.register.files", render_kw={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def prepare(self, by: Actor) -> None:
        """Fill what depends on who registers: their stations, the representatives there, the classes in words."""
        say = gate.say()
        self.reach = stations_of(by)
        self.category.choices = {"—": [("", say("office.register.unsorted"))], **rows.classes()}
        self.kind.choices = [("", say("office.register.unsaid")),
                             *((str(kind.value), say(f"common.kind.{kind.value}")) for kind in Kind)]
        here = sorted(self.reach) if len(self.reach) <= 4 else []
        self.receiving = {one: representative.receiving_above(one, clock.day_of(by.at)) for one in here}
        self.agent.choices = [("", say("office.register.agent_any")), *_agents(self.receiving)]
        self._offer_receivers(here, by)
        if not access.can(by, "form.enter"):
            del self.sheet
        if len(self.reach) == 1:
            del self.station

    def _offer_receivers(self, here: list[int], by: Actor) -> None:
        """The representatives and recommended members of one's stations, one of whom may have received too, first a member who registers;
        no field where there are none (SD-06, HB-40)."""
        day = clock.day_of(by.at)
        receivers = dict(row for role in RECEIVES for one in here for row in person.holders(role, day, station_id=one))
        if not self.is_submitted() and any(by.sits(Role.MEMBER, one) for one in here):
            self.received_by.data = str(by.person_id)
        self.received_by.choices = [("", gate.say()("office.register.received_by_nobody")), *((str(one), name) for one, name in receivers.items())]
        if not receivers:
            del self.received_by

    def where(self) -> Station | None:
        """The station that registers."""
        only = places.suggest("", self.reach) if "station" not in self else []
        return only[0] if only else places.meant(self.station.data or "", self.reach) if "station" in self else None

    def validate_station(self, field: StringField) -> None:
        """It must be one of one's own."""
        if places.meant(field.data or "", self.reach) is None:
            raise ValidationError(gate.say()("office.register.station_unknown"))

    def validate_home(self, field: StringField) -> None:
        """An area is one of the network's, never an address (SG-03)."""
        if (field.data or "").strip() and places.meant(field.data or "") is None:
            raise ValidationError(gate.say()("office.register.home_unknown"))

    def validate_agent(self, field: SelectField) -> None:
        """A representative takes on matters of their own station and those below it."""
        here = self.where()
        if field.data and here is not None and whole(field.data) not in self.receiving.get(here.id, []):
            raise ValidationError(gate.say()("office.register.agent_elsewhere"))

    def paper(self) -> str:
        """The number of the form of paper that is typed in, "" where none is."""
        return (self.sheet.data or "").strip() if "sheet" in self else ""

    def happened_at(self) -> datetime | None:
        """When it was told, or None for now."""
        return self.happened.at

    def telling(self) -> Telling:
        """What the visitor told, for the verb."""
        home = places.meant(self.home.data or "") if (self.home.data or "").strip() else None
        return Telling(
            words=self.words.data or "", channel=Channel(self.channel.data), heads=self.heads.data or 0,
            category=self.category.data or None,
            kind=int(self.kind.data) if self.kind.data else None, nature=Nature(self.nature.data) if self.nature.data else None,
            common={"1": True, "0": False}.get(self.common.data), wants=self.wants.data or "", place=self.place.data or "", home_id=home.id if home is not None else None,
            affects=Affects(self.affects.data) if self.affects.data else None, urgent=self.urgent.data,
            danger=self.danger.data, minor=self.minor.data, off_paper=self.off_paper.data, by_two=self.by_two.data, private_room=self.private_room.data, locale=self.locale.data,
            read_back=self.read_back.data, seen_before=self.seen_before.data or "", kept_words=self.kept_words.data or "", identity=self.identity(),
            consent=Consent(self.publish_result.data, self.publish_words.data, self.publish_rating.data, self.share_contact.data))

    def kept(self) -> dict[str, str]:
        """What the next matter of the same visit begins with; it lives in the open page only."""
        return {name: self[name].raw_data[0] for name in KEPT if name in self and self[name].raw_data} | {"after": self.key.data or ""}


def stations_of(by: Actor) -> frozenset[int]:
    """Ids of the stations where somebody may register a visit."""
    return reach.stations(by, "case.register") or frozenset()


def _agents(receiving: dict[int, list[int]]) -> list[tuple[str, str]]:
    """The representatives who may be asked for, each with their field."""
    ids = dict.fromkeys(one for people in receiving.values() for one in people)
    return [(str(row.person_id), f"{row.person.name} · {row.field}" if row.field else row.person.name) for row in representative.of_people(list(ids))]
