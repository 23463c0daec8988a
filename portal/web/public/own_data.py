"""What is kept about the visitor and who looked at it, a copy of all of it, and its erasure; with number, code and a second fact (R40, R42)."""

from flask import Response, make_response, render_template
from wtforms import BooleanField, RadioField, StringField

from portal.cases import erasure, own_data
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from portal.notices import outbox
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import OPEN, opens
from portal.web.public import story, visit
from portal.web.public.blueprint import door

COPY, ERASE = "file", "erase"


class OwnDataForm(Form):
    """What they want, and the second fact that only they know."""

    what = RadioField("public.own_data.what", [Needed()], choices=[(COPY, "public.own_data.copy"), (ERASE, "public.own_data.erase")])
    fact = StringField("public.own_data.fact", [Written(50)])
    sure = BooleanField("public.own_data.sure")


@door.route("/track/data", methods=["GET", "POST"])
@opens(OPEN, form=True)
def own() -> Response:
    """The page; a copy comes as a file, which a terminal that others use after one does not give."""
    by = visit.by()
    if by is None:
        return page.done("/track", "public.track.over", "info")
    case, form = visit.case(by), OwnDataForm()
    if not erasure.possible(case):
        form.what.choices = form.what.choices[:1]
    if not form.validate_on_submit():
        return page.show("public/own_data.html", 422 if form.is_submitted() else 200, form=form, **_shown(case))
    try:
        return _erased(form, by) if form.what.data == ERASE else _copied(form, by)
    except Refused as refusal:
        return page.again("public/own_data.html", form, refusal, **_shown(visit.case(by)))


def _shown(case: Case) -> dict[str, object]:
    return {"case": case, "looks": own_data.looks(case), "asks": own_data.must_prove(case), "may_erase": erasure.possible(case)}


def _erased(form: OwnDataForm, by: Actor) -> Response:
    if not form.sure.data:
        raise Refused("own_data_sure")
    with unit_of_work():
        case = visit.case(by)
        own_data.prove(case, form.fact.data or "", by=by)
        outbox.forget_visitor(erasure.erase(case, checked=True, by=by))
    return page.done("/track/data", "public.own_data.erased")


def _copied(form: OwnDataForm, by: Actor) -> Response:
    if gate.at_terminal():
        raise Missing
    with unit_of_work():
        case = visit.case(by)
        own_data.prove(case, form.fact.data or "", by=by)
        own_data.copy(case, checked=True, by=by)
    case = visit.case(by)
    answer = make_response(render_template("public/own_data_file.html", who=own_data.of(case), looks=own_data.looks(case),
                                           progress=story.progress(case, gate.say()), at=clock.now()))
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.number}.html"'
    return answer
