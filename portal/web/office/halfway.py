"""Half inside: the password was right, the second step is still to come. Kept in this browser for five minutes, and opens nothing."""

import hashlib
from datetime import timedelta

from flask import Response, session
from wtforms import StringField

from portal.foundation import clock
from portal.foundation.database import db
from portal.network import second_step
from portal.network.person import Person
from portal.web import page
from portal.web.form import Form, Needed
from portal.web.office.kept import Kept

_LASTS = timedelta(minutes=5)
_KEY = "half"


class CodeForm(Form):
    """The six digits of the phone, or a recovery code."""

    second = StringField("office.second.code", [Needed()],
                         render_kw={"autocomplete": "one-time-code", "autofocus": True, "maxlength": 40, "autocapitalize": "none"})


def ask(person: Person, along: Kept | None) -> Response:
    """On to the code; what was typed before the session ended goes along."""
    session[_KEY] = [person.id, clock.now().timestamp(), _mark(person)]
    return page.show("office/second_code.html", form=CodeForm(formdata=None), kept=along) if along else page.done("/office/sign-in/code")


def who() -> Person | None:
    """Who is half inside; nobody once five minutes are over, or their password or account is another one."""
    person_id, since, mark = session.get(_KEY) or (0, 0.0, "")
    person = db.session.get(Person, person_id) if clock.now().timestamp() - since <= _LASTS.total_seconds() else None
    return person if person is not None and person.active and _mark(person) == mark and second_step.stands(person.id) else None


def _mark(person: Person) -> str:
    return hashlib.sha256(f"half\n{person.password_hash}".encode()).hexdigest()[:16]
