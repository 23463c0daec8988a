"""The visitor came again about a matter that has its number (HB-22)."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField

from portal.cases import coming_again
from portal.cases.case import Case, Channel
from portal.cases.coming_again import SAID_MOST, Coming
from portal.foundation import codes
from portal.network import access
from portal.network.actor import Actor
from portal.reception import shift_visit
from portal.web.form import Needed, Written, options
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, never


class ComingForm(ActForm):
    """Which way, how many, what they said; with which other matter they came."""

    channel = SelectField("office.register.channel", [Needed()], choices=options(Channel, "common.channel", without=(Channel.KIOSK, Channel.ONLINE)))
    heads = IntegerField("office.register.heads", [Needed("refusal.heads_range")], default=1, render_kw={"min": 1, "max": 9999})
    happened = pickers.MomentField("office.act.field.happened", description="office.act.hint.happened")
    words = TextAreaField("office.act.field.came_words", [Written(SAID_MOST, 10)], description="office.act.hint.came_words")
    asks = BooleanField("office.act.field.came_asks")
    beside = StringField("office.act.field.came_with", [Written(24)], description="office.act.hint.came_with")

    def prepare(self, case: Case, by: Actor) -> None:
        """How far it is can be asked of what is open, and noted by the desk."""
        if not case.is_open or not access.can(by, "case.ask_again", case):
            del self.asks


def _come(case: Case, form: ComingForm, by: Actor) -> None:
    told = Coming(Channel(form.channel.data), form.heads.data, form.words.data or "", "asks" in form and form.asks.data,
                  codes.fold_number(form.beside.data or ""))
    coming_again.come_again(case, told, happened_at=form.happened.at, by=by)
    shift_visit.hang_all(case)


ROWS = (Act("coming_again", "visit.again", ComingForm, _come, coming_again.STATES, ready=lambda case, by: bool(case.words.strip()), leads=never),)
