"""Contact cards of a station: printed ten on a sheet, and how many were handed out to whom (HB-21, HB-32)."""

from datetime import timedelta

from flask import Response, current_app, g, request
from wtforms import DateField, IntegerField, SelectField, StringField

from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, representative
from portal.network.access import Place
from portal.network.representative import Representative
from portal.network.station import Station
from portal.paper import card
from portal.reception import handout
from portal.reception.handout import Group
from portal.web import gate, page, papers
from portal.web.form import Form, Needed, Written, key_field, options
from portal.web.gate import opens
from portal.web.office import faces, one_station
from portal.web.office.blueprint import door

_FIELDS = {"refusal.handout_count": "count", "refusal.handout_later": "day"}


class HandoutForm(Form):
    """One handing-out."""

    whose = SelectField("office.card.whose")
    count = IntegerField("office.card.count", [Needed()], render_kw={"min": 1, "max": handout.MOST, "inputmode": "numeric"})
    group = SelectField("office.card.group", choices=options(Group, "office.card.group"))
    place = StringField("office.card.place", [Written(60)], render_kw={"autocomplete": "off"})
    day = DateField("office.card.day", [Needed()], default=clock.today)
    key = key_field()

    def offer(self, people: list[Representative]) -> "HandoutForm":
        """Whose card it may have been: the station's own, or one of these people's."""
        self.whose.choices = [("", gate.say()("office.card.of_station")), *((str(row.person_id), row.person.name) for row in people)]
        return self


@door.get("/cards")
@opens("card.note")
def cards() -> Response:
    """The representatives of a station, their cards, and what was handed out."""
    asked = one_station.asked("card.note")
    if asked.place is None:
        return page.show("office/cards.html", place=None, typed=asked.typed, unknown=asked.unknown, many=True)
    return _show(asked.place, typed=asked.typed)


@door.post("/cards/<code>")
@opens("card.note", form=True)
def note_cards(code: str) -> Response:
    """Write a handing-out down."""
    here, by = one_station.at(code, "card.note"), gate.signed_in()
    form = HandoutForm().offer(representative.of_station(here.id))
    if not form.validate_on_submit():
        return _show(here, form, 422)
    try:
        key = form.check_key()
        with unit_of_work():
            row = handout.note(here, day=form.day.data or clock.today(), count=form.count.data or 0, group=Group(form.group.data),
                         place=form.place.data or "", person_id=whole(form.whose.data), key=key, by=by)
    except Refused as refusal:
        if refusal.key == "refusal.handout_key_reused":
            form.key.data = codes.new_key()  # what was typed since is another handing-out: the next send may note it
        form.refuse(refusal, _FIELDS.get(refusal.key))
        return _show(here, form, refusal.status)
    return page.done(f"/office/cards?station={code}", "office.card.noted", n=row.count)


@door.post("/cards/<int:handout_id>/strike")
@opens("card.note")
def strike_cards(handout_id: int) -> Response:
    """It was noted wrongly."""
    with unit_of_work():
        code = handout.strike(handout_id, by=gate.signed_in()).station.code
    return page.done(f"/office/cards?station={code}", "office.card.struck_now")


@door.get("/cards/<code>/sheet.pdf")
@opens("card.note")
def card_sheet(code: str) -> Response:
    """Ten cards of one representative who is shown in public (`who`), or of the station with all of them."""
    here, asked = one_station.at(code, "card.note"), whole(request.args.get("who"))
    people = [row for row in representative.of_station(here.id) if (row.person_id == asked if asked else row.public)]
    if asked and not people:
        raise Missing
    if not all(row.public for row in people):
        raise Refused("face_not_public")
    facts, say = faces.sheet_of(here, tuple(people), current_app.config["PUBLIC_URL"], of_station=not asked), gate.say()
    return papers.hand_out(lambda size, links: card.html(facts, say, size, links), "cards", f"cards-{code}", card.PAGE_STYLES)


def _show(here: Station, form: HandoutForm | None = None, status: int = 200, typed: str = "") -> Response:
    today, people = clock.today(), representative.of_station(here.id)
    g.stands_at = f"/office/cards?station={here.code}"
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    given = {name: handout.given([here.id], first, today) for name, first in (
        ("month", month), ("year", year), ("ever", today - timedelta(days=36500)))}
    form = form or HandoutForm(formdata=None).offer(people)
    keeps = access.can(gate.signed_in(), "face.keep", Place(here.id))
    members = [row for row in representative.members_of(here.id) if row not in people]
    return page.show("office/cards.html", status, place=here, people=people, members=members, keeps=keeps, form=form, rows=handout.noted(here.id), given=given,
                     typed=typed, unknown=False, many=one_station.is_many("card.note"))
