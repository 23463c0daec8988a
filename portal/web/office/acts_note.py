"""A note beside a matter with those who may read it, the visitor among them where they are told or asked something (ZG-19, HB-78)."""

from wtforms import BooleanField, RadioField, TextAreaField

from portal.cases import side_note
from portal.cases.case import Case, State
from portal.cases.side_note import Audience
from portal.network import access
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never


class SideNoteForm(ActForm):
    """What is noted, and for whom; as few as can be unless somebody says otherwise."""

    words = TextAreaField("office.act.field.side_note", [Needed(), Written(side_note.MOST, side_note.LINES)], description="office.act.hint.side_note")
    audience = RadioField("office.act.field.audience", [Needed()], choices=options(Audience, "office.audience"), default=Audience.DESK.value,
                          description="office.act.hint.audience")
    asks = BooleanField("office.act.field.asks", description="office.act.hint.asks")

    def prepare(self, case: Case, by: Actor) -> None:
        """The visitor only where they may be told something, by whom they know."""
        if not (side_note.is_open_to_visitor(case) and access.can(by, "visitor.ask", case)):
            self.audience.choices = [one for one in self.audience.choices if one.value != Audience.VISITOR]
            del self.asks


def _write(case: Case, form: SideNoteForm, by: Actor) -> None:
    side_note.write(case, words=form.words.data, audience=Audience(form.audience.data), asks="asks" in form and bool(form.asks.data), by=by)


ROWS = (Act("note", "side_note.write", SideNoteForm, _write, frozenset(State) - {State.DRAFT, State.VOID}, leads=never),)
