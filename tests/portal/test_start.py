# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps the program from starting is said in one German sentence, with an exit code and no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from errno import EACCES, ENOSPC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from allmende.portal import cli
from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
ALLMENDE = str(Path(sys.executable).with_name("allmende"))


class Started(Exception):  # noqa: N818  # not an error
    """The server would run now."""


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Preparing is done; the server is not started."""

    def start(*args: object) -> None:
        raise Started(args)

    settings.VAR = tmp_path
    monkeypatch.setattr(cli.actions, "prepare", lambda by: None)
    monkeypatch.setattr(cli.os, "execv", start)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens at 127.0.0.2 only."""
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))
        other.listen()
        yield port


def said(*options: str) -> str:
    """The one sentence with which `allmende run` ends."""
    result = CliRunner().invoke(cli.run, options)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    return result.output


def test_a_port_in_use_is_said_with_another_one(taken: int) -> None:
    sentence = said("--port", str(taken), "--bind", "127.0.0.2")
    assert f"Der Anschluss {taken} ist auf 127.0.0.2 schon belegt." in sentence
    assert f"make run PORT={taken + 1}" in sentence


def test_a_port_in_use_elsewhere_does_not_matter(taken: int) -> None:
    result = CliRunner().invoke(cli.run, ["--port", str(taken)])
    assert isinstance(result.exception, Started)


def test_a_server_for_the_newer_internet_gets_its_address_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    result = CliRunner().invoke(cli.run, ["--port", str(free_port()), "--bind", "::1"])
    assert isinstance(result.exception, Started) or "keine Adresse" in result.output
    assert "http://[::1]:" in result.output or "keine Adresse" in result.output


@pytest.mark.parametrize("address", ["192.0.2.1", "kein rechner"])
def test_an_address_of_another_machine_is_said(address: str) -> None:
    assert f"{address} ist keine Adresse dieses Rechners." in said("--bind", address)


def test_a_port_kept_for_the_administrator_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(cli.socket.socket, "bind", refused)
    assert "Der Anschluss 80 ist der Verwaltung des Rechners vorbehalten." in said("--port", "80")


def test_a_full_disk_is_said_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.shutil, "disk_usage", lambda folder: SimpleNamespace(free=7 * 1024**2))
    assert "nur 7 MB frei, nötig sind 300 MB. Bitte Platz schaffen." in said()


def test_a_disk_that_fills_up_meanwhile_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(by: str) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(cli.actions, "prepare", full)
    assert "Meist ist der Datenträger voll" in said("--port", str(free_port()))


def test_a_folder_that_cannot_be_written_is_said(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file" / "var"
    assert f"In den Datenordner {settings.VAR} kann nicht geschrieben werden" in said()


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("VAR", "/proc/version/var", "Der Datenordner lässt sich nicht benutzen: /proc/version/var"),
        ("SECRET_KEY", "kurz", "Eine Einstellung stimmt nicht: ALLMENDE_SECRET_KEY: mindestens 32 Zeichen"),
    ],
)
def test_settings_that_cannot_be_used_are_said(
    setting: str, value: str, sentence: str, tmp_path: Path
) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ALLMENDE_")}
    env = {**plain, "ALLMENDE_VAR": str(tmp_path), f"ALLMENDE_{setting}": value}
    done = subprocess.run([ALLMENDE, "run"], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def python(folder: Path, *answers: str) -> str:
    """A stand-in for Python that runs these lines of shell."""
    script = folder / "python"
    script.write_text("\n".join(("#!/bin/sh", *answers)))
    script.chmod(0o755)
    return str(script)


def made(folder: Path, interpreter: str) -> str:
    """What `make run` says in a fresh folder with this Python, before it fails."""
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    command = ["make", "--no-print-directory", "run", f"PYTHON={interpreter}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr


def test_without_python_make_says_what_is_needed(tmp_path: Path) -> None:
    sentence = made(tmp_path, str(tmp_path / "none"))
    assert "Allmende braucht Python 3.11 oder neuer; gefunden: " in sentence
    assert "apt install python3 python3-venv" in sentence


def test_with_an_old_python_make_says_which_was_found(tmp_path: Path) -> None:
    old = python(tmp_path, 'test "$1" = --version && echo "Python 3.9.2" && exit 0', "exit 1")
    assert "Allmende braucht Python 3.11 oder neuer; gefunden: Python 3.9.2." in made(tmp_path, old)


def test_without_room_for_the_environment_make_says_so(tmp_path: Path) -> None:
    (tmp_path / ".venv").touch()
    assert f"In diesen Ordner kann nicht geschrieben werden: {tmp_path}." in made(tmp_path, sys.executable)


def test_without_the_module_venv_make_names_the_package(tmp_path: Path) -> None:
    bare = python(tmp_path, 'test "$1" = -c && exit 0', "exit 1")
    assert "apt install python3-venv" in made(tmp_path, bare)
