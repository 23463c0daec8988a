"""By which way matters go to the units, for the administrator: straight from the station, or through the liaison office (SD-26)."""

from flask import Response, request
from wtforms import RadioField

from portal.cases import forwarding
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.web import gate, page
from portal.web.form import Form, Needed
from portal.web.gate import opens
from portal.web.office.blueprint import door


class RoutingForm(Form):
    """One of two ways for the whole network."""

    way = RadioField("office.routing.way", [Needed()], choices=[("direct", "office.routing.direct"), ("office", "office.routing.office")])


@door.route("/routing", methods=["GET", "POST"])
@opens("network.manage", form=True)
def routing() -> Response:
    """The way in force, and the form to choose the other."""
    form = RoutingForm()
    if request.method == "GET":
        form.way.data = "office" if forwarding.is_set() else "direct"
        return page.show("office/routing.html", form=form)
    if not form.validate_on_submit():
        return page.again("office/routing.html", form)
    with unit_of_work():
        places.route(form.way.data == "office", by=gate.signed_in())
    return page.done("/office/routing", "office.routing.changed")
