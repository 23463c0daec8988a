"""The kiosk door: its blueprint, and its pages imported once."""

from flask import Blueprint

door = Blueprint("kiosk", __name__, url_prefix="/kiosk")
