"""On the board, or not and why, and before that its progress: the director sees exactly the row that would be published (SD-40–43, X-27)."""

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField

from portal.cases import closing, detectors, mask, preparing, preview, progress, publication, trace, withdrawal
from portal.cases.case import TO_PUBLISH, Case, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.cases.preparing import Word
from portal.network import access
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, NoForm, never

OVER = frozenset({State.CLOSED, State.ANSWERED})


class PublishForm(ActForm):
    """Detectors find no nickname and no door: each of the two reads it through (practice.md §6.3)."""

    names_nobody = BooleanField("office.act.field.names_nobody", [Needed("office.act.names_nobody_needed")],
                                description="office.act.hint.names_nobody")


class WordForm(ActForm):
    """What the visitor said of the page, at the desk or by telephone."""

    word = RadioField("office.act.field.visitor_word", [Needed()], choices=options(Word, "common.preview"))
    said = TextAreaField("office.act.field.said_words", [Written(500, 10)])


class RemovalForm(ActForm):
    """Why a result leaves the board: one reason for everybody, and a note for the office."""

    reason = RadioField("office.act.field.withdrawn_for", [Needed()], choices=options(
        NotPublishedReason, "common.not_published", without=set(NotPublishedReason) - set(withdrawal.REASONS)))
    note = TextAreaField("office.act.field.withdrawn_note", [Needed(), Written(500, 10)])


class WithholdForm(ActForm):
    """A reason of the closed list; it is counted on the board."""

    reason = RadioField("office.act.field.not_published", [Needed()], choices=options(
        NotPublishedReason, "common.not_published", without={NotPublishedReason.PRIVACY}))  # which is covered and then published


class ProgressForm(ActForm):
    """Station, class and dates are all there is; in a small place they may still point to somebody (practice.md §6.3)."""

    points_nobody = BooleanField("office.act.field.points_nobody", [Needed("office.act.points_nobody_needed")],
                                 description="office.act.hint.points_nobody")


class HideForm(ActForm):
    """Why; it stays inside."""

    reason = TextAreaField("office.act.field.reason", [Needed(), Written(500, 10)])


def _publish(case: Case, form: PublishForm, by: Actor) -> None:
    publication.publish(case, by=by)


def _show_visitor(case: Case, form: PublishForm, by: Actor) -> None:
    preparing.show(case, by=by)


def _word(case: Case, form: WordForm, by: Actor) -> None:
    preparing.answer(case, Word(form.word.data), said=form.said.data, by=by)


def _remove(case: Case, form: RemovalForm, by: Actor) -> None:
    withdrawal.withdraw(case, reason=NotPublishedReason(form.reason.data), note=form.note.data, by=by)


def _anew(case: Case, form: NoForm, by: Actor) -> None:
    withdrawal.prepare_anew(case, by=by)


def _withhold(case: Case, form: WithholdForm, by: Actor) -> None:
    publication.decline(case, reason=NotPublishedReason(form.reason.data), by=by)


def _row(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    hindrance = closing.hindrance(case)
    public = None if hindrance else publication.projection(case, by)
    shown = preview.of_case(case)
    return {"hindrance": hindrance, "public": public, "stands": publication.standing(case), "pointing": _pointing(public) if public else [],
            "counted": mask.counted(public.masks) if public else {}, "preview": shown, "over": shown is not None and shown.is_over(by.at),
            "own": shown is not None and by.person_id in preview.had_a_hand(case), "may_mask": access.can(by, "publication.prepare", case)}


def _pointing(row: publication.Publication) -> list[detectors.Found]:
    """What in the texts of the board looks like a person's number, address or name; a person decides (practice.md §6.4)."""
    return [found for text in row.texts for found in detectors.found(text)]


def _show(case: Case, form: ProgressForm, by: Actor) -> None:
    progress.show(case, by=by)


def _hide(case: Case, form: HideForm, by: Actor) -> None:
    progress.hide(case, reason=form.reason.data, by=by)


def _progress(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    row = progress.projection(case, by.at)
    return {"hindrance": closing.hindrance(case), "public": row, "pressed": trace.read(row.supervision)}


def _waiting(case: Case, by: Actor) -> bool:
    return case.public_state in TO_PUBLISH


def _prepared(case: Case, by: Actor) -> bool:
    return case.public_state is PublicState.PREPARED


def _may_release(case: Case, by: Actor) -> bool:
    """Whether the visitor had their time, and this person no hand in it."""
    shown = preview.of_case(case)
    return shown is not None and shown.is_over(by.at) and by.person_id not in preview.had_a_hand(case)


ROWS = (
    Act("publication", "publication.decide", PublishForm, _publish, OVER, ready=_prepared, leads=_may_release,
        template="office/act/publication.html", shows=_row),
    Act("showing", "publication.show", PublishForm, _show_visitor, OVER, ready=lambda case, by: case.public_state is PublicState.WAITING,
        template="office/act/publication.html", shows=_row),
    Act("visitor_word", "publication.answer", WordForm, _word, OVER, ready=_prepared, leads=never,
        template="office/act/publication.html", shows=_row),
    Act("withholding", "publication.decide", WithholdForm, _withhold, OVER, ready=_waiting, leads=never,
        template="office/act/publication.html", shows=_row),
    Act("removal", "publication.withdraw", RemovalForm, _remove, frozenset(State) - {State.DRAFT}, leads=never,
        ready=lambda case, by: publication.current_of(case) is not None),
    Act("anew", "publication.prepare", NoForm, _anew, OVER, leads=never, ready=lambda case, by: withdrawal.lacks_a_mask(case)),
    Act("progress", "progress.decide", ProgressForm, _show, progress.STATES, leads=never,
        ready=lambda case, by: progress.may_show(case) and closing.hindrance(case) is None,
        template="office/act/progress.html", shows=_progress),
    Act("progress_withdrawal", "progress.decide", HideForm, _hide, progress.STATES | OVER, leads=never,
        ready=lambda case, by: case.shows_progress),
)
