"""The unit's reply and the representative's look at it (T16–T18, T22, SD-36, SD-42, HB-47, HB-51)."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.cases import attachment, likeness, reply, twins
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case, Outcome
from portal.foundation.database import db
from portal.foundation.text import REPLY_LINES, REPLY_MOST
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import ActForm, NoForm, by_move, never
from portal.web.office.uploads import TAKEN, FilesField


class ReplyForm(ActForm):
    """The reply as it will stand on the board, and what stays beside it."""

    text = TextAreaField("office.act.field.reply", [Needed(), Written(REPLY_MOST, REPLY_LINES)],
                         description="office.act.hint.reply")
    claim = RadioField("office.act.field.claim", [Needed()],
                       choices=options(Outcome, "common.outcome", without=(Outcome.ANSWERED,)), description="office.act.hint.claim")
    planned_on = DateField("office.act.field.planned_on", [Optional()], description="office.act.hint.planned_on")
    document = StringField("office.act.field.document", [Written(60)])
    checked = TextAreaField("office.act.field.checked", [Written(2000, 40)], description="office.act.hint.checked")
    basis = TextAreaField("office.act.field.basis", [Written(1000, 20)])
    officer = StringField("office.act.field.officer", [Needed(), Written(40)])
    signed_off_by = StringField("office.act.field.signed_off_by", [Needed(), Written(40)])
    files = FilesField("office.act.field.files", render_kw=TAKEN, description="office.act.hint.files")

    def prepare(self, case: Case, by: Actor) -> None:
        """Whoever writes most likely handled it."""
        if not self.is_submitted():
            self.officer.data = by.name


class SendBackForm(ActForm):
    """What is missing, in words the unit can work with."""

    reason = TextAreaField("office.act.field.send_back_reason", [Needed(), Written(1000, 20)],
                           description="office.act.hint.send_back_reason")


class PassForm(NoForm):
    """The one question of the review."""

    answers = BooleanField("office.act.field.answers")


def _write(case: Case, form: ReplyForm, by: Actor) -> None:
    row = reply.write(case, text=form.text.data, claim=Outcome(form.claim.data), officer=form.officer.data,
                      signed_off_by=form.signed_off_by.data, document=form.document.data, checked=form.checked.data,
                      basis=form.basis.data, planned_on=form.planned_on.data, by=by)
    db.session.flush()
    for stored in form.files.stored:
        attachment.attach(case, stored, kind=AttachmentKind.REPLY, by=by, reply_id=row.id)


def _send_back(case: Case, form: SendBackForm, by: Actor) -> None:
    reply.send_back(case, reason=form.reason.data, by=by)


def _pass(case: Case, form: PassForm, by: Actor) -> None:
    reply.pass_on(case, answers_the_question=form.answers.data, by=by)


def _preview(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    text = (form.text.data or "").replace("\r\n", "\n")
    return {"stands": text, "sha256": reply.fingerprint(text), "earlier": reply.of_case(case), "reviews": reply.reviews_of(case)}


def _newest(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    row = reply.latest(case)
    alike = twins.of(row, apart=by.kept_from)
    return {"reply": row, "twins": alike, "open_twins": twins.readable(alike, by),
            "hints": likeness.empty_hints(row.text) + likeness.reading_hints(row.text)}


ROWS = (
    by_move("reply", "T16", "T22", form=ReplyForm, do=_write, looks=True, template="office/act/reply.html", shows=_preview),
    by_move("passing", "T18", form=PassForm, do=_pass, template="office/act/review.html", shows=_newest),
    by_move("sending_back", "T17", form=SendBackForm, do=_send_back, leads=never, template="office/act/review.html", shows=_newest),
)
