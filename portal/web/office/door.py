"""The office door: its blueprint, and its pages imported once."""

from flask import Blueprint

door = Blueprint("office", __name__, url_prefix="/office")
