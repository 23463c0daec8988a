"""A time offered to the visitor, taken back, and what they say of it by phone or at the desk (HB-26)."""

from flask import Response, url_for
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.cases.case import OPEN, Case, State
from portal.foundation import codes
from portal.network.actor import Actor
from portal.reception import finding, offered_time, slots
from portal.reception.appointment import Booked, Wanted
from portal.reception.offered_time import MOST, Proposed, Said
from portal.web import booking, page
from portal.web.form import Needed, Written, key_field, options
from portal.web.office.act import Act, ActForm, NoForm, never
from portal.web.office.pickers import MomentField

ANSWERS = [(Said.ACCEPTED.value, "office.act.option.offer_accepted"), (Said.OTHER.value, "office.act.option.offer_other"),
           (Said.DECLINED.value, "office.act.option.offer_declined")]


class OfferForm(ActForm):
    """How, and when: a time of an open day, or one of its own."""

    wanted = RadioField("office.act.field.offer_wanted", [Needed()], choices=options(Wanted, "common.booking.wants"), default=Wanted.OPEN_DAY.value)
    slot = SelectField("office.act.field.offer_slot", [Optional()], validate_choice=False, description="office.act.hint.offer_slot")
    at = MomentField("office.act.field.offer_at", description="office.act.hint.offer_at")
    words = TextAreaField("office.act.field.offer_words", [Written(MOST, 4)], description="office.act.hint.offer_words")

    def prepare(self, case: Case, by: Actor) -> None:
        """The times that are free on the next open days of its station."""
        self.slot.choices = booking.times(finding.offered(case.station, by.at))


class OfferAnswerForm(ActForm):
    """What the visitor says."""

    key = key_field()
    said = RadioField("office.act.field.offer_said", [Needed()], choices=ANSWERS)
    wish = StringField("office.act.field.offer_wish", [Written(MOST)])


def _offer(case: Case, form: OfferForm, by: Actor) -> None:
    offered_time.offer(case, Proposed(Wanted(form.wanted.data), slots.meant(form.slot.data or ""), form.at.at, form.words.data or ""), by=by)


def _withdraw(case: Case, form: NoForm, by: Actor) -> None:
    offered_time.withdraw(offered_time.needed(case), by=by)


def _answer(case: Case, form: OfferAnswerForm, by: Actor) -> tuple[Case, Booked | None]:
    return case, offered_time.answer(offered_time.needed(case), Said(form.said.data), key=form.check_key(), wish=form.wish.data or "", by=by)


def _said(done: tuple[Case, Booked | None], by: Actor) -> Response:
    """The code of what was accepted, once, to be read out."""
    case, made = done
    if made is None:
        return page.done(url_for("office.case", number=case.number), "office.act.done.offer_answer")
    return page.show("office/booked.html", row=made.appointment, code=codes.group(made.code), place=made.appointment.station)


def _is_out(case: Case, by: Actor) -> bool:
    return offered_time.open_to(case, by.at) is not None


def _is_waiting(case: Case, by: Actor) -> bool:
    row = offered_time.open_to(case, by.at)
    return row is not None and row.waits(by.at)


ROWS = (
    Act("offer", "time.offer", OfferForm, _offer, OPEN, leads=never),
    Act("offer_withdrawal", "time.withdraw", NoForm, _withdraw, frozenset(State) - {State.DRAFT, State.VOID}, ready=_is_out, leads=never),
    Act("offer_answer", "time.answer", OfferAnswerForm, _answer, OPEN, ready=_is_waiting, leads=never, answer=_said,
        again=lambda form: offered_time.is_known(form.key.data or "")),
)
