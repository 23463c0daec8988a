"""What the portal is made of: every pin is told with its hashes and a licence that goes with ours (R71)."""

import json
import re

from click.testing import CliRunner

from portal import ROOT, components
from portal.bootstrap import packages
from portal.cli import portal

# What may be combined with AGPL-3.0-or-later, as authors write it
GOES_WITH_OURS = {
    "0BSD", "BSD", "Apache License, Version 2.0", "MIT", "MIT-0", "MIT-CMU", "MIT License", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "Apache-2.0 OR BSD-3-Clause",
    "BSD License OR Apache Software License", "PSF-2.0", "ZPL 2.1", "LGPL-3.0-only",
    "GNU General Public License v2 or later (GPLv2+) OR GNU Lesser General Public License v2 or later (LGPLv2+) OR Mozilla Public License 1.1 (MPL 1.1)",
}


def made() -> dict[str, object]:
    said = CliRunner().invoke(portal, ["sbom"])
    assert said.exit_code == 0, said.output
    found: dict[str, object] = json.loads(said.output)
    return found


def test_r71_every_pin_and_every_vendored_file_is_told_with_its_hashes() -> None:
    told = made()
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6") and re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(told["serialNumber"]))
    listed: list[dict[str, object]] = told["components"]  # type: ignore[assignment]
    known = {str(one["name"]): str(one["version"]) for one in listed}
    assert packages.pins(ROOT / "requirements.txt").items() <= known.items() and known["htmx.org"]
    text = (ROOT / "requirements.txt").read_text()
    assert sum(len(one["hashes"]) for one in listed) == text.count("--hash=sha256:") + 1  # type: ignore[arg-type]
    assert len({one["bom-ref"] for one in listed}) == len(listed) and made() == told


def test_r71_every_licence_goes_with_ours() -> None:
    unknown = {one.name: one.licence for one in components.everything() if one.licence not in GOES_WITH_OURS and not (one.optional and not one.licence)}
    assert unknown == {}
    assert "argon2-cffi" in CliRunner().invoke(portal, ["sbom", "--licences"]).output
