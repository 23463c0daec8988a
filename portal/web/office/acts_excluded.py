"""Who may see nothing of a matter: named by its visitor, resolved, taken back; and one's own interest in it, declared or noted (X-04)."""

from wtforms import SelectField, StringField

from portal.cases import excluded_person
from portal.cases.case import Case, State
from portal.foundation.refusal import Refused
from portal.foundation.text import whole
from portal.network import excluded
from portal.network.actor import Actor
from portal.network.excluded import WORDS_MOST
from portal.web.form import Needed, Written
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, never

EVER = frozenset(State) - {State.DRAFT, State.VOID}


class KeptForm(ActForm):
    """Whom the visitor names, in their words; a whole name acts at once."""

    who = StringField("office.act.field.kept_who", [Needed(), Written(WORDS_MOST)], description="office.act.hint.kept_who", render_kw=pickers.PLAIN)


class ResolvedForm(ActForm):
    """Which words, and who was meant; nobody of the service, where nothing is typed."""

    row = SelectField("office.act.field.kept_words", [Needed()])
    who = StringField("office.act.field.kept_person", [Written(40)], description="office.act.hint.kept_nobody", render_kw=pickers.PLAIN)

    def prepare(self, case: Case, by: Actor) -> None:
        """The words that wait."""
        self.row.choices = [(str(one.id), one.words or "—") for one in excluded.unresolved(case.id)]


class LiftedForm(ActForm):
    """Whom it no longer holds for, and why."""

    row = SelectField("office.act.field.kept_row", [Needed()])
    reason = StringField("office.act.field.reason", [Needed(), Written(200)])

    def prepare(self, case: Case, by: Actor) -> None:
        """Everything that stands."""
        self.row.choices = [(str(row.id), name) for row, name in excluded_person.names(case, by)]


class InterestForm(ActForm):
    """Nothing is asked: to say it is enough."""


class NotedForm(ActForm):
    """Who has an interest in it, and why one thinks so."""

    who = StringField("office.act.field.kept_person", [Needed(), Written(40)], description="office.act.hint.kept_person", render_kw=pickers.PLAIN)
    reason = StringField("office.act.field.reason", [Needed(), Written(200)])


def _person(typed: str, by: Actor) -> int:
    one = excluded_person.found(typed, by)
    if one is None:
        raise Refused("excluded_unknown")
    return one.id


def _keep(case: Case, form: KeptForm, by: Actor) -> None:
    one = excluded_person.found(form.who.data, by)
    excluded_person.name(case, people=[one.id] if one else [], words="" if one else form.who.data, by=by)


def _resolve(case: Case, form: ResolvedForm, by: Actor) -> None:
    typed = form.who.data.strip()
    excluded_person.resolve(case, whole(form.row.data) or 0, people=[_person(typed, by)] if typed else [], by=by)


def _lift(case: Case, form: LiftedForm, by: Actor) -> None:
    excluded_person.lift(case, whole(form.row.data) or 0, reason=form.reason.data, by=by)


def _declare(case: Case, form: InterestForm, by: Actor) -> None:
    excluded_person.declare(case, by=by)


def _note(case: Case, form: NotedForm, by: Actor) -> None:
    excluded_person.note(case, _person(form.who.data, by), reason=form.reason.data, by=by)


ROWS = (
    Act("kept_resolved", "excluded.resolve", ResolvedForm, _resolve, EVER, ready=lambda case, by: bool(excluded.unresolved(case.id))),
    Act("kept", "excluded.name", KeptForm, _keep, EVER - {State.MERGED}, leads=never),
    Act("kept_lifted", "excluded.lift", LiftedForm, _lift, EVER, leads=never, ready=lambda case, by: bool(excluded.of_case(case.id))),
    Act("interest", "interest.declare", InterestForm, _declare, EVER, leads=never),
    Act("interest_noted", "interest.note", NotedForm, _note, EVER, leads=never),
)
