"""Open311 GeoReport v2 as bytes: the same objects as XML, in the element names of the specification, or as JSON."""

import json
import re
from typing import Any
from xml.etree import ElementTree

FORMS = {"xml": "text/xml; charset=utf-8", "json": "application/json"}
ONE_OF = {"services": "service", "service_requests": "request", "errors": "error", "endpoints": "endpoint", "formats": "format",
          "attributes": "attribute", "values": "value"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters XML has no way to hold


def written(root: str, what: Any, form: str) -> bytes:
    """`what` as JSON, or as XML below an element called `root`."""
    if form == "json":
        return json.dumps(what, ensure_ascii=False).encode()
    top = ElementTree.Element(root)
    _fill(top, what)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(top, encoding="utf-8")


def _fill(element: ElementTree.Element, what: Any) -> None:
    if isinstance(what, list):
        for one in what:
            _fill(ElementTree.SubElement(element, ONE_OF[element.tag]), one)
    elif isinstance(what, dict):
        for name, value in what.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif what is not None:
        element.text = str(what).lower() if isinstance(what, bool) else _NOT_XML.sub("\ufffd", str(what))


def errors(status: int, description: str, form: str) -> bytes:
    """What went wrong, as the specification says it."""
    return written("errors", [{"code": status, "description": description}], form)
