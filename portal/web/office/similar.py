"""What neighbours have raised already, looked up at the desk while a matter is registered, and one more of them counted (SD-50)."""

from flask import Response, request, session

from portal.commons import joining, offered, shown
from portal.foundation.unit_of_work import unit_of_work
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.post("/concerns/similar")
@opens("case.register", form=True)
def similar_concerns() -> Response:
    """What neighbours have raised already, for the words in the form that registers; nothing of it is kept."""
    found = offered.fitting(request.form.get("words", "")[:4000], request.form.get("category", "")[:6], concerns=3, results=2)
    return page.show("office/similar.html", offer=found, asked=True)


@door.post("/concerns/<int:concern_id>/join")
@opens("concern.join")
def join_at_desk(concern_id: int) -> Response:
    """A visitor at the desk says the same: one more, once for each form that is filled in."""
    by, word = gate.signed_in(), request.form.get("key", "")[:64]
    with unit_of_work():
        joining.join(concern_id, f"{session.get('csrf_token', '')}:{word}", came_from=joining.From.DESK, source=f"person:{by.person_id}", by=by)
    if request.headers.get("HX-Request"):
        return page.show("office/similar.html", offer=offered.Offer([shown.one(concern_id)], []), asked=True, joined=concern_id)
    return page.done(f"/concerns/{concern_id}", "office.concern.joined")
