"""Papers and pictures in a form: checked, cleaned and stored before the write gate is taken, refused beside their field."""

from flask_wtf.file import MultipleFileField
from wtforms.validators import ValidationError

from portal.cases.attachment import folder
from portal.foundation import files
from portal.foundation.refusal import Refused
from portal.web import gate

TAKEN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}


class FilesField(MultipleFileField):
    """PDF and pictures of staff and units; `stored` are the ones that lie in the store once the form is valid."""

    stored: tuple[files.Stored, ...] = ()

    def pre_validate(self, form: object) -> None:
        """Store what was chosen; what is no picture and no PDF, too big or broken is refused in words."""
        try:
            sent = (upload.read(files.MOST_BYTES + 1) for upload in self.data or ())
            self.stored = tuple(files.accept(data, folder(), allow_pdf=True) for data in sent)
        except Refused as refusal:
            raise ValidationError(gate.say()(refusal.key, **refusal.params)) from refusal
