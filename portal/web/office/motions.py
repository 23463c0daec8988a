"""A concern taken further, in the office: representatives write and sign a motion, the station sends it and enters the answer (CT-25)."""

from flask import Response
from wtforms import DateField, StringField, TextAreaField

from portal.commons import concern, motion
from portal.commons.concern import Concern
from portal.commons.motion import ANSWER_MOST, LINES, REASONS_MOST, TITLE_MOST
from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, places
from portal.network.access import Place
from portal.web import gate, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office import suggest
from portal.web.office.blueprint import door


class MotionForm(Form):
    """What is asked of whom, and why."""

    title = StringField("office.motion.name", [Needed(), Written(TITLE_MOST)])
    unit = StringField("office.motion.unit", [Needed()], render_kw=suggest.unit_field())
    reasons = TextAreaField("office.motion.reasons", [Needed(), Written(REASONS_MOST, LINES)], render_kw={"rows": 6})


class AnswerForm(Form):
    """The answer as it came."""

    text = TextAreaField("office.motion.answer", [Needed(), Written(ANSWER_MOST, LINES)], render_kw={"rows": 6})
    day = DateField("office.motion.day", [Needed()], default=clock.today)


@door.route("/concerns/<int:concern_id>/motions", methods=["GET", "POST"])
@opens("concern.see", form=True)
def motions(concern_id: int) -> Response:
    """The motions of a concern, and the form for another."""
    by, form = gate.signed_in(), MotionForm()
    row = concern.seen_by(concern_id, by)
    if not form.is_submitted():
        return _show(row, form)
    access.permit(by, "motion.write", Place(row.station_id))
    unit = places.unit_meant(form.unit.data or "")
    if not form.validate() or unit is None:
        form.unit.errors = list(form.unit.errors) + ([] if unit is not None or form.unit.errors else [gate.say()("refusal.field_choice")])
        return _show(row, form, status=422)
    try:
        with unit_of_work():
            motion.write(row, title=form.title.data or "", reasons=form.reasons.data or "", unit_id=unit.id, locale=gate.say().locale, by=by)
    except Refused as refusal:
        form.refuse(refusal, "reasons")
        return _show(row, form, status=refusal.status)
    return page.done(f"/office/concerns/{concern_id}/motions", "office.motion.written")


VERBS = {"sign": motion.sign, "send": motion.send}


@door.post("/concerns/<int:concern_id>/motions/<int:motion_id>/<what>")
@opens("concern.see")
def turn_motion(concern_id: int, motion_id: int, what: str) -> Response:
    """Sign it too; send it."""
    by = gate.signed_in()
    if what not in VERBS:
        raise Missing
    with unit_of_work():
        VERBS[what](motion.one(motion_id, concern.seen_by(concern_id, by)), by=by)
    return page.done(f"/office/concerns/{concern_id}/motions", f"office.motion.did_{what}")


@door.post("/concerns/<int:concern_id>/motions/<int:motion_id>/answer")
@opens("motion.send", form=True)
def answer_motion(concern_id: int, motion_id: int) -> Response:
    """Enter the answer as it came."""
    by, form = gate.signed_in(), AnswerForm()
    row = concern.seen_by(concern_id, by)
    if not form.validate_on_submit():
        return _show(row, answering=form, status=422)
    try:
        with unit_of_work():
            motion.answer(motion.one(motion_id, row), text=form.text.data or "", answered_on=form.day.data or clock.today(), by=by)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        form.refuse(refusal)
        return _show(row, answering=form, status=refusal.status)
    return page.done(f"/office/concerns/{concern_id}/motions", "office.motion.answered")


def _show(row: Concern, form: MotionForm | None = None, answering: AnswerForm | None = None, status: int = 200) -> Response:
    by, here = gate.signed_in(), Place(row.station_id)
    return page.show("office/motions.html", status, row=row, rows=motion.of(row), form=form or MotionForm(formdata=None),
                     answering=answering or AnswerForm(formdata=None), writes=row.is_on_board and access.can(by, "motion.write", here),
                     sends=access.can(by, "motion.send", here))
