# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command, as people, continuous integration and pre-commit call it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from allmende.adapters.errors import RefusedError
from allmende.adapters.http import Answer
from allmende.publiccode import fetching
from allmende.publiccode.cli import publiccode
from tests.domain.publiccode.examples import VALID, changed
from tests.house.plan import ROOT

BROKEN = changed(("localisationReady: true", "localisationReady: yes  # bald"))


def run(*arguments: str | Path, answers: str = "") -> Result:
    return CliRunner().invoke(publiccode, [str(a) for a in arguments], input=answers)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "publiccode.yml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_findings_come_with_file_line_and_correction_and_end_with_1(file: Path) -> None:
    result = run("validate", file)
    assert result.exit_code == 1
    assert f"{file.as_posix()}:32:22: Fehler: localisation.localisationReady" in result.output
    assert "Korrektur: true" in result.output


def test_a_folder_is_as_good_as_its_file(file: Path) -> None:
    assert run("validate", file.parent).output == run("validate", file).output


def test_a_valid_file_ends_with_0_unless_hints_shall_count(file: Path) -> None:
    file.write_text(VALID.replace("EUPL-1.2", "eupl-1.2"), encoding="utf-8")
    assert run("validate", file).exit_code == 0
    assert run("validate", "--fail-on", "hint", file).exit_code == 1


def test_what_cannot_be_read_ends_with_2_and_says_what_to_do(tmp_path: Path) -> None:
    result = run("validate", tmp_path)
    assert result.exit_code == 2
    assert "allmende publiccode new" in result.output


def test_json_holds_everything(file: Path) -> None:
    (found,) = json.loads(run("validate", "--json", file).output)
    assert not found["valid"]
    finding = next(f for f in found["findings"] if f["level"] == "error")
    assert finding["rule"] == "type"
    assert finding["message"]["en"]
    assert finding["corrections"][0]["text"] == "true"


def test_sarif_and_github_name_the_line(file: Path) -> None:
    results = json.loads(run("validate", "--sarif", file).output)["runs"][0]["results"]
    (result,) = (r for r in results if r["kind"] == "fail")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 32, "startColumn": 22}
    assert ",line=32,col=22,title=type::" in run("validate", "--github", file).output


def test_the_reading_of_the_reference_can_be_chosen(file: Path) -> None:
    file.write_text(changed(("platforms:\n  - web", "platforms: web")), encoding="utf-8")
    assert run("validate", file).exit_code == 0
    assert run("validate", "--reading", "reference", file).exit_code == 1


def test_fix_shows_the_difference_first_and_keeps_comments(file: Path) -> None:
    refused = run("fix", file, answers="n\n")
    assert "-  localisationReady: yes  # bald\n+  localisationReady: true  # bald\n" in refused.output
    assert refused.exit_code == 1
    assert file.read_text(encoding="utf-8") == BROKEN
    assert run("fix", file, "--yes").exit_code == 0
    assert file.read_text(encoding="utf-8") == BROKEN.replace("yes  # bald", "true  # bald")
    assert "nichts von selbst" in run("fix", file).output


def test_fix_keeps_the_line_ends_of_the_file(file: Path) -> None:
    file.write_bytes(BROKEN.replace("\n", "\r\n").encode())
    run("fix", file, "--yes")
    assert file.read_bytes() == BROKEN.replace("yes  #", "true  #").replace("\n", "\r\n").encode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with what git and people leave there."""
    (tmp_path / ".git").mkdir()
    config = (
        '[remote "mine"]\n\turl = https://example.org/fork/melder\n'
        '[remote "origin"]\n\turl = git@code.example:stadt/melder.git\n'
    )
    (tmp_path / ".git" / "config").write_text(config, encoding="utf-8")
    (tmp_path / "LICENSE").write_bytes((ROOT / "LICENSES" / "EUPL-1.2.txt").read_bytes())
    prose = "Meldet Schäden im Straßenraum an die Stelle, die zuständig ist, mit Foto und Ort. " * 3
    (tmp_path / "README.md").write_text(f"# Mängelmelder\n\n{prose}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nversion = "1.2"\ndescription = "Meldet Schäden"\n', encoding="utf-8"
    )
    return tmp_path


def test_new_takes_what_the_repository_tells(repository: Path) -> None:
    result = run("new", repository, "--yes")
    content = yaml.safe_load((repository / "publiccode.yml").read_text(encoding="utf-8"))
    assert content["name"] == "Mängelmelder"
    assert content["url"] == "https://code.example/stadt/melder"
    assert content["legal"]["license"] == "EUPL-1.2"
    assert content["softwareVersion"] == "1.2"
    assert content["description"]["de"]["shortDescription"] == "Meldet Schäden"
    assert "features" in result.output
    assert result.exit_code == 1


def test_new_asks_for_the_rest_and_never_overwrites(repository: Path) -> None:
    answers = "\n\n\n\n\nMeldung mit Foto, Zuständigkeit finden\nstable\n\n\nStadt Muster\n\n\n"
    assert run("new", repository, answers=answers).exit_code == 0
    content = yaml.safe_load((repository / "publiccode.yml").read_text(encoding="utf-8"))
    assert content["description"]["de"]["features"] == ["Meldung mit Foto", "Zuständigkeit finden"]
    assert run("new", repository, answers=answers).exit_code == 2


def test_what_the_repository_holds_is_compared(repository: Path) -> None:
    (repository / "publiccode.yml").write_text(VALID.replace("EUPL-1.2", "MIT"), encoding="utf-8")
    output = run("validate", repository).output
    assert "in der Lizenzdatei aber EUPL-1.2" in output
    assert "docs/bild.png gibt es im Repository nicht" in output
    assert "url nennt ein anderes Repository" in output


def test_a_file_from_the_network_comes_through_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(url: str, **_: object) -> Answer:
        asked.append(url)
        return Answer(200, url, {}, BROKEN.encode())

    monkeypatch.setattr(fetching, "fetch", fetch)
    assert run("validate", "https://github.com/stadt/melder").exit_code == 1
    assert asked == ["https://raw.githubusercontent.com/stadt/melder/HEAD/publiccode.yml"]


def test_an_address_that_is_refused_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str, **_: object) -> Answer:
        raise RefusedError("host", "Dieser Rechner ist nicht öffentlich.", "This host is not public.")

    monkeypatch.setattr(fetching, "fetch", fetch)
    result = run("validate", "https://intern.example/publiccode.yml")
    assert result.exit_code == 2
    assert "nicht öffentlich" in result.output


def test_addresses_that_do_not_answer_are_warnings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(VALID, encoding="utf-8")
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: Answer(404, url, {}, b""))
    result = run("validate", "--network", file)
    assert "nicht erreichbar" in result.output
    assert result.exit_code == 0


def test_the_command_starts_without_django_and_quickly(file: Path) -> None:
    code = (
        "import sys; from allmende.config.cli import main; sys.argv = ['allmende', 'publiccode', '--help'];"
        "import atexit; atexit.register(lambda: print('DJANGO' if 'django' in sys.modules else"
        " 'plain')); main()"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.endswith("plain\n")
    assert time.perf_counter() - started < 3
