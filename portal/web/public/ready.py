"""For monitors: can this process do its work? JSON, 200 or 503."""

from flask import Response, jsonify

from portal.foundation import clock, readiness
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.described import Described, described


@door.get("/readyz")
@opens(OPEN)
@described(Described("Whether this portal can do its work.", {"application/json": {"type": "object"}}, may=(503,),
                     errors={"application/json": {"type": "object"}}))
def readyz() -> Response:
    """Ready or not, and what is the matter."""
    found = readiness.now(clock.now())
    response = jsonify(found)
    response.status_code = 200 if found["ready"] else 503
    return response
