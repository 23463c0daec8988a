"""Huiyin, the portal of a network of service stations: version, where its folders lie, and a lazy application factory.

It imports nothing but the standard library, so that `python3 -m portal` starts before anything is installed.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.foundation.settings import Settings

__version__ = "0.1.0"
_HERE = Path(__file__).resolve().parent
# templates/, static/ and migrations/ lie in portal/_data once installed from a wheel, at the top of the tree otherwise.
INSTALLED = (_HERE / "_data").is_dir()
ROOT = _HERE / "_data" if INSTALLED else _HERE.parent
if not INSTALLED:
    # kiosk/ at the top of the tree is `portal.kiosk`, as it is in the wheel.
    __path__.append(str(ROOT))


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The application as `portal.app.create_app(settings)` builds it; what WSGI servers call (`portal:create_app`)."""
    from portal.app import create_app as build

    return build(settings)
