"""To the password first, and back; and from where a request comes, as the audit log enters it (R42, R54)."""

import contextlib
from urllib.parse import urlencode

from flask import Response, current_app, g, has_request_context, redirect, request, session
from werkzeug.exceptions import HTTPException

from portal.network.audit import Whence


def to_prove(keeps_form: bool) -> Response:
    """To the password and back; a form goes along by 307, and of a button that was pressed the page it stood on is shown again (R54)."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": "/office/proof"})
    if request.method == "POST" and keeps_form:
        return redirect("/office/proof/kept?" + urlencode({"to": request.path}), 307)  # type: ignore[return-value]
    session["back"] = request.full_path.rstrip("?") if request.method == "GET" else _above(request.path)
    return redirect("/office/proof", 303)  # type: ignore[return-value]


def _above(path: str) -> str:
    """The nearest page above an address that only takes what is sent."""
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        with contextlib.suppress(HTTPException):
            current_app.url_map.bind("").match(path, "GET")
            return path
    return "/office/"


def whence() -> Whence:
    """From where the request at hand comes, as the audit log enters it; nothing on the command line."""
    if not has_request_context():
        return Whence()
    row = g.get("staff_session")
    return Whence(row.id if row is not None else None, session.get("device"), request.remote_addr or "")
