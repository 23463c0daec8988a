"""The three rule documents in public: read, looked up as they were, printed for the wall (HB-30)."""

from flask import Response, request

from portal.foundation import words
from portal.foundation.refusal import Missing
from portal.foundation.text import whole
from portal.network import rule_document
from portal.network.rule_document import Read
from portal.paper import rule_document as sheets
from portal.web import gate, page, papers
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door


@door.get("/rules")
@opens(OPEN)
def rules() -> Response:
    """All three, as they stand."""
    return page.show("public/rules.html", documents=rule_document.in_force(gate.say()), own=words.home())


@door.get("/rules/<document>")
@opens(OPEN)
def rules_read(document: str) -> Response:
    """One of them, as it stands or as it was."""
    one, rows = _asked(document), rule_document.versions(rule_document.meant(document))
    return page.show("public/rule_document.html", one=one, versions=rows, present=rows[0].version if rows else 0, own=words.home())


@door.get("/rules/<document>.pdf")
@opens(OPEN)
def rules_sheet(document: str) -> Response:
    """The same on A4."""
    one, network, say = _asked(document), gate.network(), gate.say()
    told = say("public.rules.version", n=one.version, day=say.day(one.at)) if one.version else say("public.rules.shipped")
    facts = sheets.RuleFacts(network.name, network.motto, "", one.title, one.text, told, network.demo)
    return papers.hand_out(lambda size, links: sheets.html(facts, say, size, links), "a4", f"rules-{document}", sheets.PAGE_STYLES)


def _asked(document: str) -> Read:
    """The document of the address, in the version it names, if it names one; raises Missing."""
    asked = request.args.get("version")
    number = whole(asked)
    if asked is not None and number is None:
        raise Missing
    return rule_document.read(rule_document.meant(document), gate.say(), number)
