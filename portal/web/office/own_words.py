"""The words a station keeps for its terminals' input panel: one a line, by whoever looks after the terminals (K30)."""

from flask import Response, request
from wtforms import TextAreaField

from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import own_words
from portal.web import gate, page
from portal.web.form import Form
from portal.web.gate import opens
from portal.web.office.blueprint import door


class OwnWordsForm(Form):
    """The whole list."""

    words = TextAreaField("office.own_words.label", render_kw={"rows": 16, "autocomplete": "off"})


@door.route("/stations/<code>/words", methods=["GET", "POST"])
@opens("words.manage", form=True)
def station_words(code: str) -> Response:
    """The list as it is, and as it should be."""
    place, form = own_words.one(code, gate.signed_in()), OwnWordsForm()
    if request.method == "GET":
        form.words.data = "\n".join(own_words.of(place))
        return page.show("office/own_words.html", form=form, station=place, most=own_words.MOST)
    if not form.validate_on_submit():
        return page.again("office/own_words.html", form, station=place, most=own_words.MOST)
    try:
        with unit_of_work():
            n = own_words.keep(own_words.one(code, gate.signed_in()), form.words.data or "", by=gate.signed_in())
    except Refused as refusal:
        return page.again("office/own_words.html", form, refusal, "words", station=place, most=own_words.MOST)
    return page.done(f"/office/stations/{place.code}/words", "office.own_words.kept", n=n)
