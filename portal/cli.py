"""The command line: every command of the portal, each a few lines that call the house from the roof."""

import dataclasses
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import ROOT, __version__
from portal.accounts import user
from portal.backup.commands import backup, rehearse, restore
from portal.bootstrap.steps import step
from portal.components import sbom
from portal.foundation import settings as setting
from portal.foundation.settings import Settings
from portal.signing import ledger
from portal.vaulting import vault

if TYPE_CHECKING:
    from flask import Flask

    from portal.foundation.examination import Examination


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Huiyin %(version)s")
def portal() -> None:
    """Huiyin (回音): every matter gets an answer."""


for command in (backup, ledger, rehearse, restore, sbom, user, vault):
    portal.add_command(command)

def main() -> None:
    """Run the command line; what was set or stored wrongly ends it with one sentence."""
    gc.disable()  # until the house is loaded (_app): what is read then stays, and a tenth of the start was to look it through
    from sqlalchemy.exc import DatabaseError

    from portal.foundation.vault_key import BadVault
    from portal.upgrade import Unfit

    try:
        portal(prog_name="portal")
    except (setting.BadSetting, BadVault, Unfit) as refusal:
        sys.exit(str(refusal))
    except DatabaseError as broken:
        if type(broken) is not DatabaseError:
            raise
        sys.exit(f"The database cannot be read: {broken.orig}.")  # a page that was met before the examination came to it


def _settings() -> Settings:
    return setting.load()


def _app(settings: Settings) -> "Flask":
    from portal.app import create_app
    from portal.foundation import logs

    logs.begin(settings.log_format)
    os.umask(0o077)  # what is written to the instance is for its owner only
    made = create_app(settings)
    gc.enable()
    return made


def _standing() -> "Flask":
    """The application on a database that holds something already."""
    from portal.upgrade import standing

    return standing(_app(_settings()))


def _start(app: "Flask", settings: Settings, more: str, examination: "Examination | None") -> None:
    """Serve with the clock beside it and the press warm; no paper, or a file that turns out to be damaged: one sentence says so."""
    from portal import jobs
    from portal.cases.ledger import unsigned
    from portal.foundation import vault_state
    from portal.serve import serve

    press = app.extensions["press"]
    if (lacking := press.available()) is None:
        press.warm()
    with app.app_context():
        vault_state.settle()
        lacking = "\n".join(filter(None, (lacking, unsigned())))
    serve(app, settings, f"{more}\n{lacking}\n" if lacking else more, tick=lambda: jobs.sweep(app),
          unfit=lambda: examination.unfit if examination else "")


def _refuse_exposed(settings: Settings) -> None:
    if sentence := setting.exposure(settings):
        raise setting.BadSetting(sentence)


@portal.command()
def serve() -> None:
    """Serve a real network; the first start prints a one-time link that founds it."""
    from portal.foundation import clock
    from portal.foundation.unit_of_work import unit_of_work
    from portal.network import network
    from portal.network.setup import mint_link
    from portal.upgrade import Unfit, opening

    settings = _settings()
    _refuse_exposed(settings)
    app = _app(settings)
    with step("Preparing the database"):
        examination = opening(app)
    token = None
    with app.app_context():
        standing = network.current()
        if standing is not None and standing.demo:
            raise Unfit("This database holds the demonstration: say `portal demo`, or name another in PORTAL_DATABASE_URL.")
        if standing is None:
            with unit_of_work():
                token = mint_link(clock.now())
    link = f"{settings.public_url}/office/setup/{token}"
    _start(app, settings, f"\nFound the network and its first administrator with this link, once:\n\n  {link}\n" if token else "", examination)


@portal.command()
def demo() -> None:
    """Serve the demonstration network, in a database of its own."""
    from portal.network import network
    from portal.upgrade import Unfit, opening

    settings = _settings()
    _refuse_exposed(settings)
    if settings.sources["PORTAL_DATABASE_URL"] == "default":
        settings = dataclasses.replace(settings, database_url=f"sqlite:///{settings.instance / 'demo.db'}")
    app = _app(settings)
    with step("Preparing the database"):
        examination = opening(app)
    with app.app_context():
        standing = network.current()
        if standing is not None and not standing.demo:
            raise Unfit("This database holds a real network: the demonstration never enters it.")
    from portal import demo as demonstration

    with step("Preparing the demonstration"):
        sign_ins = demonstration.load(app)
    width = max(len(role) for role, _, _ in sign_ins)
    rows = "\n".join(f"  {role:<{width}}  {login:<18}  {password}" for role, login, password in sign_ins)
    _start(app, settings, f"\nSign-ins of the demonstration:\n\n{rows}\n", examination)


@portal.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; what follows goes to pytest."""
    workers = () if any(argument.startswith("-n") for argument in arguments) else ("-n", "2", "--dist", "loadfile")
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *workers, *arguments], cwd=ROOT, check=False).returncode)


@portal.command()
def upgrade() -> None:
    """Bring the database to this version."""
    from portal.upgrade import upgrade as bring

    click.echo("The database is up to date." if bring(_app(_settings())) else "The database was up to date already.")


@portal.command()
def doctor() -> None:
    """Check this machine and this instance; ends with 1 when something fails."""
    from portal.doctor import examine

    settings = _settings()
    findings = examine(_app(settings), settings)
    click.echo("\n".join(finding.line() for finding in findings))
    sys.exit(1 if any(finding.level == "fail" for finding in findings) else 0)


@portal.command()
@click.option("--markdown", is_flag=True, help="The table of README.md.")
def config(markdown: bool) -> None:
    """Show the settings in force and where each comes from."""
    if markdown:
        click.echo(setting.markdown())
        return
    for name, shown, source in setting.in_force(_settings()):
        click.echo(f"{name:<24} {shown:<44} {source}")


@portal.command()
def verify() -> None:
    """Check that every stored case obeys the rules; ends with 1 and a list when one does not."""
    from portal.cases import invariants

    with _standing().app_context():
        broken = invariants.broken()
    click.echo("\n".join(broken) or "Every rule holds.")
    sys.exit(1 if broken else 0)


@portal.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def fonts(folder: Path | None) -> None:
    """Cut the fonts for papers into FOLDER, else into the instance; two minutes, 18 MB."""
    from portal.paper import cut

    try:
        for file in cut.build(folder or _settings().instance / "fonts"):
            click.echo(file)
    except FileNotFoundError as lacking:
        raise click.ClickException(str(lacking)) from lacking


@portal.command()
def sweep() -> None:
    """Do what the clock asks for, each thing once; harmless to repeat."""
    from portal import jobs

    click.echo(f"{jobs.sweep(_standing())} due things done.")
