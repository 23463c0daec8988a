"""What the portal is made of: every package of the lock with version, hashes and licence, and the files of others that it serves, as one
CycloneDX document or as a list of licences (R71)."""

import base64
import importlib.metadata
import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from portal import ROOT, __version__

_PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)([^\\]*)\\$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Component:
    """One of them; `licence` is an SPDX expression where its authors wrote one, else the name they gave it, else empty."""

    name: str
    version: str
    licence: str
    purl: str
    hashes: tuple[tuple[str, str], ...]
    optional: bool = False


def packages(lock: Path) -> list[Component]:
    """The packages of a lock file, by name; what is asked for on other machines or Pythons alone is optional."""
    found = []
    starts = [*_PIN.finditer(text := lock.read_text("utf-8"))]
    for pin, after in zip(starts, [*(one.start() for one in starts[1:]), len(text)], strict=True):
        hashes = tuple(("SHA-256", one) for one in _HASH.findall(text[pin.end():after]))
        name, version = pin[1], pin[2]
        found.append(Component(name, version, licence_of(name), f"pkg:pypi/{name}@{version}", hashes, bool(pin[3].strip())))
    return found


def licence_of(name: str) -> str:
    """The licence of an installed package in its authors' words; empty where it is not installed or they say nothing."""
    try:
        told = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    classified = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    said = told.get("License-Expression") or told.get("License") or ""
    return said if said and "\n" not in said and said != "Dual License" else " OR ".join(classified)


def served() -> list[Component]:
    """The scripts of others that lie in `static/vendor`, as their own list says where they came from."""
    listed = json.loads((ROOT / "static/vendor/vendor.json").read_text("utf-8"))
    return [Component(one["name"], one["version"], one["license"], f"pkg:npm/{one['name']}@{one['version']}",
                      (("SHA-384", base64.b64decode(one["sha384"].partition("-")[2]).hex()),)) for one in listed]


def everything() -> list[Component]:
    """All of it."""
    return [*packages(ROOT / "requirements.txt"), *served()]


def document(components: list[Component]) -> dict[str, Any]:
    """The same as CycloneDX 1.6; equal components make an equal document, so that two of them can be compared byte by byte."""
    listed = [_told(one) for one in components]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(listed, sort_keys=True) + __version__)
    own = {"type": "application", "bom-ref": "huiyin", "name": "huiyin", "version": __version__, "licenses": [{"expression": "AGPL-3.0-or-later"}]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1, "metadata": {"component": own},
            "components": listed, "dependencies": [{"ref": "huiyin", "dependsOn": [one["bom-ref"] for one in listed]}]}


def _told(one: Component) -> dict[str, Any]:
    spdx = re.fullmatch(r"[A-Za-z0-9.+-]+( (OR|AND) [A-Za-z0-9.+-]+)*", one.licence)
    licences = [{"expression": one.licence}] if spdx else [{"license": {"name": one.licence}}] if one.licence else []
    return {"type": "library", "bom-ref": one.purl, "name": one.name, "version": one.version, "purl": one.purl,
            "scope": "optional" if one.optional else "required", "licenses": licences,
            "hashes": [{"alg": kind, "content": digest} for kind, digest in one.hashes]}


@click.command()
@click.option("--licences", is_flag=True, help="A line for each: name, version, licence.")
def sbom(licences: bool) -> None:
    """Print what the portal is made of, as CycloneDX."""
    if not (ROOT / "requirements.txt").exists():
        raise click.ClickException("The lock file does not lie beside the program: run this where the sources are.")
    found = everything()
    if licences:
        for one in found:
            click.echo(f"{one.name:<22} {one.version:<14} {one.licence or 'not installed here'}")
        return
    click.echo(json.dumps(document(found), indent=1, ensure_ascii=False))
