"""Nothing that was enclosed at a terminal is in any public output, neither its bytes nor its hash nor the way to it (K24)."""

from flask import Flask

from portal.cases import attachment, enclosure, tray
from portal.cases.enclosure import EnclosureKind
from portal.foundation import clock, files, sound
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import Cast
from tests.judge import Judge
from tests.recording import picture, webm
from tests.web.public.canaries import Canaries, everybody
from tests.web.public.test_canary import crawl

OPEN, HANDED_IN = "d" * 32, "e" * 32


def test_the_canary_sings_nowhere(app: Flask, cast: Cast, browse: Judge) -> None:
    shown = everybody(cast, Canaries())
    kiosk = actor.kiosk(cast.station().id, clock.now())
    for key in (OPEN, HANDED_IN):
        with unit_of_work():
            draft = tray.open_for(key, by=kiosk)
            enclosure.enclose(draft, files.cleaned(picture(1, "canary901")), kind=EnclosureKind.PHOTO, by=kiosk)
            enclosure.enclose(draft, sound.clean(webm(b"canary902")), kind=EnclosureKind.SPOKEN, by=kiosk)
            token = tray.give_pass(key, by=kiosk)
    hashes = [one.sha256 for one in enclosure.of_draft(tray.draft_of(OPEN))]
    with unit_of_work():
        enclosure.hand_in(shown, tray.draft_of(HANDED_IN), by=kiosk)
    pages = crawl(app, browse)
    secrets = ["canary901", "canary902", "audio/webm", "/attachments/", "/enclosed", "/u/", token, *hashes]
    own = ("/enclosed", "/u/")  # at the terminal and on the phone a visitor has ways to what they enclosed themselves
    assert [(path, secret) for path, text in pages.items() for secret in secrets if secret in text
            and not (path.startswith(("/kiosk/", "/u/")) and secret in own)] == []
    assert len(pages) > 25 and len(attachment.of_case(shown)) == 3
