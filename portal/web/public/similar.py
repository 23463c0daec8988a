"""What neighbours have raised already, while somebody writes online (SD-50, X-05)."""

from flask import Response, request

from portal.commons import offered
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public.ask import AskForm, beside
from portal.web.public.blueprint import door


@door.post("/ask/similar")
@opens(OPEN, form=True)
def similar() -> Response:
    """What neighbours have raised already, for the words of the open form; nothing of them is kept. Without JavaScript the whole form comes
    back as it was, with that beside it."""
    form = AskForm()
    found = offered.fitting((form.words.data or "")[:4000], form.category.data or "")
    if request.headers.get("HX-Request"):
        return page.show("public/similar.html", offer=found, asked=True)
    return page.show("public/ask.html", form=form, offer=found, asked=True, **beside())
