"""What somebody tells about themselves, as fields that two forms share: the visit's, and the correction's (practice.md §2.1)."""

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from portal.cases.visitor import CONTACT, AgeBand, Beside, Identity, IdentityMode, Sex
from portal.web import gate
from portal.web.form import Needed, Written, options
from portal.web.office import pickers


class WhoFields:
    """Who came and how they want to be treated; who came for them or with them. Nothing of it is needed."""

    mode = RadioField("office.register.mode", [Needed()], choices=options(IdentityMode, "common.identity"))
    name = StringField("office.register.name", [Written(50)], render_kw=pickers.PLAIN)
    phone = StringField("office.register.phone", [Written(30)], render_kw=pickers.PLAIN)
    address = StringField("office.register.address", [Written(200)], render_kw=pickers.PLAIN)
    needs = StringField("office.register.needs", [Written(200)])
    sex = SelectField("office.register.sex", default="", choices=options(Sex, "common.sex", blank="office.register.unsaid"))
    age_band = SelectField("office.register.age_band", default="", choices=options(AgeBand, "common.age_band", blank="office.register.unsaid"))
    beside = SelectField("office.register.beside", default="", choices=options(Beside, "common.beside", blank="office.register.alone"))
    beside_name = StringField("office.register.beside_name", [Written(50)], render_kw=pickers.PLAIN)
    relation = StringField("office.register.relation", [Written(40)], render_kw=pickers.PLAIN)
    agreed = BooleanField("office.register.agreed")

    def identity(self) -> Identity:
        """What was told, for the verb."""
        told = {name: getattr(self, name).data or "" for name in CONTACT}
        return Identity(IdentityMode(self.mode.data), **told, agreed=bool(self.agreed.data))

    def validate_mode(self, field: RadioField) -> None:
        """An anonymous visitor leaves no name behind: what was typed is never dropped in silence."""
        if field.data == IdentityMode.ANONYMOUS and self.identity().tells_who:
            raise ValidationError(gate.say()("office.register.anonymous_named"))

    def validate_beside(self, field: SelectField) -> None:
        """Somebody of whom a name or a relation is told came for the visitor or with them: which of the two?"""
        if not field.data and (self.beside_name.data or self.relation.data or self.agreed.data):
            raise ValidationError(gate.say()("office.register.beside_which"))
