"""What anybody may do from outside with a ledger: the command calls the program that is given out, and does no more than that one."""

import subprocess
import sys

import click

from portal import ROOT

VERIFIER = ROOT / "static" / "verify" / "huiyin_verify.py"


@click.group()
def ledger() -> None:
    """The public ledger of what was published."""


@ledger.command(context_settings={"ignore_unknown_options": True})
@click.argument("source")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def verify(source: str, more: tuple[str, ...]) -> None:
    """Check a portal by its URL or a kept FOLDER against the ledger; --old, --keep, --key as the program explains them."""
    sys.exit(subprocess.run([sys.executable, "-I", str(VERIFIER), source, *more], check=False).returncode)
