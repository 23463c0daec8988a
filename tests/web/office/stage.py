"""What the tests of the case file stand on: cases at any step, and people who open and send the forms of their acts."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.cases.case import Case
from portal.foundation.database import db
from portal.network import actor
from tests.cast import Cast
from tests.judge import Judge, Seen, client_of


class Stage:
    """Cases by number and browsers by login; nothing of it holds an application context open between two steps."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._browsers: dict[str, Judge] = {}

    def case(self, step: str, **more: Any) -> str:
        """The number of a case brought to a step of the cast: registered, accepted, referred, handling …"""
        with self.app.app_context():
            made = getattr(Cast(), step)(**more)
            return made.case.number if step == "register" else made.number

    def ask(self, number: str, question: Callable[[Case], Any]) -> Any:
        """What a question says about a case now."""
        with self.app.app_context():
            return question(db.session.scalars(select(Case).where(Case.number == number)).one())

    def do(self, number: str, deed: Callable[[Cast, Case], Any]) -> None:
        """Let the cast do something to a case."""
        self.ask(number, lambda case: deed(Cast(), case))

    def state(self, number: str) -> str:
        """The state of a case."""
        return str(self.ask(number, lambda case: case.state.value))

    def id_of(self, login: str) -> str:
        """The id of somebody seated, as forms send it."""
        with self.app.app_context():
            return str(Cast().person(login).id)

    def browser(self, login: str) -> Judge:
        """The browser of somebody who is inside."""
        if login not in self._browsers:
            self._browsers[login] = client_of(self.app).let_in(login)
        return self._browsers[login]

    def file(self, login: str, number: str, status: int = 200) -> Seen:
        """The case page as somebody sees it."""
        return self.browser(login).get_page(f"/office/cases/{number}", status)

    def open(self, login: str, number: str, noun: str, status: int = 200) -> Seen:
        """The page of an act."""
        return self.browser(login).get_page(f"/office/cases/{number}/{noun}", status)

    def send(self, login: str, number: str, noun: str, data: dict[str, Any] | None = None, status: int = 303) -> Seen:
        """Open the form of an act and send it."""
        form = self.open(login, number, noun)
        return self.post(login, number, noun, form, data, status)

    def post(self, login: str, number: str, noun: str, form: Seen, data: dict[str, Any] | None = None, status: int = 303) -> Seen:
        """Send a form that was opened earlier."""
        hidden = {name: form.value(name) for name in ("version", "seen")}
        return self.browser(login).post_form(f"/office/cases/{number}/{noun}", hidden | (data or {}), status)

    def visitor(self, case: Case) -> actor.Actor:
        """The visitor of a case."""
        return Cast().visitor(case)
