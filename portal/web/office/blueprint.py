"""The blueprint that every page of the office hangs on; it knows none of them."""

from flask import Blueprint

door = Blueprint("office", __name__, url_prefix="/office")
