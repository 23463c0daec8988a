"""What the tests of the desk share: a visit sent by its form, and the lines of a list."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.words import speaker
from tests.judge import Seen
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
WORDS = "楼道的灯坏了。\n  第二行，𠮷 㛃 龘 🙂"
EMPTY = dict.fromkeys(("category", "nature", "kind", "common", "agent", "happened"), "")


def send(stage: Stage, status: int = 200, login: str = "liaison", **data: object) -> Seen:
    """Open the form of a visit and send it, changed by keyword."""
    browser = stage.browser(login)
    form = browser.get_page("/office/register")
    given = {
        "key": form.value("key"),
        "words": WORDS,
        "channel": "station",
        "heads": "1",
        "mode": "anonymous",
        "locale": "zh_Hans",
        **EMPTY,
    }
    return browser.post_form("/office/register", given | data, status)


def newest(stage: Stage, what: Callable[[Case], Any]) -> Any:
    """What is asked about the newest case."""
    with stage.app.app_context():
        return what(db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one())


def count(stage: Stage) -> int:
    """How many cases there are."""
    with stage.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Case)) or 0


def number_of(seen: Seen) -> str:
    """The case number in large digits."""
    return next("".join(one.itertext()) for one in seen.document().iter("span") if one.get("class") == "digits-run")


def rows(seen: Seen) -> list[tuple[str, str]]:
    """(number, next act or state) of each line of a list."""
    found = []
    for line in seen.document().iter("li"):
        if "workrow" in (line.get("class") or "").split():
            number = next(span for span in line.iter("span") if span.get("class") == "number")
            wait = next(p for p in line.iter("p") if p.get("class") == "workrow-wait")
            found.append(("".join(number.itertext()), "".join(wait.itertext()).strip()))
    return found
