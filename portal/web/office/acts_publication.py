"""On the board, or not and why, and before that its progress: the director sees exactly the row that would be published (SD-40–43, X-27)."""

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField

from portal.cases import closing, detectors, progress, publication, trace
from portal.cases.case import Case, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never

OVER = frozenset({State.CLOSED, State.ANSWERED})


class PublishForm(ActForm):
    """Until names can be covered on the board, somebody reads it through first (practice.md §6.3)."""

    names_nobody = BooleanField("office.act.field.names_nobody", [Needed("office.act.names_nobody_needed")],
                                description="office.act.hint.names_nobody")


class WithholdForm(ActForm):
    """A reason of the closed list; it is counted on the board."""

    reason = RadioField("office.act.field.not_published", [Needed()], choices=options(NotPublishedReason, "common.not_published"))


class ProgressForm(ActForm):
    """Station, class and dates are all there is; in a small place they may still point to somebody (practice.md §6.3)."""

    points_nobody = BooleanField("office.act.field.points_nobody", [Needed("office.act.points_nobody_needed")],
                                 description="office.act.hint.points_nobody")


class HideForm(ActForm):
    """Why; it stays inside."""

    reason = TextAreaField("office.act.field.reason", [Needed(), Written(500, 10)])


def _publish(case: Case, form: PublishForm, by: Actor) -> None:
    publication.publish(case, by=by)


def _withhold(case: Case, form: WithholdForm, by: Actor) -> None:
    publication.decline(case, reason=NotPublishedReason(form.reason.data), by=by)


def _row(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    hindrance = closing.hindrance(case)
    public = None if hindrance else publication.projection(case, by)
    return {"hindrance": hindrance, "public": public, "stands": publication.standing(case), "pointing": _pointing(public) if public else []}


def _pointing(row: publication.Publication) -> list[detectors.Found]:
    """What in the texts of the board looks like a person's number, address or name; a person decides (practice.md §6.4)."""
    texts = (row.words, *row.summary, *(one["text"] for one in row.replies), row.rating.get("words", ""))
    return [found for text in texts for found in detectors.found(text)]


def _show(case: Case, form: ProgressForm, by: Actor) -> None:
    progress.show(case, by=by)


def _hide(case: Case, form: HideForm, by: Actor) -> None:
    progress.hide(case, reason=form.reason.data, by=by)


def _progress(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    row = progress.projection(case, by.at)
    return {"hindrance": closing.hindrance(case), "public": row, "pressed": trace.read(row.supervision)}


def _waiting(case: Case, by: Actor) -> bool:
    return case.public_state is PublicState.WAITING


ROWS = (
    Act("publication", "publication.decide", PublishForm, _publish, OVER, ready=_waiting,
        template="office/act/publication.html", shows=_row),
    Act("withholding", "publication.decide", WithholdForm, _withhold, OVER, ready=_waiting, leads=never,
        template="office/act/publication.html", shows=_row),
    Act("progress", "progress.decide", ProgressForm, _show, progress.STATES, leads=never,
        ready=lambda case, by: progress.may_show(case) and closing.hindrance(case) is None,
        template="office/act/progress.html", shows=_progress),
    Act("progress_withdrawal", "progress.decide", HideForm, _hide, progress.STATES | OVER, leads=never,
        ready=lambda case, by: case.shows_progress),
)
