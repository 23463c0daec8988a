"""The blueprint that every kiosk screen hangs on; it knows none of them."""

from flask import Blueprint

door = Blueprint("kiosk", __name__, url_prefix="/kiosk")
