"""The set-up: standard library only, refusals in one sentence, and nothing done twice."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import portal
from portal import __main__ as start
from portal.bootstrap import debian, packages, plan, probe, steps

LOCK = "alpha==1.0 \\\n    --hash=sha256:00\nbeta==2.1 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
BEFORE_ANYTHING = [portal.ROOT / "portal" / name for name in ("__init__.py", "__main__.py")]
BOOTSTRAP = sorted((portal.ROOT / "portal" / "bootstrap").glob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names a module imports anywhere."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", BOOTSTRAP, ids=lambda path: path.name)
def test_the_set_up_needs_the_standard_library_only(path: Path) -> None:
    assert imported(path) <= sys.stdlib_module_names | {"portal"}


@pytest.mark.parametrize("path", BEFORE_ANYTHING, ids=lambda path: path.name)
def test_an_old_python_can_read_its_refusal(path: Path) -> None:
    assert ast.parse(path.read_text("utf-8"), feature_version=(3, 7)).body


def test_an_old_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"^Huiyin needs Python 3.11 or newer; this is Python 3.9\.$"):
        start.main()


def test_windows_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit, match="WSL 2"):
        start.main()


def test_a_package_with_a_condition_is_not_demanded_everywhere(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text(LOCK)
    assert packages.pins(tmp_path / "lock.txt") == {"alpha": "1.0"}


def test_an_interpreter_that_lacks_a_package_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text("huiyin-never-published==1.0 \\\n")
    assert not packages.are_here(tmp_path / "lock.txt")
    assert packages.are_here(plan.TEST)


def test_a_changed_lock_undoes_the_stamp(tmp_path: Path) -> None:
    lock, venv = tmp_path / "lock.txt", tmp_path / "venv"
    lock.write_text(LOCK)
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").touch()
    packages.stamp(venv, "run", (lock,))
    assert packages.is_stamped(venv, "run", (lock,))
    lock.write_text(LOCK.replace("1.0", "1.1"))
    assert not packages.is_stamped(venv, "run", (lock,))


def test_a_failing_tool_gives_its_last_words() -> None:
    with pytest.raises(steps.ToolFailed, match="no such thing"):
        steps.run([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
    with pytest.raises(steps.ToolFailed, match="huiyin-no-such-tool"):
        steps.run(["huiyin-no-such-tool"])


def test_each_step_shows_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with steps.step("Looking round"):
        assert "Looking round" in capsys.readouterr().err
    assert capsys.readouterr().err.endswith(" s\n")


def test_unpacked_libraries_are_put_on_once(tmp_path: Path) -> None:
    (tmp_path / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    first = debian.environment(tmp_path, {"PATH": "/bin", "LD_LIBRARY_PATH": "/mine"})
    assert first["LD_LIBRARY_PATH"] == f"{tmp_path}/usr/lib/x86_64-linux-gnu:/mine"
    assert first["PATH"] == f"{tmp_path}/bin:/bin"
    assert debian.environment(tmp_path, first) == first


def test_what_cannot_be_had_costs_one_sentence_and_is_not_asked_again(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def refuse(names: list[str], *_: object) -> None:
        asked.extend(names)
        raise steps.ToolFailed("no network")

    monkeypatch.setattr(plan, "NATIVE", tmp_path / ".native")
    monkeypatch.setattr(probe, "missing_libraries", lambda: ["pango-1.0"])
    monkeypatch.setattr(probe, "has_cjk_font", lambda: True)
    for name in ("install", "unpack"):
        monkeypatch.setattr(debian, name, refuse)
    monkeypatch.setattr(debian, "is_here", lambda: True)
    plan._have_native(["serve"], testing=False)
    once = len(asked)
    plan._have_native(["serve"], testing=False)
    assert once and len(asked) == once
    assert capsys.readouterr().err.count("print-styled web pages") == 1
    assert (tmp_path / ".native/no-papers").read_text() == "no network\n"


def test_a_portal_from_its_wheel_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "INSTALLED", True)
    monkeypatch.setattr(plan, "_wear_native", lambda _: pytest.fail("the set-up began"))
    plan.ensure(["serve"])
    with pytest.raises(SystemExit, match="from a clone"):
        plan.ensure(["test"])


def test_kiosk_at_the_top_of_the_tree_is_portal_kiosk() -> None:
    code = "import portal.kiosk; print(portal.kiosk.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=portal.ROOT, capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONPATH": str(portal.ROOT)})
    assert Path(done.stdout.strip()) == portal.ROOT / "kiosk" / "__init__.py"


def test_a_python_uses_its_own_pip_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's pip 23 breaks under Python 3.12 and later, so another Python must not meet it."""
    for folder, name in (("debian", "pip-23.0.1-py3-none-any.whl"), ("own/_bundled", "pip-9.9-py3-none-any.whl")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).touch()
    spec = importlib.util.spec_from_file_location("ensurepip", tmp_path / "own/__init__.py")
    monkeypatch.setattr(probe.importlib.util, "find_spec", lambda _: spec)
    monkeypatch.setattr(probe, "WHEELS", tmp_path / "debian")
    assert probe.pip_wheel() == tmp_path / "own/_bundled/pip-9.9-py3-none-any.whl"
    monkeypatch.setattr(probe.importlib.util, "find_spec", lambda _: None)
    assert probe.pip_wheel() == tmp_path / "debian/pip-23.0.1-py3-none-any.whl"


@pytest.mark.parametrize(("testing", "user", "wanted"), [(True, 0, ["xvfb", "xdotool"]), (True, 1000, None), (False, 0, None)])
def test_a_screen_in_memory_is_for_tests_and_only_where_it_can_be_installed(monkeypatch: pytest.MonkeyPatch, testing: bool, user: int,
                                                                            wanted: list[str] | None) -> None:
    monkeypatch.setattr(probe.shutil, "which", lambda _: None)
    monkeypatch.setattr(plan.os, "geteuid", lambda: user)
    assert plan._missing(testing).get("screen") == wanted
    monkeypatch.setattr(probe.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "screen" not in plan._missing(testing)


@pytest.mark.parametrize(("root", "here", "lacks"), [
    (True, (), ["poppler-utils", "cups", "printer-driver-cups-pdf"]), (True, ("pdftoppm", "cupsd"), []),
    (True, ("pdftoppm",), ["cups", "printer-driver-cups-pdf"]), (False, (), ["poppler-utils"]), (False, ("pdftoppm",), [])])
def test_a_printer_for_the_tests_is_got_where_it_can_work(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: bool, here: tuple[str, ...], lacks: list[str]) -> None:
    monkeypatch.setattr(probe.shutil, "which", lambda name: f"/usr/bin/{name}" if name in here else None)
    monkeypatch.setattr(probe.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(probe, "CUPS_PDF", tmp_path)
    assert probe.lacks_for_printer() == lacks


def test_the_library_that_moves_a_clock_is_got_for_the_tests_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert probe.faketime(tmp_path) is None
    library = tmp_path / "x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
    library.parent.mkdir(parents=True)
    library.touch()
    assert probe.faketime(tmp_path / "nowhere", tmp_path) == library
    for found, lacks in ((None, ["faketime"]), (library, [])):
        monkeypatch.setattr(probe, "faketime", lambda found=found: found)
        assert plan._missing(True).get("clock", []) == lacks and "clock" not in plan._missing(False)


@pytest.mark.parametrize("purpose", sorted(plan.ABSENT))
def test_tests_are_told_why_they_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, purpose: str) -> None:
    monkeypatch.setattr(plan, "NATIVE", tmp_path)
    (tmp_path / f"no-{purpose}").write_text("no network\n")
    monkeypatch.setattr(plan, "_missing", lambda testing: {purpose: ["a-package"]})
    monkeypatch.setattr(debian, "is_here", lambda: pytest.fail("asked again within a day"))
    monkeypatch.delenv(plan.ABSENT[purpose], raising=False)
    plan._have_native(["test"], testing=True)
    assert "skipped" in os.environ.pop(plan.ABSENT[purpose])
