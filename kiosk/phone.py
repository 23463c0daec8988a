"""The address by which a visitor's own phone reaches the portal, if there is one (practice.md §10.3)."""

from urllib.parse import urlsplit

from flask import current_app, request

from portal.foundation import setting_types


def address() -> str | None:
    """The public address, else the one by which this terminal itself came; None where both lead nowhere from another device: then
    no phone is offered."""
    for base in (current_app.config["PUBLIC_URL"], request.url_root):
        if setting_types.leads_here(urlsplit(base).hostname or ""):
            return str(base).rstrip("/")
    return None
