"""Who of the service may see nothing of my matter: said by number and code, and taken back there (X-04)."""

from wtforms import SelectChoice, SelectMultipleField, StringField

from portal.cases import excluded_person
from portal.cases.case import Case
from portal.network import excluded, excluded_names
from portal.network.actor import Actor
from portal.network.excluded import WORDS_MOST
from portal.web import gate
from portal.web.form import Form, Written


class KeptForm(Form):
    """The people everybody may know, others in words, and those named before."""

    people = SelectMultipleField("public.kept.people", validate_choice=False)
    words = StringField("public.kept.words", [Written(WORDS_MOST)])
    back = SelectMultipleField("public.kept.back", validate_choice=False)

    def prepare(self, case: Case) -> None:
        """Offer whom the station shows in public; what the visitor said before may be taken back."""
        named = {row.person_id for row in excluded.said(case.id) if not row.words}
        self.people.choices = [SelectChoice(str(one), f"{name} · {kind}" if kind else name) for one, name, kind in excluded_names.known(case.station) if one not in named]
        self.back.choices = [SelectChoice(str(row_id), words or gate.say()("public.kept.unnamed")) for row_id, words in excluded_person.said(case)]

    def do(self, case: Case, by: Actor) -> None:
        """Take back what is ticked, then say who is named."""
        for row_id in _numbers(self.back):
            excluded_person.lift(case, row_id, reason="", by=by)
        people = _numbers(self.people)
        if people or self.words.data.strip() or not _numbers(self.back):
            excluded_person.name(case, people=people, words=self.words.data, by=by)


def _numbers(field: SelectMultipleField) -> list[int]:
    """The ids that were offered and ticked."""
    offered = {row.value for row in field.choices or ()}
    return [int(one) for one in field.data or () if one in offered]
