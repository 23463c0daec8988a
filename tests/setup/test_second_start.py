"""A second start: nothing is set up again, by what is done and not by how long it takes."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from portal import ROOT
from portal.bootstrap import debian, packages, plan, probe
from tests.setup.ports import free_port


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tools that are run, on a machine that lacks everything until they were."""
    tools: list[str] = []

    def run(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None) -> str:
        tools.append(" ".join(command))
        if "venv" in command:
            (tmp_path / ".venv/bin").mkdir(parents=True)
            (tmp_path / ".venv/bin/python").touch()
        return sys.version

    def lacks() -> list[str]:
        return [] if any("install" in tool and "libpango" in tool for tool in tools) else ["pango-1.0"]

    for module in (debian, packages):
        monkeypatch.setattr(module, "run", run)
    for name, value in {"VENV": tmp_path / ".venv", "NATIVE": tmp_path / ".native"}.items():
        monkeypatch.setattr(plan, name, value)
    monkeypatch.setattr(plan.os, "geteuid", lambda: 0)
    monkeypatch.setattr(plan, "_again", lambda *_: None)
    monkeypatch.setattr(packages, "are_here", lambda _: False)
    monkeypatch.setattr(packages, "_with_uv", lambda *_: False)
    monkeypatch.setattr(probe, "missing_libraries", lacks)
    monkeypatch.setattr(probe, "has_cjk_font", lambda: not lacks())
    monkeypatch.setattr(probe, "pip_wheel", lambda *_: tmp_path / "pip.whl")
    monkeypatch.setattr(debian, "is_here", lambda: True)
    return tools


@pytest.mark.parametrize("inside", [False, True], ids=["by the system's python", "by the environment's own"])
def test_a_second_start_runs_no_tool_and_says_nothing(
        ran: list[str], inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    plan.ensure(["demo"])
    done = len(ran)
    assert [next(name for name in ("update", "install", "venv") if name in tool.split()) for tool in ran] == [
        "update", "install", "venv", "install"], ran
    assert "every hash checked" in capsys.readouterr().err
    if inside:
        monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    plan.ensure(["demo"])
    assert ran[done:] == [] and capsys.readouterr().err == ""


@contextlib.contextmanager
def demo(instance: Path) -> Iterator[subprocess.Popen[str]]:
    """`portal demo` as one types it, until it tells its addresses."""
    env = os.environ | {"PORTAL_INSTANCE": str(instance), "PORTAL_LISTEN": f"127.0.0.1:{free_port()}"}
    command = [sys.executable, "-u", "-m", "portal", "demo"]
    with (instance.parent / "said").open("w") as said, subprocess.Popen(
            command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=said) as server:
        yield server
        server.terminate()


def test_a_second_demo_finds_everything_and_tells_the_same_sign_ins(tmp_path: Path) -> None:
    told, steps = [], []
    for _ in range(2):
        with demo(tmp_path / "instance") as server:
            assert server.stdout is not None
            lines = []
            for line in server.stdout:
                lines.append(line)
                if "visitor: track" in line:
                    break
        told.append([line for line in lines if "127.0.0.1" not in line])
        steps.append([line.split(" … ")[0].strip() for line in (tmp_path / "said").read_text().splitlines() if " … " in line])
    assert told[0] == told[1] and any("huiyin-demo" in line for line in told[1])
    assert steps[1] == ["Preparing the database", "Preparing the demonstration"]
