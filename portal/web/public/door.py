"""The public door: its blueprint, and its pages imported once."""

from flask import Blueprint

door = Blueprint("public", __name__)
