"""Recorded voices, heard instead of the terminal's own (K56, practice.md §10.4): those of the station where one stands,
`<instance>/voices/<station>/<locale>/<message key>.ogg` or `.mp3`, then the whole network's, `<instance>/voices/<locale>/…`."""

from pathlib import Path

from flask import Response, abort, current_app, jsonify, send_file

from portal.foundation import words
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.web.gate import OPEN, opens

KINDS = {".ogg": "audio/ogg", ".mp3": "audio/mpeg"}


def recorded(locale: str) -> dict[str, Path]:
    """Message key → file, for the keys this language has; what the station recorded itself stands before what all hear."""
    shelf, place = Path(current_app.config["INSTANCE"]) / "voices", visit.station()
    if locale not in words.LOCALES:
        return {}
    return _in(shelf / locale, locale) | (_in(shelf / place.code / locale, locale) if place is not None else {})


def _in(folder: Path, locale: str) -> dict[str, Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return {one.stem: one for one in files if one.suffix in KINDS and words.speaker(locale).knows(one.stem)}


@door.get("/voices/<locale>")
@opens(OPEN)
def voices(locale: str) -> Response:
    """Sentence → address of its recording, so that the screen (voice.js) finds what it shows."""
    say = words.speaker(locale) if locale in words.LOCALES else abort(404)
    return jsonify({say(key): f"/kiosk/voices/{locale}/{key}" for key in recorded(locale)})


@door.get("/voices/<locale>/<key>")
@opens(OPEN)
def voice(locale: str, key: str) -> Response:
    """One recording."""
    found = recorded(locale).get(key) or abort(404)
    return send_file(found, mimetype=KINDS[found.suffix])
