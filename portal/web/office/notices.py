"""What came for me: a short list on the page of the day, put away by one touch; and whereto it goes besides."""

from typing import Any

from flask import Response, current_app, request
from wtforms import RadioField, StringField

from portal.exchange import postman
from portal.foundation import chore, text
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.access import can
from portal.network.actor import Actor
from portal.notices import inbox, pressure, wish
from portal.notices.wish import Way, Wish
from portal.reception import day_notice
from portal.web import gate, page
from portal.web.form import Form, Written
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door

SHOWN = 8


class WishForm(Form):
    """Whereto notices go besides the office."""

    way = RadioField("office.notice.mine", choices=[("", "office.notice.way_none"), ("mail", "office.notice.way_mail"),
                                                    ("sms", "office.notice.way_sms")], default="")
    address = StringField("office.notice.address", [Written(wish.ADDRESS_MOST)])


def came(by: Actor) -> dict[str, Any]:
    """What the page of the day shows: the newest notices, how many more there are, sealed messages, and the alarm of the daily check."""
    rows, count = inbox.unseen(by, SHOWN)
    checked = chore.of("invariants") if can(by, "rules.see") else None
    alarm = checked.found if checked is not None and checked.found and (checked.found["broken"] or checked.found["failed"]) else None
    days = day_notice.unseen(by, SHOWN + 1) if can(by, "swap.ask") or can(by, "invitation.see") else []
    return {"came": rows, "came_more": count - len(rows), "alarm": alarm, "days": days[:SHOWN], "days_more": len(days) > SHOWN,
            "sealed": pressure.unread(by), "sealed_nobody": pressure.unreadable(by.at) if can(by, "network.manage") else 0}


@door.post("/notices/seen")
@opens(STAFF)
def notices_seen() -> Response:
    """Put away what was shown; what came since stays."""
    by = gate.staff()
    assert by is not None
    with unit_of_work():
        inbox.put_away(_shown("notices"), by=by)
        day_notice.put_away(_shown("days"), by=by)
    return page.done("/office/", "office.notice.done")


def _shown(name: str) -> list[int]:
    """The rows that stood on the page; it never shows more."""
    return [one for one in map(text.whole, request.form.getlist(name)[:SHOWN]) if one is not None]


@door.route("/account/notices", methods=["GET", "POST"])
@opens(STAFF, form=True)
def my_notices() -> Response:
    """Choose an address of one's own, or none."""
    by = gate.staff()
    assert by is not None
    form, mine = WishForm(), wish.of_person(by.person_id or 0)
    if request.method == "GET" and mine is not None:
        form.way.data, form.address.data = mine.way.value, mine.address
    if not form.validate_on_submit():
        return page.show("office/my_notices.html", 422 if form.is_submitted() else 200, form=form, ways=_ways())
    try:
        _wished(form, by)
    except Refused as refusal:
        return page.again("office/my_notices.html", form, refusal, "address", ways=_ways())
    return page.done("/office/account", "office.notice.saved")


def _wished(form: WishForm, by: Actor) -> Wish | None:
    with unit_of_work():
        return wish.hear_myself(way=Way(form.way.data) if form.way.data else None, address=form.address.data or "",
                                locale=gate.say().locale, by=by)


def _ways() -> frozenset[Way]:
    return postman.ways(current_app.config["SETTINGS"])
