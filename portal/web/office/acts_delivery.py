"""Told in plain words: four sentences, confirmed, delivered; the tries, and the end by rule (T19, T20, SD-29, X-01, X-03)."""

from typing import Any

from wtforms import RadioField, StringField
from wtforms.validators import Length, Optional

from portal.cases import delivery, likeness, reply
from portal.cases.case import Case, State
from portal.cases.delivery import SENTENCE_MOST, Way
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, NoForm, by_move, never
from portal.web.office.pickers import MomentField

TO_DELIVER, DELIVERED = frozenset({State.TO_DELIVER}), frozenset({State.DELIVERED})


def _sentence(label: str, hint: str) -> StringField:
    return StringField(label, [Needed(), Written(SENTENCE_MOST), Length(max=SENTENCE_MOST)], description=hint)


class SummaryForm(ActForm):
    """Four sentences as one says them to a neighbour."""

    asked = _sentence("office.act.field.asked", "office.act.hint.asked")
    answer = _sentence("office.act.field.plain_answer", "office.act.hint.plain_answer")
    next = _sentence("office.act.field.next", "office.act.hint.next")
    disagree = _sentence("office.act.field.disagree", "office.act.hint.disagree")

    def prepare(self, case: Case, by: Actor) -> None:
        """A summary that waits is improved, not typed anew."""
        row = delivery.summary_of(case)
        if row is not None and not self.is_submitted():
            self.asked.data, self.answer.data, self.next.data, self.disagree.data = row.sentences


class DeliverForm(ActForm):
    """How and when the visitor was told."""

    way = RadioField("office.act.field.way", [Needed()], choices=options(Way, "common.way"))
    happened = MomentField("office.act.field.happened", description="office.act.hint.happened")


class TellForm(DeliverForm):
    """And whether it was understood, where they could be asked (HB-38)."""

    understood = RadioField("office.act.field.told_understood", [Optional()], default="", choices=[
        ("1", "office.act.choice.yes"), ("0", "office.act.choice.no"), ("", "office.act.option.not_asked")])


class TryForm(DeliverForm):
    """One try to get the visitor's word."""

    note = StringField("office.act.field.try_note", [Written(200)], description="office.act.hint.try_note")


def _summarise(case: Case, form: SummaryForm, by: Actor) -> None:
    delivery.summarise(case, asked=form.asked.data, answer=form.answer.data, next=form.next.data,
                       disagree=form.disagree.data, by=by)


def _confirm(case: Case, form: NoForm, by: Actor) -> None:
    delivery.confirm(case, by=by)


def _deliver(case: Case, form: TellForm, by: Actor) -> None:
    understood = {"1": True, "0": False}.get(form.understood.data or "")
    delivery.deliver(case, way=Way(form.way.data), happened_at=form.happened.at, understood=understood, by=by)


def _try(case: Case, form: TryForm, by: Actor) -> None:
    delivery.record_try(case, way=Way(form.way.data), note=form.note.data, happened_at=form.happened.at, by=by)


def _close(case: Case, form: NoForm, by: Actor) -> None:
    delivery.close_by_rule(case, by=by)


def _words(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    summary = delivery.summary_of(case)
    typed = [str(form[name].data or "") for name in ("asked", "answer", "next", "disagree")] if "asked" in form else []
    hard = likeness.reading_hints("\n".join(typed or (summary.sentences if summary else [])))
    return {"reply": reply.latest(case), "summary": summary, "most": SENTENCE_MOST, "hard": hard}


def _tries(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"tries": delivery.tries_of(case), "enough": delivery.tried_enough(case) or delivery.stood_long_enough(case, by)}


def _confirmed(case: Case, by: Actor) -> bool:
    row = delivery.summary_of(case)
    return row is not None and row.confirmed_at is not None


def _no_summary(case: Case, by: Actor) -> bool:
    return delivery.summary_of(case) is None


def _unconfirmed(case: Case, by: Actor) -> bool:
    row = delivery.summary_of(case)
    return row is not None and row.confirmed_at is None


def _closable(case: Case, by: Actor) -> bool:
    return delivery.tried_enough(case) or delivery.stood_long_enough(case, by)


ROWS = (
    by_move("delivery", "T19", form=TellForm, do=_deliver, ready=_confirmed, template="office/act/delivery.html", shows=_words),
    Act("summary", "summary.write", SummaryForm, _summarise, TO_DELIVER, looks=True, leads=_no_summary,
        template="office/act/summary.html", shows=_words),
    Act("confirmation", "summary.confirm", NoForm, _confirm, TO_DELIVER, ready=_unconfirmed,
        template="office/act/confirmation.html", shows=_words),
    by_move("closing", "T20", form=NoForm, do=_close, ready=_closable, template="office/act/tries.html", shows=_tries),
    Act("try", "delivery.try", TryForm, _try, DELIVERED, leads=never, template="office/act/tries.html", shows=_tries),
)
