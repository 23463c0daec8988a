"""A new key for the public ledger, made by whoever runs the portal and by nobody else: the ledger tells everybody that it was."""

import click

from portal.foundation import settings as setting
from portal.outside import ledger


@ledger.command("new-key")
@click.confirmation_option(prompt="Whoever checks by the key before will be told of another one. Make a new key?")
def new_key() -> None:
    """Sign with a new key from now on, where the one before is lost; an entry of the ledger says so."""
    from portal.app import create_app
    from portal.cases import ledger as entries
    from portal.foundation import clock
    from portal.foundation.unit_of_work import unit_of_work
    from portal.upgrade import standing

    with standing(create_app(setting.load())).app_context(), unit_of_work():
        made, aside = entries.renew_key(clock.now())
    before = f" The key before lies in {aside}." if aside else ""
    click.echo(f"Heads are signed with {made} from now on.{before} Say so in public, and keep a copy of it.")
