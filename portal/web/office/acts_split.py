"""One case turns out to hold two matters: the second gets its number, code and receipt on the page that answers (HB-49)."""

from flask import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from portal.cases import attachment, split
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case, Kind
from portal.cases.intake import Registered, Telling
from portal.foundation import form_key
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.network.actor import Actor
from portal.web import gate
from portal.web.form import Needed, Written, key_field
from portal.web.office import receipts, rows
from portal.web.office.act import Act, ActForm, never


class SplitForm(ActForm):
    """What the second matter is, in the visitor's words; what stays under this number."""

    key = key_field()
    words = TextAreaField("office.register.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)],
                          description="office.act.hint.split_words", render_kw={"rows": 6})
    stays = StringField("office.act.field.stays_here", [Needed(), Written(200)], description="office.act.hint.stays_here")
    wants = StringField("office.register.wants", [Written(200)])
    place = StringField("office.register.place", [Written(200)])
    category = SelectField("office.register.category", default="")
    kind = SelectField("office.register.kind", default="")
    # sent again, a file that went is no longer among the choices: the verb refuses what is none of the case (R07)
    goes = SelectMultipleField("office.act.field.files_go", coerce=int, validate_choice=False, description="office.act.hint.files_go")
    both = SelectMultipleField("office.act.field.files_both", coerce=int, validate_choice=False)
    danger = BooleanField("office.register.danger")
    minor = BooleanField("office.register.minor")

    def prepare(self, case: Case, by: Actor) -> None:
        """Start from all that was said: what belongs to the first matter is taken out by hand. Sealed words go nowhere by themselves (HB-44)."""
        say = gate.say()
        self.category.choices = {"—": [("", say("office.register.unsorted"))], **rows.classes()}
        self.kind.choices = [("", say("office.register.unsaid")), *((str(kind.value), say(f"common.kind.{kind.value}")) for kind in Kind)]
        self._offer_files(case)
        if not self.is_submitted() and not case.sealed:
            self.words.data, self.place.data = case.words, case.place

    def _offer_files(self, case: Case) -> None:
        """Each file by the number it has on the page of the case; no question where there are none."""
        say = gate.say()
        files = [(row.id, f"{say('office.case.file', n=row.id)} · {row.suffix.upper()} · "
                  f"{say('office.case.from_visitor' if row.kind is AttachmentKind.VISITOR else 'office.case.from_station')}")
                 for row in attachment.separable(case)]
        self.goes.choices = self.both.choices = files
        if not files:
            del self.goes, self.both

    def second(self) -> Telling:
        """The second matter, for the verb."""
        return Telling(words=self.words.data or "", wants=self.wants.data or "", place=self.place.data or "", category=self.category.data or None,
                       kind=int(self.kind.data) if self.kind.data else None, danger=self.danger.data, minor=self.minor.data)


def _split(case: Case, form: SplitForm, by: Actor) -> Registered:
    goes, both = (form[name].data or [] if name in form else [] for name in ("goes", "both"))
    return split.split(case, form.second(), stays=form.stays.data or "", key=form.key.data or "", goes=goes, both=both, by=by)


def _receipt(made: Registered, by: Actor) -> Response:
    """The new number and code, once, with its paper: the code stands in no address."""
    return receipts.fresh("office/registered.html", made.case, made.code, made.token, replayed=made.replayed, kept=None, beside=[])


ROWS = (
    Act("split", "case.split", SplitForm, _split, split.SPLITS, ready=lambda case, by: bool(case.words.strip()), leads=never, answer=_receipt,
        again=lambda form: form_key.made_by(form.key.data or "") is not None),
)
