"""Accounts of staff on the command line, for whoever runs the portal and lost the way in."""

import click

from portal.foundation import settings as setting


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command("list")
def user_list() -> None:
    """Every account with its login and whether it is active."""
    from sqlalchemy import select

    from portal.app import create_app
    from portal.foundation.database import db
    from portal.network.person import Person
    from portal.upgrade import standing

    with standing(create_app(setting.load())).app_context():
        for person in db.session.scalars(select(Person).order_by(Person.login)):
            click.echo(f"{person.login:<20} {'active' if person.active else 'closed':<8} {person.name}")


@user.command("second-step")
@click.argument("login")
def user_second_step(login: str) -> None:
    """Take the second step and the passkeys from LOGIN, who lost phone and codes, and sign them out everywhere; they set it up anew."""
    from portal.app import create_app
    from portal.foundation import clock
    from portal.foundation.unit_of_work import unit_of_work
    from portal.network import passkey, second_step, sign_in
    from portal.upgrade import standing

    with standing(create_app(setting.load())).app_context(), unit_of_work():
        person = sign_in.find(login)
        if person is None:
            raise click.ClickException(f"Nobody signs in as {login}.")
        second_step.drop(person.id, None, clock.now())
        passkey.forget_all(person.id, clock.now(), None)
        sign_in.end_all(person.id, clock.now())
    click.echo(f"{login} signs in with the password alone, until the second step is set up anew.")


@user.command("password")
@click.argument("login")
@click.password_option()
def user_password(login: str, password: str) -> None:
    """Set a new password and sign LOGIN out everywhere."""
    from portal.app import create_app
    from portal.foundation import clock
    from portal.foundation.refusal import Refused
    from portal.foundation.unit_of_work import unit_of_work
    from portal.network import sign_in, staff
    from portal.upgrade import standing

    with standing(create_app(setting.load())).app_context():
        try:
            hashed = sign_in.hash_password(password)
        except Refused as refusal:
            raise click.ClickException(f"The password was refused: at least {sign_in.SHORTEST_PASSWORD} characters.") from refusal
        with unit_of_work():
            person = sign_in.find(login)
            if person is None:
                raise click.ClickException(f"Nobody signs in as {login}.")
            staff.set_password(person, hashed, clock.now())
    click.echo(f"{login} has a new password and is signed out everywhere.")
