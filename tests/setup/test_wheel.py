"""The wheel: carries templates, static files, migrations and the kiosk, and serves far away from the project's folder."""

import os
import sqlite3
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

from portal import ROOT
from portal.bootstrap import packages, plan, probe
from tests.setup.ports import free_port


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network and without isolation."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
                   capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and sees our libraries through a .pth file."""
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command, env = packages.pip_for(str(venv / "bin/python"), probe.pip_wheel(plan.DEBIAN_WHEELS))
    subprocess.run([*command, "install", "--no-deps", "--no-index", "--quiet", str(wheel)], env=env, check=True)
    return venv / "bin"


def test_the_wheel_keeps_to_its_own_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"portal"}
    data = ("_data/templates/", "_data/static/", "_data/migrations/")
    for part in (*data, "kiosk/", "translations/", "bootstrap/", "demo/matters.jsonl"):
        assert any(name.startswith(f"portal/{part}") for name in names), part
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_serves_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    home = f"127.0.0.1:{free_port()}"
    env = {"PATH": os.environ["PATH"], "PORTAL_LISTEN": home, "HOME": str(tmp_path)}
    with subprocess.Popen([str(installed / "portal"), "serve"], cwd=tmp_path, env=env, text=True, stdout=subprocess.PIPE) as server:
        try:
            assert any(f"Office          http://{home}/office/" in line for line in server.stdout)
            for path in ("/", "/kiosk/", "/static/vendor/htmx-4.0.1.min.js"):
                kind = "text/javascript" if path.endswith(".js") else "text/html"
                with urllib.request.urlopen(f"http://{home}{path}") as page:
                    assert page.status == 200 and page.headers.get_content_type() == kind and page.read()
        finally:
            server.terminate()
        assert server.wait(timeout=30) == 0
    with sqlite3.connect(tmp_path / "instance/portal.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone()
    database.close()


def test_the_terminal_is_installed_from_the_wheel_too(installed: Path, tmp_path: Path) -> None:
    """`portal.kiosk.device`, without any library."""
    done = subprocess.run([str(installed / "python"), "-m", "portal.kiosk.device", "--root", str(tmp_path), "install", "--server",
                           "https://portal.example"], cwd=tmp_path, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "usr/local/lib/huiyin-kiosk/kiosk/device/watchdog.py").is_file()
