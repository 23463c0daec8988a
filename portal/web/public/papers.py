"""The papers a unit sent with its reply, for the visitor who showed number and code (SD-27)."""

from flask import Response, send_file

from portal.cases import attachment, delivery
from portal.cases.attachment import Attachment
from portal.cases.case import Case
from portal.cases.reply import Reply
from portal.foundation import files
from portal.foundation.refusal import Missing
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public import visit
from portal.web.public.blueprint import door


def with_replies(case: Case, told: list[Reply]) -> dict[int, list[Attachment]]:
    """What came with these replies, by reply id; nothing for a receipt that follows another matter: a formal letter names whom it
    answers (T10)."""
    return attachment.of_replies([row.id for row in told]) if case.merged_into_id is None else {}


@door.get("/track/case/papers/<int:attachment_id>")
@opens(OPEN)
def paper(attachment_id: int) -> Response:
    """One of them, as a download; what is not among them is not there. A terminal opens no files: the next visitor would find them."""
    by = visit.by()
    if by is None:
        return page.done("/track", "public.track.over", "info")
    case = visit.case(by)
    found = with_replies(case, [row for row, _ in delivery.told(case)])
    row = next((one for of_one in found.values() for one in of_one if one.id == attachment_id), None)
    if row is None or gate.at_terminal():
        raise Missing
    return send_file(files.path(attachment.folder(), row.sha256), mimetype=row.media_type, as_attachment=True,
                     download_name=f"{case.number}-{row.file_name}")
