"""The first acts on a matter: ask back, add, answer at once, listen (T3–T6)."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from portal.cases import acceptance, plain_words, target
from portal.cases.case import OPEN, Case, State
from portal.cases.sorting import Sorting
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.network.actor import Actor
from portal.web.form import Needed, Written
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, by_move, never


class QuestionForm(ActForm):
    """What the visitor is asked."""

    question = TextAreaField("office.act.field.question", [Needed(), Written(500, 10)],
                             description="office.act.hint.question")


class WordsForm(ActForm):
    """What the visitor said, as they said it."""

    words = TextAreaField("office.act.field.words", [Needed(), Written(WORDS_MOST, WORDS_LINES)],
                          description="office.act.hint.words")


class AnswerForm(ActForm):
    """What was answered in the same session, by whom, and what it was about: nobody else sorts it before it is published (SD-41)."""

    text = TextAreaField("office.act.field.answer", [Needed(), Written(WORDS_MOST, WORDS_LINES)],
                         description="office.act.hint.answer")
    plain = StringField("office.act.field.plain", [Written(plain_words.MOST)], description="office.act.hint.plain")
    answered_by = StringField("office.act.field.answered_by", [Needed(), Written(60)])
    unit = pickers.UnitField("office.act.field.at_table", [Written(60)], description="office.act.hint.at_table")
    kind = RadioField("office.act.field.kind", [Needed()])
    category = SelectField("office.act.field.category", [Needed()])
    minor = BooleanField("office.act.field.minor")

    def prepare(self, case: Case, by: Actor) -> None:
        """Whoever enters it most likely answered; a unit only where one sat at the table."""
        self.unit.offer(target.units_for(case))
        if not self.is_submitted():
            self.answered_by.data = by.name
        pickers.offer_sorting(self, case)


class NoteForm(ActForm):
    """A few words on what the visitor wanted to tell."""

    note = TextAreaField("office.act.field.note", [Needed(), Written(500, 10)], description="office.act.hint.note")


def _clarify(case: Case, form: QuestionForm, by: Actor) -> None:
    acceptance.clarify(case, question=form.question.data, by=by)


def _inform(case: Case, form: WordsForm, by: Actor) -> None:
    acceptance.inform(case, words=form.words.data, by=by)


def _answer(case: Case, form: AnswerForm, by: Actor) -> None:
    sorting = Sorting(int(form.kind.data), form.category.data, common=case.common, minor=form.minor.data)
    acceptance.answer(case, text=form.text.data, answered_by=form.answered_by.data, of=form.unit.unit,
                      plain=form.plain.data, sorting=sorting, by=by)


def _listen(case: Case, form: NoteForm, by: Actor) -> None:
    acceptance.listen(case, note=form.note.data, by=by)


def _has_words(case: Case, by: Actor) -> bool:
    return bool(case.words.strip())


ROWS = (
    by_move("clarification", "T5", form=QuestionForm, do=_clarify, leads=never, ready=_has_words),
    Act("information", "case.inform", WordsForm, _inform, OPEN, ready=_has_words,
        leads=lambda case, by: case.state is State.CLARIFYING),
    by_move("answer", "T3", form=AnswerForm, do=_answer, leads=never, template="office/act/return.html",
            shows=lambda case, form, by: {"units": form.unit.among}),
    by_move("listening", "T4", form=NoteForm, do=_listen, leads=never),
)
