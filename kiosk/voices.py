"""Recorded voices of the station: `<instance>/voices/<locale>/<message key>.ogg` or `.mp3`, heard instead of the terminal's own
voice (K56, practice.md §10.4)."""

from pathlib import Path

from flask import Response, abort, current_app, jsonify, send_file

from portal.foundation import words
from portal.kiosk.blueprint import door
from portal.web.gate import OPEN, opens

KINDS = {".ogg": "audio/ogg", ".mp3": "audio/mpeg"}


def recorded(locale: str) -> dict[str, Path]:
    """Message key → file, for the keys this language has."""
    folder = Path(current_app.config["INSTANCE"]) / "voices" / locale
    if locale not in words.LOCALES or not folder.is_dir():
        return {}
    return {one.stem: one for one in sorted(folder.iterdir()) if one.suffix in KINDS and words.speaker(locale).knows(one.stem)}


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
