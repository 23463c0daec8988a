"""The form by which a visitor asks to be told that there is news, and takes it back; offered where a way is set up."""

from flask import current_app
from wtforms import BooleanField, RadioField, StringField

from portal.cases.case import Case
from portal.exchange import postman
from portal.network.actor import Actor
from portal.notices import wish
from portal.notices.wish import Way
from portal.web import gate
from portal.web.form import Form, Needed, Written

_WAYS = {Way.MAIL: "public.news.mail", Way.SMS: "public.news.sms"}


def ways() -> list[tuple[str, str]]:
    """The ways this server can tell a visitor by."""
    standing = postman.ways(current_app.config["SETTINGS"])
    return [(way.value, label) for way, label in _WAYS.items() if way in standing]


class NewsForm(Form):
    """By which way and whereto; separate consent, for this matter alone."""

    way = RadioField("public.news.way", [Needed()])
    address = StringField("public.news.address", [Written(wish.ADDRESS_MOST)])
    agreed = BooleanField("public.news.agreed")
    now = ""

    def prepare(self, case: Case) -> None:
        """The address that stands is shown; it can be taken back by the same form."""
        say, standing = gate.say(), wish.of_case(case.id)
        off = [("off", say("public.news.off"))] if standing is not None else []
        self.way.choices = [(value, say(label)) for value, label in ways()] + off
        self.now = standing.address if standing is not None else ""

    def do(self, case: Case, by: Actor) -> None:
        """Remember it, or forget it."""
        if self.way.data == "off":
            wish.hear_no_more(case, by=by)
        else:
            wish.hear(case, way=Way(self.way.data), address=self.address.data or "", locale=gate.say().locale,
                      agreed=self.agreed.data, by=by)
