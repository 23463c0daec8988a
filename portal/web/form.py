"""The base of every form: labels and choices are message keys, errors speak the visitor's language, a stale token keeps the text."""

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectFieldBase, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.foundation import codes, text
from portal.foundation.refusal import Refused
from portal.web import gate

# WTForms' own sentences (English) → our message keys; whatever else it says becomes "please check this".
_OWN_WORDS = {
    "This field is required.": "refusal.field_needed", "Not a valid integer value.": "refusal.field_number",
    "Not a valid choice.": "refusal.field_choice", "Not a valid choice": "refusal.field_choice",
    "Not a valid date value.": "refusal.field_date", "Not a valid datetime value.": "refusal.field_date",
    "The CSRF token is missing.": "refusal.form_stale", "The CSRF session token is missing.": "refusal.form_stale",
    "The CSRF tokens do not match.": "refusal.form_stale", "The CSRF token has expired.": "refusal.form_stale",
    "The CSRF token is invalid.": "refusal.form_stale", "The CSRF session token is invalid.": "refusal.form_stale",
}


class _Translations:
    def gettext(self, string: str) -> str:
        return gate.say()(_OWN_WORDS.get(string, "refusal.field_wrong"))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return gate.say()("refusal.field_wrong")


class Form(FlaskForm):
    """Labels, descriptions and choice labels that look like `chapter.area.name` are spoken in the request's language."""

    class Meta(FlaskForm.Meta):
        """Our words instead of WTForms'."""

        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Choices are written as (value, words) pairs everywhere; WTForms gets them as its own rows."""
            pairs = unbound_field.kwargs.get("choices")
            given = {"choices": [SelectChoice(*pair) for pair in pairs]} if isinstance(pairs, list | tuple) else {}
            return super().bind_field(form, unbound_field, {**options, **given})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = gate.say()
        for field in self:
            if _is_key(field.label.text):
                field.label.text = say(field.label.text)
            if isinstance(field, StringField) and field.data is None:
                field.data = ""  # a field that a sender left out is empty, as one sent empty is
            if isinstance(field, SelectFieldBase) and isinstance(getattr(field, "choices", None), list):
                field.choices = [replace(row, label=say(row.label)) if _is_key(row.label) else row for row in field.choices]

    def refuse(self, refusal: Refused, field: str | None = None) -> None:
        """Show what the domain refused, beside a field or above the form."""
        said = gate.say()(refusal.key, **refusal.params)
        target = self._fields.get(field) if field else None
        if target is not None:
            target.errors = [*target.errors, said]
        else:
            self.form_errors.append(said)

    def check_key(self) -> str:
        """The key of a form that has one, as we minted it; anything else is refused, with a fresh key in the form that is shown again (R07)."""
        field = self._fields["key"]
        if not codes.is_key(field.data or ""):
            field.data = codes.new_key()
            raise Refused("form_stale")
        return str(field.data)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the form as a whole; a stale token is one of these and everything typed is still here."""
        stale = [gate.say()("refusal.form_stale")] if g.get("stale") else []
        return stale + list(self.form_errors)

    @property
    def lost_files(self) -> str:
        """The fields for which files came with this form, by their labels: no page can give them back, so it says so (R49)."""
        return ", ".join(field.label.text for field in self if any(getattr(one, "filename", "") for one in field.raw_data or ()))


def options(kinds: type[enum.StrEnum], family: str, without: Iterable[enum.StrEnum] = (), blank: str = "") -> list[tuple[str, str]]:
    """The choices of an enum, labelled by the message family `<family>.<value>`; `blank` is the key of an empty first choice."""
    shown = [(kind.value, f"{family}.{kind.value}") for kind in kinds if kind not in tuple(without)]
    return ([("", blank)] if blank else []) + shown


def _is_key(label: object) -> bool:
    return isinstance(label, str) and label.split(".")[0] in ("common", "refusal", "kiosk", "public", "office", "paper") and " " not in label


class Needed(InputRequired):
    """The field may not be left empty; blanks count as empty. The message is a key."""

    def __init__(self, key: str = "refusal.field_needed") -> None:
        super().__init__(key)

    def __call__(self, form: Any, field: Field) -> None:
        value = field.data
        if value is None or value is False or (isinstance(value, str) and not value.strip()) or value == []:
            raise ValidationError(gate.say()(str(self.message)))


class Written:
    """The text keeps within `most` characters and `lines` lines and holds nothing that cannot be shown (R44, R45)."""

    def __init__(self, most: int, lines: int = 1) -> None:
        self.most, self.lines = most, lines

    def __call__(self, form: Any, field: Field) -> None:
        try:
            text.clean(field.data or "", self.most, self.lines)
        except Refused as refusal:
            field.data = showable(field.data)
            raise ValidationError(gate.say()(refusal.key, **refusal.params)) from refusal


def showable(typed: str) -> str:
    """What no page can hold becomes the replacement mark where it stood, so that the form comes back whole and shows the place."""
    return "".join("\ufffd" if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\r\n\t" else sign for sign in typed)


def key_field() -> HiddenField:
    """The server-minted key of a form that may be sent once (R07)."""
    return HiddenField(default=codes.new_key)


def version_field() -> HiddenField:
    """The version of the case that the form was made from (R13)."""
    return HiddenField()
