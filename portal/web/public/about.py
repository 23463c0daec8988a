"""What this place is, what it does not take on and where to go instead, and what happens with what one tells."""

from flask import Response

from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door

CHAPTERS = ("what", "how", "not", "privacy", "publication")


@door.get("/about")
@opens(OPEN)
def about() -> Response:
    """One page in plain words."""
    return page.show("public/about.html", chapters=CHAPTERS)
