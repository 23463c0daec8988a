"""The office door: its blueprint, and its pages imported once so that they hang on it."""

from portal.web.office.blueprint import door

__all__ = ["door"]
