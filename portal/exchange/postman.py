"""Carries one letter on its way: words are made here from kind and number, in the language of whoever reads it."""

import json

from portal.exchange import mail, webhook
from portal.foundation import words
from portal.foundation.settings import Settings
from portal.notices.notice import Kind
from portal.notices.outbox import Letter
from portal.notices.wish import Way
from portal.reception.reminding import Line

WAIT = 10.0  # seconds


def ways(settings: Settings) -> frozenset[Way]:
    """What is set up on this machine."""
    given = {Way.MAIL: settings.smtp_url, Way.SMS: settings.sms_webhook, Way.WEBHOOK: settings.notice_webhook}
    return frozenset(way for way, setting in given.items() if setting is not None)


def carry(letter: Letter, settings: Settings, timestamp: str, wait: float = WAIT) -> str | None:
    """Send it; what hindered it in one line, or None when it arrived."""
    try:
        match letter.way:
            case Way.MAIL if settings.smtp_url is not None:
                mail.send(settings.smtp_url, sender=settings.smtp_from, to=letter.address, subject=_subject(letter),
                          text=_text(letter, settings), wait=wait)
            case Way.SMS if settings.sms_webhook is not None:
                _post(settings.sms_webhook, {"to": letter.address, "text": _subject(letter)}, letter, settings, timestamp, wait)
            case Way.WEBHOOK if settings.notice_webhook is not None:
                facts = {"to": letter.address, "kind": letter.kind.value, "case": letter.number, "link": _link(letter, settings),
                         "at": letter.at.isoformat()}
                _post(settings.notice_webhook, facts, letter, settings, timestamp, wait)
            case _:
                return "this way is not set up any more"
    except (mail.NotSent, webhook.NotTaken) as hindered:
        return str(hindered)
    return None


def remind(line: Line, settings: Settings, wait: float = WAIT) -> str | None:
    """Write to whoever booked a time; what hindered it in one line, or None when it arrived."""
    if settings.smtp_url is None:
        return "this way is not set up any more"
    say = words.speaker(line.locale or settings.default_locale)
    subject = say("common.notice.subject", number=say("common.booking.numbered", n=line.number), what=say(f"common.booking.told.{line.told}"))
    try:
        mail.send(settings.smtp_url, sender=settings.smtp_from, to=line.address, subject=subject, wait=wait,
                  text=f"{subject}\n\n{settings.public_url}/appointments\n\n{say('common.booking.told_ends')}\n")
    except mail.NotSent as hindered:
        return str(hindered)
    return None


def _post(url: str, facts: dict[str, str], letter: Letter, settings: Settings, timestamp: str, wait: float) -> None:
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    webhook.post(url, body, secret=settings.webhook_secret, timestamp=timestamp, delivery=str(letter.id),
                 wait=wait, may_be_private=settings.webhook_private)


def _subject(letter: Letter) -> str:
    return words.speaker(letter.locale)("common.notice.subject", number=letter.number, what=_what(letter))


def _what(letter: Letter) -> str:
    return words.speaker(letter.locale)(f"common.notice.{letter.kind}")


def _text(letter: Letter, settings: Settings) -> str:
    say = words.speaker(letter.locale)
    ends = "common.notice.ends_visitor" if letter.kind is Kind.NEWS else "common.notice.ends"
    return f"{_subject(letter)}\n\n{_link(letter, settings)}\n\n{say(ends)}\n"


def _link(letter: Letter, settings: Settings) -> str:
    """Where to look: staff sign in there, a visitor needs number and code."""
    special = {Kind.NEWS: "/track", Kind.PRESSURE: "/office/sealed", Kind.SUPPORT: "/office/", Kind.TO_SCORE: "/office/excellent", Kind.SCORE_SOON: "/office/excellent"}
    return settings.public_url + special.get(letter.kind, f"/office/cases/{letter.number}")
