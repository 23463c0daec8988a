"""The page of a result as it will stand, shown to its visitor before it goes up; they say that it is well, what to cover, or no (practice.md §6.4)."""

from wtforms import RadioField, TextAreaField

from portal.cases import mask, preparing, preview, publication, trace
from portal.cases.case import Case
from portal.cases.preparing import Word
from portal.foundation import clock
from portal.network import actor
from portal.network.actor import Actor
from portal.web.form import Form, Needed, Written, options


class PreviewForm(Form):
    """Look, and say what you think of it; to say nothing is a yes after 48 hours."""

    word = RadioField("public.preview.word", [Needed()], choices=options(Word, "common.preview"))
    said = TextAreaField("public.preview.said", [Written(500, 10)])

    def prepare(self, case: Case) -> None:
        """What they look at: the row as it would be written, and until when."""
        self.row, self.shown = publication.projection(case, actor.visitor(case.id, clock.now())), preview.of_case(case)
        self.pressed = trace.read(self.row.supervision)
        self.covered = mask.counted(self.row.masks)

    def do(self, case: Case, by: Actor) -> None:
        """Say it."""
        preparing.answer(case, Word(self.word.data), said=self.said.data, by=by)
