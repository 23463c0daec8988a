"""Every template that is named exists, none lies about unused, and README says what settings and commands say."""

import ast
import re
from functools import cache

from portal import ROOT, cli
from portal.foundation import settings
from tests.shape.tree import product

NAMED = re.compile(r"""["']([a-z_/-]+\.(?:html|xml|txt))["']""")
PLAIN = re.compile(r"[a-z_][a-z_/-]*\.(?:html|xml|txt)")


def templates() -> set[str]:
    return {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*") if path.is_file()}


@cache
def named() -> frozenset[str]:
    """Names in code and templates; `{…}` of an f-string stands for anything."""
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.*"):
        found |= set(NAMED.findall(path.read_text("utf-8")))
    for module in product():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and PLAIN.fullmatch(str(node.value)):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                pattern = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
                found |= {pattern} if pattern.endswith((".html", ".xml")) else set()
    return frozenset(found)


def fits(name: str, pattern: str) -> bool:
    """Whether a name in code may mean a template; papers are named without their folder."""
    shape = re.escape(pattern).replace(r"\*", "[a-z_/-]+")
    return re.fullmatch(shape, name) is not None or re.fullmatch(f"paper/{shape}", name) is not None


def test_every_template_that_is_named_exists() -> None:
    missing = [name for name in named() if ("/" in name or name == "base.html")
               and not any(fits(template, name) for template in templates())]
    assert sorted(name for name in missing if not name.startswith("*")) == []


def test_no_template_lies_about_unused() -> None:
    unused = [template for template in templates() if template != "base.html" and not any(fits(template, name) for name in named())]
    assert sorted(unused) == []


def test_a_part_is_one_macro_of_its_name() -> None:
    for path in (ROOT / "templates" / "parts").glob("*.html"):
        public = [name for name in re.findall(r"{%-? macro (\w+)", path.read_text("utf-8")) if not name.startswith("_")]
        assert public == [path.stem], f"{path.name} holds {public}"


def between(mark: str) -> str:
    """What README says between `<!-- mark -->` and `<!-- /mark -->`."""
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text, re.DOTALL)
    assert found is not None, f"README.md has no <!-- {mark} --> … <!-- /{mark} -->"
    return found[1].strip()


def test_readme_holds_the_table_of_settings() -> None:
    assert between("settings") == settings.markdown().strip()


def test_readme_names_every_command_and_no_other() -> None:
    told = set(re.findall(r"portal ([a-z]+)", between("commands")))
    assert told == set(cli.portal.commands)


def test_readme_names_every_room_of_the_house() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rooms = {module.room for module in product() if module.room.count(".") == 1} - {"portal.kiosk"}
    assert [room for room in sorted(rooms) if room.removeprefix("portal.") not in text] == []
