"""Papers and pictures of a case: added by the station, opened by whoever may see the case; a unit never gets the visitor's own."""

from flask import Response, send_file

from portal.cases import attachment
from portal.cases.attachment import Attachment, AttachmentKind
from portal.cases.case import Case, State, seen_by
from portal.foundation import files
from portal.foundation.refusal import Missing
from portal.network import access
from portal.network.actor import Actor
from portal.web import gate
from portal.web.form import Needed
from portal.web.gate import STAFF, opens
from portal.web.office.act import Act, ActForm, never
from portal.web.office.blueprint import door
from portal.web.office.uploads import TAKEN, FilesField


class FilesForm(ActForm):
    """What is added to the file."""

    files = FilesField("office.act.field.files", [Needed()], render_kw=TAKEN, description="office.act.hint.station_files")


def _add(case: Case, form: FilesForm, by: Actor) -> None:
    for stored in form.files.stored:
        attachment.attach(case, stored, kind=AttachmentKind.STAFF, by=by)


def readable(case: Case, by: Actor) -> list[Attachment]:
    """The files this actor may open. What the visitor brought may show who they are: the station passes on what it chose, and whoever
    leads or only received it does not open it (ZG-03, SD-06)."""
    inside = access.can(by, "enclosure.see", case)
    return [row for row in attachment.of_case(case) if inside or row.kind is not AttachmentKind.VISITOR]


@door.get("/cases/<number>/attachments/<int:attachment_id>")
@opens(STAFF)
def attachment_file(number: str, attachment_id: int) -> Response:
    """One file, as a download."""
    by = gate.staff()
    case = seen_by(by, number)
    row = next((one for one in readable(case, by) if one.id == attachment_id), None)
    if row is None:
        raise Missing
    path = files.path(attachment.folder(), row.sha256)
    return send_file(path, mimetype=row.media_type, as_attachment=True, download_name=f"{case.number}-{row.file_name}")


ROWS = (Act("attachments", "case.inform", FilesForm, _add, frozenset(State) - {State.DRAFT, State.VOID}, leads=never),)
