"""The form of an appointment, alike online and at the desk: a time of an open day, or a visit at home (HB-26, HB-34)."""

from flask import current_app
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from portal.exchange import postman
from portal.foundation.text import MAIL_MOST
from portal.notices.wish import Way
from portal.reception import slots
from portal.reception.appointment import Asked, Wanted
from portal.reception.slots import Day
from portal.web import gate
from portal.web.form import Form, Needed, Written, key_field, options


class BookingForm(Form):
    """Nothing about the visitor is needed for a time at the station; a visit at home needs a phone and an address."""

    key = key_field()
    wanted = RadioField("common.booking.wanted", [Needed()], choices=options(Wanted, "common.booking.wants", (Wanted.STATION,)), default=Wanted.OPEN_DAY.value)
    slot = SelectField("common.booking.slot", [Optional()], validate_choice=False)
    who = SelectField("common.booking.who", [Optional()], validate_choice=False)
    name = StringField("common.booking.name", [Written(50)])
    phone = StringField("common.booking.phone", [Written(30)])
    email = StringField("common.booking.email", [Written(MAIL_MOST)])
    address = StringField("common.booking.address", [Written(200)])

    def prepare(self, days: list[Day]) -> "BookingForm":
        """Fill in the times that are free and the people who may be asked for; an e-mail is asked for where one can be sent."""
        if "email" in self and not mails():
            del self.email
        say, people = gate.say(), {row.person_id: row for day in days for row in day.people}
        self.slot.choices = times(days)
        self.who.choices = [("", say("common.booking.anybody")), *(
            (str(row.person_id), " · ".join(part for part in (row.person.name, row.kind, row.field) if part)) for row in people.values())]
        return self

    def asked(self) -> Asked:
        """What was asked for, for the verb."""
        home = self.wanted.data == Wanted.HOME
        who = self.who.data or ""
        return Asked(Wanted(self.wanted.data), None if home else slots.meant(self.slot.data or ""),
                     int(who) if who.isascii() and who.isdecimal() and len(who) < 10 and not home else None,
                     self.name.data or "", self.phone.data or "", self.address.data or "",
                     self.email.data or "" if "email" in self else "", gate.say().locale)


class MoveForm(Form):
    """Another time."""

    slot = SelectField("common.booking.slot", [Optional()], validate_choice=False)


class ReminderForm(Form):
    """An e-mail address for an appointment that stands; nothing: none any more."""

    email = StringField("common.booking.email", [Written(MAIL_MOST)])


# the field beside which a refusal is said
FIELDS = {"refusal.appointment_time": "slot", "refusal.appointment_taken": "slot", "refusal.appointment_elsewhere": "who",
          "refusal.appointment_contact": "phone", "refusal.wish_mail": "email"}


def mails() -> bool:
    """Whether this server can write to anybody."""
    return Way.MAIL in postman.ways(current_app.config["SETTINGS"])


def times(days: list[Day]) -> dict[str, list[tuple[str, str]]]:
    """The free times by day, for a list to choose from."""
    say = gate.say()
    return {"—": [("", say("common.booking.choose"))]} | {
        say.date(day.shift.day): [(slot.word, say.moment(slot.at)) for slot in day.free] for day in days if day.free}
