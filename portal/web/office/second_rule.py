"""Whether directors and above need a second step to sign in, for the administrator: not, or from a day on (R54)."""

from flask import Response, request
from wtforms import RadioField

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network import network, places, second_step
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import opens
from portal.web.office.blueprint import door


class SecondRuleForm(Form):
    """One of two ways for the whole network."""

    way = RadioField("office.second.rule", [Needed()], choices=[("asked", "office.second.asked"), ("free", "office.second.free")])


@door.route("/second-step", methods=["GET", "POST"])
@opens("network.manage", form=True)
def second_rule() -> Response:
    """The way in force, and the form to choose the other; switched on, everybody has a fortnight."""
    form, found = SecondRuleForm(), network.shown()
    since = found.second_step_from if found is not None else None
    if request.method == "GET":
        form.way.data = "free" if since is None else "asked"
        return page.show("office/second_rule.html", form=form, since=since)
    if not form.validate_on_submit():
        return page.again("office/second_rule.html", form, since=since)
    with unit_of_work():
        asked = (since or clock.today() + second_step.GRACE) if form.way.data == "asked" else None
        places.ask_second_step(asked, by=gate.signed_in())
    return page.done("/office/second-step", "office.second.rule_changed")
