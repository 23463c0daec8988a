"""Danger to life, marked on an open case wherever it was told, and taken back with a reason (practice.md §2.1, §3.2)."""

from wtforms import StringField

from portal.cases import danger
from portal.cases.case import OPEN, Case
from portal.network.actor import Actor
from portal.web.form import Needed, Written
from portal.web.office.act import Act, ActForm, never


class DangerForm(ActForm):
    """Who is in danger, and of what."""

    reason = StringField("office.act.field.danger", [Needed(), Written(200)], description="office.act.hint.danger")


class NoDangerForm(ActForm):
    """Why it is none, or none any more."""

    reason = StringField("office.act.field.reason", [Needed(), Written(200)])


def _mark(case: Case, form: DangerForm, by: Actor) -> None:
    danger.mark(case, reason=form.reason.data, by=by)


def _take_back(case: Case, form: NoDangerForm, by: Actor) -> None:
    danger.take_back(case, reason=form.reason.data, by=by)


ROWS = (
    Act("danger", "danger.mark", DangerForm, _mark, OPEN, leads=never, ready=lambda case, by: not case.danger,
        template="office/act/danger.html"),
    Act("danger_withdrawal", "danger.mark", NoDangerForm, _take_back, OPEN, leads=never, ready=lambda case, by: case.danger),
)
