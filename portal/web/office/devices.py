"""The browser of a phone that keeps drafts: which one it is, what it may read, and that nothing of it is left at sign-out (FT-01, R52, R53)."""

from flask import Response, current_app, request

from portal.foundation import codes
from portal.network import draft_key
from portal.network.actor import Actor

DEVICE, HALF = "field_device", "field_half"
_DEVICE_PATH, _HALF_PATH = "/office", "/office/field"


def mark(by: Actor) -> str:
    """What somebody is known by on a phone: the same each time, and nobody's name."""
    return codes.keyed_hash("draft-person", str(by.person_id))[:16]


def of_browser() -> str:
    """The key by which this browser is known, or ""."""
    found = request.cookies.get(DEVICE, "")
    return found if codes.is_key(found) else ""


def let_read(response: Response, device: str, half: str) -> None:
    """Remember the browser; the half of the key is for the page's script and is gone with the browser, as the session is."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(DEVICE, device, max_age=draft_key.DAYS * 86400, httponly=True, samesite="Strict", path=_DEVICE_PATH, secure=secure)
    response.set_cookie(HALF, half, samesite="Strict", path=_HALF_PATH, secure=secure)


def lock(response: Response) -> None:
    """Somebody signs in: what another one's script could read is taken away first."""
    if HALF in request.cookies or DEVICE in request.cookies:
        response.delete_cookie(HALF, path=_HALF_PATH, samesite="Strict", secure=current_app.config["SESSION_COOKIE_SECURE"])


def forget(person_id: int) -> None:
    """Somebody signs out here: the house's half of their key is no more. Inside a unit of work."""
    if of_browser():
        draft_key.forget(person_id, of_browser())


def wipe(response: Response) -> None:
    """The browser drops what it kept for the page: drafts, keys and the script that opens it without a line."""
    if of_browser():
        lock(response)
        response.delete_cookie(DEVICE, path=_DEVICE_PATH, httponly=True, samesite="Strict", secure=current_app.config["SESSION_COOKIE_SECURE"])
        response.headers["Clear-Site-Data"] = '"storage"'
