"""The key of the vault on the command line: a new one, a copy of it, its state, and giving up what nobody can read any more."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal.foundation import settings as setting

if TYPE_CHECKING:
    from flask import Flask


@click.group()
def vault() -> None:
    """The vault of names, phones and addresses."""


@vault.command()
def rotate() -> None:
    """Seal everything anew with a new key and destroy the old one, while people go on working; cut off, it goes on where it was."""
    from portal.foundation import resealing, vault_key

    app = _open()
    with app.app_context():
        name = resealing.begin()
        done = resealing.reseal()
        while not resealing.finish():
            done += resealing.reseal()
        _enter("vault_rotated")
    click.echo(f"{done} rows sealed anew with the vault key {name}. " + (
        "Now take the key before it out of where it is kept, and start the portal again." if vault_key.own_file(app.config["SETTINGS"]) is None else
        "The key before is destroyed, and with it what older backups held of names and phones. Make a copy of the new one now: `portal vault copy FILE`."))


@vault.command()
@click.argument("file", type=click.Path(path_type=Path))
def copy(file: Path) -> None:
    """Copy the key into FILE, outside the instance and apart from the backups: without it no name comes back."""
    from portal.foundation import vault as keys
    from portal.foundation import vault_state
    from portal.foundation.unit_of_work import unit_of_work

    app = _open()
    if file.resolve().is_relative_to(Path(app.config["INSTANCE"]).resolve()):
        raise click.ClickException("The copy must not lie in the instance: what takes the one would take the other.")
    with app.app_context():
        ring = keys.here().ring
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write("\n".join(key.text for key in ring) + "\n")
        except OSError as refused:
            raise click.ClickException(f"{file} cannot be made: {refused.strerror}.") from refused
        with unit_of_work():
            vault_state.note(**{vault_state.COPIED: ring[0].name})
        _enter("vault_copied")
    click.echo(f"{file} holds the vault key {ring[0].name}. Keep it in another place than the backups.")


@vault.command("give-up")
@click.confirmation_option(prompt="What was sealed with a key that is not here is forgotten for good. Go on?")
def give_up() -> None:
    """Forget the names and phones whose key is lost, so that the portal starts again; the matters stay."""
    from portal.foundation import resealing, vault_state
    from portal.foundation.unit_of_work import unit_of_work

    with _open(check=False).app_context():
        done = resealing.give_up()
        with unit_of_work():
            vault_state.note()
        _enter("vault_given_up")
    click.echo(f"{done} rows were forgotten.")


def _enter(act: str) -> None:
    """In the audit log, which knows nobody by name at the machine itself (R42)."""
    from portal.foundation import clock
    from portal.foundation.unit_of_work import unit_of_work
    from portal.network import audit

    with unit_of_work():
        audit.note(act, person_id=None, at=clock.now())


def _open(check: bool = True) -> "Flask":
    from portal import upgrade
    from portal.app import create_app

    os.umask(0o077)
    app = create_app(setting.load())
    with app.app_context():
        if not upgrade.is_current():
            raise upgrade.Unfit("The database is empty or waits for an upgrade: say `portal serve` or `portal upgrade` first.")
    return upgrade.standing(app) if check else app
