"""What anybody may do from outside with a ledger: the commands call the program that is given out, and stand witness beside it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from portal import ROOT
from portal.foundation import settings as setting

if TYPE_CHECKING:
    from portal.foundation.checkpoint import Signer

VERIFIER = ROOT / "static" / "verify" / "huiyin_verify.py"
COPIES = 7  # that a monitor keeps


@click.group()
def ledger() -> None:
    """The public ledger of what was published."""


@ledger.command(context_settings={"ignore_unknown_options": True})
@click.argument("source")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def verify(source: str, more: tuple[str, ...]) -> None:
    """Check a portal by its URL or a kept FOLDER against the ledger; --old, --keep, --key, --receipt as the program explains them."""
    sys.exit(_verified(source, *more))


def _verified(source: str, *more: str) -> int:
    return subprocess.run([sys.executable, "-I", str(VERIFIER), source, *more], check=False).returncode


@ledger.command("witness-key")
@click.option("--name", default="", help="What the witness is called when its key is made; else the host of PORTAL_PUBLIC_URL.")
def witness_key(name: str) -> None:
    """Show the public key of this instance as a witness, made when it is first asked for; the other portal puts it into PORTAL_WITNESSES."""
    click.echo(_witness(name).public)


@ledger.command()
@click.argument("url")
@click.option("--keep", type=click.Path(path_type=Path), help="Where to keep what was seen, else in the instance.")
@click.option("--key", default="", help="The key of that ledger as you know it from elsewhere; else its portal's own word is taken the first time.")
@click.option("--hand-in/--no-hand-in", default=True, help="Give the cosignature to the portal, which shows it.")
def witness(url: str, keep: Path | None, key: str, hand_in: bool) -> None:
    """Check that the ledger at URL goes on from what was seen before, keep what is seen now, and cosign it."""
    from portal import witnessing
    from portal.foundation import clock

    signer = _witness("")
    kept = keep or setting.load().instance / "witnessed" / urlsplit(url).netloc.replace(":", "_")
    try:
        seen = witnessing.look(url, kept, key)
        note = witnessing.cosign(seen, kept, signer, clock.now())
        click.echo(f"{seen.head.origin}: {seen.head.size} entries, {seen.head.size - seen.before} more than before, cosigned as {signer.name}.")
        if hand_in and not witnessing.hand_in(url, note):
            click.echo(f"It is not shown there: the portal names no witness with the key {signer.public}")
    except witnessing.Rewritten as fault:
        click.echo(f"{fault} Nothing was cosigned.")
        sys.exit(1)
    except witnessing.Unreached as lost:
        click.echo(str(lost))
        sys.exit(2)


@ledger.command(context_settings={"ignore_unknown_options": True})
@click.argument("url")
@click.option("--keep", type=click.Path(path_type=Path), required=True, help="The folder of the copies, one of a day.")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def monitor(url: str, keep: Path, more: tuple[str, ...]) -> None:
    """Check all of the ledger at URL against the copy of the last day it was looked at, and keep today's; run it once a day.

    Ends with 1 and a sentence for each entry that is not what it was; what was seen then stays as evidence, beside the copies that were well."""
    from portal.foundation import clock

    keep.mkdir(parents=True, exist_ok=True)
    copies = sorted(one for one in keep.iterdir() if one.is_dir() and one.name[:2] == "20")
    fresh = keep / f".{clock.now():%Y-%m-%dT%H%M%SZ}"
    ended = _verified(url, "--keep", str(fresh), *(("--old", str(copies[-1])) if copies else ()), *more)
    today = keep / f"{clock.now():%Y-%m-%d}"
    if ended:
        if fresh.exists():
            fresh.rename(keep / f"fault-{fresh.name[1:]}")
        sys.exit(ended)
    if today.exists():
        shutil.rmtree(today)
    fresh.rename(today)
    for old in [one for one in copies if one != today][:-COPIES + 1]:
        shutil.rmtree(old)


def _witness(name: str) -> "Signer":
    from portal.foundation import cosignature
    from portal.foundation.checkpoint import BadKey

    settings = setting.load()
    try:
        return cosignature.signer(settings.instance, name or f"{urlsplit(settings.public_url).netloc}/witness")
    except BadKey as unusable:
        raise click.ClickException(str(unusable)) from unusable
